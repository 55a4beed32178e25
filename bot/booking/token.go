package booking

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	ordinalToken // 27th
	punctToken
)

// A token is a word, a run of digits or one mark of a line.
type token struct {
	text  string // folded, and spelt right where it was a typo
	raw   string // as written
	kind  tokenKind
	val   int  // of numbers and ordinals
	glued bool // nothing stands between it and the token before
	poss  bool // had an 's
}

// maxRunes bounds the work that one line can cause: a booking stands in the first few thousand letters or nowhere.
const maxRunes = 3000

// foldRune takes the accent off a letter and makes it small. Marks that phones write are made plain.
func foldRune(r rune) rune {
	switch r {
	case 'á', 'à', 'ä', 'â', 'ã', 'Á', 'À', 'Ä', 'Â', 'Ã':
		return 'a'
	case 'é', 'è', 'ë', 'ê', 'É', 'È', 'Ë', 'Ê':
		return 'e'
	case 'í', 'ì', 'ï', 'î', 'Í', 'Ì', 'Ï', 'Î':
		return 'i'
	case 'ó', 'ò', 'ö', 'ô', 'õ', 'Ó', 'Ò', 'Ö', 'Ô', 'Õ':
		return 'o'
	case 'ú', 'ù', 'ü', 'û', 'Ú', 'Ù', 'Ü', 'Û':
		return 'u'
	case 'ñ', 'Ñ':
		return 'n'
	case 'ç', 'Ç':
		return 'c'
	case '’', '‘', '´', '`', '′':
		return '\''
	case '–', '—', '−', '‐', '‑':
		return '-'
	case '\u00a0', '\u2009', '\u202f':
		return ' '
	}
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// fold makes a text small and takes its accents off. Decomposed accents are dropped.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		b.WriteRune(foldRune(r))
	}
	return b.String()
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLetter(r) }
func isDigit(r rune) bool  { return '0' <= r && r <= '9' }

func mixedChunk(c string) bool {
	if toks := tokenize(c, nil); len(toks) == 1 { // 4th
		return false
	}
	return strings.ContainsAny(c, "0123456789") && strings.ContainsAny(c, "abcdefghijklmnopqrstuvwxyz") && !strings.ContainsAny(c, " ")
}

// tokenize cuts a line into tokens. mixed holds the chunks with digits in them that are words ("2nite").
func tokenize(line string, mixed map[string]bool) []token {
	raw := make([]rune, 0, len(line))
	for _, r := range line {
		if r == utf8.RuneError || unicode.Is(unicode.Mn, r) || r == '\u200d' || r == '\ufe0f' {
			continue
		}
		switch r {
		case '½':
			raw = append(raw, ' ', '1', '/', '2')
		case '¼':
			raw = append(raw, ' ', '1', '/', '4')
		default:
			raw = append(raw, r)
		}
		if len(raw) > maxRunes {
			break
		}
	}
	rs := make([]rune, len(raw))
	for i, r := range raw {
		rs[i] = foldRune(r)
	}
	var out []token
	end := -1 // where the last token ended
	emit := func(from, to int, t token) {
		t.glued = from == end && from > 0
		t.raw = string(raw[from:to])
		out = append(out, t)
		end = to
	}
	for i := 0; i < len(rs); {
		r := rs[i]
		switch {
		case unicode.IsSpace(r):
			i++
		case isLetter(r) || isDigit(r):
			if j, w := chunk(rs, i, mixed); w != "" && (i == 0 || !isLetter(rs[i-1]) && !isDigit(rs[i-1])) {
				emit(i, j, token{text: w})
				i = j
				break
			}
			if isDigit(r) {
				i = number(rs, i, emit)
			} else {
				i = word(rs, i, emit)
			}
		default:
			emit(i, i+1, token{text: string(r), kind: punctToken})
			i++
		}
	}
	return out
}

// chunk returns the word with digits in it that begins at i, and its end.
func chunk(rs []rune, i int, mixed map[string]bool) (int, string) {
	if len(mixed) == 0 {
		return i, ""
	}
	j := i
	for j < len(rs) && (isLetter(rs[j]) || isDigit(rs[j])) {
		j++
	}
	if w := string(rs[i:j]); mixed[w] {
		return j, w
	}
	return i, ""
}

func number(rs []rune, i int, emit func(int, int, token)) int {
	j := i
	for j < len(rs) && isDigit(rs[j]) {
		j++
	}
	digits := string(rs[i:j])
	v, err := strconv.Atoi(digits)
	if err != nil || v > 99_999_999 {
		v = 99_999_999 // a phone number or worse: never a day, a clock or a length
	}
	t := token{text: digits, kind: numberToken, val: v}
	for _, suffix := range []string{"st", "nd", "rd", "th", "ro", "er", "do", "º", "°", "ª"} {
		k := j + utf8.RuneCountInString(suffix)
		if k <= len(rs) && string(rs[j:k]) == suffix && (k == len(rs) || !isLetter(rs[k])) && v <= 99 {
			t.kind = ordinalToken
			emit(i, k, t)
			return k
		}
	}
	emit(i, j, t)
	if j < len(rs) && rs[j] == '\'' && v >= 15 && v <= 180 && (j+1 == len(rs) || !isLetter(rs[j+1])) {
		emit(j, j+1, token{text: "min"}) // 60'
		j++
	}
	return j
}

func word(rs []rune, i int, emit func(int, int, token)) int {
	j := i
	t := token{}
	var b strings.Builder
	for j < len(rs) {
		switch r := rs[j]; {
		case isLetter(r):
			b.WriteRune(r)
		case r == '\'' && j+1 < len(rs) && rs[j+1] == 's' && (j+2 == len(rs) || !isLetter(rs[j+2])):
			t.text = b.String()
			switch t.text {
			case "what", "who", "when", "where", "how", "that", "it", "let", "there", "here", "he", "she": // "what's" is "whats"
				t.text += "s"
			default:
				t.poss = true
			}
			emit(i, j+2, t)
			return j + 2
		case r == '\'' && j+1 < len(rs) && isLetter(rs[j+1]):
		default:
			t.text = uncontract(b.String(), string(rs[i:j]))
			emit(i, j, t)
			return j
		}
		j++
	}
	t.text = uncontract(b.String(), string(rs[i:j]))
	emit(i, j, t)
	return j
}

// uncontract takes the verb off a contraction that would read as another word without its apostrophe.
func uncontract(w, raw string) string {
	switch raw {
	case "we'd", "we're", "we'll", "we've":
		return "we"
	case "she'll", "she'd":
		return "she"
	case "he'll", "he'd":
		return "he"
	}
	return w
}

// dropMarks takes the mark out of "St. Patrick" and "Presidents' Day", which no sentence ends at.
func dropMarks(toks []token) []token {
	out := toks[:0]
	for i, t := range toks {
		if t.kind == punctToken && t.glued && i > 0 && i+1 < len(toks) {
			switch before := toks[i-1].text; {
			case t.text == "." && (before == "st" || before == "jr" || before == "dr") && toks[i-1].kind == wordToken && toks[i+1].kind == wordToken:
				continue
			case t.text == "'" && strings.HasSuffix(before, "s") && (toks[i+1].text == "day" || toks[i+1].text == "time"):
				continue
			}
		}
		out = append(out, t)
	}
	return out
}
