package guard

import (
	"embed"
	"fmt"
	"strings"

	"knead/bot"
	"knead/knowledge"
)

//go:embed words/*.txt
var wordFiles embed.FS

// An effect is what a word does to a thing.
type effect uint8

const (
	noEffect effect = iota
	down
	up
	help
	harm
	free
	causes
	stops
	tightens
	removes
)

// A lexicon is what is known of one language. Keys are stems, or the first word's stem of a group.
type lexicon struct {
	lang      bot.Lang
	phrases   map[string][]phrase // by first word
	group     map[string]string   // stem → the key of its group
	plain     map[string]bool     // by word as written
	known     map[string]bool
	hedge     map[string]bool
	weak      map[string]bool
	hot       map[string]bool // by key
	name      map[string]bool // by key; all of them are hot too
	effects   map[string]effect
	bad, good map[string]bool // by key
	condition map[string]bool // by key
	negators  map[string]bool
	numbers   map[string]string
}

type phrase struct {
	words []string
	means []string
}

func newLexicon(l bot.Lang) (*lexicon, error) {
	name := "words/en.txt"
	if l == bot.Spanish {
		name = "words/es.txt"
	}
	data, err := wordFiles.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("guard: %w", err)
	}
	x := &lexicon{lang: l, phrases: map[string][]phrase{}, group: map[string]string{}, plain: map[string]bool{}, known: map[string]bool{}, hedge: map[string]bool{},
		weak: map[string]bool{}, hot: map[string]bool{}, name: map[string]bool{}, effects: map[string]effect{}, bad: map[string]bool{}, good: map[string]bool{},
		condition: map[string]bool{}, negators: set(negators(l)), numbers: numbers(l)}
	section, later := "", map[string][]string{}
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if s, ok := strings.CutPrefix(line, "["); ok && strings.HasSuffix(s, "]") {
			section = strings.TrimSuffix(s, "]")
			continue
		}
		switch section {
		case "phrase":
			from, to, ok := strings.Cut(line, " => ")
			if !ok {
				return nil, fmt.Errorf("guard: %s:%d: phrase without =>", name, i+1)
			}
			p := phrase{words: strings.Fields(from), means: strings.Fields(to)}
			if to == "-" {
				p.means = nil
			}
			x.phrases[p.words[0]] = append(x.phrases[p.words[0]], p)
		case "same":
			f := strings.Fields(line)
			for _, w := range f {
				if s := x.stem(w); x.group[s] == "" {
					x.group[s] = x.stem(f[0])
				}
			}
		default:
			later[section] = append(later[section], strings.Fields(line)...)
		}
	}
	x.fill(later)
	return x, nil
}

// fill sorts the words of the sections in, once the groups are known.
func (x *lexicon) fill(words map[string][]string) {
	for _, w := range words["plain"] {
		x.plain[w] = true
	}
	for _, w := range words["known"] {
		x.known[w] = true
	}
	for _, w := range words["hedge"] {
		x.hedge[w] = true
	}
	for _, w := range words["weak"] {
		x.weak[w] = true
	}
	for section, to := range map[string]map[string]bool{"hot": x.hot, "name": x.name, "bad": x.bad, "good": x.good, "condition": x.condition} {
		for _, w := range words[section] {
			to[x.key(w)] = true
		}
	}
	for section, e := range map[string]effect{"down": down, "up": up, "help": help, "harm": harm, "free": free, "cause": causes, "stop": stops, "tighten": tightens, "remove": removes} {
		for _, w := range words[section] {
			x.effects[w] = e
		}
	}
}

// stem is the word's stem; a few words that stems confuse keep their own.
func (x *lexicon) stem(w string) string {
	switch w {
	case "several", "severa", "severo", "single", "sing", "early", "general":
		return w
	}
	return knowledge.Stem(x.lang, w)
}

// key is what the word is compared by.
func (x *lexicon) key(w string) string {
	s := x.stem(w)
	if g, ok := x.group[s]; ok {
		return g
	}
	return s
}

func negators(l bot.Lang) []string {
	if l == bot.Spanish {
		return []string{"no", "nunca", "jamas", "sin", "ni", "ningun", "ninguna", "ninguno", "tampoco", "nadie"}
	}
	return []string{"not", "no", "never", "without", "nor", "neither", "cannot", "none", "nobody", "hardly", "rarely", "dont", "doesnt", "didnt", "wont", "cant",
		"isnt", "arent", "wasnt", "couldnt", "shouldnt", "wouldnt", "neednt", "havent", "hasnt", "instead"}
}

// numbers are number words with their digits. "One" and "un" are not among them: they are articles more often.
func numbers(l bot.Lang) map[string]string {
	if l == bot.Spanish {
		return map[string]string{"dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "diez": "10",
			"once": "11", "doce": "12", "quince": "15", "veinte": "20", "treinta": "30", "cuarenta": "40", "cincuenta": "50", "sesenta": "60",
			"noventa": "90", "cien": "100", "mil": "1000", "doble": "2", "medio": "0.5", "media": "0.5", "mitad": "0.5", "docena": "12"}
	}
	return map[string]string{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
		"eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
		"ninety": "90", "hundred": "100", "thousand": "1000", "twice": "2", "half": "0.5", "dozen": "12", "couple": "2"}
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
