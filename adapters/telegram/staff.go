package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"knead/bot"
)

// A StaffChat is the group, or a topic of it, in which the practice's people read and answer.
type StaffChat struct {
	Chat  int64 // negative; the command /staffchat in the group tells it. 0: none
	Topic int   // 0: the group itself
}

// A StaffDesk is where words of staff go.
type StaffDesk interface {
	// Client returns the conversation that a message in the staff chat is about; false when it is about nobody's. id is
	// what Post returned.
	Client(ctx context.Context, id bot.MessageID) (bot.Conversation, bool, error)
	// Heard takes what staff said, and returns what they read in their chat then; the zero Reply says nothing. The same
	// word may come twice, with the same ID.
	Heard(ctx context.Context, w StaffWord) bot.Reply
}

// A StaffWord is what somebody of the practice wrote or pressed in the staff chat.
type StaffWord struct {
	ID     bot.MessageID    // a redelivered one has the same
	To     bot.MessageID    // the message that it answers or whose button was pressed, as Post returned it; empty: none
	Client bot.Conversation // whom To is about; zero when it is about nobody's
	Quote  string           // the bot's own words in the message To; empty when To is
	By     bot.UserID
	Text   string     // words, or the label of the pressed button
	Press  bot.Action // zero unless a button was pressed
	At     time.Time
}

// Post writes r to the staff chat, as an answer to the staff message to when that is not empty, and returns the
// message's ID for Client. It returns ErrNoStaffChat when there is none; what fails for a while is tried again until ctx ends.
func (a *Adapter) Post(ctx context.Context, r bot.Reply, to bot.MessageID) (bot.MessageID, error) {
	if a.c.Staff.Chat == 0 {
		return "", ErrNoStaffChat
	}
	at := address{chat: a.c.Staff.Chat, thread: a.c.Staff.Topic, reply: staffNumber(to)}
	shown, err := a.deliver(ctx, at, render(r, a.c.PublicURL), priorityOf(r))
	if err != nil {
		return "", err
	}
	if len(shown.ids) == 0 {
		return "", fmt.Errorf("telegram: post: an empty message")
	}
	return staffID(shown.ids[len(shown.ids)-1]), nil // the last part has the buttons
}

func staffID(n int) bot.MessageID { return bot.MessageID("s" + strconv.Itoa(n)) }

func staffNumber(id bot.MessageID) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(string(id), "s"))
	return n
}

// isStaff reports whether m stands in the staff chat.
func (a *Adapter) isStaff(m *message) bool {
	s := a.c.Staff
	return s.Chat != 0 && m.Chat.ID == s.Chat && (s.Topic == 0 || m.thread() == s.Topic)
}

// staffErrand hands on what staff say to the bot: answers to its messages, and what they mention it in. The rest of what
// they say is among themselves; clients' commands mean nothing there.
func (a *Adapter) staffErrand(in *incoming) errand {
	words, spoken := a.spoken(in)
	if !spoken || in.edited {
		return nil
	}
	if strings.HasPrefix(words, "/"+chatIDCommand) {
		return func(ctx context.Context) (func(), error) {
			return a.show(ctx, in, bot.Reply{Text: chatIDs(in.m), Outcome: bot.Talk})
		}
	}
	return func(ctx context.Context) (func(), error) { return a.toDesk(ctx, in, words, bot.Action{}) }
}

// toDesk hands a staff word to the desk and shows what it says. Its error is the end of ctx.
func (a *Adapter) toDesk(ctx context.Context, in *incoming, words string, press bot.Action) (func(), error) {
	w := StaffWord{ID: in.id, By: in.conv.User, Text: words, Press: press, At: in.at}
	switch {
	case !press.IsZero():
		w.To, w.Quote = staffID(in.m.ID), in.m.Text
	case in.m.ReplyTo != nil:
		w.To = staffID(in.m.ReplyTo.ID)
		if by := in.m.ReplyTo.From; by != nil && by.ID == a.me.Load().ID {
			w.Quote = in.m.ReplyTo.Text
		}
	}
	if w.To != "" {
		c, ok, err := a.c.Desk.Client(ctx, w.To)
		if err != nil {
			a.c.Log.LogAttrs(ctx, slog.LevelError, "staff desk", slog.String("error", err.Error()))
		}
		if ok {
			w.Client = c
		}
	}
	r := a.c.Desk.Heard(ctx, w)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if r.IsZero() {
		return nil, nil
	}
	return a.show(ctx, in, r)
}

// chatIDs are the lines for the practice's file that name the chat a message stands in, and who wrote it.
func chatIDs(m *message) string {
	s := fmt.Sprintf("staff:\n  telegram:\n    chat: %d", m.Chat.ID)
	if t := m.thread(); t != 0 {
		s += fmt.Sprintf("\n    topic: %d", t)
	}
	if m.From != nil && !m.From.IsBot {
		s += fmt.Sprintf("\n    people: [\"%d\"]", m.From.ID)
	}
	return s
}
