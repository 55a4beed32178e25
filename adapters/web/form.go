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
	framed := r.URL.Path == "/widget"
	if framed {
		if !s.framed(w) {
			s.notFound(w, r)
			return
		}
		// Frames get no cookies from browsers that keep sites apart: the form carries its session.
		token := r.PostForm.Get("session")
		if token == "" {
			token = noToken
		}
		r.Header.Set(tokenHeader, token)
	}
	l, ok := s.langs.named(r.PostForm.Get("lang"))
	if !ok {
		l = s.langs.page(r)
	}
	p := s.newChatPage(l, framed)
	p.Theme = theme(r.PostForm.Get("theme"))
	p.Examples = nil
	p.Draft = r.PostForm.Get("say")
	kind, text := "say", p.Draft
	var press bot.Action
	switch {
	case r.PostForm.Get("forget") != "":
		kind, text, press = "press", p.T.Delete, bot.Action{Verb: bot.DoForget}
	case r.PostForm.Get("press") != "":
		kind, text, press = "press", r.PostForm.Get("press"), bot.Action{Verb: bot.DoLabel}
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
	sess := s.cookies.open(w, r)
	if framed {
		p.Token = s.cookies.sign(asToken, sess)
	}
	p.Going = true
	answer := s.newBubble(newReply(s.handle(r.Context(), bot.Message{
		ID:           messageID(key, kind, text),
		Conversation: sess.conversation(),
		Text:         text,
		Press:        press,
		Lang:         string(l),
		At:           s.o.Now(),
	})), l)
	p.Said = text
	if len(answer.Text) > 0 || len(answer.Press) > 0 || len(answer.Links) > 0 {
		p.Answer = &answer
	}
	s.show(w, r, http.StatusOK, "chat.tmpl", p)
}
