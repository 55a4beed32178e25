package bot

import (
	"context"
	"sync"
)

// lanes lets one message of a conversation through at a time, in the order in which they came.
type lanes struct {
	mu   sync.Mutex
	busy map[Conversation][]chan struct{} // a conversation's waiters, first in line first; present while it is busy
}

func newLanes() *lanes {
	return &lanes{busy: make(map[Conversation][]chan struct{})}
}

// enter waits for c's lane. The caller calls leave(c) when it is done. If ctx ends first, the lane was not entered.
func (l *lanes) enter(ctx context.Context, c Conversation) error {
	l.mu.Lock()
	line, busy := l.busy[c]
	if !busy {
		l.busy[c] = nil
		l.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	l.busy[c] = append(line, turn)
	l.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, w := range l.busy[c] {
		if w == turn {
			l.busy[c] = append(l.busy[c][:i:i], l.busy[c][i+1:]...)
			return context.Cause(ctx)
		}
	}
	// The turn came at the same moment: hand it on.
	l.pass(c)
	return context.Cause(ctx)
}

// leave lets the next in line in.
func (l *lanes) leave(c Conversation) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pass(c)
}

func (l *lanes) pass(c Conversation) {
	line := l.busy[c]
	if len(line) == 0 {
		delete(l.busy, c)
		return
	}
	close(line[0])
	l.busy[c] = line[1:]
}
