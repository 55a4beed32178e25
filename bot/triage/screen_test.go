package triage

import (
	"testing"

	"knead/bot"
)

func engine(t testing.TB) *Engine {
	t.Helper()
	e, err := Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestScreenEndToEnd(t *testing.T) {
	e := engine(t)
	for _, c := range []struct {
		text string
		want bot.Level
	}{
		{"my lower back hurts and my groin is numb", bot.Emergency},
		{"no numbness in my groin, just a sore back", bot.None},
		{"me duele la espalda y no siento nada al limpiarme", bot.Emergency},
		{"do you have anything on friday at 3", bot.None},
	} {
		if v := e.Screen(bot.Signs{}, c.text); v.Level != c.want {
			t.Errorf("Screen(%q) = %v, want %v: %+v", c.text, v.Level, c.want, v.Signs)
		}
	}
}
