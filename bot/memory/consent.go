package memory

import (
	"context"
	"sync"

	"knead/bot"
)

// Consents is a bot.ConsentLog in memory.
type Consents struct {
	mu      sync.Mutex
	log     []bot.Consent
	stopped map[string]bool
	Fail    error // returned by every call when not nil
}

var _ bot.ConsentLog = (*Consents)(nil)

// NewConsents returns an empty log.
func NewConsents() *Consents { return &Consents{stopped: make(map[string]bool)} }

// AddConsent implements bot.ConsentLog.
func (l *Consents) AddConsent(ctx context.Context, c bot.Consent) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Fail != nil {
		return false, l.Fail
	}
	for _, o := range l.log {
		if o.ID == c.ID {
			return false, ctx.Err()
		}
	}
	c.At = c.At.UTC()
	l.log = append(l.log, c)
	switch c.Kind {
	case bot.ConsentStop:
		l.stopped[c.Number] = true
	case bot.ConsentStart:
		delete(l.stopped, c.Number)
	case bot.ConsentNone, bot.ConsentBegan, bot.ConsentHelp:
	}
	return true, ctx.Err()
}

// Stopped implements bot.ConsentLog.
func (l *Consents) Stopped(ctx context.Context, number string) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Fail != nil {
		return false, l.Fail
	}
	return l.stopped[number], ctx.Err()
}

// Consents implements bot.ConsentLog.
func (l *Consents) Consents(ctx context.Context, number string) ([]bot.Consent, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Fail != nil {
		return nil, l.Fail
	}
	var cs []bot.Consent
	for _, c := range l.log {
		if c.Number == number {
			cs = append(cs, c)
		}
	}
	return cs, ctx.Err()
}
