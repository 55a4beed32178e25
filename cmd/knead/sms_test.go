package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/adapters/pipe"
	"knead/adapters/sms/smstest"
	"knead/bot"
	"knead/bot/memory"
	"knead/bot/sqlstore"
	"knead/config"
)

// Over JSON Lines the words of the telephone network do on sms what they do there, and nothing elsewhere.
func TestTextMessagesOverLines(t *testing.T) {
	d := testDesk(t)
	st := memory.NewStore()
	now := time.Date(2026, 11, 18, 15, 30, 0, 0, time.UTC)
	b, err := d.newBot(st, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	line, err := d.newLine(st, nil)
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		channel, say string
		has          []string // in the text; none: silence
		hasNot       string
	}{
		{"sms", "hello", []string{"Wellness Rituals", "assistant", "HELP", "STOP"}, ""},
		{"sms", "HELP", []string{"Wellness Rituals", "407-535-2331", "STOP"}, ""},
		{"sms", "deep tissue 60 friday 3pm orlando", []string{"Friday 20 Nov, 3 PM ET", "1 Yes"}, "HELP"},
		{"sms", "CANCEL", []string{"START"}, "dropped"},
		{"sms", "yes please", nil, ""},
		{"sms", "are you there?", nil, ""},
		{"sms", "HELP", nil, ""},
		{"sms", "YES", []string{"STOP"}, "vagaro"},
		{"sms", "yes", nil, "vagaro"}, // the draft is gone
		{"sms", "ayuda", []string{"Contacto", "911"}, ""},
		{"web", "STOP", []string{" "}, "unsubscribed"},
		{"web", "where are you?", []string{"Orlando"}, ""},
	}
	var in bytes.Buffer
	for _, s := range steps {
		if err := json.NewEncoder(&in).Encode(map[string]string{"user": "ann-" + s.channel, "channel": s.channel, "say": s.say, "now": now.Format(time.RFC3339)}); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := (&pipe.Pipe{In: &in, Out: &out}).Run(t.Context(), line.Rendered(line.Handler(b))); err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(&out)
	for i, s := range steps {
		var got pipe.Out
		if err := dec.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if i != 8 && (got.Text == "") != (len(s.has) == 0) {
			t.Errorf("%d %s %q: %q", i, s.channel, s.say, got.Text)
		}
		for _, has := range s.has {
			if !strings.Contains(got.Text, has) {
				t.Errorf("%d %s %q: %q has no %q", i, s.channel, s.say, got.Text, has)
			}
		}
		if s.hasNot != "" && strings.Contains(got.Text, s.hasNot) {
			t.Errorf("%d %s %q: %q has %q", i, s.channel, s.say, got.Text, s.hasNot)
		}
	}
}

// HELP shows nothing that books while a red flag stands.
func TestHelpWhileHeld(t *testing.T) {
	d := testDesk(t)
	st := memory.NewStore()
	b, err := d.newBot(st, nil)
	if err != nil {
		t.Fatal(err)
	}
	line, err := d.newLine(st, nil)
	if err != nil {
		t.Fatal(err)
	}
	in := strings.NewReader(`{"user":"ann","channel":"sms","say":"my face droops on one side and my speech is slurred"}
{"user":"ann","channel":"sms","say":"HELP"}
{"user":"ann","channel":"sms","say":"STOP"}
{"user":"ann","channel":"sms","say":"START"}
`)
	var out bytes.Buffer
	if err := (&pipe.Pipe{In: in, Out: &out}).Run(t.Context(), line.Rendered(line.Handler(b))); err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(&out)
	for i := range 4 {
		var got pipe.Out
		if err := dec.Decode(&got); err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(got.Text, "\n")
		if got.Level.String() != "emergency" || !strings.Contains(got.Text, "911") || i == 0 && !strings.Contains(first, "911") {
			t.Errorf("line %d: %s %q", i, got.Level, got.Text)
		}
		for _, mark := range bookingMarks() {
			if strings.Contains(got.Text, mark) {
				t.Errorf("line %d shows %q: %q", i, mark, got.Text)
			}
		}
	}
}

// Wired as serve wires it: a text message is answered, staff read of a wish for a person and what they answer reaches the
// client, and nothing does after a stop.
func TestTextMessagesServed(t *testing.T) {
	t.Parallel()
	const practice, client, person = "+14075550199", "+14075550100", "+14075550111"
	tw := smstest.Start(t, nil, practice)
	d := testDesk(t)
	d.cfg.Twilio = config.Twilio{AccountSID: smstest.Account, AuthToken: smstest.Token, Number: practice, APIURL: tw.URL, PerSecond: 1000,
		Numbers: []config.TwilioNumber{{Number: practice, Location: "longwood"}}, Quiet: config.QuietHours{From: "00:00", To: "00:00"}}
	d.cfg.Staff.SMS = []string{person}
	st, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "knead.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	ours, err := d.newStaff(st, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(ours.botOptions(d.botOptions(st, nil)))
	if err != nil {
		t.Fatal(err)
	}
	chans, err := d.newChannels(st, ours, &environment{lookup: func(string) (string, bool) { return "", false }})
	if err != nil {
		t.Fatal(err)
	}
	if err := ours.connect(chans); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(chans.mounted(http.NotFoundHandler()))
	defer web.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- chans.run[bot.SMS].Run(ctx, ours.handler(b)) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	say := func(from, words string) string {
		t.Helper()
		for {
			a, err := tw.Call(t.Context(), web.URL, "/sms/twilio", tw.Form(tw.NextID(), from, practice, words, 0))
			if err != nil {
				t.Fatal(err)
			}
			if a.Status != http.StatusServiceUnavailable { // not open yet
				return strings.Join(a.Messages, "\n")
			}
		}
	}
	if got := say(client, "deep tissue 60 friday 3pm"); !strings.Contains(got, "Longwood") || !strings.Contains(got, "assistant") {
		t.Errorf("the number means a place, the first contact says who writes: %q", got)
	}
	if got := say(client, "can I talk to a person?"); got == "" {
		t.Error("silence")
	}
	if err := ours.posts.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := tw.Wait(person, 1)
	at := strings.Index(told[0].Body, "#")
	if at < 0 {
		t.Fatalf("staff read %q", told[0].Body)
	}
	mark := told[0].Body[at : at+5]
	if got := say(person, mark+" we can do Saturday"); !strings.Contains(got, "sent") {
		t.Errorf("staff are told %q", got)
	}
	if err := ours.posts.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := tw.Sent(client)
	if last := sent[len(sent)-1]; !strings.Contains(last.Body, "we can do Saturday") || last.TwiML {
		t.Errorf("the client reads %q", last.Body)
	}
	if got := say(client, "STOP"); !strings.Contains(got, "START") {
		t.Errorf("the stop is confirmed with %q", got)
	}
	say(person, mark+" are you still there?")
	// By law nothing is sent to a number that ended messages, in an emergency neither: a person is told, who can call.
	before := len(tw.Sent(person))
	if got := say(client, "my face is drooping on one side and my speech is slurred"); got != "" {
		t.Errorf("a stopped number is answered %q", got)
	}
	if got := say(client, "and how long does deep tissue take?"); got != "" {
		t.Errorf("a stopped number is answered %q", got)
	}
	if err := ours.posts.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(tw.Sent(client)); n != len(sent)+1 {
		t.Errorf("%d messages after the stop, want its confirmation only", n-len(sent))
	}
	var alarms []string
	for _, m := range tw.Sent(person)[before:] {
		if strings.Contains(m.Body, "Red flag") {
			alarms = append(alarms, m.Body)
		}
	}
	if len(alarms) != 1 || !strings.Contains(alarms[0], client) || !strings.Contains(alarms[0], "(emergency)") ||
		!strings.Contains(alarms[0], "call them now") || strings.Contains(alarms[0], "drooping") {
		t.Errorf("staff read %q", alarms)
	}
	if got := say(client, "START"); !strings.Contains(got, "911") {
		t.Errorf("resumed with %q: the hold was forgotten", got)
	}
}
