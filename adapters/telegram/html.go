package telegram

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"knead/bot"
)

// maxText is the longest message in UTF-16 units, counted after its markup is taken for what it means.
const maxText = 4096

// sourceMark stands before each source. Nothing else that knead says begins a line so.
const sourceMark = "📖 "

// escape makes plain text of Telegram's HTML mode: whatever s holds, it shows as s and marks nothing up.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(plain(s))
}

// plain drops what no message can carry: broken UTF-8 and control characters other than line ends and tabs.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// An outgoing is a reply as Telegram takes it.
type outgoing struct {
	parts    []string // HTML, none empty, each within maxText
	keyboard *keyboard
	preview  preview
}

type preview struct {
	Disabled bool   `json:"is_disabled,omitempty"`
	URL      string `json:"url,omitempty"`
	Small    bool   `json:"prefer_small_media,omitempty"`
}

// render turns a reply into messages: escaped, split, its sources as links, its buttons as an inline keyboard. site is
// the base of relative addresses, empty for none.
func render(r bot.Reply, site string) outgoing {
	kb, unlinked := buttons(r.Buttons, site)
	out := outgoing{keyboard: kb, preview: preview{Disabled: true}}
	if r.Outcome == bot.Booking && kb != nil {
		for _, row := range kb.Rows {
			for _, b := range row {
				if b.URL != "" && out.preview.Disabled {
					out.preview = preview{URL: b.URL, Small: true}
				}
			}
		}
	}
	text := strings.TrimSpace(plain(r.Text))
	for _, line := range unlinked {
		text += "\n" + line
	}
	if strings.TrimSpace(text) == "" && kb != nil {
		text = "⬇️" // a keyboard needs a message to stand under
	}
	texts := split(text, maxText)
	for i, t := range texts {
		t = escape(t)
		if i == 0 && r.Level >= bot.Urgent && r.Outcome == bot.Screened {
			// What to do now must not be overread.
			first, rest, more := strings.Cut(t, "\n")
			t = "<b>" + first + "</b>"
			if more {
				t += "\n" + rest
			}
		}
		out.parts = append(out.parts, t)
	}
	if marked, shown := sources(r.Sources, site); marked != "" {
		n := len(texts) - 1
		if n >= 0 && units(texts[n])+2+shown <= maxText {
			out.parts[n] += "\n\n" + marked
		} else {
			out.parts = append(out.parts, marked)
		}
	}
	return out
}

// sources are the links under an answer, and how many units of text they show.
func sources(ss []bot.Source, site string) (marked string, shown int) {
	const longest = 300 // units of one source; there are a few, so all of them fit one message
	var lines []string
	for _, s := range ss {
		name := s.Title
		if s.Section != "" && s.Section != s.Title {
			name += " › " + s.Section
		}
		pieces := split(strings.Join(strings.Fields(plain(name)), " "), longest)
		if pieces == nil {
			continue
		}
		name = pieces[0]
		line := escape(name)
		if u := webURL(s.URL, site); u != "" {
			line = `<a href="` + escape(u) + `">` + line + "</a>"
		}
		lines = append(lines, sourceMark+line)
		shown += units(sourceMark) + units(name) + 1
		if len(lines) == 10 {
			break
		}
	}
	return strings.Join(lines, "\n"), shown
}

// webURL vets a web address; what Telegram would not open becomes empty.
func webURL(raw, site string) string {
	switch {
	case strings.HasPrefix(raw, "www."):
		raw = "https://" + raw
	case strings.HasPrefix(raw, "/") && !strings.HasPrefix(raw, "//") && site != "":
		raw = site + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// units is the length of s as Telegram counts it.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// split cuts text into pieces of at most limit units, each at the best border that leaves a piece not too short: an
// empty line, a line's end, a sentence's end, a space. Blank space at the cuts is dropped, nothing else.
func split(text string, limit int) []string {
	var out []string
	for text = strings.TrimSpace(text); text != ""; {
		end := prefix(text, limit)
		if end < len(text) {
			end = border(text, end)
		}
		if piece := strings.TrimSpace(text[:end]); piece != "" {
			out = append(out, piece)
		}
		text = strings.TrimSpace(text[end:])
	}
	return out
}

// prefix is the length in bytes of the longest prefix of s that has at most limit units.
func prefix(s string, limit int) int {
	n := 0
	for i, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
		if n > limit {
			return i
		}
	}
	return len(s)
}

// border finds the best place to cut text[:end], which does not reach the text's end.
func border(text string, end int) int {
	head := text[:end]
	if c := text[end]; c == ' ' || c == '\n' {
		head = text[:end+1] // blank space at the cut is dropped, so it may stand behind the limit
	}
	least := end / 3
	for _, marks := range [][]string{{"\n\n"}, {"\n"}, {". ", "! ", "? ", "… ", ".\n", ".\" "}, {" ", "\t", "\u3000"}} {
		best := -1
		for _, m := range marks {
			if i := strings.LastIndex(head, m); i >= 0 {
				best = max(best, i+len(m))
			}
		}
		if best >= least {
			return best
		}
	}
	// One long word: between characters, and not before one that belongs to what stands before it.
	for at := end; at > least; {
		r, _ := utf8.DecodeRuneInString(text[at:])
		before, size := utf8.DecodeLastRuneInString(text[:at])
		if !joins(r) && before != '\u200d' {
			return at
		}
		at -= size
	}
	return end
}

// joins reports whether r belongs to the character before it: accents, skin tones, variation selectors, joiners.
func joins(r rune) bool {
	return r == '\u200d' || r >= 0x0300 && r <= 0x036f || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff || r >= 0x20d0 && r <= 0x20ff
}
