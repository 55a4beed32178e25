package telegramtest

import (
	"encoding/json"
	"net/url"
	"strings"
)

// readText reads the text of a message, and what is wrong with it.
func readText(p map[string]string) (string, []Entity, *result) {
	text, entities := p["text"], []Entity(nil)
	switch p["parse_mode"] {
	case "":
	case "HTML":
		var err error
		if text, entities, err = ParseHTML(text); err != nil {
			r := bad("%v", err)
			return "", nil, &r
		}
	default:
		r := bad("unsupported parse_mode")
		return "", nil, &r
	}
	if strings.TrimSpace(text) == "" {
		r := bad("message text is empty")
		return "", nil, &r
	}
	if Units(text) > 4096 {
		r := bad("message is too long")
		return "", nil, &r
	}
	return text, entities, nil
}

// readKeyboard reads a reply_markup, and what is wrong with it.
func readKeyboard(raw string) ([][]Button, *result) {
	if raw == "" {
		return nil, nil
	}
	var m struct {
		Rows [][]Button `json:"inline_keyboard"`
	}
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		r := bad("can't parse reply keyboard markup JSON object")
		return nil, &r
	}
	for _, row := range m.Rows {
		for _, b := range row {
			var r result
			switch {
			case strings.TrimSpace(b.Text) == "":
				r = bad("can't parse inline keyboard button: Text buttons must be non-empty")
			case len(b.Data) > 64:
				r = bad("BUTTON_DATA_INVALID")
			case b.URL != "" && !opens(b.URL):
				r = bad("inline keyboard button URL '%s' is invalid: Unsupported URL protocol", b.URL)
			case b.CopyText != nil && (b.CopyText.Text == "" || Units(b.CopyText.Text) > 256):
				r = bad("BUTTON_COPY_TEXT_INVALID")
			case b.Data == "" && b.URL == "" && b.CopyText == nil:
				r = bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
			default:
				continue
			}
			return nil, &r
		}
	}
	return m.Rows, nil
}

func opens(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" || strings.HasPrefix(raw, "tg://")
}

func readPreview(raw string) string {
	var o struct {
		Off bool   `json:"is_disabled"`
		URL string `json:"url"`
	}
	if raw == "" || json.Unmarshal([]byte(raw), &o) != nil {
		return ""
	}
	if o.Off {
		return "off"
	}
	return o.URL
}
