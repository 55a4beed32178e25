package telegram

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"knead/bot"
)

const (
	// patience is how long a poll waits for what is under way before it looks for more.
	patience = 300 * time.Millisecond
	// hasty is how soon an empty answer to a poll is too soon.
	hasty = 200 * time.Millisecond
	// quiet is how long nothing may come before the count of updates is taken to have begun afresh.
	quiet = 24 * time.Hour
)

// poll takes updates by long polling until ctx ends. It asks for what lies behind the oldest unanswered update, so
// Telegram keeps that one and everything after it; what it hands out twice is known by its number.
func (a *Adapter) poll(ctx, work context.Context, h bot.Handler) {
	last := a.c.Now()
	wait := patience
	for try := 0; ctx.Err() == nil; {
		idle := a.window.settle(ctx, wait)
		if idle && a.c.Now().Sub(last) > quiet {
			a.window.restart()
			last = a.c.Now()
		}
		in := getUpdates{Offset: a.window.offset(), Limit: most, Kinds: a.kinds()}
		if idle {
			in.Timeout = int(a.c.PollFor.Seconds())
		}
		var raws []json.RawMessage
		asked := time.Now()
		if err := a.api.callWithin(ctx, a.c.PollFor+callFor, "getUpdates", in, &raws); err != nil {
			if ctx.Err() != nil {
				return
			}
			a.trouble.met(ctx, err)
			if traitOf(err) == traitWebhook && try%8 == 3 {
				a.takeWebhookDown(ctx) // whoever set it has had time to be stopped, or is gone
			}
			_ = sleep(ctx, a.pauseAfter(err, try)) // the loop sees the end of ctx
			try++
			continue
		}
		a.trouble.over(ctx)
		try = 0
		if err := a.window.acknowledged(in.Offset); err != nil {
			a.c.Log.LogAttrs(ctx, slog.LevelError, "journal", slog.String("error", err.Error()))
		}
		fresh := 0
		for _, raw := range raws {
			if _, ok := a.accept(work, h, raw); ok {
				fresh++
			}
		}
		if fresh > 0 {
			last, wait = a.c.Now(), patience
		} else if !idle {
			wait = min(2*wait, time.Second) // nothing new behind a slow one: look less often
		} else if time.Since(asked) < hasty {
			_ = sleep(ctx, hasty) // a server that does not hold polls would be asked thousands of times a second
		}
	}
}

// accept puts an update into its lane. It reports false for one that was seen before; done is closed once it is answered.
func (a *Adapter) accept(work context.Context, h bot.Handler, raw json.RawMessage) (done <-chan struct{}, fresh bool) {
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		// Of another form than the one known. Its number is all that is needed to get past it.
		u = update{}
		var n struct {
			ID int64 `json:"update_id"`
		}
		if json.Unmarshal(raw, &n) != nil {
			a.c.Log.LogAttrs(work, slog.LevelError, "a telegram update without a number was left out")
			none := make(chan struct{})
			close(none)
			return none, false
		}
		u.ID = n.ID
		a.c.Log.LogAttrs(work, slog.LevelWarn, "a telegram update of an unknown form was left out", slog.Int64("update", u.ID))
	}
	done, fresh = a.window.take(u.ID)
	if !fresh {
		a.stats.repeated.Add(1)
		return done, false
	}
	a.stats.updates.Add(1)
	lane, errand := a.errand(h, &u)
	if errand == nil {
		a.c.Log.LogAttrs(work, slog.LevelDebug, "a telegram update needs no answer", slog.Int64("update", u.ID))
		a.closeUpdate(work, u.ID)
		return done, true
	}
	a.lanes.put(lane, func() { a.run(work, &u, errand) })
	return done, true
}

// An errand answers one update. Its error is the end of ctx, and the update will come again; any other trouble was
// dealt with. after is done once the update counts as answered; it may be nil.
type errand func(ctx context.Context) (after func(), err error)

// run does an errand, and closes the update unless it is to come again.
func (a *Adapter) run(ctx context.Context, u *update, do errand) {
	var after func()
	var err error
	if a.guard(ctx, u.ID, func() { after, err = do(ctx) }) {
		// It would panic again, so it counts as answered.
		a.guard(ctx, u.ID, func() { a.sorry(ctx, u.Message) })
	}
	if err != nil {
		return // ctx ended: unanswered, so Telegram keeps it
	}
	a.closeUpdate(ctx, u.ID)
	if after != nil {
		a.guard(ctx, u.ID, after)
	}
}

// guard keeps a panic of f from ending the process, and reports whether there was one.
func (a *Adapter) guard(ctx context.Context, id int64, f func()) (panicked bool) {
	defer func() {
		if p := recover(); p != nil {
			panicked = true
			a.stats.panics.Add(1)
			a.c.Log.LogAttrs(ctx, slog.LevelError, "panic", slog.String("channel", string(bot.Telegram)), slog.Int64("update", id),
				slog.String("panic", panicText(a.c.Token, p)))
		}
	}()
	f()
	return false
}

func (a *Adapter) closeUpdate(ctx context.Context, id int64) {
	if err := a.window.close(id); err != nil {
		a.c.Log.LogAttrs(ctx, slog.LevelError, "journal", slog.String("error", err.Error()))
	}
}
