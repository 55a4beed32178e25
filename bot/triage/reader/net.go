package reader

import (
	"encoding/binary"
	"math"
	"unicode/utf8"
)

// The net reads what weighted words cannot: words in an order, and words it has not met by the pieces they are made of.
// Each word is the sum of the vectors of itself and of its pieces; filters over one, two and three words look for what
// they were taught, the strongest place of each counts, and so does the mean of the words (Kim 2014, with the subwords of
// Bojanowski et al. 2017). Sizes were chosen on authors that it had not read: larger ones found no more.
const (
	netBuckets = 1 << 15 // of words and pieces, hashed
	netDims    = 32      // a multiple of four, see addRows
	netFilters = 32      // of each width
	netWidths  = 3
	netSeen    = 1 << 15 // of what the rules saw
	netUnits   = netWidths*netFilters + netDims
)

// A net is what was learnt. Tables that are large are kept in eight bits.
type net struct {
	words     []int8 // netBuckets × netDims
	wordScale float32
	filters   [netWidths][]float32 // width k: (k+1) × netDims × netFilters
	biases    [netWidths][]float32
	out       []float32 // netUnits × tiers
	seen      []int8    // netSeen × tiers
	seenScale float32
	outBiases []float32
	tiers     int
}

// A sentence is the hashed words of a message: for each the buckets of the word and of its pieces.
type sentence [][]uint16

// sentenceOf hashes folded words for the net. Words too long for a language keep only themselves.
func sentenceOf(words []string) sentence {
	s := make(sentence, len(words))
	total := 0
	for _, w := range words {
		total += 1 + 3*len(w)
	}
	all := make([]uint16, 0, total)
	var buf [64]byte
	for i, w := range words {
		from := len(all)
		all = append(all, netHash('w', []byte(w)))
		if len(w) <= len(buf)-2 {
			p := append(append(append(buf[:0], '<'), w...), '>')
			for at := 0; at < len(p); {
				to := at
				for n := 1; n <= 5 && to < len(p); n++ {
					_, size := utf8.DecodeRune(p[to:])
					to += size
					if n >= 3 {
						all = append(all, netHash('c', p[at:to]))
					}
				}
				_, size := utf8.DecodeRune(p[at:])
				at += size
			}
		}
		s[i] = all[from:len(all):len(all)]
	}
	return s
}

// netHash is FNV-1a, folded to the size of the table.
func netHash(kind byte, p []byte) uint16 {
	h := (uint32(2166136261) ^ uint32(kind)) * 16777619
	for _, c := range p {
		h = (h ^ uint32(c)) * 16777619
	}
	return uint16((h ^ h>>15) % netBuckets)
}

// netSeenAt is the bucket of a feature of what the rules saw.
func netSeenAt(f feature) int { return int(f.at % netSeen) }

// netCount is how many nets read each message, every one taught from another beginning and in another order: what one of
// them makes of a wording by chance, their mean does not.
const netCount = 2

// A gaze is a message as the nets see it, word by word, so that a part of it can be read without looking again.
type gaze struct {
	nets  []*net
	views []view // one for each net
	from  int    // the first word of what is in view
	words int    // how many are
	sum   []float32
}

// of looks at words, the first of which is word from of the message. What was looked at before is forgotten.
func (g *gaze) of(nets []*net, words sentence, from int) {
	g.nets, g.from, g.words = nets, from, len(words)
	if len(g.views) < len(nets) {
		g.views = make([]view, len(nets))
	}
	for i, n := range nets {
		v := &g.views[i]
		v.clear(len(words))
		for t, pieces := range words {
			n.embed(pieces, v.word(t))
		}
		v.look(&n.filters, len(words))
	}
}

// forget takes everything out of view.
func (g *gaze) forget() { g.words = 0 }

// covers reports whether the words from one to another are in view.
func (g *gaze) covers(from, to int) bool {
	return g.words > 0 && from >= g.from && to <= g.from+g.words
}

// addMargins adds the mean of the nets' margins for the words from one to another, which must be in view, and for what the
// rules saw to into, one for each tier.
func (g *gaze) addMargins(from, to int, seen []feature, into []float32) {
	g.sum = append(g.sum[:0], make([]float32, len(into))...)
	for i, n := range g.nets {
		v := &g.views[i]
		v.read(&n.biases, from-g.from, to-g.from, nil)
		n.addMargins(&v.units, seen, g.sum)
	}
	for k, m := range g.sum {
		into[k] += m / float32(len(g.nets))
	}
}

// embed adds up a word's vectors into x, which is empty.
func (n *net) embed(pieces []uint16, x []float32) {
	for _, p := range pieces {
		row := n.words[int(p)*netDims:][:netDims]
		for d := range x {
			x[d] += float32(row[d])
		}
	}
	c := n.wordScale / float32(math.Sqrt(float64(len(pieces))))
	for d := range x {
		x[d] *= c
	}
}

// addMargins adds the net's margins for the units and what the rules saw to into, one for each tier.
func (n *net) addMargins(units *[netUnits]float32, seen []feature, into []float32) {
	for k := range n.tiers {
		into[k] += n.outBiases[k]
	}
	for i, u := range units {
		if u == 0 {
			continue
		}
		row := n.out[i*n.tiers:][:n.tiers]
		for k, w := range row {
			into[k] += u * w
		}
	}
	for _, f := range seen {
		row := n.seen[netSeenAt(f)*n.tiers:][:n.tiers]
		for k, w := range row {
			into[k] += float32(w) * n.seenScale * f.value
		}
	}
}

// floats are the tables of a net that are kept as they are, in the order of its file, and their lengths.
func (n *net) floats() (all []*[]float32, lengths []int) {
	all, lengths = []*[]float32{&n.out, &n.outBiases}, []int{netUnits * n.tiers, n.tiers}
	for k := range netWidths {
		all = append(all, &n.filters[k], &n.biases[k])
		lengths = append(lengths, (k+1)*netDims*netFilters, netFilters)
	}
	return all, lengths
}

// appendTo appends the net's tables as bytes.
func (n *net) appendTo(b []byte) []byte {
	all, _ := n.floats()
	for _, f := range append(all, &[]float32{n.wordScale, n.seenScale}) {
		for _, v := range *f {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	for _, t := range [][]int8{n.words, n.seen} {
		for _, v := range t {
			b = append(b, byte(v))
		}
	}
	return b
}

// readNets reads nets that appendTo wrote one after the other.
func readNets(t *tape, tiers int) []*net {
	nets := make([]*net, netCount)
	for i := range nets {
		n := &net{tiers: tiers}
		all, lengths := n.floats()
		for k, f := range all {
			*f = t.floats(lengths[k])
		}
		scales := t.floats(2)
		n.wordScale, n.seenScale = scales[0], scales[1]
		n.words, n.seen = t.signed(netBuckets*netDims), t.signed(netSeen*tiers)
		nets[i] = n
	}
	return nets
}
