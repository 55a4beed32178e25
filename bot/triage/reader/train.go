package reader

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"knead/bot"
)

// A Sample is one labelled message for training: its words and what the rules saw in it.
type Sample struct {
	Text  string
	Seen  []string
	Level bot.Level
	Grey  bool // ought to be asked about: half urgent
	Flag  bot.FlagID
	Group int // samples of one group are held out together
	// Author is the file it stands in; training does not look at it.
	Author string
	// Copy says that it is another sample once more, written otherwise: trained on, never measured on.
	Copy bool
}

// folds is how many parts are held out in turn to calibrate.
const folds = 5

// epochs is how often training goes through the samples; more did not help held-out ones.
const epochs = 14

// Train returns a model of all samples, calibrated on predictions for held-out groups. made is kept in the file. The same
// samples give the same file.
func Train(samples []Sample, made string) ([]byte, error) {
	m := calibrated(samples)
	m.Made = made
	return m.write()
}

// Held calls use once for each fold with a reader that has not seen the fold's samples, and their indices.
func Held(samples []Sample, use func(r *Reader, held []int)) {
	for k := range folds {
		var train []Sample
		var held []int
		for i, s := range samples {
			switch {
			case s.Group%folds != k:
				train = append(train, s)
			case !s.Copy:
				held = append(held, i)
			}
		}
		use(newReader(calibrated(train)), held)
	}
}

// longest is how many words of a sample count.
const longest = 120

// tiersOf are the levels that have a head of their own.
func tiersOf() []bot.Level {
	return []bot.Level{bot.Precaution, bot.Clearance, bot.Urgent, bot.Emergency}
}

// A reading is a sample taken apart.
type reading struct {
	all   []feature // for the weighted words
	seen  []feature // for the net
	words sentence
}

func calibrated(samples []Sample) *model {
	readings := make([]reading, len(samples))
	b := new(bag)
	for i, s := range samples {
		_, words := wordsOf(s.Text)
		words = words[:min(len(words), longest)]
		r := &readings[i]
		r.all = b.textFeatures(words, nil)
		r.seen = b.seenFeatures(s.Seen, nil)
		r.all = append(r.all, r.seen...)
		r.words = sentenceOf(words)
	}
	flags, levels := flagsOf(samples)
	tiers := tiersOf()
	out := make([][]float32, len(samples)) // held-out margins
	var m *model
	var wait sync.WaitGroup
	room := make(chan struct{}, runtime.GOMAXPROCS(0))
	for k := range folds + 1 {
		wait.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			keep := func(i int) bool { return k == folds || samples[i].Group%folds != k }
			part := fit(samples, readings, flags, levels, tiers, keep)
			if k == folds {
				m = part
				return
			}
			var g gaze
			for i := range samples {
				if !keep(i) && !samples[i].Copy {
					out[i] = part.margins(readings[i].all, nil)
					g.of(part.nets, readings[i].words, 0)
					g.addMargins(0, len(readings[i].words), readings[i].seen, out[i])
				}
			}
		})
	}
	wait.Wait()
	for t, level := range m.Tiers {
		m.Slope[t], m.Offset[t] = platt(samples, out, t, level)
	}
	return m
}

// flagsOf returns the flags of samples in order of name, and the level each mostly has.
func flagsOf(samples []Sample) ([]bot.FlagID, []bot.Level) {
	counts := map[bot.FlagID]map[bot.Level]int{}
	for _, s := range samples {
		if s.Flag == "" || s.Grey || s.Level == bot.None {
			continue
		}
		if counts[s.Flag] == nil {
			counts[s.Flag] = map[bot.Level]int{}
		}
		counts[s.Flag][s.Level]++
	}
	var flags []bot.FlagID
	for f := range counts {
		flags = append(flags, f)
	}
	slices.Sort(flags)
	levels := make([]bot.Level, len(flags))
	for i, f := range flags {
		for _, l := range []bot.Level{bot.Precaution, bot.Clearance, bot.Urgent, bot.Emergency} {
			if counts[f][l] > counts[f][levels[i]] {
				levels[i] = l
			}
		}
	}
	return flags, levels
}

// target is what tier head level should say of s.
func target(s Sample, level bot.Level) float32 {
	switch {
	case s.Grey && level <= bot.Urgent:
		return 0.5
	case s.Grey:
		return 0.3
	case s.Level >= level:
		return 1
	}
	return 0
}

// wanted is what head k should say of s: the tiers come first, then the flags.
func wanted(s Sample, k int, tiers []bot.Level, flags []bot.FlagID) float32 {
	switch {
	case k < len(tiers):
		return target(s, tiers[k])
	case s.Flag == flags[k-len(tiers)]:
		return 1
	}
	return 0
}

// The biases are fixed, not learnt: the corpus has as many red flags as plain talk, a front desk's day has not. Words that
// say nothing must leave a message where it was: at nearly nothing.
const (
	tierBias = -3
	flagBias = -5
)

// fit trains the weighted words, every head at once by AdaGrad on the logistic loss, and the nets. Their margins are added.
func fit(samples []Sample, readings []reading, flags []bot.FlagID, levels, tiers []bot.Level, keep func(int) bool) *model {
	h := len(tiers) + len(flags)
	m := &model{header: header{Buckets: buckets, Tiers: tiers, Flags: flags, Levels: levels, Scale: make([]float32, h),
		Bias: make([]float32, h), Slope: make([]float64, len(tiers)), Offset: make([]float64, len(tiers))}, heads: h}
	w, g := make([]float32, buckets*h), make([]float32, buckets*h)
	for k := range m.Bias {
		m.Bias[k] = flagBias
		if k < len(tiers) {
			m.Bias[k] = tierBias
		}
	}
	var order []int
	for i := range samples {
		if keep(i) {
			order = append(order, i)
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	d := make([]float32, h)
	for range epochs {
		rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, i := range order {
			clear(d)
			for _, f := range readings[i].all {
				row := w[int(f.at)*h:][:h]
				for k := range row {
					d[k] += row[k] * f.value
				}
			}
			for k := range d {
				p := float32(1 / (1 + math.Exp(-float64(d[k]+m.Bias[k]))))
				d[k] = p - wanted(samples[i], k, tiers, flags)
			}
			for _, f := range readings[i].all {
				at := int(f.at) * h
				for k, dk := range d {
					if dk > -0.005 && dk < 0.005 {
						continue // settled
					}
					grad := dk * f.value
					g[at+k] += grad * grad
					w[at+k] -= 0.3 * grad / float32(math.Sqrt(float64(g[at+k])+1e-6))
				}
			}
		}
	}
	quantise(m, w, len(tiers))
	words, seen := make([]sentence, len(samples)), make([][]feature, len(samples))
	for i, r := range readings {
		words[i], seen[i] = r.words, r.seen
	}
	for n := range netCount {
		m.nets = append(m.nets, fitNet(uint64(n), samples, words, seen, flags, tiers, keep))
	}
	return m
}

// fine and coarse are how many steps the weights of a tier head and of a flag head have either side of zero. Flag heads only
// name the flag: with fewer steps they name the same ones, and the file is an eighth smaller.
const fine, coarse = 127, 31

// quantise keeps the weights in eight bits, the first tiers heads in all of them.
func quantise(m *model, w []float32, tiers int) {
	m.weights = make([]int8, len(w))
	for k := range m.heads {
		steps := float32(coarse)
		if k < tiers {
			steps = fine
		}
		var top float32
		for i := k; i < len(w); i += m.heads {
			top = max(top, w[i], -w[i])
		}
		if top == 0 {
			top = 1
		}
		m.Scale[k] = top / steps
		for i := k; i < len(w); i += m.heads {
			m.weights[i] = int8(math.Round(float64(w[i] / m.Scale[k])))
		}
	}
}

// platt fits slope and offset of a logistic curve over the held-out margins of tier head t (Platt 1999), by gradient descent.
func platt(samples []Sample, margins [][]float32, t int, level bot.Level) (slope, offset float64) {
	slope = 1
	for range 400 {
		var ds, do, n float64
		for i, s := range samples {
			if s.Copy {
				continue
			}
			x, y := float64(margins[i][t]), float64(target(s, level))
			p := 1 / (1 + math.Exp(-(slope*x + offset)))
			ds += (p - y) * x
			do += p - y
			n++
		}
		slope -= 0.5 * ds / n
		offset -= 0.5 * do / n
	}
	return max(slope, 0.05), offset
}
