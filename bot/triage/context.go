package triage

// The concepts of context.yaml that this file knows by name.
const (
	cDenyNoun   = "deny-noun"     // no, without, never had: reaches along a list
	cDenyVerb   = "deny-verb"     // not, don't: reaches to the end of its clause
	cDenyBack   = "deny-back"     // none, negative: reaches back
	cBut        = "but"           // ends a denial
	cOr         = "or"            // carries a denial on
	cSubject    = "subject"       // I, my, it: a new statement begins
	cPreface    = "preposition"   // in, of, down: what follows belongs to what went before
	cHypo       = "in-general"    // do you treat people who, what if I ever
	cReal       = "really-now"    // because I have: ends a hypothetical
	cPast       = "past"          // years ago, as a child
	cNow        = "now"           // now, today
	cResolved   = "resolved"      // gone now
	cWorse      = "worse"         // spreading
	cRelation   = "relation"      // my mum
	cOtherWord  = "other-subject" // she, her
	cSelfWord   = "self-subject"  // I, me
	cHistory    = "family-past"   // died of, runs in the family
	cAnimal     = "animal"        // my dog
	cHave       = "have"          // have, feel: after a verb denial a list follows
	reachList   = 14              // words a list denial reaches
	reachClause = 6               // words a verb's denial reaches
)

// contexts fills r.context: for every token, whether it is denied, past, resolved and so on.
func (e *Engine) contexts(r *reading) {
	r.context = make([]context, len(r.tokens))
	l := e.lex
	at := func(name string) []occurrence { return r.found[l.ids[name]] }
	marks := func(names ...string) []bool {
		m := make([]bool, len(r.tokens)+1)
		for _, n := range names {
			for _, o := range at(n) {
				m[o.from] = true
			}
		}
		return m
	}
	e.denials(r, at, marks)
	e.sentences(r, at, marks)
	e.whose(r, at, marks)
}

func (e *Engine) denials(r *reading, at func(string) []occurrence, marks func(...string) []bool) {
	noun, verb := at(cDenyNoun), at(cDenyVerb)
	back := at(cDenyBack)
	if len(noun)+len(verb)+len(back) == 0 {
		return
	}
	but, or, subject, preface := marks(cBut), marks(cOr), marks(cSubject), marks(cPreface)
	have := marks(cHave)
	nouns, negators := marks(cDenyNoun), marks(cDenyNoun, cDenyVerb)
	n := int32(len(r.tokens))
	deny := func(i, cue int32) {
		d := &r.context[i].denied
		if d[0] == 0 || d[0] == cue+1 {
			d[0] = cue + 1
		} else {
			d[1] = cue + 1
		}
	}
	forward := func(o occurrence, list bool) {
		start := r.pos[o.to-1]
		reach := int32(reachClause)
		if list {
			reach = reachList
		}
		for i := o.to; i < n; i++ {
			t := &r.tokens[i]
			if t.brk >= stop || but[i] || r.pos[i]-start > reach {
				return
			}
			joint := t.brk == comma || isAnd(t.word)
			if joint {
				if i == o.to && t.brk == comma {
					return // "no, it is numb" answers, it does not deny
				}
				if !list && !nouns[o.from] && !or[i] || subject[i] || i+1 < n && subject[i+1] && isAnd(t.word) {
					return
				}
				if t.brk == comma && !or[i] && !negators[i] && !e.listGoesOn(r, i, or, but) {
					return
				}
			} else if subject[i] && i > o.to && !preface[i-1] && r.pos[i]-start > 1 {
				return
			}
			if negators[i] && i > o.to && !or[i] && !list {
				return
			}
			deny(i, o.from)
		}
	}
	for _, o := range noun {
		forward(o, true)
	}
	for _, o := range verb {
		forward(o, have[min(o.to, n)])
	}
	for i := int32(1); i < n; i++ {
		// "embarazada no, alergias ninguna": a no at the end of its clause denies the one or two words before it.
		if !endsClause(r, i) || r.tokens[i].brk >= comma || !oneOf(r.tokens[i].word, "no tampoco ninguna ninguno none nope nel") {
			continue
		}
		for k := i - 1; k >= max(0, i-3); k-- {
			if subject[k] && !r.fill[k] || negators[k] || but[k] {
				break
			}
			deny(k, i)
			if r.tokens[k].brk >= comma {
				break
			}
		}
	}
	for _, o := range back {
		start := r.pos[o.from]
		for i := o.from - 1; i >= 0; i-- {
			if r.tokens[i+1].brk >= stop && i+1 != o.from || but[i] || start-r.pos[i] > 5 && r.sentence[i] == r.sentence[o.from] || r.sentence[o.from]-r.sentence[i] > 1 {
				break
			}
			if r.sentence[i] != r.sentence[o.from] && r.tokens[o.from].brk != asked {
				break
			}
			deny(i, o.from)
		}
	}
}

// endsClause reports whether token i is the last of its clause.
func endsClause(r *reading, i int32) bool {
	return int(i) == len(r.tokens)-1 || r.tokens[i+1].brk >= comma
}

// listGoesOn reports whether the list that a comma at token i stands in ends with "or", "nor", "ni", so that what denied
// its first part denies the rest.
func (e *Engine) listGoesOn(r *reading, i int32, or, but []bool) bool {
	for k := i; k < min(i+12, int32(len(r.tokens))); k++ {
		if k > i && r.tokens[k].brk >= stop || but[k] {
			return false
		}
		if or[k] {
			return true
		}
		if k > i && isAnd(r.tokens[k].word) {
			return true
		}
	}
	return false
}

func isAnd(w string) bool { return w == "and" || w == "y" || w == "e" || w == "n" }

// sentences marks what is imagined, past, resolved or getting worse.
func (e *Engine) sentences(r *reading, at func(string) []occurrence, marks func(...string) []bool) {
	n := int32(len(r.tokens))
	if hypo := at(cHypo); len(hypo) > 0 {
		but, realNow := marks(cBut), marks(cReal)
		for _, o := range hypo {
			for i := o.from; i < n && r.sentence[i] == r.sentence[o.from]; i++ {
				if i >= o.to && (but[i] || realNow[i]) {
					break
				}
				r.context[i].hypo = true
			}
		}
	}
	if past := at(cPast); len(past) > 0 {
		but, now := marks(cBut), marks(cNow)
		edge := func(i int32) bool {
			return r.tokens[i].brk >= comma || but[i] || now[i] || isAnd(r.tokens[i].word) && (i+1 >= n || !e.fillsList(r, i+1))
		}
		for _, o := range past {
			for i := o.from; i < n && (i == o.from || !edge(i)); i++ {
				r.context[i].past = true
			}
			for i := o.from; i > 0 && !edge(i); i-- {
				r.context[i-1].past = true
			}
		}
	}
	for _, o := range at(cResolved) {
		from := r.sentenceStart(o.from)
		for i := from; i < o.from; i++ {
			r.context[i].resolved = true
		}
		if from > 0 && o.from-from <= 3 {
			for i := r.sentenceStart(from - 1); i < from; i++ {
				r.context[i].resolved = true
			}
		}
	}
	for _, o := range at(cWorse) {
		end := r.sentenceEnd(o.from)
		for i := r.sentenceStart(o.from); i < end; i++ {
			r.context[i].worse = true
		}
	}
}

// fillsList reports whether the word at i goes on with the clause before an "and" rather than beginning a new one.
func (e *Engine) fillsList(r *reading, i int32) bool {
	return !oneOf(r.word(int(i)), "now ahora today hoy i my it the me mi se la el yo since")
}

// whose follows who is spoken of from word to word.
func (e *Engine) whose(r *reading, at func(string) []occurrence, marks func(...string) []bool) {
	relation := at(cRelation)
	for _, o := range at(cAnimal) {
		for i := o.from; i < int32(len(r.tokens)) && r.sentence[i] == r.sentence[o.from]; i++ {
			r.context[i].other, r.context[i].history = true, true // no client of ours
		}
	}
	if len(relation)+len(at(cOtherWord)) == 0 {
		return
	}
	starts := make([]int32, len(r.tokens))
	for _, o := range relation {
		starts[o.from] = o.to
	}
	she, self := marks(cOtherWord), marks(cSelfWord)
	other := false
	for i := int32(0); i < int32(len(r.tokens)); i++ {
		switch {
		case starts[i] > 0:
			other = true
			for k := i; k < starts[i]; k++ {
				r.context[k].other = true
			}
			i = starts[i] - 1
			continue
		case she[i]:
			other = true
		case self[i]:
			other = false
		}
		r.context[i].other = other || r.context[i].other
	}
	for _, o := range at(cHistory) {
		end := r.sentenceEnd(o.from)
		for i := r.sentenceStart(o.from); i < end; i++ {
			r.context[i].history = true
		}
	}
}
