package knowledge

import (
	"context"
	"slices"
	"strings"

	"knead/bot"
)

const maxNext = 3

// next returns up to three questions that lead on from the passages at: the first listed question of sections that
// follow in the article, then of others. Only those are taken that lead back
// to their own passage.
func (s *shelf) next(at []int) []string {
	var out []string
	for _, i := range s.neighbours(at[len(at)-1]) {
		if len(out) == maxNext {
			break
		}
		if slices.Contains(at, i) || len(s.passages[i].Questions) == 0 {
			continue
		}
		q := s.passages[i].Questions[0]
		if s.asked[strings.Join(words(q), " ")] == i {
			out = append(out, q)
		}
	}
	return out
}

// neighbours returns the passages of at's article, those after it first, then the first passages of other articles.
func (s *shelf) neighbours(at int) []int {
	slug, _, _ := strings.Cut(string(s.passages[at].ID), "#")
	var after, before, other []int
	lo, hi := max(0, at-40), min(len(s.passages), at+41)
	for i := lo; i < hi; i++ {
		own, _, _ := strings.Cut(string(s.passages[i].ID), "#")
		switch {
		case i == at:
		case own == slug && i > at:
			after = append(after, i)
		case own == slug:
			before = append(before, i)
		case len(other) < maxNext && len(s.passages[i].Questions) > 0:
			other = append(other, i)
		}
	}
	return slices.Concat(after, before, other)
}

// leans reports whether q cannot stand alone: "and after that?", "why?", "does it hurt?".
func (q *question) leans(s *shelf) bool {
	n := 0
	for _, u := range q.units {
		if !u.function && !movingOn(u.text) {
			n++
		}
	}
	if n > 1 || len(q.toks) > 8 {
		return false
	}
	if n == 0 {
		return len(q.toks) > 0
	}
	return len(q.topics) == 0 && slices.ContainsFunc(q.toks, func(t token) bool { return s.g.pointsBack(t.raw) })
}

// pointsBack reports whether w refers to what was said before.
func (g *lingo) pointsBack(w string) bool {
	switch g.lang {
	case bot.Spanish:
		switch w {
		case "eso", "esto", "ese", "esa", "esos", "esas", "y", "lo", "ello":
			return true
		}
	default:
		switch w {
		case "that", "it", "this", "those", "these", "they", "them", "and":
			return true
		}
	}
	return false
}

// bare reports whether q names nothing at all: "and then?", "why?".
func (q *question) bare() bool {
	return !slices.ContainsFunc(q.units, func(u unit) bool { return !u.function && !movingOn(u.text) })
}

// movesOn reports whether q asks for what comes after: "and then?", "¿y después?".
func (q *question) movesOn() bool {
	return slices.ContainsFunc(q.toks, func(t token) bool { return movingOn(t.raw) })
}

func movingOn(w string) bool {
	switch w {
	case "after", "afterwards", "afterward", "then", "next", "later", "else", "more",
		"despues", "luego", "siguiente", "sigue", "mas", "otra":
		return true
	}
	return false
}

// followUp answers q in the light of the passage answered before, prev. What lies outside the articles stays outside.
func (b *Base) followUp(ctx context.Context, s *shelf, q *question, prev int) ([]int, error) {
	if len(q.outside) > 0 || q.foreign > 0 || len(q.toks) > 12 {
		return nil, nil
	}
	if !q.leans(s) && len(q.toks) > 6 {
		return nil, nil
	}
	if q.bare() {
		if i := prev + 1; q.movesOn() && i < len(s.passages) && sameArticle(s.passages[i].ID, s.passages[prev].ID) {
			return []int{i}, nil
		}
		return nil, nil
	}
	wide := s.read(s.passages[prev].Heading + " " + textOf(q.toks))
	for i := range wide.units {
		if i < len(wide.units)-len(q.units) {
			wide.units[i].weight *= 0.5 // what was asked before counts less than what is asked now
		}
	}
	at, sure, err := b.best(ctx, s, wide, prev)
	if err != nil || sure < b.model.Threshold {
		return nil, err
	}
	return []int{at}, nil
}

func sameArticle(a, b bot.PassageID) bool {
	x, _, _ := strings.Cut(string(a), "#")
	y, _, _ := strings.Cut(string(b), "#")
	return x == y
}

func textOf(toks []token) string {
	w := make([]string, len(toks))
	for i, t := range toks {
		w[i] = t.raw
	}
	return strings.Join(w, " ")
}
