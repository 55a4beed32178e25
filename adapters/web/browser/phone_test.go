package browser

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"knead/adapters/web"
)

// overflow is by how much the document is wider than its window, in CSS pixels.
const overflow = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

func TestNarrowPhone(t *testing.T) {
	w := start(t, nil)
	w.size(320, 568, true)
	w.open(w.site)
	w.button()
	w.shot("site-320-closed")
	w.axe("practice page at 320 px", false)
	w.openByHand()
	w.focused("frame h1.")
	w.shot("widget-320-open")
	w.until("the sheet has slid up and covers the window", func() bool {
		box := eval[[]float64](w, `(() => { const r = `+root+`.querySelector("dialog").getBoundingClientRect(); return [r.left, r.top, r.width, r.height] })()`)
		return box[0] == 0 && box[1] == 0 && box[2] == 320 && box[3] >= 560
	})
	if n := inFrame[float64](w, overflow); n > 0 {
		t.Errorf("the frame is %v px too wide", n)
	}
	// The page behind is out of reach.
	eval[bool](w, `(document.getElementById("mail").focus(), true)`)
	if got := w.focus(); got == "input.mail" {
		t.Error("the page behind the sheet takes the focus")
	}
	w.say("fri 3pm")
	w.frameShows("Is that right?")
	w.shot("widget-320-talk")
	w.axe("widget at 320 px", true)
	for _, small := range []string{".send", "#delete", ".choice"} {
		if h := inFrame[float64](w, `(() => { const e = document.querySelector("`+small+`"); const b = e.getBoundingClientRect(); const a = getComputedStyle(e, "::after"); return a.content === "none" ? b.height : b.height - parseFloat(a.top) - parseFloat(a.bottom) })()`); h < 44 {
			t.Errorf("%s is %v px high", small, h)
		}
	}
	// The on-screen keyboard covers the lower part of the page: the sheet keeps above it.
	eval[bool](w, `(() => { Object.defineProperty(visualViewport, "height", {value: 300, configurable: true}); visualViewport.dispatchEvent(new Event("resize")); return true })()`)
	if h := eval[float64](w, root+`.querySelector("dialog").getBoundingClientRect().height`); h != 300 {
		t.Errorf("over the keyboard the sheet is %v px high", h)
	}
	inFrame[bool](w, `(document.getElementById("say").focus(), true)`)
	w.until("the box is above the keyboard", func() bool {
		return inFrame[bool](w, `document.getElementById("say").getBoundingClientRect().bottom <= innerHeight && innerHeight < 300`)
	})
	w.shot("widget-320-keyboard")
	eval[bool](w, `(delete visualViewport.height, visualViewport.dispatchEvent(new Event("resize")))`)
	w.keys(kb.Escape)
	w.focused("button.open")
	if eval[string](w, `document.documentElement.style.overflow`) != "" {
		t.Error("the page behind no longer scrolls")
	}
	w.quiet()
}

func TestTurningThePhone(t *testing.T) {
	w := start(t, nil)
	w.size(1024, 768, false)
	w.open(w.site)
	w.openByHand()
	w.say("hello")
	w.frameShows("You said: hello")
	w.size(360, 740, true)
	w.until("the window becomes a sheet", func() bool { return eval[string](w, root+`.querySelector("dialog").className`) == "sheet" })
	w.frameShows("You said: hello") // the frame was not loaded anew
	w.size(1024, 768, false)
	w.until("the sheet becomes a window", func() bool { return eval[string](w, root+`.querySelector("dialog").className`) == "window" })
	if eval[string](w, `document.documentElement.style.overflow`) != "" {
		t.Error("the page behind no longer scrolls")
	}
	w.frameShows("You said: hello")
	w.quiet()
}

func TestDarkAndColour(t *testing.T) {
	for _, tc := range []struct{ name, color string }{{"own", ""}, {"pink", "#ff6fae"}, {"yellow", "#ffe600"}, {"navy", "#0a1a4f"}} {
		t.Run(tc.name, func(t *testing.T) {
			w := start(t, func(o *web.Options) { o.Color = tc.color })
			w.size(1280, 800, false)
			for _, scheme := range []string{"light", "dark"} {
				w.prefer("prefers-color-scheme", scheme)
				w.open(w.site)
				w.openByHand()
				w.say("fri 3pm")
				w.frameShows("Is that right?")
				w.say("numb")
				w.frameShows("Call 911")
				w.shot("colour-" + tc.name + "-" + scheme)
				w.axe(scheme+" "+tc.name, true)
				w.axe(scheme+" "+tc.name+", the window's edge", false)
				dark := inFrame[string](w, `getComputedStyle(document.documentElement).backgroundColor`) == "rgb(19, 26, 25)"
				if dark != (scheme == "dark") {
					t.Errorf("%s: the frame is dark: %v", scheme, dark)
				}
				inFrame[bool](w, `(sessionStorage.clear(), true)`)
				eval[bool](w, `(sessionStorage.clear(), true)`)
			}
			// A page that is always light says so.
			w.open(w.site + "/?attr=light")
			w.openByHand()
			if got := inFrame[string](w, `getComputedStyle(document.documentElement).backgroundColor`); got != "rgb(246, 244, 239)" {
				t.Errorf("data-theme=light for a visitor who likes dark: %s", got)
			}
			w.quiet()
		})
	}
}

func TestReducedMotion(t *testing.T) {
	w := start(t, nil)
	w.prefer("prefers-reduced-motion", "reduce")
	w.open(w.site)
	w.openByHand()
	w.say("hello")
	w.frameShows("You said: hello")
	if n := eval[float64](w, root+`.getAnimations().length`) + inFrame[float64](w, `document.getAnimations().length`); n != 0 {
		t.Errorf("%v things move", n)
	}
	if got := inFrame[string](w, `getComputedStyle(document.documentElement).scrollBehavior`); got != "auto" {
		t.Errorf("scrolling is %s", got)
	}
}

// TestSlowPhone measures what a slow phone has to load and to wait: 400 kbit/s, 400 ms, a processor six times slower.
// It asserts the weight only; the times are read from the log.
func TestSlowPhone(t *testing.T) {
	for _, target := range []string{"chat page", "widget on the practice's page"} {
		t.Run(target, func(t *testing.T) {
			w := start(t, nil)
			w.size(360, 740, true)
			_, err := chromedp.Run(w.tab, func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
				_, err := cdp.Call(ctx, tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 6})
				return chromedp.Void{}, err
			})
			w.must(err)
			w.throttle(400, 400)
			weight := `performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).reduce((n, e) => n + e.transferSize, 0)`
			paint := `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0`
			if target == "chat page" {
				w.open(w.home)
				w.until("it is painted", func() bool { return eval[float64](w, paint) > 0 })
				n := eval[float64](w, weight)
				t.Logf("chat page: %.0f bytes, first contentful paint %.0f ms", n, eval[float64](w, paint))
				if n > 60<<10 {
					t.Errorf("%.0f bytes are more than 60 KB", n)
				}
				return
			}
			w.open(w.site)
			w.button()
			page := eval[float64](w, paint)
			loader := w.weight("/widget.js")
			began := eval[float64](w, `(`+root+`.querySelector(".open").click(), performance.now())`)
			w.frameShows("Your message")
			w.until("the frame is painted", func() bool { return inFrame[float64](w, paint) > 0 })
			n := inFrame[float64](w, weight)
			t.Logf("practice page painted at %.0f ms with the widget; opened at %.0f ms; in the frame first contentful paint after %.0f ms, %.0f bytes; widget.js %.0f bytes",
				page, began, inFrame[float64](w, paint), n, loader)
			if n+loader > 60<<10 {
				t.Errorf("%.0f bytes are more than 60 KB", n+loader)
			}
		})
	}
}

// weight is how many bytes a browser gets for a path, which it does not tell of another site's files.
func (w *world) weight(path string) float64 {
	w.Helper()
	req, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.home+path, nil)
	w.must(err)
	req.Header.Set("Accept-Encoding", "gzip")
	r, err := http.DefaultTransport.RoundTrip(req)
	w.must(err)
	defer func() { _ = r.Body.Close() }()
	n, err := io.Copy(io.Discard, r.Body)
	w.must(err)
	return float64(n)
}
