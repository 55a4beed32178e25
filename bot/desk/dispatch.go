package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"knead/bot"
)

const (
	poll     = 2 * time.Second  // between looks when nobody wakes the dispatcher
	postTime = 15 * time.Second // for one delivery
	lease    = 20 * time.Second // longer than postTime: what a killed process held is delivered by the next after that
	keepOn   = 72 * time.Hour   // a notice older than that is delivered no more
	freshFor = 24 * time.Hour   // a way that is new gets what others delivered only back to there

	firstPause = time.Second
	maxPause   = 5 * time.Minute
)

// A Poster is a way by which notices are delivered. Post returns how the way calls what it posted, empty for nothing, once
// it has it for good; a repeat of the same p.Key must do no harm. r is p worded. An error that is bot.ErrUndeliverable is
// not tried again; one with a method RetryAfter() time.Duration not before that.
type Poster interface {
	Post(ctx context.Context, p bot.Parcel, r bot.Reply) (receipt string, err error)
}

// A Way is a Poster with a name, which the store remembers: keep it over restarts.
type Way struct {
	Name    string
	For     bot.Audience
	Poster  Poster
	Longest time.Duration // the longest pause between tries; 0: 5 min
	Deaf    bool          // nobody can answer there: notices say so instead of how to answer
}

// A Dispatcher delivers notices by every way, at least once each.
type Dispatcher struct {
	desk *Desk
	ways []Way
	wake []chan struct{}
}

// NewDispatcher returns a Dispatcher for the ways.
func (d *Desk) NewDispatcher(ways ...Way) *Dispatcher {
	x := &Dispatcher{desk: d, ways: ways}
	for range ways {
		x.wake = append(x.wake, make(chan struct{}, 1))
	}
	return x
}

// Wake has the dispatcher look at once. It never waits.
func (x *Dispatcher) Wake() {
	for _, c := range x.wake {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Run delivers until ctx ends, then lets deliveries under way finish.
func (x *Dispatcher) Run(ctx context.Context) {
	var wg sync.WaitGroup
	for i, w := range x.ways {
		wg.Go(func() { x.run(ctx, w, x.wake[i]) })
	}
	wg.Wait()
}

// Flush delivers what is due now by every way and returns. Failures are noted for later, as in Run.
func (x *Dispatcher) Flush(ctx context.Context) error {
	for _, w := range x.ways {
		for {
			n, err := x.round(ctx, w)
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	return nil
}

func (x *Dispatcher) run(ctx context.Context, w Way, wake <-chan struct{}) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		n, err := x.round(ctx, w)
		if err != nil && ctx.Err() == nil {
			x.desk.o.Log.LogAttrs(ctx, slog.LevelError, "outbox", slog.String("way", w.Name), slog.String("error", err.Error()))
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-tick.C:
		}
	}
}

// round delivers what is due and returns how many were tried.
func (x *Dispatcher) round(ctx context.Context, w Way) (int, error) {
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	now := x.desk.o.Now()
	// One at a time: a lease must not run out while others of the batch are posted.
	due, err := x.desk.o.Store.Due(ctx, bot.Window{Way: w.Name, For: w.For, Now: now, Since: now.Add(-keepOn), Fresh: now.Add(-freshFor),
		Lease: lease, Limit: 1})
	if err != nil {
		return 0, err
	}
	for i, p := range due {
		if err := x.deliver(ctx, w, p); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// deliver posts one notice and notes what came of it. A delivery under way outlives ctx: cut off, it would be repeated.
func (x *Dispatcher) deliver(ctx context.Context, w Way, p bot.Parcel) error {
	ctx = context.WithoutCancel(ctx)
	d := x.desk
	receipt, err := x.post(ctx, w, p)
	if err == nil {
		if err := d.o.Store.Done(ctx, w.Name, p.Key, receipt, d.o.Now()); err != nil {
			return err // posted, not noted: it is posted again when the lease ends
		}
		if p.Late {
			return d.tellReached(ctx, p)
		}
		return nil
	}
	next := d.o.Now().Add(pause(w, p.Attempts, err))
	if errors.Is(err, bot.ErrUndeliverable) {
		next = time.Time{}
	}
	level := slog.LevelWarn
	if w.For == bot.ForClient {
		level = slog.LevelDebug // a closed page is no trouble
	}
	d.o.Log.LogAttrs(ctx, level, "notice not delivered", slog.String("way", w.Name), slog.String("kind", p.Kind),
		slog.Int("attempt", p.Attempts+1), slog.Bool("given_up", next.IsZero()), slog.String("error", err.Error()))
	return d.o.Store.Failed(ctx, w.Name, p.Key, next)
}

// post has a limit in time and turns a panic into an error.
func (x *Dispatcher) post(ctx context.Context, w Way, p bot.Parcel) (receipt string, err error) {
	ctx, cancel := context.WithTimeout(ctx, postTime)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("post panics: %v", v)
		}
	}()
	if w.Deaf {
		return w.Poster.Post(ctx, p, x.desk.Inform(p))
	}
	return w.Poster.Post(ctx, p, x.desk.Tell(p))
}

// pause is how long to wait after the attempts-th failure in a row: twice as long each time, give or take a quarter.
func pause(w Way, attempts int, err error) time.Duration {
	longest := w.Longest
	if longest == 0 {
		longest = maxPause
	}
	wait := longest
	if attempts < 20 {
		wait = min(firstPause<<attempts, longest)
	}
	wait += time.Duration((rand.Float64() - 0.5) / 2 * float64(wait)) //nolint:gosec // jitter, no secret
	if asks, ok := errors.AsType[interface {
		error
		RetryAfter() time.Duration
	}](err); ok {
		wait = max(wait, asks.RetryAfter())
	}
	return wait
}
