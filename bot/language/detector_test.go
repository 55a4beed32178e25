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
