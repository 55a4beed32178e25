package telegram

import (
	"sync"

	"knead/bot"
)

// lanes run the work of one conversation in order and of different ones side by side. What is in them is bounded by
// what Telegram hands out before it hears of an end: a hundred updates, or the webhook's connections.
type lanes struct {
	mu      sync.Mutex
	running sync.WaitGroup
	busy    map[bot.Conversation][]func() // waiting work; present while the lane runs
}

func newLanes() *lanes { return &lanes{busy: make(map[bot.Conversation][]func())} }

// put runs f after everything put into c's lane before.
func (l *lanes) put(c bot.Conversation, f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if line, busy := l.busy[c]; busy {
		l.busy[c] = append(line, f)
		return
	}
	l.busy[c] = nil
	l.running.Go(func() {
		for f != nil {
			f()
			f = l.next(c)
		}
	})
}

// next takes the lane's next work, nil when it is empty and closed.
func (l *lanes) next(c bot.Conversation) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := l.busy[c]
	if len(line) == 0 {
		delete(l.busy, c)
		return nil
	}
	l.busy[c] = line[1:]
	return line[0]
}

// wait returns when every lane is empty.
func (l *lanes) wait() { l.running.Wait() }
