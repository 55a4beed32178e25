package sms

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"knead/adapters/sms/smstest"
	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/sqlstore"
	"knead/bot/texting"
)

// BenchmarkWebhook is one signed message of one of 1,000 numbers and its TwiML, with SQLite and without the bot.
func BenchmarkWebhook(b *testing.B) {
	st, err := sqlstore.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	line, err := texting.New(texting.Options{Practice: bottest.Practice(), Store: st, Consents: st})
	if err != nil {
		b.Fatal(err)
	}
	var clock atomic.Int64
	a, err := New(Config{AccountSID: smstest.Account, AuthToken: smstest.Token, PublicURL: "https://chat.example.com", Numbers: []Number{{Number: orlando}},
		Consent: line, Renderer: line, Store: st, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Unix(clock.Add(10), 0) }}) // so fast that nobody floods
	if err != nil {
		b.Fatal(err)
	}
	a.running.Store(&running{work: b.Context(), h: line.Handler(handlerFunc(func(m bot.Message) bot.Reply { return bot.Reply{Text: "you said: " + m.Text} }))})
	tw := smstest.Start(b, nil, orlando)
	var took []time.Duration
	i := 0
	for b.Loop() {
		form := tw.Form(fmt.Sprintf("SM%032x", i), fmt.Sprintf("+1321555%04d", i%1000), orlando, "hello", 0)
		req := httptest.NewRequestWithContext(b.Context(), http.MethodPost, Path, strings.NewReader(url.Values(form).Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Twilio-Signature", smstest.Sign(smstest.Token, "https://chat.example.com"+Path, form))
		w := httptest.NewRecorder()
		start := time.Now()
		a.webhook(w, req)
		took = append(took, time.Since(start))
		if !strings.Contains(w.Body.String(), "you said") {
			b.Fatalf("message %d: %d: %s %+v", i, w.Code, w.Body.String(), a.Stats())
		}
		i++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
