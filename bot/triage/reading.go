package triage

// A reading is one message taken apart. Slices run over tokens unless said otherwise.
type reading struct {
	tokens   []token
	tongue   tongue
	words    []int32 // word numbers of all tokens, one after the other
	starts   []int32 // where a token's begin in words
	pos      []int32 // position counting only words that carry meaning; a sentence's end counts 50
	sentence []int32
	clause   []int32
	fill     []bool
	fuzzy    []bool         // the word was guessed: it is misspelt or unknown
	found    [][]occurrence // by concept, in order of place
	values   []figure
	context  []context
	wondered []int // signs, by index, that the message asks about in general and that knead asks back about
}

type figure struct {
	concept conceptID
	at      int32
	value   int
}

// A context is what stands around one token.
type context struct {
	denied   [2]int32 // 1 + the first token of up to two negators that reach it
	hypo     bool     // asked in general, or imagined
	past     bool
	resolved bool
	worse    bool
	other    bool // about somebody else
	history  bool // about somebody else's past: family history
}

func (r *reading) word(i int) string {
	if i < 0 || i >= len(r.tokens) {
		return ""
	}
	return r.tokens[i].word
}

// guessed reports whether a token of [from, to] was guessed.
func (r *reading) guessed(from, to int) bool {
	for i := from; i <= to; i++ {
		if r.fuzzy[i] {
			return true
		}
	}
	return false
}

// sentenceEnd returns the token after the sentence of token i.
func (r *reading) sentenceEnd(i int32) int32 {
	for k := i; k < int32(len(r.tokens)); k++ {
		if r.sentence[k] != r.sentence[i] {
			return k
		}
	}
	return int32(len(r.tokens))
}

func (r *reading) sentenceStart(i int32) int32 {
	for i > 0 && r.sentence[i-1] == r.sentence[i] {
		i--
	}
	return i
}

// drop removes the occurrences of all concepts but those kept that lie wholly on masked tokens.
func (r *reading) drop(masked, kept []bool) {
	inside := func(o occurrence) bool {
		for i := o.from; i < o.to; i++ {
			if !masked[i] {
				return false
			}
		}
		return true
	}
	for c, list := range r.found {
		if kept[c] {
			continue
		}
		left := list[:0]
		for _, o := range list {
			if !inside(o) {
				left = append(left, o)
			}
		}
		r.found[c] = left
	}
}
