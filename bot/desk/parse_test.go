package desk

import "testing"

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		in   string
		verb verb
		ref  string
		text string
	}{
		{"#k7q2 confirm", confirm, "k7q2", ""},
		{"Confirm #K7Q2!", confirm, "k7q2", ""},
		{"(#k7q2) yes, confirmed", confirm, "k7q2", "confirmed"},
		{"👍", confirm, "", ""},
		{"👍🏽 #k7q2", confirm, "k7q2", ""},
		{"yes, but please come ten minutes early", confirm, "", "but please come ten minutes early"},
		{"confirmed: ring at the second door", confirm, "", "ring at the second door"},
		{"That works for us.", confirm, "", ""},
		{"no problem", confirm, "", ""},
		{"Sí, confirmado", confirm, "", "confirmado"},
		{"claro que sí", confirm, "", ""},
		{"/confirm", confirm, "", ""},
		{"/confirm@knead_bot #k7q2 bring a towel", confirm, "k7q2", "bring a towel"},
		{"decline because Maia is ill", decline, "", "because Maia is ill"},
		{"No.", decline, "", ""},
		{"sorry, we're full", decline, "", ""},
		{"Sorry we're fully booked!", decline, "", ""},
		{"no hay lugar, lo sentimos", decline, "", "lo sentimos"},
		{"call them", call, "", ""},
		{"I'll call her, she is a regular", call, "", "she is a regular"},
		{"les llamamos", call, "", ""},
		{"another time", another, "", ""},
		{"otra hora: jueves 4pm", another, "", "jueves 4pm"},
		{"/resume", resume, "", ""},
		{"#k7q2 /resume", resume, "k7q2", ""},
		{"back to the assistant", resume, "", ""},
		{"/lift seen at the ER", lift, "", "seen at the ER"},
		{"help", help, "", ""},
		{"help is on the way, hold on", speak, "", "help is on the way, hold on"},

		// What is no answer is words for the client, as they are.
		{"yes I'll check and get back to you", speak, "", "yes I'll check and get back to you"},
		{"are you sure?", speak, "", "are you sure?"},
		{"can you confirm your number?", speak, "", "can you confirm your number?"},
		{"we can't say yet", speak, "", "we can't say yet"},
		{"thu 4pm instead", speak, "", "thu 4pm instead"},
		{"see you then", speak, "", "see you then"},
		{"#k7q2 see you  then\nat the back door", speak, "k7q2", "see you then\nat the back door"},
		{"the room is #12", speak, "", "the room is #12"},
		{"sorry, I'll be late", speak, "", "sorry, I'll be late"},
		{"", speak, "", ""},
		{"#k7q2", speak, "k7q2", ""},
		{"/unknown thing", speak, "", "/unknown thing"},
	} {
		t.Run(tc.in, func(t *testing.T) {
			s := parse(tc.in)
			if s.verb != tc.verb || string(s.ref) != tc.ref || s.text != tc.text {
				t.Errorf("verb %d, mark %q, text %q; want %d, %q, %q", s.verb, s.ref, s.text, tc.verb, tc.ref, tc.text)
			}
		})
	}
}

// "Yes" may answer anything, "confirmed" only a request.
func TestFormal(t *testing.T) {
	for text, want := range map[string]bool{"confirm": true, "Confirmed, see you": true, "#k7q2 declined": true, "/confirm": true, "confirmado": true,
		"otra hora: lunes": true, "yes": false, "no": false, "ok": false, "call them": false, "great, thanks": false, "thu 4pm": false} {
		if got := parse(text).formal; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestAsTime(t *testing.T) {
	for text, want := range map[string]bool{
		"thu 4pm": true, "thu 4pm instead": true, "how about friday at ten?": true, "mejor el jueves a las 4": true, "solo el jueves a las 4": true,
		"on thursday at 4 somebody will wait for you at the door and let you in": false,
		"do you remember which day you came last, was it a friday?":              false,
	} {
		if got := asTime(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// Whatever is written, words for the client lose nothing but the mark.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"#k7q2 confirm", "no, thu 4pm", "/lift x", "a\n\nb", "# #k7q2 #zzzz", "\xff\x00", "！。"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := parse(text)
		if s.verb < speak || s.verb > help {
			t.Errorf("verb %d", s.verb)
		}
		if len(s.text) > len(text) {
			t.Errorf("%q became %q", text, s.text)
		}
	})
}
