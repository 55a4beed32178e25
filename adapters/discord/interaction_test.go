package discord_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

func isUnreachable(err error) bool { return errors.Is(err, discord.ErrUnreachable) }

func TestCommands(t *testing.T) {
	for _, tc := range []struct {
		name    string
		options map[string]any
		locale  string
		text    string
		press   bot.Action
	}{
		{name: "ask", options: map[string]any{"question": "what is cupping?"}, text: "what is cupping?"},
		{name: "book", press: bot.Action{Verb: bot.DoBook}},
		{name: "book", options: map[string]any{"service": "Deep tissue massage", "when": "fri 3pm", "location": "Orlando"}, text: "book Deep tissue massage fri 3pm Orlando"},
		{name: "book", options: map[string]any{"when": "viernes 3pm"}, locale: "es-419", text: "reservar viernes 3pm"},
		{name: "human", press: bot.Action{Verb: bot.DoHuman}},
		{name: "language", options: map[string]any{"language": "es"}, press: bot.Action{Verb: bot.DoLanguage, Arg: "es"}},
		{name: "privacy", press: bot.Action{Verb: bot.DoPrivacy}},
		{name: "forget", press: bot.Action{Verb: bot.DoForget}},
		{name: "help", press: bot.Action{Verb: bot.DoHelp}},
		{name: "of-another-version", press: bot.Action{Verb: bot.DoHelp}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := start(t, nil)
			ann := r.User("ann")
			ann.Locale = tc.locale
			in := ann.Command(r.channel.ID, tc.name, tc.options)
			if m := in.Says(t, 1)[0]; !m.Ephemeral() {
				t.Error("a command's answer is for everybody")
			}
			got := r.h.messages()[0]
			if got.Text != tc.text || got.Press != tc.press || string(got.ID) != in.ID || string(got.Conversation.User) != ann.ID {
				t.Errorf("the handler got %+v", got)
			}
			if want := tc.locale; want != "" && got.Lang != want {
				t.Errorf("language %q, want %q", got.Lang, want)
			}
		})
	}
}

func TestPublicAsk(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	public := ann.Command(r.channel.ID, "ask", map[string]any{"question": "what is cupping?", "public": true}).Says(t, 1)[0]
	if public.Ephemeral() {
		t.Error("the answer was asked to be public")
	}
	for _, q := range []string{"my groin is numb", "fever since monday", "deep tissue fri 3pm"} {
		if m := ann.Command(r.channel.ID, "ask", map[string]any{"question": q, "public": true}).Says(t, 1)[0]; !m.Ephemeral() {
			t.Errorf("%q is answered before everybody: %q", q, m.Content)
		}
	}
	if m := ann.Command(ann.Direct(), "ask", map[string]any{"question": "what is cupping?"}).Says(t, 1)[0]; m.Ephemeral() {
		t.Error("in direct messages nothing needs hiding")
	}
}

// A reply that takes long is announced first, and said in the same place then.
func TestSlowReply(t *testing.T) {
	for _, tc := range []struct {
		name   string
		public bool
		direct bool
		says   int
		hidden bool
	}{
		{"in a server", false, false, 1, true},
		{"in a server, for everybody", true, false, 2, false},
		{"in direct messages", false, true, 1, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			hold := make(chan struct{})
			r := prepare(t, nil)
			r.a.DeferAfter(time.Millisecond)
			r.h.rows = append([]row{{has: "slow", reply: bot.Reply{Text: "At last.", Outcome: bot.Answered}, hold: hold}}, r.h.rows...)
			r.run(t)
			r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
			ann := r.User("ann")
			ch := r.channel.ID
			if tc.direct {
				ch = ann.Direct()
			}
			in := ann.Command(ch, "ask", map[string]any{"question": "slow one", "public": tc.public})
			if first := in.Answer(t); first.Type != 5 || (first.Data.Flags&64 != 0) == tc.direct {
				t.Errorf("acknowledged with %+v", first)
			}
			close(hold)
			said := in.Says(t, tc.says)
			last := said[len(said)-1]
			if last.Content != "At last." || last.Ephemeral() != tc.hidden {
				t.Errorf("said %+v", said)
			}
			in.Again()
			ann.Write(ann.Direct(), "last word")
			r.fromBot(t, ann.Direct(), 1)
			if n := len(in.Said()); n != tc.says {
				t.Errorf("the interaction that came twice was answered %d times", n)
			}
		})
	}
}

func TestTooLate(t *testing.T) {
	for _, tc := range []struct {
		name string
		set  func(r *rig, in *discordtest.Interaction)
	}{
		{"Discord has let go", func(_ *rig, in *discordtest.Interaction) { in.Expire() }},
		{"the token is refused", func(r *rig, _ *discordtest.Interaction) { r.Fail("PATCH", "/webhooks/", 1, 401, 50027) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			hold := make(chan struct{})
			r := prepare(t, nil)
			r.a.DeferAfter(time.Millisecond)
			r.h.rows = append([]row{{has: "slow", reply: bot.Reply{Text: "At last.", Outcome: bot.Answered}, hold: hold}}, r.h.rows...)
			r.run(t)
			r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
			ann := r.User("ann")
			in := ann.Command(r.channel.ID, "ask", map[string]any{"question": "slow one"})
			in.Answer(t)
			tc.set(r, in)
			close(hold)
			if m := r.fromBot(t, ann.Direct(), 1)[0]; m.Content != "At last." {
				t.Errorf("said directly: %q", m.Content)
			}
		})
	}
}

// By our own clock too: after fifteen minutes nothing is tried by way of the interaction.
func TestAfterFifteenMinutes(t *testing.T) {
	hold := make(chan struct{})
	now := newClock()
	r := prepare(t, func(_ *discordtest.Server, c *discord.Config) { c.Now = now.Now })
	r.a.DeferAfter(time.Millisecond)
	r.h.rows = append([]row{{has: "slow", reply: bot.Reply{Text: "At last.", Outcome: bot.Answered}, hold: hold}}, r.h.rows...)
	r.run(t)
	r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
	ann := r.User("ann")
	in := ann.Command(r.channel.ID, "ask", map[string]any{"question": "slow one"})
	in.Answer(t)
	now.add(15 * time.Minute)
	close(hold)
	r.fromBot(t, ann.Direct(), 1)
	if n := len(r.Requests("PATCH", "/webhooks/")); n != 0 {
		t.Errorf("%d edits were tried", n)
	}
}

func TestUnknownAtFirst(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	r.Fail("POST", "/callback", 1, 404, 10062)
	ann.Command(r.channel.ID, "ask", map[string]any{"question": "what is cupping?"})
	r.fromBot(t, ann.Direct(), 1)
}

// The line breaks after Discord took the answer: it is not said twice.
func TestAcknowledgementLost(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	r.Break("POST", "/callback", 1)
	in := ann.Command(r.channel.ID, "ask", map[string]any{"question": "what is cupping?"})
	in.Says(t, 1)
	ann.Command(r.channel.ID, "ask", map[string]any{"question": "another"}).Says(t, 1)
	if n := len(in.Said()) + len(r.FromBot(ann.Direct())); n != 1 {
		t.Errorf("said %d times", n)
	}
}

func TestPress(t *testing.T) {
	r := start(t, nil)
	ann, ben := r.User("ann"), r.User("ben")
	m := ann.Command(r.channel.ID, "ask", map[string]any{"question": "deep tissue fri 3pm"}).Says(t, 1)[0]
	in := ann.Press(t, m, "Yes, that's right")
	said := in.Says(t, 1)[0]
	if first := in.Answer(t); first.Type != 7 {
		t.Errorf("acknowledged with type %d", first.Type)
	}
	if got := r.h.messages()[1]; got.Press != (bot.Action{Verb: bot.DoConfirm}) || got.Text != "Yes, that's right" {
		t.Errorf("the handler got %+v", got)
	}
	if !said.Ephemeral() {
		t.Error("an appointment is shown to everybody")
	}
	flat := said.Flat()
	if flat[0].Label != "Write" || flat[1].URL != "https://book.test/orlando" || len(flat) != 2 {
		t.Errorf("buttons %+v", flat)
	}
	for _, now := range r.Messages(r.channel.ID) {
		if now.ID == m.ID {
			for _, c := range now.Flat() {
				if c.Type == 2 && c.Label != "Write" && !c.Disabled {
					t.Errorf("%q can be pressed again", c.Label)
				}
			}
		}
	}
	// Somebody else's button is a message of their own.
	pub := ann.Command(r.channel.ID, "ask", map[string]any{"question": "what is cupping?", "public": true}).Says(t, 1)[0]
	other := ben.Press(t, pub, "Does it hurt?").Says(t, 1)[0]
	got := r.h.messages()
	if last := got[len(got)-1]; string(last.Conversation.User) != ben.ID || last.Text != "Does it hurt?" || last.Press.Verb != bot.DoSay || !other.Ephemeral() {
		t.Errorf("Ben's press: %+v, %+v", last, other)
	}
	if ann.Press(t, pub, "Does it leave marks?").Says(t, 1)[0].Ephemeral() {
		t.Error("the next answer of a public talk is hidden")
	}
}

func TestMenu(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	m := ann.Command(r.channel.ID, "book", nil).Says(t, 1)[0]
	if c := m.Flat()[0]; c.Type != 3 || len(c.Options) != 7 {
		t.Fatalf("seven services are %+v", m.Flat())
	}
	ann.Press(t, m, "Massage 3").Says(t, 1)
	if got := r.h.messages()[1]; got.Press != (bot.Action{Verb: bot.DoChoose, Arg: "service=s3"}) || got.Text != "Massage 3" {
		t.Errorf("the handler got %+v", got)
	}
}

func TestForm(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	m := ann.Command(r.channel.ID, "book", nil).Says(t, 1)[0]
	form := ann.Press(t, m, "Write")
	said := ann.Fill(t, form, "tomorrow morning").Says(t, 1)[0]
	if got := r.h.messages()[1]; got.Text != "tomorrow morning" || !said.Ephemeral() {
		t.Errorf("the handler got %+v, said %+v", got, said)
	}
}

func TestOddInteractions(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	m := ann.Command(r.channel.ID, "book", nil).Says(t, 1)[0]
	for _, custom := range []string{"", "x", "k", "k:", "k:abc:0:book", "k:1:0:", "c:1:0", "r:1", "s:0:", "z:1:2", strings.Repeat("k", 100)} {
		if got := ann.PressID(m, custom).Answer(t); got.Type != 4 {
			t.Errorf("%q is answered with type %d", custom, got.Type)
		}
	}
	for _, payload := range []map[string]any{
		{"id": "1", "type": 99, "token": "t", "data": nil},
		{"id": "2", "type": 2, "token": "t"},
		{"id": "3", "type": 5, "token": "t", "user": map[string]any{"id": ann.ID}, "data": map[string]any{"components": "none"}},
		{"id": "4", "type": 3, "token": "t", "user": map[string]any{"id": ann.ID}},
		{"id": "5", "type": 4, "token": "t", "user": map[string]any{"id": ann.ID}},
		{"id": "6", "type": 3, "token": "t", "user": map[string]any{"id": ann.ID}, "data": map[string]any{"custom_id": "k:1:0:book", "values": []any{1}}, "message": map[string]any{"components": 7}},
	} {
		r.Dispatch("INTERACTION_CREATE", payload)
	}
	ann.Command(r.channel.ID, "help", nil).Says(t, 1)
	if strings.Contains(r.log.String(), "level=ERROR msg=panic") {
		t.Error("something panicked")
	}
}

func TestAboutMessage(t *testing.T) {
	r := start(t, nil)
	ann, ben := r.User("ann"), r.User("ben")
	theirs := ben.Write(r.channel.ID, "is cupping any good?")
	if m := ann.Menu(r.channel.ID, "Answer from the articles", theirs).Says(t, 1)[0]; !m.Ephemeral() || !strings.Contains(m.Plain(), "Cupping may help") {
		t.Errorf("answered %+v", m)
	}
	mine := ann.Write(r.channel.ID, "is cupping any good?")
	ann.Menu(r.channel.ID, "Answer from the articles", mine).Says(t, 1)
	got := r.h.messages()
	if a, b := got[0].Conversation, got[1].Conversation; string(a.User) != ann.ID || a.Chat == b.Chat || string(b.Chat) != ann.ID {
		t.Errorf("conversations %+v and %+v", a, b)
	}
}

type search struct{ fail bool }

func (s search) Search(_ context.Context, words string, _ bot.Lang, n int) ([]discord.Suggestion, error) {
	if s.fail {
		return nil, errors.New("as scripted")
	}
	if strings.Contains(words, "panic") {
		panic("as scripted")
	}
	var out []discord.Suggestion
	for range n + 5 {
		out = append(out, discord.Suggestion{Label: "Techniques › " + strings.Repeat("Cupping ", 30), Say: "What is " + words + "?" + strings.Repeat("x", len(out))})
	}
	return out, nil
}

type calendar struct{}

func (calendar) When(words string, _ time.Time, l bot.Lang) []discord.Suggestion {
	if strings.Contains(words, "nonsense") {
		return nil
	}
	return []discord.Suggestion{{Label: string(l) + ": " + words, Say: words}}
}

func TestCompletion(t *testing.T) {
	r := start(t, func(_ *discordtest.Server, c *discord.Config) { c.Searcher, c.Calendar = search{}, calendar{} })
	ann := r.User("ann")
	for _, tc := range []struct {
		command, option, typed, locale string
		first                          string
		n                              int
	}{
		{"ask", "question", "cup", "", "cup", 25},
		{"ask", "question", "", "", "Techniques › ", 25},
		{"ask", "question", "panic", "", "", 0},
		{"book", "service", "", "", "Swedish massage", 3},
		{"book", "service", "deep", "", "Deep tissue massage", 1},
		{"book", "service", "tissue", "", "Deep tissue massage", 1},
		{"book", "service", "RELAX", "", "Swedish massage", 1},
		{"book", "service", "piedras", "es-ES", "Masaje con piedras calientes", 1},
		{"book", "location", "lo", "", "Longwood", 1},
		{"book", "when", "fri 3pm", "", "en: fri 3pm", 1},
		{"book", "when", "viernes", "es-419", "es: viernes", 1},
		{"book", "when", "", "", "en: tomorrow 10am", 4},
		{"book", "when", "nonsense", "", "", 0},
		{"book", "other", "x", "", "", 0},
	} {
		t.Run(tc.command+" "+tc.option+" "+tc.typed, func(t *testing.T) {
			ann.Locale = tc.locale
			got := ann.Type(r.channel.ID, tc.command, tc.option, tc.typed).Answer(t)
			if got.Type != 8 || len(got.Data.Choices) != tc.n {
				t.Fatalf("%d choices, want %d: %+v", len(got.Data.Choices), tc.n, got)
			}
			if tc.n > 0 && !strings.HasPrefix(got.Data.Choices[0].Name, tc.first) {
				t.Errorf("the first is %q", got.Data.Choices[0].Name)
			}
		})
	}
	if len(r.h.messages()) != 0 {
		t.Error("what is being typed is not said yet")
	}
}

func TestBusy(t *testing.T) {
	hold := make(chan struct{})
	r := prepare(t, nil)
	r.h.rows = append([]row{{has: "slow", reply: bot.Reply{Text: "At last."}, hold: hold}}, r.h.rows...)
	r.run(t)
	r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
	ann, ben := r.User("ann"), r.User("ben")
	ann.Write(ann.Direct(), "slow one")
	r.Wait(t, "the first is being answered", func() bool { return len(r.h.messages()) == 1 })
	for range 250 {
		ann.Write(ann.Direct(), "more")
	}
	in := ann.Command(r.channel.ID, "help", nil)
	if m := in.Says(t, 1)[0]; !strings.Contains(m.Content, "emergency number") || !m.Ephemeral() {
		t.Errorf("answered %+v", m)
	}
	ben.Command(r.channel.ID, "help", nil).Says(t, 1) // she holds up nobody else
	close(hold)
	r.fromBot(t, ann.Direct(), 201)
}

func TestOrder(t *testing.T) {
	r := start(t, nil)
	var people []*discordtest.User
	for range 10 {
		people = append(people, r.User("x"))
	}
	for i := range 20 {
		for _, p := range people {
			p.Write(p.Direct(), strings.Repeat("i", i+1))
		}
	}
	for _, p := range people {
		for i, m := range r.fromBot(t, p.Direct(), 20) {
			if m.Content != "You said: "+strings.Repeat("i", i+1) {
				t.Fatalf("answer %d is %q", i, m.Content)
			}
		}
	}

}
