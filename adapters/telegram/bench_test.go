package telegram

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
	"knead/bot/bottest/front"
	"knead/bot/sqlstore"
)

// open is a running adapter without limits of sending, in front of everything real and a database file.
func open(b *testing.B, journal bool) *telegramtest.Server {
	b.Helper()
	c := front.New(b)
	dir := b.TempDir()
	st, err := sqlstore.Open(b.Context(), filepath.Join(dir, "knead.db"))
	if err != nil {
		b.Fatal(err)
	}
	srv := telegramtest.New(telegramtest.Options{})
	cfg := Config{Token: telegramtest.DefaultToken, APIURL: srv.URL, Practice: c.Practice, Limits: Limits{-1, -1, -1}}
	if journal {
		cfg.Journal = filepath.Join(dir, "telegram.journal")
	}
	a, err := New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := a.Run(ctx, c.BotFor(b, st, nil)); err != nil {
			b.Error(err)
		}
	})
	b.Cleanup(func() {
		cancel()
		wg.Wait()
		srv.Close()
		_ = st.Close()
	})
	return srv
}

// BenchmarkUpdates: updates a second from many clients at once, through fake server, adapter, front desk and SQLite.
func BenchmarkUpdates(b *testing.B) {
	srv := open(b, true)
	const clients = 200
	lines := []string{"what is cupping good for?", "deep tissue 60 fri 3pm orlando", "hello", "does massage help a stiff neck?"}
	b.ResetTimer()
	for i := range b.N {
		srv.Client(b, int64(1000+i%clients)).Say(lines[i%len(lines)])
	}
	if !srv.Wait(b.Context(), func() bool { return srv.Waiting() == 0 }) {
		b.Fatal("not all were answered")
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapInuse)/(1<<20), "heap-MB")
	if n := len(srv.Sent(0)); n != b.N {
		b.Errorf("%d replies to %d updates", n, b.N)
	}
}

// BenchmarkBacklog: ten thousand updates that piled up while the network was down, from its coming back to the last reply.
// TestBacklog has the same with the order of replies looked at.
func BenchmarkBacklog(b *testing.B) {
	const clients, each = 100, 100
	lines := []string{"what is cupping good for?", "deep tissue 60 fri 3pm orlando", "hello", "does massage help a stiff neck?"}
	for b.Loop() {
		b.StopTimer()
		srv := open(b, true)
		srv.Cut(true)
		for i := range each {
			for c := range int64(clients) {
				srv.Client(b, 1000+c).Say(lines[i%len(lines)])
			}
		}
		b.StartTimer()
		srv.Cut(false)
		if !srv.Wait(b.Context(), func() bool { return srv.Waiting() == 0 }) {
			b.Fatal("not all were answered")
		}
		b.StopTimer()
		if n := len(srv.Sent(0)); n != clients*each {
			b.Errorf("%d replies to %d updates", n, clients*each)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(clients*each*b.N)/b.Elapsed().Seconds(), "updates/s")
}

// BenchmarkReply: one client at a time, from the update to sendMessage.
func BenchmarkReply(b *testing.B) {
	srv := open(b, true)
	took := make([]time.Duration, 0, b.N)
	for i := range b.N {
		ann := srv.Client(b, int64(1000+i))
		begin := time.Now()
		ann.Say(fmt.Sprintf("deep tissue %d fri 3pm orlando", 30+i%90))
		m := ann.Next()
		took = append(took, m.At.Sub(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// BenchmarkRender is a reply with sources and buttons.
func BenchmarkRender(b *testing.B) {
	r := groupScript().rows[6].reply
	for b.Loop() {
		render(r, "https://practice.test")
	}
}
