package telegram

import (
	"strings"
	"testing"

	"knead/adapters/adaptertest"
	"knead/adapters/telegram/telegramtest"
	"knead/bot"
)

// chats are the private chats of an adapter behind a webhook, where Telegram delivers again what it does not hear of.
type chats struct{ r *rig }

// Client implements adaptertest.Channel.
func (c chats) Client(n int) adaptertest.Client {
	return &writer{r: c.r, c: c.r.srv.Client(c.r.t, int64(40+n)), chat: int64(40 + n)}
}

type writer struct {
	r    *rig
	c    *telegramtest.Client
	chat int64
}

// Say implements adaptertest.Client.
func (w *writer) Say(words string) string {
	return w.shown(func() { w.c.Say(words) })
}

// Again implements adaptertest.Client.
func (w *writer) Again() string { return w.shown(w.r.srv.Again) }

// shown is what the chat has more once an update is taken, which it is after its reply.
func (w *writer) shown(update func()) string {
	before := len(w.r.srv.Sent(w.chat))
	update()
	w.r.srv.Await(w.r.t, "the update is taken", func() bool { return w.r.srv.Waiting() == 0 })
	var lines []string
	for _, m := range w.r.srv.Sent(w.chat)[before:] {
		lines = append(lines, m.Text)
		for _, row := range m.Keyboard {
			for _, b := range row {
				lines = append(lines, b.Text, b.URL)
			}
		}
	}
	return strings.Join(lines, "\n")
}

func TestAdapter(t *testing.T) {
	adaptertest.Run(t, bot.Telegram, func(t *testing.T, h bot.Handler) adaptertest.Channel {
		r, _ := hooked(t, h, nil)
		return chats{r.run()}
	})
}
