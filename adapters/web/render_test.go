package web

import (
	"context"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
)

func TestParagraphs(t *testing.T) {
	plain := func(s string) line { return line{Parts: []part{{Text: s}}} }
	item := func(s string) line { return line{Item: true, Parts: []part{{Text: s}}} }
	tests := []struct {
		name, text string
		dial       bool
		want       []paragraph
	}{
		{"empty", "", false, nil},
		{"blank", " \n\n ", false, nil},
		{"one", "Hello", false, []paragraph{{plain("Hello")}}},
		{"lines and paragraphs", "a\nb\n\n\nc\r\n", false, []paragraph{{plain("a"), plain("b")}, {plain("c")}}},
		{"items", "I can:\n• one\n- two\n-three", false, []paragraph{{plain("I can:"), item("one"), item("two"), plain("-three")}}},
		{"number not dialled", "Call 911", false, []paragraph{{plain("Call 911")}}},
		{"number", "Call 911 now", true, []paragraph{{line{Parts: []part{{Text: "Call "}, {"911", "tel:911"}, {Text: " now"}}}}}},
		{"only a number", "988", true, []paragraph{{line{Parts: []part{{"988", "tel:988"}}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, paragraphs(tt.text, tt.dial)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTelephoneNumbers(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"Call 911 or 988.", []string{"911", "988"}},
		{"Poison Help 1-800-222-1222", []string{"1-800-222-1222"}},
		{"Samaritans 116 123, NHS 111, 0808 2000 247", []string{"116 123", "111", "0808 2000 247"}},
		{"Llame al 112; línea 024, 915 620 420, 800 911 2000", []string{"112", "024", "915 620 420", "800 911 2000"}},
		{"Lifeline 13 11 14 or 1800 737 732, or 000", []string{"13 11 14", "1800 737 732", "000"}},
		{"Text 407-535-2331", []string{"407-535-2331"}},
		{"At 9:11, 60 minutes, 2026-03-06, 1911, 9112, room A911", nil},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, telephone.FindAllString(tt.text, -1)); d != "" {
			t.Errorf("%q: %s", tt.text, d)
		}
	}
}

func TestAddresses(t *testing.T) {
	for raw, want := range map[string]string{
		"https://www.vagaro.com/x?a=b#c": "https://www.vagaro.com/x?a=b#c",
		"http://example.com":             "http://example.com",
		"www.vagaro.com/x":               "https://www.vagaro.com/x",
		"sms:+14075352331":               "sms:+14075352331",
		"tel:911":                        "tel:911",
		"HTTPS://example.com":            "https://example.com",
		"javascript:alert(1)":            "",
		" javascript:alert(1)":           "",
		"java\nscript:alert(1)":          "",
		"data:text/html,x":               "",
		"/path":                          "",
		"//evil.example":                 "",
		"https:":                         "",
		"":                               "",
	} {
		if got, _, ok := buttonURL(raw); ok != (want != "") || ok && string(got) != want {
			t.Errorf("button %q: %q %v, want %q", raw, got, ok, want)
		}
	}
	for raw, want := range map[string]string{
		"/articles/a#b":             "/articles/a?lang=es#b",
		"/articles/a?lang=en#b":     "/articles/a?lang=en#b",
		"/other":                    "/other",
		"https://example.com/a#b":   "https://example.com/a#b",
		"//evil.example/articles/a": "",
		"javascript:alert(1)":       "",
		"articles/a":                "",
	} {
		if got, ok := sourceURL(raw, bot.Spanish); ok != (want != "") || ok && string(got) != want {
			t.Errorf("source %q: %q %v, want %q", raw, got, ok, want)
		}
	}
}

func TestFormWithoutScript(t *testing.T) {
	h := talk()
	s := newServer(t, options(h))
	send := func(values ...string) string {
		v := url.Values{}
		for i := 0; i < len(values); i += 2 {
			v.Set(values[i], values[i+1])
		}
		r := do(s, "POST", "/", v.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		if r.StatusCode != 200 || r.Header.Get("Cache-Control") != "no-store" || len(r.Cookies()) != 1 {
			t.Errorf("%v: %d %v", values, r.StatusCode, r.Header)
		}
		return r.Body
	}
	tests := []struct {
		name   string
		values []string
		has    []string
		not    []string
	}{
		{"buttons", []string{"say", "fri 3pm", "key", "k", "lang", "en"},
			[]string{"<p>fri 3pm</p>", `name="press" value="Yes, that&#39;s right"`, `<span class="line item">Orlando</span>`}, nil},
		{"press keeps the draft", []string{"say", "half a thou", "press", "Yes, that's right"},
			[]string{">half a thou</textarea>", `href="https://www.vagaro.com/mywellnessrituals" target="_blank" rel="noopener"`, `href="sms:&#43;14075352331"`},
			[]string{"javascript:", "Broken"}},
		{"example", []string{"example", "What causes back pain?", "say", ""},
			[]string{`href="/articles/neck-and-back-pain?lang=en#what-causes-it"`, "Neck and back pain › What causes it"}, nil},
		{"emergency", []string{"say", "numb"},
			[]string{`role="alert"`, "<strong>Emergency</strong>", `<a href="tel:911">911</a>`, `class="message us emergency" lang="en"`}, []string{"vagaro"}},
		{"urgent, in the client's language", []string{"say", "fiebre", "lang", "en"},
			[]string{"<strong>Importante</strong>", `class="message us urgent" lang="es"`, `<html lang="en">`}, nil},
		{"Spanish page", []string{"say", "hola", "lang", "es"}, []string{`<html lang="es">`, "Su mensaje"}, nil},
		{"silence", []string{"say", "silence"}, []string{"<p>silence</p>"}, []string{`class="message us`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := send(tt.values...)
			for _, w := range tt.has {
				if !strings.Contains(body, w) {
					t.Errorf("lacks %s", w)
				}
			}
			for _, w := range tt.not {
				if strings.Contains(body, w) {
					t.Errorf("has %s", w)
				}
			}
		})
	}
	send("say", "one", "key", "same")
	send("say", "one", "key", "same")
	send("say", "two", "key", "same")
	got := h.messages()
	n := len(got)
	if got[n-3].ID != got[n-2].ID || got[n-2].ID == got[n-1].ID || got[n-1].ID == "" {
		t.Errorf("IDs %q %q %q: want the same for a page sent again, another for other words", got[n-3].ID, got[n-2].ID, got[n-1].ID)
	}
	for _, bad := range []struct {
		kind, body string
		status     int
	}{
		{"multipart/form-data; boundary=x", "--x--", 415},
		{"application/x-www-form-urlencoded", "say=%zz", 400},
		{"application/x-www-form-urlencoded", "say=" + strings.Repeat("a", 70_000), 413},
	} {
		if r := do(s, "POST", "/", bad.body, "Content-Type", bad.kind); r.StatusCode != bad.status {
			t.Errorf("%s %.10s: %d, want %d", bad.kind, bad.body, r.StatusCode, bad.status)
		}
	}
}

// bubbleTags are all that render makes of a reply's text.
var bubbleTags = regexp.MustCompile(`</?p>|<span class="line(?: item)?">|</span>|<a href="tel:[0-9]+">|</a>`)

// FuzzRepliesAreNeverMarkup holds that whatever a reply, a label or a message says, the page has the same tags as with
// harmless words in its place, and that the words are all there.
func FuzzRepliesAreNeverMarkup(f *testing.F) {
	f.Add("<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</textarea>", int(bot.None))
	f.Add("Call 911 now\n\n• <b>one</b>\n- 'two' & \"three\"", "a&quot;b", "{{.}}", int(bot.Emergency))
	f.Add("\x00\xff\u2028<!--", "`${x}`", "-->", int(bot.Urgent))
	f.Fuzz(func(t *testing.T, text, label, said string, level int) {
		if level < int(bot.None) || level > int(bot.Emergency) {
			return
		}
		page := func(text, label, said string) string {
			s := newServer(t, options(handlerFunc(func(context.Context, bot.Message) bot.Reply {
				return bot.Reply{
					Text: text, Level: bot.Level(level), Buttons: []bot.Button{{Label: label}, {Label: label, URL: "https://example.com/"}},
					Sources: []bot.Source{{Title: text, Section: label, URL: "/articles/a#b"}},
				}
			})))
			return do(s, "POST", "/", url.Values{"press": {said}, "say": {said}}.Encode(), "Content-Type", "application/x-www-form-urlencoded").Body
		}
		harmless := func(s string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune("<>\"'&", r) || r == utf8.RuneError {
					return 'x'
				}
				return r
			}, s)
		}
		got, want := page(text, label, said), page(harmless(text), harmless(label), harmless(said))
		for _, mark := range []string{"<", ">", `"`, "'"} {
			if g, w := strings.Count(got, mark), strings.Count(want, mark); g != w {
				t.Errorf("%d times %s, want %d", g, mark, w)
			}
		}
		var out strings.Builder
		for _, p := range paragraphs(text, level >= int(bot.Urgent)) {
			for _, l := range p {
				for _, part := range l.Parts {
					out.WriteString(part.Text)
				}
			}
		}
		squeeze := func(s string) string {
			return strings.Join(strings.Fields(strings.NewReplacer("•", "", "- ", "").Replace(s)), "")
		}
		if squeeze(out.String()) != squeeze(text) {
			t.Errorf("words lost: %q of %q", out.String(), text)
		}
		_, bubble, _ := strings.Cut(got, `<div class="message us`)
		_, bubble, _ = strings.Cut(bubble, "</p>\n<div class=\"bubble\">")
		bubble, _, _ = strings.Cut(bubble, `<div class="sources">`)
		if level < int(bot.Urgent) {
			if left := bubbleTags.ReplaceAllString(bubble, ""); strings.ContainsAny(left, "<>") {
				t.Errorf("markup in the reply: %q", html.UnescapeString(left))
			}
		}
	})
}
