package knowledge

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"knead/bot"
)

var (
	cureWords = regexp.MustCompile(`(?i)\b(cures?|cured|guarantee[sd]?|guaranteed|miracle|100 ?%|permanently|always works|will heal|` +
		`garantiza(mos|n|do|da)?|milagro|milagros[oa]|para siempre|siempre funciona|lo curar[aá])\b`)
	cureDenied = regexp.MustCompile(`(?i)\b(not?|never|cannot|can't|no|nunca|tampoco|sin)\b[^.]{0,30}$`)
	doseWords  = regexp.MustCompile(`(?i)\b\d+([.,]\d+)? ?(mg|mcg|ml|milligrams?|miligramos?|pills?|tablets?|pastillas?|tabletas?|gotas|drops)\b`)
	linkTarget = regexp.MustCompile(`\]\((?:/articles/([a-z0-9-]+))?(?:\?lang=([a-z]{2}))?#([a-z0-9-]+)\)`)
)

// alike is from how much letter likeness on two passages say the same.
const alike = 0.85

// maxButton is how long a listed question may be that is offered as a button, in characters.
const maxButton = 60

// Lint returns what a loaded base has that its owner should look at: sections that do not fit a chat message, passages
// that say the same, dead links, promises of cure, dosages, and listed questions that their own section does not answer.
func (b *Base) Lint(ctx context.Context) (Problems, error) {
	var ps Problems
	for _, a := range b.articles {
		ps = append(ps, b.lintLinks(a)...)
		for _, sec := range a.Sections {
			found, err := b.lintSection(ctx, a, sec)
			if err != nil {
				return nil, err
			}
			ps = append(ps, found...)
		}
	}
	for _, l := range b.languages {
		ps = append(ps, b.lintTwins(l)...)
	}
	return ps.sorted(), nil
}

func (b *Base) lintSection(ctx context.Context, a *Article, sec Section) (Problems, error) {
	var ps Problems
	add := func(what, hint string) { ps = append(ps, Problem{a.File, sec.Line, sec.Heading, what, hint}) }
	text := sec.Text()
	if n := utf8.RuneCountInString(text); n > maxAnswer {
		add(fmt.Sprintf("has %d characters, over the %d of a chat message", n, maxAnswer), "the first blocks are shown; split the section or shorten it")
	}
	for _, at := range cureWords.FindAllStringIndex(text, -1) {
		if !cureDenied.MatchString(text[:at[0]]) {
			add(fmt.Sprintf("says %q", text[at[0]:at[1]]), "promise no cure: write what massage can help with")
		}
	}
	if dose := doseWords.FindString(text); dose != "" {
		add(fmt.Sprintf("names a dose (%s)", dose), "take it out: knead never doses")
	}
	if len(sec.Questions) == 0 {
		add("lists no question", "add under questions: what clients would ask")
		return ps, nil
	}
	if n := utf8.RuneCountInString(sec.Questions[0]); n > maxButton {
		add(fmt.Sprintf("first question has %d characters, over the %d of a button", n, maxButton), "put a shorter one first")
	}
	s := b.shelf(a.Lang)
	own := s.byID[bot.PassageID(a.Slug+"#"+sec.Anchor)]
	for _, q := range sec.Questions {
		at, sure, err := b.decide(ctx, s, q, s.read(q))
		if err != nil {
			return nil, fmt.Errorf("lint %s: %w", a.File, err)
		}
		switch {
		case sure < b.model.Threshold:
			add(fmt.Sprintf("is not sure enough of its own question %q", q), "put it closer to the words of the section, or take it out")
		case at != own:
			add(fmt.Sprintf("its question %q is answered by %s", q, s.passages[at].ID), "move the question there or make the two sections differ more")
		}
	}
	return ps, nil
}

// lintLinks finds links to sections that do not exist.
func (b *Base) lintLinks(a *Article) Problems {
	var ps Problems
	for _, m := range linkTarget.FindAllStringSubmatchIndex(string(a.body), -1) {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return string(a.body[m[2*i]:m[2*i+1]])
		}
		slug, lang := part(1), bot.Lang(part(2))
		if slug == "" {
			slug = a.Slug
		}
		if lang == "" {
			lang = a.Lang
		}
		p, ok := b.Article(slug, lang)
		if !ok || !slices.ContainsFunc(p.Contents, func(e Entry) bool { return e.Anchor == part(3) }) {
			line := strings.Count(string(a.body[:m[0]]), "\n") + a.bodyLine
			ps = append(ps, Problem{a.File, line, "link", fmt.Sprintf("%s#%s does not exist in %s", slug, part(3), lang), "mend the address"})
		}
	}
	return ps
}

// lintTwins finds passages that say the same. It compares only those that the index finds for each other.
func (b *Base) lintTwins(l bot.Lang) Problems {
	var ps Problems
	s := b.shelves[l]
	all := make([]gramSet, len(s.passages))
	byGram := map[uint32][]int{}
	for i, p := range s.passages {
		all[i] = s.grams(s.g.tokens(p.Text()))
		for _, g := range all[i].ids {
			byGram[g] = append(byGram[g], i)
		}
	}
	for i := range s.passages {
		shared := map[int]int{}
		for _, g := range all[i].ids {
			if len(byGram[g]) > 200 {
				continue // stands nearly everywhere: tells nothing, and costs most
			}
			for _, j := range byGram[g] {
				if j > i {
					shared[j]++
				}
			}
		}
		for j, n := range shared {
			if n*3 > len(all[i].ids) && all[i].likeness(all[j]) >= alike {
				ps = append(ps, Problem{b.fileOf(s.passages[i]), 0, s.passages[i].Heading, fmt.Sprintf("says the same as %s", s.passages[j].ID), "keep one of the two"})
			}
		}
	}
	return ps
}

func (b *Base) fileOf(p Passage) string {
	slug, _, _ := strings.Cut(string(p.ID), "#")
	for _, a := range b.articles {
		if a.Slug == slug && a.Lang == p.Lang {
			return a.File
		}
	}
	return slug
}

// A Listed is a line of the list of articles.
type Listed struct {
	File, Slug, Title string
	Lang              bot.Lang
	Sections, Words   int
	Questions         int
	Reviewed          string
	Source            Origin
}

// List returns every article, by title within each language.
func (b *Base) List() []Listed {
	var out []Listed
	for _, l := range b.languages {
		for _, a := range b.articles {
			if a.Lang != l {
				continue
			}
			e := Listed{File: a.File, Slug: a.Slug, Title: a.Title, Lang: l, Sections: len(a.Sections), Reviewed: a.Reviewed, Source: a.Source}
			for _, s := range a.Sections {
				e.Words += len(strings.Fields(s.Text()))
				e.Questions += len(s.Questions)
			}
			out = append(out, e)
		}
	}
	return out
}
