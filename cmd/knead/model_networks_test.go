package main

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/adapters/discord/discordtest"
	"knead/adapters/telegram/telegramtest"
)

// The served program with a language model, on the web page, Telegram and Discord: worded, told once, switched off.
func TestModelOnNetworks(t *testing.T) {
	t.Parallel()
	modelOnNetworks(t, scripted(t, honest))
}

// The same with the npm package @copilotkit/aimock as the endpoint.
func TestModelOnNetworksWithAimock(t *testing.T) {
	t.Parallel()
	bin := os.Getenv("KNEAD_TEST_AIMOCK")
	if bin == "" {
		t.Skip("set KNEAD_TEST_AIMOCK to llmock of the npm package @copilotkit/aimock")
	}
	type object map[string]any
	words := `{"answerable":true,"sentences":[{"text":"Swedish massage is gentle and flows from stroke to stroke.","passages":["P1"]},{"text":"It eases tension in the muscles generally.","passages":["P1"]}]}`
	data, err := json.Marshal(object{"fixtures": []any{object{"match": object{"userMessage": "Swedish"}, "response": object{"content": words}}}})
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
	address := ln.Addr().String()
	_ = ln.Close()
	_, port, _ := net.SplitHostPort(address)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	cmd := exec.CommandContext(ctx, bin, "-p", port, "-h", "127.0.0.1", "-f", file)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = cmd.Wait() })
	for range 600 {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			modelOnNetworks(t, "http://"+address+"/v1")
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("aimock does not listen")
}

func modelOnNetworks(t *testing.T, base string) {
	t.Helper()
	tg := telegramtest.Start(t, telegramtest.Options{})
	dc := discordtest.New(t, filepath.Join("..", "..", "..", "shared", "specs", "discord-openapi.json"))
	s := serve(t, "openai: {timeout_seconds: 6}\n", map[string]string{"TELEGRAM_BOT_TOKEN": tg.Token, "TELEGRAM_API_URL": tg.URL, "DISCORD_BOT_TOKEN": dc.Token,
		"DISCORD_API_URL": dc.URL, "OPENAI_BASE_URL": base, "OPENAI_MODEL": "scripted", "OPENAI_API_KEY": "sk-hush-hush"})
	const question, said, gentle = "What is Swedish massage?", "A language model worded this", "Swedish massage is gentle"

	connected(t, dc)
	// The page is shown the answer while it is worded.
	if kind, body := s.browser(t).posted("Please tell me what Swedish massage is"); kind != "text/event-stream" || !strings.Contains(body, "event: draft") ||
		!strings.Contains(body, "event: reply") || !strings.Contains(body, gentle) {
		t.Errorf("web: %s %s", kind, body)
	}
	page := s.browser(t)
	ann := tg.Client(t, 42)
	maia := dc.User("maia")
	for name, say := range map[string]func(words, wait string) string{
		"web":      func(words, _ string) string { return page.say("say", words) },
		"telegram": func(words, wait string) string { ann.Say(words); return next(t, ann, wait).Text },
		"discord": func(words, wait string) string {
			before := len(dc.FromBot(maia.Direct()))
			maia.Write(maia.Direct(), words)
			text := ""
			dc.Wait(t, wait, func() bool {
				for _, m := range dc.FromBot(maia.Direct())[before:] {
					text = m.Content
					if strings.Contains(text, wait) {
						return true
					}
				}
				return false
			})
			return text
		},
	} {
		first, second := say(question, gentle), say(question, gentle)
		off := say("don't use AI", "no language model sees")
		own := say(question, gentle)
		alarm := say("my face is drooping on one side and my speech is slurred", "911")
		if !strings.Contains(first, said) || strings.Contains(second, said) || strings.Contains(own, said) {
			t.Errorf("%s: first %q, second %q, own %q", name, first, second, own)
		}
		if !strings.Contains(off, "articles' own words") || !strings.Contains(alarm, "911") {
			t.Errorf("%s: off %q, alarm %q", name, off, alarm)
		}
	}
	s.end()
	if log := s.log.String(); strings.Contains(log, "hush") || strings.Contains(log, "Swedish") {
		t.Errorf("the log has the key or words:\n%s", log)
	}
}
