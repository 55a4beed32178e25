package web

import (
	"errors"
	"mime"
	"net/http"

	"knead/bot"
)

// form answers POST /: the chat without JavaScript. It shows the last exchange; sending the page again sends the same
// key, so it gets the same reply.
func (s *Server) form(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		s.trouble(w, r, http.StatusUnsupportedMediaType, s.textsFor(r).Broken)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		if _, tooBig := errors.AsType[*http.MaxBytesError](err); tooBig {
			s.trouble(w, r, http.StatusRequestEntityTooLarge, s.textsFor(r).TooLong)
			return
		}
		s.trouble(w, r, http.StatusBadRequest, s.textsFor(r).Broken)
		return
	}
	l, ok := s.langs.named(r.PostForm.Get("lang"))
	if !ok {
		l = s.langs.page(r)
	}
	p := s.newChatPage(l)
	p.Examples = nil
	p.Draft = r.PostForm.Get("say")
	kind, text := "say", p.Draft
	switch {
	case r.PostForm.Get("press") != "":
		kind, text = "press", r.PostForm.Get("press")
	case r.PostForm.Get("example") != "":
		text = r.PostForm.Get("example")
	default:
		p.Draft = ""
	}
	if !s.allowed(r) {
		p.Draft, p.Problem = r.PostForm.Get("say"), p.T.TooFast
		w.Header().Set("Retry-After", "5")
		s.show(w, r, http.StatusTooManyRequests, "chat.tmpl", p)
		return
	}
	key := r.PostForm.Get("key")
	if len(key) > maxKey {
		key = ""
	}
	answer := s.newBubble(newReply(s.handle(r.Context(), bot.Message{
		ID:           messageID(key, kind, text),
		Conversation: s.cookies.open(w, r).conversation(),
		Text:         text,
		Lang:         string(l),
		At:           s.o.Now(),
	})), l)
	p.Said = text
	if len(answer.Text) > 0 || len(answer.Press) > 0 || len(answer.Links) > 0 {
		p.Answer = &answer
	}
	s.show(w, r, http.StatusOK, "chat.tmpl", p)
}
