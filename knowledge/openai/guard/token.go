package guard

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A token is a word of a sentence or passage.
type token struct {
	word    string // lower case, without accents
	key     string // what it is compared by
	effect  effect
	negated bool // stands shortly after "not", "never", "without" …
	negator bool
	plain   bool // says nothing by itself
	known   bool // massage, therapist: what everything here is about
	hedge   bool
	weak    bool // shortly before it stands "may", "some" …: it is claimed with doubt
	hot     bool // decides a meaning
	name    bool // of a place or technique
	number  bool
	link    bool
	future  bool
	breaks  bool // a clause may end before it
	comma   bool // a comma stands before it
}

// content reports whether the token must be found in the passage.
func (t token) content() bool {
	return t.effect == noEffect && !t.negator && (t.hot || t.number || t.link || !t.plain && !t.known && !t.hedge)
}

// fold is text in lower case without accents and with plain apostrophes.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		case r == '’' || r == '‘' || r == '`' || r == '´':
			b.WriteRune('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// A raw is a word with what stood before it.
type raw struct {
	word   string
	breaks bool
	comma  bool
	future bool
}

// cut splits text into words. Links, numbers and addresses stay whole.
func cut(text string) []raw {
	var out []raw
	mark, comma := false, false
	for _, f := range strings.Fields(strings.NewReplacer("—", " — ", "–", " – ", "*", " ", "[", " ", "]", " ", "(", " ( ", ")", " ) ", "/ ", " ", "¿", " ", "¡", " ", "\"", " ").Replace(text)) {
		future := isFuture(f)
		if w := strings.ToLower(strings.TrimFunc(f, func(r rune) bool { return !unicode.IsLetter(r) })); w == "sí" {
			f = strings.Replace(strings.ToLower(f), "sí", "yes", 1) // without its accent it would be "if"
		}
		f = fold(f)
		if isLink(f) {
			w := trimLink(f)
			out = append(out, raw{word: w, breaks: mark, comma: comma})
			mark, comma = false, false
			continue
		}
		for _, w := range strings.FieldsFunc(f, func(r rune) bool { return r == '-' && !hasDigit(f) || r == '…' }) {
			trimmed := strings.TrimFunc(w, func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '$' && r != '€' && r != '%'
			})
			if trimmed != "" {
				trimmed = strings.TrimSuffix(trimmed, "'s")
				trimmed = strings.ReplaceAll(trimmed, "'", "")
				out = append(out, raw{word: trimmed, breaks: mark, comma: comma, future: future})
				mark, comma = false, false
			}
			switch {
			case w == "—" || w == "–" || w == "(" || w == ")" || strings.ContainsAny(w[len(w)-1:], ";.!?"):
				mark = true
			case strings.HasSuffix(w, ","), strings.HasSuffix(w, ":"):
				comma = true
			}
		}
	}
	return out
}

// isFuture reports whether a Spanish word has the ending of the future, which folding would take away.
func isFuture(w string) bool {
	w = strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }))
	for _, end := range []string{"ará", "erá", "irá", "arán", "erán", "irán", "aremos", "eremos", "iremos", "drá", "drán"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+1 {
			return true
		}
	}
	return false
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// tokens reads text. Phrases count as the words they mean.
func (x *lexicon) tokens(text string) []token {
	words := x.phrased(cut(text))
	out := make([]token, 0, len(words))
	negate, doubt := 0, 0
	for _, w := range words {
		t := x.token(w)
		if w.breaks || w.comma || isBut(w.word) {
			negate = 0
			if w.breaks {
				doubt = 0
			}
		}
		if t.negator {
			negate = 3
		} else if negate > 0 && (t.content() || t.effect != noEffect) {
			t.negated = true
			negate--
		}
		if x.weak[w.word] {
			doubt = 6
		} else if doubt > 0 {
			t.weak = true
			doubt--
		}
		out = append(out, t)
	}
	keptFrom(out)
	return out
}

// keptFrom makes "keep … from" the effect that it is.
func keptFrom(toks []token) {
	for i, t := range toks {
		if t.word != "keep" && t.word != "keeps" && t.word != "keeping" {
			continue
		}
		for j := i + 1; j < len(toks) && j <= i+4; j++ {
			if toks[j].word == "from" {
				toks[i].effect, toks[i].plain = stops, false
				break
			}
		}
	}
}

func isBut(w string) bool {
	switch w {
	case "but", "pero", "sino", "so", "because", "porque":
		return true
	}
	return false
}

func (x *lexicon) token(w raw) token {
	t := token{word: w.word, key: w.word, breaks: w.breaks, comma: w.comma, future: w.future || w.word == "will" || w.word == "wont"}
	switch {
	case isLink(w.word):
		t.link = true
		return t
	case x.numbers[w.word] != "":
		t.key, t.number = x.numbers[w.word], true
		return t
	case hasDigit(w.word):
		t.number, t.key = true, strings.Trim(w.word, "$€%")
		return t
	}
	t.key = x.key(w.word)
	t.negator = x.negators[w.word]
	t.effect = x.effects[w.word]
	if t.effect != noEffect {
		return t
	}
	t.hedge, t.plain, t.known = x.hedge[w.word], x.plain[w.word], x.known[w.word]
	t.name = x.name[t.key]
	t.hot = (x.hot[t.key] || t.name) && !t.negator
	if t.word == "never" || t.word == "nunca" || t.word == "jamas" {
		t.hot, t.negator = true, true
	}
	return t
}

// phrased puts the words that phrases mean in their place, longest phrase first.
func (x *lexicon) phrased(in []raw) []raw {
	out := make([]raw, 0, len(in))
	for i := 0; i < len(in); {
		best := phrase{}
		for _, p := range x.phrases[in[i].word] {
			if len(p.words) > len(best.words) && starts(in[i:], p.words) {
				best = p
			}
		}
		if best.words == nil {
			out = append(out, in[i])
			i++
			continue
		}
		for k, m := range best.means {
			r := raw{word: m}
			if k == 0 {
				r.breaks, r.comma = in[i].breaks, in[i].comma
			}
			out = append(out, r)
		}
		i += len(best.words)
		if len(best.means) == 0 && i < len(in) {
			from := in[i-len(best.words)]
			in[i].breaks, in[i].comma = in[i].breaks || from.breaks, in[i].comma || from.comma
		}
	}
	return out
}

func starts(in []raw, words []string) bool {
	if len(in) < len(words) {
		return false
	}
	for i, w := range words {
		if in[i].word != w || i > 0 && (in[i].breaks || in[i].comma) {
			return false
		}
	}
	return true
}
