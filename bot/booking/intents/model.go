package intents

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"knead/bot"
)

//go:embed model.bin
var embedded []byte

// ErrModel says that a model file cannot be used.
var ErrModel = errors.New("booking intent model")

const (
	magic   = "knead intents 3\n"
	buckets = 1 << 16 // features share a bucket where their hashes do
	classes = 5
)

// Classes are the intents that a model tells apart, in the order of Scores.
func Classes() [classes]bot.BookingIntent {
	return [classes]bot.BookingIntent{bot.NoBooking, bot.Book, bot.Availability, bot.Reschedule, bot.CancelVisit}
}

// A Model weighs the features of a line, each given as its hash. It is safe for concurrent use: nothing in it changes after Load.
type Model struct {
	made    uint64 // of what samples, as Fingerprint names them
	scale   [classes]float64
	bias    [classes]float64
	weights []int8 // weights[bucket*classes+class], to be multiplied by the class's scale
}

// Default returns the model that knead carries.
func Default() (*Model, error) { return Load(embedded) }

// Load reads a model file.
func Load(data []byte) (*Model, error) {
	const head = len(magic) + 8 + 2*8*classes
	if len(data) < head || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: not a model file of this version", ErrModel)
	}
	weights, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data[head:])), buckets*classes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: weights: %w", ErrModel, err)
	}
	if len(weights) != buckets*classes {
		return nil, fmt.Errorf("%w: %d weights, want %d", ErrModel, len(weights), buckets*classes)
	}
	m := &Model{made: binary.LittleEndian.Uint64(data[len(magic):]), weights: make([]int8, buckets*classes)}
	at := len(magic) + 8
	for _, list := range []*[classes]float64{&m.scale, &m.bias} {
		for k := range list {
			list[k] = math.Float64frombits(binary.LittleEndian.Uint64(data[at:]))
			if math.IsNaN(list[k]) || math.IsInf(list[k], 0) {
				return nil, fmt.Errorf("%w: a scale is no number", ErrModel)
			}
			at += 8
		}
	}
	for k := range m.weights {
		m.weights[k] = int8(weights[k]) //nolint:gosec // the byte holds a signed weight
	}
	return m, nil
}

// Made is the Fingerprint of the samples that the model was trained on.
func (m *Model) Made() uint64 { return m.made }

// Bytes returns the model as a file.
func (m *Model) Bytes() []byte {
	out := binary.LittleEndian.AppendUint64([]byte(magic), m.made)
	for _, list := range [][classes]float64{m.scale, m.bias} {
		for _, v := range list {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
	}
	weights := make([]byte, len(m.weights))
	for k, w := range m.weights {
		weights[k] = byte(w) //nolint:gosec // the byte holds a signed weight
	}
	b := bytes.NewBuffer(out)
	z, err := flate.NewWriter(b, flate.BestCompression)
	if err != nil {
		panic(err) // the level is one of flate's
	}
	_, _ = z.Write(weights) // a Buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// Scores are how likely each of Classes is for a line with those features. They add up to one.
func (m *Model) Scores(features []uint32) [classes]float64 {
	var sum [classes]int
	for _, f := range features {
		b := bucket(f) * classes
		for k, w := range m.weights[b : b+classes] {
			sum[k] += int(w)
		}
	}
	norm := length(len(features))
	var z [classes]float64
	for k := range z {
		z[k] = m.bias[k] + float64(sum[k])*m.scale[k]*norm
	}
	return softmax(z)
}

// length takes the length of a line out of its scores: features of a longer line count less each.
func length(n int) float64 { return 8 / math.Sqrt(float64(n)+16) }

// bucket is where the weights of a feature stand.
func bucket(f uint32) int { return int((f ^ f>>15) % buckets) }

func softmax(z [classes]float64) [classes]float64 {
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for k := range z {
		z[k] = math.Exp(z[k] - top)
		sum += z[k]
	}
	for k := range z {
		z[k] /= sum
	}
	return z
}
