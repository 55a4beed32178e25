package booking_test

import (
	"testing"
	"time"

	"knead/bot"
)

// TestElsewhere holds which place is named as one that the practice does not have.
func TestElsewhere(t *testing.T) {
	r := newReader(t)
	now := time.Date(2026, 11, 18, 10, 30, 0, 0, embedded(t).Zone)
	for _, c := range []struct{ line, want string }{
		{"deep tissue fri 3pm miami", "Miami"},
		{"swedish in Tampa on friday at 2", "Tampa"},
		{"do you have a location in st petersburg?", "St Petersburg"},
		{"book me friday 3pm in Seattle please", "Seattle"},
		{"masaje el viernes a las 3 en kissimmee", "Kissimmee"},
		{"¿tienen algo en Guadalajara?", "Guadalajara"},
		{"a massage near Wekiva Springs friday 3pm", "Wekiva Springs"},
		{"friday 3pm orlando, not miami", ""},
		{"orlando friday 3pm, I'm driving from tampa", ""},
		{"I live in Sanford, friday 3pm", ""},
		{"deep tissue in orlando fri 3pm", ""},
		{"swedish in december", ""},
		{"the pain in my Lumbar", ""},
		{"deep tissue with Austin friday 3pm", ""},
		{"friday 3pm please, Charlotte", ""},
		{"Hot Stone In The Morning", ""},
	} {
		if got := r.Read(c.line, now, bot.FieldNone).Place; got != c.want {
			t.Errorf("%q: %q, want %q", c.line, got, c.want)
		}
	}
}
