package openai_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
	"knead/knowledge/openai"
)

// What is shown while a model writes: each sentence after its own checks, each time the whole answer so far, and nothing
// that could not be the answer.
func TestShowsSentenceBySentence(t *testing.T) {
	b := loadBase(t)
	const gentle, eases, fits = "Swedish massage is gentle.", "It eases tension in the muscles.", "It is a very good fit if your discomfort is mild or moderate."
	whole := strings.Join([]string{gentle, eases, fits}, " ")
	for _, tc := range []struct {
		name    string
		content string
		cut     bool // the connection ends before the answer does
		shown   []string
		text    string // empty: the articles' own words
	}{
		{"three sentences", drafted(gentle, eases, fits), false, []string{gentle, gentle + " " + eases, whole}, whole},
		{"a lie among them", drafted(gentle, "It cures everything.", eases, fits), false, []string{gentle, gentle + " " + eases, whole}, whole},
		{"a lie first", drafted("It cures everything.", gentle, eases), false, []string{gentle, gentle + " " + eases}, gentle + " " + eases},
		{"lies outweigh it at the end", drafted(gentle, "It costs $20.", "It cures cancer."), false, []string{gentle}, ""},
		{"lies alone", drafted("It costs $20.", "It cures cancer."), false, nil, ""},
		{"a lie inside a sentence", drafted(gentle + " It cures cancer."), false, nil, ""},
		{"too short to be an answer", drafted("It is gentle."), false, nil, ""},
		{"the stream is cut", drafted(gentle, eases, fits), true, []string{gentle, gentle + " " + eases, whole}, ""},
		{"not answerable", `{"answerable":false,"sentences":[{"text":"` + gentle + `","passages":["P1"]}]}`, false, nil, ""},
		{"sentences before it is said that there is an answer", `{"sentences":[{"text":"` + gentle + `","passages":["P1"]}],"answerable":true}`, false, nil, gentle},
		{"and then it is taken back", `{"answerable":true,"sentences":[{"text":"` + gentle + `","passages":["P1"]}],"answerable":false}`, false, []string{gentle}, ""},
		{"a foreign key", `{"answerable":true,"sentences":[{"text":"` + gentle + `","passages":["P1"],"note":"x"}]}`, false, nil, ""},
		{"a passage that was not offered", `{"answerable":true,"sentences":[{"text":"` + gentle + `","passages":["P9"]}]}`, false, nil, ""},
		{"braces and quotes in the words", drafted(gentle, `It is {"text":"}]`, eases), false, []string{gentle, gentle + " " + eases}, gentle + " " + eases},
		{"prose", "Sure! " + gentle + " [1] {}", false, nil, ""},
		{"nothing but braces", `{"answerable":true,"sentences":[{` + strings.Repeat("}", 3000), false, nil, ""},
		{"white space", "\n{ \"answerable\" : true ,\n\"sentences\" : [\n{ \"text\" : \"" + gentle + "\", \"passages\" : [ \"P1\" ] }\n ,\n{ \"text\" : \"" + eases + "\", \"passages\" : [\"P1\"] } ] }\n",
			false, []string{gentle, gentle + " " + eases}, gentle + " " + eases},
	} {
		for _, size := range []int{1, 7, 40} {
			t.Run(fmt.Sprint(tc.name, " by ", size), func(t *testing.T) {
				e := newEndpoint(t)
				e.serve = func(w http.ResponseWriter, _ *http.Request, _ call) {
					w.Header().Set("Content-Type", "text/event-stream")
					for rest := tc.content; rest != ""; {
						n := min(size, len(rest))
						chunk(w, rest[:n], "")
						rest = rest[n:]
					}
					if !tc.cut {
						chunk(w, "", "stop")
						_, _ = fmt.Fprint(w, "data: [DONE]\n\n")
					}
				}
				w, _ := newWriter(t, patient(options(e, t.Output())), b)
				d := wording(t, b, bot.English, swedish)
				var shown []string
				d.Show = func(text string) { shown = append(shown, text) }
				text, ok := w.Write(t.Context(), d)
				if text != tc.text || ok != (tc.text != "") {
					t.Errorf("Write = %q, %v; want %q", text, ok, tc.text)
				}
				want := tc.shown
				if size == 40 && len(shown) < len(want) {
					want = shown // two sentences may end in one part of the stream
				}
				if diff := cmp.Diff(want, shown); diff != "" {
					t.Errorf("shown (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// Where the article sends people to a professional nothing is shown before that is said.
func TestShowsNothingWithoutItsAdvice(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	d := wording(t, b, bot.English, swedish)
	d.Answer.Text += " Ask your doctor first if your pain is severe."
	var shown []string
	d.Show = func(text string) { shown = append(shown, text) }
	e.answer = func(call) string {
		return drafted("Swedish massage is gentle.", "It eases tension in the muscles.")
	}
	w, _ := newWriter(t, patient(options(e, t.Output())), b)
	if text, ok := w.Write(t.Context(), d); ok || len(shown) > 0 {
		t.Errorf("%q, %v, shown %q: the advice is lost", text, ok, shown)
	}
}

// What comes from the cache is whole at once: nothing is shown before it.
func TestShowsNothingFromTheCache(t *testing.T) {
	b, e := loadBase(t), newEndpoint(t)
	e.answer = func(call) string { return drafted("Swedish massage is gentle.", "It lowers stress.") }
	w, _ := newWriter(t, patient(options(e, t.Output())), b)
	for i := range 2 {
		d, shown := wording(t, b, bot.English, swedish), 0
		d.Conversation.User = bot.UserID(fmt.Sprint(i))
		d.Show = func(string) { shown++ }
		if _, ok := w.Write(t.Context(), d); !ok || (shown > 0) != (i == 0) {
			t.Errorf("try %d: %v, shown %d times", i, ok, shown)
		}
	}
}

// patient leaves a slow machine time.
func patient(o openai.Options) openai.Options {
	o.Timeout, o.HeaderTimeout = time.Minute, time.Minute
	return o
}
