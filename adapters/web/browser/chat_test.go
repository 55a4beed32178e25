package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// write writes into the box of the chat's own page and sends it.
func (w *world) write(text string) {
	w.Helper()
	eval[bool](w, `(document.getElementById("say").focus(), true)`)
	w.keys(text + kb.Enter)
}

func TestEveryPageIsAccessible(t *testing.T) {
	w := start(t, nil)
	for _, scheme := range []string{"light", "dark"} {
		w.prefer("prefers-color-scheme", scheme)
		for _, width := range []int64{320, 390, 768, 1280} {
			w.size(width, 740, width < 500)
			for _, path := range []string{"/", "/?lang=es", "/?about=neck-and-back-pain", "/articles", "/articles/neck-and-back-pain", "/widget", "/widget?lang=es", "/nothing"} {
				name := scheme + " " + path
				w.open(w.home + path)
				if n := eval[float64](w, overflow); n > 0 {
					t.Errorf("%s at %d px is %v px too wide", name, width, n)
				}
				// The name and the links stand in one row, the name on two lines at most.
				if h := eval[float64](w, `document.querySelector(".bar")?.offsetHeight ?? 0`); h > 62 {
					t.Errorf("%s at %d px: the bar is %v px high", name, width, h)
				}
				w.axe(name, false)
			}
			w.open(w.home)
			w.write("fri 3pm")
			w.shows("Is that right?")
			w.axe(scheme+" a talk", false)
			w.write("numb")
			w.shows("Call 911")
			w.axe(scheme+" an emergency", false)
			w.shot(fmt.Sprintf("chat-%s-%d", scheme, width))
			eval[bool](w, `(sessionStorage.clear(), true)`)
		}
	}
	w.quiet("404 (Not Found)")
}

func TestWaitingIsShown(t *testing.T) {
	w := start(t, nil)
	w.desk.slow = 1500 * time.Millisecond
	w.open(w.home)
	w.write("hello")
	w.shows("One moment…")
	w.shot("chat-waiting")
	w.shows("You said: hello")
	if strings.Contains(eval[string](w, `document.getElementById("waiting").textContent`), "moment") {
		t.Error("it still waits")
	}
}

func TestOfflineAndBack(t *testing.T) {
	w := start(t, nil)
	w.open(w.home)
	w.write("first")
	w.shows("You said: first")
	w.until("the page listens", func() bool { return w.staff("One.") == nil })
	w.shows("One.")
	w.offline(true)
	w.write("second")
	w.shows("You are offline")
	if got := eval[string](w, `document.getElementById("say").value`); got != "second" {
		t.Errorf("the words are lost: %q", got)
	}
	if len(w.desk.messages()) != 1 {
		t.Error("the desk heard it while offline")
	}
	w.shot("chat-offline")
	w.offline(false)
	w.shows("You said: second") // sent by itself
	if got := eval[string](w, `document.getElementById("say").value`); got != "" {
		t.Errorf("sent, and still in the box: %q", got)
	}
	w.until("the page listens again", func() bool { return w.staff("Two.") == nil })
	w.shows("Two.")
	if m := w.desk.messages(); len(m) != 2 {
		t.Errorf("%d messages", len(m))
	}
}

// TestNothingIsLostWhileTheConnectionIsDead sends to a page whose connection is cut in the same moment, and to one that is
// being loaded anew.
func TestNothingIsLostWhileTheConnectionIsDead(t *testing.T) {
	w := start(t, nil)
	w.open(w.home)
	w.write("first")
	w.shows("You said: first")
	w.until("the page listens", func() bool { return w.staff("One.") == nil })
	w.shows("One.")
	w.offline(true) // the server does not know yet
	sent := w.staff("Two.")
	w.offline(false)
	w.until("the staff's answer is taken, now or later", func() bool {
		if sent != nil {
			sent = w.staff("Two.") // as the outbox does
		}
		return sent == nil
	})
	w.shows("Two.")
	w.reload()
	w.until("the page listens again", func() bool { return w.staff("Three.") == nil })
	w.shows("Three.")
	text := eval[string](w, "document.body.innerText")
	for _, once := range []string{"One.", "Two.", "Three."} {
		if n := strings.Count(text, once); n != 1 {
			t.Errorf("%s is there %d times:\n%s", once, n, text)
		}
	}
}

func TestTwoTabs(t *testing.T) {
	w := start(t, nil)
	w.open(w.home)
	w.write("first")
	w.shows("You said: first")
	one := w.tab
	w.tab = w.beside(one)
	w.open(w.home)
	w.shows("You said: first") // from the other tab
	w.write("second")
	w.shows("You said: second")
	two := w.tab
	w.tab = one
	w.shows("You said: second")
	w.until("news reach both", func() bool { return w.staff("Confirmed.") == nil })
	w.shows("Confirmed.")
	w.tab = two
	w.shows("Confirmed.")
	m := w.desk.messages()
	if len(m) != 2 || m[0].Conversation != m[1].Conversation {
		t.Errorf("%d messages: %v", len(m), m)
	}
	eval[bool](w, `(document.getElementById("delete").click(), document.getElementById("sure-yes").click(), true)`)
	w.shows("Everything is deleted")
	w.tab = one
	w.shows("This chat is deleted")
	if strings.Contains(eval[string](w, "document.body.innerText"), "You said") {
		t.Error("the other tab keeps the talk")
	}
}

func TestWithoutJavaScript(t *testing.T) {
	w := start(t, nil)
	w.size(1024, 900, false)
	w.scripts(false)
	w.open(w.home)
	w.click("#say")
	w.keys("fri 3pm")
	w.click("button.send")
	w.shows("Is that right?")
	w.shot("chat-no-script")
	w.click(`button[name="press"]`)
	w.shows("Your place is only taken")
	w.scripts(true) // for axe; the page stays as it was made without
	w.axe("without JavaScript", false)
	w.scripts(false)
	w.click("#delete")
	w.shows("Shall I delete everything?")
	if m := w.desk.messages(); len(m) != 3 || m[0].Conversation != m[2].Conversation {
		t.Errorf("messages: %v", m)
	}
}

// hostile are texts that would do something wherever they are not taken as text.
func hostile() []string {
	return []string{
		`<script>document.title="owned"</script>`, `<img src=x onerror='document.title="owned"'>`, `"><svg onload=document.title="owned">`,
		`' onfocus='document.title="owned"' autofocus='`, `javascript:document.title="owned"`, `{{.Secret}} ${7*7} #{7*7} <%= 7*7 %>`,
		`</textarea><script>document.title="owned"</script>`, `]]></script><script>document.title="owned"</script>`,
		"\u202e\u0000\ufeff<iframe srcdoc=\"<script>parent.document.title='owned'</script>\">", `\u003cscript\u003edocument.title="owned"\u003c/script\u003e`,
	}
}

func TestHostileInput(t *testing.T) {
	w := start(t, nil)
	check := func(where, text string) {
		t.Helper()
		got := eval[[]any](w, `[document.title, document.querySelectorAll("img[src=x], svg[onload], iframe, [autofocus], [onfocus], main script, footer script").length]`)
		if title, _ := got[0].(string); strings.Contains(title, "owned") {
			t.Errorf("%s: %q was executed", where, text)
		}
		if n, _ := got[1].(float64); n > 0 {
			t.Errorf("%s: %q became %v elements", where, text, n)
		}
	}
	for _, text := range hostile() {
		w.open(w.home)
		eval[bool](w, `(() => { const b = document.getElementById("say"); b.value = `+quoted(text)+`; b.form.requestSubmit(); return true })()`)
		w.until("it is answered", func() bool { return eval[float64](w, `document.querySelectorAll("#log .us, #problem p").length`) > 0 })
		check("the box", text)
		w.reload()
		check("the box, after a reload", text)
		eval[bool](w, `(sessionStorage.clear(), true)`)
		for _, name := range []string{"say", "press", "example"} {
			for _, path := range []string{"/", "/widget"} {
				w.open(w.home + "/articles")
				eval[bool](w, `(() => { const f = document.createElement("form"); f.method = "post"; f.action = "`+path+`";
					for (const k of [`+quoted(name)+`, "key", "lang", "theme", "session", "other"]) { const i = document.createElement("input"); i.name = k; i.value = `+quoted(text)+`; f.append(i) }
					document.body.append(f); setTimeout(() => f.submit()); return true })()`)
				w.until("the form is answered", func() bool {
					return eval[bool](w, `location.pathname === "`+path+`" && document.readyState === "complete"`)
				})
				check("field "+name+" of "+path, text)
			}
		}
		for _, path := range []string{"/?lang=", "/?about=", "/widget?lang=", "/widget?theme=", "/articles/", "/nothing/"} {
			w.open(w.home + path + escaped(text))
			check(path, text)
		}
		// Nothing but JSON is answered to what is no message.
		for _, body := range []string{`{"say":` + quoted(text) + `,"lang":` + quoted(text) + `}`, `{"press":` + quoted(text) + `,"id":` + quoted(text) + `}`, text} {
			kind := eval[string](w, `fetch("/api/messages", {method: "POST", headers: {"Content-Type": "application/json"}, body: `+quoted(body)+`}).then((r) => r.headers.get("Content-Type") + " " + r.headers.get("X-Content-Type-Options"))`)
			if kind != "application/json; charset=utf-8 nosniff" {
				t.Errorf("the API answers %s", kind)
			}
		}
	}
}

// TestCrossOriginCalls has the practice's page, and so any other, try to use the API with the visitor's cookie.
func TestCrossOriginCalls(t *testing.T) {
	w := start(t, nil)
	w.open(w.home)
	w.write("hello")
	w.shows("You said: hello")
	w.open(w.site)
	for _, call := range []string{
		`fetch("` + w.home + `/api/messages", {method: "POST", credentials: "include", headers: {"Content-Type": "application/json"}, body: '{"say":"evil"}'})`,
		`fetch("` + w.home + `/api/messages", {method: "POST", mode: "no-cors", credentials: "include", body: '{"say":"evil"}'})`,
		`fetch("` + w.home + `/api/forget", {method: "POST", mode: "no-cors", credentials: "include"})`,
		`fetch("` + w.home + `/api/forget", {method: "POST", credentials: "include", headers: {"Knead-Session": "new"}})`,
		`fetch("` + w.home + `/api/events", {credentials: "include"})`,
		`fetch("` + w.home + `/", {method: "POST", mode: "no-cors", credentials: "include", body: new URLSearchParams({say: "evil"})})`,
	} {
		got := eval[string](w, call+`.then((r) => r.type + " " + r.status, () => "refused")`)
		if got != "refused" && got != "opaque 0" {
			t.Errorf("%s: %s", call, got)
		}
	}
	if m := w.desk.messages(); len(m) != 1 || len(w.desk.gone) != 0 {
		t.Errorf("another site's page did something: %v", m)
	}
	if r, err := http.Get(w.home + "/healthz"); err != nil || r.Body.Close() != nil || r.StatusCode != http.StatusOK {
		t.Errorf("the server is not well: %v", err)
	}
}
