package web

import (
	"bytes"
	"context"
	"html/template"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/bot"
)

// script answers by what a message contains, first match first, and remembers what it was sent.
type script struct {
	rows []row
	mu   sync.Mutex
	got  []bot.Message
}

type row struct {
	has   string
	reply bot.Reply
	press bot.Action // of the message; zero: any
}

func (s *script) Handle(_ context.Context, m bot.Message) bot.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, m)
	for _, r := range s.rows {
		if strings.Contains(strings.ToLower(m.Text), r.has) && (r.press.IsZero() || r.press == m.Press) {
			return r.reply
		}
	}
	return bot.Reply{}
}

func (s *script) messages() []bot.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]bot.Message(nil), s.got...)
}

// talk is a scripted front desk with one reply of each kind.
func talk() *script {
	return &script{rows: []row{
		{has: "silence", reply: bot.Reply{}},
		{has: "markup", reply: bot.Reply{
			Text:    "<img src=x onerror=document.title=1>\n\n• <b>one</b> & 'two'\n- \"three\" 911",
			Buttons: []bot.Button{{Label: "<i>label</i>", Press: bot.Action{Verb: bot.DoSay}}, {Label: "<u>web</u>", URL: "https://example.com/?a=b&c=d"}},
			Sources: []bot.Source{{Title: "<em>", Section: "</a>", URL: "/articles/therapists#a"}}, Outcome: bot.Talk, Lang: bot.English,
		}},
		{has: "numb", reply: bot.Reply{
			Text: "Call 911 now, or have somebody call for you.\n\nNew numbness between the legs together with back pain can " +
				"mean that nerves at the base of the spine are being squeezed. That needs a hospital within hours.",
			Level: bot.Emergency, Outcome: bot.Screened, Lang: bot.English,
		}},
		{has: "fiebre", reply: bot.Reply{
			Text: "Que le vea hoy un médico o una clínica de urgencias, antes de cualquier masaje.\n\nFiebre junto con dolor " +
				"de espalda puede venir de una infección. Llame al 911 si empeora de repente.",
			Level: bot.Urgent, Outcome: bot.Screened, Lang: bot.Spanish,
		}},
		{has: "fri 3pm", reply: bot.Reply{
			Text: "Let me read that back:\n• Deep tissue, 60 minutes\n• Friday, March 6, 3:00 PM (Eastern)\n• Orlando\nIs that right?",
			Buttons: []bot.Button{
				{Label: "Yes, that's right", Press: bot.Action{Verb: bot.DoConfirm}},
				{Label: "Change something", Press: bot.Action{Verb: bot.DoChange}},
				{Label: "Leave it", Press: bot.Action{Verb: bot.DoDrop}},
			},
			Outcome: bot.Booking, Lang: bot.English,
		}},
		{has: "that's right", reply: bot.Reply{
			Text: "Deep tissue, 60 minutes, Friday, March 6, 3:00 PM, Orlando.\n\nPlease pick this time on the Orlando booking " +
				"page. Your place is only taken once that page confirms it.",
			Buttons: []bot.Button{
				{Label: "Book in Orlando", URL: "https://www.vagaro.com/mywellnessrituals"},
				{Label: "Text to book", URL: "sms:+14075352331"},
				{Label: "Broken", URL: "javascript:alert(1)"},
			},
			Outcome: bot.Booking, Lang: bot.English,
		}},
		{has: "hola", reply: bot.Reply{
			Text:    "¡Hola! Pregúnteme sobre dolor de cuello y espalda o masajes.",
			Buttons: []bot.Button{{Label: "Reservar un masaje", Press: bot.Action{Verb: bot.DoBook}}},
			Outcome: bot.Talk, Lang: bot.Spanish,
		}},
		{has: "", reply: bot.Reply{
			Text: "Muscles around the spine tighten to guard a sore joint, and then hurt themselves. Massage can loosen them and " +
				"calm the nerves that report pain.\n\nMost episodes get better within a few weeks.",
			Sources: []bot.Source{{Title: "Neck and back pain", Section: "What causes it", URL: "/articles/neck-and-back-pain#what-causes-it"}},
			Buttons: []bot.Button{{Label: "Does massage help?", Press: bot.Action{Verb: bot.DoAsk, Arg: "neck-and-back-pain#help"}},
				{Label: "Book a massage", Press: bot.Action{Verb: bot.DoBook}}},
			Outcome: bot.Answered, Lang: bot.English,
		}},
	}}
}

// shelf is a Library of two articles, one of them in English only.
type shelf struct{}

func (shelf) Articles(l bot.Lang) []ArticleInfo {
	if l == bot.Spanish {
		return []ArticleInfo{{Slug: "neck-and-back-pain", Title: "Dolor de cuello y espalda"}}
	}
	return []ArticleInfo{
		{Slug: "neck-and-back-pain", Title: "Neck and back pain", Summary: "Where it comes from, how long it lasts, and what massage can do about it."},
		{Slug: "therapists", Title: "Our therapists <3", Summary: "Who works here & how."},
	}
}

func (shelf) Article(slug string, l bot.Lang) (Page, bool) {
	p := Page{Slug: slug, Lang: l, Source: "Wellness Rituals, Neck and back pain, 2024", SourceURL: "https://www.myrituals.me/"}
	switch {
	case slug == "neck-and-back-pain" && l == bot.Spanish:
		p.Title, p.Languages = "Dolor de cuello y espalda", []bot.Lang{bot.English, bot.Spanish}
		p.Contents = []Entry{{"what-causes-it", "De dónde viene"}}
		p.HTML = `<p>Casi todo el mundo lo conoce.</p><h2 id="what-causes-it">De dónde viene</h2><p>De músculos tensos.</p>`
	case slug == "neck-and-back-pain":
		p.Title, p.Languages = "Neck and back pain", []bot.Lang{bot.English, bot.Spanish}
		p.Contents = []Entry{{"what-causes-it", "What causes it"}, {"how-long", "How long does it last?"}, {"help", "How can massage help?"},
			{"first", "When to see somebody first"}}
		p.HTML = template.HTML(`<p>Nearly everybody has it at some time. This page says where it comes from.</p>
<h2 id="what-causes-it">What causes it</h2><p>` + strings.Repeat("Muscles around the spine tighten to guard a sore joint, and then hurt themselves. ", 5) + `</p>
<h2 id="how-long">How long does it last?</h2><p>Acute pain gets better within a few weeks. Chronic pain lasts longer than three months.</p>
<ul><li>acute: up to six weeks</li><li>in between: up to twelve</li><li>chronic: beyond</li></ul>
<h2 id="help">How can massage help?</h2><p>` + strings.Repeat("It loosens muscles and calms the nerves that report pain. ", 8) + `</p><h3>Deep tissue</h3><p>Slow and firm.</p>
<h2 id="first">When to see somebody first</h2><p>` + strings.Repeat("Numbness, fever or a recent fall need a doctor before a massage. ", 4) + `</p>`)
	case slug == "therapists" && l == bot.English:
		p.Title, p.HTML, p.Reviewed, p.ReviewedBy = "Our therapists <3", "<p>Nice people.</p>", "2024-05-01", "Dr. A. Example"
	default:
		return Page{}, false
	}
	return p, true
}

// clock is what the tests call now.
func clock() time.Time { return time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC) }

func options(h bot.Handler) Options {
	return Options{
		Handler: h, Practice: "Wellness Rituals", Languages: []bot.Lang{bot.English, bot.Spanish}, Library: shelf{},
		Secret: bytes.Repeat([]byte("s"), 32), Emergency: "911", Now: clock,
		Examples: map[bot.Lang][]string{
			bot.English: {"What causes back pain?", "Does deep tissue hurt?", "deep tissue 60 fri 3pm orlando"},
			bot.Spanish: {"¿De dónde viene el dolor de espalda?", "masaje sueco viernes 3pm orlando"},
		},
	}
}

func newServer(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// An answer is what a server answered, read to its end.
type answer struct {
	StatusCode int
	Header     http.Header
	Body       string
	cookies    []*http.Cookie
}

func (a answer) Cookies() []*http.Cookie { return a.cookies }

// do has s answer a request; headers are pairs of name and value.
func do(s http.Handler, method, target, body string, headers ...string) answer {
	r := httptest.NewRequestWithContext(context.Background(), method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return ask(s, r)
}

func ask(s http.Handler, r *http.Request) answer {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	res := w.Result()
	_ = res.Body.Close() // a recorder's
	return answer{StatusCode: res.StatusCode, Header: res.Header, Body: w.Body.String(), cookies: res.Cookies()}
}
