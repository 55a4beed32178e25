package language

import (
	"testing"

	"knead/bot"
)

func TestDetect(t *testing.T) {
	for _, tc := range []struct {
		text string
		want bot.Lang // empty: not shown
	}{
		{"do you have anything friday?", bot.English},
		{"my neck is killing me", bot.English},
		{"deep tissue 60 fri 3pm orlando", bot.English},
		{"me duele la espalda baja", bot.Spanish},
		{"masaje sueco viernes 3pm", bot.Spanish},
		{"¿hay hueco el sabado?", bot.Spanish},
		{"como me preparo para la cita", bot.Spanish},
		{"ok", ""},
		{"90", ""},
		{"👍", ""},
		{"Orlando", ""},
	} {
		got, ok := New().Detect(tc.text)
		if got != tc.want || ok != (tc.want != "") {
			t.Errorf("Detect(%q) = %q, %v; want %q", tc.text, got, ok, tc.want)
		}
	}
}

func TestCode(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"Massage can ease a stiff neck, and most people feel better after a session or two. Drink some water afterwards.", "en"},
		{"El masaje puede aliviar un cuello rígido, y casi todas las personas se sienten mejor después de una o dos sesiones.", "es"},
		{"Eine Massage kann einen steifen Nacken lockern, und die meisten Menschen fühlen sich nach ein bis zwei Sitzungen besser.", "de"},
		{"ok", ""},
	} {
		got, ok := Code(tc.text)
		if !ok {
			got = ""
		}
		if got != tc.want {
			t.Errorf("Code(%.20q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}
