package telegramtest

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Unknown or missing fields, wrong types and broken JSON are found, in whatever depth.
func TestSpec(t *testing.T) {
	spec, err := LoadSpec(filepath.Join("..", "..", "..", "..", "shared", "specs", "telegram-bot-api.json"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the Bot API's specification is not at hand")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, method string
		params       map[string]string
		want         string
	}{
		{"good", "sendMessage", map[string]string{"chat_id": "42", "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`}, ""},
		{"name of a channel", "sendMessage", map[string]string{"chat_id": "@channel", "text": "x"}, ""},
		{"no such method", "sendMassage", nil, "sendMassage: no such method"},
		{"missing", "sendMessage", map[string]string{"chat_id": "42"}, "sendMessage.text: missing"},
		{"unknown", "sendMessage", map[string]string{"chat_id": "42", "text": "x", "reply_to_message_id": "1"}, "sendMessage.reply_to_message_id: no such parameter"},
		{"number", "editMessageText", map[string]string{"chat_id": "42", "message_id": "one", "text": "x"}, "editMessageText.message_id"},
		{"fraction", "editMessageText", map[string]string{"chat_id": "42", "message_id": "1.5", "text": "x"}, "want an Integer"},
		{"truth", "answerCallbackQuery", map[string]string{"callback_query_id": "1", "show_alert": "1"}, "want a Boolean"},
		{"broken JSON", "sendMessage", map[string]string{"chat_id": "42", "text": "x", "link_preview_options": `{"is_disabled"`}, "not JSON"},
		{"deep", "sendMessage", map[string]string{"chat_id": "42", "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"a","calback_data":"b"}]]}`}, "calback_data: no such field"},
		{"deep type", "setMyCommands", map[string]string{"commands": `[{"command":"a","description":5}]`}, "description"},
		{"list", "setMyCommands", map[string]string{"commands": `{}`}, "want Array of BotCommand"},
		{"one of several kinds", "setMyCommands", map[string]string{"commands": `[]`, "scope": `{"type":"chat","chat_id":5}`}, ""},
		{"none of several kinds", "setMyCommands", map[string]string{"commands": `[]`, "scope": `{"kind":"chat"}`}, "fits none of its kinds"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := spec.Check(tt.method, tt.params)
			if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, tt.want) }) {
				t.Errorf("problems %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseHTML(t *testing.T) {
	for _, tt := range []struct {
		in, text, refusal string
		entities          int
	}{
		{in: "plain & <b>bold <i>both</i></b>", text: "plain & bold both", entities: 2},
		{in: `<a href="https://a.test/?a=1&amp;b=2">x</a>`, text: "x", entities: 1},
		{in: "&lt;b&gt; &quot;&#65;&#x42; &nbsp;", text: `<b> "AB &nbsp;`},
		{in: "a < b", refusal: "Unclosed start tag"},
		{in: "<script>x</script>", refusal: "Unsupported start tag"},
		{in: "<b>x", refusal: "Can't find end tag"},
		{in: "<b><i>x</b></i>", refusal: "Unexpected end tag"},
		{in: "<b></b>🙂<b>x</b>", text: "🙂x", entities: 1},
	} {
		text, es, err := ParseHTML(tt.in)
		if text != tt.text || len(es) != tt.entities || (err == nil) != (tt.refusal == "") || err != nil && !strings.Contains(err.Error(), tt.refusal) {
			t.Errorf("%q: %q, %+v, %v", tt.in, text, es, err)
		}
		if tt.in == "<b></b>🙂<b>x</b>" && es[0].Offset != 2 {
			t.Errorf("offset %d, want UTF-16 units", es[0].Offset)
		}
	}
}
