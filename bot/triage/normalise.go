package triage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A token is one word or number of a message, folded to lower case without accents.
type token struct {
	word       string
	start, end int  // bytes of the message
	brk        mark // the strongest mark between this token and the one before it
	number     bool
	unit       bool // a letter suffix stood directly on the number: 39c, 52f, 8wks
}

// A mark is what stands between two tokens.
type mark uint8

const (
	space mark = iota
	comma      // , : - ( ) and dots in a row: one clause ends, the sentence goes on
	stop       // . ! ? ; and line ends
	asked      // a question mark
)

// tokenize folds text and cuts it into tokens. Letters of a word that repeat three times or more are cut to two; what is
// invisible is dropped; an emoji becomes the words of the table.
func tokenize(text string, emoji map[rune][]string, spelling map[string][]string) []token {
	tokens := make([]token, 0, len(text)/5+4)
	var word []byte
	start := 0
	brk := space
	raise := func(m mark) {
		if m > brk {
			brk = m
		}
	}
	flush := func(end int) {
		if len(word) == 0 {
			return
		}
		tokens = emit(tokens, squeeze(word), start, end, brk, spelling)
		word, brk = word[:0], space
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		at := i
		i += size
		if len(word) == 0 {
			start = at
		}
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			word = append(word, byte(r))
		case r >= 'A' && r <= 'Z':
			word = append(word, byte(r)+'a'-'A')
		case r == '\'' || r == '\u2019' || r == '\u2018' || r == '\u00b4' || r == '`':
			// can't is one word; a quotation mark at its edge does no harm either
		case r == '.' || r == ',' || r == '/':
			if digitBefore(word) && i < len(text) && text[i] >= '0' && text[i] <= '9' {
				word = append(word, byte(r)) // 38.5, 190/120
				continue
			}
			if r == '/' && len(word) > 0 && len(word) <= 2 && i < len(text) {
				word = append(word, '/') // c/o, s/p, w/o, N/V
				continue
			}
			flush(at)
			switch {
			case r == '/':
			case r == ',':
				raise(comma)
			case i < len(text) && text[i] == '.' || at > 0 && text[at-1] == '.':
				raise(comma) // an ellipsis links rather than ends
			default:
				raise(stop)
			}
		case r == '?' || r == '\u00bf':
			flush(at)
			if r == '?' {
				raise(asked)
			} else {
				raise(comma)
			}
		case r == '!' || r == ';' || r == '\n' || r == '\r':
			flush(at)
			raise(stop)
		case r == '-' || r == '_':
			if i < len(text) && isASCIILetter(text[i]) && len(word) > 0 {
				flush(at)
				continue
			}
			flush(at)
			raise(comma)
		case r == ':' || r == '(' || r == ')' || r == '\u2013' || r == '\u2014' || r == '|' || r == '\u2026':
			flush(at)
			raise(comma)
		case r == '\u00b0' || r == '\u00ba' || r == '%' || r == '+':
			flush(at)
		case r < utf8.RuneSelf:
			flush(at)
		default:
			if words, ok := emoji[r]; ok {
				flush(at)
				for _, w := range words {
					tokens = append(tokens, token{word: w, start: at, end: i, brk: brk})
					brk = space
				}
				continue
			}
			if invisible(r) {
				continue
			}
			if l := fold(r); l != "" {
				word = append(word, l...)
				continue
			}
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				word = utf8.AppendRune(word, unicode.ToLower(r))
				continue
			}
			flush(at)
		}
	}
	flush(len(text))
	answersApart(tokens)
	return tokens
}

// answersApart makes a sentence of its own of a "no" that opens one and is followed by a comma: "no, I feel both sides" denies
// what was asked and not what comes.
func answersApart(tokens []token) {
	for i := range len(tokens) - 1 {
		switch tokens[i].word {
		case "no", "nope", "nop", "nah", "nel":
			if tokens[i+1].brk == comma && (i == 0 || tokens[i].brk >= stop) {
				tokens[i+1].brk = stop
			}
		}
	}
}

// emit appends a word as tokens: shorthand is spelt out, a number and the letters on it are parted.
func emit(tokens []token, w string, start, end int, brk mark, spelling map[string][]string) []token {
	w = strings.TrimRight(w, "/.,")
	if w == "" {
		return tokens
	}
	if words, ok := spelling[w]; ok {
		for i, s := range words {
			t := token{word: s, start: start, end: end, brk: brk}
			if i > 0 {
				t.brk = space
			}
			tokens = append(tokens, t)
		}
		return tokens
	}
	if w[0] >= '0' && w[0] <= '9' {
		n := 0
		for n < len(w) && (w[n] >= '0' && w[n] <= '9' || w[n] == '.' || w[n] == ',' || w[n] == '/') {
			n++
		}
		rest := w[n:]
		tokens = append(tokens, token{word: strings.TrimRight(w[:n], "/.,"), start: start, end: end, brk: brk, number: true, unit: rest != ""})
		if rest != "" {
			tokens = append(tokens, token{word: rest, start: start, end: end})
		}
		return tokens
	}
	if a, b, found := strings.Cut(w, "/"); found && len(a) > 0 && len(b) > 0 {
		tokens = append(tokens, token{word: a, start: start, end: end, brk: brk})
		return append(tokens, token{word: strings.ReplaceAll(b, "/", ""), start: start, end: end})
	}
	return append(tokens, token{word: w, start: start, end: end, brk: brk})
}

// squeeze cuts runs of three and more equal letters to two: sooo → soo. The lexicon tries one where two is no word.
func squeeze(w []byte) string {
	run, out := 1, w[:0]
	for i, c := range w {
		if i > 0 && len(out) > 0 && c == out[len(out)-1] {
			run++
		} else {
			run = 1
		}
		if run > 2 && (c < '0' || c > '9') {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// single cuts every doubled letter to one.
func single(w string) string {
	var b strings.Builder
	for i := range len(w) {
		if i == 0 || w[i] != w[i-1] {
			b.WriteByte(w[i])
		}
	}
	return b.String()
}

func digitBefore(w []byte) bool { return len(w) > 0 && w[len(w)-1] >= '0' && w[len(w)-1] <= '9' }

func isASCIILetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cc, r) || r == utf8.RuneError
}

// fold returns the plain lower-case letters of r (é → e, ｆ → f, ß → ss), "" if it has none.
func fold(r rune) string {
	switch r {
	case 'á', 'à', 'â', 'ä', 'ã', 'Á', 'À':
		return "a"
	case 'é', 'è', 'ê', 'ë', 'É':
		return "e"
	case 'í', 'ì', 'î', 'ï', 'Í':
		return "i"
	case 'ó', 'ò', 'ô', 'ö', 'õ', 'Ó':
		return "o"
	case 'ú', 'ù', 'û', 'ü', 'Ú', 'Ü':
		return "u"
	case 'ñ', 'Ñ':
		return "n"
	case 'ß':
		return "ss"
	}
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return ""
	}
	d := norm.NFKD.String(string(r))
	var b strings.Builder
	for _, c := range d {
		if c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			b.WriteRune(unicode.ToLower(c))
		}
	}
	return b.String()
}
