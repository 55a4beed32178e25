package telegramtest

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// An Entity is a piece of text with a meaning, in UTF-16 units.
type Entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	URL    string `json:"url,omitempty"`
}

// Units is the length of s as Telegram counts it.
func Units(s string) int { return len(utf16.Encode([]rune(s))) }

var (
	htmlTag    = regexp.MustCompile(`^<(/?)([a-z-]+)((?: [a-z-]+(?:="[^"<>]*")?)*)>`)
	htmlEntity = regexp.MustCompile(`^&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});`)
	href       = regexp.MustCompile(`href="([^"]*)"`)
)

// ParseHTML reads Telegram's HTML mode: the text it shows and its entities, or the refusal.
func ParseHTML(s string) (text string, entities []Entity, err error) {
	types := map[string]string{"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
		"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "a": "text_link", "code": "code",
		"pre": "pre", "blockquote": "blockquote"}
	type open struct {
		tag    string
		at     int // index in entities
		offset int
	}
	var stack []open
	var b strings.Builder
	n := 0
	write := func(piece string) {
		b.WriteString(piece)
		n += Units(piece)
	}
	for i := 0; i < len(s); {
		switch {
		case s[i] == '&':
			if m := htmlEntity.FindString(s[i:]); m != "" {
				write(html.UnescapeString(m))
				i += len(m)
				continue
			}
			write("&")
			i++
		case s[i] == '<':
			m := htmlTag.FindStringSubmatch(s[i:])
			if m == nil {
				return "", nil, fmt.Errorf("can't parse entities: Unclosed start tag at byte offset %d", i)
			}
			i += len(m[0])
			typ, ok := types[m[2]]
			if !ok {
				return "", nil, fmt.Errorf("can't parse entities: Unsupported start tag %q", m[2])
			}
			if m[1] == "" {
				e := Entity{Type: typ, Offset: n}
				if h := href.FindStringSubmatch(m[3]); h != nil {
					e.URL = html.UnescapeString(h[1])
				}
				stack = append(stack, open{m[2], len(entities), n})
				entities = append(entities, e)
				continue
			}
			if len(stack) == 0 || stack[len(stack)-1].tag != m[2] {
				return "", nil, fmt.Errorf("can't parse entities: Unexpected end tag %q", m[2])
			}
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			entities[top.at].Length = n - top.offset
		default:
			j := strings.IndexAny(s[i:], "<&")
			if j < 0 {
				j = len(s) - i
			}
			write(s[i : i+j])
			i += j
		}
	}
	if len(stack) > 0 {
		return "", nil, errors.New("can't parse entities: Can't find end tag")
	}
	entities = slices.DeleteFunc(entities, func(e Entity) bool { return e.Length == 0 })
	return b.String(), entities, nil
}
