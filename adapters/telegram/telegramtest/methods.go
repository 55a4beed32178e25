package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// A Message is one that the bot sent.
type Message struct {
	ID       int
	Chat     int64
	Thread   int
	ReplyTo  int
	Text     string // as shown
	Entities []Entity
	Keyboard [][]Button
	Preview  string // its address; "off" when there is none, "" when Telegram picks one
	Edits    int
	At       time.Time

	markup json.RawMessage
}

// A Button is one of an inline keyboard.
type Button struct {
	Text     string `json:"text"`
	URL      string `json:"url"`
	Data     string `json:"callback_data"`
	CopyText *struct {
		Text string `json:"text"`
	} `json:"copy_text"`
}

// Button finds a button by its label.
func (m Message) Button(label string) (Button, bool) {
	for _, row := range m.Keyboard {
		for _, b := range row {
			if b.Text == label {
				return b, true
			}
		}
	}
	return Button{}, false
}

// Labels are the labels of all buttons.
func (m Message) Labels() []string {
	var out []string
	for _, row := range m.Keyboard {
		for _, b := range row {
			out = append(out, b.Text)
		}
	}
	return out
}

// A query is a pressed button or an inline query that waits for its answer.
type query struct {
	at       time.Time
	answered bool
}

// do carries a method out.
func (s *Server) do(ctx context.Context, method string, p map[string]string) (res result) {
	if s.o.Spec != nil {
		if problems := s.o.Spec.Check(method, p); len(problems) > 0 {
			s.mu.Lock()
			s.problems = append(s.problems, problems...)
			s.mu.Unlock()
		}
	}
	if method == "getUpdates" {
		res = s.getUpdates(ctx, p)
		if ctx.Err() == nil {
			s.note(method, p, res.Code)
		}
		return res
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// In one with what is done: who sees a message finds the call that brought it.
	defer func() { s.record(method, p, res.Code) }()
	switch method {
	case "getMe":
		return result{Value: s.me()}
	case "sendMessage":
		return s.sendMessage(p)
	case "editMessageText":
		return s.edit(p, true)
	case "editMessageReplyMarkup":
		return s.edit(p, false)
	case "sendChatAction":
		if r, ok := s.reach(p); !ok {
			return r
		}
		return result{Value: true}
	case "answerCallbackQuery":
		return s.answerQuery(p["callback_query_id"], p["text"], 200)
	case "answerInlineQuery":
		return s.answerInline(p)
	case "setWebhook":
		return s.setWebhook(ctx, p)
	case "deleteWebhook":
		s.hook.stop()
		s.hook = hook{}
		return result{Value: true}
	case "getWebhookInfo":
		info := map[string]any{"url": s.hook.url, "has_custom_certificate": false, "pending_update_count": len(s.queue)}
		if s.hook.failed != "" {
			info["last_error_date"], info["last_error_message"] = s.hook.failedAt.Unix(), s.hook.failed
		}
		return result{Value: info}
	case "setMyCommands":
		return s.setCommands(p)
	case "setMyDescription":
		return s.set(method, p, "description", 512)
	case "setMyShortDescription":
		return s.set(method, p, "short_description", 120)
	case "setChatMenuButton":
		return s.set(method, p, "menu_button", 1000)
	}
	return refusal(http.StatusNotFound, "Not Found: method not found")
}

func (s *Server) me() map[string]any {
	return map[string]any{"id": BotID, "is_bot": true, "first_name": "knead", "username": BotName, "can_join_groups": true,
		"can_read_all_group_messages": false, "supports_inline_queries": true}
}

// reach tells whether the bot can write to a chat.
func (s *Server) reach(p map[string]string) (result, bool) {
	chat, err := strconv.ParseInt(p["chat_id"], 10, 64)
	switch {
	case err != nil:
		return bad("chat_id is empty"), false
	case s.moved[chat] != 0:
		r := bad("group chat was upgraded to a supergroup chat")
		r.Migrate = s.moved[chat]
		return r, false
	case s.blocked[chat] && chat > 0:
		return refusal(http.StatusForbidden, "Forbidden: bot was blocked by the user"), false
	case s.blocked[chat]:
		return refusal(http.StatusForbidden, "Forbidden: bot was kicked from the supergroup chat"), false
	}
	if thread, _ := strconv.Atoi(p["message_thread_id"]); thread != 0 && !s.topics[msgKey{chat, thread}] {
		return bad("message thread not found"), false
	}
	if s.o.Limits {
		if wait := s.over(chat); wait > 0 {
			r := refusal(http.StatusTooManyRequests, fmt.Sprintf("Too Many Requests: retry after %d", wait))
			r.RetryAfter = wait
			return r, false
		}
	}
	return result{}, true
}

// over tells how many seconds too early a message to chat comes, zero when it does not.
func (s *Server) over(chat int64) int {
	now := time.Now()
	count := func(key int64, span time.Duration) int {
		n := 0
		for _, t := range s.taken[key] {
			if now.Sub(t) < span {
				n++
			}
		}
		return n
	}
	const slack = 200 * time.Millisecond // a message sent a second after the last may arrive sooner after it
	switch {
	case count(0, time.Second-slack) >= 30, count(chat, time.Second-slack) >= 1:
		return 1
	case chat < 0 && count(chat, time.Minute-slack) >= 20:
		return 30
	}
	s.taken[0] = append(s.taken[0], now)
	s.taken[chat] = append(s.taken[chat], now)
	return 0
}

func (s *Server) sendMessage(p map[string]string) result {
	if r, ok := s.reach(p); !ok {
		return r
	}
	chat, _ := strconv.ParseInt(p["chat_id"], 10, 64)
	text, entities, refused := readText(p)
	if refused != nil {
		return *refused
	}
	keys, refused := readKeyboard(p["reply_markup"])
	if refused != nil {
		return *refused
	}
	m := &Message{Chat: chat, Text: text, Entities: entities, Keyboard: keys, At: time.Now()}
	m.Thread, _ = strconv.Atoi(p["message_thread_id"])
	if raw := p["reply_parameters"]; raw != "" {
		var reply struct {
			Message int  `json:"message_id"`
			Without bool `json:"allow_sending_without_reply"`
		}
		_ = json.Unmarshal([]byte(raw), &reply)
		_, there := s.said[msgKey{chat, reply.Message}]
		if !there && !reply.Without {
			return bad("message to be replied not found")
		}
		if there {
			m.ReplyTo = reply.Message
		}
	}
	m.Preview = readPreview(p["link_preview_options"])
	s.lastID++
	m.ID = s.lastID
	if p["reply_markup"] != "" {
		m.markup = json.RawMessage(p["reply_markup"])
	}
	s.sent = append(s.sent, m)
	s.byChat[chat] = append(s.byChat[chat], m)
	body := s.body(m)
	s.said[msgKey{chat, m.ID}] = body
	return result{Value: body}
}

// body is a message of the bot as Telegram writes it.
func (s *Server) body(m *Message) map[string]any {
	b := map[string]any{"message_id": m.ID, "date": s.o.Now().Unix(), "chat": chatOf(m.Chat), "text": m.Text,
		"from": map[string]any{"id": BotID, "is_bot": true, "first_name": "knead", "username": BotName}}
	if m.Thread != 0 {
		b["message_thread_id"], b["is_topic_message"] = m.Thread, true
	}
	if m.markup != nil {
		b["reply_markup"] = m.markup
	}
	if to, ok := s.said[msgKey{m.Chat, m.ReplyTo}]; ok && m.ReplyTo != 0 {
		b["reply_to_message"] = shallow(to)
	}
	return b
}

// shallow is a message without the one it answers: Telegram shows one level only.
func shallow(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		if k != "reply_to_message" {
			out[k] = v
		}
	}
	return out
}

func (s *Server) edit(p map[string]string, text bool) result {
	chat, _ := strconv.ParseInt(p["chat_id"], 10, 64)
	id, _ := strconv.Atoi(p["message_id"])
	var m *Message
	for _, x := range s.byChat[chat] {
		if x.ID == id {
			m = x
		}
	}
	if m == nil {
		return bad("message to edit not found")
	}
	if s.blocked[chat] {
		return refusal(http.StatusForbidden, "Forbidden: bot was blocked by the user")
	}
	next := *m
	if text {
		t, es, refused := readText(p)
		if refused != nil {
			return *refused
		}
		next.Text, next.Entities, next.Preview = t, es, readPreview(p["link_preview_options"])
	}
	keys, refused := readKeyboard(p["reply_markup"])
	if refused != nil {
		return *refused
	}
	next.Keyboard, next.markup = keys, nil
	if p["reply_markup"] != "" {
		next.markup = json.RawMessage(p["reply_markup"])
	}
	if next.Text == m.Text && string(next.markup) == string(m.markup) {
		return bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	next.Edits++
	*m = next
	s.said[msgKey{chat, id}] = s.body(m)
	return result{Value: s.body(m)}
}

func (s *Server) answerQuery(id, text string, most int) result {
	q, ok := s.queries[id]
	if !ok || q.answered || time.Since(q.at) > 15*time.Minute {
		return bad("query is too old and response timeout expired or query ID is invalid")
	}
	if Units(text) > most {
		return bad("MESSAGE_TOO_LONG")
	}
	q.answered = true
	return result{Value: true}
}

func (s *Server) answerInline(p map[string]string) result {
	var rs []struct {
		Type    string `json:"type"`
		ID      string `json:"id"`
		Title   string `json:"title"`
		Content struct {
			Text string `json:"message_text"`
			Mode string `json:"parse_mode"`
		} `json:"input_message_content"`
	}
	if err := json.Unmarshal([]byte(p["results"]), &rs); err != nil {
		return bad("can't parse inline query results JSON")
	}
	seen := make(map[string]bool)
	for _, r := range rs {
		if r.ID == "" || len(r.ID) > 64 || seen[r.ID] {
			return bad("RESULT_ID_INVALID")
		}
		seen[r.ID] = true
		if r.Type != "article" || r.Title == "" {
			return bad("ARTICLE_TITLE_EMPTY")
		}
		if _, _, refused := readText(map[string]string{"text": r.Content.Text, "parse_mode": r.Content.Mode}); refused != nil {
			return *refused
		}
	}
	if len(rs) > 50 {
		return bad("RESULTS_TOO_MUCH")
	}
	var b struct {
		Start string `json:"start_parameter"`
	}
	if raw := p["button"]; raw != "" {
		if err := json.Unmarshal([]byte(raw), &b); err != nil || !regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`).MatchString(b.Start) {
			return bad("START_PARAM_INVALID")
		}
	}
	return s.answerQuery(p["inline_query_id"], "", 0)
}

var commandForm = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (s *Server) setCommands(p map[string]string) result {
	var cs []struct{ Command, Description string }
	if err := json.Unmarshal([]byte(p["commands"]), &cs); err != nil || len(cs) > 100 {
		return bad("can't parse commands list")
	}
	for _, c := range cs {
		if !commandForm.MatchString(c.Command) {
			return bad("BOT_COMMAND_INVALID")
		}
		if n := Units(c.Description); n < 1 || n > 256 {
			return bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	return s.set("setMyCommands", p, "commands", 1<<20)
}

// set keeps a setting by method, scope and language.
func (s *Server) set(method string, p map[string]string, field string, most int) result {
	if Units(p[field]) > most {
		return bad("%s is too long", field)
	}
	if s.settings[method] == nil {
		s.settings[method] = make(map[string]string)
	}
	s.settings[method][p["scope"]+p["language_code"]] = p[field]
	return result{Value: true}
}

// Setting is what a set… method was last given, for a scope (JSON, or empty) and a language.
func (s *Server) Setting(method, scope, lang string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings[method][scope+lang]
}
