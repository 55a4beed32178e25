package openai

import (
	"encoding/json"
	"strings"
)

// maxLooks is how often a stream is looked at for another whole sentence. A model's answer needs one look a sentence; what
// sends nothing but closing braces is not looked at for ever.
const maxLooks = 200

// showing returns what is told of an answer's content as it grows, and shows what of it stands. After each whole sentence the
// answer so far is checked as if it ended there, with everything that the whole one has to pass: what is shown could be the
// answer. So a sentence waits for the one without which it must not be read.
func (c *checks) showing() func(content string) {
	var p partial
	shown := ""
	return func(content string) {
		if !p.read(content) {
			return
		}
		text, ok := c.answer(p.draft, func(string) {})
		if !ok || text == shown {
			return
		}
		shown = text
		c.d.Show(text)
	}
}

// A partial reads a draft while it is coming in. It reads only the shape that was asked for, in its order; of anything else
// it makes nothing, and the whole answer decides.
type partial struct {
	draft draft
	at    int // of the content: everything before it is read
	looks int
	in    bool // inside the list of sentences
	over  bool
}

// read takes the content so far and reports whether there are more whole sentences in it than before.
func (p *partial) read(content string) (more bool) {
	for !p.over && len(p.draft.Sentences) < maxDraft {
		if !p.in {
			p.head(content)
			if !p.in {
				return more
			}
		}
		rest := strings.TrimLeft(content[p.at:], " \t\r\n,")
		end := strings.LastIndexByte(rest, '}')
		switch {
		case rest == "":
			return more
		case rest[0] != '{':
			p.over = true // the list has ended
			return more
		case end < 0:
			return more
		}
		if p.looks++; p.looks > maxLooks {
			p.over = true
			return more
		}
		dec := json.NewDecoder(strings.NewReader(rest))
		dec.DisallowUnknownFields()
		var s draftSentence
		if err := dec.Decode(&s); err != nil {
			return more // not whole yet, or never
		}
		p.at = len(content) - len(rest) + int(dec.InputOffset())
		p.draft.Sentences = append(p.draft.Sentences, s)
		more = true
	}
	return more
}

// head looks for the beginning of the list of sentences, before which the model must have said that it can answer.
func (p *partial) head(content string) {
	open := strings.IndexByte(content, '[')
	if open < 0 {
		return
	}
	var before struct {
		Answerable bool  `json:"answerable"`
		Sentences  []any `json:"sentences"`
	}
	dec := json.NewDecoder(strings.NewReader(content[:open] + "[]}"))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&before); err != nil || !before.Answerable || before.Sentences == nil {
		p.over = true
		return
	}
	p.draft.Answerable, p.in, p.at = true, true, open+1
}
