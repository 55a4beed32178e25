package knowledge

import "slices"

// A bag is a set of words in little room, by their hashes: a base of many passages keeps ten sets for each of them. Two
// words with one hash are met less often than a misprint.
type bag []uint32

func newBag(words []string) bag {
	b := make(bag, len(words))
	for i, w := range words {
		b[i] = traitHash(w)
	}
	slices.Sort(b)
	return slices.Clip(slices.Compact(b))
}

func bagOf(words map[string]bool) bag {
	all := make([]string, 0, len(words))
	for w := range words {
		all = append(all, w)
	}
	return newBag(all)
}

func (b bag) has(w string) bool {
	_, ok := slices.BinarySearch(b, traitHash(w))
	return ok
}

// A tally counts pieces or turns of phrase.
type tally struct {
	ids []uint32 // sorted
	n   []uint16
}

func newTally(counts map[uint32]int) tally {
	t := tally{ids: make([]uint32, 0, len(counts)), n: make([]uint16, len(counts))}
	for id := range counts {
		t.ids = append(t.ids, id)
	}
	slices.Sort(t.ids)
	for i, id := range t.ids {
		t.n[i] = uint16(min(counts[id], 1<<16-1))
	}
	return t
}

// of returns how often id was counted.
func (t tally) of(id uint32) int {
	if i, ok := slices.BinarySearch(t.ids, id); ok {
		return int(t.n[i])
	}
	return 0
}
