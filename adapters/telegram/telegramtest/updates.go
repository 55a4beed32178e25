package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Push queues an update of one kind ("message", "callback_query", …) and returns its number. A kind that the bot did not
// ask for is dropped, as Telegram does.
func (s *Server) Push(kind string, body any) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.push(kind, body)
}

func (s *Server) push(kind string, body any) int64 {
	s.last++
	raw, err := json.Marshal(map[string]any{"update_id": s.last, kind: body})
	if err != nil {
		s.problems = append(s.problems, "the test's own update: "+err.Error())
		return s.last
	}
	if s.o.Spec != nil {
		var v any
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		if err := d.Decode(&v); err == nil {
			err = s.o.Spec.value(v, "Update")
			if err != nil {
				s.problems = append(s.problems, "the test's own update: "+err.Error())
			}
		}
	}
	return s.enqueue(kind, raw)
}

func (s *Server) enqueue(kind string, raw json.RawMessage) int64 {
	if !s.wanted(kind) {
		return s.last
	}
	s.newest = queued{id: s.last, raw: raw, at: time.Now()}
	s.queue = append(s.queue, s.newest)
	s.happened()
	return s.last
}

// Again queues the newest update once more, as Telegram does when it did not hear that its webhook took it.
func (s *Server) Again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, s.newest)
	s.happened()
}

// wanted reports whether the bot asked for a kind of update. An empty list is all but the three that must be named.
func (s *Server) wanted(kind string) bool {
	if len(s.kinds) == 0 {
		return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
	}
	return slices.Contains(s.kinds, kind)
}

// PushRaw queues an update as it is, without its number, whatever the specification says.
func (s *Server) PushRaw(kind, body string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return s.enqueue(kind, json.RawMessage(`{"update_id":`+strconv.FormatInt(s.last, 10)+`,"`+kind+`":`+body+`}`))
}

// Skip lets the next update have a number so much higher.
func (s *Server) Skip(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last += n
}

// Waiting is how many updates are not acknowledged.
func (s *Server) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

func (s *Server) getUpdates(ctx context.Context, p map[string]string) result {
	number := func(key string, otherwise int64) int64 {
		if n, err := strconv.ParseInt(p[key], 10, 64); err == nil {
			return n
		}
		return otherwise
	}
	offset, limit := number("offset", 0), number("limit", 100)
	until := time.NewTimer(time.Duration(number("timeout", 0)) * time.Second)
	defer until.Stop()
	if limit < 1 || limit > 100 {
		limit = 100
	}
	s.mu.Lock()
	if s.hook.url != "" {
		s.mu.Unlock()
		return refusal(http.StatusConflict, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if s.poll != nil {
		close(s.poll) // the poll before this one is told to go
	}
	mine := make(chan struct{})
	s.poll = mine
	if raw := p["allowed_updates"]; raw != "" {
		_ = json.Unmarshal([]byte(raw), &s.kinds)
	}
	if offset < 0 {
		s.queue = s.queue[max(0, len(s.queue)+int(offset)):]
	} else {
		s.queue = slices.DeleteFunc(s.queue, func(q queued) bool { return q.id < offset })
		s.acked = max(s.acked, offset)
	}
	s.happened()
	defer func() {
		s.mu.Lock()
		if s.poll == mine {
			s.poll = nil
		}
		s.mu.Unlock()
	}()
	for {
		if n := min(int(limit), len(s.queue)); n > 0 {
			out := make([]json.RawMessage, n)
			for i := range out {
				out[i] = s.queue[i].raw
			}
			s.mu.Unlock()
			return result{Value: out}
		}
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-mine:
			return refusal(http.StatusConflict, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
		case <-until.C:
			return result{Value: []json.RawMessage{}}
		case <-ctx.Done():
			return result{Value: []json.RawMessage{}}
		case <-s.closed:
			return result{Value: []json.RawMessage{}}
		}
		s.mu.Lock()
		if s.hook.url != "" {
			s.mu.Unlock()
			return refusal(http.StatusConflict, "Conflict: terminated by setWebhook request")
		}
	}
}

// A hook is a webhook that is set.
type hook struct {
	url, secret string
	cancel      context.CancelFunc
	failed      string
	failedAt    time.Time
}

func (h *hook) stop() {
	if h.cancel != nil {
		h.cancel()
	}
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (s *Server) setWebhook(ctx context.Context, p map[string]string) result {
	if !opens(p["url"]) {
		return bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if secret, ok := p["secret_token"]; ok && !secretForm.MatchString(secret) {
		return bad("secret token contains unallowed characters")
	}
	if raw := p["allowed_updates"]; raw != "" {
		_ = json.Unmarshal([]byte(raw), &s.kinds)
	}
	s.hook.stop()
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // deliveries outlive the request
	s.hook = hook{url: p["url"], secret: p["secret_token"], cancel: cancel}
	if s.poll != nil {
		close(s.poll)
		s.poll = nil
	}
	go s.deliver(ctx, p["url"], p["secret_token"])
	return result{Value: true}
}

// SetForeignWebhook sets a webhook as another program with the same token would. Nothing is delivered to it.
func (s *Server) SetForeignWebhook(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook.stop()
	s.hook = hook{url: url}
	s.happened()
}

// deliver posts what is queued to the webhook, one after the other, each until it is taken.
func (s *Server) deliver(ctx context.Context, url, secret string) {
	redo := s.o.Redo
	for {
		s.mu.Lock()
		changed := s.changed
		var next *queued
		if len(s.queue) > 0 {
			q := s.queue[0]
			next = &q
		}
		s.mu.Unlock()
		if next == nil {
			select {
			case <-changed:
				continue
			case <-ctx.Done():
				return
			case <-s.closed:
				return
			}
		}
		status, err := s.Deliver(ctx, url, secret, next.raw)
		s.note("webhook", nil, status)
		if err == nil && status/100 == 2 {
			redo = s.o.Redo
			s.mu.Lock()
			s.queue = slices.DeleteFunc(s.queue, func(q queued) bool { return q.id == next.id })
			s.happened()
			s.mu.Unlock()
			continue
		}
		s.mu.Lock()
		s.hook.failed, s.hook.failedAt = "Wrong response from the webhook: "+strconv.Itoa(status), time.Now()
		s.mu.Unlock()
		select {
		case <-time.After(redo):
		case <-ctx.Done():
			return
		case <-s.closed:
			return
		}
		redo = min(2*redo, time.Second)
	}
}

// Deliver posts one update to a webhook and returns its answer's status.
func (s *Server) Deliver(ctx context.Context, url, secret string, raw []byte) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(raw))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}
