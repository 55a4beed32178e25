package triage

import (
	"slices"

	"knead/bot"
)

// answers are the concepts by which a short message answers a question.
type answers struct {
	yes, no, unsure, partly conceptID
}

// A reply is what a message answers to a pending question.
type reply uint8

const (
	silent reply = iota
	yes
	no
	unsure
)

// bind stores the answer to the pending question, if text is one.
func (e *Engine) bind(signs *bot.Signs, pending bot.QuestionID, r *reading, text string) bool {
	i, ok := e.byAsk[pending]
	if !ok {
		return false
	}
	f := &e.flags[i]
	prefix := ""
	switch e.answers(f, r, text) {
	case yes:
		prefix = signYes
	case no:
		prefix = signNo
	case unsure:
		prefix = signUnsure
	case silent:
		return false
	}
	signs.Seen = add(signs.Seen, bot.Sign{ID: bot.SignID(prefix + string(f.id)), Turn: signs.Turn})
	return true
}

// answers reads text as an answer to the question of f: the label of an option, or words that open the message.
func (e *Engine) answers(f *flag, r *reading, text string) reply {
	for k, o := range f.question.Options {
		for _, label := range o {
			if sameWords(label, r.tokens) {
				return [...]reply{yes, no, unsure}[min(k, 2)]
			}
		}
	}
	first := int32(0)
	for int(first) < len(r.tokens) && r.fill[first] {
		first++
	}
	best, length := silent, int32(0)
	look := func(c conceptID, a reply) {
		for _, o := range r.found[c] {
			if (o.from == first || o.from == 0) && o.to-o.from > length {
				best, length = a, o.to-o.from
			}
		}
	}
	look(e.answer.unsure, unsure)
	look(e.answer.yes, yes)
	look(e.answer.no, no)
	if best == silent && len(r.tokens) <= 6 {
		if len(r.found[e.answer.unsure]) > 0 {
			return unsure
		}
		if len(r.found[e.answer.partly]) > 0 {
			return yes
		}
	}
	return best
}

// sameWords reports whether label, folded as messages are, is the tokens.
func sameWords(label string, tokens []token) bool {
	want := tokenize(label, nil, nil)
	return len(want) > 0 && slices.EqualFunc(want, tokens, func(a, b token) bool { return a.word == b.word })
}

// ask chooses the question to put: a flag's in doubt, else a rule's, else the reader's. None goes with urgent or above,
// none is put twice. Where the second reader is calm, one grey sign by itself is not worth a question.
func (e *Engine) ask(v *bot.Verdict, signs *bot.Signs, r *reading, guesses []Guess, calm bool) {
	if v.Level >= bot.Urgent {
		return
	}
	m := e.remember(signs.Seen)
	put := func(f *flag) bool {
		if slices.Contains(signs.Asked, f.question.ID) {
			return false
		}
		q := f.question
		v.Ask, v.Question = q.ID, &q
		signs.Asked, signs.Pending = append(signs.Asked, q.ID), q.ID
		signs.Seen = add(signs.Seen, bot.Sign{ID: bot.SignID(signAsked + string(f.id)), Turn: signs.Turn})
		return true
	}
	if f := e.doubtful(signs); f != nil && put(f) {
		return
	}
	var best *flag
	for i := range e.flags {
		f := &e.flags[i]
		for k := range f.grey {
			if calm && len(f.grey[k].terms) == 1 {
				continue
			}
			if _, ok := m.holds(&f.grey[k]); ok && !slices.Contains(signs.Asked, f.question.ID) && (best == nil || f.top() > best.top()) {
				best = f
			}
		}
	}
	if best == nil {
		best = e.wonders(r)
	}
	if best != nil && put(best) {
		return
	}
	for _, g := range guesses {
		i, ok := e.byFlag[g.Flag]
		if !ok || g.Level <= v.Level {
			continue
		}
		f := &e.flags[i]
		if g.P >= e.reader.of(f, f.fit(g.Level)).ask && put(f) {
			return
		}
	}
}

// wonders returns the first flag that a sign would raise which the message only asks about in general: "what does it mean
// if somebody cannot feel it when they wipe?" is often asked for oneself.
func (e *Engine) wonders(r *reading) *flag {
	for _, i := range r.wondered {
		for k := range e.flags {
			if slices.ContainsFunc(e.flags[k].lines, func(ln line) bool {
				return len(ln.terms) == 1 && slices.Contains(ln.terms[0].signs, want{sign: i})
			}) {
				return &e.flags[k]
			}
		}
	}
	return nil
}

// waits reports whether a question put earlier may still be answered by the next message.
func (e *Engine) waits(seen []bot.Sign, q bot.QuestionID, turn int) bool {
	i, ok := e.byAsk[q]
	return ok && slices.ContainsFunc(seen, func(s bot.Sign) bool {
		return string(s.ID) == signAsked+string(e.flags[i].id) && turn-s.Turn < pendingFor
	})
}
