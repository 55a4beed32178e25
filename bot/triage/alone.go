package triage

import "knead/bot"

// alone screens by the second reader without what the rules see; bounds are those of the rules' guide.
type alone struct{ e *Engine }

// ReaderAlone returns a screener that knows nothing but the second reader's guesses at single messages, to measure what that
// is worth by itself. It asks the flag's own question, stores nothing but the highest level and is of no use to clients. A
// rule file without a second reader gives one that finds nothing.
func (e *Engine) ReaderAlone() bot.Screener { return alone{e} }

// Screen implements bot.Screener.
func (a alone) Screen(seen bot.Signs, text string) bot.Verdict {
	v := bot.Verdict{Signs: seen}
	v.Signs.Turn++
	if a.e.second == nil {
		return v
	}
	guesses := a.e.second.Read(text)
	a.e.raise(&v.Signs, guesses)
	for _, s := range v.Signs.Seen {
		v.Level = max(v.Level, bot.Level(s.Value))
	}
	for _, g := range above(guesses, v.Level) {
		if i, ok := a.e.byFlag[g.Flag]; ok && v.Ask == "" {
			f := &a.e.flags[i]
			if g.P >= a.e.reader.of(f, f.fit(g.Level)).ask {
				v.Ask = bot.QuestionID("ask-" + string(g.Flag))
			}
		}
	}
	return v
}
