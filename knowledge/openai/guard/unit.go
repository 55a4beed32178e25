package guard

import (
	"regexp"
	"slices"
	"strings"
)

// A unit is a piece of a passage that may carry a clause: a sentence, a list item with what introduces it, two sentences
// that follow each other, or a whole list.
type unit struct {
	toks    []token
	context []token // title and heading: their words may be used, but prove nothing alone
	wide    bool    // more than one sentence: it carries no clause with a word that decides a meaning
}

var sentenceEnd = regexp.MustCompile(`[.!?]["”»]?\s+`)

// units cuts a passage.
func (x *lexicon) units(p Passage) []unit {
	context := x.tokens(p.Context)
	var out []unit
	add := func(text string, wide bool) {
		if toks := x.tokens(text); len(toks) > 0 {
			out = append(out, unit{toks: toks, context: context, wide: wide})
		}
	}
	intro := ""
	for _, block := range strings.Split(p.Text, "\n\n") {
		lines := strings.Split(block, "\n")
		if isItem(lines[0]) {
			for _, item := range lines {
				add(strings.TrimLeft(item, "•-* "), false)
			}
			add(intro+" "+strings.Join(x.heads(lines), "; "), true)
			continue
		}
		ss := sentences(block)
		for i, s := range ss {
			sides := contrast.Split(s, -1)
			add(s, len(sides) > 1)
			if len(sides) > 1 {
				for _, side := range sides {
					add(side, false)
				}
			}
			if i > 1 && x.allPointBack(ss[1:i+1]) {
				add(ss[0]+" "+s, false)
			}
			if i+1 < len(ss) {
				add(s+" "+ss[i+1], !x.pointsBack(ss[i+1]))
			}
		}
		if len(ss) > 0 {
			intro = ss[len(ss)-1]
		}
	}
	add(p.Context, false)
	return out
}

// contrast stands between things that must not be mixed.
var contrast = regexp.MustCompile(`(?i),? (?:but|pero|sino) |; `)

// heads are what a list's items name: what stands before a colon, or a short item itself. What an item tells beyond that
// belongs to it alone.
func (x *lexicon) heads(items []string) []string {
	var out []string
	for _, item := range items {
		head, _, found := strings.Cut(strings.TrimLeft(item, "•-* "), ":")
		if found || len(strings.Fields(head)) <= 6 || !slices.ContainsFunc(x.tokens(head), func(t token) bool { return t.effect != noEffect }) {
			out = append(out, head)
		}
	}
	return out
}

// allPointBack reports whether every one of the sentences does: then all speak of the first one's subject.
func (x *lexicon) allPointBack(ss []string) bool {
	return !slices.ContainsFunc(ss, func(s string) bool { return !x.pointsBack(s) })
}

// pointsBack reports whether a sentence begins with a word that stands for something in the one before.
func (x *lexicon) pointsBack(sentence string) bool {
	toks := x.tokens(sentence)
	if len(toks) == 0 {
		return false
	}
	switch toks[0].word {
	case "it", "this", "these", "they", "that", "those", "esto", "eso", "estas", "estos", "este", "esta", "ese", "esa", "asi":
		return true
	}
	return false
}

func isItem(line string) bool {
	return strings.HasPrefix(line, "•") || strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ")
}

// Sentences cuts a text into its sentences. "www.example.com" and "407.535" are not cut.
func Sentences(text string) []string { return sentences(text) }

func sentences(block string) []string {
	var out []string
	block = strings.TrimSpace(strings.ReplaceAll(block, "\n", " "))
	for block != "" {
		at := sentenceEnd.FindStringIndex(block)
		if at == nil {
			out = append(out, block)
			break
		}
		out = append(out, strings.TrimSpace(block[:at[1]]))
		block = block[at[1]:]
	}
	return out
}
