package sms

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"knead/bot"
)

const (
	ms     = time.Millisecond
	minute = time.Minute
)

func durationOf(n int) time.Duration { return time.Duration(n) }

func talk(number string) bot.Conversation { return bot.TextConversation(number) }

func news(text string) bot.Reply { return bot.Reply{Text: text, Outcome: bot.Talk} }

// From the stop on nothing goes to the number by any way, until it resumes.
func TestStop(t *testing.T) {
	for _, word := range []string{"STOP", "stopall", "Unsubscribe", "CANCEL", "end", "QUIT", "optout", "revoke", "Alto", "baja"} {
		t.Run(word, func(t *testing.T) {
			h := &script{}
			r := newRig(t, setup{handler: h}).introduced()
			a := r.say(word)
			if len(a.Messages) != 1 || !strings.Contains(a.Messages[0], "START") {
				t.Errorf("confirmed with %q", a.Messages)
			}
			for _, said := range []string{"hello?", "HELP", "STOP me", "book friday"} {
				r.want(said)
			}
			if err := r.a.Send(t.Context(), talk(ann), news("staff write")); !errors.Is(err, bot.ErrUndeliverable) {
				t.Errorf("Send: %v, want undeliverable", err)
			}
			if n := len(r.tw.Sent(ann)); n != 1 || r.tw.Calls() != 0 {
				t.Errorf("%d messages went out, %d requests; want the confirmation only", n, r.tw.Calls())
			}
			if n := len(h.messages()); n != 0 {
				t.Errorf("the bot was told of %d messages", n)
			}
			if a := r.say("YES"); len(a.Messages) != 1 || !strings.Contains(a.Messages[0], "STOP") {
				t.Errorf("resumed with %q", a.Messages)
			}
			r.want("hello", "you said: hello")
			r.want("YES", "you said: YES")
			if err := r.a.Send(t.Context(), talk(ann), news("staff write")); err != nil {
				t.Errorf("Send after the start: %v", err)
			}
		})
	}
}

// A stop overtakes a reply that is under way.
func TestStopOvertakes(t *testing.T) {
	began, release := make(chan struct{}), make(chan struct{})
	h := &script{hook: func(context.Context, bot.Message) { close(began); <-release }}
	r := newRig(t, setup{handler: h}).introduced()
	first := make(chan []string, 1)
	go func() {
		a, err := r.tw.Call(t.Context(), r.web.URL, Path, r.tw.Form(r.tw.NextID(), ann, orlando, "tell me a lot", 0))
		if err != nil {
			t.Error(err)
		}
		first <- a.Messages
	}()
	<-began
	second := make(chan []string, 1)
	go func() {
		a, err := r.tw.Call(t.Context(), r.web.URL, Path, r.tw.Form(r.tw.NextID(), ann, orlando, "STOP", 0))
		if err != nil {
			t.Error(err)
		}
		second <- a.Messages
	}()
	for {
		if stopped, err := r.st.Stopped(t.Context(), ann); err != nil {
			t.Fatal(err)
		} else if stopped {
			break
		}
		time.Sleep(ms)
	}
	close(release)
	if got := <-first; len(got) != 0 {
		t.Errorf("the reply under way went out: %q", got)
	}
	if got := <-second; len(got) != 1 {
		t.Errorf("the stop was confirmed with %q", got)
	}
}

func TestHelp(t *testing.T) {
	r := newRig(t, setup{})
	a := r.say("HELP")
	if len(a.Messages) != 1 {
		t.Fatalf("%+v", a)
	}
	for _, has := range []string{"Test Practice", "555-010-0199", "STOP"} {
		if !strings.Contains(a.Messages[0], has) {
			t.Errorf("%q has no %q", a.Messages[0], has)
		}
	}
	r.want("hello", "you said: hello") // HELP was the first contact
}

func TestFirstContact(t *testing.T) {
	r := newRig(t, setup{})
	a := r.say("hello")
	if len(a.Messages) != 1 || !strings.HasPrefix(a.Messages[0], "Test Practice assistant. HELP for info, STOP to end.\n") {
		t.Errorf("first: %q", a.Messages)
	}
	r.want("again", "you said: again")
}

// Twilio's own answers to the words are not doubled.
func TestTwilioAnswersItself(t *testing.T) {
	r := newRig(t, setup{}).introduced()
	form := r.tw.Form(r.tw.NextID(), ann, orlando, "STOP", 0)
	form.Set("OptOutType", "STOP")
	if a, err := r.tw.Call(t.Context(), r.web.URL, Path, form); err != nil || len(a.Messages) != 0 {
		t.Errorf("STOP that Twilio answered: %+v, %v", a, err)
	}
	r.want("hello")
	m := newRig(t, setup{change: func(c *Config) { c.Mute = true }}).introduced()
	m.want("HELP")
	m.want("hello", "you said: hello")
}

// A stop that only the carrier knows is learnt from its refusal, of an answer or of a status.
func TestCarrierStop(t *testing.T) {
	r := newRig(t, setup{}).introduced()
	r.tw.Block(ann, true)
	for range 2 {
		if err := r.a.Send(t.Context(), talk(ann), news("staff write")); !errors.Is(err, bot.ErrUndeliverable) {
			t.Errorf("Send: %v, want undeliverable", err)
		}
	}
	if r.tw.Calls() != 1 {
		t.Errorf("%d requests, want 1: the first refusal is remembered", r.tw.Calls())
	}
	r.want("hello")
	log, err := r.st.Consents(t.Context(), ann)
	if err != nil || log[len(log)-1].Source != bot.ConsentByCarrier || log[len(log)-1].Kind != bot.ConsentStop {
		t.Errorf("log: %+v, %v", log, err)
	}

	r = newRig(t, setup{}).introduced()
	form := r.tw.Form(r.tw.NextID(), orlando, ann, "", 0)
	form.Set("MessageStatus", "failed")
	form.Set("ErrorCode", "21610")
	if a, err := r.tw.Call(t.Context(), r.web.URL, StatusPath, form); err != nil || a.Status != 204 {
		t.Fatalf("status callback: %+v, %v", a, err)
	}
	r.want("hello")
}

// A stop drops the draft.
func TestStopDropsDraft(t *testing.T) {
	r := newRig(t, setup{}).introduced()
	s := bot.Session{Conversation: talk(ann), Flow: bot.BookingFlow, Expect: bot.FieldWhen, Draft: bot.Request{Service: "swedish"}}
	if err := r.st.Save(t.Context(), bot.Turn{Session: s, At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	r.say("CANCEL")
	got, _, err := r.st.Load(t.Context(), talk(ann), "")
	if err != nil || got.Flow != bot.NoFlow || got.Draft != (bot.Request{}) || got.Expect != bot.FieldNone {
		t.Errorf("after the stop: %+v, %v", got, err)
	}
}

// failing is a consent log that cannot be read.
type failing struct{ Consent }

func (failing) May(context.Context, string) (bool, error) { return false, errors.New("disk on fire") }

// While the log cannot be read nothing goes out but what to do in an emergency.
func TestConsentUnknown(t *testing.T) {
	h := &script{reply: func(m bot.Message) bot.Reply {
		if m.Text == "face droops" {
			return bot.Reply{Text: "Call 911 now.", Level: bot.Emergency}
		}
		return news("hello")
	}}
	r := newRig(t, setup{handler: h, change: func(c *Config) { c.Consent = failing{c.Consent} }}).introduced()
	r.want("hi")
	r.want("face droops", "Call 911 now.")
	if err := r.a.Send(t.Context(), talk(ann), news("staff")); err == nil || errors.Is(err, bot.ErrUndeliverable) {
		t.Errorf("Send: %v, want an error that is tried again", err)
	}
}
