package telegram

import (
	"context"
	"log/slog"
	"strings"
	"sync"

	"knead/bot"
)

// pressErrand answers the press of a button. Whatever comes of it, Telegram is told that it was heard.
func (a *Adapter) pressErrand(h bot.Handler, q *callbackQuery) (bot.Conversation, errand) {
	if q.Message == nil || q.Message.Chat.Type == channel {
		// Under a message that was sent by inline mode, or none at all: nothing of ours to press is there.
		lane := bot.Conversation{Channel: bot.Telegram, Chat: "inline", User: userID(q.From.ID)}
		return lane, func(ctx context.Context) (func(), error) {
			a.heard(ctx, q, a.texts(a.lang(lane, q.From.Lang)).StaleToast)
			return nil, nil
		}
	}
	m := q.Message
	in := &incoming{m: m, conv: conversation(m.Chat, m.thread(), q.From.ID), lang: q.From.Lang, name: q.From.name(), id: bot.MessageID("c" + q.ID),
		to: address{chat: m.Chat.ID, thread: m.thread()}, at: a.c.Now()}
	return in.conv, func(ctx context.Context) (func(), error) { return a.press(ctx, h, in, q) }
}

// press takes a pressed button to where it belongs.
func (a *Adapter) press(ctx context.Context, h bot.Handler, in *incoming, q *callbackQuery) (func(), error) {
	m := q.Message
	a.memory.setBlocked(m.Chat.ID, false)
	staff := a.isStaff(m) && a.c.Desk != nil
	if client := m.ReplyTo; in.group() && !staff && client != nil && client.From != nil && client.From.ID != q.From.ID {
		// Replies in groups are shown under what they answer, so it is known whose buttons these are.
		a.heard(ctx, q, a.textsFor(in).NotYours)
		return nil, nil
	}
	var confirmed sync.WaitGroup
	confirmed.Go(func() { a.heard(ctx, q, "") })

	button, there := m.pressed(q.Data)
	var action bot.Action
	err := action.UnmarshalText([]byte(q.Data))
	if err == nil && !there && action.Verb == bot.DoConfirm {
		there = true // the second of two quick taps: the keyboard is gone since the first; the core knows by the mark what it confirms
	}
	if err != nil || !there {
		// Written by another version, or under a message that is too old to be shown: the core says that it is stale.
		button, action = inlineButton{}, bot.Action{Verb: bot.DoLabel}
	}
	if action.Verb == bot.DoSay || action.Verb == bot.DoLabel {
		action.Arg = "" // the button's place among the others
	}
	if in.group() {
		in.to.reply = m.ID
		if m.ReplyTo != nil {
			in.to.reply = m.ReplyTo.ID
		}
	}
	in.used = m.ID
	after, err := a.pressed(ctx, h, in, staff, button.Text, action)
	if err != nil {
		confirmed.Wait()
		return nil, err
	}
	return func() {
		confirmed.Wait()
		a.tidy(ctx, m.Chat.ID, m.ID, m.Keyboard)
		if after != nil {
			after()
		}
	}, nil
}

// pressed does what a button asks for.
func (a *Adapter) pressed(ctx context.Context, h bot.Handler, in *incoming, staff bool, label string, action bot.Action) (func(), error) {
	if staff {
		return a.toDesk(ctx, in, label, action)
	}
	t := a.textsFor(in)
	switch action.Verb {
	case doNoCall:
		return a.show(ctx, in, bot.Reply{Text: t.NoCall, Outcome: bot.Talk})
	case doCall:
		return a.answer(ctx, h, in, reading{text: fill(t.CallMe, "{number}", action.Arg), press: bot.Action{Verb: bot.DoHuman}})
	case doHere:
		// Only while nothing came after it: what was right to say then may not be any more, above all with a red flag since.
		w, ok := a.memory.takeWithheld(action.Arg, in.conv.User, a.c.Now())
		if e, _ := a.memory.lastOf(in.conv); !ok || len(e.shown) == 0 || last(e.shown) != in.used {
			return a.show(ctx, in, bot.Reply{Text: t.Expired, Outcome: bot.Talk})
		}
		a.memory.openUp(in.conv, a.c.Now().Add(withheldFor))
		in.to.reply = w.said
		return a.show(ctx, in, w.reply)
	default:
		if strings.Contains(string(action.Verb), ".") {
			action, label = bot.Action{Verb: bot.DoLabel}, "" // of another version of this adapter
		}
		return a.answer(ctx, h, in, reading{text: label, press: action})
	}
}

// heard tells Telegram that a press was heard, which ends the waiting mark on the button; with a text, that is shown.
func (a *Adapter) heard(ctx context.Context, q *callbackQuery, text string) {
	err := a.api.call(ctx, "answerCallbackQuery", answerCallback{Query: q.ID, Text: text, Alert: text != ""}, nil)
	if err != nil && traitOf(err) != traitLate && ctx.Err() == nil {
		a.c.Log.LogAttrs(ctx, slog.LevelWarn, "a telegram button was not confirmed", slog.String("error", err.Error()))
	}
}
