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
// of a paragraph, a question, or what a client must know. Other replies stay as they are: their words have a short form.
func shorten(body, tail string, r bot.Reply) string {
	if r.Outcome != bot.Answered && r.Level < bot.Clearance && r.Level != bot.Precaution {
		return body
	}
	paragraphs := [][]string{}
	for p := range strings.SplitSeq(body, "\n") {
		paragraphs = append(paragraphs, sentences(p))
	}
	for over(joinLines(put(paragraphs), tail)) && dropLast(paragraphs) {
	}
	// Of several paragraphs that all say whom to ask, the first one that does is enough.
	for i := len(paragraphs) - 1; i > 0 && r.Outcome == bot.Answered && r.Level == bot.None; i-- {
		p := strings.Join(paragraphs[i], " ")
		if over(joinLines(put(paragraphs), tail)) && !kept.MatchString(p) && weighty.MatchString(put(paragraphs[:i])) && weighty.MatchString(p) {
			paragraphs[i] = nil
		}
	}
	return put(paragraphs)
}

// kept is in paragraphs that stay whatever they cost: questions, how to end messages, where to call.
var kept = regexp.MustCompile(`\?|STOP|\b(?:911|988|999|112)\b|["]`)

// dropLast takes the last sentence out that may be left out.
func dropLast(paragraphs [][]string) bool {
	for i := len(paragraphs) - 1; i >= 0; i-- {
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
