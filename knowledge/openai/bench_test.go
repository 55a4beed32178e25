package openai_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"knead/bot"
	"knead/knowledge/openai"
)

// BenchmarkWrite is what a worded answer adds, with an endpoint that needs no time: the call, the stream and the checks.
func BenchmarkWrite(b *testing.B) {
	base, e := loadBase(b), newEndpoint(b)
	e.answer = func(call) string { return drafted("Swedish massage is gentle.", "It lowers stress.") }
	o := options(e, b.Output())
	o.Log, o.TokensADay = nil, -1
	w, _ := newWriter(b, o, base)
	a, err := base.Answer(b.Context(), bot.Question{Text: swedish, Lang: bot.English})
	if err != nil {
		b.Fatal(err)
	}
	for _, bc := range []struct {
		name string
		q    func(int) string
	}{{"called", func(i int) string { return fmt.Sprint(swedish, i) }}, {"cached", func(int) string { return swedish }}} {
		b.Run(bc.name, func(b *testing.B) {
			var took []time.Duration
			i := 0
			for b.Loop() {
				start := time.Now()
				if _, ok := w.Write(b.Context(), bot.Wording{Question: bc.q(i), Lang: bot.English, Answer: a}); !ok {
					b.Fatal("not worded")
				}
				took = append(took, time.Since(start))
				i++
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}

// BenchmarkWriteDown is what an endpoint that is down adds: nothing, once the breaker is open.
func BenchmarkWriteDown(b *testing.B) {
	base, e := loadBase(b), newEndpoint(b)
	e.serve = func(w http.ResponseWriter, _ *http.Request, _ call) { w.WriteHeader(http.StatusInternalServerError) }
	o := options(e, b.Output())
	o.Log = nil
	w, _ := newWriter(b, o, base)
	a, err := base.Answer(b.Context(), bot.Question{Text: swedish, Lang: bot.English})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w.Write(b.Context(), bot.Wording{Question: swedish, Lang: bot.English, Answer: a})
	}
}

// BenchmarkMask is the masking of a long question.
func BenchmarkMask(b *testing.B) {
	text := "My name is Ann Lee, mail ann.lee@example.com or call +1 (407) 555-0199. I sit all day and my neck is stiff, does massage help, and how often?"
	for b.Loop() {
		openai.Mask(text, []string{"Maia Spertus"})
	}
}

// BenchmarkFirstSentence is when a client reads the first sentence, and when all of them, of an endpoint that writes 250
// letters a second, as hosted models do.
func BenchmarkFirstSentence(b *testing.B) {
	base, e := loadBase(b), newEndpoint(b)
	content := drafted("Swedish massage is gentle.", "It eases tension in the muscles.", "It is a very good fit if your discomfort is mild or moderate.")
	e.serve = func(w http.ResponseWriter, _ *http.Request, _ call) {
		w.Header().Set("Content-Type", "text/event-stream")
		for rest := content; rest != ""; {
			n := min(5, len(rest))
			chunk(w, rest[:n], "")
			rest = rest[n:]
			time.Sleep(20 * time.Millisecond)
		}
		chunk(w, "", "stop")
		_, _ = fmt.Fprint(w, "data: [DONE]\n\n")
	}
	o := options(e, b.Output())
	o.Log, o.TokensADay, o.Timeout = nil, -1, 10*time.Second
	w, _ := newWriter(b, o, base)
	a, err := base.Answer(b.Context(), bot.Question{Text: swedish, Lang: bot.English})
	if err != nil {
		b.Fatal(err)
	}
	var first, whole time.Duration
	i := 0
	for b.Loop() {
		start, shown := time.Now(), time.Duration(0)
		if _, ok := w.Write(b.Context(), bot.Wording{Question: fmt.Sprint(swedish, i), Lang: bot.English, Answer: a, Show: func(string) {
			if shown == 0 {
				shown = time.Since(start)
			}
		}}); !ok {
			b.Fatal("not worded")
		}
		first, whole = first+shown, whole+time.Since(start)
		i++
	}
	b.ReportMetric(float64(first.Milliseconds())/float64(i), "first-ms")
	b.ReportMetric(float64(whole.Milliseconds())/float64(i), "whole-ms")
}
