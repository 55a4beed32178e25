package telegram

import (
	"context"
	"sync"
	"time"
)

const (
	// most is how many updates Telegram hands out at once.
	most = 100
	// keepClosed is how many answered updates are remembered with a webhook, where Telegram is told of each by itself.
	keepClosed = 1000
)

// updates knows which updates are under way and which are answered, and so how far Telegram may forget: an update is
// acknowledged by asking for what comes after it, which must not happen before its reply has gone out.
type updates struct {
	journal *journal
	mu      sync.Mutex
	open    map[int64]chan struct{} // under way; closed when answered
	closed  map[int64]bool          // answered, but Telegram has not been told
	next    int64                   // after the highest seen; 0: none seen
	change  chan struct{}           // has something when an update was closed
}

func newUpdates(j *journal) *updates {
	return &updates{journal: j, open: make(map[int64]chan struct{}), closed: j.answered(), change: make(chan struct{}, 1)}
}

// take reports whether an update is new, and notes that it is under way. For one that is not new, done is closed when it
// was answered.
func (u *updates) take(id int64) (done <-chan struct{}, fresh bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.next = max(u.next, id+1)
	if u.closed[id] {
		ready := make(chan struct{})
		close(ready)
		return ready, false
	}
	if c, ok := u.open[id]; ok {
		return c, false
	}
	c := make(chan struct{})
	u.open[id] = c
	return c, true
}

// close notes that an update was answered. It is called right after the reply has gone out, with nothing between.
func (u *updates) close(id int64) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	err := u.journal.note(id) // under the lock: a journal written afresh meanwhile would not have the number
	if c, ok := u.open[id]; ok {
		close(c)
		delete(u.open, id)
	}
	u.closed[id] = true
	select {
	case u.change <- struct{}{}:
	default:
	}
	return err
}

// offset is the lowest update that is not answered, or the one after the highest seen.
func (u *updates) offset() int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	low := u.next
	for id := range u.open {
		low = min(low, id)
	}
	return low
}

// acknowledged notes that Telegram has heard of offset: what lies before it is forgotten here too.
func (u *updates) acknowledged(offset int64) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	for id := range u.closed {
		if id < offset {
			delete(u.closed, id)
		}
	}
	return u.journal.shrink(u.closed)
}

// trim forgets old answered updates where a webhook brings them: Telegram was told of each by the answer it got.
func (u *updates) trim() error {
	u.mu.Lock()
	n, next := len(u.closed), u.next
	u.mu.Unlock()
	if n < 2*keepClosed {
		return nil
	}
	return u.acknowledged(next - keepClosed)
}

// restart forgets the highest seen. After a week without updates Telegram numbers them afresh, possibly lower.
func (u *updates) restart() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.open) == 0 {
		u.next = 0
	}
}

// settle waits until nothing is under way, or for patience where there is room for more, or until ctx ends. It reports
// whether nothing is under way.
func (u *updates) settle(ctx context.Context, patience time.Duration) bool {
	t := time.NewTimer(patience)
	defer t.Stop()
	late := false
	for {
		u.mu.Lock()
		n := len(u.open)
		u.mu.Unlock()
		if n == 0 {
			return true
		}
		if late && n < most || ctx.Err() != nil {
			return false
		}
		select {
		case <-u.change:
		case <-t.C:
			late = true
		case <-ctx.Done():
		}
	}
}
