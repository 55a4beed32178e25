package texting

import (
	"strings"
	"testing"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/memory"
)

func newLine(t testing.TB) *Line {
	t.Helper()
	l, err := New(Options{Practice: bottest.Practice(), Store: memory.NewStore(), Consents: memory.NewConsents()})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestRender(t *testing.T) {
	l := newLine(t)
	press := func(v bot.Verb, label string) bot.Button {
		return bot.Button{Label: label, Press: bot.Action{Verb: v, Arg: "x"}}
	}
	sentence := "This is a sentence of an answer that says a little more than the one before. "
	for _, tc := range []struct {
		name string
		r    bot.Reply
		want string
	}{
		{"nothing", bot.Reply{}, ""},
		{"typography", bot.Reply{Text: "I can’t – really… “no” • one\u00a0two"}, `I can't - really... "no" - one two`},
		{"a day", bot.Reply{Text: "Friday 20 November 2026, 3:00 PM (Eastern Time), 60 minutes"}, "Friday 20 Nov, 3 PM ET, 60 min"},
		{"un día", bot.Reply{Text: "viernes 20 de noviembre de 2026, 3:00 p. m. (hora del este)", Lang: bot.Spanish}, "viernes 20 nov, 3 p. m. ET"},
		{"choices", bot.Reply{Text: "Which?", Outcome: bot.Booking, Buttons: []bot.Button{press(bot.DoChoose, "Orlando"), press(bot.DoChoose, "Longwood")}},
			"Which?\n1 Orlando\n2 Longwood"},
		{"a link, bare", bot.Reply{Text: "Book here:", Buttons: []bot.Button{{Label: "Book in Orlando", URL: "https://www.book.test/orlando"},
			{Label: "Text", URL: "sms:4075550199?body=x"}}}, "Book here:\nwww.book.test/orlando"},
		{"two links", bot.Reply{Text: "Open:", Buttons: []bot.Button{{Label: "Book in Orlando", URL: "https://www.book.test/orlando"},
			{Label: "Book in Longwood", URL: "https://www.book.test/longwood"}}}, "Open:\nOrlando: www.book.test/orlando\nLongwood: www.book.test/longwood"},
		{"a link that the text has", bot.Reply{Text: "At www.book.test/orlando.", Buttons: []bot.Button{{Label: "Book", URL: "https://www.book.test/orlando"}}}, "At www.book.test/orlando."},
		{"a source", bot.Reply{Text: "Cups.", Outcome: bot.Answered, Sources: []bot.Source{{Title: "Techniques", Section: "Cupping", URL: "/articles/t#c"}}}, "Cups.\nSource: Cupping"},
		{"a source with a page", bot.Reply{Text: "Cups.", Outcome: bot.Answered, Sources: []bot.Source{{Title: "T", URL: "https://chat.example.com/articles/t#c"}}},
			"Cups.\nchat.example.com/articles/t#c"},
		{"what may be asked next costs a part", bot.Reply{Text: strings.Repeat("a", 150), Outcome: bot.Answered, Buttons: []bot.Button{press(bot.DoSay, "What is cupping?")}},
			strings.Repeat("a", 150)},
		{"buttons of staff", bot.Reply{Text: "#k7q2 Would like to talk", Buttons: []bot.Button{press(bot.DoStaff, "Confirm #k7q2")}}, "#k7q2 Would like to talk"},
		{"an answer is shortened from its end", bot.Reply{Text: strings.TrimSpace("First. " + strings.Repeat(sentence, 5)), Outcome: bot.Answered},
			"First. " + strings.TrimSpace(strings.Repeat(sentence, 3))},
		{"but not what it warns of", bot.Reply{Text: strings.Repeat(sentence, 4) + "Ask your doctor first.", Outcome: bot.Answered},
			strings.Repeat(sentence, 3) + "Ask your doctor first."},
		{"an emergency is never cut", bot.Reply{Text: "Call 911 now.\n" + strings.Repeat(sentence, 8), Level: bot.Emergency, Outcome: bot.Screened},
			"Call 911 now.\n" + strings.Repeat(sentence, 8)},
		{"nor what staff write", bot.Reply{Text: strings.Repeat(sentence, 8), Outcome: bot.Talk}, strings.Repeat(sentence, 8)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := l.Render(tc.r); got != tc.want {
				t.Errorf("Render =\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

// A stop that this process heard holds while the log cannot be read; what is not known is not sent to.
func TestMayWithoutLog(t *testing.T) {
	log := memory.NewConsents()
	l, err := New(Options{Practice: bottest.Practice(), Store: memory.NewStore(), Consents: log})
	if err != nil {
		t.Fatal(err)
	}
	log.Fail = bot.ErrConflict
	kind, err := l.Heard(t.Context(), bot.Message{ID: "1", Conversation: bot.TextConversation("+1"), Text: "STOP"}, "+2")
	if kind != bot.ConsentStop || err == nil {
		t.Errorf("Heard = %q, %v; want a stop and an error", kind, err)
	}
	if may, err := l.May(t.Context(), "+1"); may || err != nil {
		t.Errorf("May after the stop = %v, %v", may, err)
	}
	if may, err := l.May(t.Context(), "+3"); may || err == nil {
		t.Errorf("May of another number = %v, %v; want no, and why", may, err)
	}
}

// FuzzRender: whatever a reply says, it is rendered without trouble, in letters that were there or plainer ones.
func FuzzRender(f *testing.F) {
	for _, s := range []string{"Está confirmado.", "a. B. C? d", "1:00 PM (Eastern Time)", "🙂\n\n\n", "\xff", strings.Repeat("Á. ", 300)} {
		f.Add(s)
	}
	l := newLine(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []bot.Outcome{bot.Answered, bot.Talk} {
			for _, level := range []bot.Level{bot.None, bot.Emergency} {
				got := l.Render(bot.Reply{Text: s, Outcome: o, Level: level})
				if Measure(got).Segments > Measure(s).Segments+len(s)/3+1 {
					t.Errorf("%q grew to %q", s, got)
				}
			}
		}
	})
}
