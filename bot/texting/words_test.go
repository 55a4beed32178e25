package texting

import (
	"testing"

	"knead/bot"
)

func TestRead(t *testing.T) {
	const none, stop, start, help = bot.ConsentNone, bot.ConsentStop, bot.ConsentStart, bot.ConsentHelp
	for _, tc := range []struct {
		text          string
		going, halted bot.ConsentKind // while messages go there, and while they are stopped
	}{
		{"STOP", stop, stop}, {"stop", stop, stop}, {" Stop. ", stop, stop}, {`"STOP"`, stop, stop}, {"STOP!!", stop, stop},
		{"STOPALL", stop, stop}, {"stop all", stop, stop}, {"Unsubscribe", stop, stop}, {"CANCEL", stop, stop}, {"End", stop, stop},
		{"quit", stop, stop}, {"OPTOUT", stop, stop}, {"opt-out", stop, stop}, {"REVOKE", stop, stop}, {"please stop texting me", stop, stop},
		{"ALTO", stop, stop}, {"Baja", stop, stop}, {"cancelar", stop, stop}, {"No más mensajes", stop, stop}, {"no me escriban más", stop, stop},
		{"cancel my appointment", none, none}, {"cancel that", none, none}, {"can you cancel friday", none, none}, {"stop the pain?", none, none},
		{"end of the day", none, none}, {"dead end", none, none}, {"quiero cancelar mi cita", none, none}, {"it hurts, make it stop", none, none},
		{"START", start, start}, {"unstop", start, start}, {"Start!", start, start},
		{"YES", none, start}, {"yes", none, start}, {"Sí", none, start}, {"si", none, start}, {"yes please", none, none}, {"reanudar", none, start},
		{"HELP", help, help}, {"info", help, help}, {"Ayuda", help, help}, {"información", help, help},
		{"help me book", none, none}, {"information about cupping", none, none},
		{"", none, none}, {"🙂", none, none}, {"hello", none, none},
	} {
		if got := Read(tc.text, false); got != tc.going {
			t.Errorf("Read(%q) = %q, want %q", tc.text, got, tc.going)
		}
		if got := Read(tc.text, true); got != tc.halted {
			t.Errorf("Read(%q) while stopped = %q, want %q", tc.text, got, tc.halted)
		}
	}
}

func TestLint(t *testing.T) {
	for text, bad := range map[string]bool{
		"Reply CANCEL to cancel your appointment.":                 true,
		"Text cancel to drop it.":                                  true,
		`Write "cancel" and I drop it.`:                            true,
		"Responda CANCELAR para quitarla.":                         true,
		"Escriba cancelar para dejarlo.":                           true,
		`Con "cancelar" lo dejo.`:                                  true,
		"Send END when you are done.":                              true,
		"To leave, type quit.":                                     true,
		"Shall I ask them to cancel yours?":                        false,
		"I can't take appointments out of the calendar.":           false,
		`"person" brings you to a person.`:                         false,
		"Escriba para qué lo necesita.":                            false,
		"Do not stop any medicine for a massage.":                  false,
		"¿Les pido que cancelen la suya?":                          false,
		"Write to me again when they agree and we'll find a time.": false,
		"At the end of the day your legs may feel heavy.":          false,
	} {
		if why := Lint(text); (why != "") != bad {
			t.Errorf("Lint(%q) = %q, want trouble %v", text, why, bad)
		}
	}
	for label, bad := range map[string]bool{"Cancel": true, "Cancelar": true, "End": true, "Leave it": false, "Dejarlo": false, "Help": true, "Yes": false} {
		if why := LintLabel(label); (why != "") != bad {
			t.Errorf("LintLabel(%q) = %q, want trouble %v", label, why, bad)
		}
	}
}

// No sentence that clients read by text message asks for a word that ends messages.
func TestTextsAskForNoStopWord(t *testing.T) {
	texts, err := bot.DefaultTexts()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for l, all := range texts {
		for id, text := range all {
			n++
			lint := Lint
			if len(id) > 6 && id[:6] == "label-" {
				lint = LintLabel
			}
			if why := lint(text); why != "" {
				t.Errorf("%s [%s]: %s", l, id, why)
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d texts were read", n)
	}
}
