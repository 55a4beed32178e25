package discord

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"knead/bot"
)

// An address is how a message is meant for the bot.
type addressing int

const (
	notMeant addressing = iota
	direct              // in the member's direct messages
	named               // mentions the bot, or replies to it
	inThread            // in the thread that was opened to answer its author
)

// meant says how m is meant for the user me. threadOf returns whose question a thread was opened for.
func meant(m *incoming, me string, threadOf func(channel string) string) addressing {
	switch {
	case !m.byPerson() || m.Author.ID == me:
		return notMeant
	case m.GuildID == "":
		return direct
	case m.mentions(me), m.answers(me) && m.Content != "":
		return named
	case m.Content != "" && threadOf(m.ChannelID) == m.Author.ID:
		return inThread
	}
	return notMeant
}

// onMessage sorts a message that was written or changed. It must not wait.
func (a *Adapter) onMessage(ctx context.Context, m *incoming, edited bool) {
	me := a.me.Load()
	if me == nil || edited && m.Edited == nil {
		return // an update without an edit is Discord's own: a link was looked up, a thread was opened
	}
	how := meant(m, me.user, func(ch string) string { owner, _ := a.threads.get(ch); return owner })
	if how == notMeant || !a.seen.put(messageID(m, edited), struct{}{}) {
		return
	}
	a.push(ctx, m.Author.ID, func(ctx context.Context) { a.hear(ctx, m, how, edited) })
}

// push puts a job into a lane. What is too much is dropped and told.
func (a *Adapter) push(ctx context.Context, key string, job func(ctx context.Context)) {
	d := a.running.Load()
	if d == nil {
		return
	}
	if err := a.lanes.push(key, func() { job(d.ctx) }); err != nil {
		a.log.WarnContext(ctx, "message not taken", slog.String("error", err.Error()))
	}
}

// messageID names a message, or one edit of it.
func messageID(m *incoming, edited bool) string {
	if edited && m.Edited != nil {
		return m.ID + "/" + strconv.FormatInt(m.Edited.UnixMicro(), 10)
	}
	return m.ID
}

// An answer is what was said to a message, as far as it must be known when the message is changed or deleted.
type answer struct {
	said    [sha256.Size]byte // of the question and the reply
	channel string
	ids     []string // of our messages in a channel that others read
}

// hear answers one message. It runs in its author's lane.
func (a *Adapter) hear(ctx context.Context, m *incoming, how addressing, edited bool) {
	me := a.me.Load()
	text := m.words(me.user)
	asked := sha256.Sum256([]byte(text))
	before, known := a.answered.get(m.ID)
	if edited && known && before.said == asked {
		return // a file or a picture went; the words are the same
	}
	where := a.placeOf(ctx, m, how)
	if where == amongStaff {
		if !edited {
			a.hearStaff(ctx, m)
		}
		return
	}
	bm := bot.Message{ID: bot.MessageID(messageID(m, edited)), Conversation: conversation(m.Author.ID), Text: text, Name: m.Author.name(), At: m.when(edited)}
	typing := time.AfterFunc(typingAfter, func() {
		if where != elsewhere {
			_ = a.tasks.start(func() { _ = a.api.typing(ctx, m.ChannelID) }) // for show
		}
	})
	r := a.handle(bm)
	typing.Stop()
	if r.IsZero() {
		return
	}
	ids, err := a.reply(ctx, m, bm, where, r)
	if err != nil {
		a.log.ErrorContext(ctx, "reply not sent", slog.String("error", err.Error()))
	}
	if known {
		ids = slices.Concat(before.ids, ids)
	}
	a.answered.put(m.ID, answer{said: asked, channel: m.ChannelID, ids: ids})
}

// when is when m was written, or changed.
func (m *incoming) when(edited bool) time.Time {
	if edited && m.Edited != nil {
		return *m.Edited
	}
	return m.Timestamp
}

// A place is where a message stands, which decides where it is answered.
type place int

const (
	alone      place = iota // direct messages: nobody else reads them
	channel                 // a channel that the practice listed
	thread                  // a thread in one
	elsewhere               // a channel that it did not list: knead says nothing there
	amongStaff              // the staff channel or a thread in it
)

func (a *Adapter) placeOf(ctx context.Context, m *incoming, how addressing) place {
	switch {
	case m.GuildID == "":
		return alone
	case m.ChannelID == a.cfg.StaffChannel:
		return amongStaff
	case a.listed[m.ChannelID]:
		return channel
	case how == inThread:
		return thread
	}
	ch, ok := a.channels.get(m.ChannelID)
	if !ok {
		var err error
		if ch, err = a.api.channel(ctx, m.ChannelID); err != nil {
			return elsewhere
		}
		a.channels.put(m.ChannelID, ch)
	}
	switch {
	case !ch.isThread():
	case ch.ParentID == a.cfg.StaffChannel:
		return amongStaff
	case a.listed[ch.ParentID]:
		return thread
	}
	return elsewhere
}

// onDelete takes back what was said before others to a question that its author deleted. What was said in direct
// messages stays theirs.
func (a *Adapter) onDelete(ctx context.Context, r removal) {
	for _, id := range append(r.IDs, r.ID) {
		was, ok := a.answered.take(id)
		if !ok || len(was.ids) == 0 {
			continue
		}
		a.push(ctx, "channel "+was.channel, func(ctx context.Context) {
			for _, ours := range was.ids {
				if err := a.api.deleteMessage(ctx, was.channel, ours); err != nil {
					a.log.WarnContext(ctx, "answer to a deleted message stays", slog.String("error", err.Error()))
				}
			}
		})
	}
}
