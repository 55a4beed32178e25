package sms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"

	"knead/bot"
)

// recent is how old a message may be that a killed process left open and the next one still answers.
const recent = time.Hour

// An Adapter is a bot.Adapter and bot.Sender for the practice's telephone numbers. It is safe for concurrent use; Run is
// called once.
type Adapter struct {
	c       Config
	rest    *rest
	signed  client.RequestValidator
	lanes   *lanes
	joiner  *joiner
	pace    *pace
	flood   *flood
	running atomic.Pointer[running]
	began   atomic.Bool
	base    time.Duration // the first pause after a refusal, 1 s; tests shorten it
	stats   counters

	mu    sync.Mutex
	taken map[bot.MessageID]bool // messages under way in this process
}

// running is what takes messages while Run runs.
type running struct {
	work context.Context //nolint:containedctx // of replies under way, which outlive the requests that asked for them
	h    bot.Handler
}

var (
	_ bot.Adapter = (*Adapter)(nil)
	_ bot.Sender  = (*Adapter)(nil)
)

// New returns an Adapter, or an error that names what is wrong in c. It calls nobody.
func New(c Config) (*Adapter, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("sms: %w", err)
	}
	r, err := newRest(c)
	if err != nil {
		return nil, fmt.Errorf("sms: %w", err)
	}
	a := &Adapter{c: c, rest: r, signed: client.NewRequestValidator(string(c.AuthToken)), lanes: newLanes(), pace: newPace(c.PerSecond),
		flood: newFlood(), base: time.Second, taken: make(map[bot.MessageID]bool)}
	a.joiner = newJoiner(c.Join)
	return a, nil
}

// Run implements bot.Adapter: it answers what an earlier process left open, then what Webhook is given, until ctx ends
// and running replies are out.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	if a.began.Swap(true) {
		return errors.New("sms: Run was called before")
	}
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	r := &running{work: work, h: h}
	a.running.Store(r)
	if a.c.PublicURL == "" {
		a.c.Log.LogAttrs(ctx, slog.LevelWarn, "no public address is set: signatures are checked over the address that each request names, and what becomes of sent messages is not heard of",
			slog.String("hint", "set web.public_url to the address that Twilio calls, such as https://chat.example.com"))
	}
	a.recover(r)
	<-ctx.Done()
	a.running.Store(nil)
	a.joiner.close()
	late := time.AfterFunc(a.c.Drain, cancel)
	a.lanes.wait()
	if !late.Stop() {
		a.c.Log.LogAttrs(work, slog.LevelWarn, "text messages were cut off by the stop; they are answered at the next start")
	}
	return nil
}

// recover answers by REST what was taken and not answered.
func (a *Adapter) recover(r *running) {
	open, err := a.c.Store.OpenTexts(r.work, a.c.Now().Add(-recent))
	if err != nil {
		a.c.Log.LogAttrs(r.work, slog.LevelError, "open text messages", slog.String("error", err.Error()))
		return
	}
	groups := make(map[string][]bot.TextIn)
	for _, in := range open {
		if !a.take(in.ID) {
			continue
		}
		parts := append(groups[in.Client], in)
		if unfinished(in.Text) {
			groups[in.Client] = parts
			continue
		}
		delete(groups, in.Client)
		a.put(r, newJob(parts, nil))
	}
	for _, parts := range groups {
		a.put(r, newJob(parts, nil))
	}
}

// take reports whether this process does not work on id yet, and notes that it does.
func (a *Adapter) take(id bot.MessageID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.taken[id] {
		return false
	}
	a.taken[id] = true
	return true
}

// closed notes that the messages of a job are answered.
func (a *Adapter) closed(ctx context.Context, j *job) {
	ctx = context.WithoutCancel(ctx)
	ids := make([]bot.MessageID, len(j.parts))
	for i, in := range j.parts {
		ids[i] = in.ID
	}
	if err := a.c.Store.AnsweredText(ctx, ids...); err != nil {
		a.c.Log.LogAttrs(ctx, slog.LevelError, "note answered text message", slog.String("error", err.Error()))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, id := range ids {
		delete(a.taken, id)
	}
}

// may is the gate: it reports whether number may be written to now. While that cannot be known only what to do in an
// emergency goes out.
func (a *Adapter) may(ctx context.Context, number string, level bot.Level) (bool, error) {
	ok, err := a.c.Consent.May(ctx, number)
	if err != nil {
		a.c.Log.LogAttrs(ctx, slog.LevelError, "consent log", slog.String("error", err.Error()))
		return level >= bot.Urgent, err
	}
	return ok, nil
}

// Mount returns the handlers by the paths at which they are to be mounted.
func (a *Adapter) Mount() map[string]http.Handler {
	return map[string]http.Handler{Path: http.HandlerFunc(a.webhook), StatusPath: http.HandlerFunc(a.status)}
}

// Stats counts what an Adapter did since it was made.
type Stats struct {
	Received int64 // messages, each once
	Repeated int64 // deliveries of messages that were known
	Joined   int64 // messages that were parts of a longer one
	Answered int64 // answers that Twilio took with its request
	Sent     int64 // messages sent by REST
	Retried  int64 // requests tried again
	Withheld int64 // messages that the gate held back
	GivenUp  int64 // messages that could not be sent
	Panics   int64
}

type counters struct {
	received, repeated, joined, answered, sent, retried, withheld, givenUp, panics atomic.Int64
}

// Stats returns the counts so far.
func (a *Adapter) Stats() Stats {
	s := &a.stats
	return Stats{Received: s.received.Load(), Repeated: s.repeated.Load(), Joined: s.joined.Load(), Answered: s.answered.Load(), Sent: s.sent.Load(),
		Retried: s.retried.Load(), Withheld: s.withheld.Load(), GivenUp: s.givenUp.Load(), Panics: s.panics.Load()}
}
