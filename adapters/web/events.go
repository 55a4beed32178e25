package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"knead/bot"
)

const (
	maxStreams    = 2048             // open streams in all
	maxPerSession = 6                // open pages of one browser that get messages; a further one replaces the oldest
	heartbeat     = 20 * time.Second // between comments that keep proxies from closing a silent stream
	writeTime     = 10 * time.Second // to write one event
)

// ErrAway is what Send returns when no page of the conversation is open. The message is not kept: try again later.
var ErrAway = errors.New("client has no page open")

// A stream is one open page. What comes out of pushes is written, then reported on done.
type stream struct {
	pushes chan push
	gone   chan struct{} // closed when the stream is to end or has ended
	end    sync.Once
}

type push struct {
	data []byte
	done chan<- error
}

func (st *stream) stop() { st.end.Do(func() { close(st.gone) }) }

// streams are the open pages by session.
type streams struct {
	mu     sync.Mutex
	closed bool
	count  int
	open   map[string][]*stream // oldest first
}

func newStreams() *streams { return &streams{open: make(map[string][]*stream)} }

// add opens a stream for a session, or returns false when there are too many or the server is closing.
func (s *streams) add(session string) (*stream, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.count >= maxStreams {
		return nil, false
	}
	if of := s.open[session]; len(of) >= maxPerSession {
		of[0].stop()
	}
	st := &stream{pushes: make(chan push), gone: make(chan struct{})}
	s.open[session] = append(s.open[session], st)
	s.count++
	return st, true
}

func (s *streams) remove(session string, st *stream) {
	st.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	of := s.open[session]
	for i, o := range of {
		if o == st {
			s.open[session] = append(of[:i:i], of[i+1:]...)
			s.count--
			break
		}
	}
	if len(s.open[session]) == 0 {
		delete(s.open, session)
	}
}

func (s *streams) of(session string) []*stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*stream(nil), s.open[session]...)
}

func (s *streams) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, of := range s.open {
		for _, st := range of {
			st.stop()
		}
	}
}

// Send writes r to every open page of c. It returns nil once at least one connection has taken it, ErrAway when no page
// is open, and ctx's error when that ends first.
func (s *Server) Send(ctx context.Context, c bot.Conversation, r bot.Reply) error {
	if c.Channel != bot.Web {
		return fmt.Errorf("web: send: conversation of channel %q", c.Channel)
	}
	data, err := json.Marshal(newReply(r))
	if err != nil {
		return fmt.Errorf("web: send: %w", err)
	}
	taken := false
	err = ErrAway
	for _, st := range s.streams.of(string(c.Chat)) {
		if e := st.push(ctx, data); e != nil {
			err = e
		} else {
			taken = true
		}
	}
	if !taken {
		return fmt.Errorf("web: send: %w", err)
	}
	return nil
}

func (st *stream) push(ctx context.Context, data []byte) error {
	done := make(chan error, 1)
	select {
	case st.pushes <- push{data, done}:
	case <-st.gone:
		return ErrAway
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// events answers GET /api/events: the stream of what the practice says later. Without a session there is nothing to
// wait for, and 204 tells the browser not to try again.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		s.refuse(w, r, http.StatusForbidden, s.textsFor(r).Foreign)
		return
	}
	sess, ok := s.cookies.read(r)
	if !ok {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if !s.allowed(r) {
		w.Header().Set("Retry-After", "5")
		writeJSON(w, http.StatusTooManyRequests, problem{Error: s.textsFor(r).TooFast})
		return
	}
	st, ok := s.streams.add(sess.id)
	if !ok {
		w.Header().Set("Retry-After", "30")
		writeJSON(w, http.StatusServiceUnavailable, problem{Error: s.textsFor(r).Broken})
		return
	}
	defer s.streams.remove(sess.id, st)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold events back
	st.serve(r.Context(), w)
}

// serve writes events until the page goes, the stream is stopped or a write fails.
func (st *stream) serve(ctx context.Context, w http.ResponseWriter) {
	c := http.NewResponseController(w)
	// The server's read timeout is for requests; a stream outlives it. Writers that have no deadlines need none.
	_ = c.SetReadDeadline(time.Time{})
	write := func(text string) error {
		_ = c.SetWriteDeadline(time.Now().Add(writeTime))
		if _, err := w.Write([]byte(text)); err != nil {
			return err
		}
		return c.Flush()
	}
	if write("retry: 5000\n\n") != nil {
		return
	}
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		var err error
		select {
		case p := <-st.pushes:
			err = write("event: reply\ndata: " + string(p.data) + "\n\n")
			p.done <- err
		case <-tick.C:
			err = write(": still here\n\n")
		case <-st.gone:
			return
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}
