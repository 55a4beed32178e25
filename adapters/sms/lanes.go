package sms

import "sync"

// lanes run the work of one number in order and of different ones side by side. What waits is bounded by the web
// server's connections and by how many messages a number may have in a minute.
type lanes struct {
	mu      sync.Mutex
	running sync.WaitGroup
	busy    map[string][]func() // waiting work; present while the lane runs
}

func newLanes() *lanes { return &lanes{busy: make(map[string][]func())} }

// put runs f after everything put into the lane of number before.
func (l *lanes) put(number string, f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if line, busy := l.busy[number]; busy {
		l.busy[number] = append(line, f)
		return
	}
	l.busy[number] = nil
	l.running.Go(func() {
		for f != nil {
			f()
			f = l.next(number)
		}
	})
}

// next takes the lane's next work, nil when it is empty and closed.
func (l *lanes) next(number string) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := l.busy[number]
	if len(line) == 0 {
		delete(l.busy, number)
		return nil
	}
	l.busy[number] = line[1:]
	return line[0]
}

// wait returns when every lane is empty.
func (l *lanes) wait() { l.running.Wait() }
