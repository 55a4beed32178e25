package telegram

import (
	"strings"
	"testing"
	"time"

	"knead/bot"
)

func groupScript() *script {
	return &script{rows: []row{
		{"chest", bot.Reply{Text: "Call 911 now.\nPain that spreads may be the heart.", Level: bot.Emergency, Outcome: bot.Screened, Lang: bot.English}},
		{"fever", bot.Reply{Text: "Be seen by a doctor today.", Level: bot.Urgent, Outcome: bot.Screened, Lang: bot.English}},
		{"thinners", bot.Reply{Text: "Ask your doctor first.", Level: bot.Clearance, Outcome: bot.Answered, Lang: bot.English}},
		{"pregnant", bot.Reply{Text: "Friday 3pm. Tell the therapist.", Level: bot.Precaution, Outcome: bot.Booking, Lang: bot.English}},
		{"numb?", bot.Reply{Text: "Is your groin numb?", Outcome: bot.Screened, Lang: bot.English, Buttons: []bot.Button{{Label: "No", Press: bot.Action{Verb: bot.DoSay}}}}},
		{"espalda", bot.Reply{Text: "La espalda.", Outcome: bot.Answered, Lang: bot.Spanish}},
		{"back", bot.Reply{Text: "Backs like warmth.", Outcome: bot.Answered, Lang: bot.English}},
		{"weather", bot.Reply{Text: "Not in our articles.", Outcome: bot.Unknown, Lang: bot.English}},
		{"friday", bot.Reply{Text: "Let me read that back.", Outcome: bot.Booking, Lang: bot.English}},
		{"where", bot.Reply{Text: "In Orlando.", Outcome: bot.OfPractice, Lang: bot.English}},
	}}
}

// What may be read by others, and what is taken to the private chat.
func TestGroupSafety(t *testing.T) {
	for _, tt := range []struct {
		say, text string
		private   bool
	}{
		{"chest pain", "Call 911 now.\nPain that spreads may be the heart.", false},
		{"fever and back pain", "Be seen by a doctor today.", false},
		{"on blood thinners", "I'd rather not answer in front of everybody", true},
		{"pregnant, friday", "I'd rather not answer in front of everybody", true},
		{"numb? no idea", "I'd rather not answer in front of everybody", true},
		{"my back hurts", "I'd rather not answer in front of everybody", true},
		{"me duele la espalda", "prefiero no responder delante de todos", true},
		{"weather", "I'd rather not answer in front of everybody", true},
		{"friday 3pm", "Let me read that back.", false},
		{"where are you", "In Orlando.", false},
		{"hello", "you said: hello", false},
	} {
		t.Run(tt.say, func(t *testing.T) {
			r := start(t, groupScript(), nil)
			ann := r.srv.Client(t, 42).In(-100)
			said := ann.Say("@knead_test_bot " + tt.say)
			m := ann.Next()
			if !strings.Contains(m.Text, tt.text) || m.ReplyTo != said {
				t.Errorf("%q, an answer to %d", m.Text, m.ReplyTo)
			}
			if (len(m.Labels()) == 2 && strings.HasPrefix(m.Keyboard[0][0].URL, "https://t.me/knead_test_bot?start=private_")) != tt.private {
				t.Errorf("buttons %+v", m.Keyboard)
			}
			if tt.text == "Call 911 now." && (len(m.Entities) == 0 || m.Entities[0].Type != "bold") {
				t.Errorf("the action line does not stand out: %+v", m.Entities)
			}
		})
	}
}

// The link takes the question along, for the one who asked and nobody else.
func TestGroupToPrivate(t *testing.T) {
	r := start(t, groupScript(), nil)
	ann, eve := r.srv.Client(t, 42), r.srv.Client(t, 66)
	g := ann.In(-100)
	g.Say("@knead_test_bot my back hurts")
	_, payload, _ := strings.Cut(g.Next().Keyboard[0][0].URL, "start=")
	if len(payload) > 64 {
		t.Errorf("payload of %d bytes", len(payload))
	}
	eve.Say("/start " + payload)
	if m := eve.Next(); strings.Contains(m.Text, "Backs") || strings.Contains(m.Text, "back") {
		t.Errorf("somebody else reads %q", m.Text)
	}
	ann.Say("/start " + payload)
	if m := ann.Next(); !strings.Contains(m.Text, "You asked me this in the group") || !strings.Contains(m.Text, "Backs like warmth.") {
		t.Errorf("%q", m.Text)
	}
	ann.Say("/start " + payload)
	if m := ann.Next(); m.Text != "you said: hello" {
		t.Errorf("used twice: %q", m.Text)
	}
}

// Who chooses to talk of health before others is answered there, for a while; others' choice is their own.
func TestGroupHere(t *testing.T) {
	now := time.Now()
	h := groupScript()
	r := newRig(t, h, func(c *Config) { c.Now = func() time.Time { return now } })
	r.run()
	ann, bob := r.srv.Client(t, 42).In(-100), r.srv.Client(t, 43).In(-100)
	said := ann.Say("@knead_test_bot my back hurts")
	m := ann.Next()
	ann.Press(m, "Answer here")
	if m := ann.Next(); m.Text != "Backs like warmth." || m.ReplyTo != said {
		t.Errorf("%q, an answer to %d", m.Text, m.ReplyTo)
	}
	ann.Say("@knead_test_bot and the upper back?")
	if m := ann.Next(); m.Text != "Backs like warmth." {
		t.Errorf("%q", m.Text)
	}
	if n := len(h.messages()); n != 2 {
		t.Errorf("the core was handed %d messages, want 2: the withheld reply is shown as it was", n)
	}
	ann.PressData(m, "t.here:00")
	if m := ann.Next(); !strings.Contains(m.Text, "a while ago") && !strings.Contains(m.Text, "you said") {
		t.Errorf("%q", m.Text)
	}
	for range 3 {
		bob.Next() // what was said so far
	}
	bob.Next()
	bob.Say("@knead_test_bot my back hurts too")
	if m := bob.Next(); !strings.Contains(m.Text, "in front of everybody") {
		t.Errorf("another client: %q", m.Text)
	}
}

// What was withheld is not shown once something came after it: a red flag since then would forbid it.
func TestGroupHereTooLate(t *testing.T) {
	r := start(t, groupScript(), nil)
	ann := r.srv.Client(t, 42).In(-100)
	ann.Say("@knead_test_bot pregnant, friday")
	m := ann.Next()
	ann.Say("@knead_test_bot and chest pain")
	ann.Next()
	ann.PressData(m, m.Keyboard[1][0].Data)
	if m := ann.Next(); !strings.Contains(m.Text, "a while ago") {
		t.Errorf("%q", m.Text)
	}
}

// A choice does not hold for ever, nor does what was withheld.
func TestGroupChoicesEnd(t *testing.T) {
	m := newMemory()
	now := time.Now()
	c := bot.Conversation{Channel: bot.Telegram, Chat: "-100", User: "42"}
	m.openUp(c, now.Add(withheldFor))
	if !m.isOpen(c, now) || m.isOpen(c, now.Add(withheldFor)) {
		t.Error("the choice does not end")
	}
	m.withhold("k", withheld{conv: c, until: now.Add(withheldFor)})
	if _, ok := m.takeWithheld("k", "43", now); ok {
		t.Error("somebody else took it")
	}
	if _, ok := m.takeWithheld("k", "42", now.Add(withheldFor)); ok {
		t.Error("taken after its time")
	}
}

func TestRecentForgets(t *testing.T) {
	var r recent[int, int]
	for i := range 10 * generation {
		r.put(i, i)
		r.get(0)
	}
	if n := len(r.young) + len(r.old); n > 2*generation {
		t.Errorf("%d entries", n)
	}
	if _, ok := r.get(0); !ok {
		t.Error("what is used is forgotten")
	}
	r.drop(0)
	if _, ok := r.get(0); ok {
		t.Error("dropped, but there")
	}
}

// The owner learns the numbers of a group for the practice's file.
func TestStaffChatCommand(t *testing.T) {
	r := start(t, &script{}, nil)
	g := r.srv.Client(t, 42).In(-1001234567890)
	g.Topic(7).Say("/staffchat")
	if m := g.Next(); m.Text != "staff:\n  telegram:\n    chat: -1001234567890\n    topic: 7\n    people: [\"42\"]" {
		t.Errorf("%q", m.Text)
	}
}
