package discord

import (
	"context"
	"time"
)

// Hurry takes the pauses out of connecting, which a test cannot wait for.
func (a *Adapter) Hurry() {
	a.every = 0
	a.pace = func(ctx context.Context, d time.Duration) error { return pause(ctx, min(d, 5*time.Millisecond)) }
	a.api.wire.pace = a.pace
}

// Unhurried takes the limits of time out of interactions: a machine may be as slow as it likes. It returns what they were.
func (a *Adapter) Unhurried() (deferred, ackLimit time.Duration) {
	deferred, ackLimit = a.deferred, a.ackLimit
	a.deferred, a.ackLimit = time.Hour, time.Hour
	return deferred, ackLimit
}

// DeferAfter sets how long an interaction waits for its reply before it is acknowledged without one.
func (a *Adapter) DeferAfter(d time.Duration) { a.deferred = d }
