package telegramtest

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// patience is how long a test waits for the bot: much longer than even a slow machine needs.
const patience = time.Minute

// A Client is somebody who talks with the bot, in a private chat or in a group.
type Client struct {
	s    *Server
	t    testing.TB
	ID   int64
	Lang string
	chat int64
	top  int
	seen int // how many of the bot's messages to the chat were looked at
}

// Client returns a client in their private chat with the bot.
func (s *Server) Client(t testing.TB, id int64) *Client {
	return &Client{s: s, t: t, ID: id, Lang: "en", chat: id}
}

// In returns the same client in a group, whose number is negative.
func (c *Client) In(group int64) *Client {
	d := *c
	d.chat, d.seen = group, 0
	return &d
}

// Topic returns the same client in a topic of the group.
func (c *Client) Topic(n int) *Client {
	c.s.mu.Lock()
	c.s.topics[msgKey{c.chat, n}] = true
	c.s.mu.Unlock()
	d := *c
	d.top = n
	return &d
}

func chatOf(id int64) map[string]any {
	if id > 0 {
		return map[string]any{"id": id, "type": "private", "first_name": "Ann"}
	}
	return map[string]any{"id": id, "type": "supergroup", "title": "Friends"}
}

func (c *Client) user() map[string]any {
	return map[string]any{"id": c.ID, "is_bot": false, "first_name": "Ann", "language_code": c.Lang}
}

// Send sends a message with the given fields beside its number, date, chat and sender, and returns its number.
func (c *Client) Send(fields map[string]any) int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.lastID++
	m := map[string]any{"message_id": c.s.lastID, "date": c.s.o.Now().Unix(), "chat": chatOf(c.chat), "from": c.user()}
	if c.top != 0 {
		m["message_thread_id"], m["is_topic_message"] = c.top, true
	}
	for k, v := range fields {
		m[k] = v
	}
	for text, entities := range map[string]string{"text": "entities", "caption": "caption_entities"} {
		if s, ok := m[text].(string); ok {
			if es := Entities(s); es != nil && m[entities] == nil {
				m[entities] = es
			}
		}
	}
	c.s.said[msgKey{c.chat, c.s.lastID}] = m
	c.s.push("message", m)
	return c.s.lastID
}

// Say sends a text and returns the message's number.
func (c *Client) Say(text string) int { return c.Send(map[string]any{"text": text}) }

// Reply sends a text as an answer to a message.
func (c *Client) Reply(to int, text string) int {
	c.s.mu.Lock()
	m, ok := c.s.said[msgKey{c.chat, to}]
	c.s.mu.Unlock()
	if !ok {
		c.t.Fatalf("there is no message %d in the chat", to)
	}
	return c.Send(map[string]any{"text": text, "reply_to_message": shallow(m)})
}

// Edit changes a message that the client sent.
func (c *Client) Edit(id int, text string) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	m := make(map[string]any)
	for k, v := range c.s.said[msgKey{c.chat, id}] {
		m[k] = v
	}
	m["text"], m["edit_date"] = text, c.s.o.Now().Unix()
	if es := Entities(text); es != nil {
		m["entities"] = es
	}
	c.s.said[msgKey{c.chat, id}] = m
	c.s.push("edited_message", m)
}

// Press presses a button of a message as it is now, and returns the query's ID.
func (c *Client) Press(m Message, label string) string {
	c.t.Helper()
	b, ok := m.Button(label)
	if !ok || b.Data == "" {
		c.t.Fatalf("no button %q to press under %q; there are %q", label, m.Text, m.Labels())
	}
	return c.PressData(m, b.Data)
}

// PressData sends the press of whatever button had data, whether the message still has it or not.
func (c *Client) PressData(m Message, data string) string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	body, ok := c.s.said[msgKey{m.Chat, m.ID}]
	if !ok { // long gone: Telegram shows no more of it
		body = map[string]any{"chat": chatOf(m.Chat), "message_id": m.ID, "date": 0}
	}
	id := fmt.Sprintf("%d", 4_000_000_000_000+c.s.last)
	c.s.queries[id] = &query{at: time.Now()}
	c.s.push("callback_query", map[string]any{"id": id, "from": c.user(), "chat_instance": "1", "data": data, "message": body})
	return id
}

// Query writes "@bot text" in some chat, and returns the query's ID.
func (c *Client) Query(text string) string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	id := fmt.Sprintf("%d", 5_000_000_000_000+c.s.last)
	c.s.queries[id] = &query{at: time.Now()}
	c.s.push("inline_query", map[string]any{"id": id, "from": c.user(), "query": text, "offset": ""})
	return id
}

// Block blocks the bot, or puts it out of the group, silently or with the notice that Telegram sends.
func (c *Client) Block(notice bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.blocked[c.chat] = true
	if notice {
		bot := c.s.me()
		c.s.push("my_chat_member", map[string]any{"chat": chatOf(c.chat), "from": c.user(), "date": c.s.o.Now().Unix(),
			"old_chat_member": map[string]any{"status": "member", "user": bot},
			"new_chat_member": map[string]any{"status": "kicked", "user": bot, "until_date": 0}})
	}
}

// Unblock lets the bot write again.
func (c *Client) Unblock() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	delete(c.s.blocked, c.chat)
}

// Next waits for the bot's next message to the chat.
func (c *Client) Next() Message {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var m Message
	if !c.s.Wait(ctx, func() bool {
		ms := c.s.Sent(c.chat)
		if len(ms) <= c.seen {
			return false
		}
		m = ms[c.seen]
		return true
	}) {
		c.t.Fatalf("the bot said nothing more in chat %d; so far %d messages", c.chat, c.seen)
	}
	c.seen++
	return m
}

// Sent are the bot's messages to a chat as they are now, in order; all messages for 0.
func (s *Server) Sent(chat int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	ms := s.byChat[chat]
	if chat == 0 {
		ms = s.sent
	}
	var out []Message
	for _, m := range ms {
		out = append(out, *m)
	}
	return out
}

// Forget drops what was said and done so far, for tests that last long.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent, s.calls = nil, nil
	clear(s.byChat)
	clear(s.said)
	clear(s.queries)
	clear(s.taken)
}

// Now returns a message of the bot as it is now.
func (s *Server) Now(m Message) Message {
	for _, x := range s.Sent(m.Chat) {
		if x.ID == m.ID {
			return x
		}
	}
	return Message{}
}

// Await fails the test unless cond comes true.
func (s *Server) Await(t testing.TB, what string, cond func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if !s.Wait(ctx, cond) {
		t.Fatalf("waited in vain: %s", what)
	}
}

// Answered reports whether a query was answered, and with what.
func (s *Server) Answered(id string) (params map[string]string, ok bool) {
	for _, c := range s.Calls("") {
		if c.Params["callback_query_id"] == id || c.Params["inline_query_id"] == id {
			return c.Params, true
		}
	}
	return nil, false
}

// Migrate makes a supergroup of a group.
func (s *Server) Migrate(from, to int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moved[from] = to
}

var entityForm = regexp.MustCompile(`(^|\s)(@\w{3,}|/\w+(?:@\w+)?)`)

// Entities are the mentions and commands that Telegram marks in a text.
func Entities(text string) []map[string]any {
	var out []map[string]any
	for _, at := range entityForm.FindAllStringSubmatchIndex(text, -1) {
		kind := "mention"
		if strings.HasPrefix(text[at[4]:], "/") {
			kind = "bot_command"
		}
		out = append(out, map[string]any{"type": kind, "offset": len(utf16.Encode([]rune(text[:at[4]]))),
			"length": len(utf16.Encode([]rune(text[at[4]:at[5]])))})
	}
	return out
}
