package discord

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// errLimited says that Discord asks for a longer pause than the caller has time for.
var errLimited = errors.New("rate limit lasts longer than there is time")

// maxBuckets is how many buckets are kept; over it those whose time is over go.
const maxBuckets = 4096

// A limiter keeps requests within what Discord has last said it allows. It waits before a request that would be refused,
// and every wait ends with the caller's context. It is safe for concurrent use.
type limiter struct {
	now func() time.Time

	mu      sync.Mutex
	global  time.Time // nothing before this moment
	buckets map[string]*bucket
}

// A bucket is what is left of one route's allowance.
type bucket struct {
	left  int
	reset time.Time // left is full again from here on
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, buckets: make(map[string]*bucket)}
}

// take waits for room in the bucket of key and takes one place. It returns errLimited at once if ctx ends before there
// can be room. free requests, the answers to interactions, are bound by no global limit.
func (l *limiter) take(ctx context.Context, key string, free bool) error {
	for {
		wait := l.try(key, free)
		if wait <= 0 {
			return nil
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

// try takes a place, or returns how long to wait before the next try.
func (l *limiter) try(key string, free bool) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if !free && now.Before(l.global) {
		return l.global.Sub(now)
	}
	b := l.buckets[key]
	if b == nil || !now.Before(b.reset) {
		return 0 // nothing is known: the answer will tell
	}
	if b.left <= 0 {
		return b.reset.Sub(now)
	}
	b.left--
	return 0
}

// rounding is added to what Discord announces: it counts in thousandths of a second, and who asks a moment early is refused.
const rounding = 5 * time.Millisecond

// heard learns from the headers of an answer.
func (l *limiter) heard(key string, h http.Header) {
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	if err != nil {
		return
	}
	after, ok := seconds(h.Get("X-RateLimit-Reset-After"))
	if !ok {
		return
	}
	after += rounding
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b := l.buckets[key]
	switch {
	case b == nil || !now.Before(b.reset):
		l.sweep(now)
		l.buckets[key] = &bucket{left: left, reset: now.Add(after)}
	default:
		// Answers overtake each other: the smaller number is the later one.
		b.left = min(b.left, left)
		b.reset = now.Add(after)
	}
}

// blocked learns from a refusal.
func (l *limiter) blocked(key string, after time.Duration, global bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until := l.now().Add(after)
	if global {
		if until.After(l.global) {
			l.global = until
		}
		return
	}
	l.sweep(l.now())
	l.buckets[key] = &bucket{reset: until}
}

// sweep forgets buckets that say nothing any more, once there are many.
func (l *limiter) sweep(now time.Time) {
	if len(l.buckets) < maxBuckets {
		return
	}
	for k, b := range l.buckets {
		if !now.Before(b.reset) {
			delete(l.buckets, k)
		}
	}
}

// pause waits for d. It fails at once, with errLimited, when ctx ends before that, and with ctx's error when it ends
// meanwhile.
func pause(ctx context.Context, d time.Duration) error {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < d {
		return errLimited
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

// seconds reads a number of seconds with a fraction.
func seconds(s string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 24*3600 {
		return 0, false
	}
	return time.Duration(f * float64(time.Second)), true
}
