package discord_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

func TestFirstWords(t *testing.T) {
	r := start(t, nil)
	ann := r.User("ann")
	ann.Write(ann.Direct(), "hello there")
	got := r.fromBot(t, ann.Direct(), 1)[0]
	if got.Content != "You said: hello there" {
		t.Errorf("answered %q", got.Content)
	}
	m := r.h.messages()[0]
	if m.Conversation.Channel != "discord" || string(m.Conversation.User) != ann.ID || m.ID == "" || m.At.IsZero() {
		t.Errorf("the handler got %+v", m)
	}
	if err := r.end(); err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestIdentify(t *testing.T) {
	for _, tc := range []struct {
		name    string
		content bool
		want    int
	}{
		{"least", false, 1<<9 | 1<<12},
		{"with message content", true, 1<<9 | 1<<12 | 1<<15},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := start(t, func(_ *discordtest.Server, c *discord.Config) { c.MessageContent = tc.content })
			var got struct {
				Intents int    `json:"intents"`
				Shard   [2]int `json:"shard"`
			}
			if err := json.Unmarshal(r.Identifies()[0], &got); err != nil {
				t.Fatal(err)
			}
			if got.Intents != tc.want || got.Shard != [2]int{0, 1} {
				t.Errorf("identified with %+v, want intents %d", got, tc.want)
			}
		})
	}
}

// Whatever happens to the connection, each message is answered exactly once.
func TestTroubles(t *testing.T) {
	for _, tc := range []struct {
		name string
		what func(r *rig)
		// fresh: the session is lost, so what is written meanwhile is too. Discord keeps it from everybody then.
		fresh bool
	}{
		{"line breaks", func(r *rig) { r.DropAll() }, false},
		{"asked to reconnect", func(r *rig) { r.SendAll(7, nil) }, false},
		{"asked to reconnect twice", func(r *rig) { r.SendAll(7, nil); r.SendAll(7, nil) }, false},
		{"unknown error", func(r *rig) { r.CloseAll(4000) }, false},
		{"closed for writing too much", func(r *rig) { r.CloseAll(4008) }, false},
		{"reconnect as the first word after a resume", func(r *rig) {
			r.OnResume(func(c *discordtest.Conn) { c.Send(7, nil) })
			r.SendAll(7, nil)
		}, false},
		{"and several times", func(r *rig) {
			again := func(c *discordtest.Conn) { c.Send(7, nil) }
			r.OnResume(again, again, again)
			r.DropAll()
		}, false},
		{"line breaks in the resume", func(r *rig) {
			r.OnResume(func(c *discordtest.Conn) { c.Drop() }, func(c *discordtest.Conn) { c.Close(4000) })
			r.DropAll()
		}, false},
		{"cannot resume just now", func(r *rig) {
			r.OnResume(func(c *discordtest.Conn) { c.Send(9, true) })
			r.DropAll()
		}, false},
		{"no hello", func(r *rig) {
			r.OnConnect(func(c *discordtest.Conn) { c.Send(7, nil) }, func(c *discordtest.Conn) { c.Send(11, nil) }, func(c *discordtest.Conn) { c.Drop() })
			r.DropAll()
		}, false},
		{"the address to resume at is gone", func(r *rig) { r.ResumeGone(); r.DropAll() }, false},
		{"session invalid", func(r *rig) { r.Invalidate(); r.SendAll(9, false) }, true},
		{"session lost on resume", func(r *rig) { r.Invalidate(); r.DropAll() }, true},
		{"timed out", func(r *rig) { r.Invalidate(); r.CloseAll(4009) }, true},
		{"closed by going away", func(r *rig) { r.Invalidate(); r.CloseAll(1001) }, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := start(t, nil)
			ann := r.User("ann")
			ann.Write(ann.Direct(), "one")
			r.fromBot(t, ann.Direct(), 1)
			connected := r.Resumes() + len(r.Identifies())
			tc.what(r)
			if !tc.fresh {
				ann.Write(ann.Direct(), "two")
			}
			r.Wait(t, "connected again", func() bool {
				return r.Resumes()+len(r.Identifies()) > connected && r.Connected() == 1 && r.a.Ready(t.Context()) == nil
			})
			if tc.fresh {
				ann.Write(ann.Direct(), "two")
			}
			r.fromBot(t, ann.Direct(), 2)
			ann.Write(ann.Direct(), "three")
			var got []string
			for _, m := range r.fromBot(t, ann.Direct(), 3) {
				got = append(got, m.Content)
			}
			if fmt.Sprint(got) != "[You said: one You said: two You said: three]" {
				t.Errorf("answered %q", got)
			}
			if n := len(r.Identifies()); !tc.fresh && n != 1 {
				t.Errorf("identified %d times: the session was given up", n)
			}
		})
	}
}

func TestHeartbeat(t *testing.T) {
	r := start(t, nil)
	before := r.Beats()
	r.SendAll(1, nil)
	r.Wait(t, "a heartbeat comes when asked for", func() bool { return r.Beats() > before })
	ann := r.User("ann")
	ann.Write(ann.Direct(), "hello")
	r.fromBot(t, ann.Direct(), 1)
	if r.Resumes() != 0 {
		t.Error("a connection that lives was given up")
	}
}

// How soon a connection is given up goes by the heartbeats' interval; a slow machine may give up one that lives too, which
// costs nothing.
func TestDeadConnection(t *testing.T) {
	r := start(t, func(s *discordtest.Server, _ *discord.Config) { s.Interval = 20 * time.Millisecond })
	r.Wait(t, "heartbeats come", func() bool { return r.Beats() >= 3 })
	resumes := r.Resumes()
	r.Mute(true)
	r.Wait(t, "a dead connection is replaced", func() bool { return r.Resumes() > resumes })
	r.Mute(false)
	ann := r.User("ann")
	ann.Write(ann.Direct(), "still there?")
	r.fromBot(t, ann.Direct(), 1)
}

func TestFatal(t *testing.T) {
	for _, tc := range []struct {
		name string
		set  func(s *discordtest.Server, c *discord.Config)
		want string
		hint string
	}{
		{"token refused", func(_ *discordtest.Server, c *discord.Config) { c.Token = "wrong.token.here" }, "token is refused", "Reset Token"},
		{"content not allowed", func(s *discordtest.Server, c *discord.Config) { s.Flags = 0; c.MessageContent = true }, "message_content", "Message Content Intent"},
		{"4004", closing(4004), "token is refused", "Reset Token"},
		{"4010", closing(4010), "shard", "discord.shards"},
		{"4011", closing(4011), "too many servers", "discord.shards"},
		{"4012", closing(4012), "version", "newer knead"},
		{"4013", closing(4013), "intents", "newer knead"},
		{"4014", closing(4014), "message content", "Message Content Intent"},
		{"staff channel hidden", func(s *discordtest.Server, c *discord.Config) {
			s.Fail("GET", "/channels/", -1, 403, 50001)
			c.StaffChannel = "4711"
		}, "staff.discord.channel", "View Channel"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := prepare(t, tc.set)
			err := r.a.Run(t.Context(), r.h)
			trouble, ok := errors.AsType[*discord.Trouble](err)
			if !ok || !strings.Contains(err.Error(), tc.want) || !strings.Contains(trouble.Hint, tc.hint) {
				t.Errorf("Run: %v (%+v)", err, trouble)
			}
			if strings.Contains(fmt.Sprintf("%v %+v %#v %q", err, err, err, err), r.Token) {
				t.Error("the error has the token")
			}
		})
	}
}

func closing(code int) func(*discordtest.Server, *discord.Config) {
	return func(s *discordtest.Server, _ *discord.Config) {
		s.OnConnect(func(c *discordtest.Conn) { c.Close(code) })
	}
}

// A session that runs meets a fatal code too: a token that was reset.
func TestFatalWhileRunning(t *testing.T) {
	r := prepare(t, nil)
	result := make(chan error, 1)
	go func() { result <- r.a.Run(t.Context(), r.h) }()
	r.Wait(t, "the adapter is ready", func() bool { return r.a.Ready(t.Context()) == nil })
	r.CloseAll(4004)
	if _, ok := errors.AsType[*discord.Trouble](<-result); !ok {
		t.Error("Run goes on with a token that is refused")
	}
	if err := r.a.Send(t.Context(), bot.Conversation{Channel: bot.Discord, User: "1"}, bot.Reply{Text: "x"}); err == nil {
		t.Error("Send after Run")
	}
}

func TestShards(t *testing.T) {
	r := start(t, func(s *discordtest.Server, c *discord.Config) {
		s.Shards = 4
		c.Shards = discord.Shards{First: 1, Last: 2, Total: 4}
	})
	seen := map[string]bool{}
	for _, raw := range r.Identifies() {
		var d struct {
			Shard [2]int `json:"shard"`
		}
		if err := json.Unmarshal(raw, &d); err != nil {
			t.Fatal(err)
		}
		seen[fmt.Sprint(d.Shard)] = true
	}
	if len(seen) != 2 || !seen["[1 4]"] || !seen["[2 4]"] {
		t.Errorf("shards %v", seen)
	}
}

func TestRecommendedShards(t *testing.T) {
	r := start(t, func(s *discordtest.Server, _ *discord.Config) { s.Shards = 3 })
	if n := len(r.Identifies()); n != 3 {
		t.Errorf("%d shards, want 3", n)
	}
}

func TestParseShards(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want discord.Shards
		ok   bool
	}{
		{"", discord.Shards{}, true},
		{"auto", discord.Shards{}, true},
		{"4", discord.Shards{Last: 3, Total: 4}, true},
		{"0-3/8", discord.Shards{Last: 3, Total: 8}, true},
		{"4-7/8", discord.Shards{First: 4, Last: 7, Total: 8}, true},
		{"2/8", discord.Shards{First: 2, Last: 2, Total: 8}, true},
		{"8/8", discord.Shards{}, false},
		{"3-1/8", discord.Shards{}, false},
		{"-1/8", discord.Shards{}, false},
		{"0-3", discord.Shards{}, false},
		{"x/8", discord.Shards{}, false},
		{"0", discord.Shards{}, false},
		{"0/0", discord.Shards{}, false},
	} {
		got, err := discord.ParseShards(tc.in)
		if (err == nil) != tc.ok || got != tc.want {
			t.Errorf("ParseShards(%q) = %+v, %v", tc.in, got, err)
		}
	}
}
