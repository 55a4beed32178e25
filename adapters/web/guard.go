package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
)

// policy allows what the embedded assets need: no inline script or style, nothing from elsewhere, no framing.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard wraps the routes with what holds for each of them: headers, no cross-origin posts, no stack trace to a client.
func (s *Server) guard(next http.Handler) (http.Handler, error) {
	cross := http.NewCrossOriginProtection()
	for _, o := range s.o.Origins {
		if err := cross.AddTrustedOrigin(o); err != nil {
			return nil, fmt.Errorf("origins: %w", err)
		}
	}
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, http.StatusForbidden, s.textsFor(r).Foreign)
	}))
	return s.headers(s.recovers(cross.Handler(next))), nil
}

func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		// Not "no-referrer": with that, browsers send "Origin: null" with the plain form, which is then refused on any
		// address where they leave out Sec-Fetch-Site.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

func (s *Server) recovers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				s.panicked(w, r, p)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *Server) panicked(w http.ResponseWriter, r *http.Request, p any) {
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares this sentinel the same way
		panic(p)
	}
	s.o.Log.ErrorContext(r.Context(), "panic", slog.String("route", r.Pattern), slog.String("panic", fmt.Sprint(p)))
	s.refuse(w, r, http.StatusInternalServerError, s.textsFor(r).Broken)
}

// refuse answers with a polite sentence: as JSON on the API, else as a page.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, text string) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		writeJSON(w, status, problem{Error: text})
		return
	}
	s.trouble(w, r, status, text)
}

// noSuchCall answers calls of the API that do not exist.
func (s *Server) noSuchCall(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/api/messages", "/api/forget":
		w.Header().Set("Allow", http.MethodPost)
		writeJSON(w, http.StatusMethodNotAllowed, problem{Error: "use POST"})
	case "/api/events":
		w.Header().Set("Allow", http.MethodGet)
		writeJSON(w, http.StatusMethodNotAllowed, problem{Error: "use GET"})
	default:
		writeJSON(w, http.StatusNotFound, problem{Error: "no such call"})
	}
}
