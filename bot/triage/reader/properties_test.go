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

// Ordinary talk takes nothing back that was said before it: what any client may write next, and what is commonly written to
// be let through. One alarm in a hundred may be asked about again, none may be dropped without a word.
func TestOrdinaryTalkTakesNothingBack(t *testing.T) {
	e, err := triage.Default(load(t))
	if err != nil {
		t.Fatal(err)
	}
	next := []string{
		"book swedish friday 3pm orlando", "deep tissue 60 for two on saturday please", "never mind", "never mind, just book me", "wrong chat",
		"it's fine, do you have parking?", "ok thanks", "so can i come at 4?", "lol", "ignore that please", "do you take gift cards?", "is anybody there??",
		"it comes and goes", "my husband says it's nothing", "i had this before", "i'd rather not see a doctor",
		"quiero un sueco el viernes a las 3", "no pasa nada, agéndeme", "olvídelo", "¿tienen estacionamiento?", "gracias, muy amable", "¿y mañana a las diez?",
		"jajaja", "mi marido dice que no es nada", "ya me ha pasado antes", "no quiero ir al médico", "¿cuánto cuesta la hora?", "es que tengo prisa",
	}
	asked, dropped, all := 0, 0, 0
	for text, want := range flagged(t, e, 23) {
		seen := e.Screen(bot.Signs{}, text).Signs
		for _, n := range next {
			all++
			switch v := e.Screen(seen, n); {
			case v.Level >= want:
			case v.Ask != "":
				asked++
				t.Logf("%q then %q: asks %s", text, n, v.Ask)
			default:
				dropped++
				t.Errorf("%q then %q: %v falls to %v", text, n, want, v.Level)
			}
		}
	}
	if all < 1000 {
		t.Errorf("only %d pairs", all)
	}
	if asked*100 > all {
		t.Errorf("%d of %d asked about again", asked, all)
	}
	t.Logf("%d pairs, %d asked about again, %d dropped", all, asked, dropped)
}
