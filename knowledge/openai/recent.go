package openai

import (
	"sync"
	"time"

	"knead/bot"
)

const (
	recentTurns = 2    // earlier questions that go with a new one
	recentTalks = 1000 // conversations remembered at once
	recentFor   = 10 * time.Minute
	recentRunes = 200 // of each
)

// recent remembers, in memory only and masked, what was asked just before. The database keeps no words of clients.
type recent struct {
	mu    sync.Mutex
	now   func() time.Time
	talks map[bot.Conversation][]asked
}

type asked struct {
	text string
	at   time.Time
}

func newRecent(now func() time.Time) *recent {
	return &recent{now: now, talks: map[bot.Conversation][]asked{}}
}

// add returns what was asked before and notes text. The zero Conversation is nobody's: nothing is kept for it.
func (r *recent) add(c bot.Conversation, text string) []string {
	if c == (bot.Conversation{}) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	var before []string
	var kept []asked
	for _, a := range r.talks[c] {
		if now.Sub(a.at) < recentFor {
			before, kept = append(before, a.text), append(kept, a)
		}
	}
	kept = append(kept, asked{clip(text, recentRunes), now})
	if len(kept) > recentTurns {
		kept = kept[len(kept)-recentTurns:]
	}
	if _, known := r.talks[c]; !known && len(r.talks) >= recentTalks {
		r.makeRoom(now)
	}
	r.talks[c] = kept
	return before
}

// makeRoom drops conversations that ended, or else any one.
func (r *recent) makeRoom(now time.Time) {
	dropped := false
	for c, as := range r.talks {
		if now.Sub(as[len(as)-1].at) >= recentFor {
			delete(r.talks, c)
			dropped = true
		}
	}
	if dropped {
		return
	}
	for c := range r.talks {
		delete(r.talks, c)
		return
	}
}

func (r *recent) forget(c bot.Conversation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.talks, c)
}

func clip(s string, n int) string {
	if rs := []rune(s); len(rs) > n {
		return string(rs[:n])
	}
	return s
}
