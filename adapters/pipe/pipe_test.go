package pipe_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/adapters/pipe"
	"knead/bot"
)

// echo answers with what it was given, so that a test sees what arrived.
type echo struct{}

func (echo) Handle(_ context.Context, m bot.Message) bot.Reply {
	if m.Text == "quiet" {
		return bot.Reply{}
	}
	return bot.Reply{Text: string(m.Conversation.Channel) + "|" + string(m.Conversation.User) + "|" + m.Text + "|" + string(m.Press.Verb) + "|" + m.Lang,
		Buttons: []bot.Button{{Label: "A & <B>", URL: "https://x.test/?a&b"}}, Sources: []bot.Source{{Title: "T", Section: "S", URL: "/u"}}, Level: bot.Urgent}
}

func TestRun(t *testing.T) {
	in := strings.Join([]string{
		`{"user":"ann","say":"hi","lang":"es"}`,
		``,
		`{"user":"bob","channel":"sms","press":"Yes","now":"2026-11-20T10:00:00Z","more":1}`,
		`not json`,
		`{"user":"ann","channel":"fax","say":"x"}`,
		`{"say":"x"}`,
		`{"user":"ann","say":"x","now":"yesterday"}`,
		`[1,2]`,
		`{"user":"ann","say":"quiet"}`,
	}, "\n") // no newline at the end
	want := strings.Join([]string{
		`{"user":"ann","text":"web|ann|hi||es","buttons":[{"label":"A & <B>","url":"https://x.test/?a&b"}],"sources":[{"title":"T","section":"S","url":"/u"}],"level":"urgent"}`,
		`{"user":"bob","text":"sms|bob|Yes|label|","buttons":[{"label":"A & <B>","url":"https://x.test/?a&b"}],"sources":[{"title":"T","section":"S","url":"/u"}],"level":"urgent"}`,
		`{"error":"not a JSON object of this contract: invalid character 'o' in literal null (expecting 'u')"}`,
		`{"error":"channel: \"fax\" is none of web, sms, telegram, discord"}`,
		`{"error":"user: missing"}`,
		`{"error":"now: \"yesterday\" is no RFC 3339 time"}`,
		`{"error":"not a JSON object of this contract: json: cannot unmarshal array into Go value of type pipe.In"}`,
		`{"user":"ann","text":"","buttons":[],"sources":[],"level":"none"}`,
		``,
	}, "\n")
	var out strings.Builder
	if err := (&pipe.Pipe{In: strings.NewReader(in), Out: &out}).Run(t.Context(), echo{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestLongLine(t *testing.T) {
	in := `{"user":"a","say":"` + strings.Repeat("x", pipe.MaxLine) + "\"}\n" + `{"user":"a","say":"ok"}` + "\n"
	var out strings.Builder
	if err := (&pipe.Pipe{In: strings.NewReader(in), Out: &out}).Run(t.Context(), echo{}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"error"`) || !strings.Contains(lines[1], "|ok|") {
		t.Errorf("got %d lines: %.300s", len(lines), out.String())
	}
}
