package discord

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxContent = 2000 // characters of a message; counted as UTF-16, which is never less than what Discord counts
	maxLabel   = 80   // characters of a button
	maxOption  = 100  // characters of an option of a menu or of a completion
	maxOptions = 25   // options of a menu or a completion
	maxLink    = 512  // characters of a button's address
	maxRows    = 5
	maxPerRow  = 5
)

// address finds web addresses: nothing in them is escaped, or they would lead elsewhere.
var address = regexp.MustCompile(`https?://[^\s<>]+`)

// lineStart finds what makes a heading, a quotation or a list of a line.
var lineStart = regexp.MustCompile(`(?m)^([ \t]*)(#|-|\+|>|(\d+)([.)]))`)

// inline escapes what Discord would read as markup, a mention or a link with a text of its own.
func inline(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, `~`, `\~`, "`", "\\`", `|`, `\|`, `<`, `\<`, `[`, `\[`).Replace(s)
}

// escape returns plain text in such a way that Discord shows it as it is.
func escape(text string) string {
	var b strings.Builder
	last := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		b.WriteString(inline(text[last:at[0]]))
		b.WriteString(text[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(inline(text[last:]))
	return lineStart.ReplaceAllStringFunc(b.String(), func(m string) string {
		end := m[len(m)-1:]
		return m[:len(m)-1] + `\` + end
	})
}

// width is the length of s in UTF-16 code units.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// split cuts text into pieces that are at most limit wide once escaped, at the end of a paragraph, a line, a sentence or
// a word where there is one. Between pieces only white space goes missing. Empty text is no piece.
func split(text string, limit int) []string {
	var out []string
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD"))
	for text != "" {
		if width(escape(text)) <= limit {
			return append(out, text)
		}
		cut := border(text[:longest(text, limit)])
		if piece := strings.TrimSpace(text[:cut]); piece != "" {
			out = append(out, piece)
		}
		text = strings.TrimSpace(text[cut:])
	}
	return out
}

// longest is the end of the longest beginning of text that fits, at least one character.
func longest(text string, limit int) int {
	ends := make([]int, 0, limit)
	for i := range text {
		if i > 0 {
			ends = append(ends, i)
		}
		if len(ends) > limit {
			break // nothing gets shorter by escaping
		}
	}
	for i := len(ends) - 1; i >= 0; {
		over := width(escape(text[:ends[i]])) - limit
		if over <= 0 {
			return ends[i]
		}
		i -= max(over/2, 1) // escaping a character at most doubles it
	}
	_, first := utf8.DecodeRuneInString(text)
	return first
}

// border is where best to cut off the end of s, not in its first third.
func border(s string) int {
	least := len(s) / 3
	for _, sep := range []string{"\n\n", "\n"} {
		if i := strings.LastIndex(s, sep); i > least {
			return i
		}
	}
	for _, sep := range []string{". ", "! ", "? ", "… "} {
		if i := strings.LastIndex(s, sep); i > least {
			return i + len(sep)
		}
	}
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i > least {
		return i
	}
	return len(s)
}

// clip shortens s to at most n UTF-16 units, at a word's end if it can.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if width(s) <= n {
		return s
	}
	end, w := 0, 0
	for i, r := range s {
		if w++; r > 0xFFFF {
			w++
		}
		if w > n-1 {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	s = s[:end]
	if i := strings.LastIndexByte(s, ' '); i > len(s)/2 {
		s = s[:i]
	}
	return s + "…"
}
