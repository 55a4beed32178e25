package importer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	maxFirst   = 60  // words of a section's first paragraph, as the loader wants it
	maxSection = 600 // characters of a section: what a chat message shows
	minArticle = 30  // words that a page must have to be an article
	maxSlug    = 60  // characters
)

// An article is a page in sections.
type article struct {
	page
	slug     string
	sections []section
}

// A section is what stands under one heading.
type section struct {
	anchor  string
	heading string // Markdown
	level   int
	blocks  []block
}

// shape cuts p into sections that fit a chat. The words in front of the first heading become a section too: only
// sections are found.
func shape(p page, overview string) article {
	a := article{page: p}
	if len(p.blocks) > 0 && p.blocks[0].kind == heading && (p.title == "" || alike(plain(p.blocks[0].text), p.title)) {
		a.title = plain(p.blocks[0].text)
		p.blocks = p.blocks[1:]
	}
	if a.title == "" {
		a.title = clause(firstProse(p.blocks), 8)
		a.notes = append(a.notes, "it has no title: its first words stand in for one; mend the line title")
	}
	a.sections = []section{{heading: escape(overview), level: 9}} // empty, it goes in fold
	for _, b := range p.blocks {
		if b.kind == heading {
			a.sections = append(a.sections, section{heading: b.text, level: b.level})
			continue
		}
		last := &a.sections[len(a.sections)-1]
		last.blocks = append(last.blocks, b)
	}
	a.fold()
	var fit []section
	for _, s := range a.sections {
		fit = append(fit, s.split()...)
	}
	a.sections = fit
	a.anchors()
	return a
}

// fold mends sections that would say nothing: one whose text ends with a colon, or that has no text, gets the headings
// below it as a list; one that still has none goes.
func (a *article) fold() {
	var out []section
	for i, s := range a.sections {
		open := len(s.blocks) == 0
		if n := len(s.blocks); n > 0 && s.blocks[n-1].kind == paragraph {
			open = strings.HasSuffix(plain(s.blocks[n-1].text), ":")
		}
		if open {
			below := block{kind: list}
			for _, t := range a.sections[i+1:] {
				if t.level <= s.level {
					break
				}
				below.items = append(below.items, t.heading)
			}
			if len(below.items) > 1 {
				s.blocks = append(s.blocks, below)
			}
		}
		if len(s.blocks) > 0 {
			out = append(out, s)
		}
	}
	a.sections = out
}

// split returns s as sections of at most maxSection characters, cut between blocks, and its first paragraph cut between
// sentences where it is too long. A later part is headed by its own first words.
func (s section) split() []section {
	s.blocks = shortFirst(s.blocks)
	var out []section
	cur := section{heading: s.heading, level: s.level}
	size := 0
	for i, b := range s.blocks {
		n := utf8.RuneCountInString(b.shown()) + 2
		leads := i+1 < len(s.blocks) && s.blocks[i+1].kind == list && strings.HasSuffix(b.shown(), ":") // stays with its list
		if leads {
			n += utf8.RuneCountInString(s.blocks[i+1].shown()) + 2
		}
		begin := b.kind == paragraph && size > 0 && size+n > maxSection && wordCount(b.shown()) >= 8
		if begin {
			out = append(out, cur)
			cur, size = section{heading: escape(lead(plain(b.text), 9)), level: s.level}, 0
		}
		if leads {
			n -= utf8.RuneCountInString(s.blocks[i+1].shown()) + 2
		}
		cur.blocks = append(cur.blocks, b)
		size += n
	}
	out = append(out, cur)
	for i := range out {
		out[i].blocks = shortFirst(out[i].blocks)
	}
	return out
}

// shortFirst cuts a first paragraph that is too long after its last sentence that fits, or, failing that, its last
// clause or word.
func shortFirst(blocks []block) []block {
	if len(blocks) == 0 {
		return blocks
	}
	first := blocks[0]
	if first.words() <= maxFirst {
		return blocks
	}
	if first.kind == list {
		// A list cannot be cut; its first item becomes the paragraph before it where it is not too long by itself.
		head := block{kind: paragraph, text: first.items[0]}
		rest := first
		rest.items = first.items[1:]
		return append([]block{head, rest}, blocks[1:]...)
	}
	if first.kind == other {
		return blocks
	}
	a, b := cutWords(first.text, maxFirst)
	out := []block{{kind: paragraph, text: a}, {kind: paragraph, text: b}}
	return append(out, blocks[1:]...)
}

// cutWords cuts text so that the first part has at most n words: after a sentence, else after a clause, else anywhere.
func cutWords(text string, n int) (first, rest string) {
	fields := strings.Fields(text)
	if len(fields) <= n {
		return text, ""
	}
	at := n
	for _, ends := range []string{".!?…", ":;", ",—"} {
		found := 0
		for i := range n {
			w := strings.TrimRight(fields[i], `"'”’»)*_`)
			if r, _ := utf8.DecodeLastRuneInString(w); strings.ContainsRune(ends, r) && utf8.RuneCountInString(w) > 3 {
				found = i + 1
			}
		}
		if found >= min(8, n/2) {
			at = found
			break
		}
	}
	return strings.Join(fields[:at], " "), strings.Join(fields[at:], " ")
}

// clause returns the first words of text up to a comma or the sentence's end, at most n.
func clause(text string, n int) string {
	fields := strings.Fields(text)
	end := min(n, len(fields))
	for i := range end {
		if i >= 2 && strings.ContainsAny(fields[i][len(fields[i])-1:], ".,;:!?") {
			end = i + 1
			break
		}
	}
	for end > 3 && end < len(fields) && utf8.RuneCountInString(fields[end-1]) <= 3 {
		end-- // not "… due to"
	}
	return strings.TrimRight(strings.Join(fields[:end], " "), ".,;:!?—– ")
}

// lead returns what a paragraph is about as far as its first words show it: "However, if the tension stays, …" is
// about "If the tension stays".
func lead(text string, n int) string {
	if before, after, ok := strings.Cut(text, ", "); ok && wordCount(before) <= 3 && wordCount(clause(after, n)) >= 3 {
		text = after
	}
	r, size := utf8.DecodeRuneInString(text)
	return clause(string(unicode.ToUpper(r))+text[size:], n)
}

func firstProse(blocks []block) string {
	for _, b := range blocks {
		if b.kind == paragraph {
			return plain(b.text)
		}
	}
	for _, b := range blocks {
		return b.shown()
	}
	return ""
}

// anchors gives each section its own.
func (a *article) anchors() {
	taken := map[string]bool{}
	for i := range a.sections {
		base := slug(plain(a.sections[i].heading), 40)
		if base == "" {
			base = "section"
		}
		anchor := base
		for n := 2; taken[anchor]; n++ {
			anchor = fmt.Sprintf("%s-%d", base, n)
		}
		taken[anchor] = true
		a.sections[i].anchor = anchor
	}
}

// words returns how many words the article's sections have, headings left out.
func (a *article) words() int {
	n := 0
	for _, s := range a.sections {
		for _, b := range s.blocks {
			n += b.words()
		}
	}
	return n
}

// slug makes lower-case letters, digits and hyphens of text, at most limit characters, cut between words. Accents go;
// what is not Latin leaves nothing.
func slug(text string, limit int) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		default:
			b.WriteByte(' ')
		}
	}
	out := ""
	for _, w := range strings.Fields(b.String()) {
		switch {
		case out == "":
			out = w[:min(len(w), limit)]
		case len(out)+1+len(w) > limit:
			return out
		default:
			out += "-" + w
		}
	}
	return out
}

// alike reports whether a heading is the page's title, with or without the site's name.
func alike(heading, title string) bool {
	h, t := slug(heading, 200), slug(title, 200)
	return h != "" && (h == t || strings.HasPrefix(t, h+"-") || strings.HasSuffix(t, "-"+h) || strings.HasPrefix(h, t+"-"))
}
