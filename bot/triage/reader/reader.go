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
	saw := b.seenFeatures(seen, nil)
	b.gaze.forget() // it may hold what another message showed
	best := r.look(words, 0, len(words), saw, b)
	for _, p := range parts(text, len(words)) {
		best.take(r.look(words, p.from, p.to, saw, b), len(r.m.Tiers), r.urgent())
	}
	if bare := withoutEmoji(text); bare != text {
		if o, w := wordsOf(bare); len(w) >= fewest && len(w) < len(words) {
			b.gaze.forget()
			if best.take(r.look(w, 0, len(w), saw, b), len(r.m.Tiers), r.urgent()) {
				original, words = o, w
			}
		}
	}
	end := min(best.at+window, len(words))
	return r.guesses(best.margins, original[best.at:end], words[best.at:end], b)
}

// A part is the words of a message from one to another.
type part struct{ from, to int }

// parts are what of a message of so many words is read once more by itself, so that what stands beside a red flag takes
// nothing from it: a message without its first sentence, and without its last. (And without its emoji: withoutEmoji.)
func parts(text string, words int) []part {
	if words > 2*window {
		return nil
	}
	trimmed := strings.TrimFunc(text, func(r rune) bool { return endsSentence(r) || unicode.IsSpace(r) })
	first := strings.IndexFunc(trimmed, endsSentence)
	if first < 0 {
		return nil
	}
	_, head := wordsOf(trimmed[:first])
	_, tail := wordsOf(trimmed[strings.LastIndexFunc(trimmed, endsSentence):])
	return slices.DeleteFunc([]part{{0, words - len(tail)}, {len(head), words}}, func(p part) bool {
		return p.to-p.from < fewest || p.to-p.from == words
	})
}

// withoutEmoji is text without its emoji, which are words of their own or part of one.
func withoutEmoji(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.So, r) {
			return ' '
		}
		return r
	}, text)
}

// endsSentence reports whether r parts sentences.
func endsSentence(r rune) bool { return strings.ContainsRune(".!?;\n…", r) }

// A look is what was seen of one stretch of text: the margins of its most serious window, and where that begins.
type look struct {
	margins []float32
	at      int
}

// take adds what another look saw: of each of so many tiers the higher margin, and all the rest where tier t has the higher
// margin there, which it reports.
func (l *look) take(o look, tiers, t int) bool {
	more := o.margins[t] > l.margins[t]
	if more {
		*l, o = o, *l
	}
	for i := range tiers {
		l.margins[i] = max(l.margins[i], o.margins[i])
	}
	return more
}

// look reads the words from one to another window by window.
func (r *Reader) look(words []string, from, to int, saw []feature, b *bag) look {
	step := window / 2
	if n := (to - from) / step; n > maxWindows {
		step = (to - from) / maxWindows
	}
	var best look
	var fs []feature
	var margins []float32
	for at := from; ; at += step {
		end := min(at+window, to)
		if !b.gaze.covers(at, end) {
			b.see(r.m.nets, words, at, end)
		}
		fs = append(b.textFeatures(words[at:end], fs[:0]), saw...)
		margins = r.m.margins(fs, margins)
		b.gaze.addMargins(at, end, saw, margins)
		if best.margins == nil || margins[r.urgent()] > best.margins[r.urgent()] {
			best.margins, best.at = slices.Clone(margins), at
		}
		if end == to {
			break
		}
	}
	return best
}

// see brings the words from one to another into view, or all of a message that is short enough to be read in parts.
func (b *bag) see(nets []*net, words []string, from, to int) {
	if len(words) <= 2*window {
		from, to = 0, len(words)
	}
	b.gaze.of(nets, sentenceOf(words[from:to]), from)
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
