package telegram

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"knead/adapters/telegram/telegramtest"
	"knead/bot"
)

func TestRender(t *testing.T) {
	booking := bot.Reply{Text: "Pick this time.", Outcome: bot.Booking, Buttons: []bot.Button{{Label: "Book in Orlando", URL: "https://www.book.test/orlando"}}}
	for _, tt := range []struct {
		name    string
		reply   bot.Reply
		site    string
		parts   []string
		preview preview
	}{
		{"nothing", bot.Reply{}, "", nil, preview{Disabled: true}},
		{"markup", bot.Reply{Text: `<b>"1" & 2</b> <3`}, "", []string{"&lt;b&gt;&quot;1&quot; &amp; 2&lt;/b&gt; &lt;3"}, preview{Disabled: true}},
		{"control characters", bot.Reply{Text: "a\x00b\x07\tc\xff\n"}, "", []string{"ab\tc\uFFFD"}, preview{Disabled: true}},
		{"action line", bot.Reply{Text: "Call 911 now.\nThis may be <serious>.", Level: bot.Emergency, Outcome: bot.Screened}, "",
			[]string{"<b>Call 911 now.</b>\nThis may be &lt;serious&gt;."}, preview{Disabled: true}},
		{"held, but not advice", bot.Reply{Text: "Done.", Level: bot.Urgent, Outcome: bot.Talk}, "", []string{"Done."}, preview{Disabled: true}},
		{"sources", bot.Reply{Text: "Cups.", Sources: []bot.Source{{Title: "T & U", Section: "Cups", URL: "/a#b"}, {Title: "V", Section: "V", URL: "javascript:alert(1)"}}},
			"https://p.test", []string{"Cups.\n\n📖 <a href=\"https://p.test/a#b\">T &amp; U › Cups</a>\n📖 V"}, preview{Disabled: true}},
		{"sources without a site", bot.Reply{Text: "Cups.", Sources: []bot.Source{{Title: "T", Section: "Cups", URL: "/a#b"}}}, "",
			[]string{"Cups.\n\n📖 T › Cups"}, preview{Disabled: true}},
		{"booking link", booking, "", []string{"Pick this time."}, preview{URL: "https://www.book.test/orlando", Small: true}},
		{"a telephone is no link", bot.Reply{Text: "Call us.", Buttons: []bot.Button{{Label: "Call", URL: "tel:+14075550100"}}}, "",
			[]string{"Call us.\nCall: +14075550100"}, preview{Disabled: true}},
		{"buttons only", bot.Reply{Buttons: []bot.Button{{Label: "Yes", Press: bot.Action{Verb: bot.DoSay}}}}, "", []string{"⬇️"}, preview{Disabled: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := render(tt.reply, tt.site)
			if diff := cmp.Diff(tt.parts, out.parts); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			if out.preview != tt.preview {
				t.Errorf("preview %+v, want %+v", out.preview, tt.preview)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		name  string
		text  string
		limit int
		want  []string
	}{
		{"fits", " whole ", 10, []string{"whole"}},
		{"nothing", " \n ", 10, nil},
		{"empty line first", "one two.\n\nthree four. five", 20, []string{"one two.", "three four. five"}},
		{"then a line's end", "one two. three\nfour five", 18, []string{"one two. three", "four five"}},
		{"then a sentence", "One two. Three four? Five six", 24, []string{"One two. Three four?", "Five six"}},
		{"a sentence that ends at the limit", "One two. Three four? Five six", 20, []string{"One two. Three four?", "Five six"}},
		{"then a word", "alpha beta gamma", 12, []string{"alpha beta", "gamma"}},
		{"a word that ends at the limit", "alpha beta gamma", 10, []string{"alpha beta", "gamma"}},
		{"no border", "abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"units, not letters", "🙂🙂🙂", 4, []string{"🙂🙂", "🙂"}},
		{"an accent stays with its letter", "aaae\u0301", 4, []string{"aaa", "e\u0301"}},
		{"a family stays together", "aaaa👩‍👧", 8, []string{"aaaa", "👩‍👧"}},
		{"a border too early is none", "a bcdefghijklmno", 12, []string{"a bcdefghijk", "lmno"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, split(tt.text, tt.limit)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A long answer goes out whole, its buttons and sources under the last part.
func TestLongReply(t *testing.T) {
	text := strings.Repeat("Muscles that are <stiff> & sore like warmth. 🙂 ", 250)
	r := bot.Reply{Text: text, Outcome: bot.Answered, Sources: []bot.Source{{Title: "T", Section: "S"}},
		Buttons: []bot.Button{{Label: "Book", Press: bot.Action{Verb: bot.DoBook}}}}
	rg := start(t, &script{rows: []row{{"long", r}}}, nil)
	ann := rg.srv.Client(t, 42)
	ann.Say("long one please")
	var got string
	for i := range 3 {
		m := ann.Next()
		if n := telegramtest.Units(m.Text); n > 4096 {
			t.Errorf("part %d has %d units", i, n)
		}
		if (m.Labels() != nil) != (i == 2) {
			t.Errorf("part %d has buttons %q", i, m.Labels())
		}
		if i < 2 && !strings.HasSuffix(m.Text, ".") && !strings.HasSuffix(m.Text, "🙂") {
			t.Errorf("part %d ends in the middle of a sentence: %q", i, m.Text[len(m.Text)-20:])
		}
		got += m.Text + " "
	}
	if want := strings.TrimSpace(text) + "\n\n📖 T › S "; got != want {
		t.Error("the parts are not the whole text")
	}
}

// FuzzEscape: whatever a reply's text holds, Telegram shows just that and marks nothing up.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "a<b>c</b>", `<a href="x">`, "&lt;", "&amp;amp;", "&#60;b>", "<!-- -->", "\x00\xff", `a\_b*c*`, "<tg-spoiler>", "&", "🙂<"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, entities, err := telegramtest.ParseHTML(escape(s))
		if err != nil || len(entities) != 0 || text != plain(s) {
			t.Errorf("%q shows as %q with %v, %v", s, text, entities, err)
		}
		if got := unmarked(escape(s)); got != plain(s) {
			t.Errorf("%q is taken back as %q", s, got)
		}
	})
}

// FuzzSplit: nothing but blank space is lost, no part is too long, blank, or broken.
func FuzzSplit(f *testing.F) {
	f.Add("One two. Three four? Five six", 10)
	f.Add("🙂🙂🙂\u0301\u200d🙂", 3)
	f.Add(strings.Repeat("x", 100), 7)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if limit < 2 || limit > 5000 || !utf8.ValidString(s) {
			return
		}
		parts := split(s, limit)
		for _, p := range parts {
			if n := telegramtest.Units(p); n > limit || n == 0 || strings.TrimSpace(p) != p || !utf8.ValidString(p) {
				t.Errorf("part %q of %d units, limit %d", p, n, limit)
			}
		}
		if squeeze(strings.Join(parts, "")) != squeeze(s) {
			t.Errorf("%q became %q", s, parts)
		}
	})
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// FuzzKeyboard: whatever the buttons are, Telegram takes the keyboard and each press finds its label again.
func FuzzKeyboard(f *testing.F) {
	f.Add("Yes", "say", "", "No", "choose", "location=orlando", "https://a.test")
	f.Add("", "x:y", "z", "\x00", "", "", "javascript:1")
	f.Add("Text", "say", "", "Text", "say", "", "sms:1?body=a%20b")
	f.Fuzz(func(t *testing.T, l1, v1, a1, l2, v2, a2, u string) {
		kb, _ := buttons([]bot.Button{{Label: l1, Press: bot.Action{Verb: bot.Verb(v1), Arg: a1}}, {Label: l2, Press: bot.Action{Verb: bot.Verb(v2), Arg: a2}}, {Label: l1, URL: u}}, "")
		var seen []string
		for _, row := range kb.Rows {
			for _, b := range row {
				if b.Text == "" || len(b.Data) > 64 || units(b.Text) > maxLabel {
					t.Errorf("button %+v", b)
				}
				if b.Data != "" {
					if slices.Contains(seen, b.Data) {
						t.Errorf("two buttons have %q", b.Data)
					}
					seen = append(seen, b.Data)
					var a bot.Action
					if err := a.UnmarshalText([]byte(b.Data)); err != nil {
						t.Errorf("%q: %v", b.Data, err)
					}
				}
			}
		}
		want := 2
		if u == "" {
			want = 3 // no address: it is pressed
		}
		if len(seen) != want {
			t.Errorf("%d of %d buttons are there", len(seen), want)
		}
	})
}

func TestKeyboard(t *testing.T) {
	say := func(l string) bot.Button { return bot.Button{Label: l, Press: bot.Action{Verb: bot.DoSay}} }
	sms := "sms:4075352331?body=Friday%2020%20November"
	kb, lines := buttons([]bot.Button{say("Yes"), say("No"), say("Not sure yet"), say("A rather long label of a question"),
		{Label: "Text to book", URL: sms}, {Label: "Page", URL: "www.a.test"}, {Label: "Broken", URL: "https://"}}, "")
	var got []string
	for _, row := range kb.Rows {
		var keys []string
		for _, b := range row {
			what := b.Data + b.URL
			if b.CopyText != nil {
				what = "copies " + b.CopyText.Text
			}
			keys = append(keys, b.Text+" = "+what)
		}
		got = append(got, strings.Join(keys, " | "))
	}
	want := []string{"Yes = say:0 | No = say:1", "Not sure yet = say:2", "A rather long label of a question = say:3",
		"📋 Text to book = copies Friday 20 November", "Page = https://www.a.test"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keyboard (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Broken: https://"}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if k := kb.links(); len(k.Rows) != 2 || k.presses() || !kb.presses() {
		t.Errorf("what stays after use: %+v", k)
	}
	long := []bot.Button{{Label: "T", URL: "sms:1?body=" + strings.Repeat("x", 257)}}
	if kb, lines := buttons(long, ""); kb != nil || lines != nil {
		t.Errorf("more than can be copied: %+v, %q", kb, lines)
	}
}
