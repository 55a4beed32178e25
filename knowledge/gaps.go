package knowledge

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"knead/bot"
)

// An Asked is a question that found no answer when it was asked.
type Asked struct {
	Text  string
	Lang  bot.Lang
	Count int       // how often
	Last  time.Time // when last
}

// A Gap is what the articles lack: questions that are alike, the most asked first.
type Gap struct {
	Asked []Asked // one at least
	Count int     // of all of them
	Last  time.Time
	Topic string // what the outside lists call it, such as "price"; may be empty
}

// How much two questions must be alike to be one gap, in words and in letters.
const (
	sameWording = 0.6
	sameLetters = 0.6
)

// Gaps groups unanswered questions by likeness, the most asked group first. What the golden
// ranking answers is no gap any more.
func (b *Base) Gaps(asked []Asked) []Gap {
	asked = slices.Clone(asked)
	slices.SortStableFunc(asked, func(x, y Asked) int { return cmp.Compare(y.Count, x.Count) })
	var gaps []Gap
	var leaders []*question // of each gap, the question that began it
	for _, a := range asked {
		s := b.shelf(a.Lang)
		if s == nil || b.closed(a) {
			continue
		}
		q := s.read(a.Text)
		topic := ""
		if len(q.outside) > 0 {
			topic = s.topics[q.outside[0]].Topic
		}
		e := s.exemplars([]string{a.Text})[0]
		at := -1
		for i, l := range leaders {
			if gaps[i].Asked[0].Lang == a.Lang && gaps[i].Topic == topic && (l.likeness(&e) >= sameWording || l.grams.likeness(e.grams) >= sameLetters) {
				at = i
				break
			}
		}
		if at < 0 {
			gaps, leaders = append(gaps, Gap{Topic: topic}), append(leaders, q)
			at = len(gaps) - 1
		}
		g := &gaps[at]
		g.Asked = append(g.Asked, a)
		g.Count += a.Count
		if a.Last.After(g.Last) {
			g.Last = a.Last
		}
	}
	slices.SortStableFunc(gaps, func(x, y Gap) int { return cmp.Compare(y.Count, x.Count) })
	return gaps
}

// closed reports whether the golden ranking answers a, word for word.
func (b *Base) closed(a Asked) bool {
	for _, q := range b.golden {
		if q.Lang == a.Lang && len(q.Want) > 0 && wordForWord(q.Text) == wordForWord(a.Text) {
			return true
		}
	}
	return false
}

// AddGolden returns the golden ranking src with a line more: the question as it was asked, and the section that must
// answer it, or none.
func AddGolden(src []byte, q Labelled) []byte {
	want := "none"
	if len(q.Want) > 0 {
		ids := make([]string, len(q.Want))
		for i, id := range q.Want {
			ids[i] = string(id)
		}
		want = strings.Join(ids, " | ")
	}
	text := strings.Join(strings.Fields(q.Text), " ")
	text = strings.TrimLeft(text, "#[ ") // a comment or a language would begin so
	lang := bot.English
	for line := range strings.SplitSeq(string(src), "\n") {
		line = strings.TrimSpace(line)
		if l, ok := strings.CutPrefix(line, "["); ok && strings.HasSuffix(l, "]") {
			lang = bot.Lang(strings.TrimSuffix(l, "]"))
		}
	}
	var b bytes.Buffer
	b.Write(src)
	if len(src) > 0 && !bytes.HasSuffix(src, []byte("\n")) {
		b.WriteByte('\n')
	}
	if lang != q.Lang || len(src) == 0 {
		fmt.Fprintf(&b, "[%s]\n", q.Lang)
	}
	fmt.Fprintf(&b, "%s => %s\n", text, want)
	return b.Bytes()
}

// Golden returns the base's golden ranking.
func (b *Base) Golden() []Labelled { return slices.Clone(b.golden) }
