package discord_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

func direct(u *discordtest.User) bot.Conversation {
	return bot.Conversation{Channel: bot.Discord, Chat: bot.ChatID(u.ID), User: bot.UserID(u.ID)}
}

// A refusal is waited out, and the message is sent once.
func TestRateLimitIsWaitedOut(t *testing.T) {
	for _, tc := range []struct {
		name   string
		global bool
	}{{"one route", false}, {"everything", true}} {
		t.Run(tc.name, func(t *testing.T) {
			r := start(t, nil)
			ann := r.User("ann")
			r.Limit("POST", "/messages", 2, 30*time.Millisecond, tc.global)
			ann.Write(ann.Direct(), "hello")
			r.fromBot(t, ann.Direct(), 1)
			if n := len(r.Requests("POST", "/messages")); n != 3 {
				t.Errorf("%d requests, want two refusals and a message", n)
			}
		})
	}
}

// Who has less time than a refusal asks for is told so at once, not after it.
func TestRateLimitEndsWithContext(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	ann.Write(ann.Direct(), "hello")
	r.fromBot(t, ann.Direct(), 1)
	r.Limit("POST", "/messages", 1, time.Hour, false)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := r.a.Send(ctx, direct(ann), bot.Reply{Text: "x"}); err == nil {
		t.Error("Send over an hour's limit")
	}
	if ctx.Err() != nil {
		t.Error("Send waited for its context to end although that could not help")
	}
	// And the next one, without asking Discord again.
	before := len(r.Requests("POST", "/messages"))
	if err := r.a.Send(ctx, direct(ann), bot.Reply{Text: "x"}); err == nil || len(r.Requests("POST", "/messages")) != before {
		t.Errorf("a closed route is tried again: %v", err)
	}
	// A wait that does end is given up when the caller gives up.
	zoe := r.User("zoe")
	r.Limit("POST", "/users/@me/channels", 1, 20*time.Second, false)
	ctx, cancel = context.WithCancel(t.Context())
	go func() {
		r.Wait(t, "the request is refused", func() bool { return len(r.Requests("POST", "/users/@me/channels")) >= 1 })
		cancel()
	}()
	if err := r.a.Send(ctx, direct(zoe), bot.Reply{Text: "x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Send: %v", err)
	}
}

// What Discord announces is kept to without a refusal.
func TestAnnouncedLimit(t *testing.T) {
	r := start(t, func(s *discordtest.Server, _ *discord.Config) { s.Allow("/messages", 3, 150*time.Millisecond) })
	ann := r.User("ann")
	for range 9 {
		ann.Write(ann.Direct(), "hello")
	}
	r.fromBot(t, ann.Direct(), 9)
	for _, q := range r.Requests("POST", "/messages") {
		if q.Status != 200 {
			t.Errorf("refused: %s", q)
		}
	}
}

// One member's limit holds up nobody else, and answers to interactions know no limit of messages.
func TestLimitsAreApart(t *testing.T) {
	r := start(t, nil)
	ann, ben := r.User("ann"), r.User("ben")
	r.Limit("POST", "/channels/"+ann.Direct()+"/messages", -1, time.Second, false)
	ann.Write(ann.Direct(), "hello")
	r.Wait(t, "Ann's is refused", func() bool { return len(r.Requests("POST", "/channels/"+ann.Direct()+"/messages")) > 0 })
	ben.Write(ben.Direct(), "hello")
	r.fromBot(t, ben.Direct(), 1)
	ben.Command(r.channel.ID, "help", nil).Says(t, 1)
	r.Heal()
	r.fromBot(t, ann.Direct(), 1)
}

func TestServerErrors(t *testing.T) {
	for _, status := range []int{500, 502, 503, 504} {
		r := start(t, nil)
		ann := r.User("ann")
		r.Fail("POST", "/messages", 2, status, 0)
		ann.Write(ann.Direct(), "hello")
		r.fromBot(t, ann.Direct(), 1)
		if n := len(r.Requests("POST", "/messages")); n != 3 {
			t.Errorf("%d: %d requests", status, n)
		}
	}
}

// The line breaks after Discord took a message: it is sent again, and taken for what it is.
func TestMessageLostOnTheWayBack(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	ann.Write(ann.Direct(), "first")
	r.fromBot(t, ann.Direct(), 1)
	r.Break("POST", "/messages", 2)
	ann.Write(ann.Direct(), "second")
	ann.Write(ann.Direct(), "third")
	r.fromBot(t, ann.Direct(), 3)
	if n := len(r.FromBot(ann.Direct())); n != 3 {
		t.Errorf("%d messages", n)
	}
	if n := len(r.Requests("POST", "/messages")); n != 5 {
		t.Errorf("%d requests", n)
	}
}

// Discord is not there at the beginning, then slow, then there.
func TestStartsWhenDiscordComesBack(t *testing.T) {
	r := prepare(t, nil)
	r.Fail("GET", "/applications/@me", 6, 503, 0)
	r.Fail("GET", "/gateway/bot", 6, 500, 0)
	r.Fail("GET", "/commands", 6, 500, 0)
	r.run(t)
	r.Wait(t, "the adapter is ready", func() bool { return r.a.Ready(t.Context()) == nil && len(r.Commands("")) > 0 })
}

// When Run ends, what was taken is still answered, and nothing new is.
func TestDrain(t *testing.T) {
	hold := make(chan struct{})
	r := prepare(t, nil)
	r.h.rows = append([]row{{has: "slow", reply: bot.Reply{Text: "At last."}, hold: hold}}, r.h.rows...)
	r.run(t)
	r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
	ann := r.User("ann")
	ann.Write(ann.Direct(), "slow one")
	r.Wait(t, "it is being answered", func() bool { return len(r.h.messages()) == 1 })
	ended := make(chan error, 1)
	go func() { ended <- r.end() }()
	r.Wait(t, "the gateway is left", func() bool { return r.Connected() == 0 })
	close(hold)
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	if got := r.FromBot(ann.Direct()); len(got) != 1 || got[0].Content != "At last." {
		t.Errorf("answered %+v", got)
	}
	if err := r.a.Run(t.Context(), r.h); err == nil {
		t.Error("Run can be called twice")
	}
}
