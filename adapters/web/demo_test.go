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
	o := options(nil)
	o.Now = nil
	desk := &slow{script: talk()}
	o.Handler = desk
	s := newServer(t, o)
	desk.later = s
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: s, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 20 * time.Second}
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	_ = srv.Serve(l)
}

// slow is a script that can also be late: "slow" shows the typing indicator, "later" has somebody write afterwards.
type slow struct {
	*script
	later bot.Sender
}

func (s *slow) Handle(ctx context.Context, m bot.Message) bot.Reply {
	switch m.Text {
	case "slow":
		time.Sleep(3 * time.Second)
	case "later":
		go func() {
			time.Sleep(2 * time.Second)
			_ = s.later.Send(context.WithoutCancel(ctx), m.Conversation, bot.Reply{Text: "Maia here: Friday works!", Lang: bot.English})
		}()
	}
	return s.script.Handle(ctx, m)
}
