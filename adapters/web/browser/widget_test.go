package browser

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"knead/adapters/web"
	"knead/bot"
)

// What the practice's page shows of the widget is in a shadow root.
const root = `document.querySelector("knead-chat").shadowRoot`

func (w *world) isOpen() bool {
	return eval[bool](w, root+`.querySelector("dialog").open`)
}

func (w *world) button() {
	w.Helper()
	w.until("the button is there", func() bool { return eval[bool](w, `document.querySelector("knead-chat") !== null`) })
}

// focus is what has the focus, through shadow root and frame.
func (w *world) focus() string {
	const js = `(() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e ? e.localName + "." + (e.id || e.className) : "" })()`
	at := eval[string](w, js)
	if strings.HasPrefix(at, "iframe") {
		return "frame " + inFrame[string](w, js)
	}
	return at
}

func (w *world) focused(want string) {
	w.Helper()
	got := ""
	w.until("the focus is on "+want, func() bool {
		got = w.focus()
		return got == want
	})
}

// tabTo presses Tab until the focus is on want.
func (w *world) tabTo(want string) {
	w.Helper()
	for range 20 {
		if w.focus() == want {
			return
		}
		w.keys(kb.Tab)
	}
	w.Fatalf("Tab never comes to %s; it is on %s", want, w.focus())
}

// openByHand opens the widget with the mouse and waits for the frame.
func (w *world) openByHand() {
	w.Helper()
	w.button()
	eval[bool](w, root+`.querySelector(".open").click() ?? true`)
	w.frameShows("Your message")
	w.until("the frame's script runs", func() bool {
		return inFrame[bool](w, `document.getElementById("say")?.getAttribute("aria-describedby") === "keys privacy"`)
	})
}

// say writes into the focused box of the frame and sends it.
func (w *world) say(text string) {
	w.Helper()
	inFrame[bool](w, `(document.getElementById("say").focus(), true)`)
	w.keys(text + kb.Enter)
}

func cookies(w *world) int {
	w.Helper()
	n, err := chromedp.Run(w.tab, func(ctx context.Context, t *chromedp.Target) (int, error) {
		r, err := cdp.Call(ctx, t, storage.GetCookies, storage.GetCookiesParams{})
		return len(r.Cookies), err
	})
	w.must(err)
	return n
}

func TestKeyboardOnly(t *testing.T) {
	w := start(t, nil)
	w.size(1280, 800, false)
	w.open(w.site)
	w.button()
	w.shot("site-wide-closed")
	w.axe("practice page, closed", false)
	w.tabTo("button.open")
	w.keys(kb.Enter)
	w.focused("frame textarea.say")
	if !w.isOpen() {
		t.Fatal("Enter does not open it")
	}
	w.shot("widget-wide-open")
	w.keys("why does my back hurt?" + kb.Enter)
	w.frameShows("Muscles around the spine")
	w.focused("frame textarea.say")
	w.keys("fri 3pm" + kb.Enter)
	w.frameShows("Is that right?")
	w.shot("widget-wide-talk")
	w.axe("widget with a talk", true)
	w.axe("practice page, open", false)
	// Back from the box to the choices, and press one.
	for range 12 {
		if strings.HasPrefix(w.focus(), "frame button.choice") {
			break
		}
		w.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	w.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	w.keys(kb.Enter)
	w.frameShows("Your place is only taken")
	w.until("all of it is in view", func() bool {
		return inFrame[bool](w, `document.querySelector("#log .us:last-child").getBoundingClientRect().bottom < document.querySelector(".foot").getBoundingClientRect().top`)
	})
	w.shot("widget-wide-links")
	if got := inFrame[string](w, `[...document.querySelectorAll("a.choice")].map((a) => a.getAttribute("href") + " " + a.target).join("\n")`); got !=
		"https://www.vagaro.com/mywellnessrituals _blank\nsms:+14075352331?body=Deep%20tissue%20Fri%203pm " {
		t.Errorf("links: %s", got)
	}
	w.keys(kb.Escape)
	w.focused("button.open")
	if w.isOpen() {
		t.Error("Escape does not close it")
	}
	w.keys(" ")
	w.focused("frame textarea.say")
	// Tab leaves the window: beside a page it is no trap.
	for range 10 {
		w.keys(kb.Tab)
	}
	if got := w.focus(); strings.HasPrefix(got, "frame textarea") {
		t.Errorf("the focus does not move on from %s", got)
	}
	w.quiet()
}

func TestNoCookiesAndNoTraceBeforeTheFirstMessage(t *testing.T) {
	w := start(t, nil)
	w.open(w.site)
	w.openByHand()
	stored := func() string {
		return eval[string](w, `JSON.stringify({...sessionStorage, ...localStorage})`) + inFrame[string](w, `JSON.stringify({...sessionStorage, ...localStorage}) + document.cookie`)
	}
	if n, s := cookies(w), stored(); n != 0 || s != "{}{}" {
		t.Errorf("before the first message: %d cookies, %s", n, s)
	}
	if len(w.desk.messages()) != 0 {
		t.Error("the front desk was asked")
	}
	w.say("hello")
	w.frameShows("You said: hello")
	if n := cookies(w); n != 0 {
		t.Errorf("the widget made %d cookies", n)
	}
	if s := stored(); !strings.Contains(s, "knead.frame.session") {
		t.Errorf("the frame keeps no session: %s", s)
	}
	w.quiet()
}

func TestTheTalkSurvivesReloadsAndPages(t *testing.T) {
	w := start(t, nil)
	w.size(1280, 800, false)
	w.open(w.site)
	w.openByHand()
	w.say("hello")
	w.frameShows("You said: hello")
	w.reload()
	w.button()
	w.until("it is open again", w.isOpen)
	w.frameShows("You said: hello")
	if got := w.focus(); got != "body." {
		t.Errorf("a reload takes the focus to %s", got)
	}
	// What was there before is not in the live region; what comes is.
	live := func() string { return inFrame[string](w, `document.getElementById("log").innerText`) }
	if got := live(); got != "" {
		t.Errorf("a reload reads out again: %q", got)
	}
	w.say("second")
	w.until("the reply is read out", func() bool { return strings.Contains(live(), "You said: second") })
	w.keys(kb.Escape)
	w.open(w.site + "/?lang=en&page=2")
	w.button()
	w.until("the frame loads unseen", func() bool { return eval[bool](w, root+`.querySelector("iframe") !== null`) })
	if w.isOpen() {
		t.Error("it was closed, and opens by itself")
	}
	m := w.desk.messages()
	if len(m) != 2 || m[0].Conversation != m[1].Conversation {
		t.Errorf("two conversations after a reload: %v", m)
	}
	w.quiet()
}

// staff is what the practice's people answer later.
func (w *world) staff(text string) error {
	m := w.desk.messages()
	return w.chat.Send(w.Context(), m[len(m)-1].Conversation, bot.Reply{Text: text, Lang: bot.English})
}

func TestNewsReachAClosedWindow(t *testing.T) {
	w := start(t, nil)
	w.open(w.site)
	w.openByHand()
	w.say("fri 3pm")
	w.frameShows("Is that right?")
	w.until("news are shown live", func() bool { return w.staff("The practice confirmed Friday, 3 PM.") == nil })
	w.frameShows("The practice confirmed Friday")
	w.keys(kb.Escape)
	w.focused("button.open")
	w.until("the page listens for news", func() bool { return w.staff("Maia asks: is 3:30 fine too?") == nil })
	w.until("the button says so", func() bool {
		return eval[string](w, root+`.querySelector(".dot").textContent`) == "1" &&
			eval[string](w, root+`.querySelector(".news").textContent`) == "A new message in the chat"
	})
	w.shot("site-news")
	w.keys(kb.Enter)
	w.frameShows("is 3:30 fine too?")
	if got := eval[string](w, root+`.querySelector(".dot").textContent`); got != "" {
		t.Errorf("once open it still counts %s", got)
	}
	w.quiet()
}

func TestOnlyOwnSitesShowIt(t *testing.T) {
	w := start(t, nil)
	w.open(w.away)
	w.until("the console says why", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return strings.Contains(strings.Join(w.complaints, "\n"), "is not listed in web.sites")
	})
	if eval[bool](w, `document.querySelector("knead-chat") !== null`) {
		t.Error("another site shows the button")
	}
	// Not even if it makes the frame itself.
	eval[bool](w, `(() => { const f = document.createElement("iframe"); f.src = "`+w.home+`/widget"; document.body.append(f); return true })()`)
	w.until("the browser refuses", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return strings.Contains(strings.Join(w.complaints, "\n"), "frame-ancestors")
	})
}

func TestMessagesOfOthersAreNotHeard(t *testing.T) {
	w := start(t, nil)
	w.size(1280, 800, false)
	w.open(w.site)
	w.openByHand()
	// The page itself is not the frame, even where it pretends.
	eval[bool](w, `(window.postMessage({knead: "close"}, "*"), window.dispatchEvent(new MessageEvent("message", {data: {knead: "close"}, origin: "`+w.home+`", source: window})), true)`)
	// Another frame of the page is not the host: the widget's frame hears nothing from it.
	eval[bool](w, `(() => { const f = document.createElement("iframe"); f.srcdoc = "<p>x</p>"; document.body.prepend(f);
		return new Promise((done) => { f.onload = () => { f.contentWindow.eval('parent.frames[parent.frames.length-1]?.postMessage({knead:"hide"},"*")'); done(true) } }) })()`)
	w.say("hello")
	w.until("the desk hears it", func() bool { return len(w.desk.messages()) == 1 })
	if !w.isOpen() {
		t.Error("a made-up message closed it")
	}
}

func TestLanguageOfThePage(t *testing.T) {
	w := start(t, func(o *web.Options) { o.Greeting = map[bot.Lang]string{bot.Spanish: "¡Bienvenidos!"} })
	w.open(w.site + "/?lang=es-MX")
	w.button()
	if got := eval[string](w, root+`.querySelector(".open").getAttribute("aria-label")`); got != "Chat con Wellness Rituals" {
		t.Errorf("the button says %q", got)
	}
	eval[bool](w, root+`.querySelector(".open").click() ?? true`)
	w.frameShows("¡Bienvenidos!")
	w.frameShows("Su mensaje")
	w.shot("widget-es")
	w.axe("widget in Spanish", true)
	w.open(w.site + "/?lang=de&attr=es")
	w.button()
	if got := eval[string](w, root+`.querySelector(".close").getAttribute("aria-label")`); got != "Cerrar el chat" {
		t.Errorf("data-lang: the button says %q", got)
	}
	w.open(w.site + "/?lang=de&attr=left")
	w.button()
	if x := eval[float64](w, root+`.querySelector(".open").getBoundingClientRect().left`); x > 40 {
		t.Errorf("data-side=left: the button is at %v", x)
	}
}

func TestDeleteMyChat(t *testing.T) {
	w := start(t, nil)
	w.open(w.site)
	w.openByHand()
	if inFrame[bool](w, `document.getElementById("delete").checkVisibility()`) {
		t.Error("there is something to delete before the first message")
	}
	w.say("hello")
	w.frameShows("You said: hello")
	inFrame[bool](w, `(document.getElementById("delete").focus(), true)`)
	w.keys(kb.Enter)
	w.focused("frame button.sure-no")
	w.shot("widget-delete")
	w.axe("asking whether to delete", true)
	w.keys(kb.Escape) // takes the question back, not the window
	w.focused("frame button.delete")
	w.keys(kb.Enter)
	w.focused("frame button.sure-no")
	w.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	w.keys(kb.Enter)
	w.frameShows("Done. Everything is deleted.")
	w.focused("frame textarea.say")
	if s := inFrame[string](w, `JSON.stringify({...sessionStorage})`); s != "{}" {
		t.Errorf("the frame keeps %s", s)
	}
	if len(w.desk.gone) != 1 {
		t.Errorf("deleted %v", w.desk.gone)
	}
	w.say("anew")
	w.frameShows("You said: anew")
	m := w.desk.messages()
	if m[0].Conversation == m[len(m)-1].Conversation {
		t.Error("the old conversation goes on")
	}
	w.reload()
	w.frameShows("You said: anew")
	if strings.Contains(inFrame[string](w, `document.body.innerText`), "You said: hello") {
		t.Error("the deleted talk is back")
	}
	w.quiet()
}

func TestTwoTabsOfTheSite(t *testing.T) {
	w := start(t, nil)
	w.open(w.site)
	w.openByHand()
	w.say("hello")
	w.frameShows("You said: hello")
	one := w.tab
	w.tab = w.beside(one)
	w.open(w.site)
	w.openByHand()
	w.frameShows("You said: hello")
	w.say("second")
	w.frameShows("You said: second")
	w.tab = one
	w.frameShows("You said: second")
	if m := w.desk.messages(); len(m) != 2 || m[0].Conversation != m[1].Conversation {
		t.Errorf("two tabs of one browser: %v", m)
	}
}

func TestTheChatIsOutOfReach(t *testing.T) {
	w := start(t, nil)
	w.size(390, 844, true)
	w.open(w.site)
	w.button()
	w.offline(true)
	eval[bool](w, root+`.querySelector(".open").click() ?? true`)
	w.until("a link stands in", func() bool { return eval[bool](w, root+`.querySelector(".missing").checkVisibility()`) })
	w.shot("widget-out-of-reach")
	w.keys(kb.Escape)
	w.focused("button.open")
	w.offline(false)
	w.keys(kb.Enter)
	w.frameShows("Your message") // tried again
}

func TestAStrictPracticePage(t *testing.T) {
	w := start(t, nil)
	w.size(1280, 800, false)
	w.open(w.site + "/?strict=yes")
	w.openByHand()
	w.say("hello")
	w.frameShows("You said: hello")
	if got := eval[string](w, `getComputedStyle(`+root+`.querySelector("dialog")).width`); got != "400px" {
		t.Errorf("under the page's own policy the window is %s wide", got)
	}
	w.quiet("style-src", "Applying inline style", "data:,") // the practice page's own style sheet
}

// TestInAProcessOfItsOwn has the frame in another process than the page, as browsers do unless a test asks otherwise. The
// test cannot look into it then: it types, and listens at the desk.
func TestInAProcessOfItsOwn(t *testing.T) {
	w := start(t, nil)
	ctx, err := chromium(chromedp.Flag("site-per-process", true))
	w.must(err)
	defer func() { _ = chromedp.Cancel(ctx) }()
	w.tab = w.listen(chromedp.NewContext(ctx))
	w.size(1280, 800, false)
	w.open(w.site)
	w.button()
	w.tabTo("button.open")
	w.keys(kb.Enter)
	heard := func(n int) {
		t.Helper()
		w.until("the desk hears it", func() bool { return len(w.desk.messages()) >= n })
	}
	inside := func() {
		t.Helper()
		w.until("the focus is in the frame", func() bool { return eval[string](w, root+`.activeElement?.localName ?? ""`) == "iframe" })
		time.Sleep(300 * time.Millisecond) // and there on the box, which cannot be seen from here
	}
	inside()
	w.keys("hello from far" + kb.Enter)
	heard(1)
	w.shot("widget-isolated")
	w.keys(kb.Escape)
	w.until("Escape in the frame closes it", func() bool { return !w.isOpen() })
	w.until("the focus is back on the button", func() bool {
		return eval[string](w, `document.querySelector("knead-chat").shadowRoot.activeElement?.className ?? ""`) == "open"
	})
	w.until("the page listens for news", func() bool { return w.staff("The practice confirmed.") == nil })
	w.until("news come through", func() bool { return eval[string](w, root+`.querySelector(".dot").textContent`) == "1" })
	m := w.desk.messages()
	w.reload()
	w.button()
	w.until("the frame loads again", func() bool { return eval[bool](w, root+`.querySelector("iframe") !== null`) })
	eval[bool](w, root+`.querySelector(".open").focus() ?? true`)
	w.keys(kb.Enter)
	inside()
	w.keys("again" + kb.Enter)
	heard(2)
	if now := w.desk.messages(); now[1].Conversation != m[0].Conversation {
		t.Error("after a reload it is another conversation")
	}
	w.quiet()
}
