package importer

import (
	"regexp"
	"strings"
)

var (
	atxHeading  = regexp.MustCompile(`^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$`)
	headingAttr = regexp.MustCompile(`[ \t]*\{[^{}]*\}$`)
	itemStart   = regexp.MustCompile(`^ {0,3}(?:[-*+]|(\d{1,9})[.)])[ \t]+(.*)$`)
	nestedItem  = regexp.MustCompile(`^\s+(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)$`)
	setext      = regexp.MustCompile(`^ {0,3}(=+|-{2,})[ \t]*$`)
	rule        = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	mdImage     = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	mdLink      = regexp.MustCompile(`\[([^\]]*)\]\((?:[^()\s]|\([^)]*\))*(?:[ \t]+"[^"]*")?\)`)
	mdRefLink   = regexp.MustCompile(`\[([^\]]+)\]\[[^\]]*\]`)
	mdRefDef    = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:[ \t]*\S+`)
	mdTag       = regexp.MustCompile(`<(/?[a-zA-Z!?])`)
	mdBracket   = regexp.MustCompile(`\\?([{}])`)
)

// blocksOfMarkdown makes blocks of Markdown, be it a file's or what a web page was turned into. Links and pictures go,
// their words stay; raw HTML becomes text.
func blocksOfMarkdown(src string) []block {
	m := &markdown{}
	for line := range strings.SplitSeq(src, "\n") {
		m.line(strings.TrimRight(line, " \t"))
	}
	m.flush()
	return m.out
}

// A markdown reads line by line. What is under way stands in cur, items and fence.
type markdown struct {
	out   []block
	cur   []string
	items *block
	gap   bool   // an empty line since the last item
	fence string // the mark that ends a code block
}

func (m *markdown) line(line string) {
	trimmed := strings.TrimSpace(line)
	switch {
	case m.fence != "":
		if strings.HasPrefix(trimmed, m.fence) {
			m.fence = ""
			m.flush()
		} else if trimmed != "" {
			m.cur = append(m.cur, escape(tidy(trimmed)))
		}
		return
	case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
		m.flush()
		m.fence = trimmed[:3]
		return
	case trimmed == "":
		m.gap = true
		m.endParagraph()
		return
	case mdRefDef.MatchString(line):
		return
	}
	if h := atxHeading.FindStringSubmatch(line); h != nil {
		m.flush()
		m.heading(len(h[1]), h[2])
		return
	}
	if s := setext.FindStringSubmatch(line); s != nil && len(m.cur) == 1 && m.items == nil {
		text := m.cur[0]
		m.cur = nil
		level := 2
		if s[1][0] == '=' {
			level = 1
		}
		m.heading(level, text)
		return
	}
	if rule.MatchString(line) {
		m.flush()
		return
	}
	if it := itemStart.FindStringSubmatch(line); it != nil && (len(m.cur) == 0 || m.items != nil || it[1] == "" || it[1] == "1") {
		m.endParagraph()
		if m.items == nil || m.items.ordered != (it[1] != "") {
			m.flush()
			m.items = &block{kind: list, ordered: it[1] != ""}
		}
		m.items.items = append(m.items.items, m.inline(it[2]))
		m.gap = false
		return
	}
	if it := nestedItem.FindStringSubmatch(line); it != nil && m.items != nil {
		m.items.items = append(m.items.items, m.inline(it[1]))
		m.gap = false
		return
	}
	if m.items != nil {
		if indented := strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t"); indented || !m.gap {
			last := len(m.items.items) - 1
			m.items.items[last] = strings.TrimSpace(m.items.items[last] + " " + m.inline(trimmed))
			m.gap = false
			return
		}
		m.flush()
	}
	m.cur = append(m.cur, strings.TrimSpace(strings.TrimLeft(line, "> ")))
}

func (m *markdown) heading(level int, text string) {
	text = m.inline(headingAttr.ReplaceAllString(text, ""))
	text = strings.NewReplacer("**", "", "__", "").Replace(text)
	if plain(text) != "" {
		m.out = append(m.out, block{kind: heading, level: level, text: text})
	}
}

func (m *markdown) endParagraph() {
	if len(m.cur) == 0 || m.fence != "" {
		return
	}
	if text := m.inline(strings.Join(m.cur, " ")); plain(text) != "" {
		m.out = append(m.out, block{kind: paragraph, text: text})
	}
	m.cur = nil
}

// flush ends whatever is under way.
func (m *markdown) flush() {
	m.endParagraph()
	if m.items != nil {
		b := *m.items
		b.items = nil
		for _, it := range m.items.items {
			if plain(it) != "" {
				b.items = append(b.items, it)
			}
		}
		if len(b.items) > 0 {
			m.out = append(m.out, b)
		}
	}
	m.items, m.gap = nil, false
}

// inline returns a line's Markdown without links, pictures and tags.
func (m *markdown) inline(s string) string {
	s = mdImage.ReplaceAllString(s, "")
	s = mdLink.ReplaceAllString(s, "$1")
	s = mdRefLink.ReplaceAllString(s, "$1")
	s = mdTag.ReplaceAllString(s, `\<$1`)
	s = strings.ReplaceAll(s, `\\<`, `\<`)
	s = mdBracket.ReplaceAllString(s, `\$1`)
	return strings.TrimSpace(strings.ReplaceAll(tidy(s), "\n", " "))
}
