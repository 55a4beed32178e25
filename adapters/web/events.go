package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"knead/bot"
)

const (
	maxStreams    = 4096             // open streams in all
	maxPerAddress = 128              // open streams of one address that is not this machine's
	maxPerSession = 4                // open pages of one browser that get messages, of the six connections it has; a further one replaces the oldest
	heartbeat     = 20 * time.Second // between comments that keep proxies from closing a silent stream
	writeTime     = 10 * time.Second // to write one event
)

// ErrAway is what Send returns when no page of the conversation is open. The message is not kept: try again later.
var ErrAway = errors.New("client has no page open")

// A stream is one open page. What comes out of pushes is written, then reported on done.
type stream struct {
	from   netip.Prefix
	pushes chan push
	gone   chan struct{} // closed when the stream is to end or has ended
	rest   chan struct{} // closed when a newer page of the same browser takes its place
	end    sync.Once
	give   sync.Once
}

type push struct {
	data []byte
	done chan<- error
}

func newStream(from netip.Prefix) *stream {
	return &stream{from: from, pushes: make(chan push), gone: make(chan struct{}), rest: make(chan struct{})}
}

func (st *stream) stop()    { st.end.Do(func() { close(st.gone) }) }
func (st *stream) giveWay() { st.give.Do(func() { close(st.rest) }) }

// streams are the open pages by session.
type streams struct {
	mu     sync.Mutex
	closed bool
	count  int
	open   map[string][]*stream // oldest first
	at     map[netip.Prefix]int // open streams by address; only those that are limited
}

func newStreams() *streams {
	return &streams{open: make(map[string][]*stream), at: make(map[netip.Prefix]int)}
}

// add opens a stream for a session, or returns false when there are too many or the server is closing. from is where it
// comes from; the zero Prefix is not limited.
func (s *streams) add(session string, from netip.Prefix) (*stream, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	limited := from.IsValid()
	if s.closed || s.count >= maxStreams || limited && s.at[from] >= maxPerAddress {
		return nil, false
	}
	if of := s.open[session]; len(of) >= maxPerSession {
		of[0].giveWay()
	}
	st := newStream(from)
	s.open[session] = append(s.open[session], st)
	s.count++
	if limited {
		s.at[from]++
	}
	return st, true
}

func (s *streams) remove(session string, st *stream) {
	st.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	of := s.open[session]
	for i, o := range of {
		if o != st {
			continue
		}
		s.open[session] = append(of[:i:i], of[i+1:]...)
		s.count--
		if s.at[st.from]--; s.at[st.from] <= 0 {
			delete(s.at, st.from)
		}
		break
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
// is open, and ctx's error when that ends first. What was taken is remembered for a while (journal.go): a page whose
// connection turns out to have been dead gets it when it comes back.
func (s *Server) Send(ctx context.Context, c bot.Conversation, r bot.Reply) error {
	if c.Channel != bot.Web {
		return fmt.Errorf("web: send: conversation of channel %q", c.Channel)
	}
	data, err := json.Marshal(newReply(r))
	if err != nil {
		return fmt.Errorf("web: send: %w", err)
	}
	// The place in the journal is taken first: a page that opens meanwhile is then either written to or told of it.
	e := s.journal.add(string(c.Chat), data, s.o.Now())
	taken := false
	err = ErrAway
	for _, st := range s.streams.of(string(c.Chat)) {
		if e := st.push(ctx, e.event()); e != nil {
			err = e
		} else {
			taken = true
		}
	}
	if !taken {
		s.journal.remove(string(c.Chat), e)
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
// wait for, and 204 tells the browser not to try again. With Last-Event-ID what came after that event comes first.
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
	from, local := s.address(r)
	if !s.allowed(r) {
		w.Header().Set("Retry-After", "5")
		writeJSON(w, http.StatusTooManyRequests, problem{Error: s.textsFor(r).TooFast})
		return
	}
	if local {
		from = netip.Prefix{}
	}
	st, ok := s.streams.add(sess.id, from)
	if !ok {
		w.Header().Set("Retry-After", "30")
		writeJSON(w, http.StatusServiceUnavailable, problem{Error: s.textsFor(r).Broken})
		return
	}
	defer s.streams.remove(sess.id, st)
	at, missed := s.journal.after(sess.id, r.Header.Get("Last-Event-ID"), s.o.Now())
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold events back
	st.serve(r.Context(), w, at, missed)
}

// serve writes what was missed, then events until the page goes, the stream is stopped or a write fails. at is the ID of
// the stream's beginning, from which a page resumes that has seen no event yet.
func (st *stream) serve(ctx context.Context, w http.ResponseWriter, at string, missed []entry) {
	c := http.NewResponseController(w)
	// The server's read timeout is for requests; a stream outlives it. Writers that have no deadlines need none.
	_ = c.SetReadDeadline(time.Time{})
	write := func(text []byte) error {
		_ = c.SetWriteDeadline(time.Now().Add(writeTime))
		if _, err := w.Write(text); err != nil {
			return err
		}
		return c.Flush()
	}
	start := []byte("retry: 5000\nid: " + at + "\n\n")
	for _, e := range missed {
		start = append(start, e.event()...)
	}
	if write(start) != nil {
		return
	}
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		var err error
		select {
		case p := <-st.pushes:
			err = write(p.data)
			p.done <- err
		case <-tick.C:
			err = write([]byte(": still here\n\n"))
		case <-st.rest:
			_ = write([]byte("event: rest\ndata: {}\n\n")) // the page comes back when it is looked at
			return
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
