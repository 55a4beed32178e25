package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	maxBody   = 1 << 20          // of an interaction, in bytes
	freshness = 60 * time.Second // how far an interaction's time may be from ours
)

// errNobodyWaits is what an answer to an HTTP interaction meets when the request is over.
var errNobodyWaits = &apiError{call: "acknowledge", code: discordgo.ErrCodeUnknownInteraction, reason: "the request is over"}

// Interactions is the endpoint to which Discord posts commands and presses when an Interactions Endpoint URL is set in the
// developer portal. It answers 401 to what Discord did not sign, or signed more than a minute ago, and 503 while Run is
// not running.
func (a *Adapter) Interactions() http.Handler { return http.HandlerFunc(a.serveInteraction) }

func (a *Adapter) serveInteraction(w http.ResponseWriter, r *http.Request) {
	me := a.me.Load()
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "want POST", http.StatusMethodNotAllowed)
		return
	case me == nil || me.key == nil || a.running.Load() == nil:
		http.Error(w, "not running", http.StatusServiceUnavailable)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if !a.signed(r, me.key) {
		http.Error(w, "bad signature", http.StatusUnauthorized) // Discord tries this out when the address is set
		return
	}
	in := &interaction{received: a.cfg.Now()}
	body, err := io.ReadAll(r.Body)
	if err != nil || !readable(json.Unmarshal(body, in)) || in.ID == "" {
		http.Error(w, "no interaction", http.StatusBadRequest)
		return
	}
	if in.Type == discordgo.InteractionPing {
		writeCallback(w, callback{Type: discordgo.InteractionResponsePong})
		return
	}
	a.answerHTTP(w, r, in)
}

// answerHTTP writes the first answer to in as the response.
func (a *Adapter) answerHTTP(w http.ResponseWriter, r *http.Request, in *interaction) {
	answers := make(chan callback)
	written := make(chan struct{})
	over := make(chan struct{})
	defer close(over)
	err := a.take(in, func(ctx context.Context, c callback) error {
		select {
		case answers <- c:
		case <-over:
			return errNobodyWaits
		case <-ctx.Done():
			return errNobodyWaits
		}
		<-written // a follow-up must not overtake the answer
		return nil
	})
	if err != nil {
		status := http.StatusServiceUnavailable
		if errors.Is(err, errRepeated) {
			status = http.StatusConflict
		}
		http.Error(w, err.Error(), status)
		return
	}
	t := time.NewTimer(a.ackLimit)
	defer t.Stop()
	select {
	case c := <-answers:
		writeCallback(w, c)
		close(written)
	case <-r.Context().Done():
	case <-t.C:
		a.log.WarnContext(r.Context(), "interaction not acknowledged", slog.Int("type", int(in.Type)))
		w.WriteHeader(http.StatusGatewayTimeout)
	}
}

// signed reports whether Discord signed the request, just now.
func (a *Adapter) signed(r *http.Request, key ed25519.PublicKey) bool {
	at, err := strconv.ParseInt(r.Header.Get("X-Signature-Timestamp"), 10, 64)
	if err != nil || a.cfg.Now().Sub(time.Unix(at, 0)).Abs() > freshness {
		return false
	}
	return discordgo.VerifyInteraction(r, key)
}

func writeCallback(w http.ResponseWriter, c callback) {
	w.Header().Set("Content-Type", "application/json")
	if json.NewEncoder(w).Encode(c) == nil {
		_ = http.NewResponseController(w).Flush() // a writer that cannot flush writes when the handler returns
	}
}
