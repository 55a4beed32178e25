package discord

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
)

var (
	errFull   = errors.New("too much waits already")
	errClosed = errors.New("shutting down")
)

// lanes run jobs, one at a time and in order for each key, many keys side by side. What a slow member waits for holds up
// nobody else. A panic ends its job only.
type lanes struct {
	log     *slog.Logger
	workers int // jobs at once
	perLane int // jobs that may wait for one key
	total   int // jobs that may wait in all

	mu      sync.Mutex
	byKey   map[string]*lane
	ready   []*lane // lanes with a job that nobody is at
	running int
	waiting int
	closed  bool
	done    sync.WaitGroup
}

type lane struct {
	key  string
	jobs []func()
}

func newLanes(log *slog.Logger, workers, perLane, total int) *lanes {
	return &lanes{log: log, workers: workers, perLane: perLane, total: total, byKey: make(map[string]*lane)}
}

// push puts a job at the end of key's lane. It never waits: errFull says that the job was not taken.
func (l *lanes) push(key string, job func()) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return errClosed
	}
	ln := l.byKey[key]
	if l.waiting >= l.total || ln != nil && len(ln.jobs) >= l.perLane {
		return errFull
	}
	l.waiting++
	if ln != nil {
		ln.jobs = append(ln.jobs, job) // somebody is at this lane, or it is in line already
		return nil
	}
	ln = &lane{key: key, jobs: []func(){job}}
	l.byKey[key] = ln
	l.ready = append(l.ready, ln)
	if l.running < l.workers {
		l.running++
		l.done.Add(1)
		go l.work()
	}
	return nil
}

// work does one job after the other, from the lane that has waited longest, until none is left.
func (l *lanes) work() {
	defer l.done.Done()
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.ready) > 0 {
		ln := l.ready[0]
		l.ready = l.ready[1:]
		job := ln.jobs[0]
		ln.jobs[0] = nil
		ln.jobs = ln.jobs[1:]
		l.mu.Unlock()
		guarded(l.log, job)
		l.mu.Lock()
		l.waiting--
		if len(ln.jobs) == 0 {
			delete(l.byKey, ln.key)
		} else {
			l.ready = append(l.ready, ln)
		}
	}
	l.running--
}

// close takes no more jobs and waits until the last one is done.
func (l *lanes) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.done.Wait()
}

// tasks are goroutines with an owner: at most so many at once, each with a recover, all waited for.
type tasks struct {
	log  *slog.Logger
	room chan struct{}

	mu     sync.Mutex
	closed bool
	done   sync.WaitGroup
}

func newTasks(log *slog.Logger, n int) *tasks {
	return &tasks{log: log, room: make(chan struct{}, n)}
}

// start runs f beside the caller, or returns errFull or errClosed.
func (t *tasks) start(f func()) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return errClosed
	}
	select {
	case t.room <- struct{}{}:
	default:
		return errFull
	}
	t.done.Add(1)
	go func() {
		defer t.done.Done()
		defer func() { <-t.room }()
		guarded(t.log, f)
	}()
	return nil
}

// close starts nothing more and waits for what runs.
func (t *tasks) close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.done.Wait()
}

// guarded runs f and turns a panic into a line of the log. The line has where, never what: a panic's value may quote a
// message.
func guarded(log *slog.Logger, f func()) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("panic", slog.String("type", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
		}
	}()
	f()
}
