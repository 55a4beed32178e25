package discord_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

// desk is a scripted StaffDesk.
type desk struct {
	mu    sync.Mutex
	heard []discord.StaffWord
	posts map[bot.MessageID]bot.Conversation
	reply bot.Reply
	panic bool
}

func (d *desk) Client(_ context.Context, id bot.MessageID) (bot.Conversation, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, ok := d.posts[id]
	return c, ok, nil
}

func (d *desk) Heard(_ context.Context, w discord.StaffWord) bot.Reply {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.panic {
		panic("as scripted")
	}
	d.heard = append(d.heard, w)
	return d.reply
}

func (d *desk) words() []discord.StaffWord {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.heard)
}

type gaps struct {
	list []bot.Gap
	err  error
}

func (g gaps) Gaps(context.Context) ([]bot.Gap, error) { return g.list, g.err }

// withStaff is a rig with a staff channel.
func withStaff(t *testing.T, d *desk, change func(c *discord.Config)) (*rig, *discordtest.Channel) {
	var staff *discordtest.Channel
	r := start(t, func(s *discordtest.Server, c *discord.Config) {
		staff = s.Channel(s.Guild())
		c.StaffChannel = staff.ID
		if d != nil {
			c.Staff = d
		}
		if change != nil {
			change(c)
		}
	})
	return r, staff
}

// threads are the threads of a channel, as far as requests tell.
func threads(t *testing.T, r *rig, staff *discordtest.Channel) []string {
	var names []string
	for _, q := range r.Requests("POST", "/channels/"+staff.ID+"/threads") {
		var in struct {
			Name string `json:"name"`
		}
		if err := json.Unmarshal(q.Body, &in); err != nil {
			t.Fatal(err)
		}
		names = append(names, in.Name)
	}
	return names
}

func TestStaffThreads(t *testing.T) {
	d := &desk{posts: map[bot.MessageID]bot.Conversation{}, reply: bot.Reply{Text: "Confirmed, the client knows."}}
	r, staff := withStaff(t, d, nil)
	ann := bot.Conversation{Channel: bot.SMS, Chat: "+15550100", User: "+15550100"}
	ben := bot.Conversation{Channel: bot.Web, Chat: "b", User: "b"}
	request := bot.Reply{Text: "Deep tissue, Friday 3 PM", Buttons: []bot.Button{{Label: "Confirm", Press: bot.Action{Verb: "case", Arg: "yes:k7q2"}},
		{Label: "Decline", Press: bot.Action{Verb: "case", Arg: "no:k7q2"}}}}
	id, err := r.a.Post(t.Context(), ann, request)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []bot.Conversation{ann, ben, ann} {
		if _, err := r.a.Post(t.Context(), c, bot.Reply{Text: "Another line."}); err != nil {
			t.Fatal(err)
		}
	}
	names := threads(t, r, staff)
	if len(names) != 2 || strings.Contains(strings.Join(names, " "), "5550100") || !strings.HasPrefix(names[0], "sms ") || !strings.HasPrefix(names[1], "web ") {
		t.Fatalf("threads %q", names)
	}
	var thread string
	for _, q := range r.Requests("POST", "/messages") {
		if strings.Contains(string(q.Body), "Deep tissue") {
			thread = strings.Split(q.Path, "/")[2]
		}
	}
	post := r.FromBot(thread)[0]
	if post.ID != string(id) || len(r.FromBot(thread)) != 3 {
		t.Errorf("Post returned %s for %s; %d messages", id, post.ID, len(r.FromBot(thread)))
	}

	therapist := r.User("therapist")
	if m := therapist.Press(t, post, "Confirm").Says(t, 1)[0]; m.Content != "Confirmed, the client knows." || m.Ephemeral() {
		t.Errorf("after the press: %+v", m)
	}
	form := therapist.Press(t, post, "Answer")
	therapist.Fill(t, form, "Could you come at 4?").Says(t, 1)
	therapist.Mention(thread, "She is a regular.")
	r.Wait(t, "the mention is heard", func() bool { return len(d.words()) == 3 })
	therapist.Write(thread, "At 5 then", map[string]any{"type": 19, "referenced_message": map[string]any{"id": string(id), "author": map[string]any{"id": "900"}}})
	r.Wait(t, "the reply is heard", func() bool { return len(d.words()) == 4 })
	therapist.Write(thread, "she is always late, isn't she?") // among themselves
	therapist.Mention(staff.ID, "who is on tomorrow?")
	r.Wait(t, "a mention in the channel is heard", func() bool { return len(d.words()) == 5 })
	got := d.words()
	for i, want := range []discord.StaffWord{
		{To: id, Client: ann, Text: "Confirm", Press: bot.Action{Verb: "case", Arg: "yes:k7q2"}},
		{To: id, Client: ann, Text: "Could you come at 4?"},
		{Client: ann, Text: "She is a regular."},
		{To: id, Client: ann, Text: "At 5 then"},
		{Text: "who is on tomorrow?"},
	} {
		w := got[i]
		if w.ID == "" || w.At.IsZero() || string(w.By) != therapist.ID {
			t.Errorf("word %d: %+v", i, w)
		}
		w.ID, w.By, w.At = "", "", want.At
		if i == 1 {
			w.To = want.To // which message a form belongs to is Discord's to say
		}
		if w != want {
			t.Errorf("word %d: %+v, want %+v", i, w, want)
		}
	}
	if len(r.h.messages()) != 0 {
		t.Errorf("staff were taken for clients: %+v", r.h.messages())
	}
}

// What Post returned names the client even when the threads are forgotten, as after a restart.
func TestStaffAfterRestart(t *testing.T) {
	ann := bot.Conversation{Channel: bot.Web, Chat: "a", User: "a"}
	d := &desk{posts: map[bot.MessageID]bot.Conversation{"55": ann}}
	r, staff := withStaff(t, d, nil)
	old := r.Thread(staff, "900")
	therapist := r.User("therapist")
	said := therapist.PressID(discordtest.Message{ID: "55", Channel: old.ID}, "s:0:case:yes:k7q2").Says(t, 1)[0]
	if !said.Ephemeral() || said.Content != "Passed on." {
		t.Errorf("after the press: %+v", said)
	}
	therapist.Write(old.ID, "hello?", map[string]any{"type": 19, "referenced_message": map[string]any{"id": "55", "author": map[string]any{"id": "900"}}})
	r.Wait(t, "the reply is heard", func() bool { return len(d.words()) == 2 })
	if w := d.words()[1]; w.Client != ann || w.To != "55" {
		t.Errorf("heard %+v", w)
	}
}

func TestStaffThreadIsGone(t *testing.T) {
	r, staff := withStaff(t, &desk{}, nil)
	ann := bot.Conversation{Channel: bot.Web, Chat: "a", User: "a"}
	for _, code := range []int{10003, 50083} {
		if _, err := r.a.Post(t.Context(), ann, bot.Reply{Text: "one"}); err != nil {
			t.Fatal(err)
		}
		before := len(threads(t, r, staff))
		r.Fail("POST", "/messages", 1, 404, code)
		if _, err := r.a.Post(t.Context(), ann, bot.Reply{Text: "two"}); err != nil {
			t.Errorf("Post to a thread that is gone: %v", err)
		}
		if n := len(threads(t, r, staff)); n != before+1 {
			t.Errorf("%d threads, had %d", n, before)
		}
	}
}

func TestStaffWithoutDesk(t *testing.T) {
	r, staff := withStaff(t, nil, nil)
	if _, err := r.a.Post(t.Context(), bot.Conversation{Channel: bot.Web, User: "a"}, bot.Reply{Text: "one"}); err != nil {
		t.Fatal(err)
	}
	therapist := r.User("therapist")
	therapist.Mention(staff.ID, "hello?")
	if m := r.fromBot(t, staff.ID, 1)[0]; !strings.Contains(m.Content, "Nobody is listening") {
		t.Errorf("answered %q", m.Content)
	}
	d := &desk{panic: true}
	r, staff = withStaff(t, d, nil)
	r.User("therapist").Mention(staff.ID, "hello?")
	if m := r.fromBot(t, staff.ID, 1)[0]; !strings.Contains(m.Content, "went wrong") {
		t.Errorf("answered %q", m.Content)
	}
	r = start(t, nil)
	if _, err := r.a.Post(t.Context(), bot.Conversation{}, bot.Reply{Text: "x"}); !isTrouble(err) {
		t.Errorf("Post without a staff channel: %v", err)
	}
}

func isTrouble(err error) bool { _, ok := errors.AsType[*discord.Trouble](err); return ok }

func TestQuestions(t *testing.T) {
	var many []bot.Gap
	for i := range 40 {
		many = append(many, bot.Gap{Text: "do you take *insurance*? " + strings.Repeat("really ", 40), Count: 40 - i})
	}
	for _, tc := range []struct {
		name string
		gaps gaps
		want []string
	}{
		{"none", gaps{}, []string{"No question is unanswered"}},
		{"two", gaps{list: []bot.Gap{{Text: "do you take insurance?", Count: 12}, {Text: "parking?", Count: 1}}}, []string{"do you take insurance? (12 times)", "parking?"}},
		{"many", gaps{list: many}, []string{"(40 times)", "and 15 more"}},
		{"broken", gaps{err: errors.New("no database")}, []string{"went wrong"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, staff := withStaff(t, nil, func(c *discord.Config) { c.Gaps = tc.gaps })
			mod := r.User("moderator")
			in := mod.Command(staff.ID, "questions", nil)
			in.Says(t, 1)
			r.Wait(t, "the list is there", func() bool {
				all := ""
				for _, m := range in.Said() {
					all += m.Plain()
					if !m.Ephemeral() {
						t.Fatal("the list is for everybody")
					}
				}
				return !slices.ContainsFunc(tc.want, func(w string) bool { return !strings.Contains(all, w) })
			})
			// Somebody who manages another server that the bot is in learns nothing.
			if m := mod.Command(r.channel.ID, "questions", nil).Says(t, 1)[0]; strings.Contains(m.Content, "insurance") {
				t.Errorf("elsewhere: %q", m.Content)
			}
		})
	}
}
