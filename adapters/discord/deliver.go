package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"knead/bot"
)

// longAnswer is from how many characters on an answer in a channel gets a thread of its own.
const longAnswer = 900

// personal reports whether a reply is about its reader's own body or time, and so nobody else's business: everything that
// screening had a part in, and appointments. Answers from the articles and facts of the practice are for everybody.
func personal(r bot.Reply) bool {
	return r.Level > bot.None || r.Outcome == bot.Screened || r.Outcome == bot.Booking
}

// reply sends r where the message m stands, or where only its author reads it. It returns our messages that others read.
func (a *Adapter) reply(ctx context.Context, m *incoming, bm bot.Message, where place, r bot.Reply) ([]string, error) {
	w := a.wordsOf(r, bm.Lang)
	owner := m.Author.ID
	v := view{owner: owner, choose: w.Choose, source: w.Sources}
	switch {
	case where == alone:
		parts := render(r, v)
		if m.hasFiles() && bm.Text != "" {
			parts = append(parts, note(w.OnlyWords))
		}
		_, err := a.sendAll(ctx, m.ChannelID, parts, bm.ID, "")
		return nil, err
	case where == elsewhere:
		return nil, a.sendDirect(ctx, owner, render(r, v), bm.ID)
	case r.Level >= bot.Urgent:
		return a.alarm(ctx, m, bm, r, v, w)
	case personal(r):
		return a.aside(ctx, m, bm, r, v, w)
	case where == channel && width(r.Text) > longAnswer:
		name := w.Thread
		if len(r.Sources) > 0 && r.Sources[0].Title != "" {
			name = r.Sources[0].Title
		}
		t, err := a.api.threadFrom(ctx, m.ChannelID, m.ID, clip(name, maxOption))
		if err == nil {
			a.threads.put(t, owner)
			v.write = w.Write
			_, err = a.sendAll(ctx, t, render(r, v), bm.ID, "")
			return nil, err
		}
		if !refused(err) && codeOf(err) != discordgo.ErrCodeThreadAlreadyCreatedForThisMessage {
			return nil, err
		}
		fallthrough // threads are not allowed here
	default:
		return a.sendAll(ctx, m.ChannelID, render(r, v), bm.ID, m.ID)
	}
}

// alarm answers a red flag before others: at once and in place the action, and nothing that tells why. The whole goes to
// the author's direct messages, and is behind the button for whoever has those closed.
func (a *Adapter) alarm(ctx context.Context, m *incoming, bm bot.Message, r bot.Reply, v view, w words) ([]string, error) {
	action, _, more := strings.Cut(strings.TrimSpace(r.Text), "\n")
	in := note(action)
	if more || len(r.Buttons) > 0 {
		in.Components = row(discordgo.Button{Style: discordgo.DangerButton, Label: w.WhyUrgent, CustomID: show(v.owner, bm.ID)})
	}
	ids, err := a.sendAll(ctx, m.ChannelID, []payload{in}, bm.ID, m.ID)
	derr := a.sendDirect(ctx, v.owner, render(r, v), bm.ID)
	if err == nil || derr == nil {
		return ids, nil // it was read somewhere
	}
	return ids, errors.Join(err, derr)
}

// aside answers what is nobody else's business: in direct messages, with a word in place that it is there, and a button
// for whoever has them closed.
func (a *Adapter) aside(ctx context.Context, m *incoming, bm bot.Message, r bot.Reply, v view, w words) ([]string, error) {
	said := w.Private
	err := a.sendDirect(ctx, v.owner, render(r, v), bm.ID)
	if errors.Is(err, ErrUnreachable) {
		said, err = w.Closed, nil
	}
	if err != nil {
		return nil, err
	}
	in := note(said)
	in.Components = row(discordgo.Button{Style: discordgo.SecondaryButton, Label: w.ShowHere, CustomID: show(v.owner, bm.ID)})
	return a.sendAll(ctx, m.ChannelID, []payload{in}, bm.ID, m.ID)
}

// note is a message of one sentence of plain text.
func note(text string) payload {
	return payload{Content: escape(text), Embeds: []*discordgo.MessageEmbed{}, Components: []discordgo.MessageComponent{},
		Flags: discordgo.MessageFlagsSuppressEmbeds}
}

func row(cs ...discordgo.MessageComponent) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: cs}}
}

// sendAll sends messages in their order, the first as a reply to a message if answering is not empty. Sending the same
// again, after a broken line or a resumed session, is taken by Discord for what it is: the nonce is made of the message
// that is answered.
func (a *Adapter) sendAll(ctx context.Context, channel string, ps []payload, about bot.MessageID, answering string) ([]string, error) {
	var ids []string
	for i, p := range ps {
		if i == 0 && answering != "" {
			p.Reference = &messageReference{MessageID: answering}
		}
		if about != "" {
			sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", about, channel, i))
			p.Nonce, p.EnforceNonce = hex.EncodeToString(sum[:12]), true
		}
		id, err := a.api.send(ctx, channel, p)
		if err != nil {
			return ids, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// sendDirect sends messages to a member's direct messages. It returns ErrUnreachable when they are closed.
func (a *Adapter) sendDirect(ctx context.Context, user string, ps []payload, about bot.MessageID) error {
	ch, ok := a.directs.get(user)
	if !ok {
		var err error
		if ch, err = a.api.direct(ctx, user); err != nil {
			return closed(err)
		}
		a.directs.put(user, ch)
	}
	for i := range ps {
		ps[i].Flags &^= discordgo.MessageFlagsEphemeral
	}
	_, err := a.sendAll(ctx, ch, ps, about, "")
	return closed(err)
}

// closed adds to a refusal that it is one.
func closed(err error) error {
	if refused(err) || statusOf(err) == 400 && codeOf(err) == cannotMessage {
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	return err
}

// cannotMessage is Discord's code for a recipient who cannot be written to at all.
const cannotMessage = 50033

// Send writes r to the direct messages of c's member. ErrUnreachable says that they are closed: trying again is of no
// use.
func (a *Adapter) Send(ctx context.Context, c bot.Conversation, r bot.Reply) error {
	switch {
	case c.Channel != bot.Discord || !isSnowflake(string(c.User)):
		return fmt.Errorf("discord: send: a conversation of channel %q", c.Channel)
	case a.running.Load() == nil:
		return ErrNotRunning
	case r.IsZero():
		return nil
	}
	w := a.wordsOf(r, "")
	v := view{owner: string(c.User), choose: w.Choose, source: w.Sources}
	if err := a.sendDirect(ctx, string(c.User), render(r, v), ""); err != nil {
		return fmt.Errorf("discord: send: %w", err)
	}
	return nil
}
