package discord

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"knead/bot"
)

// shownText is what Discord shows of escaped text: a backslash before a sign is not shown, in addresses it is.
func shownText(s string) string {
	var b strings.Builder
	last := 0
	sign := regexp.MustCompile(`\\([^0-9A-Za-z\s])`)
	for _, at := range regexp.MustCompile(`https?://[^\s<>]+`).FindAllStringIndex(s, -1) {
		b.WriteString(sign.ReplaceAllString(s[last:at[0]], "$1"))
		b.WriteString(s[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(sign.ReplaceAllString(s[last:], "$1"))
	return b.String()
}

func TestEscape(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"plain, with (brackets) and 3.5 percent!", "plain, with (brackets) and 3.5 percent!"},
		{"*bold* _it_ ~no~ `c` ||s||", "\\*bold\\* \\_it\\_ \\~no\\~ \\`c\\` \\|\\|s\\|\\|"},
		{"# head", `\# head`},
		{"a # b", "a # b"},
		{"> q\n- i\n+ p\n1. one\n12) two\n  - in", "\\> q\n\\- i\n\\+ p\n1\\. one\n12\\) two\n  \\- in"},
		{"• dot", "• dot"},
		{"<@1> <#2> <t:3> <:x:4>", `\<@1> \<#2> \<t:3> \<:x:4>`},
		{"[a](https://x.test/a_b*c)", `\[a](https://x.test/a_b*c)`},
		{"see https://x.test/a_b and a_b", `see https://x.test/a_b and a\_b`},
		{`back\slash`, `back\\slash`},
	} {
		if got := escape(tc.in); got != tc.want {
			t.Errorf("escape(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"", "short", strings.Repeat("word ", 900), strings.Repeat("*", 5000), strings.Repeat("🙂", 2500),
		strings.Repeat("One sentence. ", 300) + "\n\n" + strings.Repeat("x", 3000), "https://x.test/" + strings.Repeat("a_", 1500), "\xff\xfe", strings.Repeat("# a\n", 900)} {
		f.Add(s)
	}
	squeeze := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var all strings.Builder
		for _, p := range split(text, maxContent) {
			e := escape(p)
			if w := width(e); w > maxContent || w == 0 {
				t.Fatalf("a piece is %d wide", w)
			}
			if !utf8.ValidString(e) || strings.TrimSpace(p) != p {
				t.Fatalf("a piece is not valid or not trimmed: %q", p)
			}
			if shownText(e) != p && !strings.Contains(p, "http") {
				t.Fatalf("%q is shown as %q", p, shownText(e))
			}
			all.WriteString(p)
		}
		if got, want := squeeze(all.String()), squeeze(strings.ToValidUTF8(text, "\uFFFD")); got != want {
			t.Fatalf("%d characters became %d", len(want), len(got))
		}
	})
}

func TestSplitBorders(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want []string
	}{
		{"one two", []string{"one two"}},
		{"aaaa bbbb\n\ncccc dddd eeee", []string{"aaaa bbbb", "cccc dddd eeee"}},
		{"aaaa bbbb.\ncccc dddd eeee", []string{"aaaa bbbb.", "cccc dddd eeee"}},
		{"Aaaa bbb. Cccc dddd eeee.", []string{"Aaaa bbb.", "Cccc dddd eeee."}},
		{"aaaaaaaaaabbbbbbbbbbcccccccccc", []string{"aaaaaaaaaabbbbbbbbbb", "cccccccccc"}},
	} {
		got := split(tc.in, 20)
		if strings.Join(got, "|") != strings.Join(tc.want, "|") {
			t.Errorf("split(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

// The longest custom ID that can come about has a hundred characters at most, and comes back as what it was.
func TestCustomIDs(t *testing.T) {
	owner, message := strings.Repeat("9", 20), bot.MessageID(strings.Repeat("9", 20)+"/1234567890123456")
	longest := bot.Action{Verb: bot.DoChoose, Arg: strings.Repeat("x", bot.MaxAction-len("choose:"))}
	text, err := longest.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		custom string
		values []string
		want   id
	}{
		{press(owner, 24, string(text)), nil, id{kind: kindPress, owner: owner, action: longest}},
		{menu(owner, 4), []string{string(text)}, id{kind: kindChoose, owner: owner, action: longest}},
		{show(owner, message), nil, id{kind: kindShow, owner: owner, about: string(message)}},
		{write(owner), nil, id{kind: kindWrite, owner: owner}},
		{form(owner), nil, id{kind: kindForm, owner: owner}},
		{staffPress(24, string(text)), nil, id{kind: kindStaff, action: longest}},
		{string(kindAnswer), nil, id{kind: kindAnswer}},
		{string(kindReply), nil, id{kind: kindReply}},
	} {
		if len(tc.custom) > 100 {
			t.Errorf("%q has %d characters", tc.custom, len(tc.custom))
		}
		if got, ok := parseID(tc.custom, tc.values); !ok || got != tc.want {
			t.Errorf("parseID(%q) = %+v, %v", tc.custom, got, ok)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("k:1:0:choose:service=x", "")
	f.Add("c:1:0", "book")
	f.Add("r:1:2", "")
	f.Fuzz(func(_ *testing.T, custom, value string) {
		_, _ = parseID(custom, []string{value})
		_, _ = parseID(custom, nil)
	})
}

// The adapter's own sentences are all there in both languages and short enough for where they stand.
func TestOwnWords(t *testing.T) {
	for l, w := range allWords() {
		for _, s := range []struct {
			text string
			most int
		}{
			{w.Private, 300}, {w.Closed, 300}, {w.ShowHere, maxLabel}, {w.WhyUrgent, maxLabel}, {w.NotYours, 300}, {w.Write, maxLabel}, {w.Form, 45},
			{w.FormLabel, 45}, {w.FormHint, 100}, {w.Choose, 150}, {w.Sources, 256}, {w.Shared, 300}, {w.Busy, 500}, {w.Trouble, 500}, {w.Failed, 300},
			{w.OnlyWords, 300}, {w.Thread, 100}, {w.Delivered, 300}, {w.NobodyIn, 300}, {w.AnswerIt, maxLabel}, {w.NoGaps, 300}, {w.Gaps, 300},
			{w.Times, 100}, {w.More, 100}, {w.BookLine, 100},
		} {
			if s.text == "" || width(s.text) > s.most {
				t.Errorf("%s: %q has %d characters, at most %d", l, s.text, width(s.text), s.most)
			}
		}
		if len(w.FirstTimes) == 0 {
			t.Errorf("%s: no times to begin with", l)
		}
	}
}
