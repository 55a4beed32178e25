package discordtest

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (s *Server) publicKey() string {
	return hex.EncodeToString(s.Key.Public().(ed25519.PublicKey))
}

// An outcome is how a request is answered.
type outcome struct {
	status int
	body   any // nil: none
}

func failure(status, code int, message string) outcome {
	return outcome{status, object{"code": code, "message": message}}
}

func (s *Server) serveREST(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if s.spec != nil && s.Strict {
		if err := s.spec.Request(r.Method, path, body); err != nil {
			s.t.Errorf("request against the specification: %v\n%s", err, body)
		}
	}
	s.mu.Lock()
	lost := false
	out, done := s.trouble1(r, path)
	if done && out.status == 0 { // hangs
		s.mu.Unlock()
		<-r.Context().Done()
		return
	}
	if done && out.status == -1 {
		lost, done = true, false
	}
	if !done {
		out, done = s.limited(w, path)
	}
	if !done {
		if auth := r.Header.Get("Authorization"); auth != "Bot "+s.Token && !strings.HasPrefix(path, "/interactions/") && !strings.HasPrefix(path, "/webhooks/") {
			out = failure(http.StatusUnauthorized, 0, "401: Unauthorized")
		} else {
			out = s.route(r.Method, path, r.URL.Query().Get, body)
		}
	}
	s.requests = append(s.requests, Request{Method: r.Method, Path: path, Body: body, Auth: r.Header.Get("Authorization"), Status: out.status, At: time.Now()})
	s.happened()
	s.mu.Unlock()
	if lost {
		panic(http.ErrAbortHandler)
	}
	s.answer(w, r.Method, path, out)
}

func (s *Server) answer(w http.ResponseWriter, method, path string, out outcome) {
	var data []byte
	if out.body != nil {
		data, _ = json.Marshal(out.body)
		if s.spec != nil && s.Strict {
			if err := s.spec.Response(method, path, out.status, data); err != nil {
				s.t.Errorf("own answer against the specification: %v\n%s", err, data)
			}
		}
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(out.status)
	_, _ = w.Write(data)
}

// trouble1 finds what was set to go wrong with a request.
func (s *Server) trouble1(r *http.Request, path string) (outcome, bool) {
	for i, t := range s.troubles {
		if t.method != "" && t.method != r.Method || !strings.Contains(path, t.contains) || t.left == 0 {
			continue
		}
		if t.left--; t.left == 0 {
			s.troubles = slices.Delete(s.troubles, i, i+1)
		}
		switch {
		case t.hang:
			return outcome{}, true
		case t.status == -1:
			return outcome{status: -1}, true
		case t.status == http.StatusTooManyRequests:
			return outcome{t.status, object{"code": 0, "message": "You are being rate limited.", "retry_after": t.retry.Seconds(), "global": t.global}}, true
		}
		return failure(t.status, t.code, "as the test wants it"), true
	}
	return outcome{}, false
}

// limited keeps the allowances.
func (s *Server) limited(w http.ResponseWriter, path string) (outcome, bool) {
	for _, a := range s.allow {
		if !strings.Contains(path, a.contains) {
			continue
		}
		now := time.Now()
		if now.After(a.reset[path]) {
			a.used[path], a.reset[path] = 0, now.Add(a.window)
		}
		left := a.reset[path].Sub(now)
		if a.used[path] >= a.limit {
			return outcome{http.StatusTooManyRequests, object{"code": 0, "message": "You are being rate limited.", "retry_after": left.Seconds(), "global": false}}, true
		}
		a.used[path]++
		w.Header().Set("X-RateLimit-Limit", strconv.Itoa(a.limit))
		w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(a.limit-a.used[path]))
		w.Header().Set("X-RateLimit-Reset-After", strconv.FormatFloat(left.Seconds(), 'f', 3, 64))
		w.Header().Set("X-RateLimit-Bucket", "bucket-"+a.contains)
	}
	return outcome{}, false
}

// route does what a request asks for. The caller holds mu.
func (s *Server) route(method, path string, query func(string) string, body []byte) outcome {
	p := strings.Split(strings.Trim(path, "/"), "/")
	is := func(m string, pattern ...string) bool {
		return m == method && slices.EqualFunc(p, pattern, func(a, b string) bool { return a == b || b == "*" })
	}
	switch {
	case is("GET", "applications", "@me"):
		return outcome{200, s.applicationObject()}
	case is("GET", "gateway", "bot"):
		return outcome{200, object{"url": s.gatewayURL(), "shards": s.Shards,
			"session_start_limit": object{"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}}}
	case is("GET", "gateway"):
		return outcome{200, object{"url": s.gatewayURL()}}
	case is("GET", "applications", "*", "commands"):
		return outcome{200, s.commandObjects("", query("with_localizations") == "true")}
	case is("PUT", "applications", "*", "commands"):
		return s.setCommands("", body)
	case is("GET", "applications", "*", "guilds", "*", "commands"):
		return outcome{200, s.commandObjects(p[3], query("with_localizations") == "true")}
	case is("PUT", "applications", "*", "guilds", "*", "commands"):
		return s.setCommands(p[3], body)
	case is("POST", "users", "@me", "channels"):
		return s.openDirect(body)
	case is("GET", "channels", "*"):
		c, ok := s.channels[p[1]]
		if !ok {
			return failure(404, 10003, "Unknown Channel")
		}
		return outcome{200, s.channelObject(c)}
	case is("POST", "channels", "*", "messages"):
		return s.write(p[1], body)
	case is("DELETE", "channels", "*", "messages", "*"):
		return s.remove(p[3])
	case is("POST", "channels", "*", "typing"):
		return outcome{status: 204}
	case is("POST", "channels", "*", "messages", "*", "threads"):
		return s.openThread(p[1], p[3], body)
	case is("POST", "channels", "*", "threads"):
		return s.openThread(p[1], "", body)
	case is("POST", "interactions", "*", "*", "callback"):
		return s.callback(p[1], p[2], body)
	case is("PATCH", "webhooks", "*", "*", "messages", "@original"):
		return s.editOriginal(p[2], body)
	case is("POST", "webhooks", "*", "*"):
		return s.followUp(p[2], body)
	}
	return failure(404, 0, "404: Not Found")
}

func (s *Server) commandObjects(guild string, localized bool) []any {
	out := []any{}
	for i, c := range s.commands[guild] {
		var o object
		_ = json.Unmarshal(c, &o)
		o["id"], o["application_id"], o["version"] = strconv.Itoa(7000+i), s.AppID, "1"
		if n, ok := o["default_member_permissions"].(float64); ok {
			o["default_member_permissions"] = strconv.Itoa(int(n))
		} else {
			o["default_member_permissions"] = nil
		}
		if _, ok := o["description"]; !ok {
			o["description"] = ""
		}
		o["nsfw"], o["dm_permission"] = false, true
		if guild != "" {
			o["guild_id"] = guild
			delete(o, "contexts")
			delete(o, "integration_types")
		}
		if !localized {
			delete(o, "name_localizations")
		}
		out = append(out, o)
	}
	return out
}

func (s *Server) setCommands(guild string, body []byte) outcome {
	var cs []json.RawMessage
	if json.Unmarshal(body, &cs) != nil {
		return failure(400, 50035, "Invalid Form Body")
	}
	s.commands[guild] = cs
	return outcome{200, s.commandObjects(guild, true)}
}

func (s *Server) openDirect(body []byte) outcome {
	var in struct {
		Recipient string `json:"recipient_id"`
	}
	_ = json.Unmarshal(body, &in)
	if _, ok := s.users[in.Recipient]; !ok {
		return failure(400, 50033, "Invalid Recipient(s)")
	}
	return outcome{200, s.channelObject(s.channels[s.direct(in.Recipient)])}
}

// direct is the channel of a member's direct messages.
func (s *Server) direct(user string) string {
	if id, ok := s.directs[user]; ok {
		return id
	}
	id := s.id()
	s.channels[id] = &Channel{ID: id, Type: 1, Owner: user}
	s.directs[user] = id
	return id
}

type sent struct {
	Content    string      `json:"content"`
	Embeds     []Embed     `json:"embeds"`
	Components []Component `json:"components"`
	Flags      int         `json:"flags"`
	Nonce      string      `json:"nonce"`
	Enforce    bool        `json:"enforce_nonce"`
	Mentions   *struct {
		Parse       []string `json:"parse"`
		RepliedUser bool     `json:"replied_user"`
	} `json:"allowed_mentions"`
	Reference *struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
}

// check refuses what Discord refuses although its schema allows it, and what this application must never send.
func (s *Server) check(body []byte, m *sent) *outcome {
	if err := json.Unmarshal(body, m); err != nil {
		o := failure(400, 50109, "The request body contains invalid JSON.")
		return &o
	}
	bad := func(why string) *outcome {
		s.t.Errorf("message refused: %s\n%s", why, body)
		o := failure(400, 50035, "Invalid Form Body")
		return &o
	}
	if strings.TrimSpace(m.Content) == "" && len(m.Embeds) == 0 {
		return bad("it is empty")
	}
	if len([]rune(m.Content)) > 2000 {
		return bad("over 2000 characters")
	}
	if m.Mentions == nil || m.Mentions.Parse == nil || len(m.Mentions.Parse) > 0 || m.Mentions.RepliedUser {
		return bad("it may mention somebody")
	}
	if len(m.Components) > 5 {
		return bad("over five rows")
	}
	seen := map[string]bool{}
	for _, row := range m.Components {
		if row.Type != 1 || len(row.Components) == 0 {
			return bad("an empty row, or no row")
		}
		for _, c := range row.Components {
			switch {
			case c.Type == 2 && c.Style == 5 && (c.CustomID != "" || !strings.HasPrefix(c.URL, "http")):
				return bad("a link button without a web address")
			case c.Type == 2 && c.Style != 5 && (c.CustomID == "" || c.URL != ""):
				return bad("a button without a custom ID")
			case c.Type == 3 && len(row.Components) > 1:
				return bad("a menu beside something else")
			case c.CustomID != "" && seen[c.CustomID]:
				return bad("a custom ID twice: " + c.CustomID)
			case c.Type == 2 && c.Label == "":
				return bad("a button without a label")
			}
			seen[c.CustomID] = true
			values := map[string]bool{}
			for _, o := range c.Options {
				if values[o.Value] || o.Label == "" || len([]rune(o.Label)) > 100 || len([]rune(o.Value)) > 100 {
					return bad("an option twice, without a label, or too long")
				}
				values[o.Value] = true
			}
		}
	}
	return nil
}

// write is the bot's message to a channel.
func (s *Server) write(channel string, body []byte) outcome {
	c, ok := s.channels[channel]
	switch {
	case !ok:
		return failure(404, 10003, "Unknown Channel")
	case c.Closed != 0:
		return failure(403, c.Closed, "as the test wants it")
	}
	var in sent
	if o := s.check(body, &in); o != nil {
		return *o
	}
	if in.Enforce && in.Nonce != "" {
		for _, m := range s.messages {
			if m.Channel == channel && m.Nonce == in.Nonce && m.Author == s.BotID {
				return outcome{200, s.messageObject(m)} // the message that is there already
			}
		}
	}
	m := s.keep(channel, s.BotID, body, in)
	c.Archived = false
	o := s.messageObject(m)
	s.dispatch("MESSAGE_CREATE", withGuild(o, c.Guild)) // the bot hears itself, as on Discord
	return outcome{200, o}
}

func withGuild(o object, guild string) object {
	if guild == "" {
		return o
	}
	out := object{"guild_id": guild}
	for k, v := range o {
		out[k] = v
	}
	return out
}

func (s *Server) keep(channel, author string, body []byte, in sent) *Message {
	m := &Message{ID: s.id(), Channel: channel, Author: author, Content: in.Content, Embeds: in.Embeds, Components: in.Components, Flags: in.Flags,
		Nonce: in.Nonce, Body: body, At: time.Now()}
	if in.Reference != nil {
		m.Answers = in.Reference.MessageID
	}
	s.messages = append(s.messages, m)
	return m
}

func (s *Server) remove(id string) outcome {
	for _, m := range s.messages {
		if m.ID == id && !m.Deleted {
			m.Deleted = true
			return outcome{status: 204}
		}
	}
	return failure(404, 10008, "Unknown Message")
}

func (s *Server) openThread(channel, message string, body []byte) outcome {
	c, ok := s.channels[channel]
	switch {
	case !ok:
		return failure(404, 10003, "Unknown Channel")
	case c.NoThreads:
		return failure(403, 50013, "Missing Permissions")
	}
	var in struct {
		Name string `json:"name"`
	}
	_ = json.Unmarshal(body, &in)
	t := &Channel{ID: message, Guild: c.Guild, Parent: c.ID, Owner: s.BotID, Name: in.Name, Type: 11}
	if message == "" {
		t.ID = s.id()
	}
	if _, ok := s.channels[t.ID]; ok {
		return failure(400, 160004, "A thread has already been created for this message")
	}
	s.channels[t.ID] = t
	o := s.channelObject(t)
	return outcome{201, o}
}

// callback is the first answer to an interaction.
func (s *Server) callback(id, token string, body []byte) outcome {
	in, ok := s.given[token]
	if !ok || in.ID != id || time.Since(in.At) > s.AckLimit || in.expired {
		return failure(404, 10062, "Unknown interaction")
	}
	if in.first != nil {
		return failure(400, 40060, "Interaction has already been acknowledged.")
	}
	return s.firstAnswer(in, body)
}

func (s *Server) firstAnswer(in *Interaction, body []byte) outcome {
	var c struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &c); err != nil {
		return failure(400, 50109, "The request body contains invalid JSON.")
	}
	in.first, in.kind, in.Acked = body, c.Type, time.Now()
	switch c.Type {
	case 4:
		var m sent
		if o := s.check(c.Data, &m); o != nil {
			return *o
		}
		in.original = s.keep(in.Channel, s.BotID, c.Data, m)
	case 5:
		var m sent
		_ = json.Unmarshal(c.Data, &m)
		in.deferFlags = m.Flags
	case 7:
		var m sent
		_ = json.Unmarshal(c.Data, &m)
		if in.on != nil {
			in.on.Components, in.on.Body = m.Components, c.Data
		}
	}
	return outcome{status: 204}
}

func (s *Server) editOriginal(token string, body []byte) outcome {
	in, ok := s.given[token]
	if !ok || in.expired || in.first == nil {
		return failure(404, 10015, "Unknown Webhook")
	}
	var m sent
	if o := s.check(body, &m); o != nil {
		return *o
	}
	if in.original == nil {
		m.Flags = in.deferFlags
		in.original = s.keep(in.Channel, s.BotID, body, m)
	} else {
		in.original.Content, in.original.Embeds, in.original.Components, in.original.Body = m.Content, m.Embeds, m.Components, body
	}
	return outcome{200, s.messageObject(in.original)}
}

func (s *Server) followUp(token string, body []byte) outcome {
	in, ok := s.given[token]
	if !ok || in.expired || in.first == nil {
		return failure(404, 10015, "Unknown Webhook")
	}
	var m sent
	if o := s.check(body, &m); o != nil {
		return *o
	}
	if in.kind == 5 && in.original == nil {
		// As on Discord: the first follow-up takes the place of what was announced, and its visibility.
		m.Flags = in.deferFlags
		in.original = s.keep(in.Channel, s.BotID, body, m)
		return outcome{200, s.messageObject(in.original)}
	}
	msg := s.keep(in.Channel, s.BotID, body, m)
	in.follow = append(in.follow, msg)
	return outcome{200, s.messageObject(msg)}
}

// String names a request in failures.
func (r Request) String() string {
	return fmt.Sprintf("%s %s (%d) %s", r.Method, r.Path, r.Status, r.Body)
}
