package web

import (
	"context"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"knead/bot"
)

// TestDemo serves the pages with a scripted front desk on the address in KNEAD_WEB_DEMO, such as 127.0.0.1:8099, for
// looking at them in a browser. KNEAD_WEB_DEMO_FOR says how long, 10m if absent.
func TestDemo(t *testing.T) {
	addr := os.Getenv("KNEAD_WEB_DEMO")
	if addr == "" {
		t.Skip("KNEAD_WEB_DEMO is not set")
	}
	d, err := time.ParseDuration(os.Getenv("KNEAD_WEB_DEMO_FOR"))
	if err != nil {
		d = 10 * time.Minute
	}
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	o := options(slow{talk()})
	o.Now = nil
	s := newServer(t, o)
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: s, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 20 * time.Second}
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	_ = srv.Serve(l)
}

// slow lets the typing indicator be seen when a message asks for it.
type slow struct{ *script }

func (s slow) Handle(ctx context.Context, m bot.Message) bot.Reply {
	if m.Text == "slow" {
		time.Sleep(3 * time.Second)
	}
	return s.script.Handle(ctx, m)
}
