package knowledge

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"knead/bot"
)

//go:embed fillers
var fillerFiles embed.FS

// readFillers returns phrases that ask nothing, as rows of words, the longest first.
func readFillers(l bot.Lang) ([][]string, error) {
	src, err := fs.ReadFile(fillerFiles, "fillers/"+string(l)+".txt")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("fillers of %s: %w", l, err)
	}
	var out [][]string
	for line := range strings.Lines(string(src)) {
		if ws := words(line); len(ws) > 0 && !strings.HasPrefix(line, "#") {
			out = append(out, ws)
		}
	}
	slices.SortStableFunc(out, func(a, b []string) int { return len(b) - len(a) })
	return out, nil
}

// withoutFillers returns toks without phrases that ask nothing and without who said so: "my wife says", "mi hijo dice
// que". When nothing would be left, all of it stays.
func (s *shelf) withoutFillers(toks []token) []token {
	var out []token
	for i := 0; i < len(toks); {
		if n := s.filler(toks[i:]); n > 0 {
			i += n
			continue
		}
		if n := s.g.speaker(toks[i:]); n > 0 {
			i += n
			continue
		}
		out = append(out, toks[i])
		i++
	}
	if !slices.ContainsFunc(out, func(t token) bool { return t.kind != stopWord }) {
		return toks
	}
	return out
}

// filler returns how many of the first toks are a phrase that asks nothing.
func (s *shelf) filler(toks []token) int {
	for _, f := range s.fillers {
		if len(f) <= len(toks) && slices.EqualFunc(f, toks[:len(f)], func(w string, t token) bool { return w == t.raw }) {
			return len(f)
		}
	}
	return 0
}

// maxSpeaker is how many words name somebody: "my brother in law".
const maxSpeaker = 4

// speaker returns how many of the first toks say who said something: a determiner, up to maxSpeaker words, and a verb of
// saying with what belongs to it.
func (g *lingo) speaker(toks []token) int {
	if len(toks) < 3 || !g.possessive(toks[0].raw) {
		return 0
	}
	for i := 1; i < len(toks)-1 && i <= maxSpeaker; i++ {
		if !g.says(toks[i].raw) {
			continue
		}
		if i == 1 {
			return 0 // "my says": somebody's slip
		}
		n := i + 1
		for n < len(toks) && g.saidTo(toks[n].raw) {
			n++
		}
		return n
	}
	return 0
}

func (g *lingo) possessive(w string) bool {
	if g.lang == bot.Spanish {
		return w == "mi" || w == "mis" || w == "una" || w == "un"
	}
	return w == "my" || w == "a" || w == "some"
}

func (g *lingo) says(w string) bool {
	if g.lang == bot.Spanish {
		switch w {
		case "dice", "dicen", "dijo", "dijeron", "jura", "comento", "insiste", "cree", "piensa", "recomendo", "asegura", "platico", "conto", "decia":
			return true
		}
		return false
	}
	switch w {
	case "says", "said", "told", "tells", "swears", "thinks", "reckons", "keeps", "insists", "claims", "mentioned", "heard", "suggested", "say", "think":
		return true
	}
	return false
}

// saidTo reports whether w belongs to a verb of saying: "told me that", "keeps saying".
func (g *lingo) saidTo(w string) bool {
	if g.lang == bot.Spanish {
		return w == "que" || w == "me"
	}
	switch w {
	case "me", "us", "that", "saying", "telling", "about", "by":
		return true
	}
	return false
}
