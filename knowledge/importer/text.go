package importer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A marker begins a line of a list or a heading.
type marker int

const (
	unmarked marker = iota
	bullet
	number
	sign // an emoji or other symbol: a heading as often as an item
)

// A textLine is a line of a text dump with what its shape tells.
type textLine struct {
	text    string // without its marker
	marker  marker
	blank   bool // an empty line stands before it
	words   int
	ends    rune // last character
	titled  bool // Nearly Every Word Has a Capital
	address bool
}

var (
	bulletMark = regexp.MustCompile(`^(?:[-*•◦▪▸►‣·–—✓✔✅➤→○●■]\s+)(\S.*)$`)
	numberMark = regexp.MustCompile(`^(\d{1,2})[.)]\s+(\S.*)$`)
)

// blocksOfText makes blocks of a text dump. The lines' shapes alone tell headings from items and paragraphs: length, last
// character, capitals, empty lines around, and what comes next.
func blocksOfText(text string) []block {
	lines := readLines(unwrap(strings.Split(tidy(text), "\n")))
	t := &dump{lines: lines, titled: titledStyle(lines)}
	for t.at < len(lines) {
		t.next()
	}
	return t.out
}

// A dump is a text dump under way.
type dump struct {
	lines  []textLine
	titled bool // headings of this text have capitals throughout
	at     int
	out    []block
}

func (t *dump) next() {
	l := t.lines[t.at]
	switch {
	case t.isHeading(t.at, false):
		level := 2
		if l.marker != unmarked {
			level = 3
		}
		t.out = append(t.out, block{kind: heading, level: level, text: escape(strings.TrimRight(l.text, " :"))})
		t.at++
	case l.marker != unmarked:
		t.list(l.marker)
	default:
		t.out = append(t.out, block{kind: paragraph, text: escape(l.text)})
		t.at++
		if l.ends == ':' {
			t.open()
		}
	}
}

// list takes the marked lines from here on.
func (t *dump) list(m marker) {
	b := block{kind: list, ordered: m == number}
	for t.at < len(t.lines) && t.lines[t.at].marker == m && !t.isHeading(t.at, false) {
		b.items = append(b.items, escape(t.lines[t.at].text))
		t.at++
	}
	t.out = append(t.out, b)
}

// maxItem is how long an item of a list without marks may be, in words.
const maxItem = 45

// open takes the unmarked lines after one that ends with a colon as a list, as long as they look alike. One line alone
// is no list.
func (t *dump) open() {
	var b block
	b.kind = list
	start := t.at
	for i := start; i < len(t.lines); i++ {
		l := t.lines[i]
		if l.marker != unmarked || l.blank && i > start || l.words > maxItem || l.ends == ':' || l.address || t.isHeading(i, i > start) {
			break
		}
		if i > start && full(l.ends) != full(t.lines[start].ends) {
			break
		}
		b.items = append(b.items, escape(l.text))
	}
	if len(b.items) < 2 {
		return
	}
	t.at += len(b.items)
	t.out = append(t.out, b)
}

func full(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '…' }

// isHeading reports whether line i is a heading. inList says that items stand before it, which it may just continue.
func (t *dump) isHeading(i int, inList bool) bool {
	l := t.lines[i]
	switch {
	case l.marker == bullet, l.words == 0, l.words > 14, utf8.RuneCountInString(l.text) > 110, l.address,
		strings.ContainsRune(".,;!…", l.ends), l.ends == ':' && l.words > 8:
		return false
	case meta(l.text), authorOf(l.text) != "":
		return false
	case i+1 == len(t.lines):
		return false
	}
	next := t.lines[i+1]
	prose := next.marker == unmarked && (next.words >= 12 || full(next.ends) || next.ends == ':')
	switch {
	case l.marker == number, l.marker == sign:
		return prose && l.words <= 10 && !full(l.ends)
	case l.ends == ':':
		return false
	case l.ends == '?':
		return prose && (l.words <= 12 || l.blank)
	case i == 0:
		return true
	case t.titled && l.titled:
		return true
	case t.titled && inList, t.titled && !l.blank && !l.titled:
		return l.blank && next.blank && prose
	case l.blank && next.blank, l.blank && prose:
		return l.words <= 10
	}
	before := t.lines[i-1]
	return prose && next.words >= 12 && l.words <= 10 && (inList || full(before.ends))
}

// titledStyle reports whether the text writes its headings with capitals: of the short lines without a final mark that
// stand before prose, most do.
func titledStyle(lines []textLine) bool {
	yes, all := 0, 0
	for i, l := range lines[:max(0, len(lines)-1)] {
		next := lines[i+1]
		if l.words < 2 || l.words > 12 || strings.ContainsRune(".,;:!…", l.ends) || l.marker == bullet || next.words < 12 || i > 0 && lines[i-1].ends == ':' {
			continue
		}
		all++
		if l.titled {
			yes++
		}
	}
	return yes >= 2 && yes*3 >= all*2
}

func readLines(texts []string) []textLine {
	var out []textLine
	blank := true
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if text == "" {
			blank = true
			continue
		}
		l := textLine{text: text, blank: blank}
		blank = false
		if m := bulletMark.FindStringSubmatch(text); m != nil {
			l.marker, l.text = bullet, m[1]
		} else if m := numberMark.FindStringSubmatch(text); m != nil {
			l.marker, l.text = number, m[2]
		} else if r, n := utf8.DecodeRuneInString(text); symbol(r) && len(text) > n && strings.TrimSpace(text[n:]) != "" {
			l.marker, l.text = sign, strings.TrimSpace(strings.TrimLeftFunc(text, func(r rune) bool { return symbol(r) || r == ' ' }))
		}
		if l.text == "" || strings.Trim(l.text, "-=_*~·• ") == "" {
			blank = true // a rule
			continue
		}
		l.words = wordCount(l.text)
		l.ends, _ = utf8.DecodeLastRuneInString(strings.TrimRight(l.text, `"'”’»)`))
		l.titled = titled(l.text)
		l.address = address.MatchString(l.text)
		out = append(out, l)
	}
	return out
}

func symbol(r rune) bool {
	return unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || r >= 0x1f000 && r <= 0x1faff
}

// titled reports whether nearly every longer word of text has a capital: "How Massage Helps". One word alone tells
// nothing.
func titled(text string) bool {
	capital, all := 0, 0
	for i, w := range strings.Fields(text) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		if i == 0 || utf8.RuneCountInString(w) < 4 {
			continue
		}
		all++
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			capital++
		}
	}
	return all > 0 && capital*5 >= all*4
}

// unwrap joins lines of a text that was broken at a fixed width: hardly a line is longer, and most full ones go on in
// small letters.
func unwrap(lines []string) []string {
	const width = 120
	filled, longer, full, goesOn := 0, 0, 0, 0
	for i, l := range lines {
		n := utf8.RuneCountInString(l)
		if n > 0 {
			filled++
		}
		if n > width {
			longer++
		}
		if n < 50 || n > width || i+1 == len(lines) || strings.TrimSpace(lines[i+1]) == "" {
			continue
		}
		full++
		if r, _ := utf8.DecodeRuneInString(strings.TrimSpace(lines[i+1])); unicode.IsLower(r) {
			goesOn++
		}
	}
	if full < 4 || longer*20 > filled || goesOn*5 < full*2 {
		return lines
	}
	var out []string
	joins := false
	for _, l := range lines {
		text := strings.TrimSpace(l)
		marked := bulletMark.MatchString(text) || numberMark.MatchString(text)
		if joins && text != "" && !marked {
			out[len(out)-1] += " " + text
		} else {
			out = append(out, text)
		}
		// A short line ends its paragraph, unless it is an item that goes on.
		joins = text != "" && (utf8.RuneCountInString(text) >= 45)
	}
	return out
}
