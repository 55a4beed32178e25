package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// A shard is one connection to the gateway, and its successors. Nothing in it waits without a limit: dialling, the first
// frame, every write and every read have one, and a heartbeat that is not answered ends the connection. So there is
// nothing that could hang and would have to be watched from outside: the read deadline is the watchdog.
type shard struct {
	id, total int
	gateway   string // where sessions begin
	token     Token
	intents   discordgo.Intent
	log       *slog.Logger
	slots     *slots
	pace      func(ctx context.Context, d time.Duration) error             // waits between two connections
	deliver   func(ctx context.Context, kind string, data json.RawMessage) // must not wait

	up      atomic.Bool // a session is running
	session session     // of run's goroutine only
}

// A session is what is needed to go on after a connection broke without losing an event.
type session struct {
	id, resumeURL string
	seq           int64 // the last event that was taken
}

// run keeps the shard connected until ctx ends, which is no error. What it returns is a *Trouble: connecting again would
// not help.
func (s *shard) run(ctx context.Context) error {
	failures := 0
	for {
		wasUp, err := s.connect(ctx)
		s.up.Store(false)
		if ctx.Err() != nil {
			return nil
		}
		if t := fatal(err); t != nil {
			return t
		}
		if wasUp {
			failures = 0
		}
		failures++
		switch {
		case endsSession(err) || failures > maxResumeFailures:
			s.session = session{}
		case failures > maxConnectFailures:
			s.session.resumeURL = s.gateway // that address may be gone: its session is known elsewhere too
		}
		wait := s.wait(err, failures, wasUp)
		s.log.LogAttrs(ctx, slog.LevelWarn, "gateway connection ended", slog.Int("shard", s.id), slog.String("why", err.Error()),
			slog.Bool("resumes", s.session.id != ""), slog.Duration("again_in", wait.Round(time.Millisecond)))
		if s.pace(ctx, wait) != nil {
			return nil
		}
	}
}

// wait is how long to pause before the next connection.
func (s *shard) wait(err error, failures int, wasUp bool) time.Duration {
	switch {
	case errors.Is(err, errStale), errors.Is(err, errResumable):
		return time.Second + rand.N(4*time.Second) // what Discord asks for
	case wasUp:
		return rand.N(250 * time.Millisecond) // at once, but not everybody in the same moment
	}
	return backoff(failures)
}

// connect opens one connection, begins or resumes a session and takes its events until something ends it. wasUp reports
// whether the session came to run.
func (s *shard) connect(ctx context.Context) (wasUp bool, err error) {
	resuming := s.session.id != ""
	address := s.gateway
	if resuming {
		address = s.session.resumeURL
	} else if err := s.slots.wait(ctx, s.id); err != nil {
		return false, err
	}
	c, err := dial(ctx, address)
	if err != nil {
		return false, err
	}
	// The connection ends with ctx, and ctx with the connection.
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(errReconnect)
	unhook := context.AfterFunc(ctx, func() { c.close(context.Cause(ctx)) })
	defer unhook()
	defer c.ws.Close() //nolint:errcheck // it is over either way

	interval, err := c.hello()
	if err != nil {
		return false, err
	}
	if resuming {
		err = c.write(resume(s.token, s.session.id, s.session.seq))
	} else {
		err = c.write(identify(s.token, s.intents, s.id, s.total))
	}
	if err != nil {
		return false, err
	}
	beats := make(chan struct{})
	c.seq.Store(s.session.seq)
	go func() {
		defer close(beats)
		guarded(s.log, func() { c.beat(ctx, cancel, interval) })
	}()
	wasUp, err = s.read(ctx, c, interval)
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause // what closed the connection says more than what the read saw of it
	}
	cancel(err) // not nil: a plain end would tell Discord to forget the session
	<-beats
	return wasUp, err
}

// read takes frames until one of them, or the network, ends the connection.
func (s *shard) read(ctx context.Context, c *conn, interval time.Duration) (wasUp bool, err error) {
	for {
		// Every heartbeat is answered, so a connection that lives is never silent for two of them.
		f, err := c.next(2*interval + writeTimeout)
		if err != nil {
			return s.up.Load(), err
		}
		switch f.Op {
		case opDispatch:
			s.dispatch(ctx, f)
			c.seq.Store(s.session.seq)
		case opHeartbeat:
			if err := c.write(outFrame{opHeartbeat, c.lastSeq()}); err != nil {
				return s.up.Load(), err
			}
		case opHeartbeatAck:
			c.acked.Store(true)
		case opReconnect:
			return s.up.Load(), errReconnect
		case opInvalidSession:
			var resumable bool
			if json.Unmarshal(f.Data, &resumable) == nil && resumable && s.session.id != "" {
				return s.up.Load(), errResumable
			}
			return s.up.Load(), errStale
		}
	}
}

// dispatch takes one event. What is broken in it costs that event only.
func (s *shard) dispatch(ctx context.Context, f frame) {
	if f.Seq > s.session.seq {
		s.session.seq = f.Seq
	}
	switch f.Kind {
	case "READY":
		var r ready
		if err := json.Unmarshal(f.Data, &r); err == nil && r.SessionID != "" {
			s.session.id, s.session.resumeURL = r.SessionID, s.resumeAddress(r.ResumeURL)
		}
		s.up.Store(true)
		s.log.LogAttrs(ctx, slog.LevelInfo, "gateway ready", slog.Int("shard", s.id), slog.Int("of", s.total))
	case "RESUMED":
		s.up.Store(true)
		s.log.LogAttrs(ctx, slog.LevelInfo, "gateway resumed", slog.Int("shard", s.id))
	}
	guarded(s.log, func() { s.deliver(ctx, f.Kind, f.Data) })
}

// resumeAddress is where a session is resumed: where Discord says, if the token is as safe there as at the gateway.
func (s *shard) resumeAddress(said string) string {
	u, err := url.Parse(said)
	g, gerr := url.Parse(s.gateway)
	if err != nil || gerr != nil || u.Host == "" || u.Scheme != g.Scheme {
		return s.gateway
	}
	return said
}

// A conn is one connection to the gateway.
type conn struct {
	ws    *websocket.Conn
	acked atomic.Bool  // the last heartbeat was answered
	seq   atomic.Int64 // for heartbeats; 0: nothing came yet

	write1 sync.Mutex // one write at a time
}

func dial(ctx context.Context, address string) (*conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	d := websocket.Dialer{HandshakeTimeout: connectTimeout, ReadBufferSize: 16 << 10}
	ws, resp, err := d.DialContext(ctx, address+gatewayParameters, nil)
	if resp != nil && resp.Body != nil {
		_ = resp.Body.Close() // a failed handshake's; the library has read what it keeps
	}
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	ws.SetReadLimit(maxFrame)
	return &conn{ws: ws}, nil
}

// hello reads the first frame and returns how often a heartbeat is wanted.
func (c *conn) hello() (time.Duration, error) {
	f, err := c.next(connectTimeout)
	if err != nil {
		return 0, err
	}
	var h hello
	if f.Op == opReconnect {
		return 0, errReconnect
	}
	if f.Op != opHello || json.Unmarshal(f.Data, &h) != nil {
		return 0, errNoHello
	}
	interval := time.Duration(h.Interval) * time.Millisecond
	return min(max(interval, shortestPlausible), longestPlausible), nil
}

// next reads a frame that has to come within d.
func (c *conn) next(d time.Duration) (f frame, err error) {
	if err := c.ws.SetReadDeadline(time.Now().Add(d)); err != nil {
		return f, fmt.Errorf("read: %w", err)
	}
	_, data, err := c.ws.ReadMessage()
	if err != nil {
		return f, fmt.Errorf("read: %w", err)
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return f, fmt.Errorf("read frame: %w", err)
	}
	return f, nil
}

func (c *conn) write(v any) error {
	c.write1.Lock()
	defer c.write1.Unlock()
	if err := c.ws.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if err := c.ws.WriteJSON(v); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// close says goodbye and ends every read. The session can be resumed unless knead itself ends.
func (c *conn) close(why error) {
	code := closeUnknown
	if errors.Is(why, context.Canceled) {
		code = websocket.CloseNormalClosure // members see at once that knead is gone
	}
	end := time.Now().Add(time.Second)
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), end) // a courtesy
	_ = c.ws.Close()
}

// beat sends heartbeats until ctx ends. An unanswered one ends ctx.
func (c *conn) beat(ctx context.Context, end context.CancelCauseFunc, interval time.Duration) {
	c.acked.Store(true)
	t := time.NewTimer(rand.N(interval)) // the first at a random moment: thousands of bots connect at once
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		if !c.acked.Swap(false) {
			end(errNoHeartbeat)
			return
		}
		if err := c.write(outFrame{opHeartbeat, c.lastSeq()}); err != nil {
			end(err)
			return
		}
		t.Reset(interval)
	}
}

// lastSeq is the sequence as a heartbeat has it: null before the first event.
func (c *conn) lastSeq() any {
	if n := c.seq.Load(); n > 0 {
		return n
	}
	return nil
}

// slots hand out the moments at which sessions may begin: so many at once, every five seconds.
type slots struct {
	every time.Duration
	mu    sync.Mutex
	next  []time.Time // by shard modulo its length
}

func newSlots(concurrency int, every time.Duration) *slots {
	return &slots{every: every, next: make([]time.Time, max(concurrency, 1))}
}

// wait waits for shard's next moment.
func (s *slots) wait(ctx context.Context, shard int) error {
	s.mu.Lock()
	i := shard % len(s.next)
	now := time.Now()
	at := s.next[i]
	if at.Before(now) {
		at = now
	}
	s.next[i] = at.Add(s.every)
	s.mu.Unlock()
	return pause(ctx, at.Sub(now))
}
