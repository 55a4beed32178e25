package triage

import "knead/bot"

// A sign is what patterns show, with what its context does to it.
type sign struct {
	id       bot.SignID
	patterns []pattern
	value    conceptID // a figure whose value the sign carries; -1 for none
	noPast   bool      // past: drops — old means gone, not a history worth keeping
	nowPast  bool      // past: stays — old counts like now (a history)
	gone     bool      // resolved: drops — over means over; signs stay by default
	other    whose     // what it means when said of somebody else
	general  bool      // in-general: counts — also when asked in general
	wonder   bool      // in-general: asks — asked in general, it makes knead ask back
	deniable bool      // false where the patterns cannot sensibly be denied
	file     string
	line     int
}

// whose says what becomes of a sign that is said of somebody else.
type whose uint8

const (
	counts whose = iota // act for them: a face that droops
	booked              // counts when the massage is for them: she is on warfarin
	never
)

// A shown is a sign found in this message.
type shown struct {
	sign bot.Sign
	span occurrence
	at   int // index of the sign
}

// find returns the best context in which the message shows s; ok is false where it does not. Wondered is true where the
// message only asks about it in general and s is a sign to ask back about.
func (e *Engine) find(r *reading, s *sign) (best shown, ok, wondered bool) {
	rank := -1
	for i := range s.patterns {
		p := &s.patterns[i]
		p.each(r, func(m *match) bool {
			t, whose, holds := e.judge(r, s, m)
			if !holds {
				wondered = wondered || s.wonder && r.context[m.parts[0].from].hypo
				return true
			}
			score := map[string]int{"past": 0, "resolved": 1, "": 2, "worse": 3}[t]
			if score > rank {
				rank = score
				best = shown{sign: bot.Sign{ID: s.id, Time: t, Whose: whose}, span: m.hull}
				if s.value >= 0 {
					best.sign.Value = valueIn(r, s.value, m.hull)
				}
			}
			return rank < 2
		})
		if rank >= 2 {
			break
		}
	}
	return best, rank >= 0, wondered
}

// judge reads the context of a match: when, whose, and whether it holds at all.
func (e *Engine) judge(r *reading, s *sign, m *match) (when, who string, holds bool) {
	var past, resolved, worse, other, history, hypo bool
	for k := range m.n {
		o := m.parts[k]
		for i := o.from; i < o.to; i++ {
			c := &r.context[i]
			if s.deniable && i == o.from {
				for _, d := range c.denied {
					if d > 0 && !consumed(m, d-1) {
						return "", "", false
					}
				}
			}
			hypo = hypo || c.hypo && i == o.from
			past = past || c.past
			resolved = resolved || c.resolved
			worse = worse || c.worse
			other = other || c.other && k == 0
			history = history || c.history
		}
	}
	if hypo && !s.general {
		return "", "", false
	}
	if other {
		if s.other == never || history || past && !s.nowPast || past && s.other == counts {
			return "", "", false
		}
		who = "other"
	}
	switch {
	case worse:
		return "worse", who, true
	case past && s.noPast:
		return "", "", false
	case past && !s.nowPast:
		return "past", who, true
	case resolved && s.gone:
		return "resolved", who, true
	}
	return "", who, true
}

// consumed reports whether the negator at token i is a part of the match: "can't feel" is not a denial of feeling.
func consumed(m *match, i int32) bool {
	for k := range m.n {
		if o := m.parts[k]; i >= o.from && i < o.to {
			return true
		}
	}
	return false
}

func valueIn(r *reading, c conceptID, span occurrence) int {
	for _, f := range r.values {
		if f.concept == c && f.at >= span.from && f.at < span.to {
			return f.value
		}
	}
	return 0
}
