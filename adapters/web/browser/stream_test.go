package browser

import (
	"context"
	"strings"
	"testing"

	"knead/adapters/web"
	"knead/bot"
)

// wordy words its answers part by part and waits for leave before each next step.
type wordy struct {
	*desk
	parts []string
	last  string
	next  chan struct{}
}

// Stream implements bot.Streamer.
func (h *wordy) Stream(ctx context.Context, m bot.Message, show func(bot.Draft)) bot.Reply {
	r := h.Handle(ctx, m)
	if !strings.Contains(m.Text, "Swedish") {
		return r
	}
	for _, p := range h.parts {
		show(bot.Draft{Text: p, Lang: bot.English})
		<-h.next
	}
	r.Text = h.last
	r.Sources = []bot.Source{{Title: "Massage techniques", Section: "Swedish", URL: "/articles/neck-and-back-pain#what-causes-it"}}
	return r
}

const (
	bubbles = `[...document.querySelectorAll("#log .us .bubble")].map((b) => b.innerText.trim()).join(" | ")`
	said    = `[...document.querySelectorAll("#log .us")].length`
)

// A worded answer grows on the page sentence by sentence, and the reply takes its place: the same words with their sources,
// or the article's own where the model's did not stand. Readers hear the reply, once.
func TestAnswerGrowsOnThePage(t *testing.T) {
	h := &wordy{desk: &desk{}, parts: []string{"Swedish massage is gentle.", "Swedish massage is gentle. It eases tension."}, next: make(chan struct{})}
	w := start(t, func(o *web.Options) { o.Handler = h })
	w.size(390, 780, true)
	w.open(w.home)
	// What a screen reader would hear: what is added to the log outside of parts that are switched off.
	eval[bool](w, `(window.heard = [], new MutationObserver((l) => l.forEach((m) => m.addedNodes.forEach((n) => {
		if (n.nodeType === 1 && !n.closest('[aria-live="off"]')) heard.push(n.innerText); }))).observe(document.getElementById("log"), { childList: true, subtree: true }), true)`)
	for i, last := range []string{"Swedish massage is gentle. It eases tension.", "Swedish massage flows from stroke to stroke."} {
		eval[bool](w, `(window.heard.length = 0, true)`)
		w.write("What is Swedish massage?")
		for n, part := range h.parts {
			w.until("part "+part, func() bool { return strings.HasSuffix(eval[string](w, bubbles), part) })
			if got := eval[float64](w, said); int(got) != i+1 {
				t.Errorf("%d answers on the page while part %d is shown", int(got), n)
			}
			if n == 0 && i == 0 {
				w.shot("stream-1")
			}
			if n == 1 && i == 0 {
				w.shot("stream-2")
				w.axe("an answer that grows", false)
			}
			h.next <- struct{}{}
		}
		h.last = last
		w.until("the reply", func() bool {
			return strings.HasSuffix(eval[string](w, bubbles), "Massage techniques › Swedish") && strings.Contains(eval[string](w, bubbles), last)
		})
		if got := eval[float64](w, said); int(got) != i+1 || eval[float64](w, `document.querySelectorAll(".draft").length`) != 0 {
			t.Errorf("%v answers on the page, or a part is left: %s", got, eval[string](w, bubbles))
		}
		if heard := eval[string](w, `heard.join(" | ")`); strings.Count(heard, last) != 1 || strings.Contains(strings.ReplaceAll(heard, last, ""), "gentle") {
			t.Errorf("heard: %s", heard)
		}
		if i == 0 {
			w.shot("stream-3")
		}
	}
	if strings.Contains(eval[string](w, bubbles), "tension. |") {
		t.Errorf("what did not stand is still there: %s", eval[string](w, bubbles))
	}
	// What a reload shows is the replies.
	kept := eval[string](w, `[...JSON.parse(sessionStorage.getItem("knead.talk"))].map((e) => e.text ?? e.said).join(" | ")`)
	if want := "What is Swedish massage? | Swedish massage is gentle. It eases tension. | What is Swedish massage? | Swedish massage flows from stroke to stroke."; kept != want {
		t.Errorf("kept: %s", kept)
	}
	w.quiet()
}

// A connection that is cut in the middle takes the parts with it and offers another try.
func TestAnswerCutOffWhileItGrows(t *testing.T) {
	h := &wordy{desk: &desk{}, parts: []string{"Swedish massage is gentle."}, last: "Swedish massage is gentle. It eases tension.", next: make(chan struct{})}
	w := start(t, func(o *web.Options) { o.Handler = h })
	w.open(w.home)
	w.write("What is Swedish massage?")
	w.shows("Swedish massage is gentle.")
	w.offline(true)
	w.shows("offline")
	if got := eval[string](w, bubbles); got != "" {
		t.Errorf("left behind: %s", got)
	}
	close(h.next)
	w.offline(false)
	w.shows("It eases tension.")
	if got := eval[float64](w, said); got != 1 {
		t.Errorf("%v answers", got)
	}
	w.quiet("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED")
}
