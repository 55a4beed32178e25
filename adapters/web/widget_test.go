package web

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"knead/bot"
)

const ownSite = "https://www.practice.example"

func widgetOptions(h bot.Handler) Options {
	o := options(h)
	o.Sites, o.Color = []string{ownSite, "http://127.0.0.1:8099/"}, "#b4467a"
	o.Greeting = map[bot.Lang]string{bot.English: "Hello from <b>Orlando</b>!"}
	return o
}

func TestOnlyTheOwnSitesFrameTheWidget(t *testing.T) {
	s := newServer(t, widgetOptions(talk()))
	for target, want := range map[string]string{
		"/widget": "frame-ancestors https://www.practice.example http://127.0.0.1:8099", "/": "frame-ancestors 'none'",
		"/articles": "frame-ancestors 'none'", "/widget.js": "frame-ancestors 'none'",
	} {
		r := do(s, "GET", target, "")
		if got := r.Header.Get("Content-Security-Policy"); r.StatusCode != http.StatusOK || !strings.HasSuffix(got, want) {
			t.Errorf("%s: %d %s", target, r.StatusCode, got)
		}
		if len(r.Cookies()) != 0 {
			t.Errorf("%s makes a cookie", target)
		}
	}
	off := newServer(t, options(talk()))
	for _, target := range []string{"/widget", "/widget.js"} {
		if r := do(off, "GET", target, ""); r.StatusCode != http.StatusNotFound || !strings.HasSuffix(r.Header.Get("Content-Security-Policy"), "'none'") {
			t.Errorf("%s without sites: %d", target, r.StatusCode)
		}
	}
	if r := do(off, "POST", "/widget", "say=hello", "Content-Type", "application/x-www-form-urlencoded"); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST /widget without sites: %d", r.StatusCode)
	}
}

func TestWidgetPage(t *testing.T) {
	s := newServer(t, widgetOptions(talk()))
	for _, tc := range []struct{ target, has string }{
		{"/widget?lang=en", "Hello from &lt;b&gt;Orlando&lt;/b&gt;!"},
		{"/widget?lang=es", "¿En qué podemos ayudarle?"},
		{"/widget?theme=dark", `data-theme="dark"`},
		{"/widget?lang=en", `data-sites="[&#34;https://www.practice.example&#34;,&#34;http://127.0.0.1:8099&#34;]"`},
		{"/widget", `/assets/color.css?v=`},
		{"/?lang=en", "Hello from &lt;b&gt;Orlando"},
	} {
		body := do(s, "GET", tc.target, "").Body
		if !strings.Contains(body, tc.has) {
			t.Errorf("%s lacks %s:\n%s", tc.target, tc.has, body)
		}
		if m := inline.FindString(body); m != "" {
			t.Errorf("%s has %q", tc.target, m)
		}
	}
	if body := do(s, "GET", `/widget?theme="><script>x</script>&lang="><b>`, "").Body; strings.Contains(body, "<b>") || strings.Contains(body, "<script>") {
		t.Errorf("hostile parameters are reflected:\n%s", body)
	}
	js := do(s, "GET", "/widget.js", "")
	for _, want := range []string{`"https://www.practice.example"`, `"practice":"Wellness Rituals"`, `Cerrar el chat`} {
		if !strings.Contains(js.Body, want) {
			t.Errorf("widget.js lacks %s", want)
		}
	}
	if got := js.Header.Get("Cross-Origin-Resource-Policy"); got != "cross-origin" {
		t.Errorf("widget.js: CORP %q", got)
	}
}

func TestAPracticesNameIsNoScript(t *testing.T) {
	o := widgetOptions(talk())
	o.Practice = `</script><script>alert(1)</script>";alert(2)//`
	js := do(newServer(t, o), "GET", "/widget.js", "").Body
	if strings.Contains(js, "</script>") || !strings.Contains(js, `\";alert`) {
		t.Error("the practice's name leaves its string")
	}
}

func TestSites(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"https://www.example.com", "https://www.example.com"},
		{"https://WWW.Example.com/", "https://www.example.com"},
		{"https://example.com:443", "https://example.com"},
		{"http://localhost:3000", "http://localhost:3000"},
		{"www.example.com", ""}, {"*", ""}, {"https://*.example.com", ""}, {"https://example.com/shop", ""}, {"ftp://example.com", ""},
		{"https://a.example; script-src *", ""}, {"https://user@example.com", ""}, {"null", ""}, {"", ""},
	} {
		got, err := parseSite(tc.in)
		if got != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("%q: %q, %v", tc.in, got, err)
		}
	}
	o := options(talk())
	o.Sites = []string{"https://*.example.com"}
	if _, err := New(o); err == nil || !strings.Contains(err.Error(), "want scheme and host") {
		t.Errorf("New: %v", err)
	}
	o = options(talk())
	o.Color = "teal"
	if _, err := New(o); err == nil || !strings.Contains(err.Error(), "want six digits") {
		t.Errorf("New: %v", err)
	}
}

func TestAFrameKeepsItsSessionItself(t *testing.T) {
	h := talk()
	s := newServer(t, widgetOptions(h))
	first := post(s, `{"say":"hello"}`, tokenHeader, noToken)
	token := first.Header.Get(tokenHeader)
	if token == "" || len(first.Cookies()) != 0 {
		t.Fatalf("token %q, %d cookies", token, len(first.Cookies()))
	}
	second := post(s, `{"say":"hello"}`, tokenHeader, token)
	if second.Header.Get(tokenHeader) != "" || len(second.Cookies()) != 0 {
		t.Error("a fresh token is renewed, or a cookie made")
	}
	// A cookie in the same browser is somebody else's talk: the frame's own session counts.
	other := post(s, `{"say":"hello"}`).Cookies()[0]
	post(s, `{"say":"hello"}`, tokenHeader, token, "Cookie", other.Name+"="+other.Value)
	// A cookie is no token, a token no cookie.
	post(s, `{"say":"hello"}`, tokenHeader, other.Value)
	post(s, `{"say":"hello"}`, "Cookie", cookieName+"="+token)
	m := h.messages()
	own := m[0].Conversation
	for i, same := range []bool{true, true, false, true, false, false} {
		if (m[i].Conversation == own) != same {
			t.Errorf("message %d: in the frame's conversation %v, want %v", i, !same, same)
		}
	}
	if r := do(s, "GET", "/api/events", "", tokenHeader, other.Value); r.StatusCode != http.StatusNoContent {
		t.Errorf("a stream with a cookie's value as token: %d", r.StatusCode)
	}
}

func TestAFrameWithoutJavaScript(t *testing.T) {
	h := talk()
	s := newServer(t, widgetOptions(h))
	r := do(s, "POST", "/widget", "say=fri+3pm", "Content-Type", "application/x-www-form-urlencoded")
	m := regexp.MustCompile(`name="session" value="([^"]+)"`).FindStringSubmatch(r.Body)
	if m == nil || len(r.Cookies()) != 0 || !strings.Contains(r.Body, `action="/widget#answer"`) || !strings.Contains(r.Body, "Orlando") {
		t.Fatalf("no session in the form, or a cookie:\n%s", r.Body)
	}
	do(s, "POST", "/widget", "press=Leave+it&session="+m[1], "Content-Type", "application/x-www-form-urlencoded")
	if got := h.messages(); got[0].Conversation != got[1].Conversation {
		t.Error("the second message is in another conversation")
	}
	if r := do(s, "POST", "/widget", "say=hi", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site"); r.StatusCode != http.StatusForbidden {
		t.Errorf("another site's form: %d", r.StatusCode)
	}
}

func TestDeleteMyChat(t *testing.T) {
	h := talk()
	h.rows = append([]row{{has: "", press: bot.Action{Verb: bot.DoForget, Arg: "yes"}, reply: bot.Reply{Text: "All gone."}}}, h.rows...)
	o := widgetOptions(h)
	var gone []bot.Conversation
	var trouble error
	o.Forget = func(_ context.Context, c bot.Conversation) error {
		gone = append(gone, c)
		return trouble
	}
	s := newServer(t, o)
	if r := do(s, "POST", "/api/forget", ""); r.StatusCode != http.StatusNoContent {
		t.Errorf("without a session: %d", r.StatusCode)
	}
	c := post(s, `{"say":"hello"}`).Cookies()[0]
	if r := do(s, "POST", "/api/forget", "", "Cookie", c.Name+"="+c.Value, "Sec-Fetch-Site", "cross-site"); r.StatusCode != http.StatusForbidden || len(gone) != 0 {
		t.Errorf("another site deleted: %d", r.StatusCode)
	}
	r := do(s, "POST", "/api/forget", "", "Cookie", c.Name+"="+c.Value)
	if r.StatusCode != http.StatusOK || !strings.Contains(r.Body, "All gone.") || len(r.Cookies()) != 1 || r.Cookies()[0].MaxAge >= 0 {
		t.Errorf("%d %s %v", r.StatusCode, r.Body, r.Cookies())
	}
	m := h.messages()
	if len(gone) != 1 || gone[0] != m[0].Conversation || m[1].Press != (bot.Action{Verb: bot.DoForget}) || m[2].Press.Arg != "yes" {
		t.Errorf("deleted %v after %v", gone, m)
	}
	trouble = errors.New("locked")
	r = do(s, "POST", "/api/forget", "", "Cookie", c.Name+"="+c.Value)
	if r.StatusCode != http.StatusServiceUnavailable || strings.Contains(r.Body, "locked") || len(r.Cookies()) != 0 {
		t.Errorf("when the store fails: %d %s", r.StatusCode, r.Body)
	}
	form := do(s, "POST", "/", "forget=yes&say=", "Content-Type", "application/x-www-form-urlencoded", "Cookie", c.Name+"="+c.Value)
	if got := h.messages(); form.StatusCode != http.StatusOK || got[len(got)-1].Press != (bot.Action{Verb: bot.DoForget}) {
		t.Errorf("by the form: %d %v", form.StatusCode, got[len(got)-1])
	}
}

func TestWhatIsSqueezed(t *testing.T) {
	s := newServer(t, widgetOptions(talk()))
	for _, tc := range []struct {
		accept string
		want   string
	}{{"gzip, deflate, br", "gzip"}, {"", ""}, {"br", ""}, {"gzip;q=0", ""}, {"gzip; q=0.5", "gzip"}, {"gzip;q=x", ""}} {
		for _, target := range []string{"/", "/widget.js", "/assets/chat.js"} {
			if got := do(s, "GET", target, "", "Accept-Encoding", tc.accept).Header.Get("Content-Encoding"); got != tc.want {
				t.Errorf("%s for %q: %q", target, tc.accept, got)
			}
		}
	}
	r := do(s, "POST", "/", "say=hello", "Content-Type", "application/x-www-form-urlencoded", "Accept-Encoding", "gzip")
	if r.Header.Get("Content-Encoding") != "" {
		t.Error("a page with a client's words is squeezed")
	}
}
