package web

import (
	"log/slog"
	"net/http"

	"knead/bot"
)

// forget answers POST /api/forget, "delete my chat": everything that is kept of the session goes, and the session with
// it. The Handler is told as if the client had asked for it and confirmed, so that it has the last word, which may be
// what to do in an emergency. Without a session there is nothing to delete, which 204 says.
func (s *Server) forget(w http.ResponseWriter, r *http.Request) {
	sess, ok := s.cookies.read(r)
	if !ok {
		s.cookies.drop(w, r)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	t := s.textsFor(r)
	if !s.allowed(r) {
		w.Header().Set("Retry-After", "5")
		writeJSON(w, http.StatusTooManyRequests, problem{Error: t.TooFast})
		return
	}
	var last bot.Reply
	for _, arg := range []string{"", "yes"} {
		last = s.handle(r.Context(), bot.Message{
			Conversation: sess.conversation(),
			Press:        bot.Action{Verb: bot.DoForget, Arg: arg},
			Lang:         s.langs.of(r, r.URL.Query().Get("lang")),
			At:           s.o.Now(),
		})
	}
	if s.o.Forget != nil {
		if err := s.o.Forget(r.Context(), sess.conversation()); err != nil {
			s.o.Log.ErrorContext(r.Context(), "forget", slog.String("error", err.Error()))
			writeJSON(w, http.StatusServiceUnavailable, problem{Error: t.Broken})
			return
		}
	}
	s.journal.forget(sess.id)
	for _, st := range s.streams.of(sess.id) {
		st.stop()
	}
	s.cookies.drop(w, r)
	writeJSON(w, http.StatusOK, newReply(last))
}
