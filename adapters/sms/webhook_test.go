package sms

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"

	"knead/adapters/sms/smstest"
	"knead/bot"
)

// Twilio's published example, and what is hard to sign alike.
func TestSignature(t *testing.T) {
	type vector struct {
		token, url string
		form       url.Values
		want       string // published; empty: worked out here
	}
	vectors := []vector{
		{"12345", "https://mycompany.com/myapp.php?foo=1&bar=2", url.Values{"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"},
			"Digits": {"1234"}, "From": {"+14158675309"}, "To": {"+18005551212"}}, "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
		{"secret", "https://chat.example.com/sms/twilio", url.Values{"Body": {"¿mañana & pasado? 🙂 + 100 %"}, "From": {ann}, "Empty": {""}}, ""},
		{"secret", "https://chat.example.com/sms/twilio/status?in=SM1&x=%20a", url.Values{"B": {"1"}, "a": {"2"}, "A": {"3"}}, ""},
	}
	for _, v := range vectors {
		sum := smstest.Sign(v.token, v.url, v.form)
		if v.want != "" && sum != v.want {
			t.Errorf("%s: signed %s, published %s", v.url, sum, v.want)
		}
		params := map[string]string{}
		for k := range v.form {
			params[k] = v.form.Get(k)
		}
		signed := client.NewRequestValidator(v.token)
		if !signed.Validate(v.url, params, sum) {
			t.Errorf("%s: the library does not take %s", v.url, sum)
		}
		params["From"] += "1"
		if signed.Validate(v.url, params, sum) {
			t.Errorf("%s: a changed form is taken", v.url)
		}
	}
	// KNEAD_TEST_TWILIO_NODE names a folder where "npm i twilio" was run: the second opinion.
	folder := os.Getenv("KNEAD_TEST_TWILIO_NODE")
	if folder == "" {
		t.Log("KNEAD_TEST_TWILIO_NODE is not set: npm's twilio is not asked")
		return
	}
	script, err := filepath.Abs(filepath.Join("testdata", "validate.cjs"))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		params := map[string]string{}
		for k := range v.form {
			params[k] = v.form.Get(k)
		}
		in, err := json.Marshal(map[string]any{"token": v.token, "url": v.url, "params": params, "signature": smstest.Sign(v.token, v.url, v.form)})
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "node", script)
		cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(folder, "node_modules"))
		cmd.Stdin = strings.NewReader(string(in))
		out, err := cmd.CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != "true false" {
			t.Errorf("%s: npm's twilio says %q, %v; want it to take the signature and refuse a changed form", v.url, out, err)
		}
	}
}

func TestWebhookRefuses(t *testing.T) {
	h := &script{}
	r := newRig(t, setup{handler: h})
	form := r.tw.Form(r.tw.NextID(), ann, orlando, "hello", 0)
	good := smstest.Sign(smstest.Token, r.web.URL+Path, form)
	with := func(key, value string) url.Values {
		f := url.Values{}
		for k, v := range form {
			f[k] = v
		}
		f.Set(key, value)
		return f
	}
	other := with("AccountSid", "AC00000000000000000000000000000009")
	twice := form.Encode() + "&Body=STOP"
	for _, tc := range []struct {
		name, body, kind, signature string
		want                        int
	}{
		{"unsigned", form.Encode(), "", "", 403},
		{"nonsense for a signature", form.Encode(), "", "AAAA", 403},
		{"another token", form.Encode(), "", smstest.Sign("wrong", r.web.URL+Path, form), 403},
		{"another address", form.Encode(), "", smstest.Sign(smstest.Token, "https://elsewhere.test"+Path, form), 403},
		{"changed words", with("Body", "hello!").Encode(), "", good, 403},
		{"another account", other.Encode(), "", smstest.Sign(smstest.Token, r.web.URL+Path, other), 403},
		{"a key twice", twice, "", good, 400},
		{"no form", `{"Body":"x"}`, "application/json", good, 400},
		{"broken form", "Body=%zz", "", good, 400},
		{"too big", "Body=" + strings.Repeat("x", maxForm), "", good, 413},
	} {
		t.Run(tc.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.web.URL+Path, strings.NewReader(tc.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if tc.kind != "" {
				req.Header.Set("Content-Type", tc.kind)
			}
			if tc.signature != "" {
				req.Header.Set("X-Twilio-Signature", tc.signature)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if resp.StatusCode != tc.want {
				t.Errorf("status %d, want %d", resp.StatusCode, tc.want)
			}
		})
	}
	if got := h.messages(); len(got) != 0 {
		t.Errorf("the handler got %v", got)
	}
}

func TestWebhookBeforeRun(t *testing.T) {
	r := newRig(t, setup{still: true})
	if a := r.say("hello"); a.Status != http.StatusServiceUnavailable {
		t.Errorf("status %d, want 503", a.Status)
	}
}

// Without a public address the request's own is checked, by https first: knead stands behind a proxy.
func TestAddressOfTheRequest(t *testing.T) {
	r := newRig(t, setup{change: func(c *Config) { c.PublicURL = "" }}).introduced()
	r.want("hello", "you said: hello")
	a, err := r.tw.CallAs(t.Context(), r.web.URL, strings.Replace(r.web.URL, "http://", "https://", 1), Path, r.tw.Form(r.tw.NextID(), ann, orlando, "again", 0))
	if err != nil || len(a.Messages) != 1 {
		t.Errorf("signed over https: %+v, %v", a, err)
	}
	if a, err := r.tw.CallAs(t.Context(), r.web.URL, "https://elsewhere.test", Path, r.tw.Form(r.tw.NextID(), ann, orlando, "again", 0)); err != nil || a.Status != 403 {
		t.Errorf("signed over another host: %+v, %v", a, err)
	}
}

func TestMessage(t *testing.T) {
	h := &script{}
	r := newRig(t, setup{handler: h}).introduced()
	r.want("hello", "you said: hello")
	r.deliver(r.tw.NextID(), "to longwood", longwood, 0)
	got := h.messages()
	want := bot.Conversation{Channel: bot.SMS, Chat: ann, User: ann}
	if len(got) != 2 || got[0].Conversation != want || got[0].Place != "orlando" || got[1].Place != "longwood" || got[1].Conversation != want {
		t.Fatalf("the handler got %+v", got)
	}
	for name, form := range map[string]url.Values{
		"a short code":   r.tw.Form(r.tw.NextID(), "72975", orlando, "win", 0),
		"a name":         r.tw.Form(r.tw.NextID(), "BANK", orlando, "win", 0),
		"another app":    r.tw.Form(r.tw.NextID(), "whatsapp:"+ann, orlando, "hi", 0),
		"its own number": r.tw.Form(r.tw.NextID(), longwood, orlando, "hi", 0),
		"no ID":          r.tw.Form("", ann, orlando, "hi", 0),
	} {
		a, err := r.tw.Call(t.Context(), r.web.URL, Path, form)
		if err != nil || a.Status != http.StatusOK || len(a.Messages) != 0 {
			t.Errorf("%s: %+v, %v; want silence", name, a, err)
		}
	}
	if n := len(h.messages()); n != 2 {
		t.Errorf("the handler got %d messages, want 2", n)
	}
}

func TestPictures(t *testing.T) {
	r := newRig(t, setup{}).introduced()
	if a := r.deliver(r.tw.NextID(), "", orlando, 1); len(a.Messages) != 1 || !strings.Contains(a.Messages[0], "I read text only") {
		t.Errorf("a picture: %+v", a)
	}
	a := r.deliver(r.tw.NextID(), "my shoulder", orlando, 2)
	if len(a.Messages) != 1 || !strings.Contains(a.Messages[0], "I read text only") || !strings.Contains(a.Messages[0], "you said: my shoulder") {
		t.Errorf("a picture with words: %+v", a)
	}
}

// A message is handled once, however often it is delivered, and after a restart too.
func TestDeliveredAgain(t *testing.T) {
	db := filepath.Join(t.TempDir(), "knead.db")
	h := &script{}
	r := newRig(t, setup{db: db, handler: h}).introduced()
	id := r.tw.NextID()
	for i, want := range []int{1, 0, 0} {
		if a := r.deliver(id, "hello", orlando, 0); len(a.Messages) != want {
			t.Errorf("delivery %d: %+v, want %d messages", i, a, want)
		}
	}
	r.stop()
	r = newRig(t, setup{db: db, handler: h})
	if a := r.deliver(id, "hello", orlando, 0); len(a.Messages) != 0 {
		t.Errorf("after a restart: %+v, want silence", a)
	}
	if n := len(h.messages()); n != 1 {
		t.Errorf("handled %d times", n)
	}
}

// What a killed process took and did not answer is answered by the next one, in order, by REST.
func TestKilledBeforeTheAnswer(t *testing.T) {
	db := filepath.Join(t.TempDir(), "knead.db")
	r := newRig(t, setup{db: db, still: true}).introduced()
	first, rest := strings.Repeat("long ", 30)+"wor", "ds at the end"
	for i, words := range []string{"one", "two", first, rest} {
		in := bot.TextIn{ID: bot.MessageID(r.tw.NextID()), Client: ann, Practice: longwood, Text: words, At: r.a.c.Now().Add(-10 * minute * durationOf(4-i) / 4)}
		if _, err := r.st.TakeText(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	r.stop()
	h := &script{}
	r = newRig(t, setup{db: db, handler: h})
	got := r.tw.Wait(ann, 3)
	if got[0].Body != "you said: one" || got[1].Body != "you said: two" || got[0].From != longwood {
		t.Errorf("sent %+v", got)
	}
	if m := h.messages()[2]; m.Text != first+rest {
		t.Errorf("the parts came as %q", m.Text)
	}
	r.stop()
	r = newRig(t, setup{db: db, handler: h})
	for range 10 {
		r.tw.NextID() // those were used
	}
	r.want("three", "you said: three")
	if n := len(h.messages()); n != 4 {
		t.Errorf("handled %d messages, want 4", n)
	}
}

// When the answer takes longer than Twilio waits it goes out by REST, once.
func TestLateAnswer(t *testing.T) {
	release := make(chan struct{})
	r := newRig(t, setup{handler: &script{hook: func(context.Context, bot.Message) { <-release }},
		change: func(c *Config) { c.Answer = 20 * ms }}).introduced()
	if a := r.say("hello"); a.Status != http.StatusOK || len(a.Messages) != 0 {
		t.Errorf("while it takes long: %+v, want an empty answer", a)
	}
	close(release)
	got := r.tw.Wait(ann, 1)
	if got[0].Body != "you said: hello" || got[0].TwiML || got[0].From != orlando || !strings.HasPrefix(got[0].Callback, r.web.URL+StatusPath+"?in=SM") {
		t.Errorf("sent %+v", got)
	}
}
