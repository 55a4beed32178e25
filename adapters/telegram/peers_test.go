package telegram

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
	"knead/bot/bottest/front"
)

// TestAgainstTestAPI is a smoke test against a server that others wrote: the npm package telegram-test-api in the
// node_modules of the folder that KNEAD_TEST_TELEGRAM_PEERS names. It is less strict than our own, and knows less.
func TestAgainstTestAPI(t *testing.T) {
	dir := os.Getenv("KNEAD_TEST_TELEGRAM_PEERS")
	if dir == "" {
		t.Skip("KNEAD_TEST_TELEGRAM_PEERS is not set: a folder in which `npm i grammy telegram-test-api` was run")
	}
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "test-api.cjs"))
	cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(dir, "node_modules"))
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base := "http://127.0.0.1:" + strings.TrimSpace(port)

	now := time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC)
	c := front.New(t)
	r := newRig(t, c.BotFor(t, nil, func() time.Time { return now }), func(cfg *Config) { cfg.APIURL, cfg.Practice = base, c.Practice })
	r.run()
	said := `"from":{"id":42,"first_name":"Ann","is_bot":false},"chat":{"id":42,"type":"private","first_name":"Ann"}`
	token := `"botToken":"` + telegramtest.DefaultToken + `"`
	post(t, base+"/sendMessage", `{`+token+`,`+said+`,"date":1,"text":"what is cupping good for?"}`)
	first := await(t, base, "Cupping is an ancient technique")
	if !strings.Contains(first, "callback_data") {
		t.Errorf("no buttons: %s", first)
	}
	post(t, base+"/sendCallback", `{`+token+`,"from":{"id":42,"first_name":"Ann"},"data":"book","message":{"message_id":1,"date":1,"chat":{"id":42,"type":"private"},`+
		`"reply_markup":{"inline_keyboard":[[{"text":"Book a massage","callback_data":"book"}]]}}}`)
	await(t, base, "Which kind of massage would you like?")
	post(t, base+"/sendMessage", `{`+token+`,`+said+`,"date":1,"text":"since this morning my groin is numb and I cant pee"}`)
	await(t, base, "911")
}

func post(t *testing.T, url, body string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v: %s", url, resp.StatusCode, err, b.String())
	}
	return b.Bytes()
}

// await asks the server what the bot said until it has said words.
func await(t *testing.T, base, words string) string {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for range 1200 {
		body := post(t, base+"/getUpdates", fmt.Sprintf(`{"token":%q,"chatId":42}`, telegramtest.DefaultToken))
		var a struct {
			Result []struct {
				Message json.RawMessage `json:"message"`
			} `json:"result"`
		}
		if err := json.Unmarshal(body, &a); err != nil {
			t.Fatal(err)
		}
		for _, m := range a.Result {
			if strings.Contains(string(m.Message), words) {
				return string(m.Message)
			}
		}
		<-tick.C
	}
	t.Fatalf("the bot did not say %q", words)
	return ""
}
