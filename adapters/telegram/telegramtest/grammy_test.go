package telegramtest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// grammy starts the bot of testdata/grammy.cjs. The npm package grammy is in the node_modules of the folder that
// KNEAD_TEST_TELEGRAM_PEERS names.
func grammy(t *testing.T, s *Server, port string, env ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "grammy.cjs"), s.URL, s.Token)
	if port != "" {
		cmd.Args = append(cmd.Args, port)
	}
	cmd.Env = append(append(os.Environ(), "NODE_PATH="+filepath.Join(peers(t), "node_modules")), env...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("grammy: %s", complaints.String())
		}
	})
	return cmd, &complaints
}

func peers(t *testing.T) string {
	dir := os.Getenv("KNEAD_TEST_TELEGRAM_PEERS")
	if dir == "" {
		t.Skip("KNEAD_TEST_TELEGRAM_PEERS is not set: a folder in which `npm i grammy telegram-test-api` was run")
	}
	return dir
}

func options(t *testing.T) Options {
	spec, err := LoadSpec(filepath.Join("..", "..", "..", "..", "shared", "specs", "telegram-bot-api.json"))
	if errors.Is(err, os.ErrNotExist) {
		t.Log("the Bot API's specification is not at hand")
	} else if err != nil {
		t.Fatal(err)
	}
	return Options{Spec: spec}
}

// An independent client understands this server: it is no echo of our own reading.
func TestGrammy(t *testing.T) {
	peers(t)
	s := Start(t, options(t))
	cmd, _ := grammy(t, s, "")
	ann := s.Client(t, 42)
	ann.Say("/start")
	m := ann.Next()
	if m.Text != "Hello & welcome" || len(m.Entities) != 1 || len(m.Labels()) != 2 {
		t.Fatalf("%+v", m)
	}
	id := ann.Press(m, "Go")
	s.Await(t, "the edit", func() bool { return s.Now(m).Text == "pressed go:1" })
	s.Await(t, "the answer to the press", func() bool { _, ok := s.Answered(id); return ok })
	if p, ok := s.Answered(id); !ok || p["text"] != "ok" {
		t.Errorf("answered %v", p)
	}
	said := ann.Say("hello")
	if m := ann.Next(); m.Text != "echo: hello" {
		t.Errorf("%q", m.Text)
	}
	ann.Edit(said, "hello!")
	if m := ann.Next(); m.Text != "edited: hello!" {
		t.Errorf("%q", m.Text)
	}
	for _, tt := range []struct{ say, want string }{
		{"empty", "400 Bad Request: message text is empty"},
		{"long", "400 Bad Request: message is too long"},
		{"markup", "400 Bad Request: can't parse entities: Can't find end tag"},
		{"data", "400 Bad Request: BUTTON_DATA_INVALID"},
		{"sms", "400 Bad Request: inline keyboard button URL 'sms:1' is invalid: Unsupported URL protocol"},
		{"old", "400 Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"topic", "400 Bad Request: message thread not found"},
		{"answer", "400 Bad Request: message to be replied not found"},
		{"commands", "400 Bad Request: BOT_COMMAND_INVALID"},
	} {
		ann.Say(tt.say)
		if m := ann.Next(); m.Text != tt.want {
			t.Errorf("%s: %q, want %q", tt.say, m.Text, tt.want)
		}
	}
	ann.Say("longest")
	if m := ann.Next(); len(m.Text) != 4096 {
		t.Errorf("%d characters", len(m.Text))
	}
	ann.Next()
	ann.Say("edit")
	ann.Next()
	if m := ann.Next(); !strings.HasPrefix(m.Text, "400 Bad Request: message is not modified") {
		t.Errorf("%q", m.Text)
	}
	s.Fail("sendMessage", Fault{Status: 429, Description: "Too Many Requests: retry after 3", RetryAfter: 3})
	ann.Say("flood")
	if m := ann.Next(); m.Text != "429 Too Many Requests: retry after 3 (wait 3)" {
		t.Errorf("%q", m.Text)
	}

	// It dies over an update: nobody has acknowledged that, so it comes again.
	ann.Say("die")
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 7 {
		t.Fatalf("%v", err)
	}
	again, _ := grammy(t, s, "")
	if err := again.Wait(); again.ProcessState.ExitCode() != 7 {
		t.Errorf("the unacknowledged update did not come again: %v", err)
	}
}

// The poll before is told of a second poller.
func TestGrammyConflict(t *testing.T) {
	peers(t)
	s := Start(t, options(t))
	first, complaints := grammy(t, s, "")
	s.Await(t, "the first polls", func() bool { return polling(s) })
	grammy(t, s, "")
	if err := first.Wait(); first.ProcessState.ExitCode() != 9 || !strings.Contains(complaints.String(), "409 Conflict: terminated by other getUpdates request") {
		t.Errorf("%v: %s", err, complaints.String())
	}
}

func polling(s *Server) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poll != nil
}

// Its webhook takes our deliveries, and refuses them without the right secret; then they are tried again.
func TestGrammyWebhook(t *testing.T) {
	peers(t)
	s := Start(t, options(t))
	grammy(t, s, "0")
	ann := s.Client(t, 42)
	ann.Say("hello")
	if m := ann.Next(); m.Text != "echo: hello" {
		t.Errorf("%q", m.Text)
	}
	s.Await(t, "taken", func() bool { return s.Waiting() == 0 })

	s2 := Start(t, options(t))
	grammy(t, s2, "0", "SECRET=wrong")
	s2.Client(t, 42).Say("hello")
	s2.Await(t, "tried again", func() bool {
		calls := s2.Calls("webhook")
		return len(calls) > 2 && calls[0].Status == 401
	})
	if n := len(s2.Sent(0)); n != 0 {
		t.Errorf("%d messages", n)
	}
}
