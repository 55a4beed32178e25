package booking

import "math/bits"

// A wordSet is a Bloom filter of folded words: it knows all that were added, and of others one in a hundred or fewer where it
// has ten bits or more for each that was added. A nil set is empty.
type wordSet []byte

// newWordSet returns an empty set with room for n words at twelve bits each.
func newWordSet(n int) wordSet { return make(wordSet, (n*12+7)/8) }

func (s wordSet) add(w string) {
	for _, k := range s.spots(w) {
		s[k/8] |= 1 << (k % 8)
	}
}

func (s wordSet) has(w string) bool {
	if len(s) == 0 {
		return false
	}
	for _, k := range s.spots(w) {
		if s[k/8]&(1<<(k%8)) == 0 {
			return false
		}
	}
	return true
}

// spots are the bits of a word: steps of one half of its hash from the other (Kirsch and Mitzenmacher).
func (s wordSet) spots(w string) [7]uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for k := range len(w) {
		h = (h ^ uint64(w[k])) * 1099511628211
	}
	a := h * 0x9e3779b97f4a7c15 // FNV leaves the high bits of short words alike: the product spreads them
	b := bits.RotateLeft64(a, 32) | 1
	var out [7]uint64
	for k := range out {
		out[k] = a % uint64(len(s)*8)
		a += b
	}
	return out
}
