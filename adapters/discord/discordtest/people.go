package discordtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A User is somebody who writes.
type User struct {
	ID, Name string
	Locale   string // of their app; empty: en-US
	Bot      bool
	System   bool
	s        *Server
}

// User makes a member.
func (s *Server) User(name string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &User{ID: s.id(), Name: name, s: s}
	s.users[u.ID] = u
	return u
}

// CloseDirects makes the member take no direct messages, or take them again.
func (u *User) CloseDirects(on bool) {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	c := u.s.channels[u.s.direct(u.ID)]
	c.Closed = 0
	if on {
		c.Closed = 50007
	}
}

// Direct is the channel of the member's direct messages.
func (u *User) Direct() string {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.s.direct(u.ID)
}

// Write sends a message to a channel and returns its ID. changes are put over the message as Discord sends it, so that a
// test can make any message.
func (u *User) Write(channel, text string, changes ...map[string]any) string {
	s := u.s
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &Message{ID: s.id(), Channel: channel, Author: u.ID, Content: text, At: time.Now()}
	s.messages = append(s.messages, m)
	s.dispatch("MESSAGE_CREATE", s.written(m, text, changes...))
	s.happened()
	return m.ID
}

// written is a member's message as an event.
func (s *Server) written(m *Message, text string, changes ...map[string]any) object {
	o := s.messageObject(m)
	mentions := []any{}
	for id := range s.users {
		if strings.Contains(text, "<@"+id+">") {
			mentions = append(mentions, s.userObject(id))
		}
	}
	o["mentions"] = mentions
	if c := s.channels[m.Channel]; c != nil && c.Guild != "" {
		o = withGuild(o, c.Guild)
		o["member"] = object{"roles": []any{}, "joined_at": "2024-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0}
	}
	for _, c := range changes {
		maps.Copy(o, c)
	}
	return o
}

// Mention writes to the bot by name.
func (u *User) Mention(channel, text string) string {
	return u.Write(channel, "<@"+u.s.BotID+"> "+text)
}

// Edit changes a message of the member's.
func (u *User) Edit(message, text string) {
	s := u.s
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.messages {
		if m.ID == message {
			m.Content = text
			s.dispatch("MESSAGE_UPDATE", s.written(m, text, object{"edited_timestamp": time.Now().UTC().Format(time.RFC3339Nano)}))
		}
	}
	s.happened()
}

// Delete deletes a message of the member's.
func (u *User) Delete(message string) {
	s := u.s
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.messages {
		if m.ID == message {
			m.Deleted = true
			o := object{"id": m.ID, "channel_id": m.Channel}
			if c := s.channels[m.Channel]; c != nil {
				o = withGuild(o, c.Guild)
			}
			s.dispatch("MESSAGE_DELETE", o)
		}
	}
	s.happened()
}

// An Interaction is something a member did, and how it was answered.
type Interaction struct {
	ID, Token, Channel string
	At, Acked          time.Time

	s          *Server
	payload    object
	on         *Message // that a pressed component belongs to
	first      []byte
	kind       int
	deferFlags int
	original   *Message
	follow     []*Message
	expired    bool
}

// begin makes an interaction of the member's in a channel. The caller holds mu.
func (u *User) begin(channel string, kind int, data object) *Interaction {
	s := u.s
	in := &Interaction{ID: s.id(), Token: "interaction-token-" + s.id(), Channel: channel, At: time.Now(), s: s}
	locale := u.Locale
	if locale == "" {
		locale = "en-US"
	}
	in.payload = object{"id": in.ID, "application_id": s.AppID, "type": kind, "token": in.Token, "version": 1, "channel_id": channel, "locale": locale,
		"data": data, "entitlements": []any{}, "authorizing_integration_owners": object{"0": "0"}, "app_permissions": "0", "attachment_size_limit": 10485760}
	if c := s.channels[channel]; c != nil && c.Guild != "" {
		in.payload["guild_id"], in.payload["context"], in.payload["guild_locale"] = c.Guild, 0, "en-US"
		in.payload["member"] = object{"user": s.userObject(u.ID), "roles": []any{}, "permissions": "2147483647", "joined_at": "2024-01-01T00:00:00Z",
			"deaf": false, "mute": false, "flags": 0}
	} else {
		in.payload["context"] = 1
		in.payload["user"] = s.userObject(u.ID)
	}
	s.given[in.Token] = in
	return in
}

func (u *User) do(channel string, kind int, data object) *Interaction {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	in := u.begin(channel, kind, data)
	u.s.dispatch("INTERACTION_CREATE", in.payload)
	u.s.happened()
	return in
}

// Command uses a slash command; options are its texts and booleans.
func (u *User) Command(channel, name string, options map[string]any) *Interaction {
	return u.do(channel, 2, commandData(name, options, ""))
}

// Type types in an option of a command and asks for its completion.
func (u *User) Type(channel, command, option, text string) *Interaction {
	return u.do(channel, 4, commandData(command, map[string]any{option: text}, option))
}

func commandData(name string, options map[string]any, focused string) object {
	opts := []any{}
	for k, v := range options {
		kind := 3
		if _, ok := v.(bool); ok {
			kind = 5
		}
		o := object{"name": k, "type": kind, "value": v}
		if k == focused {
			o["focused"] = true
		}
		opts = append(opts, o)
	}
	return object{"id": "7000", "name": name, "type": 1, "options": opts}
}

// Menu uses a command of a message's menu.
func (u *User) Menu(channel, name, message string) *Interaction {
	s := u.s
	s.mu.Lock()
	target := object{}
	for _, m := range s.messages {
		if m.ID == message {
			target = s.messageObject(m)
		}
	}
	s.mu.Unlock()
	return u.do(channel, 2, object{"id": "7001", "name": name, "type": 3, "target_id": message, "resolved": object{"messages": object{message: target}}})
}

// Press presses the button of a message by its label, or chooses that option of a menu. The test fails if there is none.
func (u *User) Press(t testing.TB, m Message, label string) *Interaction {
	t.Helper()
	for _, c := range m.Flat() {
		if c.Type == 2 && c.Label == label && !c.Disabled {
			return u.component(m, object{"component_type": 2, "custom_id": c.CustomID})
		}
		for _, o := range c.Options {
			if o.Label == label && !c.Disabled {
				return u.component(m, object{"component_type": 3, "custom_id": c.CustomID, "values": []any{o.Value}})
			}
		}
	}
	t.Fatalf("no %q under %q: %v", label, m.Content, m.Labels())
	return nil
}

// PressID sends a press with any custom ID.
func (u *User) PressID(m Message, customID string) *Interaction {
	return u.component(m, object{"component_type": 2, "custom_id": customID})
}

func (u *User) component(m Message, data object) *Interaction {
	s := u.s
	s.mu.Lock()
	defer s.mu.Unlock()
	in := u.begin(m.Channel, 3, data)
	for _, known := range s.messages {
		if known.ID == m.ID {
			in.on = known
			o := s.messageObject(known)
			if s.spec != nil {
				raw, _ := json.Marshal(o)
				if err := s.spec.Object("MessageResponse", raw); err != nil {
					s.t.Errorf("own message against the specification: %v", err)
				}
			}
			in.payload["message"] = o
		}
	}
	s.dispatch("INTERACTION_CREATE", in.payload)
	s.happened()
	return in
}

// Fill fills the form that answered a press.
func (u *User) Fill(t testing.TB, form *Interaction, text string) *Interaction {
	t.Helper()
	first := form.Answer(t)
	if first.Type != 9 {
		t.Fatalf("answer of type %d is no form", first.Type)
	}
	field := flat(first.Data.Components)[0]
	// As newer apps send it: a label around the field, which the library does not know.
	return u.do(form.Channel, 5, object{"custom_id": first.Data.CustomID, "components": []any{
		object{"type": 18, "id": 1, "component": object{"type": 4, "id": 2, "custom_id": field.CustomID, "value": text}}}})
}

// A First is the first answer to an interaction.
type First struct {
	Type int `json:"type"`
	Data struct {
		Content    string      `json:"content"`
		Flags      int         `json:"flags"`
		CustomID   string      `json:"custom_id"`
		Title      string      `json:"title"`
		Components []Component `json:"components"`
		Choices    []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"choices"`
	} `json:"data"`
}

// Answer waits for the first answer.
func (in *Interaction) Answer(t testing.TB) First {
	t.Helper()
	in.s.Wait(t, "interaction is answered", func() bool {
		in.s.mu.Lock()
		defer in.s.mu.Unlock()
		return in.first != nil
	})
	in.s.mu.Lock()
	defer in.s.mu.Unlock()
	var f First
	if err := json.Unmarshal(in.first, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// Says waits for n messages by way of the interaction and returns them.
func (in *Interaction) Says(t testing.TB, n int) []Message {
	t.Helper()
	var out []Message
	in.s.Wait(t, "interaction has "+strconv.Itoa(n)+" messages", func() bool {
		out = in.Said()
		return len(out) >= n
	})
	return out
}

// Said returns the messages so far.
func (in *Interaction) Said() []Message {
	in.s.mu.Lock()
	defer in.s.mu.Unlock()
	var out []Message
	if in.original != nil {
		out = append(out, *in.original)
	}
	for _, m := range in.follow {
		out = append(out, *m)
	}
	return out
}

// Expire makes Discord take no more answers to the interaction.
func (in *Interaction) Expire() {
	in.s.mu.Lock()
	defer in.s.mu.Unlock()
	in.expired = true
}

// Again sends the same interaction another time.
func (in *Interaction) Again() { in.s.Dispatch("INTERACTION_CREATE", in.payload) }

// Prepare makes a command that is not sent over the gateway, to be posted.
func (u *User) Prepare(channel, name string, options map[string]any) *Interaction {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.begin(channel, 2, commandData(name, options, ""))
}

// Post sends the interaction over HTTP, signed at a time, and returns the response. A good answer is the first answer.
func (in *Interaction) Post(h http.Handler, at time.Time, damage func(*http.Request)) *httptest.ResponseRecorder {
	body, _ := json.Marshal(in.payload)
	w := in.s.PostRaw(h, body, at, damage)
	if w.Code == http.StatusOK {
		in.s.mu.Lock()
		defer in.s.mu.Unlock()
		if in.s.spec != nil {
			if err := in.s.spec.Request("POST", "/interactions/1/t/callback", bytes.TrimSpace(w.Body.Bytes())); err != nil {
				in.s.t.Errorf("answer against the specification: %v", err)
			}
		}
		if in.first == nil {
			in.s.firstAnswer(in, w.Body.Bytes())
		}
		in.s.happened()
	}
	return w
}

// PostRaw posts any body, signed at a time.
func (s *Server) PostRaw(h http.Handler, body []byte, at time.Time, damage func(*http.Request)) *httptest.ResponseRecorder {
	stamp := strconv.FormatInt(at.Unix(), 10)
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/discord/interactions", bytes.NewReader(body))
	r.Header.Set("X-Signature-Timestamp", stamp)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(s.Key, append([]byte(stamp), body...))))
	if damage != nil {
		damage(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
