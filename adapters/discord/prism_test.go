package discord_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

// TestPrism has a talk of every kind, and then every request of it read by Prism, a server made of Discord's own
// specification: a second opinion of ours on what is sent. KNEAD_TEST_PRISM is the path of prism, of the npm package
// @stoplight/prism-cli. Between adapter and server it cannot stand: it takes up to half a minute to understand the first
// request of a kind, which is longer than the adapter waits.
func TestPrism(t *testing.T) {
	bin := os.Getenv("KNEAD_TEST_PRISM")
	if bin == "" {
		t.Skip("set KNEAD_TEST_PRISM to prism of the npm package @stoplight/prism-cli")
	}
	if _, err := os.Stat(specPath()); err != nil {
		t.Skipf("Discord's specification is not at hand: %v", err)
	}
	var staff string
	r := start(t, func(s *discordtest.Server, c *discord.Config) {
		staff = s.Channel(s.Guild()).ID
		c.StaffChannel, c.Searcher, c.Calendar = staff, search{}, calendar{}
	})
	ann := r.User("ann")
	ann.Write(ann.Direct(), "hello")
	r.fromBot(t, ann.Direct(), 1)
	m := ann.Command(r.channel.ID, "ask", map[string]any{"question": "deep tissue fri 3pm"}).Says(t, 1)[0]
	ann.Press(t, m, "Yes, that's right").Says(t, 1)
	menu := ann.Command(r.channel.ID, "book", nil).Says(t, 1)[0]
	ann.Press(t, menu, "Massage 3").Says(t, 1)
	ann.Fill(t, ann.Press(t, menu, "Write"), "tomorrow morning").Says(t, 1)
	ann.Type(r.channel.ID, "ask", "question", "cup").Answer(t)
	if _, err := r.a.Post(t.Context(), direct(ann), bot.Reply{Text: "A request"}); err != nil {
		t.Error(err)
	}
	requests := r.Requests("", "/")
	if len(requests) < 10 {
		t.Fatalf("only %d requests", len(requests))
	}
	base := prism(t, bin, "mock", specPath())
	for _, q := range requests {
		req, err := http.NewRequestWithContext(t.Context(), q.Method, base+q.Path, bytes.NewReader(q.Body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", q.Auth)
		if len(q.Body) > 0 {
			req.Header.Set("Content-Type", "application/json")
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		// What Prism refuses, or makes of the specification's examples, is marked as its own.
		if err != nil || strings.Contains(string(said), "stoplight.io/prism/errors") {
			t.Errorf("%s %s: %d %s, %v\n%s", q.Method, q.Path, res.StatusCode, said, err, q.Body)
		}
	}
	t.Logf("%d requests", len(requests))
}

// prism starts Prism and returns its address.
func prism(t *testing.T, bin string, args ...string) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := ln.Addr().String()
	_ = ln.Close()
	_, port, _ := net.SplitHostPort(address)
	cmd := exec.CommandContext(t.Context(), bin, append(args, "-h", "127.0.0.1", "-p", port)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	for {
		select {
		case err := <-ended:
			t.Fatalf("prism ended: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			return "http://" + address
		}
	}
}
