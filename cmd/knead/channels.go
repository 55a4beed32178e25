package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"knead/adapters/discord"
	"knead/adapters/telegram"
	"knead/bot"
	"knead/bot/sqlstore"
	"knead/config"
	"knead/knowledge"
)

// channels are the adapters whose token is set, beside the web chat.
type channels struct {
	run   map[bot.Channel]bot.Adapter
	send  map[bot.Channel]bot.Sender
	mount map[string]http.Handler // paths that the web server serves for them

	telegram *telegram.Adapter // nil while off
	discord  *discord.Adapter
}

// newChannels builds them. Nothing is asked of a network yet.
func (d *desk) newChannels(st *sqlstore.Store, s *staff, env *environment) (*channels, error) {
	c := &channels{run: map[bot.Channel]bot.Adapter{}, send: map[bot.Channel]bot.Sender{}, mount: map[string]http.Handler{}}
	if d.cfg.Telegram.Token != "" {
		a, err := d.newTelegram(s, env)
		if err != nil {
			return nil, hinted{err: fmt.Errorf("telegram: %w", err), hint: "the token is what @BotFather gave you, such as 123456:ABC-def; set TELEGRAM_BOT_TOKEN"}
		}
		c.run[bot.Telegram], c.send[bot.Telegram], c.telegram = a, a, a
		if d.cfg.Telegram.WebhookURL != "" {
			c.mount[a.WebhookPath()] = a.Webhook()
		}
	}
	if d.cfg.Discord.Token != "" {
		a, err := d.newDiscord(st, s)
		if err != nil {
			return nil, hinted{err: fmt.Errorf("discord: %w", err), hint: "the token is on the Bot page of your application at discord.com/developers; set DISCORD_BOT_TOKEN"}
		}
		c.run[bot.Discord], c.send[bot.Discord], c.discord = a, a, a
		if d.cfg.Discord.PublicKey != "" {
			c.mount["/discord/interactions"] = a.Interactions()
		}
	}
	if on, state := smsState(d.cfg.Twilio); on {
		a, err := d.newSMS(st, s)
		if err != nil {
			return nil, err
		}
		c.run[bot.SMS], c.send[bot.SMS] = a, a
		maps.Copy(c.mount, a.Mount())
	} else if d.cfg.Twilio.AuthToken != "" {
		d.log.Warn("text messages are off", "why", state, "hint", "set all of TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_NUMBER")
	}
	return c, nil
}

func (d *desk) newTelegram(s *staff, env *environment) (*telegram.Adapter, error) {
	t := d.cfg.Telegram
	journal, err := besideDatabase(d.cfg, env, "knead-telegram.journal")
	if err != nil {
		return nil, err
	}
	var room telegram.StaffDesk
	var chat telegram.StaffChat
	if c := d.cfg.Staff.Telegram; c.Chat != "" {
		id, err := strconv.ParseInt(c.Chat, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("staff.telegram.chat: %w", err)
		}
		room, chat = s.telegramRoom(), telegram.StaffChat{Chat: id, Topic: c.Topic}
	}
	return telegram.New(telegram.Config{
		Staff: chat, Desk: room,
		Token: telegram.Token(t.Token.Reveal()), APIURL: t.APIURL, Log: d.log, Practice: d.practice, PublicURL: d.cfg.Web.PublicURL,
		Journal: journal, Searcher: searcher{d.live}, Screener: d.screener,
		Webhook: telegram.Webhook{URL: t.WebhookURL, Secret: telegram.Token(t.WebhookSecret.Reveal())},
	})
}

func (d *desk) newDiscord(st *sqlstore.Store, s *staff) (*discord.Adapter, error) {
	c := d.cfg.Discord
	shards, err := discord.ParseShards(c.Shards)
	if err != nil {
		return nil, err
	}
	var room discord.StaffDesk
	if d.cfg.Staff.Discord.Channel != "" {
		room = s.discordRoom()
	}
	return discord.New(discord.Config{
		StaffChannel: d.cfg.Staff.Discord.Channel, Staff: room, Threads: st,
		Token: discord.Token(c.Token.Reveal()), APIURL: c.APIURL, Practice: d.practice, Log: d.log, Channels: c.Channels,
		MessageContent: c.MessageContent, Guild: c.Guild, Shards: shards, PublicKey: c.PublicKey, NoGateway: c.NoGateway,
		Gaps: st, Searcher: completer{d.live}, Calendar: calendar{d.reader, drafter{d.practice}},
	})
}

// besideDatabase is the path of a small file of state: beside the database's file, else in the user's state folder.
func besideDatabase(cfg config.Config, env *environment, name string) (string, error) {
	if strings.Contains(cfg.Database, "://") {
		cfg.Database = ""
	}
	address, err := databaseAddress(cfg, env)
	if err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(address), name), nil
}

// searcher finds articles for Telegram's inline mode.
type searcher struct{ base *knowledge.Live }

// Search implements telegram.Searcher. A question that the articles answer has that answer first; the others are near it.
func (s searcher) Search(ctx context.Context, query string, l bot.Lang, limit int) ([]telegram.Hit, error) {
	a, err := s.base.Answer(ctx, bot.Question{Text: query, Lang: l})
	if errors.Is(err, bot.ErrNoAnswer) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var hits []telegram.Hit
	if len(a.Sources) > 0 {
		hits = append(hits, telegram.Hit{Text: a.Text, Source: a.Sources[0]})
	}
	near, err := s.base.Search(ctx, query, l)
	if err != nil {
		return nil, err
	}
	for _, h := range near {
		if len(hits) == limit {
			break
		}
		b, err := s.base.AnswerPassage(ctx, h.Passage.ID, l)
		if err != nil || len(b.Sources) == 0 || b.Text == a.Text {
			continue
		}
		hits = append(hits, telegram.Hit{Text: b.Text, Source: b.Sources[0]})
	}
	return hits, nil
}

// Title implements telegram.Searcher.
func (s searcher) Title(slug string, l bot.Lang) (string, bool) {
	p, ok := s.base.Article(slug, l)
	return p.Title, ok
}

// completer completes questions from the headings of the articles.
type completer struct{ base *knowledge.Live }

// Search implements discord.Searcher.
func (c completer) Search(ctx context.Context, words string, l bot.Lang, n int) ([]discord.Suggestion, error) {
	var out []discord.Suggestion
	add := func(p knowledge.Passage) {
		if len(out) < n {
			out = append(out, discord.Suggestion{Label: p.Heading, Say: p.Heading})
		}
	}
	if strings.TrimSpace(words) == "" {
		for _, p := range c.base.Passages(l) {
			add(p)
		}
		return out, nil
	}
	hits, err := c.base.Search(ctx, words, l)
	for _, h := range hits {
		add(h.Passage)
	}
	return out, err
}

// calendar spells out what a day and time typed so far would be read back as.
type calendar struct {
	reader  bot.BookingReader
	drafter bot.Drafter
}

// When implements discord.Calendar.
func (c calendar) When(words string, now time.Time, l bot.Lang) []discord.Suggestion {
	r := c.reader.Read(words, now, bot.FieldWhen)
	if r.Invalid || r.Request.Date == "" {
		return nil
	}
	slot := c.drafter.Slot(bot.Request{Date: r.Request.Date, DateTo: r.Request.DateTo, Time: r.Request.Time, After: r.Request.After,
		Before: r.Request.Before, Part: r.Request.Part}, l)
	if slot == "" {
		return nil
	}
	return []discord.Suggestion{{Label: slot, Say: words}}
}

// mounted serves the channels' own paths, and everything else by h.
func (c *channels) mounted(h http.Handler) http.Handler {
	if len(c.mount) == 0 {
		return h
	}
	mux := http.NewServeMux()
	for path, own := range c.mount {
		mux.Handle("POST "+path, own)
	}
	mux.Handle("/", h)
	return closing{mux, h}
}

// closing is a handler whose event streams end with those of another.
type closing struct {
	http.Handler
	of http.Handler
}

// Close implements io.Closer.
func (c closing) Close() error {
	if closer, ok := c.of.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}
