// Package bloom keeps a large set of words in little room: a word of the set is always found, another one seldom.
package bloom

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
)

// hashes is how many bits a word sets. With ten bits a word, about one foreign word in a hundred is taken for known.
const hashes = 7

// A Filter is a set of words.
type Filter struct{ bits []byte }

// New returns an empty filter with room for n words at ten bits each.
func New(n int) *Filter { return &Filter{make([]byte, (n*10+7)/8+1)} }

// Parse returns the filter that Bytes wrote.
func Parse(b []byte) (*Filter, error) {
	if len(b) < 2 || b[0] != 1 {
		return nil, fmt.Errorf("word filter: %d bytes of an unknown form", len(b))
	}
	return &Filter{b[1:]}, nil
}

// Bytes returns f in a form that Parse reads.
func (f *Filter) Bytes() []byte { return append([]byte{1}, f.bits...) }

// Add puts w into the set.
func (f *Filter) Add(w string) {
	f.each(w, func(i uint64) bool { f.bits[i/8] |= 1 << (i % 8); return true })
}

// Has reports whether w is in the set, or is one of the few that look as if.
func (f *Filter) Has(w string) bool {
	return f.each(w, func(i uint64) bool { return f.bits[i/8]&(1<<(i%8)) != 0 })
}

func (f *Filter) each(w string, do func(i uint64) bool) bool {
	h := fnv.New128a()
	h.Write([]byte(w)) // never fails
	sum := h.Sum(nil)
	a, b := binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])|1
	for k := range uint64(hashes) {
		if !do((a + k*b) % (uint64(len(f.bits)) * 8)) {
			return false
		}
	}
	return true
}
