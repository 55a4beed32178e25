package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"knead/adapters/pipe"
	"knead/bot/bottest"
)

// Over JSON Lines the words of the telephone network do on sms what they do there, and nothing elsewhere.
func TestTextMessagesOverLines(t *testing.T) {
	d := testDesk(t)
	st := bottest.NewStore()
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
	st := bottest.NewStore()
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
