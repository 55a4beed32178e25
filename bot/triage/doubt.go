package triage

import (
	"slices"
	"strings"

	"knead/bot"
)

// fewestToDoubt is how many words a message must have for the second reader to doubt it. "can't breathe" says enough.
const fewestToDoubt = 5

// doubt compares what the rules saw in this message with what the second reader makes of it, and stores the flags in doubt.
// The rules know the words of danger, the reader how such words are said: "my boss nearly gives me a stroke every Monday",
// "stiff neck from a rubbish pillow". A flag is in doubt where one message alone raises it and the reader finds next to
// nothing there. That never makes knead silent: from Urgent up it asks the flag's question, and no link goes out before
// the answer; at Clearance the therapist is told. A question is put once, so what comes again raises, unless the answer was
// no. What several messages show together is never in doubt, nor is anything where there is no second reader.
//
// before are the signs of the messages before this one, here those of this one.
func (e *Engine) doubt(signs *bot.Signs, before []bot.Sign, here []shown, guesses []Guess, words int) {
	if e.second == nil || words < fewestToDoubt || len(here) == 0 {
		return
	}
	shown := make([]bot.Sign, len(here))
	for i := range here {
		shown[i] = here[i].sign
	}
	then, now := e.remember(before), e.remember(shown)
	now.forSb = now.forSb || then.forSb
	for i := range e.flags {
		f := &e.flags[i]
		level := f.shows(now)
		if level < bot.Clearance {
			continue
		}
		if stood, _ := e.standing(f, then, before); stood >= level {
			continue
		}
		doubtful := likely(guesses, level) < e.reader.of(f, level).doubt
		asked := level >= bot.Urgent && slices.Contains(signs.Asked, f.question.ID) && !told(before, signNo, f)
		switch {
		case !doubtful || asked:
			signs.Seen = slices.DeleteFunc(signs.Seen, func(s bot.Sign) bool { return string(s.ID) == signDoubt+string(f.id) })
		case !told(before, signDoubt, f):
			signs.Seen = append(signs.Seen, bot.Sign{ID: bot.SignID(signDoubt + string(f.id)), Turn: signs.Turn, Value: int(level)})
		}
	}
}

// calm reports whether the second reader finds next to nothing in a message of so many words.
func (e *Engine) calm(guesses []Guess, words int) bool {
	return e.second != nil && words >= fewestToDoubt && likely(guesses, bot.Urgent) < e.reader[bot.Urgent].doubt
}

// shows returns the highest level that f's lines raise from m.
func (f *flag) shows(m *memory) bot.Level {
	top := bot.None
	for i := range f.lines {
		if ln := &f.lines[i]; ln.level > top {
			if _, ok := m.holds(ln); ok {
				top = ln.level
			}
		}
	}
	return top
}

// likely returns the probability that guesses give to level or, from Urgent up, to Urgent.
func likely(guesses []Guess, level bot.Level) float64 {
	p := 0.0
	for _, g := range guesses {
		if g.Level >= min(level, bot.Urgent) {
			p = max(p, g.P)
		}
	}
	return p
}

// told reports whether seen has the sign of this kind for f.
func told(seen []bot.Sign, kind string, f *flag) bool {
	return slices.ContainsFunc(seen, func(s bot.Sign) bool { return string(s.ID) == kind+string(f.id) })
}

// doubted returns what remains of level, which a line of f raised with the message of turn at, if that message is in doubt.
func doubted(seen []bot.Sign, f *flag, level bot.Level, at int) bot.Level {
	for _, s := range seen {
		if s.Turn != at || string(s.ID) != signDoubt+string(f.id) {
			continue
		}
		if level >= bot.Urgent {
			return bot.None
		}
		return min(level, bot.Precaution)
	}
	return level
}

// doubtful returns the most serious flag in doubt that is worth a question and was not asked about yet, nil for none. Where
// one message puts several in doubt, they are asked about one after another.
func (e *Engine) doubtful(signs *bot.Signs) *flag {
	var worst *flag
	level := bot.Clearance
	for _, s := range signs.Seen {
		id, ok := strings.CutPrefix(string(s.ID), signDoubt)
		i, known := e.byFlag[bot.FlagID(id)]
		if ok && known && bot.Level(s.Value) > level && !slices.Contains(signs.Asked, e.flags[i].question.ID) {
			worst, level = &e.flags[i], bot.Level(s.Value)
		}
	}
	return worst
}
