package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"knead/adapters/web"
	"knead/bot"
)

// A desk is a front desk that answers by what a message contains, and remembers what it was sent.
type desk struct {
	mu   sync.Mutex
	got  []bot.Message
	slow time.Duration // before each reply
	gone []bot.Conversation
}

func (d *desk) Handle(_ context.Context, m bot.Message) bot.Reply {
	d.mu.Lock()
	d.got = append(d.got, m)
	slow := d.slow
	d.mu.Unlock()
	time.Sleep(slow)
	say := strings.ToLower(m.Text)
	r := bot.Reply{Lang: bot.English}
	switch {
	case m.Press.Verb == bot.DoForget && m.Press.Arg == "":
		r.Text = "Shall I delete everything?"
	case m.Press.Verb == bot.DoForget:
		r.Text = "Done. Everything is deleted."
	case strings.Contains(say, "numb"):
		r.Level = bot.Emergency
		r.Text = "Call 911 now.\n\nNew numbness between the legs together with back pain needs a hospital within hours."
	case strings.Contains(say, "that's right"):
		r.Text = "Deep tissue, Friday, March 6, 3:00 PM, Orlando.\n\nYour place is only taken once the booking page confirms it."
		r.Buttons = []bot.Button{{Label: "Book in Orlando", URL: "https://www.vagaro.com/mywellnessrituals"},
			{Label: "Text to book", URL: "sms:+14075352331?body=Deep%20tissue%20Fri%203pm"}}
	case strings.Contains(say, "fri 3pm"):
		r.Text = "Let me read that back:\n• Deep tissue, 60 minutes\n• Friday, March 6, 3:00 PM (Eastern)\n• Orlando\nIs that right?"
		r.Buttons = []bot.Button{{Label: "Yes, that's right", Press: bot.Action{Verb: bot.DoConfirm}}, {Label: "Leave it", Press: bot.Action{Verb: bot.DoDrop}}}
	case strings.Contains(say, "hola"):
		r.Text, r.Lang = "¡Hola! Pregúnteme sobre dolor de cuello y espalda.", bot.Spanish
	case strings.Contains(say, "why"):
		r.Text = "Muscles around the spine tighten to guard a sore joint. Massage can loosen them."
		r.Sources = []bot.Source{{Title: "Neck and back pain", Section: "What causes it", URL: "/articles/neck-and-back-pain#what-causes-it"}}
	default:
		r.Text = "You said: " + m.Text
	}
	return r
}

func (d *desk) messages() []bot.Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]bot.Message(nil), d.got...)
}

func (d *desk) forget(_ context.Context, c bot.Conversation) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = append(d.gone, c)
	return nil
}

// shelf has one article.
type shelf struct{}

func (shelf) Articles(l bot.Lang) []web.ArticleInfo {
	return []web.ArticleInfo{{Slug: "neck-and-back-pain", Title: "Neck and back pain", Summary: "Where it comes from."}}
}

func (shelf) Article(slug string, l bot.Lang) (web.Page, bool) {
	return web.Page{Title: "Neck and back pain", Lang: l, Slug: slug, Languages: []bot.Lang{bot.English, bot.Spanish},
		Contents: []web.Entry{{Anchor: "what-causes-it", Heading: "What causes it"}},
		HTML:     `<p>Nearly everybody has it.</p><h2 id="what-causes-it">What causes it</h2><p>Tense muscles.</p>`,
		Source:   "Wellness Rituals", SourceURL: "https://www.myrituals.me/"}, slug == "neck-and-back-pain"
}

// A world is a chat server, the practice's own site, which is another site to browsers, and a tab to look at them.
type world struct {
	*testing.T
	desk *desk
	chat *web.Server
	home string // the chat's address
	site string // the practice's
	away string // a site that is not the practice's
	tab  context.Context
	// complaints are what the browser wrote into the console.
	mu         sync.Mutex
	complaints []string
}

// practicePage is a page such as practices have, with styles that would spoil what is not shielded from them.
func practicePage(home, lang, attributes string) string {
	return `<!doctype html><html lang="` + lang + `"><head><meta charset="utf-8"><title>Wellness Rituals</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:17px/1.6 Georgia,serif;margin:0;color:#2b2b2b;background:#fffdf8} *{letter-spacing:.01em} button{background:hotpink!important;border:5px dashed lime;font-size:30px}
iframe{border:10px solid red;max-width:100px} dialog{background:yellow} header{padding:3rem 1.5rem;background:#e9dfce} main{max-width:44rem;margin:2rem auto;padding:0 1.5rem}
h1{margin:0;font-size:2.2rem}</style>
<script src="` + home + `/widget.js" async ` + attributes + `></script></head>
<body><header><h1>Wellness Rituals</h1><p>Massage in Orlando and Longwood</p></header>
<main><h2>Welcome</h2><p>` + strings.Repeat("Slow, firm and warm: we work with what your back tells us, not with a timer. ", 12) + `</p>
<p><a id="link" href="#more">Our services</a> <input id="mail" aria-label="Your e-mail"></p><p id="more">` + strings.Repeat("Deep tissue, Swedish, hot stone and cupping. ", 40) + `</p></main></body></html>`
}

// browser is the one Chromium of the run.
var browser = sync.OnceValues(func() (context.Context, error) {
	// Frames of other sites stay in the tab's own process, where a test can look into them.
	return chromium(chromedp.Flag("disable-site-isolation-trials", true), chromedp.Flag("disable-features", "IsolateOrigins,site-per-process"))
})

// chromium starts a browser that keeps other sites' cookies from frames.
func chromium(more ...chromedp.ExecAllocatorOption) (context.Context, error) {
	dir, err := os.MkdirTemp("", "knead-chromium-")
	if err != nil {
		return nil, err
	}
	opts := append(append([]chromedp.ExecAllocatorOption(nil), chromedp.DefaultExecAllocatorOptions[:]...),
		chromedp.ExecPath(os.Getenv("KNEAD_TEST_CHROMIUM")), chromedp.NoSandbox, chromedp.UserDataDir(dir), chromedp.DisableGPU,
		chromedp.Flag("test-third-party-cookie-phaseout", true), chromedp.Flag("font-render-hinting", "none"))
	alloc, _ := chromedp.NewExecAllocator(context.Background(), append(opts, more...)...)
	ctx, _ := chromedp.NewContext(alloc)
	return ctx, chromedp.Do(ctx)
}

func TestMain(m *testing.M) {
	code := m.Run()
	if os.Getenv("KNEAD_TEST_CHROMIUM") != "" {
		if ctx, err := browser(); err == nil {
			_ = chromedp.Cancel(ctx)
		}
	}
	os.Exit(code)
}

// start opens a world. change may set further options.
func start(t *testing.T, change func(*web.Options)) *world {
	t.Helper()
	if os.Getenv("KNEAD_TEST_CHROMIUM") == "" {
		t.Skip("KNEAD_TEST_CHROMIUM is not set")
	}
	w := &world{T: t, desk: &desk{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		// A practice's site may be strict itself: no frames and scripts but ours, no inline styles but the page's own.
		if r.URL.Query().Get("strict") != "" {
			rw.Header().Set("Content-Security-Policy", "default-src 'none'; script-src "+w.home+"; frame-src "+w.home+"; style-src 'sha256-none'")
		}
		lang := r.URL.Query().Get("lang")
		if lang == "" {
			lang = "en-US"
		}
		_, _ = fmt.Fprint(rw, practicePage(w.home, lang, attributesOf(r.URL.Query().Get("attr"))))
	})
	practice := httptest.NewServer(mux)
	t.Cleanup(practice.Close)
	w.site = strings.Replace(practice.URL, "127.0.0.1", "localhost", 1)
	w.away = practice.URL
	o := web.Options{
		Handler: w.desk, Practice: "Wellness Rituals", Languages: []bot.Lang{bot.English, bot.Spanish}, Library: shelf{},
		Secret: bytes.Repeat([]byte("s"), 32), Emergency: "911", Sites: []string{w.site}, Forget: w.desk.forget,
		Log: slog.New(slog.DiscardHandler), Examples: map[bot.Lang][]string{bot.English: {"Why does my back hurt?", "Deep tissue 60 fri 3pm orlando"}},
	}
	if change != nil {
		change(&o)
	}
	var err error
	if w.chat, err = web.New(o); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(w.chat)
	w.home = srv.URL
	t.Cleanup(func() {
		_ = w.chat.Close()
		srv.CloseClientConnections()
		srv.Close()
	})
	w.tab = w.newTab()
	return w
}

func attributesOf(s string) string {
	switch s {
	case "dark":
		return `data-theme="dark"`
	case "light":
		return `data-theme="light"`
	case "left":
		return `data-side="left"`
	case "es":
		return `data-lang="es"`
	}
	return ""
}

// newTab opens a tab in a profile of its own, with nothing in it.
func (w *world) newTab() context.Context {
	parent, err := browser()
	if err != nil {
		w.Fatal(err)
	}
	return w.listen(chromedp.NewContext(parent, chromedp.WithNewBrowserContext()))
}

// beside opens a further tab of the same profile.
func (w *world) beside(tab context.Context) context.Context {
	return w.listen(chromedp.NewContext(tab))
}

func (w *world) listen(ctx context.Context, cancel context.CancelFunc) context.Context {
	ctx, stop := context.WithTimeout(ctx, 3*time.Minute)
	w.Cleanup(func() { stop(); cancel() })
	if err := chromedp.Do(ctx); err != nil {
		w.Fatal(err)
	}
	calls := chromedp.Events(ctx, runtime.ConsoleAPICalled)
	thrown := chromedp.Events(ctx, runtime.ExceptionThrown)
	entries := chromedp.Events(ctx, cdplog.EntryAdded)
	go func() {
		for e, err := range calls {
			if err != nil {
				return
			}
			w.complain(fmt.Sprint(e.Type, " ", func() (out []string) {
				for _, a := range e.Args {
					out = append(out, string(a.Value))
				}
				return out
			}()))
		}
	}()
	go func() {
		for e, err := range thrown {
			if err != nil {
				return
			}
			w.complain("exception: " + quoted(fmt.Sprint(e.ExceptionDetails.Text, e.ExceptionDetails.Exception)))
		}
	}()
	go func() {
		for e, err := range entries {
			if err != nil {
				return
			}
			w.complain(fmt.Sprint(e.Entry.Source, " ", e.Entry.Level, ": ", e.Entry.Text, " ", e.Entry.URL))
		}
	}()
	return ctx
}

func (w *world) complain(s string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.complaints = append(w.complaints, s)
}

// quiet fails when the browser complained of anything but what is named.
func (w *world) quiet(but ...string) {
	w.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
next:
	for _, c := range w.complaints {
		for _, b := range but {
			if strings.Contains(c, b) {
				continue next
			}
		}
		w.Errorf("the browser says: %s", c)
	}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) do(actions ...chromedp.Action[chromedp.Void]) {
	w.Helper()
	w.must(chromedp.Do(w.tab, actions...))
}

func (w *world) open(url string) {
	w.Helper()
	w.do(chromedp.Navigate(url))
}

func (w *world) reload() {
	w.Helper()
	w.do(chromedp.Reload())
}

func (w *world) size(width, height int64, mobile bool) {
	w.Helper()
	var opts []chromedp.EmulateViewportOption
	if mobile {
		opts = append(opts, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(2))
	}
	w.do(chromedp.EmulateViewport(width, height, opts...))
}

// prefer sets what the visitor prefers, as pairs of media feature and value.
func (w *world) prefer(pairs ...string) {
	w.Helper()
	p := emulation.SetEmulatedMediaParams{}
	for i := 0; i < len(pairs); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
	}
	_, err := chromedp.Run(w.tab, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, p)
		return chromedp.Void{}, err
	})
	w.must(err)
}

// offline cuts the network off, or brings it back, as the browser sees it.
func (w *world) offline(on bool) {
	w.Helper()
	_, err := chromedp.Run(w.tab, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		if _, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Offline: on, DownloadThroughput: -1, UploadThroughput: -1}},
		}); err != nil {
			return chromedp.Void{}, err
		}
		_, err := cdp.Call(ctx, t, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: on, DownloadThroughput: -1, UploadThroughput: -1})
		return chromedp.Void{}, err
	})
	w.must(err)
}

// keys types into whatever has the focus. Enter is one event with its character, as browsers make it: what prevents the one
// prevents the other.
func (w *world) keys(s string) {
	w.Helper()
	for part := range strings.SplitAfterSeq(s, kb.Enter) {
		words, enter := strings.CutSuffix(part, kb.Enter)
		if words != "" {
			w.do(chromedp.KeyEvent(words))
		}
		if !enter {
			continue
		}
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
			p := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
			if kind == input.DispatchKeyEventTypeKeyDown {
				p.Text = kb.Enter
			}
			_, err := chromedp.Run(w.tab, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
				_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, p)
				return chromedp.Void{}, err
			})
			w.must(err)
		}
	}
}

// eval evaluates in the tab's own page.
func eval[T any](w *world, js string) T {
	w.Helper()
	return patiently(w, js, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

// patiently tries again where the page was just being left or has no body yet.
func patiently[T any](w *world, js string, a chromedp.Action[T]) T {
	w.Helper()
	var v T
	var err error
	for range 40 {
		if v, err = chromedp.Run(w.tab, a); err == nil {
			return v
		}
		text := err.Error()
		if !strings.Contains(text, "Cannot find context") && !strings.Contains(text, "navigated or closed") && !strings.Contains(text, "of null") &&
			!strings.Contains(text, "no frame") && !strings.Contains(text, "context was destroyed") {
			break
		}
		time.Sleep(25 * time.Millisecond)
	}
	w.Fatalf("…%s: %v", js[max(0, len(js)-400):], err)
	return v
}

// inFrame evaluates in the widget's frame, in a world of its own: with the page's document, not its variables.
func inFrame[T any](w *world, js string) T {
	w.Helper()
	return patiently(w, js, func(ctx context.Context, t *chromedp.Target) (T, error) {
		var none T
		tree, err := cdp.Call(ctx, t, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			return none, err
		}
		i := slices.IndexFunc(tree.FrameTree.ChildFrames, func(c *page.FrameTree) bool { return strings.HasPrefix(c.Frame.URL, w.home+"/widget") })
		if i < 0 {
			return none, errors.New("there is no frame of the widget")
		}
		child := tree.FrameTree.ChildFrames[i]
		made, err := cdp.Call(ctx, t, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: child.Frame.ID})
		if err != nil {
			return none, err
		}
		return chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise, func(p *runtime.EvaluateParams) { p.ContextID = made.ExecutionContextID })(ctx, t)
	})
}

// until waits for a condition in the page, or in the frame, for a minute at most: a machine may be slow.
func (w *world) until(what string, holds func() bool) {
	w.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(30 * time.Millisecond) {
		if holds() {
			return
		}
		if time.Now().After(end) {
			w.shot("failed-" + strings.ReplaceAll(w.Name(), "/", "-"))
			w.Fatalf("not within a minute: %s\nthe browser says: %q", what, w.complaints)
		}
	}
}

func (w *world) shows(text string) {
	w.Helper()
	w.until("the page shows "+text, func() bool { return strings.Contains(eval[string](w, "document.body.innerText"), text) })
}

func (w *world) frameShows(text string) {
	w.Helper()
	w.until("the frame shows "+text, func() bool {
		return strings.Contains(inFrame[string](w, "document.body ? document.body.innerText : ''"), text)
	})
}

// shot leaves a screenshot where KNEAD_TEST_SHOTS says.
func (w *world) shot(name string) {
	w.Helper()
	dir := os.Getenv("KNEAD_TEST_SHOTS")
	if dir == "" {
		return
	}
	time.Sleep(300 * time.Millisecond) // what moves comes to rest
	png, err := chromedp.Run(w.tab, chromedp.CaptureScreenshot())
	w.must(err)
	w.must(os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644))
}

// axe checks what is on the page, frame included, when KNEAD_TEST_AXE names axe-core.
func (w *world) axe(name string, frame bool) {
	w.Helper()
	path := os.Getenv("KNEAD_TEST_AXE")
	if path == "" {
		return
	}
	source, err := os.ReadFile(path)
	w.must(err)
	time.Sleep(250 * time.Millisecond) // what fades in has less contrast until it is there
	js := string(source) + `;axe.run(document, {iframes: false, resultTypes: ["violations"]}).then((r) => JSON.stringify(
		{checked: r.passes.length, bad: r.violations.map((v) => v.id + ": " + v.help + " " + v.nodes.map((n) => n.target.join(" ") + " " + n.failureSummary).join("; "))}))`
	var out string
	if frame {
		out = inFrame[string](w, js)
	} else {
		out = eval[string](w, js)
	}
	var r struct {
		Checked int
		Bad     []string
	}
	w.must(json.Unmarshal([]byte(out), &r))
	for _, v := range r.Bad {
		w.Errorf("%s: axe: %s", name, v)
	}
	if r.Checked == 0 {
		w.Errorf("%s: axe checked nothing", name)
	}
}

// throttle slows the network down: kilobits a second, and milliseconds before each answer.
func (w *world) throttle(kbits, ms float64) {
	w.Helper()
	_, err := chromedp.Run(w.tab, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: ms, DownloadThroughput: kbits * 1000 / 8, UploadThroughput: kbits * 1000 / 8}},
		})
		return chromedp.Void{}, err
	})
	w.must(err)
}

// scripts has the tab run the pages' own scripts, or none of them.
func (w *world) scripts(on bool) {
	w.Helper()
	_, err := chromedp.Run(w.tab, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return chromedp.Void{}, err
	})
	w.must(err)
}

// click clicks with the mouse.
func (w *world) click(sel string) {
	w.Helper()
	w.do(chromedp.Click(chromedp.CSS(sel)))
}

func quoted(s string) string {
	b, _ := json.Marshal(s) // a string always can be
	return string(b)
}

func escaped(s string) string { return url.QueryEscape(s) }
