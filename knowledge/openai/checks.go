package openai

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"knead/bot"
	"knead/knowledge/openai/guard"
)

const (
	maxAnswer = 600 // characters of a worded answer, as bot.Answer has it
	maxDraft  = 12  // sentences that are looked at
	minAnswer = 20  // characters; less answers nothing
)

// checks are what a wording of one answer has to pass.
type checks struct {
	guard *guard.Guard
	d     bot.Wording
	cited map[string]guard.Passage // by the short name that the model was given
	known map[string]guard.Verdict // of sentences, so that one that is shown early is not judged twice
}

// answer puts the sentences together that the guard lets through. ok is false when what is left does not answer any more:
// when half of the sentences fell, when nothing rests on the first passage, or when an advice to ask a professional got lost.
// count is told of each sentence why it fell, empty where it did not.
func (c *checks) answer(out draft, count func(reason string)) (text string, ok bool) {
	var kept []string
	size, dropped, first := 0, 0, false
	for i, s := range out.Sentences {
		if i == maxDraft {
			break
		}
		said := tidy(s.Text)
		if v := c.judge(said, s.Passages); !v.OK() {
			count(string(v.Reason))
			dropped++
			continue
		}
		count("")
		n := utf8.RuneCountInString(said)
		if size+n > maxAnswer {
			break
		}
		size += n + 1
		kept = append(kept, said)
		first = first || len(s.Passages) > 0 && c.cited[s.Passages[0]].ID == c.d.Answer.Passages[0]
	}
	text = strings.Join(kept, " ")
	if !first || dropped > len(kept) || utf8.RuneCountInString(text) < minAnswer {
		return "", false
	}
	if sendsOn(c.d.Answer.Text) && !sendsOn(text) {
		return "", false
	}
	return text, true
}

// judge is the guard's verdict on a sentence with the passages that it rests on.
func (c *checks) judge(said string, ids []string) guard.Verdict {
	key := strings.Join(append([]string{said}, ids...), "\x00")
	v, known := c.known[key]
	if !known {
		v = c.verdict(said, ids)
		c.known[key] = v
	}
	return v
}

// verdict checks one of the model's sentences. A model may put several in one: each is checked by itself too, and they stand
// or fall together.
func (c *checks) verdict(said string, ids []string) guard.Verdict {
	var ps []guard.Passage
	for _, id := range ids {
		p, ok := c.cited[id]
		if !ok {
			return guard.Verdict{Reason: guard.Uncited, Detail: id}
		}
		ps = append(ps, p)
	}
	if said == "" {
		return guard.Verdict{Reason: guard.NotSaid}
	}
	if v := c.guard.Check(c.d.Lang, said, ps); !v.OK() {
		return v
	}
	parts := guard.Sentences(said)
	if len(parts) < 2 {
		return guard.Verdict{}
	}
	for _, part := range parts {
		if v := c.guard.Check(c.d.Lang, part, ps); !v.OK() {
			return v
		}
	}
	return guard.Verdict{}
}

var professional = regexp.MustCompile(`(?i)\b(doctor|physician|clinician|medical advice|healthcare professional|consejo médico|médico|médica|profesional de la salud)\b`)

// sendsOn reports whether a text advises to ask a professional.
func sendsOn(text string) bool { return professional.MatchString(text) }
