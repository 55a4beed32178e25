package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"knead/adapters/discord"
	"knead/adapters/mail"
	"knead/adapters/telegram"
	"knead/adapters/webhook"
	"knead/bot"
	staffdesk "knead/bot/desk"
	"knead/config"
)

// A staffWay is one way to the practice's people, as the file sets it.
type staffWay struct {
	name  string // as config check shows it
	state string // what is on, or why it is off
	on    bool
	chat  bool // staff can answer there
}

// staffWays are the ways that the file sets, in the order of the file.
func staffWays(c config.Config) []staffWay {
	var ways []staffWay
	add := func(name string, chat bool, off, state string, args ...any) {
		if off != "" {
			ways = append(ways, staffWay{name: name, state: "off: " + off})
			return
		}
		ways = append(ways, staffWay{name: name, on: true, chat: chat, state: fmt.Sprintf(state, args...)})
	}
	s := c.Staff
	if t := s.Telegram; t.Chat != "" {
		off := ""
		if c.Telegram.Token == "" {
			off = "TELEGRAM_BOT_TOKEN is not set"
		}
		topic := ""
		if t.Topic != 0 {
			topic = fmt.Sprintf(", topic %d", t.Topic)
		}
		add("telegram", true, off, "chat %s%s, %s may answer", t.Chat, topic, people(t.People))
	}
	if x := s.Discord; x.Channel != "" {
		off := ""
		switch {
		case c.Discord.Token == "":
			off = "DISCORD_BOT_TOKEN is not set"
		case c.Discord.NoGateway:
			off = "discord.no_gateway is set, and staff are heard by the gateway only"
		}
		add("discord", true, off, "channel %s, %s may answer", x.Channel, people(x.People))
	}
	if len(s.SMS) > 0 {
		off := ""
		if on, state := smsState(c.Twilio); !on {
			off = strings.TrimPrefix(state, "off: ")
		}
		add("sms", true, off, "%d telephones", len(s.SMS))
	}
	if s.Mail.Host != "" {
		add("mail", false, "", "%d addresses by %s; it cannot be answered", len(s.Mail.To), s.Mail.Host)
	}
	if s.Webhook.URL != "" {
		off := ""
		if s.Webhook.Secret == "" {
			off = "KNEAD_WEBHOOK_SECRET is not set"
		}
		add("webhook", false, off, "signed calls; it cannot be answered")
	}
	return ways
}

func people(ids []string) string {
	switch len(ids) {
	case 0:
		return "everybody in it"
	case 1:
		return "1 person"
	}
	return fmt.Sprintf("%d people", len(ids))
}

// staff is the desk between clients and the practice's people, with the ways to both.
type staff struct {
	of          *desk
	desk        *staffdesk.Desk
	posts       *staffdesk.Dispatcher
	hear, write bool // somebody is reached; somebody can answer
}

// newStaff puts the desk together. The ways follow with connect, when the channels are there.
func (d *desk) newStaff(st staffdesk.Store, now func() time.Time) (*staff, error) {
	s := &staff{of: d}
	for _, w := range staffWays(d.cfg) {
		s.hear, s.write = s.hear || w.on, s.write || w.on && w.chat
		if !w.on {
			d.log.Warn("a way to staff is off", "way", w.name, "why", w.state)
		}
	}
	var phones []bot.Conversation
	for _, n := range d.cfg.Staff.SMS {
		phones = append(phones, bot.TextConversation(n))
	}
	var err error
	s.desk, err = d.newStaffDesk(st, phones, s.write, now, s.wake)
	return s, err
}

// newStaffDesk puts the desk itself together.
func (d *desk) newStaffDesk(st staffdesk.Store, staff []bot.Conversation, chat bool, now func() time.Time, wake func()) (*staffdesk.Desk, error) {
	return staffdesk.New(staffdesk.Options{Practice: d.practice, Store: st, Reader: d.reader, Drafter: drafter{d.practice}, Staff: staff,
		Chat: chat, Log: d.log, Now: now, Wake: wake,
		Quiet: time.Duration(d.cfg.Staff.QuietMinutes) * time.Minute, Late: time.Duration(d.cfg.Staff.LateMinutes) * time.Minute})
}

// wake has what was stored delivered at once.
func (s *staff) wake() {
	if s.posts != nil {
		s.posts.Wake()
	}
}

// botOptions tells the bot of staff.
func (s *staff) botOptions(o bot.Options) bot.Options {
	o.StaffHear, o.StaffWrite, o.Wake = s.hear, s.write, s.wake
	return o
}

// connect builds the ways: to staff as the file sets them, and to clients by every channel that can write first.
func (s *staff) connect(c *channels) error {
	cfg := s.of.cfg.Staff
	ways := []staffdesk.Way{s.desk.Clients(c.send)}
	for _, w := range staffWays(s.of.cfg) {
		if !w.on {
			continue
		}
		switch w.name {
		case "telegram":
			ways = append(ways, staffdesk.Way{Name: telegramWay(cfg.Telegram), Poster: telegramPoster{c.telegram}})
		case "discord":
			ways = append(ways, staffdesk.Way{Name: discordWay(cfg.Discord), Poster: discordPoster{c.discord}})
		case "sms":
			for _, n := range cfg.SMS {
				ways = append(ways, s.desk.Chat(bot.TextConversation(n), c.send))
			}
		}
	}
	deaf, err := deafWays(s.of.cfg)
	if err != nil {
		return err
	}
	s.posts = s.desk.NewDispatcher(append(ways, deaf...)...)
	return nil
}

// deafWays are the ways that need no channel, by which nobody can answer.
func deafWays(c config.Config) ([]staffdesk.Way, error) {
	var ways []staffdesk.Way
	for _, w := range staffWays(c) {
		switch {
		case !w.on:
		case w.name == "mail":
			more, err := mailWays(c.Staff.Mail)
			if err != nil {
				return nil, err
			}
			ways = append(ways, more...)
		case w.name == "webhook":
			h, err := webhook.New(webhook.Config{URL: c.Staff.Webhook.URL, Secret: webhook.Secret(c.Staff.Webhook.Secret.Reveal())})
			if err != nil {
				return nil, hinted{err: fmt.Errorf("staff.%w", err),
					hint: "make a secret with: openssl rand -base64 32; set it as KNEAD_WEBHOOK_SECRET here and at the receiver"}
			}
			ways = append(ways, staffdesk.Way{Name: "webhook", Poster: h, Deaf: true})
		}
	}
	return ways, nil
}

// mailWays are a way for each address: one that is refused keeps the others from nothing.
func mailWays(c config.Mail) ([]staffdesk.Way, error) {
	var ways []staffdesk.Way
	for _, to := range c.To {
		m, err := mail.New(mail.Config{Host: c.Host, Port: c.Port, Security: mail.Security(c.Security), User: c.User,
			Password: mail.Password(c.Password.Reveal()), From: c.From, To: []string{to}})
		if err != nil {
			return nil, hinted{err: fmt.Errorf("staff.%w", err), hint: "the example file shows every key of staff.mail: knead config init"}
		}
		ways = append(ways, staffdesk.Way{Name: "mail:" + to, Poster: m, Deaf: true})
	}
	return ways, nil
}

// handler takes what staff say by text message out of what clients say.
func (s *staff) handler(next bot.Handler) bot.Handler { return s.desk.Handler(next) }

// run delivers until ctx ends.
func (s *staff) run(ctx context.Context) {
	g := new(errgroup.Group)
	g.Go(func() error { s.posts.Run(ctx); return nil })
	if s.hear { // else nobody was promised anything
		g.Go(func() error { s.desk.Watch(ctx); return nil })
	}
	_ = g.Wait() // neither fails
}

// telegramWay names the chat: another chat is another way, which gets what waits.
func telegramWay(c config.StaffTelegram) string {
	if c.Topic == 0 {
		return "telegram:" + c.Chat
	}
	return fmt.Sprintf("telegram:%s:%d", c.Chat, c.Topic)
}

func discordWay(c config.StaffDiscord) string { return "discord:" + c.Channel }

// telegramPoster posts to the staff chat on Telegram.
type telegramPoster struct{ a *telegram.Adapter }

// Post implements staffdesk.Poster.
func (t telegramPoster) Post(ctx context.Context, _ bot.Parcel, r bot.Reply) (string, error) {
	id, err := t.a.Post(ctx, r, "")
	return string(id), err
}

// discordPoster posts to the staff channel on Discord, into the client's thread.
type discordPoster struct{ a *discord.Adapter }

// Post implements staffdesk.Poster.
func (d discordPoster) Post(ctx context.Context, p bot.Parcel, r bot.Reply) (string, error) {
	id, err := d.a.Post(ctx, p.Conversation, r)
	return string(id), err
}

// staffRoom is where staff write on a network: it takes their words to the desk.
type staffRoom struct {
	desk   *staffdesk.Desk
	at     bot.Conversation // without a User
	way    string
	people []string // empty: everybody there
}

// client is whom a notice is about that the room's way delivered.
func (r staffRoom) client(ctx context.Context, id bot.MessageID) (bot.Conversation, bool, error) {
	return r.desk.Client(ctx, r.way, string(id))
}

// heard takes a word.
func (r staffRoom) heard(ctx context.Context, w staffdesk.Word, by bot.UserID) bot.Reply {
	if len(r.people) > 0 && !slices.Contains(r.people, string(by)) {
		return r.desk.Stranger()
	}
	w.From, w.Way = r.at, r.way
	w.From.User = by
	return r.desk.Heard(ctx, w)
}

// telegramRoom is the staff chat on Telegram.
type telegramRoom struct{ staffRoom }

func (s *staff) telegramRoom() telegramRoom {
	c := s.of.cfg.Staff.Telegram
	way := telegramWay(c)
	// No client's conversation has such a chat.
	return telegramRoom{staffRoom{s.desk, bot.Conversation{Channel: bot.Telegram, Chat: bot.ChatID("staff:" + way)}, way, c.People}}
}

// Client implements telegram.StaffDesk.
func (r telegramRoom) Client(ctx context.Context, id bot.MessageID) (bot.Conversation, bool, error) {
	return r.client(ctx, id)
}

// Heard implements telegram.StaffDesk.
func (r telegramRoom) Heard(ctx context.Context, w telegram.StaffWord) bot.Reply {
	return r.heard(ctx, staffdesk.Word{ID: w.ID, Receipt: string(w.To), Client: w.Client, Quote: w.Quote, Text: w.Text, Press: w.Press}, w.By)
}

// discordRoom is the staff channel on Discord.
type discordRoom struct{ staffRoom }

func (s *staff) discordRoom() discordRoom {
	c := s.of.cfg.Staff.Discord
	way := discordWay(c)
	return discordRoom{staffRoom{s.desk, bot.Conversation{Channel: bot.Discord, Chat: bot.ChatID("staff:" + way)}, way, c.People}}
}

// Client implements discord.StaffDesk.
func (r discordRoom) Client(ctx context.Context, id bot.MessageID) (bot.Conversation, bool, error) {
	return r.client(ctx, id)
}

// Heard implements discord.StaffDesk.
func (r discordRoom) Heard(ctx context.Context, w discord.StaffWord) bot.Reply {
	return r.heard(ctx, staffdesk.Word{ID: w.ID, Receipt: string(w.To), Client: w.Client, Quote: w.Quote, Text: w.Text, Press: w.Press}, w.By)
}

// staffLines are what config check says of the ways to staff.
func staffLines(c config.Config, line func(what, state string, args ...any)) {
	ways := staffWays(c)
	if len(ways) == 0 {
		line("staff", "off: nobody is told of requests and talks (staff)")
	}
	for _, w := range ways {
		line("staff", "%s: %s", w.name, strings.TrimSpace(w.state))
	}
}
