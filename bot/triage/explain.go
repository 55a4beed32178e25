package triage

import (
	"slices"
	"strings"

	"knead/bot"
)

// An Explainer is a SecondReader that also tells how likely a message explains what stood before it: "it was the new bra,
// took it off and it is gone" does, "my husband says it is the bra" does not. There are as many explanations as things in
// the world, so no list (lifts) has them all.
type Explainer interface {
	SecondReader
	// Explains returns a probability, 0 to 1. It must be safe for concurrent use and keep nothing.
	Explains(t Told) float64
}

// A Told is a message that follows an alarm.
type Told struct {
	Text   string
	Flags  []bot.FlagID // what it may explain, in the order of the rules
	Seen   []string     // what the rules see in it: see Sights
	Before []string     // the signs behind the alarm
}

// explainWithin is how many messages after an alarm an explanation may come.
const explainWithin = 3

// Told returns text as what may explain the newest alarm in seen, and false where nothing of the kind stands. An alarm is
// one message that raised flags to Clearance and above all by itself: what several messages show together, what a question
// brought to light and what was told long before is not explained away by a remark.
func (e *Engine) Told(seen bot.Signs, text string) (Told, bool) {
	a, ok := e.alarmOf(seen)
	if !ok {
		return Told{}, false
	}
	return e.told(a, e.read(text), text), true
}

func (e *Engine) told(a alarm, r *reading, text string) Told {
	t := Told{Text: text, Before: a.signs}
	for _, i := range a.flags {
		t.Flags = append(t.Flags, e.flags[i].id)
	}
	var here []bot.Sign
	for _, s := range e.shown(r, nil) {
		here = add(here, s.sign)
	}
	t.Seen = e.sights(r, here)
	return t
}

// An alarm is what one message raised.
type alarm struct {
	turn  int
	level bot.Level
	flags []int
	signs []string
}

// alarmOf returns the newest alarm in seen.
func (e *Engine) alarmOf(seen bot.Signs) (alarm, bool) {
	a := alarm{turn: -1}
	m := e.remember(seen.Seen)
	for i := range e.flags {
		level, turn := e.standing(&e.flags[i], m, seen.Seen)
		if level < bot.Clearance || turn < a.turn {
			continue
		}
		if turn > a.turn {
			a.turn, a.flags, a.level = turn, a.flags[:0], bot.None
		}
		a.flags, a.level = append(a.flags, i), max(a.level, level)
	}
	if a.turn < 0 || seen.Turn-a.turn > explainWithin {
		return a, false
	}
	var own []bot.Sign
	for _, s := range seen.Seen {
		if s.Turn != a.turn {
			continue
		}
		own = append(own, s)
		if strings.HasPrefix(string(s.ID), signYes) || strings.HasPrefix(string(s.ID), signUnsure) {
			return a, false
		}
		if !strings.Contains(string(s.ID), ":") {
			a.signs = append(a.signs, string(s.ID))
		}
	}
	alone := e.remember(own)
	for _, i := range a.flags {
		f := &e.flags[i]
		whole, _ := e.standing(f, m, seen.Seen)
		if level, _ := e.standing(f, alone, own); level < whole {
			return a, false
		}
	}
	return a, true
}

// takeBack drops the alarm that text explains, and reports whether it did. Where the explanation is likely but not sure,
// the flags are put in doubt, so that their question goes out. A message that raises an alarm of its own explains nothing.
// Nor does one with an explanation that the rules know and that leaves some of the alarm's signs standing: it was of the others.
func (e *Engine) takeBack(signs *bot.Signs, r *reading, here []shown, lifted []explanation, text string) bool {
	x, ok := e.second.(Explainer)
	if !ok || len(r.tokens) < fewestToExplain {
		return false
	}
	a, ok := e.alarmOf(*signs)
	if !ok || reaches(lifted) && len(a.signs) > 0 {
		return false
	}
	own := make([]bot.Sign, len(here))
	for i := range here {
		own[i] = here[i].sign
	}
	if e.level(own) >= bot.Urgent {
		return false
	}
	var lift, half float64
	asked := false // a question is put once: what it was put about is not put in doubt without one
	for _, i := range a.flags {
		f := &e.flags[i]
		b := e.reader.of(f, a.level)
		lift, half = max(lift, b.explained), max(half, b.half)
		asked = asked || slices.Contains(signs.Asked, f.question.ID)
	}
	if lift == 0 || half >= 1 {
		return false
	}
	p := x.Explains(e.told(a, r, text))
	believed := p >= lift && lift < 1
	if !believed && (p < half || asked) {
		return false
	}
	signs.Seen = slices.DeleteFunc(signs.Seen, func(s bot.Sign) bool {
		kind, id, marked := strings.Cut(string(s.ID), ":")
		switch {
		case s.Turn != a.turn || kind+":" == signAsked:
			return false
		case believed:
			return true
		default: // the words of the rules stay, in doubt; a guess of the reader becomes a doubt
			return marked && kind+":" == signRead && slices.ContainsFunc(a.flags, func(i int) bool { return string(e.flags[i].id) == id })
		}
	})
	if !believed {
		for _, i := range a.flags {
			signs.Seen = add(signs.Seen, bot.Sign{ID: bot.SignID(signDoubt + string(e.flags[i].id)), Turn: a.turn, Value: int(a.level)})
		}
	}
	return true
}

// fewestToExplain is how many words an explanation has at least.
const fewestToExplain = 3
