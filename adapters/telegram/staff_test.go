package telegram

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"knead/bot"
)

// desk is a scripted StaffDesk.
type desk struct {
	mu      sync.Mutex
	clients map[bot.MessageID]bot.Conversation
	heard   []StaffWord
	reply   bot.Reply
}

func (d *desk) Client(_ context.Context, id bot.MessageID) (bot.Conversation, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, ok := d.clients[id]
	if !ok {
		return c, false, errors.New("the desk's store is down")
	}
	return c, ok, nil
}

func (d *desk) Heard(_ context.Context, w StaffWord) bot.Reply {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard = append(d.heard, w)
	return d.reply
}

// Messages go to the staff chat with buttons; what staff answer or press there comes back with the client it is about.
func TestStaff(t *testing.T) {
	const group = -1009
	client := bot.Conversation{Channel: bot.SMS, Chat: "+15550100", User: "+15550100"}
	d := &desk{clients: make(map[bot.MessageID]bot.Conversation), reply: bot.Reply{Text: "Passed on."}}
	h := &script{}
	r := start(t, h, func(c *Config) { c.Staff, c.Desk = StaffChat{Chat: group, Topic: 3}, d })
	maia := r.srv.Client(t, 7).In(group)
	topic := maia.Topic(3)
	id, err := r.a.Post(t.Context(), bot.Reply{Text: "A new request: Friday 3pm", Buttons: []bot.Button{{Label: "Take it", Press: bot.Action{Verb: "take", Arg: "r1"}}}}, "")
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	d.clients[id] = client
	d.mu.Unlock()
	m := maia.Next()
	if m.Thread != 3 || m.Text != "A new request: Friday 3pm" {
		t.Errorf("%+v", m)
	}
	topic.Say("who has time on friday?") // among themselves
	topic.Reply(m.ID, "Yes, 3pm works")
	if m := maia.Next(); m.Text != "Passed on." || m.Thread != 3 {
		t.Errorf("%+v", m)
	}
	topic.Press(m, "Take it")
	maia.Next()
	topic.Say("@knead_test_bot lift the hold")
	maia.Next()
	again, err := r.a.Post(t.Context(), bot.Reply{Text: "The client says thanks."}, id)
	if err != nil || again == id {
		t.Fatalf("%q, %v", again, err)
	}
	if got := maia.Next(); got.ReplyTo != m.ID {
		t.Errorf("answers %d, want %d", got.ReplyTo, m.ID)
	}
	want := []StaffWord{
		{To: id, Client: client, Quote: "A new request: Friday 3pm", By: "7", Text: "Yes, 3pm works"},
		{To: id, Client: client, Quote: "A new request: Friday 3pm", By: "7", Text: "Take it", Press: bot.Action{Verb: "take", Arg: "r1"}},
		{By: "7", Text: "lift the hold"},
	}
	if diff := cmp.Diff(want, d.heard, cmpopts.IgnoreFields(StaffWord{}, "ID", "At")); diff != "" {
		t.Errorf("the desk heard (-want +got):\n%s", diff)
	}
	for _, w := range d.heard {
		if w.ID == "" || w.At.IsZero() {
			t.Errorf("%+v", w)
		}
	}
	if len(h.messages()) != 0 {
		t.Errorf("the core was handed %+v", h.messages())
	}
	// Outside the topic the group is a group like others.
	maia.Say("@knead_test_bot hello")
	if m := maia.Next(); m.Text != "you said: hello" {
		t.Errorf("%q", m.Text)
	}
}

func TestNoStaffChat(t *testing.T) {
	r := newRig(t, &script{}, nil)
	if _, err := r.a.Post(t.Context(), bot.Reply{Text: "x"}, ""); !errors.Is(err, ErrNoStaffChat) {
		t.Errorf("%v", err)
	}
}
