package knowledge

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"knead/bot"
)

// A guesser is a linear classifier over the words, pairs of neighbours, pieces and topics of a question: it guesses the
// passage that answers, or that none does, from every question whose passage is known. Ranking and doubt take its guess
// for one voice among others. Unlike likeness to single questions it learns which words tell passages apart.
//
// For the embedded articles it comes ready from guess/*.bin; for others it is learnt when they are loaded.
type guesser struct {
	classes int      // passages, and one for none
	traits  []uint32 // hashes, sorted
	from    []uint32 // where the weights of each begin, and one more
	class   []uint16
	weight  []int8 // in steps of 1/guessGrain
}

// Bounds of what is learnt while articles are loaded.
const (
	guessFrom   = 200        // questions that it takes
	guessUpTo   = 300        // passages that it can tell apart
	guessEffort = 40_000_000 // weights looked at, which takes about a second
)

// How it is learnt. The rounds and steps are those that cross-validation by author liked best; they matter little.
const (
	guessRounds = 16
	guessStep   = 0.5
	guessPairs  = 2   // how many questions must have a pair of words
	guessPiece  = 4   // letters of a piece
	guessLeast  = 0.2 // weights that are smaller are left out
	guessGrain  = 10
)

// traits returns what a guess looks at in toks, each once.
func (s *shelf) traits(toks []token) []string {
	var out []string
	last := "^"
	for _, t := range toks {
		if t.kind != stopWord {
			out = append(out, t.stem)
			w := "_" + t.raw + "_"
			for i := 0; i+guessPiece <= len(w); i++ {
				out = append(out, "#"+w[i:i+guessPiece])
			}
		}
		out = append(out, last+" "+t.stem)
		last = t.stem
	}
	out = append(out, last+" $")
	for _, f := range s.synonyms.find(toks) {
		for _, e := range f.entries {
			out = append(out, "="+s.means[e].key)
		}
	}
	for i := range toks {
		for _, e := range s.outside.at(toks, i).entries {
			out = append(out, "!"+s.topics[e].Topic)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A guessLesson is a question with the classes that are right for it.
type guessLesson struct {
	text string
	want []int
	rows []int32
}

// guessLessons returns every question of the base whose passage is known, or known to be none.
func (s *shelf) guessLessons(golden []Labelled) []guessLesson {
	var all []guessLesson
	none := len(s.passages)
	for i, p := range s.passages {
		for _, t := range append([]string{p.Heading}, p.Questions...) {
			all = append(all, guessLesson{text: t, want: []int{i}})
		}
	}
	seen := map[string]bool{}
	for _, q := range golden {
		if q.Lang != s.g.lang || seen[q.Text] {
			continue
		}
		seen[q.Text] = true
		l := guessLesson{text: q.Text}
		for _, id := range q.Want {
			if i, ok := s.byID[id]; ok {
				l.want = append(l.want, i)
			}
		}
		if len(l.want) == 0 {
			l.want = []int{none}
		}
		all = append(all, l)
	}
	for _, e := range s.topics {
		for _, t := range e.Questions {
			all = append(all, guessLesson{text: t, want: []int{none}})
		}
	}
	return all
}

// newGuesser returns the classifier for s: the one that comes with knead when the questions are those that it was learnt
// from, else one learnt now, or nil where the questions are too few to learn from or the passages too many.
func newGuesser(s *shelf, golden []Labelled) (*guesser, error) {
	all := s.guessLessons(golden)
	if len(all) < guessFrom || len(s.passages) > guessUpTo {
		return nil, nil
	}
	src, err := fs.ReadFile(embedded, guessFile(s.g.lang))
	if err == nil && len(src) > 0 { // an empty file stands for none, when the form has changed
		mark, g, err := parseGuesser(src)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", guessFile(s.g.lang), err)
		}
		if mark == s.guessMark(all) {
			return g, nil
		}
	}
	return s.learnGuesser(all), nil
}

func guessFile(l bot.Lang) string { return "guess/" + string(l) + ".bin" }

// guessMark tells sets of lessons apart.
func (s *shelf) guessMark(all []guessLesson) uint64 {
	h := fnv.New64a()
	for _, l := range all { // writing to a hash never fails
		fmt.Fprintln(h, l.text, l.want)
	}
	for _, m := range s.means {
		fmt.Fprintln(h, m.key)
	}
	for _, e := range s.topics {
		fmt.Fprintln(h, e.Topic, len(e.Words))
	}
	return h.Sum64()
}

// learnGuesser learns from all.
func (s *shelf) learnGuesser(all []guessLesson) *guesser {
	counts := map[string]int{}
	traits := make([][]string, len(all))
	for i, l := range all {
		traits[i] = s.traits(s.withoutFillers(s.g.tokens(l.text)))
		for _, t := range traits[i] {
			counts[t]++
		}
	}
	rows := map[string]int32{}
	effort := 0
	for i := range all {
		for _, t := range traits[i] {
			if counts[t] < guessPairs && strings.Contains(t, " ") {
				continue
			}
			row, ok := rows[t]
			if !ok {
				row = int32(len(rows))
				rows[t] = row
			}
			all[i].rows = append(all[i].rows, row)
		}
		effort += len(all[i].rows) * (len(s.passages) + 1)
	}
	rounds := min(guessRounds, max(3, guessEffort/max(1, effort)))
	weights := fitGuess(all, len(rows), len(s.passages)+1, rounds)
	return packGuess(rows, weights, len(s.passages)+1)
}

// fitGuess returns weights, a row of classes numbers for each trait, by gradient steps that shrink where many were
// taken, in an order that is always the same.
func fitGuess(all []guessLesson, rows, classes, rounds int) []float32 {
	weights := make([]float32, rows*classes)
	taken := make([]float32, len(weights))
	r := rand.New(rand.NewPCG(5, 6))
	p := make([]float32, classes)
	type push struct {
		class int
		by    float32
	}
	var pushes []push
	for range rounds {
		for _, i := range r.Perm(len(all)) {
			l := &all[i]
			if len(l.rows) == 0 {
				continue
			}
			scale := float32(1 / math.Sqrt(float64(len(l.rows))))
			clear(p)
			for _, row := range l.rows {
				for c, w := range weights[int(row)*classes:][:classes] {
					p[c] += w
				}
			}
			shares(p, scale)
			var mine float32
			for _, c := range l.want {
				mine += p[c]
			}
			pushes = pushes[:0]
			for c, v := range p {
				by := -v
				if slices.Contains(l.want, c) {
					by += v / max(mine, 1e-9)
				}
				if by > 2e-3 || by < -2e-3 {
					pushes = append(pushes, push{c, by * scale})
				}
			}
			for _, row := range l.rows {
				at := int(row) * classes
				for _, u := range pushes {
					k := at + u.class
					taken[k] += u.by * u.by
					weights[k] += guessStep * u.by / (0.1 + float32(math.Sqrt(float64(taken[k]))))
				}
			}
		}
	}
	return weights
}

// shares turns scores into shares that add up to 1.
func shares(p []float32, scale float32) {
	top := slices.Max(p) * scale
	var sum float32
	for c, v := range p {
		p[c] = float32(math.Exp(float64(v*scale - top)))
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

func traitHash(t string) uint32 {
	h := uint32(2166136261)
	for i := range len(t) {
		h = (h ^ uint32(t[i])) * 16777619
	}
	return h
}

// packGuess keeps the weights that matter.
func packGuess(rows map[string]int32, weights []float32, classes int) *guesser {
	type trait struct {
		hash uint32
		row  int32
	}
	all := make([]trait, 0, len(rows))
	for t, row := range rows {
		all = append(all, trait{traitHash(t), row})
	}
	slices.SortFunc(all, func(a, b trait) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.row, b.row)) })
	g := &guesser{classes: classes, from: []uint32{0}}
	for i, t := range all {
		if i > 0 && t.hash == all[i-1].hash {
			continue // one in hundreds of thousands
		}
		n := len(g.class)
		for c, w := range weights[int(t.row)*classes:][:classes] {
			if w > guessLeast || w < -guessLeast {
				g.class = append(g.class, uint16(c))
				g.weight = append(g.weight, int8(max(-127, min(127, math.Round(float64(w)*guessGrain)))))
			}
		}
		if len(g.class) > n {
			g.traits = append(g.traits, t.hash)
			g.from = append(g.from, uint32(len(g.class)))
		}
	}
	return g
}

// of returns how likely each passage answers a question with these traits, and last how likely none does.
func (g *guesser) of(traits []string) []float32 {
	p := make([]float32, g.classes)
	n := 0
	for _, t := range traits {
		i, ok := slices.BinarySearch(g.traits, traitHash(t))
		if !ok {
			continue
		}
		n++
		for k := g.from[i]; k < g.from[i+1]; k++ {
			p[g.class[k]] += float32(g.weight[k]) / guessGrain
		}
	}
	shares(p, float32(1/math.Sqrt(math.Max(1, float64(n)))))
	return p
}

// bytes returns g in the form that parseGuesser reads, with the mark of its lessons.
func (g *guesser) bytes(mark uint64) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	steps, counts, last := make([]byte, 0, 4*len(g.traits)), make([]uint16, len(g.traits)), uint32(0)
	for i, t := range g.traits { // sorted, so that steps are shorter than hashes
		steps = binary.AppendUvarint(steps, uint64(t-last))
		counts[i], last = uint16(g.from[i+1]-g.from[i]), t
	}
	for _, v := range []any{mark, uint32(g.classes), uint32(len(g.traits)), uint32(len(g.class)), uint32(len(steps)), steps, counts, g.class, g.weight} {
		if err := binary.Write(w, binary.LittleEndian, v); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func parseGuesser(src []byte) (mark uint64, g *guesser, err error) {
	r := flate.NewReader(bytes.NewReader(src))
	defer r.Close()
	var head struct {
		Mark                            uint64
		Classes, Traits, Weights, Steps uint32
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return 0, nil, fmt.Errorf("classifier: %w", err)
	}
	const most = 1 << 24
	if head.Traits > most || head.Weights > most || head.Steps > 5*most {
		return 0, nil, fmt.Errorf("classifier: %d traits and %d weights: not a classifier", head.Traits, head.Weights)
	}
	g = &guesser{
		classes: int(head.Classes), traits: make([]uint32, head.Traits), from: make([]uint32, head.Traits+1),
		class: make([]uint16, head.Weights), weight: make([]int8, head.Weights),
	}
	steps, counts := make([]byte, head.Steps), make([]uint16, head.Traits)
	for _, v := range []any{steps, counts, g.class, g.weight} {
		if err := binary.Read(r, binary.LittleEndian, v); err != nil {
			return 0, nil, fmt.Errorf("classifier: %w", err)
		}
	}
	last := uint32(0)
	for i, n := range counts {
		step, size := binary.Uvarint(steps)
		if size <= 0 {
			return 0, nil, fmt.Errorf("classifier: trait %d is cut short", i)
		}
		steps, last = steps[size:], last+uint32(step)
		g.traits[i], g.from[i+1] = last, g.from[i]+uint32(n)
	}
	if int(g.from[head.Traits]) != len(g.class) {
		return 0, nil, fmt.Errorf("classifier: its counts do not add up")
	}
	if _, err := r.Read(make([]byte, 1)); err != io.EOF {
		return 0, nil, fmt.Errorf("classifier: goes on after its end")
	}
	return head.Mark, g, nil
}

// guesses returns the classifier's shares for q, nil when there is no classifier, and notes how likely none answers.
func (s *shelf) guesses(q *question) []float32 {
	if s.guess == nil {
		return nil
	}
	if q.guessed == nil {
		q.guessed = s.guess.of(s.traits(q.toks))
		q.guessNone = float64(q.guessed[len(s.passages)])
	}
	return q.guessed
}

// likely returns the passages that the classifier deems likeliest, which the index may have missed.
func likely(shares []float32) []int {
	const most, least = 4, 0.05
	if shares == nil {
		return nil
	}
	var out []int
	for range most {
		best := -1
		for i, p := range shares[:len(shares)-1] {
			if p >= least && !slices.Contains(out, i) && (best < 0 || p > shares[best]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		out = append(out, best)
	}
	return out
}
