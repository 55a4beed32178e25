package intents

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"knead/bot"
)

// A Sample is one labelled line: its features and what it wants. Weight is how much it counts, 1 for an ordinary one.
type Sample struct {
	Features []uint32
	Intent   bot.BookingIntent
	Weight   float64
}

// A row is a sample as it is learnt.
type row struct {
	buckets []int
	class   int
	weight  float64
}

const (
	runs   = 4
	epochs = 20
	rate   = 0.25
	decay  = 2e-5 // of every weight of a sample, each time that it is seen
	hide   = 0.3  // of a sample's features, other ones each time: no line may hang by one word
)

// Fingerprint names a list of samples: two lists have the same one only when they are the same.
func Fingerprint(samples []Sample) uint64 {
	h := fnv.New64a()
	var b []byte
	for _, s := range samples {
		b = append(b[:0], s.Intent...)
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(s.Weight))
		for _, f := range s.Features {
			b = binary.LittleEndian.AppendUint32(b, f)
		}
		_, _ = h.Write(b) // never fails
	}
	return h.Sum64()
}

// Train fits a model to samples. The same samples in the same order give the same model.
func Train(samples []Sample) *Model {
	list := Classes()
	rows := make([]row, 0, len(samples))
	for _, s := range samples {
		r := row{class: slices.Index(list[:], s.Intent), weight: s.Weight}
		if r.class < 0 {
			continue
		}
		for _, f := range s.Features {
			r.buckets = append(r.buckets, bucket(f)*classes)
		}
		rows = append(rows, r)
	}
	w, bias := make([]float64, buckets*classes), [classes]float64{}
	for seed := range uint64(runs) { // one run hangs by the order of its lines, the mean of some less
		rw, rb := descend(rows, seed)
		for k, v := range rw {
			w[k] += v / runs
		}
		for c, v := range rb {
			bias[c] += v / runs
		}
	}
	m := &Model{made: Fingerprint(samples), bias: bias, weights: make([]int8, buckets*classes)}
	for c := range classes {
		top := 0.0
		for b := range buckets {
			top = max(top, math.Abs(w[b*classes+c]))
		}
		if top == 0 {
			top = 1
		}
		m.scale[c] = top / 127
		for b := range buckets {
			m.weights[b*classes+c] = int8(math.Round(w[b*classes+c] / m.scale[c]))
		}
	}
	return m
}

// descend fits one set of weights by AdaGrad: a weight that has moved much moves less.
func descend(rows []row, seed uint64) ([]float64, [classes]float64) {
	w := make([]float64, buckets*classes)
	sq := make([]float64, buckets*classes)
	var bias, biasSq [classes]float64
	rng := rand.New(rand.NewPCG(11+seed, 7))
	order := rng.Perm(len(rows))
	var seen []int
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			r := rows[k]
			seen = seen[:0]
			for _, b := range r.buckets {
				if rng.Float64() >= hide {
					seen = append(seen, b)
				}
			}
			norm := length(len(seen))
			z := bias
			for _, b := range seen {
				for c := range classes {
					z[c] += w[b+c] * norm
				}
			}
			z = softmax(z)
			for c := range classes {
				g := z[c] * r.weight
				if c == r.class {
					g -= r.weight
				}
				biasSq[c] += g * g
				bias[c] -= rate * g / math.Sqrt(biasSq[c]+1)
				g *= norm
				for _, b := range seen {
					d := g + decay*w[b+c]
					sq[b+c] += d * d
					w[b+c] -= rate * d / math.Sqrt(sq[b+c]+1)
				}
			}
		}
	}
	return w, bias
}
