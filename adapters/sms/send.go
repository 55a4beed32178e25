package sms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"knead/bot"
)

// tries is how often one message is tried again after 429 and 5xx.
const tries = 6

// Send implements bot.Sender: it writes first. The error is bot.ErrUndeliverable for a number that ended messages or that
// no message reaches; in quiet hours, and where Twilio asks to wait, it has RetryAfter. A number that wrote within the
// last half hour is in the talk, at night too.
func (a *Adapter) Send(ctx context.Context, c bot.Conversation, r bot.Reply) error {
	to := string(c.User)
	if c.Channel != bot.SMS || !phoneForm.MatchString(to) {
		return fmt.Errorf("%w: %w", ErrNotOurs, bot.ErrUndeliverable)
	}
	text := a.c.Renderer.Render(r)
	if text == "" {
		return nil
	}
	if err := a.gate(ctx, to, r.Level); err != nil {
		return err
	}
	from, wrote, err := a.c.Store.LastText(ctx, to)
	if err != nil {
		return fmt.Errorf("sms: %w", err)
	}
	if !a.ours(from) {
		from = a.c.Numbers[0].Number
	}
	now := a.c.Now().In(a.c.Zone)
	if wait := quietFor(a.c.Quiet, now); wait > 0 && now.Sub(wrote) > a.c.Active {
		return &nightError{wait}
	}
	return a.write(ctx, from, to, text, r.Level, "")
}

// gate is may as an error.
func (a *Adapter) gate(ctx context.Context, to string, level bot.Level) error {
	ok, err := a.may(ctx, to, level)
	switch {
	case ok:
		return nil
	case err != nil:
		return fmt.Errorf("sms: %w", err)
	}
	a.stats.withheld.Add(1)
	return fmt.Errorf("sms: the number has ended messages: %w", bot.ErrUndeliverable)
}

// late sends an answer for which Twilio's request did not wait, and reports whether nothing is left to do.
func (a *Adapter) late(ctx context.Context, from, to, text string, level bot.Level, answers bot.MessageID) bool {
	err := a.write(ctx, from, to, text, level, answers)
	if err == nil {
		return true
	}
	if ctx.Err() != nil {
		return false
	}
	a.stats.givenUp.Add(1)
	a.c.Log.LogAttrs(ctx, slog.LevelError, "an answer could not be sent", slog.String("error", err.Error()))
	return errors.Is(err, bot.ErrUndeliverable)
}

// write sends text in as many messages as it needs. Each passes the gate right before it goes.
func (a *Adapter) write(ctx context.Context, from, to, text string, level bot.Level, answers bot.MessageID) error {
	for _, body := range split(text) {
		if err := a.one(ctx, from, to, body, level, answers); err != nil {
			return err
		}
	}
	return nil
}

// one sends a message: again after 429 and 5xx, and where no connection was made, so that nothing can have been sent.
func (a *Adapter) one(ctx context.Context, from, to, body string, level bot.Level, answers bot.MessageID) error {
	for try := 0; ; try++ {
		if err := a.pace.of(from).Wait(ctx); err != nil {
			return fmt.Errorf("sms: %w", err)
		}
		if err := a.gate(ctx, to, level); err != nil {
			return err
		}
		sid, status, err := a.rest.create(ctx, from, to, body, a.callback(answers))
		if err == nil {
			a.stats.sent.Add(1)
			a.record(ctx, bot.TextOut{ID: sid, Client: to, Practice: from, Reply: answers, Status: status, At: a.c.Now()})
			return nil
		}
		refusal, refused := errors.AsType[*apiError](err)
		if refused {
			a.refused(ctx, refusal, from, to)
		}
		if try+1 >= tries || !(refused && refusal.again() || notSent(err)) {
			return err
		}
		a.stats.retried.Add(1)
		pause := a.base << try
		if refused {
			pause = max(pause, refusal.retry)
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < pause {
			return err // who called has a plan of its own for later
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// refused learns from a refusal, and tells the operator what only they can mend.
func (a *Adapter) refused(ctx context.Context, e *apiError, from, to string) {
	switch {
	case e.code == codeStopped:
		a.learn(ctx, to, from)
	case e.code == codeToken || e.status == 401 || e.status == 403:
		a.c.Log.LogAttrs(ctx, slog.LevelError, "twilio refuses the account", slog.String("error", e.Error()),
			slog.String("hint", "are TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN those of the console's first page, and is the account active?"))
	case e.again():
		a.c.Log.LogAttrs(ctx, slog.LevelWarn, "twilio asks to try again", slog.String("error", e.Error()))
	default:
		a.c.Log.LogAttrs(ctx, slog.LevelWarn, "twilio refuses a message", slog.String("error", e.Error()))
	}
}

// learn notes that the carrier knows of a stop that knead has not heard. It is noted once an hour at most.
func (a *Adapter) learn(ctx context.Context, to, from string) {
	id := fmt.Sprintf("%s:%s", to, a.c.Now().UTC().Format("2006010215"))
	if err := a.c.Consent.Learn(context.WithoutCancel(ctx), to, from, id); err != nil {
		a.c.Log.LogAttrs(ctx, slog.LevelError, "consent log", slog.String("error", err.Error()))
	}
}

// record notes what became of a message.
func (a *Adapter) record(ctx context.Context, o bot.TextOut) {
	if o.ID == "" {
		return
	}
	if err := a.c.Store.NoteText(context.WithoutCancel(ctx), o); err != nil {
		a.c.Log.LogAttrs(ctx, slog.LevelError, "note text message", slog.String("error", err.Error()))
	}
}

// notSent reports whether no connection was made.
func notSent(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// sleep waits for d or until ctx ends, whose cause it then returns.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
