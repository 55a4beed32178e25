package knowledge

import (
	"strings"

	"knead/bot"
)

// An Article is one Markdown file: front matter, an introduction and sections.
type Article struct {
	File       string // path inside the loaded file system
	Title      string
	Slug       string
	Lang       bot.Lang
	Source     Origin
	Reviewed   string // YYYY-MM-DD
	ReviewedBy string
	Tags       []string
	Imported   string // day and sum that importing keeps, to know whether the file was edited since; may be empty
	Intro      string // plain text before the first heading; may be empty
	Sections   []Section

	body     []byte // Markdown without front matter, for the page
	bodyLine int    // line of the file on which body begins
}

// An Origin says where the facts of an article come from. Every field may be empty.
type Origin struct {
	Page, Site, Author, Date, URL string
}

// A Section is what stands under one level-2 heading.
type Section struct {
	Anchor    string
	Heading   string
	Line      int      // of the heading in its file
	Blocks    []string // paragraphs and whole lists as plain text; the first is the answer
	Questions []string // real questions that the section answers, as the front matter lists them
}

// Text returns the section as plain text, blocks separated by an empty line.
func (s Section) Text() string { return strings.Join(s.Blocks, "\n\n") }

// A Passage is a section as it is indexed and cited. Its ID is the same in every language.
type Passage struct {
	ID        bot.PassageID // "slug#anchor"
	Lang      bot.Lang
	Article   string // the article's title
	Heading   string
	Blocks    []string
	Questions []string
}

// Text returns the passage as plain text, blocks separated by an empty line.
func (p Passage) Text() string { return strings.Join(p.Blocks, "\n\n") }

// passages returns one Passage for each section of a.
func (a *Article) passages() []Passage {
	out := make([]Passage, len(a.Sections))
	for i, s := range a.Sections {
		out[i] = Passage{
			ID: bot.PassageID(a.Slug + "#" + s.Anchor), Lang: a.Lang, Article: a.Title,
			Heading: s.Heading, Blocks: s.Blocks, Questions: s.Questions,
		}
	}
	return out
}
