package telegram

import (
	"net/url"
	"strconv"
	"strings"

	"knead/bot"
)

const (
	maxLabel = 200 // units; generous, since a label may be what its press says, and is screened as that
	maxCopy  = 256 // units; Telegram's
	maxKeys  = 100
	narrow   = 14 // two labels of at most so many units share a row
)

// buttons lays out a reply's buttons. Telegram opens web addresses only: a prefilled text message becomes a button that
// copies its words, and an address that cannot be a button is returned as a line of text.
func buttons(bs []bot.Button, site string) (kb *keyboard, unlinked []string) {
	used := make(map[string]bool)
	var row []inlineButton
	var rows [][]inlineButton
	flush := func() {
		if row != nil {
			rows, row = append(rows, row), nil
		}
	}
	for i, b := range bs {
		if i == maxKeys {
			break
		}
		key := inlineButton{Text: label(b.Label)}
		switch {
		case b.URL == "":
			key.Data = callbackData(b.Press, i, used)
		case strings.HasPrefix(b.URL, "sms:"):
			words := smsWords(b.URL)
			if words == "" || units(words) > maxCopy {
				continue // the words and the number stand in the reply's text
			}
			key.Text, key.CopyText = label("📋 "+b.Label), &copyText{Text: words}
		default:
			if key.URL = webURL(b.URL, site); key.URL == "" {
				unlinked = append(unlinked, plain(b.Label)+": "+strings.TrimPrefix(plain(b.URL), "tel:"))
				continue
			}
		}
		short := key.Data != "" && units(key.Text) <= narrow
		if !short || len(row) == 2 {
			flush()
		}
		row = append(row, key)
		if !short {
			flush()
		}
	}
	flush()
	if rows == nil {
		return nil, unlinked
	}
	return &keyboard{Rows: rows}, unlinked
}

// label makes s fit for a button, which must not be blank.
func label(s string) string {
	s = strings.Join(strings.Fields(plain(s)), " ")
	if units(s) > maxLabel {
		s = strings.TrimSpace(s[:prefix(s, maxLabel-1)]) + "…"
	}
	if s == "" {
		return "…"
	}
	return s
}

// smsWords are the words of a link that opens a prefilled text message.
func smsWords(link string) string {
	_, query, _ := strings.Cut(link, "?")
	v, err := url.ParseQuery(query)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(plain(v.Get("body")))
}

// callbackData is what Telegram sends back when the i-th button is pressed: the action's text form, which is at most 64
// bytes. It is different for every button of a keyboard, so that the pressed label can be found again; actions that
// differ in their labels only are told apart by their place.
func callbackData(a bot.Action, i int, used map[string]bool) string {
	if a.Verb == bot.DoSay {
		a.Arg = strconv.Itoa(i)
	}
	data, err := a.MarshalText()
	if err != nil || len(data) == 0 || used[string(data)] {
		data = []byte(string(bot.DoLabel) + ":" + strconv.Itoa(i)) // the core knows it by its label
	}
	used[string(data)] = true
	return string(data)
}

// pressed finds the button of a message by its data.
func (m *message) pressed(data string) (inlineButton, bool) {
	if m == nil || m.Keyboard == nil {
		return inlineButton{}, false
	}
	for _, row := range m.Keyboard.Rows {
		for _, b := range row {
			if b.Data == data && data != "" {
				return b, true
			}
		}
	}
	return inlineButton{}, false
}

// links is what stays of a keyboard once it was used: what opens or copies something, not what presses.
func (k *keyboard) links() *keyboard {
	if k == nil {
		return nil
	}
	var out keyboard
	for _, row := range k.Rows {
		var kept []inlineButton
		for _, b := range row {
			if b.Data == "" {
				kept = append(kept, b)
			}
		}
		if kept != nil {
			out.Rows = append(out.Rows, kept)
		}
	}
	if out.Rows == nil {
		return nil
	}
	return &out
}

// presses reports whether a keyboard has something to press.
func (k *keyboard) presses() bool {
	if k == nil {
		return false
	}
	for _, row := range k.Rows {
		for _, b := range row {
			if b.Data != "" {
				return true
			}
		}
	}
	return false
}
