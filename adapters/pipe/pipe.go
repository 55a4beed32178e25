package pipe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"knead/bot"
)

// A Pipe is a bot.Adapter on a pair of streams.
type Pipe struct {
	In  io.Reader
	Out io.Writer
}

var _ bot.Adapter = (*Pipe)(nil)

// In is one line from a client.
type In struct {
	User    string `json:"user"`
	Channel string `json:"channel"`
	Say     string `json:"say"`
	Press   string `json:"press"`
	Now     string `json:"now"`
	Lang    string `json:"lang"`
}

// Out is the one line that answers it.
type Out struct {
	User    string       `json:"user"`
	Text    string       `json:"text"`
	Buttons []Button     `json:"buttons"`
	Sources []bot.Source `json:"sources"`
	Level   bot.Level    `json:"level"`
}

// A Button is what a program needs of a bot.Button: it presses by label.
type Button struct {
	Label string `json:"label"`
	URL   string `json:"url,omitempty"`
}

// Buttons turns a reply's buttons into those of a line; never nil.
func Buttons(bs []bot.Button) []Button {
	out := make([]Button, 0, len(bs))
	for _, b := range bs {
		out = append(out, Button{Label: b.Label, URL: b.URL})
	}
	return out
}

// Sources returns ss, never nil, so that it is written as a list.
func Sources(ss []bot.Source) []bot.Source {
	if ss == nil {
		return []bot.Source{}
	}
	return ss
}

// Run implements bot.Adapter: it ends when the input does.
func (p *Pipe) Run(ctx context.Context, h bot.Handler) error {
	return Lines(ctx, p.In, p.Out, func(ctx context.Context, line []byte) (any, error) {
		m, err := message(line)
		if err != nil {
			return nil, err
		}
		r := h.Handle(ctx, m)
		return Out{User: string(m.Conversation.User), Text: r.Text, Buttons: Buttons(r.Buttons), Sources: Sources(r.Sources), Level: r.Level}, nil
	})
}

// message reads a line.
func message(line []byte) (bot.Message, error) {
	var in In
	if err := json.Unmarshal(line, &in); err != nil {
		return bot.Message{}, fmt.Errorf("not a JSON object of this contract: %w", err)
	}
	if in.User == "" {
		return bot.Message{}, errors.New("user: missing")
	}
	if in.Say != "" && in.Press != "" {
		return bot.Message{}, errors.New("say, press: give one of the two")
	}
	m := bot.Message{Text: in.Say, Lang: in.Lang}
	switch c := bot.Channel(in.Channel); c {
	case "":
		m.Conversation.Channel = bot.Web
	case bot.Web, bot.SMS, bot.Telegram, bot.Discord, bot.Console:
		m.Conversation.Channel = c
	default:
		return bot.Message{}, fmt.Errorf("channel: %q is none of web, sms, telegram, discord", in.Channel)
	}
	m.Conversation.Chat, m.Conversation.User = bot.ChatID(in.User), bot.UserID(in.User)
	if in.Press != "" {
		m.Text, m.Press = in.Press, bot.Action{Verb: bot.DoLabel}
	}
	if in.Now != "" {
		at, err := time.Parse(time.RFC3339, in.Now)
		if err != nil {
			return bot.Message{}, fmt.Errorf("now: %q is no RFC 3339 time", in.Now)
		}
		m.At = at
	}
	return m, nil
}
