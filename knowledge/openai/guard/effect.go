package guard

import "slices"

// reach is how many words from an effect word the thing it works on may stand.
const reach = 8

// effectsHold checks every effect word of the clause against the unit: same direction, on the same thing, negated or not as
// there, and not more firmly.
func (x *lexicon) effectsHold(clause []token, u unit) (string, bool) {
	soft := slices.ContainsFunc(clause, func(t token) bool { return x.hedge[t.word] })
	for i, t := range clause {
		if t.future && !soft && !slices.ContainsFunc(u.toks, func(o token) bool { return o.future }) &&
			slices.ContainsFunc(clause, func(o token) bool { return o.effect != noEffect || settles(o.key) }) {
			return t.word, false
		}
		if t.effect == noEffect {
			continue
		}
		things := x.things(clause, i)
		if len(things) == 0 {
			if !x.sameEffect(t, u, soft) {
				return t.word, false
			}
			continue
		}
		if !x.bound(t, things, u, soft) || !x.subject(clause, i, things, u) {
			return t.word, false
		}
	}
	return "", true
}

// things are the keys of what an effect word works on: the content words after it up to the next effect, else before it.
func (x *lexicon) things(toks []token, at int) []string {
	var out []string
	most := len(toks)
	if compares(toks[at].word) {
		most = 2
	}
	for i := at + 1; i < len(toks) && i <= at+reach && len(out) < most; i++ {
		if toks[i].effect != noEffect || toks[i].breaks || turns(toks[i].word) {
			break
		}
		if toks[i].content() && !toks[i].number {
			out = append(out, toks[i].key)
		}
	}
	if len(out) > 0 {
		return out
	}
	for i := at - 1; i >= 0 && i >= at-reach; i-- {
		if toks[i].effect != noEffect {
			break
		}
		if toks[i].content() && !toks[i].number {
			out = append(out, toks[i].key)
		}
	}
	return out
}

// compares reports whether an effect word belongs to the noun right after it.
func compares(w string) bool {
	switch w {
	case "better", "less", "more", "fewer", "greater", "easier", "mejor", "mejores", "menos", "mas", "mayor", "facil":
		return true
	}
	return false
}

// hurts reports whether an effect is none that massage is for.
func hurts(e effect) bool { return e == harm || e == tightens || e == causes }

// doneByKnown reports whether the unit says of massage, or whoever gives it, that it does such a thing.
func doneByKnown(t token, u unit) bool {
	for i, o := range u.toks {
		if o.effect != t.effect {
			continue
		}
		for j := i - 1; j >= 0 && !u.toks[j].breaks; j-- {
			if u.toks[j].known {
				return true
			}
		}
	}
	return false
}

// names reports whether an effect word is a noun, whose doer may stand on either side of it.
func names(w string) bool {
	switch w {
	case "cause", "causes", "reason", "reasons", "source", "sources", "causa", "causas", "fuente", "relief", "alivio":
		return true
	}
	return false
}

// subject checks who does it: where the clause names something other than massage before an effect and its things, the
// unit must name it before such an effect too. "Arthritis brings swelling down" is not carried by "massage brings swelling
// down, as with arthritis".
func (x *lexicon) subject(clause []token, at int, things []string, u unit) bool {
	if compares(clause[at].word) || names(clause[at].word) || !slices.ContainsFunc(clause[at:], func(t token) bool { return slices.Contains(things, t.key) }) {
		return true
	}
	var doers []string
	for i := at - 1; i >= 0 && clause[i].effect == noEffect; i-- {
		if clause[i].known {
			return !hurts(clause[at].effect) || doneByKnown(clause[at], u)
		}
		if turns(clause[i].word) {
			return true
		}
		if clause[i].content() && !clause[i].number {
			doers = append(doers, clause[i].key)
		}
	}
	if len(doers) == 0 {
		return true
	}
	for i, o := range u.toks {
		if o.effect == noEffect || o.effect != clause[at].effect && !slices.ContainsFunc(things, func(k string) bool { return x.alike(o.effect, clause[at].effect, k) }) {
			continue
		}
		for _, before := range u.toks[:i] {
			if slices.Contains(doers, before.key) {
				return true
			}
		}
		if i < 4 && slices.ContainsFunc(u.context, func(c token) bool { return slices.Contains(doers, c.key) }) {
			return true // "It can help …": the heading says what
		}
	}
	return false
}

// turns reports whether a word begins another thought: what follows it is not worked on by an effect before it.
func turns(w string) bool {
	switch w {
	case "when", "if", "while", "because", "so", "which", "who", "as", "since", "cuando", "si", "porque", "mientras", "asi", "pues":
		return true
	}
	return false
}

// settles reports whether a word says how things will end.
func settles(key string) bool {
	switch key {
	case "pass", "recov", "return", "end", "vanish", "disappear", "pas", "recuper", "volv", "regres", "termin", "need":
		return true
	}
	return false
}

// sameEffect reports whether the unit has an effect word of the same kind, negated alike.
func (x *lexicon) sameEffect(t token, u unit, soft bool) bool {
	for _, o := range slices.Concat(u.toks, u.context) {
		if o.effect == noEffect || o.negated != t.negated || o.weak && !soft {
			continue
		}
		if o.effect == t.effect || x.alike(t.effect, o.effect, "") {
			return true
		}
	}
	return false
}

// bound reports whether the unit has, near one of the things, an effect word that agrees, and near none of them only words
// that disagree.
func (x *lexicon) bound(t token, things []string, u unit, soft bool) bool {
	agreed, anyNear := false, false
	for _, thing := range things {
		agree, near := x.agrees(t, thing, u.toks, soft)
		if !agree && !near {
			if a, n := x.agrees(t, thing, u.context, soft); n {
				agree, near = a, near || n
			}
		}
		if agree {
			agreed = true
			continue
		}
		anyNear = anyNear || near
		if near && x.valued(thing) {
			return false
		}
	}
	return agreed || !anyNear && !slices.ContainsFunc(things, x.valued) && x.sameEffect(t, u, soft)
}

// valued reports whether more or less of a thing is known to be better.
func (x *lexicon) valued(thing string) bool { return x.bad[thing] || x.good[thing] }

// agrees looks for thing in toks and for the effect words that work on it there.
func (x *lexicon) agrees(t token, thing string, toks []token, soft bool) (agree, near bool) {
	for i, o := range toks {
		if o.effect == noEffect || !slices.Contains(x.around(toks, i), thing) {
			continue
		}
		near = true
		if o.negated == t.negated && (soft || !o.weak) && (o.effect == t.effect || x.alike(t.effect, o.effect, thing)) {
			return true, true
		}
	}
	return false, near
}

// around are the keys that an effect word of a passage may work on: what follows it, and what stands shortly before.
func (x *lexicon) around(toks []token, at int) []string {
	out := x.things(toks, at)
	if compares(toks[at].word) && len(out) > 0 {
		return out
	}
	for i := at - 1; i >= 0 && i >= at-reach && toks[i].effect == noEffect && !toks[i+1].breaks; i-- {
		out = append(out, toks[i].key)
	}
	return out
}

// alike reports whether two effects on a thing come to the same.
func (x *lexicon) alike(a, b effect, thing string) bool {
	if a > b {
		a, b = b, a
	}
	bad, good := x.bad[thing], x.good[thing]
	switch {
	case a == b:
		return true
	case a == down && b == help:
		return !good && thing != ""
	case a == up && b == help:
		return !bad && thing != ""
	case a == up && b == harm, a == harm && b == causes, a == up && b == causes:
		return bad
	case a == down && b == free:
		return bad || thing == "muscle" || thing == "muscul"
	case a == help && b == free:
		return bad || thing == "muscle" || thing == "muscul"
	case a == down && b == stops:
		return bad
	}
	return false
}
