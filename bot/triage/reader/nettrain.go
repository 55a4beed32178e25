package reader

import (
	"math"
	"math/rand/v2"

	"knead/bot"
)

// How the net learns, chosen on authors it had not read.
const (
	netEpochs   = 12
	netBatch    = 16
	netRate     = 0.001 // of Adam, for filters and outputs
	netWordRate = 0.02  // of AdaGrad, for words
	netSeenRate = 0.15  // of AdaGrad, for what the rules saw
	netDropUnit = 0.2   // units left out at each step
	netDropWord = 0.1   // words left out
)

// A table is a matrix that learns by Adam (Kingma, Ba 2015).
type table struct {
	w, grad, m, v []float32
}

func newTable(n int, spread float64, rng *rand.Rand) *table {
	t := &table{w: make([]float32, n), grad: make([]float32, n), m: make([]float32, n), v: make([]float32, n)}
	if spread > 0 {
		for i := range t.w {
			t.w[i] = float32(rng.NormFloat64() * spread)
		}
	}
	return t
}

// step moves the table by the gradients that were collected over size samples, the n-th time.
func (t *table) step(n, size int) {
	const b1, b2 = 0.9, 0.999
	c1, c2 := float32(1-math.Pow(b1, float64(n))), float32(1-math.Pow(b2, float64(n)))
	for i, g := range t.grad {
		g = g/float32(size) + 1e-5*t.w[i]
		t.m[i] = b1*t.m[i] + (1-b1)*g
		t.v[i] = b2*t.v[i] + (1-b2)*g*g
		t.w[i] -= netRate * (t.m[i] / c1) / (float32(math.Sqrt(float64(t.v[i]/c2))) + 1e-8)
		t.grad[i] = 0
	}
}

// A sparse table learns by AdaGrad, where it was touched.
type sparse struct{ w, g []float32 }

func (s *sparse) move(i int, grad, rate, small float32) {
	s.g[i] += grad * grad
	s.w[i] -= rate * grad / float32(math.Sqrt(float64(s.g[i]+small)))
}

// A school is a net while it learns. It learns the flags too, though only the tiers are kept: what tells the flags apart
// is what makes a message serious.
type school struct {
	heads   int
	bias    []float32
	words   sparse
	seen    sparse
	filters [netWidths]*table
	biases  [netWidths]*table
	out     *table
	rng     *rand.Rand

	view   view
	places [netWidths * netFilters]int
	keep   [netUnits]float32 // 0 for a unit left out, else what it is raised by
	logits []float32
	delta  []float32
	gx     []float32
	left   []bool // words left out
}

func newSchool(seed uint64, heads, tiers int) *school {
	s := &school{heads: heads, rng: rand.New(rand.NewPCG(3, 4+seed)), logits: make([]float32, heads), delta: make([]float32, heads),
		bias: make([]float32, heads)}
	for k := range s.bias {
		s.bias[k] = flagBias
		if k < tiers {
			s.bias[k] = tierBias
		}
	}
	words := newTable(netBuckets*netDims, 0.1, s.rng)
	s.words = sparse{words.w, words.grad}
	s.seen = sparse{make([]float32, netSeen*heads), make([]float32, netSeen*heads)}
	for k := range netWidths {
		n := (k + 1) * netDims
		s.filters[k] = newTable(n*netFilters, math.Sqrt(2/float64(n)), s.rng)
		s.biases[k] = newTable(netFilters, 0, s.rng)
	}
	s.out = newTable(netUnits*heads, 0.05, s.rng)
	return s
}

// forward reads one sample with units and words left out, and leaves the logits of every head.
func (s *school) forward(words sentence, seen []feature) {
	s.view.clear(len(words))
	s.left = s.left[:0]
	for t, pieces := range words {
		out := s.rng.Float32() < netDropWord
		s.left = append(s.left, out)
		if out {
			continue
		}
		x := s.view.word(t)
		for _, p := range pieces {
			row := s.words.w[int(p)*netDims:][:netDims]
			for d := range x {
				x[d] += row[d]
			}
		}
		c := 1 / float32(math.Sqrt(float64(len(pieces))))
		for d := range x {
			x[d] *= c
		}
	}
	var filters, biases [netWidths][]float32
	for k := range netWidths {
		filters[k], biases[k] = s.filters[k].w, s.biases[k].w
	}
	s.view.look(&filters, len(words))
	s.view.read(&biases, 0, len(words), &s.places)
	copy(s.logits, s.bias)
	for i := range s.view.units {
		s.keep[i] = 0
		if s.rng.Float32() >= netDropUnit {
			s.keep[i] = 1 / (1 - netDropUnit)
		}
		s.view.units[i] *= s.keep[i]
		if u := s.view.units[i]; u != 0 {
			row := s.out.w[i*s.heads:][:s.heads]
			for k, w := range row {
				s.logits[k] += u * w
			}
		}
	}
	for _, f := range seen {
		row := s.seen.w[netSeenAt(f)*s.heads:][:s.heads]
		for k, w := range row {
			s.logits[k] += w * f.value
		}
	}
}

// backward collects gradients for delta, and moves the sparse tables.
func (s *school) backward(words sentence, seen []feature) {
	for _, f := range seen {
		at := netSeenAt(f) * s.heads
		for k, d := range s.delta {
			if d > 0.005 || d < -0.005 {
				s.seen.move(at+k, d*f.value, netSeenRate, 1e-6)
			}
		}
	}
	var units [netUnits]float32
	for i, u := range s.view.units {
		w, g := s.out.w[i*s.heads:][:s.heads], s.out.grad[i*s.heads:][:s.heads]
		var sum float32
		for k, d := range s.delta {
			g[k] += u * d
			sum += w[k] * d
		}
		units[i] = sum * s.keep[i]
	}
	s.gx = append(s.gx[:0], make([]float32, len(s.view.x))...)
	for k := range netWidths {
		for q := range netFilters {
			t, g := s.places[k*netFilters+q], units[k*netFilters+q]
			if t < 0 || g == 0 {
				continue
			}
			s.biases[k].grad[q] += g
			n := min(k+1, len(words)-t) * netDims // the last words of a message have none after them
			x, gx := s.view.x[t*netDims:][:n], s.gx[t*netDims:][:n]
			w, wg := s.filters[k].w, s.filters[k].grad
			for j := range n {
				wg[j*netFilters+q] += g * x[j]
				gx[j] += g * w[j*netFilters+q]
			}
		}
	}
	c := 1 / float32(math.Sqrt(float64(max(len(words), 1))))
	mean := units[netWidths*netFilters:]
	for t, pieces := range words {
		if s.left[t] {
			continue
		}
		gx := s.gx[t*netDims:][:netDims]
		for d := range gx {
			gx[d] += mean[d] * c
		}
		share := 1 / float32(math.Sqrt(float64(len(pieces))))
		for _, p := range pieces {
			at := int(p) * netDims
			for d, g := range gx {
				s.words.move(at+d, g*share, netWordRate, 1e-5)
			}
		}
	}
}

// fitNet trains a net on the samples that keep keeps, from the beginning that seed gives. seen is what the rules saw in each.
func fitNet(seed uint64, samples []Sample, words []sentence, seen [][]feature, flags []bot.FlagID, tiers []bot.Level, keep func(int) bool) *net {
	s := newSchool(seed, len(tiers)+len(flags), len(tiers))
	var order []int
	for i := range samples {
		if keep(i) {
			order = append(order, i)
		}
	}
	steps, size := 0, 0
	for range netEpochs {
		s.rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for at, i := range order {
			s.forward(words[i], seen[i])
			for k := range s.delta {
				p := float32(1 / (1 + math.Exp(-float64(s.logits[k]))))
				s.delta[k] = p - wanted(samples[i], k, tiers, flags)
			}
			s.backward(words[i], seen[i])
			if size++; size == netBatch || at == len(order)-1 {
				steps++
				s.out.step(steps, size)
				for k := range netWidths {
					s.filters[k].step(steps, size)
					s.biases[k].step(steps, size)
				}
				size = 0
			}
		}
	}
	return s.graduate(len(tiers))
}

// graduate keeps what the net needs to read: the tiers.
func (s *school) graduate(tiers int) *net {
	n := &net{tiers: tiers, words: make([]int8, netBuckets*netDims), seen: make([]int8, netSeen*tiers)}
	all, lengths := n.floats()
	for k, f := range all {
		*f = make([]float32, lengths[k])
	}
	copy(n.outBiases, s.bias[:tiers])
	for i := range netUnits {
		copy(n.out[i*tiers:][:tiers], s.out.w[i*s.heads:][:tiers])
	}
	for k := range netWidths {
		copy(n.filters[k], s.filters[k].w)
		copy(n.biases[k], s.biases[k].w)
	}
	n.wordScale = eightBits(s.words.w, n.words)
	seen := make([]float32, netSeen*tiers)
	for i := range netSeen {
		copy(seen[i*tiers:][:tiers], s.seen.w[i*s.heads:][:tiers])
	}
	n.seenScale = eightBits(seen, n.seen)
	return n
}

// eightBits rounds from into to and returns what one step of it is worth.
func eightBits(from []float32, to []int8) float32 {
	var top float32
	for _, v := range from {
		top = max(top, v, -v)
	}
	if top == 0 {
		return 1
	}
	scale := top / 127
	for i, v := range from {
		to[i] = int8(math.Round(float64(v / scale)))
	}
	return scale
}
