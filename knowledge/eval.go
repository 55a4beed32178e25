package knowledge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"knead/bot"
)

// A Labelled question says which passages answer it; none when the articles do not.
type Labelled struct {
	Text string
	Lang bot.Lang
	Want []bot.PassageID // any of them is right; empty: to be refused
	Line int
}

// ParseLabelled reads lines of the form `question => slug#anchor`, `… => slug#a | slug#b` (either is right) or
// `… => none`. "[en]" alone on a line sets the language of those below; empty lines and lines that begin with "# " are
// left out. The error is Problems, every mistake at once.
func ParseLabelled(file string, src []byte) ([]Labelled, error) {
	var out []Labelled
	var ps Problems
	lang := bot.English
	for i, line := range strings.Split(string(src), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line == "#" || strings.HasPrefix(line, "# ") {
			continue
		}
		if l, ok := strings.CutPrefix(line, "["); ok && strings.HasSuffix(l, "]") {
			lang = bot.Lang(strings.TrimSuffix(l, "]"))
			continue
		}
		at := strings.LastIndex(line, "=>")
		if at < 0 {
			ps = append(ps, Problem{file, i + 1, "", "has no =>", "write `question => slug#anchor` or `question => none`"})
			continue
		}
		q := Labelled{Text: strings.TrimSpace(line[:at]), Lang: lang, Line: i + 1}
		for w := range strings.SplitSeq(line[at+2:], "|") {
			w = strings.TrimSpace(w)
			switch {
			case w == "none":
			case strings.Contains(w, "#"):
				q.Want = append(q.Want, bot.PassageID(w))
			default:
				ps = append(ps, Problem{file, i + 1, "", fmt.Sprintf("%q is no passage", w), "write `question => slug#anchor` or `question => none`"})
			}
		}
		out = append(out, q)
	}
	if len(ps) > 0 {
		return nil, ps
	}
	return out, nil
}

// A Share is k of n, with the interval that holds the true rate 19 times out of 20 (Wilson).
type Share struct {
	K, N      int
	Low, High float64
}

func share(k, n int) Share {
	s := Share{K: k, N: n, High: 1}
	if n == 0 {
		return s
	}
	const z = 1.959964
	p, m := float64(k)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	s.Low, s.High = max(0, mid-half), min(1, mid+half)
	return s
}

// Rate returns k/n, 0 when n is 0.
func (s Share) Rate() float64 {
	if s.N == 0 {
		return 0
	}
	return float64(s.K) / float64(s.N)
}

// String returns "k/n = 93.1 % (89.0 – 95.7)".
func (s Share) String() string {
	return fmt.Sprintf("%d/%d = %.1f %% (%.1f – %.1f)", s.K, s.N, 100*s.Rate(), 100*s.Low, 100*s.High)
}

// A Report is how well labelled questions were answered.
type Report struct {
	Recall1 Share   // of those with an answer: the right passage first, refused or not
	Recall3 Share   // … among the first three
	MRR     float64 // mean of 1/rank of the right passage, 0 to 1
	Right   Share   // answered, and from the right passage first
	Refused Share   // of those without an answer: refused
	Curve   []Point // what other thresholds would give
	Misses  []Miss
}

// A Point is what a threshold gives: the share answered rightly, and the share of the others refused.
type Point struct{ Threshold, Right, Refused float64 }

// A Miss is a question that went wrong.
type Miss struct {
	Question Labelled
	Got      bot.PassageID // the first passage; empty when none was found
	Sure     float64
	Answered bool
}

// Evaluate answers questions and compares. Unlike Answer's second passage, only the first counts.
func (b *Base) Evaluate(ctx context.Context, questions []Labelled) (Report, error) {
	var r Report
	var first, three, right, refused, answerable, others int
	type outcome struct {
		sure          float64
		right, answer bool
	}
	var outcomes []outcome
	for _, q := range questions {
		hits, err := b.Search(ctx, q.Text, q.Lang)
		if err != nil {
			return r, fmt.Errorf("evaluate line %d: %w", q.Line, err)
		}
		a, err := b.Answer(ctx, bot.Question{Text: q.Text, Lang: q.Lang})
		if err != nil && !errors.Is(err, bot.ErrNoAnswer) {
			return r, fmt.Errorf("evaluate line %d: %w", q.Line, err)
		}
		miss := Miss{Question: q, Answered: err == nil}
		o := outcome{answer: len(q.Want) > 0}
		if len(hits) > 0 {
			miss.Got, miss.Sure, o.sure = hits[0].Passage.ID, hits[0].Sure, hits[0].Sure
		}
		if miss.Answered {
			miss.Got = a.Passages[0]
		}
		if !o.answer {
			others++
			if miss.Answered {
				r.Misses = append(r.Misses, miss)
			} else {
				refused++
			}
			outcomes = append(outcomes, o)
			continue
		}
		answerable++
		rank := slices.IndexFunc(hits, func(h Hit) bool { return slices.Contains(q.Want, h.Passage.ID) })
		if rank >= 0 {
			r.MRR += 1 / float64(rank+1)
		}
		if rank == 0 {
			first++
			o.right = true
		}
		if rank >= 0 && rank < 3 {
			three++
		}
		if miss.Answered && slices.Contains(q.Want, a.Passages[0]) {
			right++
		} else {
			r.Misses = append(r.Misses, miss)
		}
		outcomes = append(outcomes, o)
	}
	r.Recall1, r.Recall3 = share(first, answerable), share(three, answerable)
	r.Right, r.Refused = share(right, answerable), share(refused, others)
	r.MRR /= math.Max(1, float64(answerable))
	for t := 0.05; t < 0.99; t += 0.05 {
		var p Point
		p.Threshold = math.Round(t*100) / 100
		for _, o := range outcomes {
			switch {
			case o.answer && o.right && o.sure >= t:
				p.Right += 1 / float64(answerable)
			case !o.answer && o.sure < t:
				p.Refused += 1 / float64(others)
			}
		}
		r.Curve = append(r.Curve, p)
	}
	slices.SortStableFunc(r.Misses, func(a, b Miss) int { return cmp.Compare(a.Question.Line, b.Question.Line) })
	return r, nil
}
