package triage

import (
	"slices"
	"strings"

	"knead/bot"
)

// Prefixes of the signs that no pattern shows: what the second reader saw, and what the client answered.
const (
	signRead   = "read:"   // Value: the level
	signDoubt  = "doubt:"  // the rules saw it in this message, the second reader did not. Value: the level
	signYes    = "yes:"    // the flag's question was answered yes
	signUnsure = "unsure:" // … not sure
	signNo     = "no:"     // … no
	signAsked  = "asked:"  // when the question was put
)

// pendingFor is how many messages a question may wait for its answer.
const pendingFor = 2

// plainAnswer is how many words an answer to a question may have before it is read for more than the answer.
const plainAnswer = 4

// Screen implements bot.Screener.
func (e *Engine) Screen(seen bot.Signs, text string) bot.Verdict {
	signs := bot.Signs{Turn: seen.Turn, Seen: slices.Clone(seen.Seen), Asked: slices.Clone(seen.Asked)}
	turn := signs.Turn
	before := e.level(signs.Seen)

	r := e.read(text)
	answered := e.bind(&signs, seen.Pending, r, text)
	lifted := e.lift(&signs, r)
	here := e.shown(r, lifted)
	takenBack := before >= bot.Clearance && !answered && e.takeBack(&signs, r, here, lifted, text)
	earlier := slices.Clone(signs.Seen)
	for i := range here {
		here[i].sign.Turn = turn
		signs.Seen = add(signs.Seen, here[i].sign)
	}
	all := e.own(e.guesses(text, r, signs.Seen), text, r, earlier, here)
	guesses, against := unexplained(all, lifted, false)
	e.doubt(&signs, earlier, here, guesses, len(r.tokens))
	calm := e.calm(guesses, len(r.tokens))
	if takenBack {
		guesses, against = unexplained(all, lifted, true)
	}
	guesses, against = above(guesses, e.level(signs.Seen)), above(against, bot.Clearance)
	if answered && len(r.tokens) <= plainAnswer {
		guesses, against = nil, nil // "no, none of that" says nothing beside the answer
	}
	words := e.raise(&signs, guesses)

	v := bot.Verdict{Answered: answered}
	v.Flags = e.evaluate(signs.Seen, func(f *flag, m *memory) string { return shownWords(e, f, m, r, text, here, turn, words) })
	if len(v.Flags) > 0 {
		v.Level = v.Flags[0].Level
	}
	v.Lifted = (takenBack || len(lifted) > 0) && v.Level < before
	e.ask(&v, &signs, r, append(guesses, against...), calm)
	if v.Ask == "" && seen.Pending != "" && !answered && e.waits(signs.Seen, seen.Pending, turn) {
		signs.Pending = seen.Pending
	}
	signs.Turn++
	v.Signs = signs
	return v
}

// read takes text apart: tokens, concepts, figures, masks, contexts.
func (e *Engine) read(text string) *reading {
	r := &reading{}
	e.lex.read(r, text)
	e.lex.figures(r)
	e.mask(r)
	e.compose(r)
	e.contexts(r)
	return r
}

// mask takes out the concepts inside figures of speech and massage vocabulary, and nothing but them.
func (e *Engine) mask(r *reading) {
	var masked []bool
	for i := range e.masks {
		e.masks[i].each(r, func(m *match) bool {
			if masked == nil {
				masked = make([]bool, len(r.tokens))
			}
			for k := range m.n {
				for t := m.parts[k].from; t < m.parts[k].to; t++ {
					masked[t] = true
				}
			}
			return true
		})
	}
	if masked != nil {
		r.drop(masked, e.kept)
	}
}

// compose adds the occurrences of concepts that are put together from patterns.
func (e *Engine) compose(r *reading) {
	for i := range e.composed {
		c := &e.composed[i]
		n := len(r.found[c.concept])
		for k := range c.patterns {
			c.patterns[k].each(r, func(m *match) bool {
				r.found[c.concept] = append(r.found[c.concept], m.hull)
				return len(r.found[c.concept]) < n+200
			})
		}
		if len(r.found[c.concept]) > n {
			slices.SortFunc(r.found[c.concept], func(a, b occurrence) int { return int(a.from - b.from) })
		}
	}
}

// shown returns the signs of this message, less those that it explains away itself.
func (e *Engine) shown(r *reading, lifted []explanation) []shown {
	var here []shown
	for i := range e.signs {
		s := &e.signs[i]
		f, ok, wondered := e.find(r, s)
		if !ok && wondered {
			r.wondered = append(r.wondered, i)
		}
		if ok && !explained(lifted, i, f.span.from) {
			f.at = i
			here = append(here, f)
		}
	}
	return here
}

// add appends s unless the same was there already.
func add(seen []bot.Sign, s bot.Sign) []bot.Sign {
	for _, have := range seen {
		if have.ID == s.ID && have.Time == s.Time && have.Whose == s.Whose && have.Value == s.Value {
			return seen
		}
	}
	return append(seen, s)
}

// evaluate returns the flags that stand, most severe first, among equals the newest first.
func (e *Engine) evaluate(seen []bot.Sign, words func(*flag, *memory) string) []bot.Flag {
	m := e.remember(seen)
	var out []bot.Flag
	for i := range e.flags {
		f := &e.flags[i]
		level, turn := e.standing(f, m, seen)
		if level == bot.None {
			continue
		}
		fl := bot.Flag{ID: f.id, Level: level, Turn: turn, Advice: f.advice[level], Remind: f.remind}
		if level <= bot.Clearance {
			fl.Note = f.note
		}
		if words != nil {
			fl.Match = words(f, m)
		}
		out = append(out, fl)
	}
	slices.SortStableFunc(out, func(a, b bot.Flag) int {
		if a.Level != b.Level {
			return int(b.Level - a.Level)
		}
		return b.Turn - a.Turn
	})
	return out
}

// standing returns the level at which f stands and the turn that completed it.
func (e *Engine) standing(f *flag, m *memory, seen []bot.Sign) (level bot.Level, turn int) {
	raise := func(l bot.Level, at int) {
		if l > level || l == level && at < turn {
			level, turn = l, at
		}
	}
	for i := range f.lines {
		if f.lines[i].level < level {
			continue
		}
		if at, ok := m.holds(&f.lines[i]); ok {
			raise(doubted(seen, f, f.lines[i].level, at), at)
		}
	}
	for _, s := range seen {
		kind, id, found := strings.Cut(string(s.ID), ":")
		if !found || bot.FlagID(id) != f.id {
			continue
		}
		switch kind + ":" {
		case signRead:
			raise(f.fit(bot.Level(s.Value)), s.Turn)
		case signYes:
			raise(f.yes, s.Turn)
		case signUnsure:
			if f.unsure > bot.None {
				raise(f.unsure, s.Turn)
			}
		}
	}
	return level, turn
}

// level returns the highest level that seen amounts to.
func (e *Engine) level(seen []bot.Sign) bot.Level {
	level, m := bot.None, e.remember(seen)
	if len(seen) == 0 {
		return level
	}
	for i := range e.flags {
		l, _ := e.standing(&e.flags[i], m, seen)
		level = max(level, l)
	}
	return level
}

// shownWords returns the words of this message behind f, in their order.
func shownWords(e *Engine, f *flag, m *memory, r *reading, text string, here []shown, turn int, read map[bot.FlagID][]string) string {
	var spans []occurrence
	for i := range f.lines {
		if _, ok := m.holds(&f.lines[i]); !ok {
			continue
		}
		for _, t := range f.lines[i].terms {
			if t.not {
				continue
			}
			for _, h := range here {
				shows := func(w want) bool {
					return w.sign == h.at && (m.fits(&t, w, h.sign, false) || m.fits(&t, w, h.sign, true))
				}
				if !slices.Contains(spans, h.span) && slices.ContainsFunc(t.signs, shows) {
					spans = append(spans, h.span)
				}
			}
		}
	}
	slices.SortFunc(spans, func(a, b occurrence) int { return int(a.from - b.from) })
	var parts []string
	end := int32(-1)
	for _, s := range spans {
		if s.to <= end {
			continue
		}
		end = s.to
		parts = append(parts, text[r.tokens[s.from].start:r.tokens[s.to-1].end])
	}
	if len(parts) == 0 {
		parts = read[f.id]
	}
	return strings.Join(parts, " … ")
}
