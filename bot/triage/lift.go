package triage

import (
	"slices"
	"strings"

	"knead/bot"
)

// A lift is an explanation that takes signs back: "I was sitting on it, it is back".
type lift struct {
	id       string
	patterns []pattern
	signs    []int        // what it explains away, in this message and before
	flags    []bot.FlagID // whose read: and yes: signs go with them
	last     bool         // it takes back everything the message before showed (a misspelling)
	line     int
}

// lift removes from signs what the message explains, and returns the explanations found.
func (e *Engine) lift(signs *bot.Signs, r *reading) []*lift {
	var found []*lift
	plain := sign{deniable: true, other: counts}
	for i := range e.lifts {
		l := &e.lifts[i]
		for k := range l.patterns {
			hit := false
			l.patterns[k].each(r, func(m *match) bool {
				_, _, hit = e.judge(r, &plain, m)
				return !hit
			})
			if hit {
				found = append(found, l)
				break
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	last := -1
	for _, s := range signs.Seen {
		if !strings.HasPrefix(string(s.ID), signAsked) {
			last = max(last, s.Turn)
		}
	}
	signs.Seen = slices.DeleteFunc(signs.Seen, func(s bot.Sign) bool {
		for _, l := range found {
			if l.last && s.Turn == last {
				return true
			}
			if i, ok := e.bySign[s.ID]; ok && slices.Contains(l.signs, i) {
				return true
			}
			if kind, id, ok := strings.Cut(string(s.ID), ":"); ok && kind+":" != signAsked && slices.Contains(l.flags, bot.FlagID(id)) {
				return true
			}
		}
		return false
	})
	return found
}

// explained reports whether one of the explanations covers the sign.
func explained(lifted []*lift, sign int) bool {
	for _, l := range lifted {
		if slices.Contains(l.signs, sign) {
			return true
		}
	}
	return false
}
