package texting

import (
	"strings"
	"testing"
)

func TestMeasure(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       Size
	}{
		{"nothing", "", Size{}},
		{"one", "a", Size{Units: 1, Segments: 1}},
		{"a full part", strings.Repeat("a", 160), Size{Units: 160, Segments: 1}},
		{"one more", strings.Repeat("a", 161), Size{Units: 161, Segments: 2}},
		{"two full parts", strings.Repeat("a", 306), Size{Units: 306, Segments: 2}},
		{"three", strings.Repeat("a", 307), Size{Units: 307, Segments: 3}},
		{"the telephone's own accents", "ñ¿é€", Size{Units: 5, Segments: 1}},
		{"an escaped character takes two", strings.Repeat("€", 80), Size{Units: 160, Segments: 1}},
		{"and is not split", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 153), Size{Units: 307, Segments: 3}},
		{"every escaped one", "^{}\\[~]|€\f", Size{Units: 20, Segments: 1}},
		{"á makes it UCS-2", "á", Size{UCS2: true, Units: 1, Segments: 1}},
		{"a curly apostrophe too", "can\u2019t", Size{UCS2: true, Units: 5, Segments: 1}},
		{"a full UCS-2 part", strings.Repeat("á", 70), Size{UCS2: true, Units: 70, Segments: 1}},
		{"one more of them", strings.Repeat("á", 71), Size{UCS2: true, Units: 71, Segments: 2}},
		{"two full UCS-2 parts", strings.Repeat("á", 134), Size{UCS2: true, Units: 134, Segments: 2}},
		{"three of them", strings.Repeat("á", 135), Size{UCS2: true, Units: 135, Segments: 3}},
		{"an emoji is two units", strings.Repeat("🙂", 35), Size{UCS2: true, Units: 70, Segments: 1}},
		{"and is not split either", strings.Repeat("a", 66) + "🙂" + strings.Repeat("a", 66), Size{UCS2: true, Units: 134, Segments: 3}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Measure(tc.text); got != tc.want {
				t.Errorf("Measure = %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestFit(t *testing.T) {
	long := strings.Repeat("mañana miércoles está ", 6)
	for _, tc := range []struct{ name, text, want string }{
		{"short: accents cost nothing", "Está bien", "Está bien"},
		{"long: they would cost a part", long, strings.ReplaceAll(long, "á ", "a ")},
		{"another script stays", strings.Repeat("مرحبا ", 20), strings.Repeat("مرحبا ", 20)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := fit(tc.text); got != tc.want {
				t.Errorf("fit = %q, want %q", got, tc.want)
			}
		})
	}
}
