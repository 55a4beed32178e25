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

// A StaffDesk is where words of staff go.
type StaffDesk interface {
	// Client returns the conversation that a message to staff is about; false when it is about nobody's. id is what Post
	// returned.
	Client(ctx context.Context, id bot.MessageID) (bot.Conversation, bool, error)
	// Heard takes what staff said, and returns what they read there then; the zero Reply says nothing more than that it was
	// taken. The same word may come twice, with the same ID.
	Heard(ctx context.Context, w StaffWord) bot.Reply
}

// A StaffWord is what somebody of the practice wrote or pressed in the staff channel or a thread of it.
type StaffWord struct {
	ID     bot.MessageID    // a repeated one has the same
	To     bot.MessageID    // the message that it answers or whose button was pressed, as Post returned it; empty: none
	Client bot.Conversation // whom To, or else the thread, is about; zero when that is not known
	Quote  string           // the bot's own words in the message To; empty when To is
	By     bot.UserID       // on Discord
	Text   string           // words, or the label of the pressed button
	Press  bot.Action       // zero unless a button was pressed
	At     time.Time
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

// Post shows r to staff, in the thread of the conversation c, which is opened with the first. It returns the message's ID
// for StaffDesk.Client. The buttons of r can be pressed by whoever of them comes first, and one more opens a form to
// answer in. c may be of any channel. Without a staff channel the error is a *Trouble.
func (a *Adapter) Post(ctx context.Context, c bot.Conversation, r bot.Reply) (bot.MessageID, error) {
	switch {
	case a.cfg.StaffChannel == "":
		return "", &Trouble{Err: errors.New("discord: no staff channel"), Hint: "set staff.discord.channel to the ID of a channel that only staff see"}
	case a.running.Load() == nil:
		return "", ErrNotRunning
	}
	a.posting.Lock()
	defer a.posting.Unlock()
	thread, err := a.cfg.Threads.Thread(ctx, c)
	if err != nil {
		return "", fmt.Errorf("discord: post: find thread: %w", err)
	}
	w := a.wordsOf(r, "")
	parts := render(r, view{staff: true, write: w.AnswerIt, source: w.Sources})
	if thread != "" {
		ids, err := a.sendAll(ctx, thread, parts, "", "")
		if !gone(err) {
			return posted(ids, err)
		}
	}
	if thread, err = a.api.thread(ctx, a.cfg.StaffChannel, threadName(c)); err != nil {
		return "", fmt.Errorf("discord: post: %w", err)
	}
	if err := a.cfg.Threads.Keep(ctx, c, thread); err != nil {
		return "", fmt.Errorf("discord: post: keep thread: %w", err)
	}
	return posted(a.sendAll(ctx, thread, parts, "", ""))
}

// posted is what Post returns of what was sent: the last part has the buttons.
func posted(ids []string, err error) (bot.MessageID, error) {
	if err != nil {
		return "", fmt.Errorf("discord: post: %w", err)
	}
	return bot.MessageID(ids[len(ids)-1]), nil
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

// hearStaff takes what staff wrote to knead: a mention or a reply. What else they write is among themselves.
func (a *Adapter) hearStaff(ctx context.Context, m *incoming) {
	word := StaffWord{ID: bot.MessageID(m.ID), By: bot.UserID(m.Author.ID), Text: m.words(a.me.Load().user), At: m.Timestamp}
	if m.answers(a.me.Load().user) {
		word.To, word.Quote = bot.MessageID(m.Referenced.ID), m.Referenced.Content
	}
	r := a.heard(ctx, word, m.ChannelID)
	if r.IsZero() {
		return
	}
	if _, err := a.sendAll(ctx, m.ChannelID, render(r, view{staff: true}), bot.MessageID(m.ID), m.ID); err != nil {
		a.log.ErrorContext(ctx, "staff not answered", slog.String("error", err.Error()))
	}
}

// heard hands on what staff said. Where nobody takes it they are told so.
func (a *Adapter) heard(ctx context.Context, word StaffWord, thread string) bot.Reply {
	w := a.wordsFor("")
	if a.cfg.Staff == nil {
		return bot.Reply{Text: w.NobodyIn}
	}
	known := false
	var err, terr error
	if word.To != "" {
		word.Client, known, err = a.cfg.Staff.Client(ctx, word.To)
	}
	if !known {
		word.Client, _, terr = a.cfg.Threads.Whose(ctx, thread)
	}
	if err := errors.Join(err, terr); err != nil {
		a.log.ErrorContext(ctx, "find whose thread it is", slog.String("error", err.Error()))
	}
	r := bot.Reply{Text: w.Failed}
	guarded(a.log, func() { r = a.cfg.Staff.Heard(ctx, word) })
	return r
}

// staffDid answers a press or a filled form of staff's.
func (a *Adapter) staffDid(ctx context.Context, x *exchange, word StaffWord) error {
	word.ID, word.At = bot.MessageID(x.in.ID), x.in.received
	if x.in.Message != nil {
		word.To = bot.MessageID(x.in.Message.ID)
	}
	x.open = true // what staff do with a client is for all of them to see
	r, err := a.awaitJob(ctx, x, "channel "+x.in.ChannelID, func() bot.Reply { return a.heard(ctx, word, x.in.ChannelID) })
	if err != nil {
		return err
	}
	if r.IsZero() {
		return x.say(ctx, []payload{x.private(note(a.wordsFor(x.in.Locale).Delivered))})
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
