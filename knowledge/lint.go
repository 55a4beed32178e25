package knowledge

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"knead/bot"
)

var (
	cureWords = regexp.MustCompile(`(?i)\b(cures?|cured|curing|guarantee[sd]?|miracles?|miraculous|100 ?%|permanently|forever|always works|(?:will|can|does) (?:heal|fix)|pain-free for life|` +
		`curan?|curar[áa]?n?|curado|garantiza(?:mos|n|do|da|r)?|garant[ií]a|milagros?|milagros[oa]|para siempre|siempre funciona|definitivamente|elimina(?:mos|n|r)?)(?:[^\p{L}]|$)`)
	cureDenied = regexp.MustCompile(`(?i)(?:\b(?:not?|never|cannot|without|nunca|tampoco|sin|ning[uú]n[ao]?|nobody|no one|nadie)|n['’]t)\b[^.!?]{0,40}$`)
	doseWords  = regexp.MustCompile(`(?i)\b(?:\d+(?:[.,]\d+)?|one|two|three|four|half an?|un[ao]?|dos|tres|cuatro|medi[ao]) ?(?:mg|mcg|µg|ml|g|milligrams?|millilit(?:er|re)s?|miligramos?|mililitros?|pills?|tablets?|capsules?|pastillas?|tabletas?|comprimidos?|c[aá]psulas?|gotas|drops|puffs?)(?:[^\p{L}]|$)|` +
		`\b(?:every|each|cada) (?:\d+|four|six|eight|twelve|cuatro|seis|ocho|doce) (?:hours?|horas?)\b|\b(?:ibuprofen|paracetamol|acetaminophen|aspirin|naproxen|ibuprofeno|paracetamol|aspirina|naproxeno)\b[^.]{0,30}\b(?:times|veces) (?:a|al|per|por) (?:day|d[ií]a)`)
	linkTarget = regexp.MustCompile(`\]\((?:/articles/([a-z0-9-]+))?(?:\?lang=([a-z]{2}))?(?:#([A-Za-z0-9_-]+))?\)`)
)

// alike is from how much letter likeness on two passages say the same.
const alike = 0.85

// maxButton is how long a listed question may be that is offered as a button, in characters.
const maxButton = 60

// Lint returns what a loaded base has that its owner should look at: sections that do not fit a chat message, passages
// that say the same, articles and sections that one language lacks, dead links, promises of cure, dosages, and listed
// questions that their own section does not answer.
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
	ps = append(ps, b.lintPairs()...)
	for _, l := range b.languages {
		ps = append(ps, b.lintTwins(l)...)
	}
	return ps.sorted(), nil
}

// lintPairs finds articles and sections that one language of the practice has and another lacks.
func (b *Base) lintPairs() Problems {
	var ps Problems
	for _, a := range b.articles {
		for _, l := range b.languages {
			if l == a.Lang {
				continue
			}
			other, ok := b.Article(a.Slug, l)
			if !ok {
				ps = append(ps, Problem{a.File, 1, "slug", fmt.Sprintf("%q has no article in %s", a.Slug, l), "write one with the same slug and anchors: clients who write in it get no answer from here"})
				continue
			}
			for _, s := range a.Sections {
				if !slices.ContainsFunc(other.Contents, func(e Entry) bool { return e.Anchor == s.Anchor }) {
					ps = append(ps, Problem{a.File, s.Line, s.Heading, fmt.Sprintf("anchor %q is missing in %s", s.Anchor, l), "give both languages the same sections"})
				}
			}
		}
	}
	return ps
}

func (b *Base) lintSection(ctx context.Context, a *Article, sec Section) (Problems, error) {
	var ps Problems
	add := func(what, hint string) { ps = append(ps, Problem{a.File, sec.Line, sec.Heading, what, hint}) }
	text := sec.Text()
	if n := utf8.RuneCountInString(text); n > maxAnswer {
		add(fmt.Sprintf("has %d characters, over the %d of a chat message", n, maxAnswer), "the first blocks are shown; split the section or shorten it")
	}
	for _, p := range promises(sec.Heading + ".\n" + text) {
		add(fmt.Sprintf("says %q", p), "promise no cure: write what massage can help with")
	}
	if dose := doseWords.FindString(text); dose != "" {
		add(fmt.Sprintf("names a dose (%s)", trimmed(dose)), "take it out: knead never doses")
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

// promises returns the words of text that promise a cure, each once. A question promises nothing, nor does a denial.
func promises(text string) []string {
	var out []string
	for _, at := range cureWords.FindAllStringSubmatchIndex(text, -1) {
		word := trimmed(text[at[2]:at[3]])
		end := strings.IndexAny(text[at[3]:], ".!?\n")
		asked := end >= 0 && text[at[3]+end] == '?'
		if !asked && !cureDenied.MatchString(text[:at[2]]) && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

func trimmed(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%' })
}

// lintLinks finds links to articles and sections that do not exist.
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
		if slug == "" && part(3) == "" {
			continue
		}
		if slug == "" {
			slug = a.Slug
		}
		if lang == "" {
			lang = a.Lang
		}
		p, ok := b.Article(slug, lang)
		target := slug
		if part(3) != "" {
			target += "#" + part(3)
		}
		if !ok || part(3) != "" && !slices.ContainsFunc(p.Contents, func(e Entry) bool { return e.Anchor == part(3) }) {
			line := strings.Count(string(a.body[:m[0]]), "\n") + a.bodyLine
			ps = append(ps, Problem{a.File, line, "link", fmt.Sprintf("%s does not exist in %s", target, lang), "mend the address"})
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
		for _, j := range slices.Sorted(maps.Keys(shared)) {
			if shared[j]*3 > len(all[i].ids) && all[i].likeness(all[j]) >= alike {
				file, line := b.place(s.passages[i])
				ps = append(ps, Problem{file, line, s.passages[i].Heading, fmt.Sprintf("says the same as %s", s.passages[j].ID), "keep one of the two"})
			}
		}
	}
	return ps
}

// place returns the file and line of a passage's heading.
func (b *Base) place(p Passage) (file string, line int) {
	slug, anchor, _ := strings.Cut(string(p.ID), "#")
	for _, a := range b.articles {
		if a.Slug != slug || a.Lang != p.Lang {
			continue
		}
		for _, s := range a.Sections {
			if s.Anchor == anchor {
				return a.File, s.Line
			}
		}
		return a.File, 0
	}
	return slug, 0
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
