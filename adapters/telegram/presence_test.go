package telegram

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/adapters/telegram/telegramtest"
	"knead/bot"
)

func TestPresence(t *testing.T) {
	r := start(t, &script{}, nil)
	const private, group = `{"type":"all_private_chats"}`, `{"type":"all_group_chats"}`
	r.srv.Await(t, "the last of it", func() bool { return r.srv.Setting("setMyShortDescription", "", "es") != "" })
	for _, tt := range []struct {
		scope, lang string
		want        []string
		first       string
	}{
		{private, "", []string{"book", "ask", "human", "language", "privacy", "forget", "help"}, "Book a massage"},
		{private, "en", []string{"book", "ask", "human", "language", "privacy", "forget", "help"}, "Book a massage"},
		{private, "es", []string{"book", "ask", "human", "language", "privacy", "forget", "help"}, "Reservar un masaje"},
		{group, "", []string{"book", "ask", "help"}, "Book a massage"},
		{group, "es", []string{"book", "ask", "help"}, "Reservar un masaje"},
	} {
		var cs []botCommand
		if err := json.Unmarshal([]byte(r.srv.Setting("setMyCommands", tt.scope, tt.lang)), &cs); err != nil {
			t.Fatalf("%s %q: %v", tt.scope, tt.lang, err)
		}
		var names []string
		for _, c := range cs {
			names = append(names, c.Command)
		}
		if diff := cmp.Diff(tt.want, names); diff != "" || cs[0].Description != tt.first {
			t.Errorf("%s %q: %s, first %q", tt.scope, tt.lang, diff, cs[0].Description)
		}
	}
	if d := r.srv.Setting("setMyDescription", "", "es"); !strings.Contains(d, "Test Practice") || !strings.Contains(d, "llame al 911") {
		t.Errorf("description %q", d)
	}
	if b := r.srv.Setting("setChatMenuButton", "", ""); b != `{"type":"commands"}` {
		t.Errorf("menu button %q", b)
	}
}

// A server that knows none of it does not keep the bot from talking.
func TestPresenceIsNotNeeded(t *testing.T) {
	r := newRig(t, &script{}, nil)
	for _, m := range []string{"setMyCommands", "setChatMenuButton"} {
		r.srv.Fail(m, telegramtest.Fault{Status: 500, Body: `{"message":"API method not supported"}`}, telegramtest.Fault{Status: 500, Body: "x"}, telegramtest.Fault{Status: 500, Body: "x"})
	}
	r.run()
	ann := r.srv.Client(t, 42)
	ann.Say("hello")
	ann.Next()
	r.srv.Await(t, "said in the log", func() bool { return strings.Contains(r.log.String(), "menu and description") })
}

func TestTextsFitTelegram(t *testing.T) {
	all := allTexts()
	for _, name := range []string{"Short", strings.Repeat("A practice with a very long name ", 10)} {
		a, err := New(Config{Token: telegramtest.DefaultToken, Practice: bot.Practice{Name: name, Country: "ES"}})
		if err != nil {
			t.Fatal(err)
		}
		for l := range all {
			tx := a.texts(l)
			if d, s := clip(tx.Description, maxDescription), clip(tx.Short, maxShort); units(d) > maxDescription || units(s) > maxShort || s == "" {
				t.Errorf("%s: %d and %d units", l, units(d), units(s))
			}
			if strings.ContainsAny(tx.Trouble+tx.InlineUrgent+tx.Description+tx.Short, "{}") {
				t.Errorf("%s: a name in braces is left", l)
			}
			for _, toast := range []string{tx.StaleToast, tx.NotYours} {
				if units(toast) > 200 {
					t.Errorf("%s: %q is over 200 units", l, toast)
				}
			}
			for _, c := range commands() {
				if c.inMenu() && tx.Commands[c.name] == "" {
					t.Errorf("%s: /%s has no description", l, c.name)
				}
			}
		}
	}
}

func TestLink(t *testing.T) {
	a, err := New(Config{Token: telegramtest.DefaultToken, Practice: practice()})
	if err != nil {
		t.Fatal(err)
	}
	if l := a.Link("book"); l != "" {
		t.Errorf("a link before the bot's name is known: %q", l)
	}
	a.me.Store(&user{Username: "b"})
	if a.Link("book_orlando") != "https://t.me/b?start=book_orlando" || a.Link("") != "https://t.me/b" {
		t.Errorf("%q, %q", a.Link("book_orlando"), a.Link(""))
	}
}
