package triage

import (
	"slices"

	"knead/bot"
)

// A bound says from which probability a guess of the second reader raises a flag, from which it makes knead ask, and below
// which what the rules saw in one message is in doubt; and from which probability an explanation takes the flag back
// (explained) or in doubt (half).
type bound struct{ raise, ask, doubt, explained, half float64 }

// thresholds are the bounds by level.
type thresholds [bot.Emergency + 1]bound

// of returns the bounds for f at l: its own, where it has some, else those of the level.
func (t *thresholds) of(f *flag, l bot.Level) bound {
	b := t[l]
	if f.reader != (bound{}) {
		own := f.reader
		if own.doubt == 0 {
			own.doubt = b.doubt
		}
		if own.explained == 0 {
			own.explained, own.half = b.explained, b.half
		}
		b = own
	}
	return b
}

// guesses returns the second reader's guesses, most likely first.
func (e *Engine) guesses(text string, r *reading, signs []bot.Sign) []Guess {
	if e.second == nil {
		return nil
	}
	var g []Guess
	if s, ok := e.second.(SeeingReader); ok {
		g = slices.Clone(s.ReadSeen(text, e.sights(r, signs)))
	} else {
		g = slices.Clone(e.second.Read(text))
	}
	slices.SortStableFunc(g, func(a, b Guess) int {
		switch {
		case a.P > b.P:
			return -1
		case a.P < b.P:
			return 1
		}
		return 0
	})
	return g
}

// own keeps of guesses, below Urgent, what the message's own words bear out. What was said before may complete an
// emergency, and is read with this message; but sciatica told before makes nobody pregnant who now writes "friday at 3".
// earlier are the signs of the messages before this one, here those of this one.
func (e *Engine) own(guesses []Guess, text string, r *reading, earlier []bot.Sign, here []shown) []Guess {
	low := func(g Guess) bool {
		i, ok := e.byFlag[g.Flag]
		return ok && g.Level < bot.Urgent && g.P >= e.reader.of(&e.flags[i], e.flags[i].fit(g.Level)).ask
	}
	if len(earlier) == 0 || !slices.ContainsFunc(guesses, low) {
		return guesses
	}
	now := make([]bot.Sign, len(here))
	for i := range here {
		now[i] = here[i].sign
	}
	alone := e.guesses(text, r, now)
	return slices.DeleteFunc(guesses, func(g Guess) bool {
		return low(g) && !low(Guess{Flag: g.Flag, Level: g.Level, P: likely(alone, g.Level)})
	})
}

// raise stores the guesses that are sure enough as signs, and returns the words behind them.
func (e *Engine) raise(signs *bot.Signs, guesses []Guess) map[bot.FlagID][]string {
	var words map[bot.FlagID][]string
	for _, g := range guesses {
		i, ok := e.byFlag[g.Flag]
		if !ok || g.Level <= bot.None || g.Level > bot.Emergency {
			continue
		}
		f := &e.flags[i]
		if g.P < e.reader.of(f, f.fit(g.Level)).raise {
			continue
		}
		signs.Seen = add(signs.Seen, bot.Sign{ID: bot.SignID(signRead + string(g.Flag)), Turn: signs.Turn, Value: int(g.Level)})
		if words == nil {
			words = make(map[bot.FlagID][]string)
		}
		words[g.Flag] = g.Words
	}
	return words
}

// sure is the probability from which a guess is asked about although the message explains it, certain the one from which it
// raises all the same: "like sitting on a pad that is gone" is no posture.
const sure, certain = 0.5, 0.9

// unexplained parts the guesses at what the message itself explains from the others. The reader knows words, not
// explanations: these raise nothing. But an explanation is found by words, too, and a reader that is sure in spite of it is
// reason to ask. all says that the message explains whatever it may show: it takes an alarm back.
func unexplained(guesses []Guess, found []explanation, all bool) (open, against []Guess) {
	for _, g := range guesses {
		covers := func(l explanation) bool { return l.last || slices.Contains(l.flags, g.Flag) }
		switch {
		case g.P >= certain || !all && !slices.ContainsFunc(found, covers):
			open = append(open, g)
		case g.P >= sure:
			against = append(against, g)
		}
	}
	return open, against
}

// above drops the guesses at levels that have been reached already.
func above(guesses []Guess, l bot.Level) []Guess {
	return slices.DeleteFunc(guesses, func(g Guess) bool { return g.Level <= l })
}
