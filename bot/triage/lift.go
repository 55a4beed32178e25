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
	last     bool         // it takes back what the message before showed, and this one up to the explanation (a misspelling)
	here     bool         // it explains this message only and leaves what earlier ones showed
	line     int
}

// lift removes from signs what the message explains, and returns the explanations found.
func (e *Engine) lift(signs *bot.Signs, r *reading) []explanation {
	var found []explanation
	plain := sign{deniable: true, other: counts}
	for i := range e.lifts {
		l := &e.lifts[i]
		for k := range l.patterns {
			hit := false
			l.patterns[k].each(r, func(m *match) bool {
				if _, _, hit = e.judge(r, &plain, m); hit {
					found = append(found, explanation{l, m.hull.to})
				}
				return !hit
			})
			if hit {
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
			if l.here {
				continue
			}
			if l.last && s.Turn == last {
				return true
			}
			if i, ok := e.bySign[s.ID]; ok && slices.Contains(l.signs, i) {
				return true
			}
			if kind, id, ok := strings.Cut(string(s.ID), ":"); ok && kind+":" != signAsked && kind+":" != signDoubt && slices.Contains(l.flags, bot.FlagID(id)) {
				return true
			}
		}
		return false
	})
	return found
}

// An explanation is a lift that a message gives, up to the token until.
type explanation struct {
	*lift
	until int32
}

// reaches reports whether one of found explains what earlier messages showed, too.
func reaches(found []explanation) bool {
	return slices.ContainsFunc(found, func(l explanation) bool { return !l.here })
}

// explained reports whether one of the explanations covers the sign that begins at token from.
func explained(found []explanation, sign int, from int32) bool {
	for _, l := range found {
		if slices.Contains(l.signs, sign) || l.last && from < l.until {
			return true
		}
	}
	return false
}
