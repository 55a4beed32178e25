package triage

import (
	"slices"

	"knead/bot"
)

// thresholds say from which probability a guess of the second reader asks (lower) and raises (upper), by level.
type thresholds struct {
	upper, lower [5]float64
}

func (t *thresholds) of(f *flag, l bot.Level) (upper, lower float64) {
	upper, lower = t.upper[l], t.lower[l]
	if f.upper > 0 {
		upper = f.upper
	}
	if f.lower > 0 {
		lower = f.lower
	}
	return upper, lower
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

// raise stores the guesses that are sure enough as signs, and returns the words behind them.
func (e *Engine) raise(signs *bot.Signs, guesses []Guess) map[bot.FlagID][]string {
	var words map[bot.FlagID][]string
	for _, g := range guesses {
		i, ok := e.byFlag[g.Flag]
		if !ok || g.Level <= bot.None || g.Level > bot.Emergency {
			continue
		}
		f := &e.flags[i]
		if upper, _ := e.reader.of(f, f.fit(g.Level)); g.P < upper {
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

// unexplained drops the guesses at what the message itself explains: the reader knows words, not explanations.
func unexplained(guesses []Guess, found []explanation) []Guess {
	return slices.DeleteFunc(guesses, func(g Guess) bool {
		return slices.ContainsFunc(found, func(l explanation) bool { return l.last || slices.Contains(l.flags, g.Flag) })
	})
}

// above drops the guesses at levels that the rules have reached already: the reader only raises.
func above(guesses []Guess, l bot.Level) []Guess {
	return slices.DeleteFunc(guesses, func(g Guess) bool { return g.Level <= l })
}
