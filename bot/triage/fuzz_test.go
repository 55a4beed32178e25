package triage

import (
	"strings"
	"testing"

	"knead/bot"
)

// harmless are words that anybody may add to a message; they never lower a level.
func harmless() []string {
	return []string{" thank you!", " See you on Friday.", " Gracias, saludos.", " 😊", "\nBest, Ana", " Do you have parking?", " ¿Tienen estacionamiento?"}
}

func FuzzScreen(f *testing.F) {
	e := engine(f)
	for _, l := range lines(f, "must_flag.txt") {
		f.Add(strings.Split(l, "\t")[2])
	}
	for _, l := range lines(f, "must_pass.txt") {
		f.Add(l)
	}
	for _, odd := range []string{"", "\x00\xff", "....", "¿¿??", "190/120/", "\u200bnu\u200dmb", "ﬁ ＮＵＭＢ", "/ / /", strings.Repeat("no ", 300), "1/0 over 0"} {
		f.Add(odd)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := e.Screen(bot.Signs{}, text)
		if again := e.Screen(bot.Signs{}, text); again.Level != v.Level || again.Ask != v.Ask {
			t.Errorf("%q: %v then %v", text, v.Level, again.Level)
		}
		if next := e.Screen(v.Signs, "what are your opening hours?"); next.Level < v.Level {
			t.Errorf("%q: level %v fell to %v with the next message", text, v.Level, next.Level)
		}
	})
}

func TestHarmlessTextNeverLowers(t *testing.T) {
	e := engine(t)
	for _, l := range lines(t, "must_flag.txt") {
		text := strings.Split(l, "\t")[2]
		want := talk(e, text).Level
		for _, h := range harmless() {
			for _, both := range []string{text + h, text + "." + h, strings.TrimSpace(h) + " " + text, strings.TrimSpace(h) + ". " + text} {
				if got := talk(e, both).Level; got < want {
					t.Errorf("%q = %v, without %q it is %v", both, got, h, want)
				}
			}
		}
	}
}

// One wrong letter in a word of five letters and more hardly ever hides a flag: at most one in fifty such messages.
func TestTyposHardlyLower(t *testing.T) {
	e := engine(t)
	tried, lost := 0, 0
	for _, l := range lines(t, "must_flag.txt") {
		text := strings.Split(l, "\t")[2]
		want := talk(e, text).Level
		words := strings.Fields(text)
		for i, w := range words {
			if len(w) < 6 || strings.ContainsAny(w, "'’.,/0123456789áéíóúñ") {
				continue
			}
			m := len(w) / 2
			for _, typo := range []string{w[:m] + w[m+1:], w[:m] + w[m:m+1] + w[m:], w[:m] + w[m+1:m+2] + w[m:m+1] + w[m+2:], w[:m] + "x" + w[m+1:]} {
				other := append(append(append([]string{}, words[:i]...), typo), words[i+1:]...)
				tried++
				if got := talk(e, strings.Join(other, " ")).Level; got < want {
					lost++
					t.Logf("%q = %v, want %v", strings.Join(other, " "), got, want)
				}
			}
		}
	}
	t.Logf("%d of %d typos lowered a level", lost, tried)
	if lost*50 > tried {
		t.Errorf("%d of %d typos lowered a level", lost, tried)
	}
}

func BenchmarkScreen(b *testing.B) {
	e := engine(b)
	for _, c := range []struct{ name, text string }{
		{"ordinary", "Hi, do you have anything on Friday at 3 pm for a 60 minute deep tissue massage in Orlando?"},
		{"flag", "my lower back has been killing me for a week and since this morning I can't feel it when I wipe, is a massage ok?"},
		{"spanish", "hola, desde ayer tengo un dolor de espalda que me baja por las dos piernas y se me durmió la entrepierna, ¿me atienden?"},
		{"long", strings.Repeat("my back hurts and my left leg is numb, no fever or chills though. ", 1600)},
		{"unknown", strings.Repeat("qwertz blorpish fandangle zumblet ", 3100)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.Screen(bot.Signs{}, c.text)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Default(nil); err != nil {
			b.Fatal(err)
		}
	}
}
