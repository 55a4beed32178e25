package triage

import (
	"strings"
	"testing"

	"knead/bot"
)

// seen is a second reader that is sure of an emergency of the heart in messages with one word, and finds nothing elsewhere.
type seen string

func (w seen) Read(text string) []Guess {
	if w != "" && strings.Contains(text, string(w)) {
		return []Guess{{Flag: "cardiac", Level: bot.Emergency, P: 0.3}} // enough to believe the rules, too little to raise
	}
	return nil
}

// What the rules see in one message and the second reader does not is asked about, never passed over.
func TestDoubt(t *testing.T) {
	const pain = "twelve hours of chest pain and arm pain at work"
	for _, c := range []struct {
		name   string
		reader SecondReader
		talk   string
		level  bot.Level
		ask    bot.QuestionID
	}{
		{"rules alone", nil, pain, bot.Emergency, ""},
		{"both see it", seen("chest"), pain, bot.Emergency, ""},
		{"only the rules do", seen(""), pain, bot.None, "ask-cardiac"},
		{"few words say enough", seen(""), "chest pain, arm pain", bot.Emergency, ""},
		{"the answer is yes", seen(""), pain + " || yes", bot.Emergency, ""},
		{"the answer is no", seen(""), pain + " || no, a film", bot.None, ""},
		{"not sure", seen(""), pain + " || not sure", bot.Urgent, ""},
		{"the same again instead of an answer", seen(""), pain + " || I said " + pain, bot.Emergency, ""},
		{"told again and believed", seen("crushing"), pain + " || it is a crushing chest pain and my arm hurts", bot.Emergency, ""},
		{"after a no it is not asked twice", seen(""), pain + " || no || I said " + pain, bot.None, ""},
		{"after a no it may be believed", seen("crushing"), pain + " || no || it is a crushing chest pain and my arm hurts", bot.Emergency, ""},
		{"two messages together are not in doubt", seen(""), "there is this odd pain in my chest today || and my left arm hurts and I sweat too", bot.Emergency, ""},
		{"of clearance the therapist is told", seen(""), "my aunt's pills again, I take warfarin since the spring", bot.Precaution, ""},
		{"clearance, rules alone", nil, "my aunt's pills again, I take warfarin since the spring", bot.Clearance, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Default(c.reader)
			if err != nil {
				t.Fatal(err)
			}
			v := talk(e, strings.Split(c.talk, " || ")...)
			if v.Level != c.level || v.Ask != c.ask {
				t.Errorf("%q = %v %v, asks %q; want %v, %q (signs %v)", c.talk, v.Level, flagIDs(v), v.Ask, c.level, c.ask, v.Signs.Seen)
			}
		})
	}
}

// A grey sign by itself is asked about only where the second reader does not shrug; two together always are.
func TestCalm(t *testing.T) {
	for _, c := range []struct {
		reader SecondReader
		text   string
		ask    bot.QuestionID
	}{
		{nil, "I was in a car crash long before we spoke and book for monday", "ask-spine-trauma"},
		{seen(""), "I was in a car crash long before we spoke and book for monday", ""},
		{seen("crash"), "I was in a car crash long before we spoke and book for monday", "ask-spine-trauma"},
		{seen(""), "my back and also my leg hurt since monday", "ask-saddle"},
	} {
		e, err := Default(c.reader)
		if err != nil {
			t.Fatal(err)
		}
		if v := e.Screen(bot.Signs{}, c.text); v.Ask != c.ask {
			t.Errorf("%q with %#v: %v, asks %q, want %q", c.text, c.reader, v.Level, v.Ask, c.ask)
		}
	}
}

// remembers is a SeeingReader that finds pregnancy wherever a leg that hurts was told of.
type remembers struct{}

func (remembers) Read(string) []Guess { return nil }

func (remembers) ReadSeen(_ string, sights []string) []Guess {
	for _, s := range sights {
		if strings.HasPrefix(s, "s:leg-pain") {
			return []Guess{{Flag: "pregnancy-t1", Level: bot.Clearance, P: 0.9}, {Flag: "dvt", Level: bot.Urgent, P: 0.57}}
		}
	}
	return nil
}

// What was told before may make an emergency of this message; anything less has to stand in its own words.
func TestOwnWords(t *testing.T) {
	e, err := Default(remembers{})
	if err != nil {
		t.Fatal(err)
	}
	if v := talk(e, "my leg hurts since monday"); v.Level != bot.Clearance {
		t.Errorf("in one message: %v %v", v.Level, flagIDs(v))
	}
	seen := bot.Signs{Turn: 1, Seen: []bot.Sign{{ID: "leg-pain"}}}
	if v := e.Screen(seen, "deep tissue friday 3pm orlando"); v.Level != bot.None || v.Ask != "ask-dvt" {
		t.Errorf("in the message after: %v %v, asks %q", v.Level, flagIDs(v), v.Ask)
	}
}

// Two flags in doubt are asked about one after the other: a no to the first settles nothing of the second.
func TestDoubtsInTurn(t *testing.T) {
	e, err := Default(seen(""))
	if err != nil {
		t.Fatal(err)
	}
	v := talk(e, "in the series her face is drooping and she has chest pain and arm pain")
	first := v.Ask
	if first == "" || v.Level >= bot.Urgent {
		t.Fatalf("%v %v, asks %q", v.Level, flagIDs(v), v.Ask)
	}
	v = e.Screen(v.Signs, "no")
	if v.Ask == "" || v.Ask == first || v.Level >= bot.Urgent {
		t.Errorf("after the no: %v %v, asks %q after %q", v.Level, flagIDs(v), v.Ask, first)
	}
	if v = e.Screen(v.Signs, "yes"); v.Level < bot.Urgent {
		t.Errorf("after a yes to the second: %v %v", v.Level, flagIDs(v))
	}
}
