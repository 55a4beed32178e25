package discord_test

import (
	"context"
	"strings"
	"testing"

	"knead/adapters/adaptertest"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

// watched is a handler that says whether an answer is to be waited for.
type watched struct {
	h    bot.Handler
	says chan bool
}

// Handle implements bot.Handler.
func (w watched) Handle(ctx context.Context, m bot.Message) (r bot.Reply) {
	says := true // a panic is answered too
	defer func() { w.says <- says }()
	r = w.h.Handle(ctx, m)
	says = !r.IsZero()
	return r
}

// directs are the direct messages of an adapter.
type directs struct {
	t *testing.T
	r *rig
	w watched
}

// Client implements adaptertest.Channel.
func (d directs) Client(int) adaptertest.Client { return &member{directs: d, u: d.r.User("x")} }

type member struct {
	directs
	u           *discordtest.User
	last, words string
	seen        int
}

// Say implements adaptertest.Client.
func (m *member) Say(words string) string {
	m.words = words
	m.last = m.u.Write(m.u.Direct(), words)
	if !<-m.w.says {
		return ""
	}
	said := m.r.fromBot(m.t, m.u.Direct(), m.seen+1)[m.seen]
	m.seen++
	lines := []string{said.Plain()}
	for _, c := range said.Flat() {
		lines = append(lines, c.Label, c.URL)
	}
	return strings.Join(lines, "\n")
}

// Again implements adaptertest.Client. Discord's events come in order, and one that is not new is dropped before anything
// is done: there is nothing to wait for.
func (m *member) Again() string {
	m.u.Write(m.u.Direct(), m.words, map[string]any{"id": m.last})
	return ""
}

func TestAdapter(t *testing.T) {
	adaptertest.Run(t, bot.Discord, func(t *testing.T, h bot.Handler) adaptertest.Channel {
		w := watched{h, make(chan bool, 100)}
		r := prepare(t, nil)
		r.handler = w
		r.run(t)
		r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
		return directs{t, r, w}
	})
}
