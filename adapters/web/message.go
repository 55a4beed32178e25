package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"knead/bot"
)

// maxKey is the longest idempotency key of a message in bytes.
const maxKey = 128

// An incoming is what POST /api/messages reads: say or press, never both. Unknown keys are ignored.
type incoming struct {
	Say   *string `json:"say"`   // words
	Press *string `json:"press"` // the label of a button that was offered
	ID    string  `json:"id"`    // the same on every try of one message; optional
	Lang  string  `json:"lang"`  // of the page; optional
}

// A reply is a bot.Reply as clients read it. Nothing in it names the client.
type reply struct {
	Text    string       `json:"text"`
	Buttons []button     `json:"buttons"`
	Sources []bot.Source `json:"sources"`
	Level   bot.Level    `json:"level"`
	Lang    bot.Lang     `json:"lang,omitempty"`
}

// A button has a URL or is pressed by sending its label.
type button struct {
	Label string `json:"label"`
	URL   string `json:"url,omitempty"`
}

// A problem is the body of every answer of the API that is no reply. The sentence is fit to be shown to a client.
type problem struct {
	Error string `json:"error"`
}

func newReply(r bot.Reply) reply {
	out := reply{Text: r.Text, Buttons: []button{}, Sources: []bot.Source{}, Level: r.Level, Lang: r.Lang}
	for _, b := range r.Buttons {
		out.Buttons = append(out.Buttons, button{Label: b.Label, URL: b.URL})
	}
	out.Sources = append(out.Sources, r.Sources...)
	return out
}

// message answers POST /api/messages.
func (s *Server) message(w http.ResponseWriter, r *http.Request) {
	t := s.textsFor(r)
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		writeJSON(w, http.StatusUnsupportedMediaType, problem{Error: "want Content-Type: application/json"})
		return
	}
	if !s.allowed(r) {
		w.Header().Set("Retry-After", "5")
		writeJSON(w, http.StatusTooManyRequests, problem{Error: t.TooFast})
		return
	}
	in, status, err := readIncoming(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		text := err.Error()
		if status == http.StatusRequestEntityTooLarge {
			text = t.TooLong
		}
		writeJSON(w, status, problem{Error: text})
		return
	}
	kind, text, press := "say", in.Say, bot.Action{}
	if in.Press != nil {
		kind, text, press = "press", in.Press, bot.Action{Verb: bot.DoLabel}
	}
	m := bot.Message{
		ID:           messageID(in.ID, kind, *text),
		Conversation: s.cookies.open(w, r).conversation(),
		Text:         *text,
		Press:        press,
		Lang:         s.langs.of(r, in.Lang),
		At:           s.o.Now(),
	}
	if h, ok := s.o.Handler.(bot.Streamer); ok && wantsDrafts(r) {
		d := &drafts{w: w, c: http.NewResponseController(w)}
		d.reply(newReply(h.Stream(context.WithoutCancel(r.Context()), m, d.draft)))
		return
	}
	writeJSON(w, http.StatusOK, newReply(s.handle(r.Context(), m)))
}

// handle has m answered even when the browser gives up waiting: what it says may be urgent, and the next try with the
// same ID gets the stored reply.
func (s *Server) handle(ctx context.Context, m bot.Message) bot.Reply {
	return s.o.Handler.Handle(context.WithoutCancel(ctx), m)
}

// readIncoming reads one JSON object. On an error status says how to answer.
func readIncoming(body io.Reader) (in incoming, status int, err error) {
	d := json.NewDecoder(body)
	err = d.Decode(&in)
	if err == nil {
		_, err = d.Token()
		if errors.Is(err, io.EOF) {
			err = nil
		} else if err == nil {
			err = errors.New("more than one value")
		}
	}
	if tooBig, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return in, http.StatusRequestEntityTooLarge, tooBig
	}
	switch {
	case err != nil:
		return in, http.StatusBadRequest, errors.New(`want one JSON object such as {"say": "hello"}`)
	case (in.Say == nil) == (in.Press == nil):
		return in, http.StatusBadRequest, errors.New(`want either "say" or "press", a string`)
	case len(in.ID) > maxKey:
		return in, http.StatusBadRequest, errors.New(`"id" is too long`)
	}
	return in, http.StatusOK, nil
}

// messageID binds a client's key to its words: the same key with other words is another message, so a key used twice
// can never keep words from being screened. It is empty without a key.
func messageID(key, kind, text string) bot.MessageID {
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(key + "\x00" + kind + "\x00" + text))
	return bot.MessageID(hex.EncodeToString(sum[:16]))
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that has gone is no error of ours
}
