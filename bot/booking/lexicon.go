package booking

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"knead/bot"
)

//go:embed lexicon/*.txt lexicon/*.bin
var files embed.FS

// A symbol is what the grammar calls a word or phrase, whatever the language it was said in.
type symbol string

// A sense is one reading of a phrase. n counts its tokens.
type sense struct {
	sym symbol
	val int
	n   int
}

// A phrase is a row of the phrase table: its words after the first, and what they mean.
type phrase struct {
	rest []string
	sense
}

// A table finds phrases by their first word.
type table map[string][]phrase

func (t table) add(text string, s sense, mixed map[string]bool) {
	toks := tokenize(text, mixed)
	if len(toks) == 0 {
		return
	}
	words := make([]string, len(toks))
	for i, tk := range toks {
		words[i] = tk.text
	}
	s.n = len(words)
	t[words[0]] = append(t[words[0]], phrase{rest: words[1:], sense: s})
}

// senses lists every phrase of t that begins at token i.
func (t table) senses(toks []token, i int, out []sense) []sense {
next:
	for _, p := range t[toks[i].text] {
		if i+p.n > len(toks) {
			continue
		}
		for j, w := range p.rest {
			if toks[i+1+j].text != w {
				continue next
			}
		}
		out = append(out, p.sense)
	}
	return out
}

// A lexicon is all the words that a Reader knows. It is built once and never written again.
type lexicon struct {
	words    table           // symbols of the grammar
	cues     table           // what a line wants: symbol is the block's name
	holidays table           // val indexes rules
	rules    []holiday       // dates of the holidays
	places   table           // towns
	names    map[string]bool // first names
	capital  map[string]bool // first names that are words too
	mixed    map[string]bool // chunks with digits inside, such as "2nite"
	known    map[string]bool // words never taken for a misspelling
	fuzzy    map[byte][]string
	sounds   map[string]string // fuzzy words by their sound
	common   wordSet           // ordinary words
	given    wordSet           // first names that stand in no list
}

func loadLexicon(country string) (*lexicon, error) {
	l := &lexicon{
		words: table{}, cues: table{}, holidays: table{}, places: table{}, names: map[string]bool{}, capital: map[string]bool{}, mixed: map[string]bool{},
		known: map[string]bool{}, fuzzy: map[byte][]string{}, sounds: map[string]string{},
	}
	for _, load := range []func(string) error{l.loadWords, l.loadCues, l.loadNames, l.loadPlaces, l.loadKnown, l.loadLayNames} {
		if err := load(country); err != nil {
			return nil, fmt.Errorf("load lexicon: %w", err)
		}
	}
	for name, set := range map[string]*wordSet{"ordinary.bin": &l.common, "given.bin": &l.given} {
		b, err := fs.ReadFile(files, "lexicon/"+name)
		if err != nil {
			return nil, fmt.Errorf("load lexicon: %w", err)
		}
		*set = b
	}
	if err := l.loadHolidays(country); err != nil {
		return nil, fmt.Errorf("load lexicon: %w", err)
	}
	return l, nil
}

// lines calls f with each line of a lexicon file that is neither empty nor a comment.
func lines(name string, f func(n int, line string) error) error {
	b, err := fs.ReadFile(files, "lexicon/"+name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := f(n, line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}

func (l *lexicon) loadWords(string) error {
	return lines("words.txt", func(_ int, line string) error {
		head, list, ok := strings.Cut(line, " : ")
		if !ok {
			return fmt.Errorf("no %q", " : ")
		}
		head, fuzzy := strings.CutPrefix(strings.TrimSpace(head), "~")
		name, value, has := strings.Cut(head, "=")
		s := sense{sym: symbol(strings.TrimSpace(name))}
		if has {
			v, err := strconv.Atoi(strings.TrimSpace(value))
			if err != nil {
				return fmt.Errorf("value: %w", err)
			}
			s.val = v
		}
		for p := range strings.SplitSeq(list, "|") {
			p = strings.TrimSpace(p)
			l.learn(p, fuzzy)
			l.words.add(p, s, l.mixed)
		}
		return nil
	})
}

// learn makes the words of a phrase known, and able to be misspelt when fuzzy.
func (l *lexicon) learn(p string, fuzzy bool) {
	for c := range strings.FieldsSeq(p) {
		c = fold(c)
		if mixedChunk(c) {
			l.mixed[c] = true
		}
	}
	for _, tk := range tokenize(p, l.mixed) {
		if tk.kind != wordToken {
			continue
		}
		l.known[tk.text] = true
		if fuzzy && len(tk.text) >= 5 {
			l.fuzzy[tk.text[0]] = append(l.fuzzy[tk.text[0]], tk.text)
			l.sounds[sound(tk.text)] = tk.text
		}
	}
}

func (l *lexicon) loadCues(string) error {
	block := symbol("")
	return lines("cues.txt", func(_ int, line string) error {
		if strings.HasPrefix(line, "[") {
			block = symbol(strings.Trim(line, "[]"))
			return nil
		}
		for p := range strings.SplitSeq(line, "|") {
			p, fuzzy := strings.CutPrefix(strings.TrimSpace(p), "~") // found when misspelt, too
			l.learn(p, fuzzy)
			l.cues.add(p, sense{sym: block}, l.mixed)
		}
		return nil
	})
}

func (l *lexicon) loadNames(string) error {
	for _, name := range []string{"names.txt", "names_census.txt"} {
		if err := lines(name, func(_ int, line string) error {
			for n := range strings.FieldsSeq(line) {
				l.names[n], l.known[n] = true, true
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return lines("names_words.txt", func(_ int, line string) error {
		for n := range strings.FieldsSeq(line) {
			l.capital[n] = true
		}
		return nil
	})
}

func (l *lexicon) loadPlaces(string) error {
	return lines("places.txt", func(_ int, line string) error {
		for p := range strings.SplitSeq(line, "|") {
			l.places.add(strings.TrimSpace(p), sense{sym: "place"}, nil)
		}
		return nil
	})
}

func (l *lexicon) loadKnown(string) error {
	return lines("known.txt", func(_ int, line string) error {
		for w := range strings.FieldsSeq(line) {
			l.known[w] = true
		}
		return nil
	})
}

// loadLayNames makes the lay names of every service ordinary words of a request, also of those that a practice does not offer.
func (l *lexicon) loadLayNames(string) error {
	return lines("services.txt", func(_ int, line string) error {
		_, list, _ := strings.Cut(line, " : ")
		for p := range strings.SplitSeq(list, "|") {
			l.cues.add(strings.TrimSpace(p), sense{sym: "filler"}, l.mixed)
		}
		return nil
	})
}

// layNames are the built-in lay names of a service, nil for one that is not among them.
func layNames(id bot.ServiceID) ([]string, error) {
	var out []string
	err := lines("services.txt", func(_ int, line string) error {
		head, list, ok := strings.Cut(line, " : ")
		if !ok {
			return fmt.Errorf("no %q", " : ")
		}
		if bot.ServiceID(strings.TrimSpace(head)) == id {
			for p := range strings.SplitSeq(list, "|") {
				out = append(out, strings.TrimSpace(p))
			}
		}
		return nil
	})
	return out, err
}
