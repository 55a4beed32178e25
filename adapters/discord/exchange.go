package discord

import (
	"context"
	"errors"

	"github.com/bwmarrin/discordgo"

	"knead/bot"
)

// An exchange is one interaction and how far its answer has come. It is used by one goroutine.
type exchange struct {
	a       *Adapter
	in      *interaction
	first   acknowledge
	open    bool // everybody may see it; else only the member, in a server
	acked   bool // the first answer is out
	waiting bool // the first answer said that another one will come, in its place
}

// ack sends the first answer.
func (x *exchange) ack(ctx context.Context, c callback) error {
	ctx, cancel := context.WithTimeout(ctx, x.a.ackLimit)
	defer cancel()
	err := x.first(ctx, c)
	if err == nil || codeOf(err) == discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged {
		// The second: an answer of ours came through although the line broke before we heard so.
		x.acked = true
		return nil
	}
	return err
}

// wait acknowledges now and leaves the answer for later.
func (x *exchange) wait(ctx context.Context) error {
	c := callback{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}
	if !x.in.private() && !x.open {
		c.Data = map[string]any{"flags": discordgo.MessageFlagsEphemeral}
	}
	err := x.ack(ctx, c)
	x.waiting = err == nil
	return err
}

// nothing ends an exchange in which there is nothing to say.
func (x *exchange) nothing(ctx context.Context) error {
	if x.acked {
		return nil
	}
	kind := discordgo.InteractionResponseDeferredChannelMessageWithSource
	if x.in.Type == discordgo.InteractionMessageComponent {
		kind = discordgo.InteractionResponseDeferredMessageUpdate
	}
	return x.ack(ctx, callback{Type: kind})
}

// private hides a message from everybody but the member, where that is needed.
func (x *exchange) private(p payload) payload {
	if !x.in.private() {
		p.Flags |= discordgo.MessageFlagsEphemeral
	}
	return p
}

// expired reports whether Discord takes no more answers to the interaction.
func (x *exchange) expired() bool { return x.a.cfg.Now().Sub(x.in.received) > tokenLife }

// say says messages as the answer. What comes too late for Discord goes to the member's direct messages.
func (x *exchange) say(ctx context.Context, ps []payload) error {
	rest, err := ps, error(nil)
	if !x.expired() {
		if rest, err = x.sayHere(ctx, ps); err == nil {
			return nil
		}
		if !tooLate(err) {
			return err
		}
	}
	derr := x.a.sendDirect(ctx, x.in.by().ID, rest, bot.MessageID(x.in.ID))
	if derr != nil {
		return errors.Join(err, derr)
	}
	return nil
}

// sayHere says messages by way of the interaction and returns those that were not taken.
func (x *exchange) sayHere(ctx context.Context, ps []payload) ([]payload, error) {
	for i, p := range ps {
		var err error
		switch {
		case !x.acked:
			err = x.ack(ctx, callback{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: p})
		case x.waiting:
			if err = x.a.api.editOriginal(ctx, x.in, p); err == nil {
				x.waiting = false
			}
		default:
			err = x.a.api.followUp(ctx, x.in, p)
		}
		if err != nil {
			return ps[i:], err
		}
	}
	return nil, nil
}
