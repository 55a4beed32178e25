package triage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"knead/bot"
)

// A flag is a category: the lines of signs that raise it, and what knead says then.
type flag struct {
	id       bot.FlagID
	lines    []line
	grey     []line // when to ask its question
	sources  []string
	advice   map[bot.Level]bot.Localized
	remind   bot.Localized
	note     bot.Localized
	question bot.SafetyQuestion
	yes      bot.Level // what "yes" to its question raises
	unsure   bot.Level // what "not sure" raises; None: nothing
	reader   bound     // the second reader's bounds for this flag; zero for the common ones of its level
	file     string
	at       int
}

// top returns the highest level that the flag has advice for.
func (f *flag) top() bot.Level {
	top := bot.None
	for l := range f.advice {
		top = max(top, l)
	}
	return top
}

// fit returns the level that f has advice for and that is nearest to l: l, else the next below, else the lowest.
func (f *flag) fit(l bot.Level) bot.Level {
	for k := l; k > bot.None; k-- {
		if _, ok := f.advice[k]; ok {
			return k
		}
	}
	for k := l; k <= bot.Emergency; k++ {
		if _, ok := f.advice[k]; ok {
			return k
		}
	}
	return l
}

// A line is one combination of signs that is enough for a level: every term must hold.
type line struct {
	level bot.Level
	terms []term
	text  string
	at    int
}

// A term holds when one of its signs has been shown, in the time it wants, and its value within bounds.
type term struct {
	signs  []want
	not    bool
	least  int // bounds of the value, inclusive; 0 and 0 for none
	most   int
	bounds bool
}

// A want is one sign of a term, by index, and the time it must be told in: "" for now or worse, "past" for any time,
// "worse" for getting worse.
type want struct {
	sign int
	when string
}

// parseLine reads "numb-saddle + back-pain | leg-pain + not fell + age >= 50".
func (e *Engine) parseLine(text string, level bot.Level) (line, error) {
	ln := line{level: level, text: text}
	for _, part := range strings.Split(text, " + ") {
		var t term
		part = strings.TrimSpace(part)
		part, t.not = strings.CutPrefix(part, "not ")
		t.most = 1 << 30
		for _, op := range []string{">=", "<="} {
			name, bound, found := strings.Cut(part, op)
			if !found {
				continue
			}
			v, err := strconv.Atoi(strings.TrimSpace(bound))
			if err != nil {
				return ln, fmt.Errorf("%q: %q is no whole number", text, strings.TrimSpace(bound))
			}
			part, t.bounds = strings.TrimSpace(name), true
			if op == ">=" {
				t.least = v
			} else {
				t.least, t.most = 1, v
			}
		}
		for _, name := range strings.Split(part, "|") {
			name = strings.TrimSpace(name)
			when := ""
			if p, ok := strings.CutPrefix(name, "past:"); ok {
				name, when = p, "past"
			} else if p, ok := strings.CutPrefix(name, "worse:"); ok {
				name, when = p, "worse"
			}
			switch i, ok := e.bySign[bot.SignID(name)]; {
			case ok:
				t.signs = append(t.signs, want{i, when})
			case e.groups[name] != nil:
				for _, i := range e.groups[name] {
					t.signs = append(t.signs, want{i, when})
				}
			default:
				return ln, fmt.Errorf("%q: unknown sign %q", text, name)
			}
		}
		ln.terms = append(ln.terms, t)
	}
	return ln, nil
}

// impossible says why a line can never raise anything, "" if it can.
func (ln *line) impossible() string {
	for _, a := range ln.terms {
		for _, b := range ln.terms {
			if a.not && !b.not && !a.bounds && !slices.ContainsFunc(b.signs, func(w want) bool { return !slices.Contains(a.signs, w) }) {
				return "wants and forbids the same sign"
			}
		}
		if a.bounds && a.least > a.most {
			return "its bounds leave no value"
		}
	}
	if !slices.ContainsFunc(ln.terms, func(t term) bool { return !t.not }) {
		return "has no sign that must be there"
	}
	return ""
}

// covers reports whether ln fires whenever other does, so that other adds nothing.
func (ln *line) covers(other *line) bool {
	for _, t := range ln.terms {
		if !slices.ContainsFunc(other.terms, func(o term) bool { return t.implied(o) }) {
			return false
		}
	}
	return true
}

func (t term) implied(by term) bool {
	if t.not != by.not || t.bounds != by.bounds || t.least > by.least || t.most < by.most {
		return false
	}
	a, b := t.signs, by.signs
	if t.not {
		a, b = b, a
	}
	for _, s := range b {
		if !slices.Contains(a, s) {
			return false
		}
	}
	return true
}

// A memory is the signs of a conversation, by index.
type memory struct {
	of     [][]bot.Sign // by sign index
	forSb  bool         // the massage is for somebody else
	engine *Engine
}

func (e *Engine) remember(seen []bot.Sign) *memory {
	m := &memory{of: make([][]bot.Sign, len(e.signs)), engine: e}
	for _, s := range seen {
		if i, ok := e.bySign[s.ID]; ok {
			m.of[i] = append(m.of[i], s)
		}
	}
	if i, ok := e.bySign[signForOther]; ok {
		m.forSb = len(m.of[i]) > 0
	}
	return m
}

// signForOther is the sign that the massage is meant for somebody else.
const signForOther = "books-for-other"

// holds reports whether ln fires, and the turn of the message that completed it. What is said of somebody else who does
// not come for a massage counts only from urgent up, and only with signs of that other person: my father's cancer and my
// back ache make no combination.
func (m *memory) holds(ln *line) (turn int, ok bool) {
	if turn, ok = m.match(ln, false); !ok && ln.level >= bot.Urgent {
		turn, ok = m.match(ln, true)
	}
	return turn, ok
}

// match looks for ln among the signs of everybody, or of somebody else alone.
func (m *memory) match(ln *line, others bool) (turn int, ok bool) {
	for i := range ln.terms {
		t := &ln.terms[i]
		at, found := m.term(t, others)
		if found == t.not {
			return 0, false
		}
		if !t.not {
			turn = max(turn, at)
		}
	}
	return turn, true
}

func (m *memory) term(t *term, others bool) (turn int, ok bool) {
	turn = 1 << 30
	for _, w := range t.signs {
		for _, s := range m.of[w.sign] {
			if m.fits(t, w, s, others) {
				turn, ok = min(turn, s.Turn), true
			}
		}
	}
	return turn, ok
}

// fits reports whether s is what w wants. others: s must be somebody else's.
func (m *memory) fits(t *term, w want, s bot.Sign, others bool) bool {
	switch {
	case others && s.Whose == "":
		return false
	case !others && s.Whose != "" && m.engine.signs[w.sign].other == booked && !m.forSb:
		return false
	}
	if t.bounds && (s.Value < t.least || s.Value > t.most) {
		return false
	}
	switch w.when {
	case "past":
		return true
	case "worse":
		return s.Time == "worse"
	}
	return s.Time == "" || s.Time == "worse"
}
