package reader

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	"knead/bot"
	"knead/bot/triage"
)

// An explainer tells a real explanation of what was said before ("it was the new bra, took it off and it is gone") from
// what sounds like one ("my husband says it is the bra"): weighted words of the message, alone and with the flags that stand.
// It learns from conversations of which half end so.
type explainer struct {
	weights []int8 // by bucket
	scale   float32
	bias    float32
}

// explainHeader is what the file's header tells of the explainer.
type explainHeader struct {
	Scale float32 `json:"scale"`
	Bias  float32 `json:"bias"`
}

// An Explained is a conversation for training: what its last message says to what stood before it, and whether that
// explains it.
type Explained struct {
	Told triage.Told
	Real bool
}

var _ triage.Explainer = (*Reader)(nil)

// Explains implements triage.Explainer.
func (r *Reader) Explains(t triage.Told) float64 {
	b, ok := r.bags.Get().(*bag)
	if !ok {
		return 0 // unreachable: the pool makes nothing else
	}
	defer r.bags.Put(b)
	return r.m.explains.probability(b.toldFeatures(t, r.urgentBy(t.Text, t.Seen), nil))
}

// urgentBy returns the probability of Urgent that the reader gives to text.
func (r *Reader) urgentBy(text string, seen []string) float64 {
	p := 0.0
	for _, g := range r.ReadSeen(text, seen) {
		if g.Level >= bot.Urgent {
			p = max(p, g.P)
		}
	}
	return p
}

// opening is how many words at the beginning count by their place too: an explanation begins with what it was.
const opening = 3

// toldFeatures are those of a message that may explain what stood before it; alarm is how urgent it is by itself.
func (b *bag) toldFeatures(t triage.Told, alarm float64, into []feature) []feature {
	original, words := wordsOf(t.Text)
	words = words[:min(len(words), longest)]
	for i, w := range words {
		b.add(fnv("w", w), 1)
		if i < opening {
			b.add(fnv("f", strconv.Itoa(i), w), 1)
		}
		if i > 0 {
			b.add(fnv("b", words[i-1], w), 1)
		}
		if i > 1 {
			b.add(fnv("t", words[i-2], words[i-1], w), 1)
			b.add(fnv("s", words[i-2], w), 1)
		}
		for _, f := range t.Flags {
			b.add(fnv("x", string(f), w), 1)
		}
		for k := 0; len(w) >= 5 && k+4 <= len(w); k++ {
			b.add(fnv("c", w[k:k+4]), 1)
		}
		if len(w) >= 5 {
			b.add(fnv("p", w[:5]), 1)
		}
	}
	for _, f := range t.Flags {
		b.add(fnv("F", string(f)), 1)
	}
	for _, s := range t.Seen {
		b.add(fnv("S", s), 1)
	}
	for _, s := range t.Before {
		b.add(fnv("B", s), 1)
	}
	b.add(fnv("length", strconv.Itoa(min(len(original)/4, 6))), 1)
	b.add(fnv("alarm", strconv.Itoa(int(alarm*5))), 1)
	return b.flush(into, 1e-6)
}

// probability returns how likely the features are an explanation; 0 where there is no explainer.
func (x *explainer) probability(fs []feature) float64 {
	if x == nil {
		return 0
	}
	var sum float32
	for _, f := range fs {
		sum += float32(x.weights[f.at]) * f.value
	}
	return 1 / (1 + math.Exp(-float64(sum*x.scale+x.bias)))
}

// explainRounds is how often training goes through the conversations; explainStarts from how many beginnings, of which the
// mean is kept.
const explainRounds, explainStarts = 12, 3

// Explaining returns the model file data with an explainer taught by told. The same conversations give the same file.
func Explaining(data []byte, told []Explained) ([]byte, error) {
	m, err := readModel(data)
	if err != nil {
		return nil, err
	}
	if len(told) == 0 {
		return nil, errors.New("no conversations to learn explanations from")
	}
	r := newReader(m)
	b := new(bag)
	rows := make([][]feature, len(told))
	for i, t := range told {
		rows[i] = b.toldFeatures(t.Told, r.urgentBy(t.Told.Text, t.Told.Seen), nil)
	}
	sum := make([]float32, buckets)
	var bias float32
	for start := range uint64(explainStarts) {
		w, by := fitExplainer(rows, told, start)
		for i := range w {
			sum[i] += w[i] / explainStarts
		}
		bias += by / explainStarts
	}
	m.explains = quantised(sum, bias)
	out, err := m.write()
	if err != nil {
		return nil, fmt.Errorf("write explainer: %w", err)
	}
	return out, nil
}

// fitExplainer trains by AdaGrad on the logistic loss.
func fitExplainer(rows [][]feature, told []Explained, start uint64) (w []float32, bias float32) {
	w = make([]float32, buckets)
	g := make([]float32, buckets)
	var gb float32
	rng := rand.New(rand.NewPCG(start, 7))
	order := rng.Perm(len(rows))
	for range explainRounds {
		rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, i := range order {
			z := bias
			for _, f := range rows[i] {
				z += w[f.at] * f.value
			}
			d := float32(1 / (1 + math.Exp(-float64(z))))
			if told[i].Real {
				d--
			}
			for _, f := range rows[i] {
				grad := d*f.value + 1e-5*w[f.at]
				g[f.at] += grad * grad
				w[f.at] -= 0.2 * grad / float32(math.Sqrt(float64(g[f.at])+1e-6))
			}
			gb += d * d
			bias -= 0.1 * d / float32(math.Sqrt(float64(gb)+1e-6))
		}
	}
	return w, bias
}

// quantised keeps w in eight bits.
func quantised(w []float32, bias float32) *explainer {
	x := &explainer{weights: make([]int8, len(w)), bias: bias}
	var top float32
	for _, v := range w {
		top = max(top, v, -v)
	}
	if top == 0 {
		top = 1
	}
	x.scale = top / 127
	for i, v := range w {
		x.weights[i] = int8(math.Round(float64(v / x.scale)))
	}
	return x
}
