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

// DeferAfter sets how long an interaction waits for its reply before it is acknowledged without one.
func (a *Adapter) DeferAfter(d time.Duration) { a.deferred = d }
