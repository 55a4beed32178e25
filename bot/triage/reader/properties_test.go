package reader

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"knead/bot"
	"knead/bot/triage"
)

// flagged returns every step-th message of the corpus that both readers together take for urgent or worse, and the level.
func flagged(t *testing.T, e *triage.Engine, step int) map[string]bot.Level {
	t.Helper()
	files, err := filepath.Glob("../corpus/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	out := map[string]bot.Level{}
	n := 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := triage.ReadRows(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if len(r.Messages) > 1 || r.Level < bot.Urgent {
				continue
			}
			if n++; n%step == 0 {
				if l := e.Screen(bot.Signs{}, r.Messages[0]).Level; l >= bot.Urgent {
					out[r.Messages[0]] = l
				}
			}
		}
	}
	return out
}

// What leaves the words as they are leaves the level: capitals, missing accents, emoji, a sentence more. Where the message
// is cut into other sentences by it, one in fifty may fall by a step.
func TestLevelStands(t *testing.T) {
	e, err := triage.Default(load(t))
	if err != nil {
		t.Fatal(err)
	}
	accents := strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "¿", "", "¡", "")
	changes := map[string]func(string) string{
		"capitals":       strings.ToUpper,
		"no accents":     accents.Replace,
		"emoji after":    func(s string) string { return s + " 🙏😅" },
		"emoji before":   func(s string) string { return "😖 " + s },
		"sentence after": func(s string) string { return s + ". Do you have parking?" },
		"thanks after":   func(s string) string { return s + "\nmuchas gracias, saludos" },
		"hello before":   func(s string) string { return "Hi there! " + s },
	}
	all := flagged(t, e, 9)
	if len(all) < 100 {
		t.Fatalf("only %d messages", len(all))
	}
	for name, change := range changes {
		fell := 0
		for text, want := range all {
			if got := e.Screen(bot.Signs{}, change(text)); got.Level < want {
				fell++
				if fell <= 3 {
					t.Logf("%s: %q fell from %v to %v (asks %q)", name, text, want, got.Level, got.Ask)
				}
			}
		}
		if fell*50 > len(all) {
			t.Errorf("%s: %d of %d fell", name, fell, len(all))
		}
	}
}
