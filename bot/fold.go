package bot

import (
	"strings"
	"unicode"
)

// fold brings text to lower case without accents, punctuation and doubled spaces, so that words can be compared.
// It serves the routing of commands; screening and search have normalisers of their own.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := true
	for _, r := range text {
		switch r {
		case '\'', '\u2019':
			continue // what's, don’t
		}
		r = unaccent(unicode.ToLower(r))
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if !space {
				b.WriteByte(' ')
				space = true
			}
			continue
		}
		b.WriteRune(r)
		space = false
	}
	return strings.TrimSuffix(b.String(), " ")
}

func unaccent(r rune) rune {
	switch r {
	case 'á', 'à', 'â', 'ä', 'ã':
		return 'a'
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'í', 'ì', 'î', 'ï':
		return 'i'
	case 'ó', 'ò', 'ô', 'ö', 'õ':
		return 'o'
	case 'ú', 'ù', 'û', 'ü':
		return 'u'
	case 'ñ':
		return 'n'
	}
	return r
}

// hasWords reports whether folded text has phrase in it, at word borders.
func hasWords(folded, phrase string) bool {
	for from := 0; ; {
		i := strings.Index(folded[from:], phrase)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(phrase)
		if (i == 0 || folded[i-1] == ' ') && (end == len(folded) || folded[end] == ' ') {
			return true
		}
		from = i + 1
	}
}

// hasAny reports whether folded text has one of the phrases in it, at word borders.
func hasAny(folded string, phrases []string) bool {
	for _, p := range phrases {
		if hasWords(folded, p) {
			return true
		}
	}
	return false
}

// isAny reports whether folded text is one of the phrases.
func isAny(folded string, phrases []string) bool {
	for _, p := range phrases {
		if folded == p {
			return true
		}
	}
	return false
}
