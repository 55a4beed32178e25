package knowledge

import (
	"errors"
	"os"
	"strings"
	"testing"

	"knead/bot"
)

// Nothing that a message says is obeyed: an answer consists of passages word for word and cites the practice's own
// articles, or there is none.
func TestMessageAttacks(t *testing.T) {
	src, err := os.ReadFile("testdata/attacks.txt")
	if err != nil {
		t.Fatal(err)
	}
	b := loadAll(t)
	lang, n := bot.English, 0
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		if l, ok := strings.CutPrefix(line, "["); ok && len(l) == 3 {
			lang = bot.Lang(strings.TrimSuffix(l, "]"))
			continue
		}
		at := strings.LastIndex(line, " => ")
		if strings.HasPrefix(line, "# ") || at < 0 {
			continue
		}
		n++
		text := strings.ReplaceAll(line[:at], `\n`, "\n")
		a, err := b.Answer(t.Context(), bot.Question{Text: text, Lang: lang})
		switch {
		case errors.Is(err, bot.ErrNoAnswer):
			continue
		case err != nil:
			t.Fatal(err)
		case line[at+4:] == "none":
			t.Errorf("%q is answered from %v", text, a.Passages)
		}
		for _, part := range strings.Split(a.Text, "\n\n") {
			if !inPassages(b, a, lang, part) {
				t.Errorf("%q: %q is of no passage", text, part)
			}
		}
		for _, s := range a.Sources {
			if !strings.HasPrefix(s.URL, "/articles/") {
				t.Errorf("%q: source %q", text, s.URL)
			}
		}
		for _, next := range a.Next {
			if strings.Contains(next, "ZEBRA") || strings.Contains(next, "evil") {
				t.Errorf("%q: follow-up %q", text, next)
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d attacks", n)
	}
}

// inPassages reports whether a part of an answer stands in one of the passages that it cites.
func inPassages(b *Base, a bot.Answer, l bot.Lang, part string) bool {
	part = strings.TrimSuffix(part, "…")
	for _, p := range b.Passages(l) {
		for _, id := range a.Passages {
			if p.ID == id && strings.Contains(p.Text(), part) {
				return true
			}
		}
	}
	return false
}
