package knowledge

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"knead/bot"
)

// maxAnswer is how long an answer may be, in characters.
const maxAnswer = 600

// Answer answers q from the articles in q.Lang, from one passage or, when two things are asked, from two. It returns
// bot.ErrNoAnswer when no passage is likely enough to answer, by a threshold learnt from labelled questions.
func (b *Base) Answer(ctx context.Context, q bot.Question) (bot.Answer, error) {
	s := b.shelf(q.Lang)
	if s == nil {
		return bot.Answer{}, bot.ErrNoAnswer
	}
	at, err := b.find(ctx, s, q)
	if err != nil {
		return bot.Answer{}, fmt.Errorf("answer: %w", err)
	}
	if len(at) == 0 {
		return bot.Answer{}, bot.ErrNoAnswer
	}
	a := bot.Answer{Text: s.compose(at)}
	for _, i := range at {
		p := s.passages[i]
		a.Passages = append(a.Passages, p.ID)
		a.Sources = append(a.Sources, b.source(p))
	}
	a.Next = s.next(at)
	return a, nil
}

// AnswerPassage answers from passage id itself, as a pressed follow-up button asks. It returns bot.ErrNoAnswer when
// there is no such passage in l.
func (b *Base) AnswerPassage(ctx context.Context, id bot.PassageID, l bot.Lang) (bot.Answer, error) {
	s := b.shelf(l)
	if s == nil {
		return bot.Answer{}, bot.ErrNoAnswer
	}
	i, ok := s.byID[id]
	if !ok {
		return bot.Answer{}, bot.ErrNoAnswer
	}
	p := s.passages[i]
	return bot.Answer{Text: s.compose([]int{i}), Passages: []bot.PassageID{p.ID}, Sources: []bot.Source{b.source(p)}, Next: s.next([]int{i})}, nil
}

func (b *Base) source(p Passage) bot.Source {
	slug, anchor, _ := strings.Cut(string(p.ID), "#")
	url := b.opts.BaseURL + "/articles/" + slug
	if len(b.languages) > 0 && p.Lang != b.languages[0] {
		url += "?lang=" + string(p.Lang)
	}
	return bot.Source{Title: p.Article, Section: p.Heading, URL: url + "#" + anchor}
}

// find returns the positions of the passages that answer q: none, one or two.
func (b *Base) find(ctx context.Context, s *shelf, q bot.Question) ([]int, error) {
	if s.refused[wordForWord(q.Text)] {
		return nil, ctx.Err()
	}
	read := s.read(q.Text)
	at, sure, err := b.decide(ctx, s, q.Text, read)
	if err != nil {
		return nil, err
	}
	prev, ok := s.byID[q.Previous]
	if !ok && read.movesOn() && read.bare() && len(read.units) <= fewWords {
		return nil, nil // "and after that?" after nothing
	}
	if ok && (sure < b.model.Threshold || read.leans(s)) {
		in, err := b.followUp(ctx, s, read, prev)
		if err != nil || len(in) > 0 {
			return in, err
		}
	}
	if parts := s.parts(q.Text, read); len(parts) == 2 {
		two, err := b.both(ctx, s, parts)
		if err != nil || len(two) == 2 {
			return two, err
		}
	}
	if sure < b.model.Threshold {
		return nil, nil
	}
	return []int{at}, nil
}

// otherStory is how likely nothing answers a message, taken as a whole, whose question is about its story: "how can I fix
// this?" after somebody's marriage asks nothing that the articles answer.
const otherStory = 0.97

// fewWords is how many words "and after that?" has at most, small ones left out.
const fewWords = 3

// decide returns the likeliest passage for read, or for what text asks once the story around it is left out.
func (b *Base) decide(ctx context.Context, s *shelf, text string, read *question) (at int, sure float64, err error) {
	if i, ok := s.asked[wordForWord(text)]; ok {
		return i, 1, ctx.Err() // word for word what an article lists, such as a follow-up that knead offered
	}
	at, sure, err = b.best(ctx, s, read)
	if err != nil {
		return 0, 0, err
	}
	if f := s.focus(text, read); f != nil {
		at2, sure2, err := b.best(ctx, s, f)
		if err != nil {
			return 0, 0, err
		}
		if sure2 > sure && read.guessNone < otherStory {
			return at2, sure2, nil
		}
	}
	return at, sure, nil
}

// best returns the likeliest passage for q and how sure it is.
func (b *Base) best(ctx context.Context, s *shelf, q *question, near ...int) (at int, sure float64, err error) {
	cands, err := s.rank(ctx, b.model, q, near...)
	if err != nil || len(cands) == 0 {
		return 0, 0, err
	}
	return cands[0].at, b.model.doubt(s, q, cands), nil
}

// both answers each part by itself, or nothing when one part has no sure passage or both have the same.
func (b *Base) both(ctx context.Context, s *shelf, parts []*question) ([]int, error) {
	var out []int
	for _, p := range parts {
		at, sure, err := b.best(ctx, s, p)
		if err != nil {
			return nil, err
		}
		if sure < b.model.Second || slices.Contains(out, at) {
			return nil, nil
		}
		out = append(out, at)
	}
	return out, nil
}

// parts splits what was asked in two when it compares two techniques or puts two questions; otherwise it returns
// nothing.
func (s *shelf) parts(text string, q *question) []*question {
	var techniques []unit
	for _, u := range q.units {
		if u.kind == technique && !slices.ContainsFunc(techniques, func(o unit) bool { return o.topic == u.topic }) {
			techniques = append(techniques, u)
		}
	}
	if len(techniques) == 2 {
		return []*question{s.read(techniques[0].text), s.read(techniques[1].text)}
	}
	var out []*question
	for _, c := range s.g.clauses(text) {
		if c.asked {
			out = append(out, s.read(c.text))
		}
	}
	if len(out) != 2 {
		return nil
	}
	return out
}

// maxStrangers is how many unknown words a story may have whose question says too little by itself.
const maxStrangers = 3

// focus returns the questions of a longer message without the story around them, or nil when there is no story. A
// subject that lies outside the articles stays with them: "my knee hurts. does massage help?" is about the knee.
func (s *shelf) focus(text string, q *question) *question {
	clauses := s.g.clauses(text)
	if len(clauses) < 2 || len(q.toks) < 8 || q.strangers > maxStory {
		return nil
	}
	var asked []string
	for _, c := range clauses {
		if c.asked {
			asked = append(asked, c.text)
		}
	}
	if len(asked) == 0 || len(asked) == len(clauses) {
		return nil
	}
	f := s.read(strings.Join(asked, ". "))
	if slices.ContainsFunc(q.outside, func(t int) bool { return s.topics[t].Subject && !slices.Contains(f.outside, t) }) {
		return nil
	}
	if f.topical() < 2 && f.pointsBack(s.g) {
		// "could that be it?": what it points to stands last before it.
		if told := lastTold(clauses); told != "" {
			wide := s.read(told + ". " + strings.Join(asked, ". "))
			if wide.topical() > f.topical() && wide.strangers <= maxStrangers/2 {
				return wide
			}
		}
	}
	if f.topical() < 2 && q.strangers > maxStrangers {
		return nil // "could it be that?" at the end of somebody's medical history
	}
	return f
}

// lastTold returns the last part of the story before the last question: a sentence, or what stands behind its last
// comma.
func lastTold(clauses []clause) string {
	for _, c := range slices.Backward(clauses) {
		if c.asked {
			continue
		}
		text := c.text
		if i := strings.LastIndexAny(text, ",:"); i >= 0 && len(words(text[i:])) >= 3 {
			text = text[i+1:]
		}
		return text
	}
	return ""
}

// pointsBack reports whether q has a word that refers to what was said before.
func (q *question) pointsBack(g *lingo) bool {
	return slices.ContainsFunc(q.toks, func(t token) bool { return g.pointsBack(t.raw) })
}

// compose writes the answer from passages: of one, its blocks as long as they fit; of two, the first block of each.
func (s *shelf) compose(at []int) string {
	if len(at) == 1 {
		return fit(s.passages[at[0]].Blocks, maxAnswer)
	}
	var parts []string
	room := (maxAnswer - 2*(len(at)-1)) / len(at)
	for i, p := range at {
		text := fit(s.passages[p].Blocks[:1], room)
		parts = append(parts, text)
		if left := len(at) - i - 1; left > 0 { // what one does not need, the next may use
			used := utf8.RuneCountInString(strings.Join(parts, "\n\n"))
			room = (maxAnswer - used - 2*left) / left
		}
	}
	return strings.Join(parts, "\n\n")
}

// fit returns the first blocks that have room in limit characters. Lists stay whole; only a first block that is too
// long by itself is cut, at the end of a sentence or, failing that, of a word.
func fit(blocks []string, limit int) string {
	out, n := "", 0
	for i, bl := range blocks {
		size := utf8.RuneCountInString(bl)
		if i == 0 {
			if size > limit {
				return cut(bl, limit)
			}
			out, n = bl, size
			continue
		}
		if n+2+size > limit {
			break
		}
		out += "\n\n" + bl
		n += 2 + size
	}
	return out
}

func cut(text string, limit int) string {
	rs := []rune(text)
	if len(rs) <= limit {
		return text
	}
	rs = rs[:limit-1]
	for i := len(rs) - 1; i > limit/3; i-- {
		if rs[i] == ' ' && i > 0 && strings.ContainsRune(".!?", rs[i-1]) || rs[i] == '\n' {
			return strings.TrimSpace(string(rs[:i]))
		}
	}
	for i := len(rs) - 1; i > 0; i-- {
		if rs[i] == ' ' {
			return strings.TrimRight(string(rs[:i]), " ,;:") + "…"
		}
	}
	return string(rs) + "…"
}
