package knowledge

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxFirst is how many words a section's first paragraph may have: it must fit a chat bubble.
const maxFirst = 60

// newMarkdown returns the Markdown dialect of articles: CommonMark with `{#anchor}` on headings. Raw HTML stays off.
// A heading takes an anchor only from its own line, so that a missing one is seen.
func newMarkdown(opts ...parser.Option) goldmark.Markdown {
	return goldmark.New(goldmark.WithParserOptions(append([]parser.Option{parser.WithAttribute()}, opts...)...))
}

// ParseArticle reads one file as Load does. It returns every problem that shows in this file alone.
func ParseArticle(file string, src []byte) (*Article, Problems) { return parseArticle(file, src) }

// parseArticle reads one file. It returns every problem it finds; the article is usable only when there is none.
func parseArticle(file string, src []byte) (*Article, Problems) {
	var problems Problems
	a := &Article{File: file}
	src = bytes.ReplaceAll(bytes.TrimPrefix(src, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	if !isText(src) {
		return a, Problems{{file, 1, "", "is not UTF-8 text", "save it as a UTF-8 text file"}}
	}
	matter, body, first, ok := splitFrontMatter(src)
	if !ok {
		return a, Problems{{file, 1, "front matter", "missing or not closed", "begin the file with a --- line, keys such as `title:`, and a second --- line"}}
	}
	questions, lines := matterReader{file, &problems}.read(matter, a)
	a.body, a.bodyLine = body, first
	s := &sectioner{src: body, first: first, file: file, a: a, problems: &problems}
	s.run(newMarkdown().Parser().Parse(text.NewReader(body)))
	for i := range a.Sections {
		sec := &a.Sections[i]
		sec.Questions = questions[sec.Anchor]
		delete(questions, sec.Anchor)
	}
	for anchor := range questions {
		problems = append(problems, Problem{file, lines[anchor], "questions." + anchor, "no section has this anchor",
			"write the anchor of one of the article's headings"})
	}
	return a, problems.sorted()
}

// A sectioner cuts a parsed body into sections.
type sectioner struct {
	src      []byte
	first    int // line of the file on which src begins
	file     string
	a        *Article
	problems *Problems
}

func (s *sectioner) add(line int, key, what, hint string) {
	*s.problems = append(*s.problems, Problem{s.file, line, key, what, hint})
}

func (s *sectioner) run(doc ast.Node) {
	var intro []string
	anchors := map[string]int{}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			s.closeSection()
			s.heading(h, anchors)
			continue
		}
		block := s.block(n)
		if block == "" {
			continue
		}
		if len(s.a.Sections) == 0 {
			intro = append(intro, block)
			continue
		}
		sec := &s.a.Sections[len(s.a.Sections)-1]
		sec.Blocks = append(sec.Blocks, block)
	}
	s.closeSection()
	s.a.Intro = strings.Join(intro, "\n\n")
	if len(s.a.Sections) == 0 {
		s.add(s.first, "body", "has no section", "give each topic a heading such as `## Hot stone massage {#hot-stone}`")
	}
}

func (s *sectioner) heading(h *ast.Heading, anchors map[string]int) {
	line := s.line(h)
	title := inline(h, s.src)
	if h.Level != 2 {
		s.add(line, title, fmt.Sprintf("is a level-%d heading", h.Level), "use only level-2 headings (##): each makes one section")
	}
	if title == "" {
		s.add(line, "heading", "empty", "write what the section answers")
	}
	var anchor string
	if v, ok := h.AttributeString("id"); ok {
		if b, ok := v.([]byte); ok {
			anchor = string(b)
		}
	}
	switch {
	case anchor == "":
		s.add(line, title, "has no anchor", "end the heading with one, such as {#hot-stone}")
	case !slugForm.MatchString(anchor):
		s.add(line, title, fmt.Sprintf("anchor %q cannot stand in a web address", anchor), "use lower-case letters, digits and single hyphens")
	case anchors[anchor] > 0:
		s.add(line, title, fmt.Sprintf("anchor %q stands on line %d already", anchor, anchors[anchor]), "give each section its own")
	}
	anchors[anchor] = line
	s.a.Sections = append(s.a.Sections, Section{Anchor: anchor, Heading: title, Line: line})
}

// closeSection checks the section that has just ended.
func (s *sectioner) closeSection() {
	if len(s.a.Sections) == 0 {
		return
	}
	sec := s.a.Sections[len(s.a.Sections)-1]
	if len(sec.Blocks) == 0 {
		s.add(sec.Line, sec.Heading, "is an empty section", "write its first paragraph or take the heading out")
		return
	}
	if n := len(strings.Fields(sec.Blocks[0])); n > maxFirst {
		s.add(sec.Line, sec.Heading, fmt.Sprintf("first paragraph has %d words, over %d", n, maxFirst),
			"answer first and briefly; move the rest to a second paragraph")
	}
}

// line returns the line of the file on which block n begins.
func (s *sectioner) line(n ast.Node) int {
	if n.Lines() == nil || n.Lines().Len() == 0 {
		return s.first
	}
	return s.first + bytes.Count(s.src[:n.Lines().At(0).Start], []byte("\n"))
}

// block returns a block of Markdown as plain text: a list has one "- item" or "1. item" line for each item.
func (s *sectioner) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		return inline(n, s.src)
	case *ast.List:
		return s.list(n)
	case *ast.HTMLBlock:
		s.add(s.line(n), "body", "holds raw HTML", "write Markdown only; raw HTML is never shown")
		return ""
	case *ast.ThematicBreak, *ast.LinkReferenceDefinition:
		return ""
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return strings.TrimSpace(string(n.Lines().Value(s.src)))
	}
	var parts []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if b := s.block(c); b != "" {
			parts = append(parts, b)
		}
	}
	return strings.Join(parts, "\n")
}

func (s *sectioner) list(l *ast.List) string {
	var lines []string
	number := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		var parts []string
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			if b := s.block(c); b != "" {
				parts = append(parts, strings.ReplaceAll(b, "\n", "\n  "))
			}
		}
		mark := "- "
		if l.IsOrdered() {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		lines = append(lines, mark+strings.Join(parts, "\n  "))
	}
	return strings.Join(lines, "\n")
}

// inline returns the words of n. A link whose words do not show where it goes is followed by its address.
func inline(n ast.Node, src []byte) string {
	var b strings.Builder
	writeInline(&b, n, src)
	return strings.TrimSpace(strings.Join(strings.Fields(b.String()), " "))
}

func writeInline(b *strings.Builder, n ast.Node, src []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(c.Segment.Value(src)))))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(src))
		case *ast.Link:
			words := inline(c, src)
			b.WriteString(words)
			to := string(c.Destination)
			if bare(to) != bare(words) && to != "" && !strings.HasPrefix(to, "#") && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "tel:") && !strings.HasPrefix(to, "sms:") {
				b.WriteString(" (" + strings.TrimPrefix(to, "mailto:") + ")")
			}
		case *ast.RawHTML:
			// Never shown.
		default:
			writeInline(b, c, src)
		}
	}
}

// bare returns an address without scheme and final slash, to see whether words show it already.
func bare(s string) string {
	for _, p := range []string{"https://", "http://", "mailto:"} {
		s = strings.TrimPrefix(s, p)
	}
	return strings.TrimSuffix(s, "/")
}
