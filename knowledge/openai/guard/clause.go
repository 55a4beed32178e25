package guard

import "slices"

// shortClause is how many words of content a piece between commas must have to stand alone.
const shortClause = 3

// clauses cuts a sentence where one thing ends and another begins. Pieces that say too little alone stay with the next:
// "For Longwood, book at …" is one.
func (x *lexicon) clauses(sentence string) [][]token {
	toks := x.tokens(sentence)
	var out [][]token
	start, said := 0, 0 // an effect says enough by itself
	for i, t := range toks {
		if i > start && (t.breaks || t.comma || isBut(t.word)) && said >= shortClause {
			out = append(out, toks[start:i])
			start, said = i, 0
		}
		switch {
		case t.effect != noEffect:
			said += shortClause
		case t.content():
			said++
		}
	}
	if start < len(toks) {
		out = append(out, toks[start:])
	}
	return out
}

// carried reports whether one of the units carries the clause; if none does, why the nearest does not.
func (x *lexicon) carried(clause []token, us []unit) Verdict {
	if !slices.ContainsFunc(clause, func(t token) bool { return t.content() || t.effect != noEffect || t.negator }) {
		return Verdict{}
	}
	narrow := slices.ContainsFunc(clause, func(t token) bool { return t.hot || t.number || t.link || t.negated })
	nearest, least := Verdict{NotSaid, clause[0].word}, 1<<30
	for _, u := range us {
		if u.wide && narrow {
			continue
		}
		v, missing := x.carries(clause, u)
		if v.OK() {
			return v
		}
		if missing < least {
			nearest, least = v, missing
		}
	}
	return nearest
}

// carries compares a clause with a unit. missing counts what the unit lacks.
func (x *lexicon) carries(clause []token, u unit) (v Verdict, missing int) {
	fail := func(r Reason, detail string) {
		if v.OK() || r != NotSaid {
			v = Verdict{r, detail}
		}
		missing++
	}
	for i, t := range clause {
		if !t.content() {
			continue
		}
		switch has, negatedOnly, positiveOnly := found(t, u); {
		case !has && t.number:
			fail(Number, t.word)
		case !has:
			fail(NotSaid, t.word)
		case t.negated && positiveOnly, !t.negated && negatedOnly:
			fail(Negation, t.word)
		case t.number && !x.counts(clause, i, u):
			fail(Number, t.word)
		}
	}
	if missing > 0 {
		return v, missing
	}
	if !x.negatedAlike(clause, u) {
		return Verdict{Negation, "no"}, 1
	}
	if w, ok := x.sequence(clause, u); !ok {
		return Verdict{Order, w}, 1
	}
	if w, ok := shunned(clause, u); !ok {
		return Verdict{Direction, w}, 1
	}
	if w, ok := x.effectsHold(clause, u); !ok {
		return Verdict{Direction, w}, 1
	}
	return Verdict{}, 0
}

// found looks a token up in a unit; context words count where they do not decide a meaning, and only without negation.
func found(t token, u unit) (has, negatedOnly, positiveOnly bool) {
	var neg, pos bool
	for _, o := range u.toks {
		if o.key == t.key && o.number == t.number {
			neg, pos = neg || o.negated, pos || !o.negated
		}
	}
	if !neg && !pos && (!t.hot || t.name) {
		for _, o := range u.context {
			if o.key == t.key && o.number == t.number {
				return true, false, t.negated
			}
		}
	}
	return neg || pos, neg && !pos, pos && !neg
}

// counts reports whether a number counts the same thing as in the unit: "three months" is not carried by "three weeks".
func (x *lexicon) counts(clause []token, at int, u unit) bool {
	next := following(clause, at)
	if next == "" {
		return true
	}
	for i, o := range u.toks {
		if o.number && o.key == clause[at].key && following(u.toks, i) == next {
			return true
		}
	}
	return false
}

// following is the key of the content word right after a token, "" for none near.
func following(toks []token, at int) string {
	for i := at + 1; i < len(toks) && i <= at+2; i++ {
		if toks[i].breaks || toks[i].comma {
			return ""
		}
		if toks[i].content() && !toks[i].number && !toks[i].link {
			return toks[i].key
		}
	}
	return ""
}

// negatedAlike reports whether what the clause denies is denied in the unit, where it denies anything.
func (x *lexicon) negatedAlike(clause []token, u unit) bool {
	denies := slices.ContainsFunc(clause, func(t token) bool { return t.negator })
	if !denies {
		return true
	}
	return slices.ContainsFunc(u.toks, func(t token) bool { return t.negator })
}

// sequence checks "before" and "after": what follows them must follow them in the unit too.
func (x *lexicon) sequence(clause []token, u unit) (string, bool) {
	for i, t := range clause {
		if !isOrder(t.word) {
			continue
		}
		right := rightOf(clause, i)
		if len(right) == 0 {
			continue
		}
		same := false
		for _, toks := range [][]token{u.toks, u.context} {
			for j, o := range toks {
				if o.key == t.key && meet(right, rightOf(toks, j)) {
					same = true
				}
			}
			if same {
				break
			}
		}
		if !same {
			return t.word, false
		}
	}
	return "", true
}

func isOrder(w string) bool {
	switch w {
	case "before", "after", "until", "antes", "despues", "without", "sin", "instead":
		return true
	}
	return false
}

// rightOf are the keys of up to three content words after a token, in its clause.
func rightOf(toks []token, at int) []string {
	var out []string
	for i := at + 1; i < len(toks) && len(out) < 3; i++ {
		if toks[i].breaks || toks[i].comma {
			break
		}
		if toks[i].content() || toks[i].known || toks[i].effect != noEffect {
			out = append(out, toks[i].key)
		}
	}
	return out
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// shunned finds a thing that the unit says to avoid and the clause does not: "leaving out activities that hurt may help"
// carries no "activities that hurt may help".
func shunned(clause []token, u unit) (string, bool) {
	if slices.ContainsFunc(clause, func(t token) bool { return t.effect == stops || t.effect == removes || t.negator || t.effect == down }) {
		return "", true
	}
	for i, o := range u.toks {
		if o.effect != stops && o.effect != removes {
			continue
		}
		for j := i + 1; j < len(u.toks) && j <= i+3; j++ {
			if n := u.toks[j]; n.content() && slices.ContainsFunc(clause, func(t token) bool { return t.key == n.key }) {
				return n.word, false
			}
		}
	}
	return "", true
}
