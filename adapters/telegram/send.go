package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"knead/bot"
)

// The parameters of the methods that are called, as the Bot API names them.
type (
	getUpdates struct {
		Offset  int64    `json:"offset,omitempty"`
		Limit   int      `json:"limit,omitempty"`
		Timeout int      `json:"timeout,omitempty"`
		Kinds   []string `json:"allowed_updates,omitempty"`
	}
	sendMessage struct {
		Chat     int64     `json:"chat_id"`
		Thread   int       `json:"message_thread_id,omitempty"`
		Text     string    `json:"text"`
		Mode     string    `json:"parse_mode,omitempty"`
		Preview  *preview  `json:"link_preview_options,omitempty"`
		Reply    *replyTo  `json:"reply_parameters,omitempty"`
		Keyboard *keyboard `json:"reply_markup,omitempty"`
	}
	replyTo struct {
		Message int  `json:"message_id"`
		Without bool `json:"allow_sending_without_reply"`
	}
	editMessageText struct {
		Chat     int64     `json:"chat_id"`
		Message  int       `json:"message_id"`
		Text     string    `json:"text"`
		Mode     string    `json:"parse_mode,omitempty"`
		Preview  *preview  `json:"link_preview_options,omitempty"`
		Keyboard *keyboard `json:"reply_markup,omitempty"`
	}
	editKeyboard struct {
		Chat     int64     `json:"chat_id"`
		Message  int       `json:"message_id"`
		Keyboard *keyboard `json:"reply_markup,omitempty"`
	}
	sendChatAction struct {
		Chat   int64  `json:"chat_id"`
		Thread int    `json:"message_thread_id,omitempty"`
		Action string `json:"action"`
	}
	answerCallback struct {
		Query string `json:"callback_query_id"`
		Text  string `json:"text,omitempty"`
		Alert bool   `json:"show_alert,omitempty"`
	}
)

const htmlMode = "HTML"

// giveUpAfter is how many tries a message gets while other calls go through. While nothing does, there is no end to them.
const giveUpAfter = 10

// Send implements bot.Sender: it writes first, in c's chat. It returns ErrBlocked when the client has blocked the bot,
// without a call when that is known; what fails for a while is tried again until ctx ends.
func (a *Adapter) Send(ctx context.Context, c bot.Conversation, r bot.Reply) error {
	to, err := addressOf(c)
	if err != nil {
		return err
	}
	if a.memory.isBlocked(to.chat) {
		return ErrBlocked
	}
	shown, err := a.deliver(ctx, to, render(r, a.c.PublicURL), priorityOf(r))
	if err != nil {
		return err
	}
	a.memory.swap(c, exchange{shown: shown.ids, markup: shown.keyboard, urgent: r.Level >= bot.Urgent}, r.Lang)
	return nil
}

func priorityOf(r bot.Reply) priority {
	if r.Level >= bot.Urgent {
		return urgent
	}
	return usual
}

// A delivery is what was sent: the messages' numbers, and the keyboard under the last.
type delivery struct {
	ids      []int
	keyboard *keyboard
}

// deliver sends the parts of out to an address, in order.
func (a *Adapter) deliver(ctx context.Context, to address, out outgoing, p priority) (delivery, error) {
	var d delivery
	for i, text := range out.parts {
		m := sendMessage{Chat: to.chat, Thread: to.thread, Text: text, Mode: htmlMode, Preview: &out.preview}
		if i == 0 && to.reply != 0 {
			m.Reply = &replyTo{Message: to.reply, Without: true}
		}
		if i == len(out.parts)-1 {
			m.Keyboard, d.keyboard = out.keyboard, out.keyboard
		}
		id, err := a.post(ctx, &m, p)
		if err != nil {
			return d, err
		}
		d.ids, to.chat = append(d.ids, id), m.Chat
	}
	return d, nil
}

// post sends one message. What Telegram refuses in it (a lost topic, a button, markup) is left out rather than the message.
func (a *Adapter) post(ctx context.Context, m *sendMessage, p priority) (id int, err error) {
	for {
		var sent message
		err = a.persist(ctx, m.Chat, p, "sendMessage", m, &sent)
		kind := traitOf(err)
		switch {
		case err == nil:
			a.stats.sent.Add(1)
			return sent.ID, nil
		case kind == traitThread && m.Thread != 0:
			m.Thread = 0
		case kind == traitKeyboard && m.Keyboard != nil:
			m.Keyboard = nil
		case kind == traitMarkup && m.Mode != "":
			m.Text, m.Mode = unmarked(m.Text), ""
		case kind == traitMoved:
			e, _ := errors.AsType[*apiError](err)
			if e == nil || e.migrate == m.Chat {
				return 0, err
			}
			m.Chat = e.migrate
			continue // nothing is wrong with the message
		case kind == traitGone:
			a.blocked(ctx, m.Chat)
			return 0, fmt.Errorf("%w (%w)", ErrBlocked, err)
		default:
			return 0, err
		}
		a.c.Log.LogAttrs(ctx, slog.LevelWarn, "telegram refused a part of a message, which goes out without it", slog.String("error", err.Error()))
	}
}

// unmarked takes the markup that render put in out of a text again.
func unmarked(html string) string {
	var b strings.Builder
	for html != "" {
		before, rest, ok := strings.Cut(html, "<")
		b.WriteString(before)
		if !ok {
			break
		}
		_, html, _ = strings.Cut(rest, ">")
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(b.String())
}

// edit changes a message that was sent. It reports false when that is not possible and a new message is due.
func (a *Adapter) edit(ctx context.Context, chat int64, id int, out outgoing) (bool, error) {
	e := editMessageText{Chat: chat, Message: id, Text: out.parts[0], Mode: htmlMode, Preview: &out.preview, Keyboard: out.keyboard}
	err := a.persist(ctx, chat, usual, "editMessageText", &e, nil)
	switch traitOf(err) {
	case traitSame:
		return true, nil
	case traitNoEdit, traitKeyboard, traitMarkup, traitGone, traitMoved:
		return false, nil
	default:
	}
	if err == nil {
		a.stats.sent.Add(1)
	}
	return err == nil, err
}

// tidy leaves nothing to press under a message that was used. It is a courtesy: tried once, and nobody waits for it.
func (a *Adapter) tidy(ctx context.Context, chat int64, id int, k *keyboard) {
	if !k.presses() || id == 0 {
		return
	}
	if err := a.limit.wait(ctx, 0, usual); err != nil {
		return
	}
	if err := a.api.call(ctx, "editMessageReplyMarkup", editKeyboard{Chat: chat, Message: id, Keyboard: k.links()}, nil); err != nil {
		a.c.Log.LogAttrs(ctx, slog.LevelDebug, "a used keyboard stays", slog.String("error", err.Error()))
		a.flooded(err, chat)
	}
}

// persist calls a method that sends to chat, spaced out as Telegram wants it, and again for as long as trouble passes.
func (a *Adapter) persist(ctx context.Context, chat int64, p priority, method string, in, out any) error {
	inVain, seen := 0, a.api.answered.Load() // tries that failed although something else went through since the one before
	for try := 0; ; try++ {
		if err := a.limit.wait(ctx, chat, p); err != nil {
			return fmt.Errorf("telegram: %s: %w", method, err)
		}
		err := a.api.call(ctx, method, in, out)
		if err == nil {
			return nil
		}
		var wait time.Duration
		switch traitOf(err) {
		case traitFlood:
			wait = a.flooded(err, chat)
			a.c.Log.LogAttrs(ctx, slog.LevelWarn, "telegram asks to wait", slog.String("method", method), slog.Duration("wait", wait))
		case traitTransient, traitToken, traitConflict:
			if now := a.api.answered.Load(); now > seen {
				inVain, seen = inVain+1, now
			}
			if inVain >= giveUpAfter {
				return err
			}
			if e, ok := errors.AsType[*apiError](err); ok && e.code == 0 && method == "sendMessage" && !e.unsent {
				a.stats.doubtful.Add(1)
			}
			wait = backoff(a.base, try)
			if try == 0 {
				a.c.Log.LogAttrs(ctx, slog.LevelWarn, "a telegram call is tried again", slog.String("error", err.Error()))
			}
		default:
			return err
		}
		a.stats.retried.Add(1)
		if err := sleep(ctx, wait); err != nil {
			return fmt.Errorf("telegram: %s: %w", method, err)
		}
	}
}

// flooded keeps messages back for as long as a refusal asks, and returns how long that is.
func (a *Adapter) flooded(err error, chat int64) time.Duration {
	if traitOf(err) != traitFlood {
		return 0
	}
	wait := max(waitOf(err), a.base)
	a.limit.pause(chat, time.Now().Add(wait))
	return wait
}

// blocked marks a chat to which nothing can be sent any more, until somebody writes there.
func (a *Adapter) blocked(ctx context.Context, chat int64) {
	if a.memory.isBlocked(chat) {
		return
	}
	a.memory.setBlocked(chat, true)
	a.c.Log.LogAttrs(ctx, slog.LevelInfo, "a telegram client has blocked the bot")
	if a.c.Blocked != nil {
		id := fmt.Sprint(chat)
		c := bot.Conversation{Channel: bot.Telegram, Chat: bot.ChatID(id)}
		if chat > 0 { // a private chat has its client's number
			c.User = bot.UserID(id)
		}
		a.c.Blocked(ctx, c)
	}
}

// typing shows "typing" in a chat once a.slow has passed, and again before Telegram takes it down, until stop is called.
func (a *Adapter) typing(ctx context.Context, to address) (stop func()) {
	const shown = 4500 * time.Millisecond
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	timer := time.AfterFunc(a.slow, func() {
		defer close(ended)
		for ctx.Err() == nil {
			err := a.api.call(ctx, "sendChatAction", sendChatAction{Chat: to.chat, Thread: to.thread, Action: "typing"}, nil)
			if err != nil || sleep(ctx, shown) != nil {
				return // the reply itself will say what is wrong
			}
		}
	})
	return func() {
		cancel()
		if !timer.Stop() {
			<-ended
		}
	}
}
