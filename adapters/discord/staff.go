package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"knead/bot"
)

// Staff hears what the practice's people write and press in a conversation's thread of the staff channel. The reply is
// shown to them there; the zero Reply is a plain "Passed on". A StaffMessage may come twice with the same ID.
type Staff interface {
	StaffSays(ctx context.Context, m StaffMessage) bot.Reply
}

// A StaffMessage is what a member of staff wrote, or which button they pressed.
type StaffMessage struct {
	ID           bot.MessageID
	Conversation bot.Conversation // with the client, on whatever channel
	By           bot.UserID       // the member of staff, on Discord
	Text         string           // what they wrote; on a press the button's label
	Press        bot.Action       // zero unless a button was pressed
	At           time.Time
}

// Threads remember which thread of the staff channel belongs to which conversation. A store keeps them over a restart.
type Threads interface {
	// Thread returns c's thread, empty if it has none yet.
	Thread(ctx context.Context, c bot.Conversation) (string, error)
	// Keep remembers c's thread, in the place of an older one.
	Keep(ctx context.Context, c bot.Conversation, thread string) error
	// Whose returns the conversation of a thread; ok is false for any other channel.
	Whose(ctx context.Context, thread string) (c bot.Conversation, ok bool, err error)
}

// memory is Threads for the life of the process.
type memory struct {
	mu     sync.Mutex
	thread map[bot.Conversation]string
	whose  map[string]bot.Conversation
}

func newMemory() *memory {
	return &memory{thread: make(map[bot.Conversation]string), whose: make(map[string]bot.Conversation)}
}

// Thread implements Threads.
func (m *memory) Thread(_ context.Context, c bot.Conversation) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.thread[c], nil
}

// Keep implements Threads.
func (m *memory) Keep(_ context.Context, c bot.Conversation, thread string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.whose, m.thread[c])
	m.thread[c], m.whose[thread] = thread, c
	return nil
}

// Whose implements Threads.
func (m *memory) Whose(_ context.Context, thread string) (bot.Conversation, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.whose[thread]
	return c, ok, nil
}

// Post shows r to staff, in the thread of the conversation c, which is opened with the first. Its buttons can be pressed
// by whoever of them comes first, and a further one answers: both reach Config.Staff. c may be of any channel.
func (a *Adapter) Post(ctx context.Context, c bot.Conversation, r bot.Reply) error {
	switch {
	case a.cfg.StaffChannel == "":
		return &Trouble{Err: errors.New("discord: no staff channel"), Hint: "set discord.staff_channel to the ID of a channel that only staff see"}
	case a.running.Load() == nil:
		return ErrNotRunning
	case r.IsZero():
		return nil
	}
	a.posting.Lock()
	defer a.posting.Unlock()
	thread, err := a.cfg.Threads.Thread(ctx, c)
	if err != nil {
		return fmt.Errorf("discord: post: find thread: %w", err)
	}
	w := a.wordsOf(r, "")
	parts := render(r, view{staff: true, write: w.AnswerIt, source: w.Sources})
	if thread != "" {
		_, err := a.sendAll(ctx, thread, parts, "", "")
		if !gone(err) {
			return wrapped("discord: post", err)
		}
	}
	if thread, err = a.api.thread(ctx, a.cfg.StaffChannel, threadName(c)); err != nil {
		return fmt.Errorf("discord: post: %w", err)
	}
	if err := a.cfg.Threads.Keep(ctx, c, thread); err != nil {
		return fmt.Errorf("discord: post: keep thread: %w", err)
	}
	a.staffed.put(thread, true)
	_, err = a.sendAll(ctx, thread, parts, "", "")
	return wrapped("discord: post", err)
}

func wrapped(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// gone reports whether a thread cannot be written to any more: it was deleted, or archived and locked.
func gone(err error) bool {
	c := codeOf(err)
	return c == discordgo.ErrCodeUnknownChannel || c == discordgo.ErrCodePerformedOperationOnArchivedThread
}

// threadName names a conversation without telling whose it is.
func threadName(c bot.Conversation) string {
	sum := sha256.Sum256([]byte(string(c.Channel) + "\x00" + string(c.Chat) + "\x00" + string(c.User)))
	return string(c.Channel) + " " + hex.EncodeToString(sum[:4])
}

// mayBeStaff reports whether a channel of the staff server is a thread for staff, or may be one for all that is known.
func (a *Adapter) mayBeStaff(channel string) bool {
	is, known := a.staffed.get(channel)
	return is || !known
}

// hearInStaffServer takes a message of the staff server: staff's own if it stands in one of their threads, else anybody's.
func (a *Adapter) hearInStaffServer(ctx context.Context, m *incoming, edited bool) {
	c, ok, err := a.cfg.Threads.Whose(ctx, m.ChannelID)
	if err != nil {
		a.log.ErrorContext(ctx, "find whose thread it is", slog.String("error", err.Error()))
	} else {
		a.staffed.put(m.ChannelID, ok)
	}
	if !ok {
		a.accept(ctx, m, edited)
		return
	}
	text := m.words(a.me.Load().user)
	if edited || text == "" || !a.seen.put(m.ID, struct{}{}) {
		return // without the message content, only what mentions or answers knead has words
	}
	r := a.staffSays(ctx, StaffMessage{ID: bot.MessageID(m.ID), Conversation: c, By: bot.UserID(m.Author.ID), Text: text, At: m.Timestamp})
	if _, err := a.sendAll(ctx, m.ChannelID, render(r, view{staff: true}), bot.MessageID(m.ID), m.ID); err != nil {
		a.log.ErrorContext(ctx, "staff not answered", slog.String("error", err.Error()))
	}
}

// staffSays hands on what staff said. Where nobody takes it they are told so.
func (a *Adapter) staffSays(ctx context.Context, m StaffMessage) bot.Reply {
	w := a.wordsFor("")
	if a.cfg.Staff == nil {
		return bot.Reply{Text: w.NobodyIn}
	}
	r := bot.Reply{Text: w.Later}
	guarded(a.log, func() { r = a.cfg.Staff.StaffSays(ctx, m) })
	if r.IsZero() {
		r = bot.Reply{Text: w.Delivered}
	}
	return r
}

// staffPressed hands on a press in a thread for staff.
func (a *Adapter) staffPressed(ctx context.Context, x *exchange, by string, press bot.Action) error {
	return a.staffDid(ctx, x, StaffMessage{By: bot.UserID(by), Press: press, Text: x.in.Message.label(x.in.Data.CustomID, nil)})
}

// staffWrote hands on a filled form.
func (a *Adapter) staffWrote(ctx context.Context, x *exchange, by, text string) error {
	return a.staffDid(ctx, x, StaffMessage{By: bot.UserID(by), Text: text})
}

func (a *Adapter) staffDid(ctx context.Context, x *exchange, m StaffMessage) error {
	c, ok, err := a.cfg.Threads.Whose(ctx, x.in.ChannelID)
	if err != nil || !ok {
		return errors.Join(err, x.say(ctx, []payload{x.private(note(a.wordsFor(x.in.Locale).NobodyIn))}))
	}
	m.ID, m.Conversation, m.At = bot.MessageID(x.in.ID), c, x.in.received
	x.open = true // what staff do with a client is for all of them to see
	r, err := a.awaitJob(ctx, x, "channel "+x.in.ChannelID, func() bot.Reply { return a.staffSays(ctx, m) })
	if err != nil {
		return err
	}
	return x.say(ctx, render(r, view{staff: true}))
}

// shownGaps is how many unanswered questions the moderators' command lists.
const shownGaps = 25

// questions lists the unanswered questions to a moderator of the staff channel's server.
func (a *Adapter) questions(ctx context.Context, x *exchange) error {
	w := a.wordsFor(x.in.Locale)
	if a.cfg.Gaps == nil || x.in.GuildID == "" || x.in.GuildID != a.me.Load().staffGuild {
		return x.say(ctx, []payload{x.private(note(w.NotYours))})
	}
	r, err := a.awaitJob(ctx, x, "questions", func() bot.Reply {
		gaps, err := a.cfg.Gaps.Gaps(ctx)
		if err != nil {
			a.log.ErrorContext(ctx, "read unanswered questions", slog.String("error", err.Error()))
			return bot.Reply{Text: w.Failed}
		}
		return bot.Reply{Text: gapList(gaps, w)}
	})
	if err != nil {
		return err
	}
	return x.say(ctx, render(r, view{hidden: true}))
}

func gapList(gaps []bot.Gap, w words) string {
	if len(gaps) == 0 {
		return w.NoGaps
	}
	var b strings.Builder
	b.WriteString(w.Gaps + "\n")
	for _, g := range gaps[:min(len(gaps), shownGaps)] {
		fmt.Fprintf(&b, "\n• %s (%s)", clip(g.Text, 200), strings.ReplaceAll(w.Times, "{n}", strconv.Itoa(g.Count)))
	}
	if more := len(gaps) - shownGaps; more > 0 {
		b.WriteString("\n" + strings.ReplaceAll(w.More, "{n}", strconv.Itoa(more)))
	}
	return b.String()
}
