package discord

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"knead/bot"
)

// acknowledge carries the first answer to an interaction: over REST, or as the body of an HTTP response.
type acknowledge func(ctx context.Context, c callback) error

var errRepeated = errors.New("interaction came before")

// take has an interaction answered beside the caller. Its error says that it was not taken.
func (a *Adapter) take(in *interaction, first acknowledge) error {
	d := a.running.Load()
	if d == nil || a.me.Load() == nil {
		return ErrNotRunning
	}
	if !a.seen.put("interaction "+in.ID, struct{}{}) {
		return errRepeated
	}
	x := &exchange{a: a, in: in, first: first}
	return a.tasks.start(func() {
		if err := a.interact(d.ctx, x); err != nil {
			a.log.ErrorContext(d.ctx, "interaction not answered", slog.Int("type", int(in.Type)), slog.String("error", err.Error()))
		}
	})
}

// interact answers one interaction.
func (a *Adapter) interact(ctx context.Context, x *exchange) error {
	in := x.in
	by := in.by()
	if by == nil || !isSnowflake(by.ID) || by.Bot {
		return nil
	}
	switch in.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		return a.complete(ctx, x)
	case discordgo.InteractionApplicationCommand:
		return a.command(ctx, x, by.ID)
	case discordgo.InteractionMessageComponent:
		return a.pressed(ctx, x, by.ID)
	case discordgo.InteractionModalSubmit:
		return a.submitted(ctx, x, by.ID)
	case discordgo.InteractionPing:
		return x.ack(ctx, callback{Type: discordgo.InteractionResponsePong})
	}
	a.log.WarnContext(ctx, "interaction of an unknown type", slog.Int("type", int(in.Type)))
	return nil
}

// pressed answers a press or a choice.
func (a *Adapter) pressed(ctx context.Context, x *exchange, by string) error {
	in := x.in
	d, ok := parseID(in.Data.CustomID, in.Data.Values)
	if !ok {
		// A button of another version: as good as an old one, and the handler knows what to say about those.
		return a.respond(ctx, x, bot.Message{Conversation: conversation(by), Press: bot.Action{Verb: bot.DoLabel},
			Text: in.Message.label(in.Data.CustomID, in.Data.Values)}, false)
	}
	switch d.kind {
	case kindStaff:
		return a.staffDid(ctx, x, StaffWord{By: bot.UserID(by), Press: d.action, Text: in.Message.label(in.Data.CustomID, nil)})
	case kindAnswer:
		return x.ack(ctx, a.form(in.Locale, string(kindReply)))
	case kindWrite:
		return x.ack(ctx, a.form(in.Locale, form(by)))
	case kindShow:
		if d.owner != by {
			return x.say(ctx, []payload{x.private(note(a.wordsFor(in.Locale).NotYours))})
		}
		// What was said to a message is kept by its ID: asking again changes nothing.
		return a.respond(ctx, x, bot.Message{ID: bot.MessageID(d.about), Conversation: conversation(by)}, false)
	case kindPress, kindChoose:
		label := in.Message.label(in.Data.CustomID, in.Data.Values)
		m := bot.Message{ID: bot.MessageID(in.ID), Conversation: conversation(by), Press: d.action, Text: strings.TrimSuffix(label, "…")}
		if d.owner == by && in.Message != nil {
			// Acknowledged before anything else: the pressed message stops offering what was chosen.
			if err := x.ack(ctx, callback{Type: discordgo.InteractionResponseUpdateMessage,
				Data: map[string]any{"components": used(in.Message, in.Data.CustomID, in.Data.Values)}}); err != nil && !tooLate(err) {
				a.log.WarnContext(ctx, "press not acknowledged", slog.String("error", err.Error()))
			}
		}
		// Somebody else's button is a message of their own that only they get the answer to.
		public := d.owner == by && in.Message != nil && !in.Message.ephemeral()
		return a.respond(ctx, x, m, public)
	case kindForm, kindReply:
	}
	return nil
}

// submitted answers a filled form.
func (a *Adapter) submitted(ctx context.Context, x *exchange, by string) error {
	d, ok := parseID(x.in.Data.CustomID, nil)
	text := x.in.Data.filled(formField)
	if ok && d.kind == kindReply {
		return a.staffDid(ctx, x, StaffWord{By: bot.UserID(by), Text: text})
	}
	return a.respond(ctx, x, bot.Message{Conversation: conversation(by), Text: text}, false)
}

// form is the form to write in.
func (a *Adapter) form(locale, customID string) callback {
	w := a.wordsFor(locale)
	return callback{Type: discordgo.InteractionResponseModal, Data: map[string]any{
		"custom_id": customID,
		"title":     w.Form,
		"components": row(discordgo.TextInput{CustomID: formField, Label: w.FormLabel, Placeholder: w.FormHint,
			Style: discordgo.TextInputParagraph, Required: true, MaxLength: maxContent}),
	}}
}

// respond has m answered and says the reply to the interaction: within ackAfter by itself, else it acknowledges first and
// says it when it is there. With public the reply is for everybody, unless it is personal.
func (a *Adapter) respond(ctx context.Context, x *exchange, m bot.Message, public bool) error {
	in := x.in
	if m.ID == "" {
		m.ID = bot.MessageID(in.ID)
	}
	m.Lang, m.At, m.Name = in.Locale, in.received, in.by().name()
	r, err := a.awaitJob(ctx, x, string(m.Conversation.User), func() bot.Reply { return a.handle(m) })
	if err != nil {
		return err
	}
	if r.IsZero() {
		return x.nothing(ctx)
	}
	w := a.wordsOf(r, in.Locale)
	v := view{owner: string(m.Conversation.User), hidden: !in.private() && (!public || personal(r)), choose: w.Choose, source: w.Sources}
	if v.hidden {
		v.write = w.Write // there is no other way to answer what nobody else sees
	}
	parts := render(r, v)
	if x.waiting && !in.private() && !v.hidden {
		// What was acknowledged for one pair of eyes cannot be shown to all any more.
		parts = append([]payload{note(w.Shared)}, parts...)
	}
	return x.say(ctx, parts)
}

// awaitJob has a job done in a lane and waits for its reply.
func (a *Adapter) awaitJob(ctx context.Context, x *exchange, lane string, job func() bot.Reply) (bot.Reply, error) {
	replies := make(chan bot.Reply, 1)
	err := a.lanes.push(lane, func() {
		defer close(replies) // a job that panics has the zero Reply
		replies <- job()
	})
	if err != nil {
		return bot.Reply{}, errors.Join(err, x.say(ctx, []payload{x.private(note(a.wordsFor(x.in.Locale).Busy))}))
	}
	return a.await(ctx, x, replies)
}

// await waits for a reply, and acknowledges the interaction when that takes longer.
func (a *Adapter) await(ctx context.Context, x *exchange, replies <-chan bot.Reply) (bot.Reply, error) {
	if !x.acked {
		t := time.NewTimer(a.deferred)
		defer t.Stop()
		select {
		case r := <-replies:
			return r, nil
		case <-t.C:
		case <-ctx.Done():
			return bot.Reply{}, context.Cause(ctx)
		}
		if err := x.wait(ctx); err != nil && !tooLate(err) {
			a.log.WarnContext(ctx, "interaction not acknowledged", slog.String("error", err.Error()))
		}
	}
	select {
	case r := <-replies:
		return r, nil
	case <-ctx.Done():
		return bot.Reply{}, context.Cause(ctx)
	}
}
