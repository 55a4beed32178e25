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

// An incoming is one message of a client, edited or not, before it is read.
type incoming struct {
	m      *message
	conv   bot.Conversation
	to     address // where the reply goes
	lang   string  // of the client's Telegram
	name   string  // what the client goes by there
	edited bool
	used   int // the message whose button was pressed; 0: none was
	id     bot.MessageID
	at     time.Time
}

// group reports whether others read along.
func (in *incoming) group() bool { return in.m.Chat.Type != private }

// errand tells what an update asks for, and in whose lane; nil for nothing.
func (a *Adapter) errand(h bot.Handler, u *update) (bot.Conversation, errand) {
	switch {
	case u.Message != nil:
		return a.messageErrand(h, u.Message, u.ID, false)
	case u.EditedMessage != nil:
		return a.messageErrand(h, u.EditedMessage, u.ID, true)
	case u.CallbackQuery != nil:
		return a.pressErrand(h, u.CallbackQuery)
	case u.InlineQuery != nil:
		q := u.InlineQuery
		lane := bot.Conversation{Channel: bot.Telegram, Chat: "inline", User: userID(q.From.ID)}
		return lane, func(ctx context.Context) (func(), error) { return nil, a.inline(ctx, q) }
	case u.MyChatMember != nil:
		n := u.MyChatMember
		lane := conversation(n.Chat, 0, n.From.ID)
		return lane, func(ctx context.Context) (func(), error) { a.membership(ctx, n); return nil, nil }
	}
	return bot.Conversation{}, nil
}

func userID(id int64) bot.UserID { return bot.UserID(strconv.FormatInt(id, 10)) }

// membership notes that a client has blocked the bot or taken it back.
func (a *Adapter) membership(ctx context.Context, n *chatMemberNews) {
	switch n.New.Status {
	case "kicked", "left":
		a.blocked(ctx, n.Chat.ID)
	default:
		a.memory.setBlocked(n.Chat.ID, false)
	}
}

// messageErrand sorts out what is not a client's and what is not said to the bot.
func (a *Adapter) messageErrand(h bot.Handler, m *message, update int64, edited bool) (bot.Conversation, errand) {
	me := a.me.Load()
	ours := a.isStaff(m)
	switch {
	case m.From == nil || m.Chat.Type == channel:
		return bot.Conversation{}, nil
	case m.From.IsBot && !(ours && m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID):
		return bot.Conversation{}, nil // other bots; of groups' anonymous administrators only those of the staff chat are heard
	case m.ViaBot != nil && m.ViaBot.ID == me.ID:
		return bot.Conversation{}, nil // an article that somebody picked in inline mode
	}
	in := &incoming{m: m, conv: conversation(m.Chat, m.thread(), m.From.ID), lang: m.From.Lang, name: m.From.name(), edited: edited,
		to: address{chat: m.Chat.ID, thread: m.thread()}, id: bot.MessageID("m" + strconv.Itoa(m.ID)), at: time.Unix(m.Date, 0)}
	if edited {
		// Two edits within a second have the same date: the update's number tells them apart, and is the same when it is redelivered.
		in.id = bot.MessageID(fmt.Sprintf("e%d.%d", m.ID, update))
		in.at = time.Unix(m.EditDate, 0)
	}
	if in.group() || edited {
		in.to.reply = m.ID
	}
	if ours && a.c.Desk != nil {
		return in.conv, a.staffErrand(in)
	}
	words, spoken := a.spoken(in)
	if !spoken {
		return bot.Conversation{}, nil
	}
	return in.conv, func(ctx context.Context) (func(), error) {
		a.memory.setBlocked(m.Chat.ID, false)
		return a.answer(ctx, h, in, a.read(in, words))
	}
}

// A reading is what a message comes to: something for the core, or a line of the adapter's own.
type reading struct {
	text   string
	press  bot.Action
	before string     // said before the core's reply, unless that is urgent
	local  *bot.Reply // said instead of asking the core
}

// answer handles a message and sends what comes of it.
func (a *Adapter) answer(ctx context.Context, h bot.Handler, in *incoming, rd reading) (func(), error) {
	var r bot.Reply
	if rd.local != nil {
		r = *rd.local
	} else {
		r = a.handle(ctx, h, in.to, bot.Message{ID: in.id, Conversation: in.conv, Text: rd.text, Press: rd.press, Lang: in.lang, Name: in.name, At: in.at})
		if ctx.Err() != nil {
			return nil, context.Cause(ctx) // the reply may be that of a cut-off turn: it is asked for again
		}
		if in.group() {
			r = a.shield(in, rd.text, r)
		}
	}
	if rd.before != "" && r.Level < bot.Urgent && !r.IsZero() {
		r.Text = rd.before + "\n\n" + r.Text
	}
	if r.IsZero() {
		return nil, nil
	}
	return a.show(ctx, in, r)
}

// handle asks the core, with "typing" shown while it takes long.
func (a *Adapter) handle(ctx context.Context, h bot.Handler, to address, m bot.Message) bot.Reply {
	stop := a.typing(ctx, to)
	defer stop()
	return h.Handle(ctx, m)
}

// show sends a reply, or changes the last one when it answers an edited message. Its error is the end of ctx.
func (a *Adapter) show(ctx context.Context, in *incoming, r bot.Reply) (func(), error) {
	out := render(r, a.c.PublicURL)
	if len(out.parts) == 0 {
		return nil, nil
	}
	e := exchange{said: in.m.ID, markup: out.keyboard, urgent: r.Level >= bot.Urgent}
	old, known := a.memory.lastOf(in.conv)
	if in.edited && known && old.said == in.m.ID && len(old.shown) == 1 && len(out.parts) == 1 && !old.urgent && !e.urgent {
		// Nobody is told of an edited message, so advice that is urgent is never put in that way.
		done, err := a.edit(ctx, in.to.chat, old.shown[0], out)
		if done {
			e.shown = old.shown
			a.memory.swap(in.conv, e, r.Lang)
			return nil, nil
		}
		if err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			a.c.Log.LogAttrs(ctx, slog.LevelWarn, "a telegram reply could not be edited", slog.String("error", err.Error()))
		}
	}
	shown, err := a.deliver(ctx, in.to, out, priorityOf(r))
	if err != nil {
		return nil, a.unsent(ctx, err)
	}
	e.shown, e.markup = shown.ids, shown.keyboard
	before := a.memory.swap(in.conv, e, r.Lang)
	return func() {
		// The buttons of the reply before are for a question that is over.
		if len(before.shown) > 0 && last(before.shown) != in.used && e.markup.presses() {
			a.tidy(ctx, in.to.chat, last(before.shown), before.markup)
		}
	}, nil
}

// unsent deals with a reply that could not be sent: it returns ctx's end, and logs everything else, which trying again
// would not mend.
func (a *Adapter) unsent(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if traitOf(err) == traitGone {
		return nil // said when the chat was marked
	}
	a.stats.givenUp.Add(1)
	a.c.Log.LogAttrs(ctx, slog.LevelError, "a telegram reply could not be sent", slog.String("error", err.Error()))
	return nil
}

// lang is the language for the adapter's own lines: that of the last reply, else the client's Telegram, else the practice's.
func (a *Adapter) lang(c bot.Conversation, network string) bot.Lang {
	if l, ok := a.memory.langOf(c); ok {
		return l
	}
	network, _, _ = strings.Cut(strings.ToLower(network), "-")
	for _, l := range a.c.Practice.Languages {
		if string(l) == network {
			return l
		}
	}
	return a.c.Practice.Languages[0]
}
