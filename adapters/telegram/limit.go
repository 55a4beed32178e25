package telegram

import (
	"cmp"
	"context"
	"sync"
	"time"
)

// Limits are how much may be sent. A zero field is Telegram's own limit, a negative one is none.
type Limits struct {
	ChatPerSecond  int // messages to one chat; 0: 1
	GroupPerMinute int // messages to one group; 0: 20
	AllPerSecond   int // calls in all; 0: 30
}

func (l *Limits) fill() {
	l.ChatPerSecond = cmp.Or(l.ChatPerSecond, 1)
	l.GroupPerMinute = cmp.Or(l.GroupPerMinute, 20)
	l.AllPerSecond = cmp.Or(l.AllPerSecond, 30)
}

// A limiter spaces calls out so that Telegram need not refuse them. A caller reserves its moment and sleeps until then:
// the order of callers is kept.
type limiter struct {
	limits Limits
	mu     sync.Mutex
	all    window
	pauses map[int64]time.Time // chats that Telegram asked to leave alone; 0: everything
	chats  map[int64]*chatLimit
}

// A chatLimit is what was sent to one chat.
type chatLimit struct {
	second, minute window
}

// A window lets at most n through in any span of its length.
type window struct {
	n    int // none when it is not positive
	span time.Duration
	last []time.Time // the last n, in order
}

// next is the first moment from t on at which one more fits.
func (w *window) next(t time.Time) time.Time {
	if w.n <= 0 || len(w.last) < w.n {
		return t
	}
	if free := w.last[len(w.last)-w.n].Add(w.span); free.After(t) {
		return free
	}
	return t
}

// take notes one at t.
func (w *window) take(t time.Time) {
	if w.n <= 0 {
		return
	}
	if len(w.last) == w.n {
		copy(w.last, w.last[1:])
		w.last = w.last[:w.n-1]
	}
	w.last = append(w.last, t)
}

func newLimiter(l Limits) *limiter {
	return &limiter{limits: l, all: window{n: l.AllPerSecond, span: time.Second}, pauses: make(map[int64]time.Time), chats: make(map[int64]*chatLimit)}
}

// A priority says how long a call may be kept waiting.
type priority int

const (
	usual  priority = iota
	urgent          // a red flag's advice: waits for nobody's chat limit, only for what Telegram itself asked
)

// wait sleeps until a message to chat may go out, or, for chat 0, a call that is no message; or until ctx ends.
func (l *limiter) wait(ctx context.Context, chat int64, p priority) error {
	return sleep(ctx, l.reserve(time.Now(), chat, p))
}

// reserve books the next moment for a message to chat and returns how long it is away.
func (l *limiter) reserve(now time.Time, chat int64, p priority) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.chats[chat]
	if c == nil {
		l.sweep(now)
		c = &chatLimit{second: window{n: l.limits.ChatPerSecond, span: time.Second}}
		switch {
		case chat == 0:
			c.second.n = 0
		case chat < 0: // groups have negative IDs
			c.minute = window{n: l.limits.GroupPerMinute, span: time.Minute}
		}
		l.chats[chat] = c
	}
	at := now
	for _, pause := range []int64{0, chat} {
		if until := l.pauses[pause]; until.After(at) {
			at = until
		}
	}
	if p != urgent {
		at = c.second.next(c.minute.next(at))
	}
	at = l.all.next(at)
	c.second.take(at)
	c.minute.take(at)
	l.all.take(at)
	return at.Sub(now)
}

// pause keeps messages to chat, or all messages when chat is 0, back until then.
func (l *limiter) pause(chat int64, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until.After(l.pauses[chat]) {
		l.pauses[chat] = until
	}
}

// sweep forgets chats that have been quiet, once there are many.
func (l *limiter) sweep(now time.Time) {
	if len(l.chats) < 10_000 {
		return
	}
	old := now.Add(-time.Minute)
	for id, c := range l.chats {
		if n := len(c.second.last); n == 0 || c.second.last[n-1].Before(old) {
			delete(l.chats, id)
		}
	}
	for id, until := range l.pauses {
		if until.Before(now) {
			delete(l.pauses, id)
		}
	}
}

// sleep waits for d or until ctx ends, whose cause it then returns.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
