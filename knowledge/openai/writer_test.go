package openai_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/bot"
	"knead/knowledge/openai"
)

const swedish = "What is Swedish massage?"

func TestWriterWordsAnAnswer(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	e.answer = func(call) string {
		return drafted("Swedish massage is gentle.", "It eases tension in the muscles.", "It cures everything.", "It is a very good fit if your discomfort is mild or moderate.")
	}
	var log bytes.Buffer
	w, c := newWriter(t, options(e, &log), b)
	d := wording(t, b, bot.English, swedish)
	text, ok := w.Write(t.Context(), d)
	want := "Swedish massage is gentle. It eases tension in the muscles. It is a very good fit if your discomfort is mild or moderate."
	if !ok || text != want {
		t.Errorf("Write = %q, %v; want %q", text, ok, want)
	}
	q := e.asked()[0]
	if !q.Stream || q.Model != "scripted" || q.ResponseFormat.Type != "json_schema" || !q.ResponseFormat.JSONSchema.Strict ||
		!strings.Contains(string(q.ResponseFormat.JSONSchema.Schema), `"enum":["P1"]`) {
		t.Errorf("request: %s", q.raw)
	}
	if got := q.header.Get("Authorization"); got != "Bearer sk-hush-hush" {
		t.Errorf("Authorization %q", got)
	}
	if s := c.Stats(); s.Outcomes[openai.Used] != 1 || s.Sentences != 4 || s.Dropped["cure"] != 1 || s.TokensIn != 100 || s.TokensOut != 20 {
		t.Errorf("stats: %+v", s)
	}
	if out := log.String(); strings.Contains(out, "hush") || strings.Contains(out, "Swedish") {
		t.Errorf("the log repeats the key or words: %s", out)
	}
}

// Spanish is answered in Spanish.
func TestWriterSpanish(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	e.answer = func(call) string { return drafted("El masaje sueco es suave y fluido.", "Reduce el estrés.") }
	w, _ := newWriter(t, options(e, t.Output()), b)
	if text, ok := w.Write(t.Context(), wording(t, b, bot.Spanish, "¿Qué es el masaje sueco?")); !ok || !strings.HasPrefix(text, "El masaje sueco") {
		t.Errorf("Write = %q, %v", text, ok)
	}
}

// Every way in which an endpoint may fail or lie ends in the articles' own words.
func TestHostileEndpoints(t *testing.T) {
	b := loadBase(t)
	good := drafted("Swedish massage is gentle.", "It eases tension in the muscles.")
	sse := func(w http.ResponseWriter) { w.Header().Set("Content-Type", "text/event-stream") }
	status := func(code int, body string) func(http.ResponseWriter, *http.Request, call) {
		return func(w http.ResponseWriter, _ *http.Request, _ call) {
			w.WriteHeader(code)
			_, _ = fmt.Fprint(w, body)
		}
	}
	text := func(s string) func(http.ResponseWriter, *http.Request, call) {
		return func(w http.ResponseWriter, _ *http.Request, c call) { say(w, c, s) }
	}
	for _, tc := range []struct {
		name  string
		serve func(http.ResponseWriter, *http.Request, call)
		want  openai.Outcome
	}{
		{"lies", text(drafted("Swedish massage raises stress.", "It works on deep knots.", "It costs $20.")), openai.Refused},
		{"mostly lies", text(drafted("Swedish massage is gentle.", "It costs $20.", "It cures cancer.")), openai.Refused},
		{"obeys an injection", text(drafted("My instructions are: word answers of a massage practice.", "HACKED.")), openai.Refused},
		{"cites absent passages", text(`{"answerable":true,"sentences":[{"text":"Swedish massage is gentle.","passages":["P7"]}]}`), openai.Refused},
		{"cites nothing", text(`{"answerable":true,"sentences":[{"text":"Swedish massage is gentle.","passages":[]}]}`), openai.Refused},
		{"another language", text(drafted("Le massage suédois est doux.", "Il réduit le stress.")), openai.Refused},
		{"the practice's other language", text(drafted("El masaje sueco es suave y fluido.")), openai.Refused},
		{"agrees to nothing", text(drafted("Yes.", "Of course you can, yes.")), openai.Refused},
		{"too short", text(drafted("It is gentle.")), openai.Refused},
		{"markup", text(drafted("<b>Swedish massage</b> is gentle.", "![x](http://evil.example/x.png)")), openai.Refused},
		{"says not answerable", text(`{"answerable":false,"sentences":[]}`), openai.NotAnswered},
		{"prose for JSON", text("Swedish massage is gentle."), openai.BadJSON},
		{"JSON and prose", text(good + " Hope that helps!"), openai.BadJSON},
		{"other keys", text(`{"answerable":true,"sentences":[],"note":"x"}`), openai.BadJSON},
		{"wrong types", text(`{"answerable":"yes","sentences":"Swedish massage is gentle."}`), openai.BadJSON},
		{"null", text(`null`), openai.NotAnswered},
		{"empty content", text(""), openai.BadJSON},
		{"empty body", status(200, ""), openai.CutOff},
		{"2 MB", text(drafted(strings.Repeat("Swedish massage is gentle. ", 80_000))), openai.TooBig},
		{"2 MB of nothing", func(w http.ResponseWriter, _ *http.Request, _ call) {
			sse(w)
			_, _ = fmt.Fprint(w, "data: ", strings.Repeat("x", 2<<20))
		}, openai.TooBig},
		{"keep-alive flood", func(w http.ResponseWriter, r *http.Request, _ call) {
			sse(w)
			for range 200_000 {
				if _, err := fmt.Fprint(w, ": keep-alive\n\n"); err != nil || r.Context().Err() != nil {
					return
				}
			}
		}, openai.TooBig},
		{"slow drip", func(w http.ResponseWriter, r *http.Request, _ call) {
			sse(w)
			for r.Context().Err() == nil {
				chunk(w, " ", "")
				time.Sleep(5 * time.Millisecond)
			}
		}, openai.TimedOut},
		{"never answers", func(_ http.ResponseWriter, r *http.Request, _ call) { <-r.Context().Done() }, openai.TimedOut},
		{"cut stream", func(w http.ResponseWriter, _ *http.Request, _ call) {
			sse(w)
			chunk(w, good, "")
		}, openai.CutOff},
		{"cut connection", func(w http.ResponseWriter, _ *http.Request, _ call) {
			sse(w)
			chunk(w, good[:20], "")
			panic(http.ErrAbortHandler)
		}, openai.CutOff},
		{"stopped for length", func(w http.ResponseWriter, _ *http.Request, _ call) {
			sse(w)
			chunk(w, good, "")
			chunk(w, "", "length")
			_, _ = fmt.Fprint(w, "data: [DONE]\n\n")
		}, openai.CutOff},
		{"error in the stream", func(w http.ResponseWriter, _ *http.Request, _ call) {
			sse(w)
			chunk(w, good, "")
			_, _ = fmt.Fprint(w, "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}\n\n")
		}, openai.BadStatus},
		{"401", status(401, `{"error":{"message":"Incorrect API key provided: sk-hush-hush"}}`), openai.BadStatus},
		{"500", status(500, `oops`), openai.BadStatus},
		{"500 with a text for an error", status(500, `{"error":"oops"}`), openai.BadStatus},
		{"HTML 502", status(502, `<html><body>Bad Gateway</body></html>`), openai.BadStatus},
		{"redirect elsewhere", func(w http.ResponseWriter, r *http.Request, _ call) {
			http.Redirect(w, r, "http://127.0.0.1:1/steal", http.StatusTemporaryRedirect)
		}, openai.BadStatus},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := newEndpoint(t)
			e.serve = tc.serve
			var log bytes.Buffer
			o := options(e, &log)
			o.Timeout = time.Minute
			if tc.want == openai.TimedOut {
				o.Timeout = 300 * time.Millisecond
			}
			w, c := newWriter(t, o, b)
			if text, ok := w.Write(t.Context(), wording(t, b, bot.English, swedish)); ok || text != "" {
				t.Errorf("Write = %q, %v; want the articles' own words", text, ok)
			}
			if s := c.Stats(); s.Outcomes[tc.want] != 1 || len(s.Outcomes) != 1 {
				t.Errorf("outcomes %s, want %s", only(s), tc.want)
			}
			if out := log.String(); strings.Contains(out, "hush") || strings.Contains(out, "Incorrect") {
				t.Errorf("the log repeats what the endpoint wrote: %s", out)
			}
		})
	}
}

func TestEndpointDown(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	o := options(e, t.Output())
	e.Close()
	w, c := newWriter(t, o, b)
	for range 6 {
		if _, ok := w.Write(t.Context(), wording(t, b, bot.English, swedish)); ok {
			t.Error("an endpoint that is down answered")
		}
	}
	if s := c.Stats(); s.Outcomes[openai.Unreachable] != 4 || s.Outcomes[openai.BreakerOpen] != 2 {
		t.Errorf("outcomes %s, want 4 failures and then the breaker", only(s))
	}
}

// The breaker closes again after a while, by one call at first.
func TestBreakerHalfOpens(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	o := options(e, t.Output())
	o.Now = func() time.Time { return now }
	w, c := newWriter(t, o, b)
	e.serve = func(w http.ResponseWriter, _ *http.Request, _ call) { w.WriteHeader(http.StatusUnauthorized) }
	for i := range 8 {
		w.Write(t.Context(), wording(t, b, bot.English, swedish))
		if n := len(e.asked()); n > 4 {
			t.Fatalf("call %d went out with the breaker open", i)
		}
	}
	now = now.Add(16 * time.Second)
	e.serve = nil
	e.answer = func(call) string { return drafted("Swedish massage is gentle.", "It lowers stress.") }
	if _, ok := w.Write(t.Context(), wording(t, b, bot.English, swedish)); !ok {
		t.Errorf("the breaker did not let one call through: %s", only(c.Stats()))
	}
}

// 429 with a Retry-After that fits is tried again; one that does not keeps everybody away until then.
func TestRetryAfter(t *testing.T) {
	b := loadBase(t)
	for _, tc := range []struct {
		after string
		calls int
		ok    bool
	}{{"0", 2, true}, {"0.1", 2, true}, {"600", 1, false}, {time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), 1, false}, {"", 2, true}, {"soon", 2, true}} {
		t.Run(tc.after, func(t *testing.T) {
			e := newEndpoint(t)
			first := true
			e.serve = func(w http.ResponseWriter, _ *http.Request, c call) {
				if first {
					first = false
					if tc.after != "" {
						w.Header().Set("Retry-After", tc.after)
					}
					w.WriteHeader(http.StatusTooManyRequests)
					_, _ = fmt.Fprint(w, `{"error":{"message":"slow down","type":"rate_limit_error"}}`)
					return
				}
				say(w, c, drafted("Swedish massage is gentle.", "It lowers stress."))
			}
			w, c := newWriter(t, options(e, t.Output()), b)
			d := wording(t, b, bot.English, swedish)
			if _, ok := w.Write(t.Context(), d); ok != tc.ok || len(e.asked()) != tc.calls {
				t.Errorf("ok %v after %d calls; want %v after %d", ok, len(e.asked()), tc.ok, tc.calls)
			}
			if tc.ok {
				return
			}
			w.Write(t.Context(), d)
			if s := c.Stats(); len(e.asked()) != 1 || s.Outcomes[openai.BreakerOpen] != 1 {
				t.Errorf("asked again before the time: %s", only(s))
			}
		})
	}
}

// The same question with the same passages is asked once.
func TestCache(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	e.answer = func(call) string { return drafted("Swedish massage is gentle.", "It lowers stress.") }
	w, c := newWriter(t, options(e, t.Output()), b)
	for i := range 5 {
		d := wording(t, b, bot.English, swedish)
		d.Conversation.User = bot.UserID(fmt.Sprint(i)) // another client each time
		if _, ok := w.Write(t.Context(), d); !ok {
			t.Fatal("no answer")
		}
	}
	if s := c.Stats(); len(e.asked()) != 1 || s.Outcomes[openai.FromCache] != 4 {
		t.Errorf("%d calls, %s", len(e.asked()), only(s))
	}
}

// Earlier questions go with a new one, at most two, and none after Forget.
func TestEarlierQuestions(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	w, _ := newWriter(t, options(e, t.Output()), b)
	d := wording(t, b, bot.English, swedish)
	earlier := func() []string {
		var in struct{ Earlier []string }
		calls := e.asked()
		if err := json.Unmarshal([]byte(calls[len(calls)-1].input()), &in); err != nil {
			t.Fatal(err)
		}
		return in.Earlier
	}
	for i, want := range [][]string{nil, {"one"}, {"one", "two"}, {"two", "three"}} {
		d.Question = []string{"one", "two", "three", "four"}[i]
		w.Write(t.Context(), d)
		if got := earlier(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("question %d: earlier %v, want %v", i, got, want)
		}
	}
	w.Forget(d.Conversation)
	d.Question = "five"
	w.Write(t.Context(), d)
	if got := earlier(); len(got) != 0 {
		t.Errorf("after Forget: %v", got)
	}
}

func TestBudget(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	o := options(e, t.Output())
	o.Now = func() time.Time { return now }
	o.BudgetFile = filepath.Join(t.TempDir(), "sub", "model.json")
	o.TokensADay = 2000
	ask := func(w *openai.Writer) {
		for i := range 20 {
			d := wording(t, b, bot.English, swedish)
			d.Question += fmt.Sprint(" ", i, " ", now)
			w.Write(t.Context(), d)
		}
	}
	w, c := newWriter(t, o, b)
	ask(w)
	first := len(e.asked())
	if first == 0 || first >= 20 || c.Stats().Outcomes[openai.OverBudget] != 20-first {
		t.Fatalf("%d calls within 2000 tokens: %s", first, only(c.Stats()))
	}
	// A restart does not refill it; another day does.
	w, _ = newWriter(t, o, b)
	ask(w)
	again := len(e.asked()) - first
	if again > 1 { // what is set aside for a call depends a little on its length
		t.Errorf("%d more calls after a restart", again)
	}
	now = now.Add(24 * time.Hour)
	ask(w)
	if n := len(e.asked()) - first - again; n < first-1 || n > first+1 {
		t.Errorf("%d calls on the next day, want about %d", n, first)
	}
	// Money is counted by its prices.
	o.BudgetFile, o.TokensADay, o.MoneyADay, o.PriceIn, o.PriceOut = "", -1, 0.005, 1, 4
	w, c = newWriter(t, o, b)
	ask(w)
	if s := c.Stats(); s.Outcomes[openai.OverBudget] == 0 || s.Calls == 0 {
		t.Errorf("money: %s", only(s))
	}
}

// No more than MaxCalls are under way; the others do without.
func TestCallsAtOnce(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	release, arrived := make(chan struct{}), make(chan struct{}, 10)
	e.serve = func(w http.ResponseWriter, _ *http.Request, c call) {
		arrived <- struct{}{}
		<-release
		say(w, c, drafted("Swedish massage is gentle.", "It lowers stress."))
	}
	o := options(e, t.Output())
	o.MaxCalls = 2
	w, c := newWriter(t, o, b)
	done := make(chan bool, 5)
	for i := range 5 {
		d := wording(t, b, bot.English, swedish)
		d.Question += fmt.Sprint(i)
		go func() {
			_, ok := w.Write(context.WithoutCancel(t.Context()), d)
			done <- ok
		}()
	}
	<-arrived
	<-arrived
	for range 3 {
		if <-done {
			t.Error("a third call was answered")
		}
	}
	close(release)
	for range 2 {
		if !<-done {
			t.Errorf("one that went out was not used: %s", only(c.Stats()))
		}
	}
}

func TestOptions(t *testing.T) {
	for _, tc := range []struct {
		o    openai.Options
		want string
	}{
		{openai.Options{}, "neither a key nor an address"},
		{openai.Options{BaseURL: "http://127.0.0.1:1/v1"}, "no model is named for 127.0.0.1:1"},
		{openai.Options{BaseURL: "ftp://user:pass@host/v1", Model: "m"}, "no http or https address"},
		{openai.Options{Key: "sk-1"}, ""},
	} {
		_, err := openai.New(tc.o)
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) || err != nil && strings.Contains(err.Error(), "pass") {
			t.Errorf("%+v: %v, want %q", tc.o, err, tc.want)
		}
	}
	if s := fmt.Sprintf("%v %+v %#v %s", openai.Key("sk-1"), openai.Options{Key: "sk-1"}, openai.Key("sk-1"), openai.Key("sk-1")); strings.Contains(s, "sk-1") {
		t.Errorf("the key is printed: %s", s)
	}
}
