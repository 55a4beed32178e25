package knowledge

import (
	"math"
	"slices"
)

// A gramSet is the three- and four-letter pieces of some words, with what each tells. Words that share most letters
// share most pieces, so that "knotty" meets "knot" and a slip of the finger costs little.
type gramSet struct {
	ids     []uint32  // sorted
	weights []float32 // for each of ids
	norm    float64   // root of the sum of squared weights
}

// pieces returns the sorted pieces of toks, stop words left out.
func pieces(toks []token) []uint32 {
	var out []uint32
	for _, t := range toks {
		if t.kind == stopWord {
			continue
		}
		w := " " + t.raw + " "
		for i := 0; i+3 <= len(w); i++ {
			p := uint32(w[i]) | uint32(w[i+1])<<8 | uint32(w[i+2])<<16
			out = append(out, p)
			if i+4 <= len(w) {
				out = append(out, p|uint32(w[i+3])<<24)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// grams returns the pieces of toks weighted by how few passages have them.
func (s *shelf) grams(toks []token) gramSet {
	g := gramSet{ids: pieces(toks)}
	g.weights = make([]float32, len(g.ids))
	var sum float64
	for i, id := range g.ids {
		w := s.gramIDF(id)
		g.weights[i] = float32(w)
		sum += w * w
	}
	g.norm = math.Sqrt(sum)
	return g
}

func (s *shelf) gramIDF(id uint32) float64 {
	n, df := float64(len(s.passages)), float64(s.gramDF[id])
	return math.Log(1 + (n-df+0.5)/(df+0.5))
}

// likeness returns the cosine of two sets, 0 to 1.
func (g gramSet) likeness(o gramSet) float64 {
	if g.norm == 0 || o.norm == 0 {
		return 0
	}
	var dot float64
	for i, j := 0, 0; i < len(g.ids) && j < len(o.ids); {
		switch {
		case g.ids[i] == o.ids[j]:
			dot += float64(g.weights[i]) * float64(o.weights[j])
			i, j = i+1, j+1
		case g.ids[i] < o.ids[j]:
			i++
		default:
			j++
		}
	}
	return dot / (g.norm * o.norm)
}

// within returns the share of g's weight that stands in all, which maps each piece to how many exemplars have it. A
// piece that several have counts more: they are what the passage is asked about.
func (g gramSet) within(all tally) float64 {
	var have, sum float64
	for i, id := range g.ids {
		w := float64(g.weights[i])
		sum += w
		if n := all.of(id); n > 0 {
			have += w * min(1, 0.5+0.25*math.Log2(float64(n)))
		}
	}
	if sum == 0 {
		return 0
	}
	return have / sum
}
