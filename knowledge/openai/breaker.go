package openai

import (
	"sync"
	"time"
)

const (
	breakAfter = 4                // failures in a row that open the breaker
	breakFirst = 15 * time.Second // for so long at first, then twice as long each time
	breakMost  = 5 * time.Minute
)

// A breaker stops asking an endpoint that fails, and lets one call try again after a while.
type breaker struct {
	mu      sync.Mutex
	now     func() time.Time
	failed  int
	open    time.Time // closed again then
	wait    time.Duration
	probing bool
}

// allow reports whether a call may be made. Every allowed call must be followed by done.
func (b *breaker) allow() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.now().Before(b.open) {
		return false
	}
	if b.failed >= breakAfter {
		if b.probing {
			return false
		}
		b.probing = true
	}
	return true
}

// drop takes an allowed call back that was not made.
func (b *breaker) drop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
}

// done notes how a call went.
func (b *breaker) done(ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
	if ok {
		b.failed, b.wait = 0, 0
		return
	}
	b.failed++
	if b.failed < breakAfter {
		return
	}
	b.wait = min(max(breakFirst, 2*b.wait), breakMost)
	if until := b.now().Add(b.wait); until.After(b.open) {
		b.open = until
	}
}

// later keeps the breaker open until at, as the endpoint asked.
func (b *breaker) later(at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if most := b.now().Add(breakMost); at.After(most) {
		at = most
	}
	if at.After(b.open) {
		b.open = at
	}
}
