package discordtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// gateway is what is connected, and the sessions that can be resumed.
type gateway struct {
	conns      []*Conn
	sessions   map[string]*session
	identify   []json.RawMessage // every identify, oldest first
	resumes    int
	onResume   []func(*Conn) // what to do instead of resuming, first one first
	onHello    []func(*Conn)
	mute       bool // heartbeats are not answered
	beats      int
	resumeGone bool // nobody listens where sessions are resumed
}

// A session outlives its connections. Events meanwhile are kept for it.
type session struct {
	id      string
	shard   int
	seq     int64
	events  [][]byte // the frame of seq i+1
	invalid bool
	conn    *Conn
}

// A Conn is one connection of a client to the gateway.
type Conn struct {
	ws   *websocket.Conn
	path string
	out  sync.Mutex
	ses  *session
}

type gatewayFrame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  *int64          `json:"s"`
	Kind *string         `json:"t"`
}

// Send writes a frame without a sequence number.
func (c *Conn) Send(op int, data any) {
	raw, _ := json.Marshal(data)
	b, _ := json.Marshal(gatewayFrame{Op: op, Data: raw})
	c.raw(b)
}

func (c *Conn) raw(b []byte) {
	c.out.Lock()
	defer c.out.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(5 * time.Second))
	_ = c.ws.WriteMessage(websocket.TextMessage, b)
}

// Close ends the connection with a close code.
func (c *Conn) Close(code int) {
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	_ = c.ws.Close()
}

// Drop ends the connection as a broken line does.
func (c *Conn) Drop() { _ = c.ws.Close() }

func (s *Server) gatewayURL() string {
	return strings.Replace(s.URL, "http", "ws", 1) + "/gateway/begin/"
}
func (s *Server) resumeURL() string {
	return strings.Replace(s.URL, "http", "ws", 1) + "/gateway/resume/"
}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	if q := r.URL.Query(); q.Get("v") != "10" && !s.Lenient || q.Get("encoding") != "json" {
		http.Error(w, "version", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	gone := s.gateway.resumeGone && r.URL.Path == "/gateway/resume/"
	s.mu.Unlock()
	if gone {
		http.Error(w, "gone", http.StatusNotFound)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &Conn{ws: ws, path: r.URL.Path}
	defer func() { _ = ws.Close() }()
	s.mu.Lock()
	s.gateway.conns = append(s.gateway.conns, c)
	var script func(*Conn)
	if len(s.gateway.onHello) > 0 {
		script, s.gateway.onHello = s.gateway.onHello[0], s.gateway.onHello[1:]
	}
	s.happened()
	s.mu.Unlock()
	if script != nil {
		script(c)
	} else {
		c.Send(10, object{"heartbeat_interval": s.Interval.Milliseconds()})
	}
	s.listen(c)
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.ses != nil && c.ses.conn == c {
		c.ses.conn = nil
	}
	for i, o := range s.gateway.conns {
		if o == c {
			s.gateway.conns = append(s.gateway.conns[:i], s.gateway.conns[i+1:]...)
			break
		}
	}
	s.happened()
}

func (s *Server) listen(c *Conn) {
	for {
		var f gatewayFrame
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			if e, ok := err.(*websocket.CloseError); ok && (e.Code == 1000 || e.Code == 1001) && c.ses != nil { //nolint:errorlint // the library returns it bare
				s.mu.Lock()
				c.ses.invalid = true // who says goodbye wants no resume
				s.mu.Unlock()
			}
			return
		}
		if json.Unmarshal(data, &f) != nil {
			c.Close(4002)
			return
		}
		switch f.Op {
		case 1:
			s.mu.Lock()
			s.gateway.beats++
			mute := s.gateway.mute
			s.happened()
			s.mu.Unlock()
			if !mute {
				c.Send(11, nil)
			}
		case 2:
			s.identified(c, f.Data)
		case 6:
			s.resumed(c, f.Data)
		default:
			c.Close(4001)
			return
		}
	}
}

func (s *Server) identified(c *Conn, data json.RawMessage) {
	var d struct {
		Token   string `json:"token"`
		Intents int    `json:"intents"`
		Shard   [2]int `json:"shard"`
	}
	if json.Unmarshal(data, &d) != nil {
		c.Close(4002)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.identify = append(s.gateway.identify, data)
	s.happened()
	switch {
	case d.Token != s.Token:
		c.Close(4004)
		return
	case d.Intents&(1<<15) != 0 && s.Flags&(1<<18|1<<19) == 0:
		c.Close(4014)
		return
	case d.Shard[0] >= max(d.Shard[1], 1):
		c.Close(4010)
		return
	}
	ses := &session{id: "session-" + s.id(), shard: d.Shard[0], conn: c}
	c.ses = ses
	s.gateway.sessions[ses.id] = ses
	s.event(ses, "READY", object{"v": 10, "user": s.userObject(s.BotID), "guilds": []any{}, "session_id": ses.id,
		"resume_gateway_url": s.resumeURL(), "application": object{"id": s.AppID, "flags": s.Flags}, "shard": d.Shard})
}

func (s *Server) resumed(c *Conn, data json.RawMessage) {
	var d struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	if json.Unmarshal(data, &d) != nil {
		c.Close(4002)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.resumes++
	s.happened()
	if len(s.gateway.onResume) > 0 {
		script := s.gateway.onResume[0]
		s.gateway.onResume = s.gateway.onResume[1:]
		if script != nil {
			script(c)
			return
		}
	}
	if d.Token != s.Token {
		c.Close(4004)
		return
	}
	ses := s.gateway.sessions[d.Session]
	if ses == nil || ses.invalid || d.Seq > ses.seq {
		c.Send(9, false)
		return
	}
	if c.path != "/gateway/resume/" && !s.Lenient && !s.gateway.resumeGone {
		s.t.Errorf("a session is resumed at %s, not where READY said", c.path)
	}
	ses.conn, c.ses = c, ses
	for _, f := range ses.events[d.Seq:] {
		c.raw(f)
	}
	s.event(ses, "RESUMED", object{})
}

// event gives a session an event, now or when it is resumed. The caller holds mu.
func (s *Server) event(ses *session, kind string, data any) {
	ses.seq++
	raw, _ := json.Marshal(data)
	b, _ := json.Marshal(gatewayFrame{Op: 0, Data: raw, Seq: &ses.seq, Kind: &kind})
	ses.events = append(ses.events, b)
	if ses.conn != nil {
		ses.conn.raw(b)
	}
}

// Dispatch sends an event to the shard of its guild, or to the first.
func (s *Server) Dispatch(kind string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(kind, data)
}

// dispatch is Dispatch for who holds mu.
func (s *Server) dispatch(kind string, data any) {
	guild := ""
	if o, ok := data.(object); ok {
		guild, _ = o["guild_id"].(string)
	}
	for _, ses := range s.gateway.sessions {
		if ses.invalid {
			continue
		}
		n := s.shards()
		id, _ := strconv.ParseInt(guild, 10, 64)
		if int(id>>22)%n == ses.shard%n { // Discord's own formula; the first shard has the direct messages
			s.event(ses, kind, data)
		}
	}
}

func (s *Server) shards() int { return max(s.Shards, 1) }

// conns is who is connected now.
func (s *Server) conns() []*Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*Conn(nil), s.gateway.conns...)
}

// DropAll breaks every connection without a word.
func (s *Server) DropAll() {
	for _, c := range s.conns() {
		c.Drop()
	}
}

// CloseAll ends every connection with a close code.
func (s *Server) CloseAll(code int) {
	for _, c := range s.conns() {
		c.Close(code)
	}
}

// SendAll sends a frame on every connection, such as op 7 or op 9.
func (s *Server) SendAll(op int, data any) {
	for _, c := range s.conns() {
		c.Send(op, data)
	}
}

// Invalidate makes every session impossible to resume.
func (s *Server) Invalidate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ses := range s.gateway.sessions {
		ses.invalid = true
	}
}

// OnResume scripts what the next resumes meet, one each; nil is the usual.
func (s *Server) OnResume(script ...func(*Conn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.onResume = append(s.gateway.onResume, script...)
}

// OnConnect scripts what the next connections meet instead of a hello, one each.
func (s *Server) OnConnect(script ...func(*Conn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.onHello = append(s.gateway.onHello, script...)
}

// ResumeGone takes away the address at which sessions are resumed.
func (s *Server) ResumeGone() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.resumeGone = true
}

// Mute stops answering heartbeats, or begins again.
func (s *Server) Mute(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.mute = on
}

// Identifies returns the identify frames so far.
func (s *Server) Identifies() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]json.RawMessage(nil), s.gateway.identify...)
}

// Resumes is how many resumes there were.
func (s *Server) Resumes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.resumes
}

// Beats is how many heartbeats came.
func (s *Server) Beats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.beats
}

// Connected is how many sessions have a connection.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.gateway.conns {
		if c.ses != nil && c.ses.conn == c {
			n++
		}
	}
	return n
}

// Nudge wakes who waits, for things that happen outside the server.
func (s *Server) Nudge() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.happened()
}
