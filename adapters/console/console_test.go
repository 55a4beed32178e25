package console

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
)

func TestRender(t *testing.T) {
	c := &Console{Plain: true, Width: 30, Base: "http://127.0.0.1:8080"}
	got := c.Render(bot.Reply{Text: "Heat or cold can ease pain\x1b[31m at home for some people.\n• heat",
		Sources: []bot.Source{{Title: "Self-care", Section: "Heat", URL: "/articles/self-care#heat"}},
		Buttons: []bot.Button{{Label: "Book", URL: "https://x.test"}, {Label: "Does it hurt?", Press: bot.Action{Verb: bot.DoSay}}}})
	want := `
  Heat or cold can ease
  pain[31m at home for some
  people.
  • heat
  Self-care › Heat
  http://127.0.0.1:8080/articles/self-care#heat
  → Book: https://x.test
  1) Does it hurt?

`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Render (-want +got):\n%s", diff)
	}
	if got := c.Render(bot.Reply{Text: "Call 911", Level: bot.Emergency}); !strings.Contains(got, "! Call 911") {
		t.Errorf("an emergency is not set off: %q", got)
	}
	if got := c.Render(bot.Reply{}); got != "" {
		t.Errorf("silence rendered as %q", got)
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two three", 7)
	f.Fuzz(func(t *testing.T, s string, width int) {
		if width < 1 || width > 200 || !utf8.ValidString(s) {
			return
		}
		lines := wrap(s, width)
		if got, want := strings.Join(strings.Fields(strings.Join(lines, " ")), " "), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("words lost: %q became %q", want, got)
		}
		for _, l := range lines {
			if utf8.RuneCountInString(l) > width && strings.Contains(l, " ") {
				t.Errorf("line %q is over %d", l, width)
			}
		}
	})
}
