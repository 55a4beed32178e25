package texting

import (
	"strings"
	"testing"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/memory"
)

// What does not fit into two parts follows on "more": advice and questions never do, links and long lists may.
func TestPage(t *testing.T) {
	l, err := New(Options{Practice: bottest.Practice(), Store: memory.NewStore(), Consents: memory.NewConsents()})
	if err != nil {
		t.Fatal(err)
	}
	sentence := "This is a sentence of an answer that says a little more than the one before. "
	choice := func(label string) bot.Button {
		return bot.Button{Label: label, Press: bot.Action{Verb: bot.DoChoose, Arg: "service=" + label}}
	}
	link := bot.Button{Label: "Book in Longwood", URL: "https://www.book.test/longwood"}
	advice := "Tell your therapist the week. With bleeding call 911."
	for _, tc := range []struct {
		name  string
		r     bot.Reply
		first []string // what the first reply has, in this order
		rest  []string // what is left for the second
		none  string   // what the first reply must not have
	}{
		{"what fits stays whole", bot.Reply{Text: "Hello.", Outcome: bot.Talk}, []string{"Hello."}, nil, `"more"`},
		{"an emergency stays whole", bot.Reply{Text: strings.Repeat(sentence, 8), Level: bot.Emergency}, []string{sentence}, nil, `"more"`},
		{"words go as far as they fit", bot.Reply{Text: strings.Repeat(sentence, 5) + "The end.", Outcome: bot.Talk}, []string{"This is", `"more"`}, []string{"The end."}, "The end."},
		{"advice goes first", bot.Reply{Text: strings.Repeat(sentence, 5) + "\n\n" + advice, Note: advice, Outcome: bot.Talk, Level: bot.Precaution},
			[]string{advice, `"more"`}, []string{sentence[:20]}, ""},
		{"advice in few words", bot.Reply{Text: strings.Repeat(sentence, 5) + "\n\n" + advice, Note: advice, Brief: "Bleeding: call 911.", Outcome: bot.Talk, Level: bot.Precaution},
			[]string{"Bleeding: call 911.", `"more"`}, []string{sentence[:20]}, "Tell your therapist"},
		{"the booking's question stays", bot.Reply{Text: strings.Repeat(sentence, 5) + "\n\nWhich one?", Again: "Which one?", Buttons: []bot.Button{choice("a"), choice("b")}},
			[]string{`"more"`, "Which one?", "1 a", "2 b"}, []string{sentence[:20]}, ""},
		{"a long list can follow", bot.Reply{Text: "Which massage?", Outcome: bot.Booking,
			Buttons: []bot.Button{choice(strings.Repeat("a", 70)), choice(strings.Repeat("b", 70)), choice(strings.Repeat("c", 70)), choice(strings.Repeat("d", 70)), choice(strings.Repeat("e", 70))}},
			[]string{"Which massage?", `"more"`}, []string{"aaa", "eee"}, "1 aaa"},
		{"a short one never does", bot.Reply{Text: "Which one?", Outcome: bot.Booking, Buttons: []bot.Button{choice(strings.Repeat("a", 200)), choice(strings.Repeat("b", 200))}},
			[]string{"Which one?", "1 aaa", "2 bbb"}, nil, ""},
		{"a link goes before what is an aside", bot.Reply{Text: "Friday\n" + strings.Repeat(sentence, 4) + "\nBook here:", Aside: strings.Repeat(sentence, 4), Buttons: []bot.Button{link}, Outcome: bot.Booking},
			[]string{"Friday", "Book here:", "www.book.test/longwood"}, []string{sentence[:20]}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			first, rest := l.page(tc.r)
			text := l.Render(first)
			from := 0
			for _, want := range tc.first {
				at := strings.Index(text[from:], want)
				if at < 0 {
					t.Fatalf("no %q in its place in\n%s", want, text)
				}
				from += at
			}
			if tc.none != "" && strings.Contains(text, tc.none) {
				t.Errorf("%q in\n%s", tc.none, text)
			}
			left := l.Render(bot.Reply{Text: rest.Text, Buttons: rest.Buttons})
			for _, want := range tc.rest {
				if !strings.Contains(left, want) {
					t.Errorf("no %q in what is left:\n%s", want, left)
				}
			}
			if len(tc.rest) == 0 && !rest.IsZero() {
				t.Errorf("left: %+v", rest)
			}
		})
	}
}
