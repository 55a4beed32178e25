package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"knead/bot"
)

// ErrNoSender says that a channel cannot write first, or is off.
var ErrNoSender = errors.New("channel cannot write first")

// Senders are the adapters that can write first, by channel.
type Senders map[bot.Channel]bot.Sender

// send sends r to c by its channel's adapter.
func (s Senders) send(ctx context.Context, c bot.Conversation, r bot.Reply) error {
	a, ok := s[c.Channel]
	if !ok {
		return fmt.Errorf("%s: %w", c.Channel, ErrNoSender)
	}
	return a.Send(ctx, c, r)
}

// Clients is the way by which news reach clients. Where the channel is away they stay in the store, for the next reply.
func (d *Desk) Clients(senders Senders) Way {
	return Way{Name: bot.NewsWay, For: bot.ForClient, Poster: clients{d, senders}, Longest: 30 * time.Second}
}

type clients struct {
	desk    *Desk
	senders Senders
}

// Post implements Poster. What would let a client book stays back while a hold stands, as a reply of knead's would.
func (c clients) Post(ctx context.Context, p bot.Parcel, r bot.Reply) (string, error) {
	if p.Text == "" {
		return "", nil
	}
	s, _, err := c.desk.o.Store.Load(ctx, p.Conversation, "")
	if err != nil {
		return "", err
	}
	r.Lang = c.desk.langOf(s)
	if s.Hold.Level >= bot.Urgent {
		if p.Books() || bot.ShowsBooking(c.desk.o.Practice, r.Text) {
			// Not pushed later either, but over the next reply once the hold is lifted; what staff write meanwhile goes through.
			return "", fmt.Errorf("held back while bookings are withheld: %w", bot.ErrUndeliverable)
		}
		r.Level = s.Hold.Level
	}
	return "", c.senders.send(ctx, p.Conversation, r)
}

// Chat is the way to a staff chat, by any adapter that can write first.
func (d *Desk) Chat(to bot.Conversation, senders Senders) Way {
	return Way{Name: "chat:" + string(to.Channel) + ":" + string(to.Chat), Poster: chat{to, senders}}
}

type chat struct {
	to      bot.Conversation
	senders Senders
}

// Post implements Poster.
func (c chat) Post(ctx context.Context, _ bot.Parcel, r bot.Reply) (string, error) {
	return "", c.senders.send(ctx, c.to, r)
}
