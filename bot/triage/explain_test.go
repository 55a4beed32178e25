package triage

import (
	"strings"
	"testing"

	"knead/bot"
)

// believer is a second reader that sees what its words name and finds a message with one of them an explanation as likely as
// stands beside it.
type believer map[string]float64

func (believer) Read(text string) []Guess {
	if strings.Contains(text, "crushing") {
		return []Guess{{Flag: "cardiac", Level: bot.Emergency, P: 0.97}}
	}
	return []Guess{{Flag: "cardiac", Level: bot.Emergency, P: 0.3}}
}

func (b believer) Explains(t Told) float64 {
	p := 0.0
	for word, likely := range b {
		if strings.Contains(t.Text, word) {
			p = max(p, likely)
		}
	}
	return p
}

// A likely explanation takes an alarm back, a half likely one puts the alarm's question, and neither touches what something
// else shows.
func TestTakeBack(t *testing.T) {
	const pain = "I have chest pain and arm pain at work"
	belief := believer{"goalkeeper": 0.97, "perhaps": 0.6, "whatever": 0.3}
	for _, c := range []struct {
		name, talk string
		level      bot.Level
		ask        bot.QuestionID
		lifted     bool
	}{
		{"explained", pain + " || the goalkeeper had my phone, it is his song", bot.None, "", true},
		{"a wish to die is asked about, however well explained", "I want to kill myself tonight || the goalkeeper had my phone", bot.None, "ask-suicide-active", true},
		{"who hits may hold the phone", "my husband hit me again last night || the goalkeeper had my phone", bot.Urgent, "", false},
		{"half explained", pain + " || perhaps the new bra, it is off now", bot.None, "ask-cardiac", true},
		{"half explained, then yes", pain + " || perhaps the new bra, it is off now || yes", bot.Emergency, "", false},
		{"half explained, then no", pain + " || perhaps the new bra, it is off now || no", bot.None, "", false},
		{"half explained, then told again", pain + " || perhaps the new bra, it is off now || " + pain, bot.Emergency, "", false},
		{"not explained", pain + " || whatever, is saturday free", bot.Emergency, "", false},
		{"one word is no explanation", pain + " || goalkeeper", bot.Emergency, "", false},
		{"told again after it was explained", pain + " || the goalkeeper had my phone || " + pain, bot.Emergency, "", false},
		{"an explanation with an alarm of its own", pain + " || the goalkeeper had my phone and I cannot feel my legs", bot.Emergency, "", false},
		{"the reader is certain of an alarm in it", pain + " || the goalkeeper has a crushing feeling", bot.Emergency, "", false},
		{"of two alarms the newer", "I wiped and could not feel my saddle || " + pain + " || the goalkeeper had my phone", bot.Emergency, "", false},
		{"of what two messages show the newer part", "there is this odd pain in my chest today || and my left arm hurts and I sweat too || the goalkeeper had my phone", bot.Urgent, "", true},
		{"what only two messages together show", "my back hurts || I cannot hold my urine || the goalkeeper had my phone", bot.Emergency, "", false},
		{"long after", pain + " || is saturday free || or sunday || or monday || the goalkeeper had my phone", bot.Emergency, "", false},
		{"soon after", pain + " || is saturday free || the goalkeeper had my phone", bot.None, "", true},
		{"nothing to explain", "is saturday free || the goalkeeper had my phone", bot.None, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Default(belief)
			if err != nil {
				t.Fatal(err)
			}
			v := talk(e, strings.Split(c.talk, " || ")...)
			if v.Level != c.level || v.Ask != c.ask || v.Lifted != c.lifted {
				t.Errorf("%q = %v %v, asks %q, lifted %v; want %v, %q, %v (signs %v)", c.talk, v.Level, flagIDs(v), v.Ask, v.Lifted, c.level, c.ask,
					c.lifted, v.Signs.Seen)
			}
		})
	}
}

// An answer "yes" to a safety question is not explained away by a remark.
func TestYesStands(t *testing.T) {
	e, err := Default(believer{"goalkeeper": 0.99})
	if err != nil {
		t.Fatal(err)
	}
	v := talk(e, "back pain shooting down my leg")
	if v.Ask == "" {
		t.Fatalf("back and leg pain asks nothing: %v", flagIDs(v))
	}
	v = e.Screen(v.Signs, "yes")
	if v.Level < bot.Urgent {
		t.Fatalf("yes = %v", v.Level)
	}
	if again := e.Screen(v.Signs, "the goalkeeper had my phone"); again.Level < v.Level || again.Lifted {
		t.Errorf("after yes an explanation makes it %v, lifted %v", again.Level, again.Lifted)
	}
}
