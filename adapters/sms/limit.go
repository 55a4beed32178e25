package sms

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace spaces out what the practice's numbers send.
type pace struct {
	mu  sync.Mutex
	per rate.Limit
	by  map[string]*rate.Limiter
}

func newPace(perSecond float64) *pace {
	return &pace{per: rate.Limit(perSecond), by: make(map[string]*rate.Limiter)}
}

// of is the limiter of one of the practice's numbers. There are few.
func (p *pace) of(number string) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.by[number]
	if l == nil {
		l = rate.NewLimiter(p.per, 1)
		p.by[number] = l
	}
	return l
}

// How many messages of one number are answered: more come from machines that answer each other, or from somebody who
// makes the practice pay.
const (
	floodBurst = 20
	floodEvery = 6 * time.Second
	floodMost  = 10_000 // numbers that are remembered
)

// flood counts what numbers write.
type flood struct {
	mu sync.Mutex
	by map[string]*rate.Limiter
}

func newFlood() *flood { return &flood{by: make(map[string]*rate.Limiter)} }

// over reports whether number has written more than is answered.
func (f *flood) over(number string, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.by) >= floodMost {
		for n, l := range f.by {
			if l.TokensAt(now) >= floodBurst {
				delete(f.by, n)
			}
		}
	}
	l := f.by[number]
	if l == nil {
		l = rate.NewLimiter(rate.Every(floodEvery), floodBurst)
		f.by[number] = l
	}
	return !l.AllowN(now, 1)
}

// quietFor is how long the quiet hours last at now, 0 outside them.
func quietFor(h Hours, now time.Time) time.Duration {
	from, to := onDay(now, h.From), onDay(now, h.To)
	switch {
	case h.From == h.To:
		return 0
	case from.Before(to):
		if !now.Before(from) && now.Before(to) {
			return to.Sub(now)
		}
	case now.Before(to):
		return to.Sub(now)
	case !now.Before(from):
		return onDay(now.AddDate(0, 0, 1), h.To).Sub(now)
	}
	return 0
}

// onDay is the moment of a clock "HH:MM" on the day of at.
func onDay(at time.Time, clock string) time.Time {
	c, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{} // unreachable: it was checked
	}
	return time.Date(at.Year(), at.Month(), at.Day(), c.Hour(), c.Minute(), 0, 0, at.Location())
}
