package knowledge

import (
	"bytes"
	"fmt"
	"html/template"

	"github.com/yuin/goldmark/renderer/html"

	"knead/bot"
)

// A Page is an article ready to be shown on the web.
type Page struct {
	Slug       string
	Lang       bot.Lang
	Title      string
	HTML       template.HTML // introduction and sections: safe, no raw HTML of the file, anchors as heading ids
	Contents   []Entry       // the sections in order
	Languages  []bot.Lang    // in which the article exists, this one included
	Source     Origin
	Reviewed   string // YYYY-MM-DD; may be empty
	ReviewedBy string
	Tags       []string
}

// An Entry is a line of an article's table of contents.
type Entry struct{ Anchor, Heading string }

// Article returns the page of an article in l. ok is false when there is no such article in that language.
func (b *Base) Article(slug string, l bot.Lang) (p Page, ok bool) {
	p, ok = b.pages[pageKey{slug, l}]
	return p, ok
}

// Articles returns the pages in l ordered by title.
func (b *Base) Articles(l bot.Lang) []Page {
	var out []Page
	for _, a := range b.articles {
		if a.Lang == l {
			out = append(out, b.pages[pageKey{a.Slug, l}])
		}
	}
	return out
}

type pageKey struct {
	slug string
	lang bot.Lang
}

// render makes the page of a. goldmark leaves raw HTML and dangerous link schemes out unless told otherwise.
func render(a *Article, languages []bot.Lang) (Page, error) {
	p := Page{
		Slug: a.Slug, Lang: a.Lang, Title: a.Title, Languages: languages, Source: a.Source,
		Reviewed: a.Reviewed, ReviewedBy: a.ReviewedBy, Tags: a.Tags,
	}
	for _, s := range a.Sections {
		p.Contents = append(p.Contents, Entry{s.Anchor, s.Heading})
	}
	md := newMarkdown()
	md.Renderer().AddOptions(html.WithXHTML())
	var buf bytes.Buffer
	if err := md.Convert(a.body, &buf); err != nil {
		return p, fmt.Errorf("render %s: %w", a.File, err)
	}
	p.HTML = template.HTML(buf.String()) //nolint:gosec // goldmark escapes text, drops raw HTML and dangerous links
	return p, nil
}
