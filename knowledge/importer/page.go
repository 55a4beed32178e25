package importer

import (
	"strings"
	"unicode"
)

// A kind of block.
type kind int

const (
	paragraph kind = iota
	heading
	list
	other // a quotation or preformatted text, kept as it stands
)

// A block is a heading, paragraph or list of a page.
type block struct {
	kind    kind
	level   int      // of a heading, from 1
	text    string   // Markdown on one line; of other, several lines
	items   []string // of a list: Markdown, each on one line
	ordered bool
}

// A page is what was read of one source, before it is an article.
type page struct {
	name   string // as shown in progress lines: path or address
	url    string // where it came from; empty for files
	title  string
	lang   string // two letters as the page states it; empty when it does not
	site   string
	author string
	date   string
	blocks []block
	notes  []string // what the owner should know, such as a guessed encoding
}

// plain returns Markdown as a reader sees it, well enough to count words and to look for patterns.
func plain(md string) string {
	var b strings.Builder
	for i := 0; i < len(md); i++ {
		switch c := md[i]; {
		case c == '\\' && i+1 < len(md) && isPunct(md[i+1]):
			i++
			b.WriteByte(md[i])
		case c == '*', c == '`':
		case c == '_' && (i == 0 || md[i-1] == ' ' || i+1 == len(md) || md[i+1] == ' '):
		default:
			b.WriteByte(c)
		}
	}
	return strings.TrimSpace(b.String())
}

// escape returns plain text as Markdown that shows just that text.
func escape(text string) string {
	var b strings.Builder
	start := true // of the line, where more characters mean something
	for i, r := range text {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '{', '}':
			b.WriteByte('\\')
		case '#', '>', '+', '-', '=', '~', '|', ':':
			if start {
				b.WriteByte('\\')
			}
		case '&':
			if rest := text[i+1:]; strings.IndexByte(rest, ';') > 0 {
				b.WriteByte('\\')
			}
		case '.', ')':
			if start && i > 0 {
				b.WriteByte('\\') // "1." would begin a list
			}
		}
		b.WriteRune(r)
		if !unicode.IsDigit(r) {
			start = false
		}
	}
	return b.String()
}

func isPunct(c byte) bool {
	return c > ' ' && c < 0x7f && !('0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z')
}

// wordCount returns how many words text has.
func wordCount(text string) int { return len(strings.Fields(text)) }

// words returns how many words the block has.
func (b block) words() int {
	n := wordCount(plain(b.text))
	for _, it := range b.items {
		n += wordCount(plain(it))
	}
	return n
}

// shown returns the block's text as a reader sees it, items one a line.
func (b block) shown() string {
	if b.kind != list {
		return plain(b.text)
	}
	lines := make([]string, len(b.items))
	for i, it := range b.items {
		lines[i] = plain(it)
	}
	return strings.Join(lines, "\n")
}

// tidy takes control and invisible characters out of text and makes every run of white space one space, line ends kept.
func tidy(text string) string {
	var b strings.Builder
	space := false
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteByte('\n')
			space = false
			continue
		case unicode.IsSpace(r):
			space = true
			continue
		case invisible(r):
			continue
		}
		if s := b.String(); space && len(s) > 0 && s[len(s)-1] != '\n' {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// invisible reports whether a reader does not see r: controls, directions, joiners, tags, private use and the like.
func invisible(r rune) bool {
	switch {
	case r == unicode.ReplacementChar, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
		return true
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef: // variation selectors
		return true
	case r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, r == 0x2800: // blank letters
		return true
	}
	return false
}
