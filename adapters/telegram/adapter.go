package telegram

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"knead/bot"
)

// An Adapter is a bot.Adapter and bot.Sender for one Telegram bot. It is safe for concurrent use; Run is called once.
type Adapter struct {
	c       Config
	api     *client
	limit   *limiter
	lanes   *lanes
	window  *updates
	memory  *memory
	trouble *trouble
	stats   counters
	me      atomic.Pointer[user] // nil until Telegram has said who the bot is
	handler atomic.Pointer[running]
	began   atomic.Bool
	hooked  atomic.Bool   // the webhook was set by this process
	base    time.Duration // the first pause after a failure, 500 ms; tests shorten it
	slow    time.Duration // an answer that takes longer is shown as "typing": 400 ms, in tests what they need
}

// running is what takes updates while Run runs.
type running struct {
	accept func(raw json.RawMessage) (done <-chan struct{}, fresh bool)
	gone   <-chan struct{} // closed when no reply goes out any more
}

var (
	_ bot.Adapter = (*Adapter)(nil)
	_ bot.Sender  = (*Adapter)(nil)
)

// New returns an Adapter, or an error that names what is wrong in c. It calls nobody: a wrong token shows when Run does.
func New(c Config) (*Adapter, error) {
	if err := c.check(); err != nil {
		return nil, configError(err)
	}
	if c.Webhook.URL != "" && c.Webhook.Secret == "" {
		raw := make([]byte, 32)
		_, _ = rand.Read(raw) // never fails
		c.Webhook.Secret = Token(hex.EncodeToString(raw))
	}
	a := &Adapter{c: c, api: newClient(c), limit: newLimiter(c.Limits), lanes: newLanes(), memory: newMemory(), base: 500 * time.Millisecond, slow: 400 * time.Millisecond}
	a.trouble = &trouble{log: c.Log, now: c.Now}
	a.api.skewed = a.trouble.skewed
	a.window = newUpdates(nil)
	return a, nil
}

// Run implements bot.Adapter: it takes updates until ctx ends, then lets running replies go out and tells Telegram what
// was answered. Trouble with Telegram is logged and outlasted; the only errors are those of the journal's file.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	if a.began.Swap(true) {
		return errors.New("telegram: Run was called before")
	}
	j, err := openJournal(a.c.Journal)
	if err != nil {
		return fmt.Errorf("telegram: journal: %w", err)
	}
	defer j.close()
	a.window = newUpdates(j)
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	if err := a.introduce(ctx); err != nil {
		return nil //nolint:nilerr // ctx ended before Telegram answered: a clean end
	}
	a.handler.Store(&running{gone: work.Done(), accept: func(raw json.RawMessage) (<-chan struct{}, bool) { return a.accept(work, h, raw) }})
	var wg sync.WaitGroup
	wg.Go(func() { a.present(ctx) })
	if a.c.Webhook.URL != "" {
		a.keepWebhook(ctx)
	} else {
		a.takeWebhookDown(ctx)
		a.poll(ctx, work, h)
	}
	a.handler.Store(nil)
	wg.Wait()
	a.drain(work, cancel)
	return nil
}

// introduce asks Telegram who the bot is, until it says so or ctx ends.
func (a *Adapter) introduce(ctx context.Context) error {
	for try := 0; ; try++ {
		var me user
		err := a.api.call(ctx, "getMe", nil, &me)
		if err == nil {
			a.trouble.over(ctx)
			a.me.Store(&me)
			a.c.Log.LogAttrs(ctx, slog.LevelInfo, "telegram bot", slog.String("username", me.Username))
			return nil
		}
		if ctx.Err() != nil {
			return err
		}
		a.trouble.met(ctx, err)
		if err := sleep(ctx, a.pauseAfter(err, try)); err != nil {
			return err
		}
	}
}

// pauseAfter is how long to leave Telegram alone after the try-th failure in a row.
func (a *Adapter) pauseAfter(err error, try int) time.Duration {
	switch traitOf(err) {
	case traitFlood:
		return max(waitOf(err), backoff(a.base, try))
	case traitToken:
		return 10 * backoff(a.base, try)
	case traitConflict, traitWebhook:
		return backoff(a.base, try+2)
	default:
		return backoff(a.base, try)
	}
}

// waitOf is how long a refusal asks to wait, zero when it does not say.
func waitOf(err error) time.Duration {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e.retry
	}
	return 0
}

// drain waits for running replies, then tells Telegram which updates were answered, so that the next start does not
// answer them again.
func (a *Adapter) drain(work context.Context, cancel context.CancelFunc) {
	late := time.AfterFunc(a.c.Drain, cancel)
	a.lanes.wait()
	if !late.Stop() {
		a.c.Log.LogAttrs(work, slog.LevelWarn, "telegram replies were cut off by the stop; they go out at the next start")
	}
	if a.c.Webhook.URL != "" {
		return // each update was acknowledged by its own answer
	}
	if offset := a.window.offset(); offset > 0 {
		ctx := context.WithoutCancel(work)
		if err := a.api.callWithin(ctx, 3*time.Second, "getUpdates", getUpdates{Offset: offset, Limit: 1, Kinds: a.kinds()}, nil); err != nil {
			a.c.Log.LogAttrs(ctx, slog.LevelWarn, "the last telegram updates could not be acknowledged and will come again",
				slog.String("error", err.Error()))
			return
		}
		if err := a.window.acknowledged(offset); err != nil {
			a.c.Log.LogAttrs(ctx, slog.LevelError, "journal", slog.String("error", err.Error()))
		}
	}
}

func (a *Adapter) kinds() []string { return kinds(a.c.Searcher != nil) }

// Link returns a link that opens the private chat with the bot and starts it with payload (letters, digits, _ and -, at
// most 64): "book", "book_<place>", "article_<slug>", "human", "help". It is empty until Run has learnt the bot's name.
func (a *Adapter) Link(payload string) string {
	me := a.me.Load()
	if me == nil || me.Username == "" {
		return ""
	}
	link := "https://t.me/" + me.Username
	if payload != "" {
		link += "?start=" + payload
	}
	return link
}

// Stats counts what an Adapter did since it was made.
type Stats struct {
	Updates  int64 // taken from Telegram, each once
	Repeated int64 // updates that came again and were not answered again
	Sent     int64 // messages sent, edits included
	Retried  int64 // calls tried again
	Doubtful int64 // messages tried again after a try of which nobody knows whether Telegram took it
	GivenUp  int64 // messages that could not be sent
	Panics   int64
}

type counters struct{ updates, repeated, sent, retried, doubtful, givenUp, panics atomic.Int64 }

// Stats returns the counts so far.
func (a *Adapter) Stats() Stats {
	s := &a.stats
	return Stats{Updates: s.updates.Load(), Repeated: s.repeated.Load(), Sent: s.sent.Load(), Retried: s.retried.Load(),
		Doubtful: s.doubtful.Load(), GivenUp: s.givenUp.Load(), Panics: s.panics.Load()}
}

// An address is where in Telegram a message goes.
type address struct {
	chat   int64
	thread int // of a forum; 0: none
	reply  int // the message it answers, shown above it; 0: none
}

// conversation names a client in a chat. A topic of a group is a chat of its own; one in the client's private chat is
// not, so that a hold stands in all of them.
func conversation(c chat, thread int, u int64) bot.Conversation {
	id := strconv.FormatInt(c.ID, 10)
	if thread != 0 && c.Type != private {
		id += "/" + strconv.Itoa(thread)
	}
	return bot.Conversation{Channel: bot.Telegram, Chat: bot.ChatID(id), User: bot.UserID(strconv.FormatInt(u, 10))}
}

// addressOf reads a conversation that conversation wrote.
func addressOf(c bot.Conversation) (address, error) {
	if c.Channel != bot.Telegram {
		return address{}, ErrNotOurs
	}
	id, thread, topic := strings.Cut(string(c.Chat), "/")
	var to address
	var err error
	if to.chat, err = strconv.ParseInt(id, 10, 64); err == nil && topic {
		to.thread, err = strconv.Atoi(thread)
	}
	if err != nil || to.chat == 0 {
		return address{}, ErrNotOurs
	}
	return to, nil
}
