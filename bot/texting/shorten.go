package texting

import (
	"regexp"
	"strings"

	"knead/bot"
)

// weighty are words of a sentence that is not left out: what is dangerous, whom to ask, how to end messages.
var weighty = regexp.MustCompile(`(?i)\b(?:doctor|professional|clinician|emergency|911|988|call|médic[oa]|profesional|urgencias|llame)\b|STOP|\?|["“]`)

// sentenceEnd is where a sentence ends: a stop, a space, and something that begins one.
var sentenceEnd = regexp.MustCompile(`[.!?] +[\p{Lu}¿¡]`)

// shorten leaves sentences out of an answer until it and its tail are at most two parts: the last first, never the first
// of a paragraph, a question, a flag's advice, or what a client must know. A sentence that points back at one that was
// left out goes with it. Where that is not enough, and for all other replies, the rest follows in the next reply.
func shorten(body, tail string, r bot.Reply) string {
	if r.Outcome != bot.Answered || !over(joinLines(body, tail)) {
		return body
	}
	paragraphs := [][]string{}
	fixed := []bool{}
	keep := "\n" + clean(r.Note) + "\n" + clean(r.Again) + "\n"
	for p := range strings.SplitSeq(body, "\n") {
		paragraphs = append(paragraphs, sentences(p))
		fixed = append(fixed, strings.Contains(keep, "\n"+p+"\n"))
	}
	for over(joinLines(put(paragraphs), tail)) && dropLast(paragraphs, fixed) {
	}
	if over(joinLines(put(paragraphs), tail)) {
		return body
	}
	return put(paragraphs)
}

// back is how a sentence begins that cannot be understood without the one before it.
var back = regexp.MustCompile(`^(?:This|These|That|Those|It|They|Such|Also|Este|Esta|Esto|Estos|Estas|Eso|Ese|Esa|También|Además)\b`)

// dropLast takes the last sentence out that may be left out.
func dropLast(paragraphs [][]string, fixed []bool) bool {
	for i := len(paragraphs) - 1; i >= 0; i-- {
		if fixed[i] {
			continue
		}
		if i > 0 && len(paragraphs[i]) == 1 && back.MatchString(paragraphs[i][0]) && !weighty.MatchString(paragraphs[i][0]) {
			paragraphs[i] = nil
			return true
		}
		for k := len(paragraphs[i]) - 1; k > 0; k-- {
			if !weighty.MatchString(paragraphs[i][k]) {
				paragraphs[i] = append(paragraphs[i][:k:k], paragraphs[i][k+1:]...)
				return true
			}
		}
	}
	return false
}

// put joins paragraphs by single lines: an empty line is paid for too.
func put(paragraphs [][]string) string {
	var lines []string
	for _, p := range paragraphs {
		if line := strings.Join(p, " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func sentences(text string) []string {
	var out []string
	for {
		at := sentenceEnd.FindStringIndex(text)
		if at == nil {
			break
		}
		out = append(out, text[:at[0]+1])
		text = strings.TrimLeft(text[at[0]+1:], " ")
	}
	if text != "" {
		out = append(out, text)
	}
	return out
}
