package triage

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"knead/bot"
)

// A SeeingReader is a SecondReader that is also told what the rules saw in the message: concepts with their context, and
// the signs shown so far. Words that nobody listed for it count through the concept to which they belong.
type SeeingReader interface {
	SecondReader
	// ReadSeen is Read with what Sights returns for the message.
	ReadSeen(text string, seen []string) []Guess
}

// Sights returns what the rules see in text after seen: each concept once, marked where it is denied ("!"), hypothetical
// ("?"), past ("<") or somebody else's ("~"), and every sign so far with its context. It serves the second reader and its
// training; the names are those of the rules files.
func (e *Engine) Sights(seen bot.Signs, text string) []string {
	r := e.read(text)
	signs := append([]bot.Sign(nil), seen.Seen...)
	for _, s := range e.shown(r, nil) {
		signs = add(signs, s.sign)
	}
	return e.sights(r, signs)
}

func (e *Engine) sights(r *reading, signs []bot.Sign) []string {
	var out []string
	for c, list := range r.found {
		if len(list) == 0 || strings.HasPrefix(e.lex.names[c], "=") {
			continue // words that stand in a pattern have no name of their own
		}
		name := e.lex.names[c]
		cx := &r.context[list[0].from]
		switch {
		case cx.denied[0] != 0:
			name = "!" + name
		case cx.hypo:
			name = "?" + name
		case cx.past:
			name = "<" + name
		case cx.other:
			name = "~" + name
		}
		out = append(out, name)
	}
	for _, s := range signs {
		if strings.Contains(string(s.ID), ":") {
			continue // what the reader itself saw, and answers
		}
		out = append(out, "s:"+string(s.ID)+"@"+s.Time+"/"+s.Whose)
	}
	return out
}

// Fingerprint names the rules' vocabulary, concepts and signs: a model that was trained with another one should be made
// again.
func (e *Engine) Fingerprint() string {
	h := sha256.New()
	for _, n := range e.lex.names {
		if !strings.HasPrefix(n, "=") {
			_, _ = io.WriteString(h, n+"\n")
		}
	}
	for i := range e.signs {
		_, _ = io.WriteString(h, string(e.signs[i].id)+"\n")
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
