package reader

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// tapeStep is how much of a tape is read at a time.
const tapeStep = 1 << 15

// A tape reads the tables of a model file one after the other, so that no second copy of millions of weights is made. The
// first error is kept; what is read after it is zero.
type tape struct {
	from io.Reader
	buf  []byte
	err  error
}

// next returns the next n bytes, at most tapeStep, which stand until the next call.
func (t *tape) next(n int) []byte {
	b := t.buf[:n]
	if t.err == nil {
		_, t.err = io.ReadFull(t.from, b)
	}
	if t.err != nil {
		clear(b)
	}
	return b
}

// signed reads n weights, a byte each.
func (t *tape) signed(n int) []int8 {
	out := make([]int8, n)
	for rest := out; len(rest) > 0; {
		b := t.next(min(len(rest), tapeStep))
		for i, v := range b {
			rest[i] = int8(v)
		}
		rest = rest[len(b):]
	}
	return out
}

// floats reads n numbers of four bytes each, little end first.
func (t *tape) floats(n int) []float32 {
	out := make([]float32, n)
	for rest := out; len(rest) > 0; {
		b := t.next(min(4*len(rest), tapeStep))
		for i := range len(b) / 4 {
			v := math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
			if t.err == nil && (v != v || math.IsInf(float64(v), 0)) {
				t.err = errors.New("a weight that is no number")
			}
			rest[i] = v
		}
		rest = rest[len(b)/4:]
	}
	return out
}

// end returns what went wrong, or an error if the tape goes on.
func (t *tape) end() error {
	if t.err != nil {
		if errors.Is(t.err, io.EOF) || errors.Is(t.err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("cut short: %w", t.err)
		}
		return t.err
	}
	switch n, err := io.ReadFull(t.from, t.buf[:1]); {
	case n > 0:
		return errors.New("more than there ought to be")
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("end: %w", err) // its sum does not match
	}
	return nil
}
