package reader

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"knead/bot"
)

// ErrModel says that a model file cannot be used.
var ErrModel = errors.New("screening model")

const magic = "knead reader 4\n"

// A header describes a model file; it is JSON, one line, before the weights.
type header struct {
	Buckets int          `json:"buckets"`
	Tiers   []bot.Level  `json:"tiers"` // tier head i: at least this level
	Flags   []bot.FlagID `json:"flags"`
	Levels  []bot.Level  `json:"levels"` // the level a flag mostly had in the corpus
	Scale   []float32    `json:"scale"`  // of each head's weights, tiers first
	Bias    []float32    `json:"bias"`
	Slope   []float64    `json:"slope"` // calibration of the tier heads: P = 1/(1+exp(-(slope·x+offset)))
	Offset  []float64    `json:"offset"`
	Made    string       `json:"made"` // what it was made from: see Fingerprint

	Explains *explainHeader `json:"explains,omitempty"` // nil where there is no explainer
}

// A model is a header and its weights: weights[bucket*heads+head], to be multiplied by the head's scale.
type model struct {
	header
	heads    int
	weights  []int8
	explains *explainer
	nets     []*net
}

// readModel reads a model file.
func readModel(data []byte) (*model, error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, fmt.Errorf("%w: not a model file of this version", ErrModel)
	}
	if len(rest) < 4 {
		return nil, fmt.Errorf("%w: cut short", ErrModel)
	}
	n := int(binary.LittleEndian.Uint32(rest))
	rest = rest[4:]
	if n < 0 || n > len(rest) {
		return nil, fmt.Errorf("%w: cut short", ErrModel)
	}
	m := &model{}
	if err := json.Unmarshal(rest[:n], &m.header); err != nil {
		return nil, fmt.Errorf("%w: header: %w", ErrModel, err)
	}
	m.heads = len(m.Tiers) + len(m.Flags)
	switch {
	case m.Buckets != buckets:
		return nil, fmt.Errorf("%w: %d buckets, want %d", ErrModel, m.Buckets, buckets)
	case len(m.Tiers) == 0 || m.heads > 256 || len(m.Scale) != m.heads || len(m.Bias) != m.heads ||
		len(m.Slope) != len(m.Tiers) || len(m.Offset) != len(m.Tiers) || len(m.Levels) != len(m.Flags):
		return nil, fmt.Errorf("%w: heads do not match", ErrModel)
	}
	z, err := gzip.NewReader(bytes.NewReader(rest[n:]))
	if err != nil {
		return nil, fmt.Errorf("%w: weights: %w", ErrModel, err)
	}
	t := &tape{from: z, buf: make([]byte, tapeStep)}
	if h := m.Explains; h != nil {
		m.explains = &explainer{weights: t.signed(buckets), scale: h.Scale, bias: h.Bias}
	}
	m.weights = t.signed(buckets * m.heads)
	m.nets = readNets(t, len(m.Tiers))
	if err := t.end(); err != nil {
		return nil, fmt.Errorf("%w: weights: %w", ErrModel, err)
	}
	return m, nil
}

// unsigned appends weights to raw, a byte each.
func unsigned(raw []byte, weights []int8) []byte {
	for _, w := range weights {
		raw = append(raw, byte(w))
	}
	return raw
}

// write returns the model as a file.
func (m *model) write() ([]byte, error) {
	m.Explains = nil
	var raw []byte
	if x := m.explains; x != nil {
		m.Explains = &explainHeader{Scale: x.scale, Bias: x.bias}
		raw = unsigned(raw, x.weights)
	}
	head, err := json.Marshal(m.header)
	if err != nil {
		return nil, fmt.Errorf("write model: %w", err)
	}
	var b bytes.Buffer
	b.WriteString(magic)
	if err := binary.Write(&b, binary.LittleEndian, uint32(len(head))); err != nil {
		return nil, fmt.Errorf("write model: %w", err)
	}
	b.Write(head)
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("write model: %w", err)
	}
	raw = unsigned(raw, m.weights)
	for _, n := range m.nets {
		raw = n.appendTo(raw)
	}
	if _, err := z.Write(raw); err != nil {
		return nil, fmt.Errorf("write model: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write model: %w", err)
	}
	return b.Bytes(), nil
}

// margins returns the sum of every head over fs.
func (m *model) margins(fs []feature, into []float32) []float32 {
	into = append(into[:0], make([]float32, m.heads)...)
	for _, f := range fs {
		row := m.weights[int(f.at)*m.heads:][:m.heads]
		for h, w := range row {
			into[h] += float32(w) * f.value
		}
	}
	for h := range into {
		into[h] = into[h]*m.Scale[h] + m.Bias[h]
	}
	return into
}

// probability calibrates tier head i.
func (m *model) probability(i int, margin float32) float64 {
	return 1 / (1 + math.Exp(-(m.Slope[i]*float64(margin) + m.Offset[i])))
}
