package telegram

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// repeatTrouble is how often a trouble that lasts is said again.
const repeatTrouble = 10 * time.Minute

// A trouble is what keeps the adapter from Telegram. It is said when it begins, now and then while it lasts, and when
// it is over: an hour without a network is half a dozen lines, not thousands.
type trouble struct {
	log *slog.Logger
	now func() time.Time

	mu    sync.Mutex
	kind  trait
	since time.Time // zero: there is none
	said  time.Time
	tries int
	clock time.Time // when the clock was last spoken of
}

// met notes a failed call and says what to do about it.
func (t *trouble) met(ctx context.Context, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, kind := t.now(), traitOf(err)
	if t.since.IsZero() {
		t.since = now
	}
	t.tries++
	if kind == t.kind && !t.said.IsZero() && now.Sub(t.said) < repeatTrouble {
		return
	}
	t.kind, t.said = kind, now
	t.log.LogAttrs(ctx, slog.LevelError, "telegram is out of reach", slog.String("error", err.Error()), slog.String("hint", hintFor(kind)),
		slog.Duration("for", now.Sub(t.since)), slog.Int("tries", t.tries))
}

// over notes that a call worked.
func (t *trouble) over(ctx context.Context) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.since.IsZero() {
		return
	}
	t.log.LogAttrs(ctx, slog.LevelInfo, "telegram is in reach again", slog.Duration("after", t.now().Sub(t.since)), slog.Int("tries", t.tries))
	t.kind, t.since, t.said, t.tries = traitOther, time.Time{}, time.Time{}, 0
}

// skewed says, once an hour at most, that this machine's clock is off: dates are resolved by Telegram's, tokens and
// certificates by this one.
func (t *trouble) skewed(ctx context.Context, off time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := t.now(); t.clock.IsZero() || now.Sub(t.clock) > time.Hour {
		t.clock = now
		t.log.LogAttrs(ctx, slog.LevelWarn, "this clock and telegram's differ", slog.Duration("telegram_ahead", off),
			slog.String("hint", "set this machine's clock by NTP: appointments are read back in its time"))
	}
}

// hintFor is what the operator can do.
func hintFor(k trait) string {
	switch k {
	case traitToken:
		return "the token is not taken: set TELEGRAM_BOT_TOKEN to what @BotFather shows under API Token, and telegram.api_url to a Bot API server"
	case traitConflict:
		return "another program polls with this token: stop the other one, or give this one a bot of its own at @BotFather"
	case traitWebhook:
		return "another program has set a webhook with this token: stop it, or give this one a bot of its own at @BotFather; knead takes the webhook down and goes on"
	case traitFlood:
		return "telegram asks to wait; nothing to do"
	case traitTransient:
		return "no answer, or a server in trouble: check network, DNS, proxy and telegram.api_url; knead goes on trying"
	default:
		return "telegram refuses the request: is telegram.api_url a Bot API server?"
	}
}

// backoff is how long to wait after the try-th failure (from 0): base, then twice as long each time up to 60 times base,
// less a random part so that many programs do not come back at the same moment.
func backoff(base time.Duration, try int) time.Duration {
	d := base * time.Duration(min(60, 1<<min(try, 6)))
	return d/2 + rand.N(d/2+1)
}
