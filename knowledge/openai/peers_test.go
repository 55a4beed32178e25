package openai_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"knead/bot"
	"knead/knowledge/openai"
)

// aimockBin is the environment variable with the path of llmock, the command of the npm package @copilotkit/aimock.
const aimockBin = "KNEAD_TEST_AIMOCK"

// aimock starts the peer with fixtures and returns its base address. It is skipped where the peer is absent.
func aimock(t *testing.T, fixtures []any, flags ...string) string {
	t.Helper()
	bin := os.Getenv(aimockBin)
	if bin == "" {
		t.Skipf("set %s to llmock of the npm package @copilotkit/aimock", aimockBin)
	}
	data, err := json.Marshal(map[string]any{"fixtures": fixtures})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fixtures.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	_ = ln.Close()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	cmd := exec.CommandContext(ctx, bin, append([]string{"-p", port, "-h", "127.0.0.1", "-f", file}, flags...)...)
	cmd.Stderr = t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = cmd.Wait() })
	for range 600 {
		if c, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
			_ = c.Close()
			return "http://127.0.0.1:" + port + "/v1"
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("aimock does not listen")
	return ""
}

type fixture map[string]any

func when(words string, response fixture, more fixture) fixture {
	f := fixture{"match": fixture{"userMessage": words}, "response": response}
	for k, v := range more {
		f[k] = v
	}
	return f
}

// Streams, rate limits, failures, cut streams and slow ones, as aimock plays them.
func TestAimock(t *testing.T) {
	good := fixture{"content": drafted("Swedish massage is gentle.", "It lowers stress.")}
	base := aimock(t, []any{
		when("case-limit", fixture{"error": fixture{"message": "Rate limit reached", "type": "rate_limit_error"}, "status": 429}, nil),
		when("case-down", fixture{"error": fixture{"message": "oops", "type": "server_error"}, "status": 500}, nil),
		when("case-cut", good, fixture{"truncateAfterChunks": 2, "latency": 20}),
		when("case-slow", good, fixture{"latency": 900}),
		when("case-tools", fixture{"toolCalls": []any{fixture{"name": "book_slot", "arguments": "{}"}}}, nil),
		when("case-prose", fixture{"content": "Sure! Swedish massage is gentle."}, nil),
		when("case-lie", fixture{"content": drafted("Swedish massage cures everything.")}, nil),
		when("Swedish", good, nil),
	}, "--strict")
	b := loadBase(t)
	for _, tc := range []struct {
		say  string
		want []openai.Outcome
	}{
		{"", []openai.Outcome{openai.Used}},
		{"case-limit", []openai.Outcome{openai.BadStatus}},
		{"case-down", []openai.Outcome{openai.BadStatus}},
		{"case-cut", []openai.Outcome{openai.CutOff}},
		{"case-slow", []openai.Outcome{openai.TimedOut}},
		{"case-tools", []openai.Outcome{openai.CutOff}},
		{"case-prose", []openai.Outcome{openai.BadJSON}},
		{"case-lie", []openai.Outcome{openai.Refused}},
	} {
		t.Run(tc.say, func(t *testing.T) {
			o := openai.Options{BaseURL: base, Model: "gpt-4o-mini", Timeout: time.Minute}
			if tc.want[0] == openai.TimedOut {
				o.Timeout = 1500 * time.Millisecond
			}
			w, c := newWriter(t, o, b)
			d := wording(t, b, bot.English, swedish)
			d.Question += " " + tc.say
			text, ok := w.Write(t.Context(), d)
			if s := c.Stats(); s.Outcomes[tc.want[0]] != 1 || ok != (tc.want[0] == openai.Used) {
				t.Errorf("%q, %v: %s, want %v", text, ok, only(s), tc.want)
			}
		})
	}
}

// Under chaos every answer is the model's, checked, or the articles' own: nothing else, and no call takes longer than allowed.
func TestAimockChaos(t *testing.T) {
	base := aimock(t, []any{when("Swedish", fixture{"content": drafted("Swedish massage is gentle.", "It lowers stress.")}, nil)},
		"--chaos-drop", ".3", "--chaos-ratelimit", ".2", "--chaos-disconnect", ".2", "--chaos-malformed", ".1")
	b := loadBase(t)
	total := map[openai.Outcome]int{}
	for i := range 40 {
		w, c := newWriter(t, openai.Options{BaseURL: base, Model: "gpt-4o-mini", Timeout: 3 * time.Second}, b)
		d := wording(t, b, bot.English, swedish)
		d.Question += fmt.Sprint(" ", i)
		text, ok := w.Write(t.Context(), d)
		if ok != (text == "Swedish massage is gentle. It lowers stress.") {
			t.Errorf("%q, %v", text, ok)
		}
		for o, n := range c.Stats().Outcomes {
			total[o] += n
		}
	}
	t.Logf("40 questions under chaos: %v", total)
	if total[openai.Used] == 0 || total[openai.Used] == 40 {
		t.Errorf("chaos did nothing, or everything: %v", total)
	}
}
