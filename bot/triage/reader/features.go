package reader

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// buckets is how many hashed features a model has. Collisions at this size cost less than the file would grow by.
const buckets = 1 << 16

// window is how many words are read at a time. Chat messages are shorter; a long text is read in windows, so that a flag
// in the middle of it weighs as much as it would alone.
const window = 30

// A feature is a bucket and how much of it there is.
type feature struct {
	at    uint32
	value float32
}

// weights of the kinds of features before they are normalised, chosen on held-out messages.
const (
	weightWord   = 1.0
	weightPair   = 0.8
	weightSkip   = 0.6
	weightTriple = 0.5
	weightPiece  = 0.5
	weightSeen   = 1.0
	weightBoth   = 0.5
	scale        = 3.0
)

// fnv is the 32-bit FNV-1a hash over parts, without allocating their concatenation.
func fnv(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, p := range parts {
		for i := range len(p) {
			h ^= uint32(p[i])
			h *= 16777619
		}
		h ^= 0xff
		h *= 16777619
	}
	return h % buckets
}

// fold lowers case, takes accents and apostrophes off, squeezes letters that are drawn out and hides digits.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	var last rune
	run := 0
	for _, r := range text {
		r = unicode.ToLower(r)
		switch r {
		case 'á', 'à', 'â', 'ä':
			r = 'a'
		case 'é', 'è', 'ê', 'ë':
			r = 'e'
		case 'í', 'ì', 'î', 'ï':
			r = 'i'
		case 'ó', 'ò', 'ô', 'ö':
			r = 'o'
		case 'ú', 'ù', 'û', 'ü':
			r = 'u'
		case 'ñ':
			r = 'n'
		case '\'', '\u2019':
			continue
		}
		if r == last {
			run++
		} else {
			run = 0
		}
		last = r
		if run >= 2 && unicode.IsLetter(r) {
			continue
		}
		if unicode.IsDigit(r) {
			r = '0'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// wordsOf splits text into words as they stand, and folded. Emoji count as words.
func wordsOf(text string) (original, folded []string) {
	original = strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.So, r) && r != '\'' && r != '\u2019'
	})
	folded = make([]string, 0, len(original))
	kept := original[:0]
	for _, w := range original {
		if f := fold(w); f != "" {
			folded = append(folded, f)
			kept = append(kept, w)
		}
	}
	return kept, folded
}

// A bag collects features; the largest value of a bucket counts. It also holds what the nets have in view.
type bag struct {
	values [buckets]float32
	used   []uint32
	gaze   gaze
}

func (b *bag) add(at uint32, value float32) {
	if b.values[at] == 0 {
		b.used = append(b.used, at)
	}
	b.values[at] = max(b.values[at], value)
}

// flush returns the collected features with a norm of scale (softened by soft), and empties the bag.
func (b *bag) flush(into []feature, soft float64) []feature {
	slices.Sort(b.used)
	sum := 0.0
	for _, at := range b.used {
		sum += float64(b.values[at]) * float64(b.values[at])
	}
	norm := float32(scale / (math.Sqrt(sum) + soft))
	for _, at := range b.used {
		into = append(into, feature{at, b.values[at] * norm})
		b.values[at] = 0
	}
	b.used = b.used[:0]
	return into
}

// textFeatures are those of words.
func (b *bag) textFeatures(words []string, into []feature) []feature {
	var buf [64]byte
	for i, w := range words {
		b.add(fnv("w", w), weightWord)
		if i > 0 {
			b.add(fnv("b", words[i-1], w), weightPair)
		}
		if i > 1 {
			b.add(fnv("s", words[i-2], w), weightSkip)
			b.add(fnv("t", words[i-2], words[i-1], w), weightTriple)
		}
		if len(w) > len(buf)-2 {
			continue // no word of a language; its pieces would only be noise
		}
		p := append(append(append(buf[:0], '<'), w...), '>')
		for from := 0; from < len(p); {
			to := from
			for n := 1; n <= 5 && to < len(p); n++ {
				_, size := utf8.DecodeRune(p[to:])
				to += size
				if n >= 3 {
					b.add(pieceHash(p[from:to]), weightPiece)
				}
			}
			_, size := utf8.DecodeRune(p[from:])
			from += size
		}
	}
	return b.flush(into, 1e-6)
}

func pieceHash(p []byte) uint32 {
	h := uint32(2166136261)
	h ^= 'c'
	h *= 16777619
	for _, c := range p {
		h ^= uint32(c)
		h *= 16777619
	}
	return h % buckets
}

// maxSeen bounds the pairs of what the rules saw; no chat message shows more.
const maxSeen = 40

// seenFeatures are those of what the rules' lexicon saw, alone and in pairs.
func (b *bag) seenFeatures(seen []string, into []feature) []feature {
	seen = slices.Clone(seen)
	slices.Sort(seen)
	seen = slices.Compact(seen)
	for i, s := range seen {
		b.add(fnv("S", s), weightSeen)
		if len(seen) > maxSeen {
			continue
		}
		for _, o := range seen[i+1:] {
			b.add(fnv("P", s, o), weightBoth)
		}
	}
	return b.flush(into, 1)
}
