package reader

import (
	_ "embed" // the model file
	"slices"
	"strings"
	"sync"
	"unicode"

	"knead/bot"
	"knead/bot/triage"
)

//go:embed model.bin
var embedded []byte

// A Reader is a triage.SeeingReader. It is safe for concurrent use and keeps no text.
type Reader struct {
	m    *model
	bags sync.Pool
}

var _ triage.SeeingReader = (*Reader)(nil)

// Default returns the embedded model.
func Default() (*Reader, error) { return Load(embedded) }

// Load returns the model of a file's bytes. The error is ErrModel when they are damaged.
func Load(data []byte) (*Reader, error) {
	m, err := readModel(data)
	if err != nil {
		return nil, err
	}
	return newReader(m), nil
}

func newReader(m *model) *Reader {
	return &Reader{m: m, bags: sync.Pool{New: func() any { return new(bag) }}}
}

// Made tells what the model was made from.
func (r *Reader) Made() string { return r.m.Made }

// Read implements triage.SecondReader.
func (r *Reader) Read(text string) []triage.Guess { return r.ReadSeen(text, nil) }

// fewest is how many words a message must have for the reader to have a say. "bye" and "not now" are the rules' business.
const fewest = 3

// maxWindows bounds how many windows of a long text are read, spread over it, so that its time is bounded.
const maxWindows = 60

// ReadSeen implements triage.SeeingReader: seen is what the rules saw in the message.
func (r *Reader) ReadSeen(text string, seen []string) []triage.Guess {
	b, ok := r.bags.Get().(*bag)
	if !ok {
		return nil // unreachable: the pool makes nothing else
	}
	defer r.bags.Put(b)
	original, words := wordsOf(text)
	if len(words) < fewest {
		return nil
	}
	best := r.look(words, seen, b)
	whole := len(words)
	for _, p := range parts(text, whole) {
		o, w := wordsOf(p)
		if len(w) < fewest || len(w) == whole {
			continue
		}
		l := r.look(w, seen, b)
		if l.margins[r.urgent()] > best.margins[r.urgent()] {
			best, l, original, words = l, best, o, w
		}
		for i := range r.m.Tiers {
			best.margins[i] = max(best.margins[i], l.margins[i])
		}
	}
	end := min(best.at+window, len(words))
	return r.guesses(best.margins, original[best.at:end], words[best.at:end], b)
}

// parts are what of a message is read once more by itself, so that what stands beside a red flag takes nothing from it:
// a message without its first sentence, without its last, and without its emoji.
func parts(text string, words int) []string {
	var out []string
	if words <= 2*window {
		trimmed := strings.TrimFunc(text, func(r rune) bool { return endsSentence(r) || unicode.IsSpace(r) })
		if i := strings.IndexFunc(trimmed, endsSentence); i >= 0 {
			out = append(out, trimmed[:strings.LastIndexFunc(trimmed, endsSentence)], trimmed[i:])
		}
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.So, r) {
			return ' '
		}
		return r
	}, text)
	if bare != text {
		out = append(out, bare)
	}
	return out
}

// endsSentence reports whether r parts sentences.
func endsSentence(r rune) bool { return strings.ContainsRune(".!?;\n…", r) }

// A look is what was seen of one stretch of text: the margins of its most serious window, and where that begins.
type look struct {
	margins []float32
	at      int
}

// look reads words window by window.
func (r *Reader) look(words, seen []string, b *bag) look {
	step := window / 2
	if n := len(words) / step; n > maxWindows {
		step = len(words) / maxWindows
	}
	var best look
	var fs []feature
	var margins []float32
	var sc scratch
	saw := b.seenFeatures(seen, nil)
	hashed := sentenceOf(words)
	for from := 0; ; from += step {
		to := min(from+window, len(words))
		fs = append(b.textFeatures(words[from:to], fs[:0]), saw...)
		margins = r.m.margins(fs, margins)
		addMargins(r.m.nets, hashed[from:to], saw, &sc, margins)
		if best.margins == nil || margins[r.urgent()] > best.margins[r.urgent()] {
			best.margins, best.at = slices.Clone(margins), from
		}
		if to == len(words) {
			break
		}
	}
	return best
}

// urgent is the tier head of Urgent.
func (r *Reader) urgent() int {
	return max(0, slices.Index(r.m.Tiers, bot.Urgent))
}

// faint is the probability below which a guess is not worth telling.
const faint = 0.05

// guesses turns margins into at most one guess for each level: the likeliest flag of that level, with the probability
// that the message is at least as serious. A level is not guessed where a higher one is likelier than not.
func (r *Reader) guesses(margins []float32, original, folded []string, b *bag) []triage.Guess {
	var out []triage.Guess
	var words []string
	for i := len(r.m.Tiers) - 1; i >= 0; i-- {
		level := r.m.Tiers[i]
		p := r.m.probability(i, margins[i])
		if p < faint {
			continue
		}
		if best := r.flag(level, margins); best >= 0 {
			if words == nil {
				words = r.weighty(i, original, folded, b)
			}
			out = append(out, triage.Guess{Flag: r.m.Flags[best], Level: level, P: p, Words: words})
		}
		if p > 0.5 && level <= bot.Urgent {
			break
		}
	}
	return out
}

// flag returns the likeliest flag of a level, -1 if there is none. Urgent and emergency share theirs.
func (r *Reader) flag(level bot.Level, margins []float32) int {
	best := -1
	for f := range r.m.Flags {
		if serious(r.m.Levels[f]) != serious(level) || !serious(level) && r.m.Levels[f] != level {
			continue
		}
		if best < 0 || margins[len(r.m.Tiers)+f] > margins[len(r.m.Tiers)+best] {
			best = f
		}
	}
	return best
}

func serious(l bot.Level) bool { return l >= bot.Urgent }

// weighty returns the up to three words that weigh most for tier head h, in the order of the message.
func (r *Reader) weighty(h int, original, folded []string, b *bag) []string {
	type weighed struct {
		at     int
		weight float32
	}
	var all []weighed
	for i, w := range folded {
		fs := b.textFeatures([]string{w}, nil)
		var sum float32
		for _, f := range fs {
			sum += float32(r.m.weights[int(f.at)*r.m.heads+h]) * f.value
		}
		all = append(all, weighed{i, sum})
	}
	slices.SortStableFunc(all, func(a, b weighed) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	all = all[:min(3, len(all))]
	slices.SortFunc(all, func(a, b weighed) int { return a.at - b.at })
	out := make([]string, len(all))
	for i, w := range all {
		out[i] = original[w.at]
	}
	return out
}
