package browser

import (
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// TestRealTalk has a talk with a running knead from a running practice page, for looking at: KNEAD_TEST_SITE is the page's
// address, such as http://localhost:8000, which that knead has in web.sites and whose page has its widget.
func TestRealTalk(t *testing.T) {
	site := os.Getenv("KNEAD_TEST_SITE")
	if site == "" {
		t.Skip("KNEAD_TEST_SITE is not set")
	}
	w := start(t, nil)
	for _, v := range []struct {
		name          string
		width, height int64
		scheme        string
	}{{"wide-light", 1280, 800, "light"}, {"wide-dark", 1280, 800, "dark"}, {"narrow-light", 320, 640, "light"}, {"narrow-dark", 390, 844, "dark"}} {
		w.tab = w.newTab()
		w.prefer("prefers-color-scheme", v.scheme)
		w.size(v.width, v.height, v.width < 500)
		w.open(site)
		w.button()
		w.shot("real-" + v.name + "-closed")
		eval[bool](w, root+`.querySelector(".open").click() ?? true`)
		w.home = eval[string](w, `new URL(document.querySelector("script[src*='widget.js']").src).origin`)
		w.frameShows("Your message")
		w.until("the script runs", func() bool { return inFrame[bool](w, `document.getElementById("delete")?.type === "button"`) })
		w.shot("real-" + v.name + "-open")
		w.say("does massage help a stiff neck?")
		w.frameShows("From our articles")
		w.shot("real-" + v.name + "-answer")
		w.say("deep tissue 60 next friday 3pm orlando")
		w.frameShows("that's right")
		inFrame[bool](w, `(document.querySelector("#log .us:last-child button.choice").focus(), true)`)
		w.keys(kb.Enter)
		w.frameShows("Book in Orlando")
		time.Sleep(time.Second) // it scrolls there
		w.shot("real-" + v.name + "-handoff")
		t.Logf("%s: links %s", v.name, inFrame[string](w, `[...document.querySelectorAll("a.choice")].map((a) => a.textContent + " -> " + a.href).join("\n")`))
		w.axe(v.name, true)
		w.axe(v.name+", page", false)
	}
	w.quiet()
}
