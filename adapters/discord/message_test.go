package discord_test

import (
	"slices"
	"strings"
	"testing"

	"knead/adapters/discord/discordtest"
	"knead/bot"
)

// Who is answered, and where. A row's message is followed by another one that is always answered, so that a test sees
// what was not.
func TestWhatIsHeard(t *testing.T) {
	system := func(kind int) map[string]any { return map[string]any{"type": kind} }
	for _, tc := range []struct {
		name   string
		write  func(r *rig, ann *discordtest.User)
		heard  []string // what the handler gets
		here   int      // messages of the bot's in the listed channel
		direct int      // and in Ann's direct messages
	}{
		{"direct message", func(r *rig, ann *discordtest.User) { ann.Write(ann.Direct(), "what is cupping?") }, []string{"what is cupping?"}, 0, 1},
		{"mention", func(r *rig, ann *discordtest.User) { ann.Mention(r.channel.ID, "what is cupping?") }, []string{"what is cupping?"}, 1, 0},
		{"mention in the middle", func(r *rig, ann *discordtest.User) { ann.Write(r.channel.ID, "hey <@900> cupping?") }, []string{"hey   cupping?"}, 1, 0},
		{"no mention", func(r *rig, ann *discordtest.User) { ann.Write(r.channel.ID, "what is cupping?") }, nil, 0, 0},
		{"somebody else's name", func(r *rig, ann *discordtest.User) { ann.Write(r.channel.ID, "<@"+ann.ID+"> what is cupping?") }, nil, 0, 0},
		{"everyone", func(r *rig, ann *discordtest.User) {
			ann.Write(r.channel.ID, "@everyone what is cupping?", map[string]any{"mention_everyone": true})
		}, nil, 0, 0},
		{"reply to the bot", func(r *rig, ann *discordtest.User) {
			ann.Write(r.channel.ID, "and cupping?", map[string]any{"type": 19, "referenced_message": map[string]any{"id": "5", "author": map[string]any{"id": "900", "bot": true}}})
		}, []string{"and cupping?"}, 1, 0},
		{"reply to somebody else", func(r *rig, ann *discordtest.User) {
			ann.Write(r.channel.ID, "and cupping?", map[string]any{"type": 19, "referenced_message": map[string]any{"id": "5", "author": map[string]any{"id": ann.ID}}})
		}, nil, 0, 0},
		{"reply to a deleted message", func(r *rig, ann *discordtest.User) {
			ann.Write(r.channel.ID, "and cupping?", map[string]any{"type": 19, "referenced_message": nil})
		}, nil, 0, 0},
		{"channel that is not listed", func(r *rig, ann *discordtest.User) { ann.Mention(r.Channel(r.guild).ID, "what is cupping?") }, []string{"what is cupping?"}, 0, 1},
		{"thread in a listed channel", func(r *rig, ann *discordtest.User) {
			ann.Mention(r.Thread(r.channel, ann.ID).ID, "what is cupping?")
		}, []string{"what is cupping?"}, 0, 0},
		{"thread in another channel", func(r *rig, ann *discordtest.User) {
			ann.Mention(r.Thread(r.Channel(r.guild), ann.ID).ID, "what is cupping?")
		}, []string{"what is cupping?"}, 0, 1},
		{"another bot", func(r *rig, ann *discordtest.User) {
			r.User("robot").Write(r.channel.ID, "<@900> cupping?", by(true, false))
		}, nil, 0, 0},
		{"Discord itself", func(r *rig, ann *discordtest.User) { ann.Write(ann.Direct(), "cupping?", by(false, true)) }, nil, 0, 0},
		{"webhook", func(r *rig, ann *discordtest.User) {
			ann.Write(r.channel.ID, "<@900> cupping?", map[string]any{"webhook_id": "77"})
		}, nil, 0, 0},
		{"join", func(r *rig, ann *discordtest.User) { ann.Write(r.channel.ID, "<@900>", system(7)) }, nil, 0, 0},
		{"pin", func(r *rig, ann *discordtest.User) { ann.Write(ann.Direct(), "", system(6)) }, nil, 0, 0},
		{"boost", func(r *rig, ann *discordtest.User) { ann.Write(r.channel.ID, "<@900>", system(8)) }, nil, 0, 0},
		{"thread opened", func(r *rig, ann *discordtest.User) { ann.Write(r.channel.ID, "<@900>", system(18)) }, nil, 0, 0},
		{"poll result", func(r *rig, ann *discordtest.User) { ann.Write(ann.Direct(), "", system(46)) }, nil, 0, 0},
		{"nothing but the name", func(r *rig, ann *discordtest.User) { ann.Write(r.channel.ID, "<@900>") }, []string{""}, 1, 0},
		{"file alone", func(r *rig, ann *discordtest.User) { ann.Write(ann.Direct(), "", file()) }, []string{""}, 0, 1},
		{"sticker alone", func(r *rig, ann *discordtest.User) {
			ann.Write(ann.Direct(), "", map[string]any{"sticker_items": []any{map[string]any{"id": "1", "name": "hi", "format_type": 1}}})
		}, []string{""}, 0, 1},
		{"voice message", func(r *rig, ann *discordtest.User) {
			ann.Write(ann.Direct(), "", map[string]any{"flags": 8192}, file())
		}, []string{""}, 0, 1},
		{"file beside words", func(r *rig, ann *discordtest.User) { ann.Write(ann.Direct(), "what is cupping?", file()) }, []string{"what is cupping?"}, 0, 2},
		{"forwarded", func(r *rig, ann *discordtest.User) {
			ann.Write(ann.Direct(), "", map[string]any{"message_reference": map[string]any{"type": 1, "channel_id": "5"},
				"message_snapshots": []any{map[string]any{"message": map[string]any{"content": "what is cupping?"}}}})
		}, []string{"what is cupping?"}, 0, 1},
		{"component of an unknown kind", func(r *rig, ann *discordtest.User) {
			ann.Write(ann.Direct(), "what is cupping?", map[string]any{"components": []any{map[string]any{"type": 99, "id": 1, "news": []any{1}}}})
		}, []string{"what is cupping?"}, 0, 1},
		{"a key of an unexpected kind", func(r *rig, ann *discordtest.User) {
			ann.Write(ann.Direct(), "what is cupping?", map[string]any{"attachments": "none"})
		}, []string{"what is cupping?"}, 0, 1},
		{"no author", func(r *rig, ann *discordtest.User) {
			ann.Write(ann.Direct(), "cupping?", map[string]any{"author": nil})
		}, nil, 0, 0},
		{"silence", func(r *rig, ann *discordtest.User) { ann.Write(ann.Direct(), "silence") }, []string{"silence"}, 0, 0},
		{"a link was looked up", func(r *rig, ann *discordtest.User) {
			id := ann.Write(ann.Direct(), "what is cupping?")
			r.Dispatch("MESSAGE_UPDATE", map[string]any{"id": id, "channel_id": ann.Direct(), "content": "what is cupping?", "type": 0,
				"author": map[string]any{"id": ann.ID}, "edited_timestamp": nil, "timestamp": "2026-11-20T10:00:00Z"})
		}, []string{"what is cupping?"}, 0, 1},
		{"reaction", func(r *rig, ann *discordtest.User) {
			r.Dispatch("MESSAGE_REACTION_ADD", map[string]any{"user_id": ann.ID, "channel_id": ann.Direct(), "message_id": "5", "emoji": map[string]any{"name": "👍"}})
		}, nil, 0, 0},
		{"member, presence, voice", func(r *rig, ann *discordtest.User) {
			for _, k := range []string{"GUILD_MEMBER_ADD", "PRESENCE_UPDATE", "VOICE_STATE_UPDATE", "TYPING_START", "SOMETHING_NEW"} {
				r.Dispatch(k, map[string]any{"user_id": ann.ID, "user": map[string]any{"id": ann.ID}})
			}
		}, nil, 0, 0},
		{"broken event", func(r *rig, ann *discordtest.User) { r.Dispatch("MESSAGE_CREATE", "no object") }, nil, 0, 0},
		{"the same event twice", func(r *rig, ann *discordtest.User) {
			ann.Write(ann.Direct(), "what is cupping?", map[string]any{"id": "4242"})
			ann.Write(ann.Direct(), "what is cupping?", map[string]any{"id": "4242"})
		}, []string{"what is cupping?"}, 0, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := start(t, nil)
			ann := r.User("ann")
			tc.write(r, ann)
			// The last word of the lane: when it is answered, everything before it was.
			ann.Write(ann.Direct(), "last word")
			r.fromBot(t, ann.Direct(), 1)
			r.Wait(t, "the last word is answered", func() bool {
				got := r.FromBot(ann.Direct())
				return len(got) > 0 && got[len(got)-1].Content == "You said: last word"
			})
			got := r.h.texts()
			if !slices.Equal(got[:len(got)-1], tc.heard) && len(got[:len(got)-1])+len(tc.heard) > 0 {
				t.Errorf("heard %q, want %q", got[:len(got)-1], tc.heard)
			}
			if n := len(r.FromBot(r.channel.ID)); n != tc.here {
				t.Errorf("%d messages in the channel, want %d", n, tc.here)
			}
			if n := len(r.FromBot(ann.Direct())) - 1; n != tc.direct {
				t.Errorf("%d direct messages, want %d: %v", n, tc.direct, r.FromBot(ann.Direct()))
			}
		})
	}
}

func by(isBot, system bool) map[string]any {
	return map[string]any{"author": map[string]any{"id": "666", "username": "x", "bot": isBot, "system": system}}
}

func file() map[string]any {
	return map[string]any{"attachments": []any{map[string]any{"id": "1", "filename": "x.ogg", "size": 1, "url": "https://x.test/x", "proxy_url": "https://x.test/x"}}}
}

func TestPublicAnswer(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	q := ann.Mention(r.channel.ID, "what is cupping?")
	m := r.fromBot(t, r.channel.ID, 1)[0]
	if m.Answers != q || m.Plain() != "Cupping may help when muscles of the back are stiff." {
		t.Errorf("%+v", m)
	}
	if got := m.Labels(); !slices.Equal(got, []string{"Does it hurt?", "Does it leave marks?", "Book a massage"}) {
		t.Errorf("buttons %q", got)
	}
	links := 0
	for _, c := range m.Flat() {
		if c.URL == "https://desk.test/articles/techniques#cupping" && c.Label == "Massage techniques › Cupping therapy" {
			links++
		}
	}
	if links != 1 || len(m.Embeds) != 1 || m.Embeds[0].Description != "At home › Heat" {
		t.Errorf("sources: %+v, %+v", m.Flat(), m.Embeds)
	}
}

func TestRedFlagInPublic(t *testing.T) {
	r := start(t, nil)
	ann, ben := r.User("ann"), r.User("ben")
	ann.Mention(r.channel.ID, "my groin is numb")
	m := r.fromBot(t, r.channel.ID, 1)[0]
	if m.Plain() != "Call 911 now, or have somebody call for you." {
		t.Errorf("in place: %q", m.Content)
	}
	d := r.fromBot(t, ann.Direct(), 1)[0]
	if !strings.Contains(d.Plain(), "needs a hospital within hours") || !strings.HasPrefix(d.Plain(), "Call 911 now") {
		t.Errorf("directly: %q", d.Content)
	}
	if first := r.Requests("POST", "/messages")[0]; !strings.Contains(first.Path, r.channel.ID) {
		t.Errorf("the first message went to %s, not in place", first.Path)
	}
	// The rest is behind the button, for her alone.
	if got := ann.Press(t, m, "Read the rest").Says(t, 1)[0]; !got.Ephemeral() || got.Plain() != d.Plain() {
		t.Errorf("the rest: %+v", got)
	}
	if got := ben.Press(t, m, "Read the rest").Says(t, 1)[0]; !got.Ephemeral() || strings.Contains(got.Content, "hospital") {
		t.Errorf("somebody else reads %q", got.Content)
	}
	if n := len(r.h.messages()); n != 1 {
		t.Errorf("the handler got %d new messages, want 1", n)
	}
}

func TestRedFlagWithClosedDirects(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	ann.CloseDirects(true)
	ann.Mention(r.channel.ID, "my groin is numb")
	m := r.fromBot(t, r.channel.ID, 1)[0]
	if got := ann.Press(t, m, "Read the rest").Says(t, 1)[0]; !strings.Contains(got.Plain(), "hospital") || !got.Ephemeral() {
		t.Errorf("the rest: %+v", got)
	}
}

func TestPersonalAnswersGoAside(t *testing.T) {
	for _, tc := range []struct{ name, says, in string }{
		{"safety question", "fever since monday", "worse at night"},
		{"appointment", "deep tissue fri 3pm", "read that back"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := start(t, nil)
			ann, zoe := r.User("ann"), r.User("zoe")
			ann.Mention(r.channel.ID, tc.says)
			in := r.fromBot(t, r.channel.ID, 1)[0]
			if d := r.fromBot(t, ann.Direct(), 1)[0]; !strings.Contains(d.Plain(), tc.in) || strings.Contains(in.Plain(), tc.in) {
				t.Errorf("in place %q, directly %q", in.Content, d.Content)
			}
			zoe.CloseDirects(true)
			zoe.Mention(r.channel.ID, tc.says)
			in = r.fromBot(t, r.channel.ID, 2)[1]
			if !strings.Contains(in.Plain(), "closed to me") {
				t.Errorf("in place %q", in.Content)
			}
			if got := zoe.Press(t, in, "Show me here").Says(t, 1)[0]; !strings.Contains(got.Plain(), tc.in) || !got.Ephemeral() {
				t.Errorf("shown %+v", got)
			}
		})
	}
}

func TestLongAnswerOpensThread(t *testing.T) {
	r := start(t, nil)
	ann, ben := r.User("ann"), r.User("ben")
	q := ann.Mention(r.channel.ID, "tell me everything")
	parts := r.fromBot(t, q, 3) // a thread from a message has the message's ID
	var all []string
	for _, m := range parts {
		all = append(all, m.Plain())
	}
	if got, want := strings.Join(strings.Fields(strings.Join(all, " ")), " "), strings.TrimSpace(strings.Repeat("One *more* sentence about backs, with_markup. ", 120)); got != want {
		t.Errorf("the parts have %d characters of %d", len(got), len(want))
	}
	if n := len(r.FromBot(r.channel.ID)); n != 0 {
		t.Errorf("%d messages in the channel", n)
	}
	// In her thread Ann needs no mention; Ben does.
	ben.Write(q, "and cupping?")
	ann.Write(q, "and cupping?")
	r.fromBot(t, q, 4)
	if got := r.h.messages(); string(got[len(got)-1].Conversation.User) != ann.ID || len(got) != 2 {
		t.Errorf("heard %+v", got)
	}
}

func TestLongAnswerWithoutThreads(t *testing.T) {
	r := start(t, nil)
	r.channel.NoThreads = true
	ann := r.User("ann")
	ann.Mention(r.channel.ID, "tell me everything")
	parts := r.fromBot(t, r.channel.ID, 3)
	if parts[0].Answers == "" || parts[1].Answers != "" || len(parts[0].Components) > 0 || len(parts[2].Components) == 0 {
		t.Errorf("only the first part is a reply and only the last has buttons: %+v", parts)
	}
}

func TestEdits(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	id := ann.Write(ann.Direct(), "my back hurts")
	r.fromBot(t, ann.Direct(), 1)
	ann.Edit(id, "my back hurts") // a picture was taken out
	ann.Edit(id, "my back hurts and my groin is numb")
	if got := r.fromBot(t, ann.Direct(), 2)[1]; !strings.HasPrefix(got.Plain(), "Call 911") {
		t.Errorf("the edited message got %q", got.Content)
	}
	if got := r.h.texts(); len(got) != 2 {
		t.Errorf("heard %q", got)
	}
}

// A mention that is put in later is one.
func TestMentionByEdit(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	id := ann.Write(r.channel.ID, "what is cupping?")
	ann.Edit(id, "<@900> what is cupping?")
	r.fromBot(t, r.channel.ID, 1)
}

func TestDeletes(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	q := ann.Mention(r.channel.ID, "what is cupping?")
	d := ann.Write(ann.Direct(), "what is cupping?")
	r.fromBot(t, r.channel.ID, 1)
	r.fromBot(t, ann.Direct(), 1)
	ann.Delete(q)
	ann.Delete(d)
	r.Wait(t, "the public answer is gone", func() bool { return len(r.FromBot(r.channel.ID)) == 0 })
	if len(r.FromBot(ann.Direct())) != 1 {
		t.Error("what was said in direct messages is gone too")
	}
}

// What a text says never becomes markup, a mention or somebody else's notification.
func TestHostileText(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	hostile := "@everyone <@1> <@&2> [click](https://evil.test) **bold** `code` ||spoiler||\n# head\n> quote\n- item\n1. one\n-# small <t:1> https://a.test/x_y_z"
	ann.Write(ann.Direct(), hostile)
	m := r.fromBot(t, ann.Direct(), 1)[0]
	if m.Plain() != "You said: "+hostile {
		t.Errorf("shown as\n%s\nfor\n%s", m.Plain(), hostile)
	}
	for _, bad := range []string{"**bold", "||spoiler", "\n# ", "\n> ", "\n- ", "\n1. ", " <@1", "[click", "<t:"} {
		if strings.Contains(strings.ReplaceAll(m.Content, `\`+strings.TrimSpace(bad), "·"), bad) {
			t.Errorf("%q is markup in %q", bad, m.Content)
		}
	}
}

func TestPanic(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	ann.Write(ann.Direct(), "boom with my secret")
	if got := r.fromBot(t, ann.Direct(), 1)[0]; !strings.Contains(got.Content, "emergency number") {
		t.Errorf("answered %q", got.Content)
	}
	if strings.Contains(r.log.String(), "secret") || !strings.Contains(r.log.String(), "panic") {
		t.Errorf("log: %s", r.log)
	}
	ann.Write(ann.Direct(), "still there?")
	r.fromBot(t, ann.Direct(), 2)
}

func TestTyping(t *testing.T) {
	hold := make(chan struct{})
	r := prepare(t, nil)
	r.h.rows = append([]row{{has: "slow", reply: bot.Reply{Text: "At last."}, hold: hold}}, r.h.rows...)
	r.run(t)
	r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
	ann := r.User("ann")
	ann.Write(ann.Direct(), "slow one")
	r.Wait(t, "typing is shown", func() bool { return len(r.Requests("POST", "/typing")) > 0 })
	close(hold)
	r.fromBot(t, ann.Direct(), 1)
}

func TestSend(t *testing.T) {
	r := start(t, nil)
	ann, zoe := r.User("ann"), r.User("zoe")
	zoe.CloseDirects(true)
	conv := func(u *discordtest.User) bot.Conversation {
		return bot.Conversation{Channel: bot.Discord, Chat: bot.ChatID(u.ID), User: bot.UserID(u.ID)}
	}
	if err := r.a.Send(t.Context(), conv(ann), bot.Reply{Text: "We have a place at 4.", Buttons: []bot.Button{{Label: "Take it", Press: bot.Action{Verb: bot.DoSay}}}}); err != nil {
		t.Fatal(err)
	}
	m := r.fromBot(t, ann.Direct(), 1)[0]
	ann.Press(t, m, "Take it").Says(t, 1)
	if got := r.h.messages(); len(got) != 1 || got[0].Text != "Take it" {
		t.Errorf("heard %+v", got)
	}
	if err := r.a.Send(t.Context(), conv(zoe), bot.Reply{Text: "x"}); !isUnreachable(err) {
		t.Errorf("Send to closed direct messages: %v", err)
	}
	if err := r.a.Send(t.Context(), bot.Conversation{Channel: bot.Discord, User: "404"}, bot.Reply{Text: "x"}); !isUnreachable(err) {
		t.Errorf("Send to nobody: %v", err)
	}
	if err := r.a.Send(t.Context(), bot.Conversation{Channel: bot.Web, User: "1"}, bot.Reply{Text: "x"}); err == nil {
		t.Error("Send to a conversation of the web")
	}
	if err := r.a.Send(t.Context(), conv(ann), bot.Reply{}); err != nil {
		t.Errorf("Send of silence: %v", err)
	}
	r.Fail("POST", "/messages", 1, 500, 0)
	if err := r.a.Send(t.Context(), conv(ann), bot.Reply{Text: "after a 500"}); err != nil {
		t.Errorf("Send over a 500: %v", err)
	}

}
