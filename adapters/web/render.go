package web

import (
	"html/template"
	"net/url"
	"regexp"
	"strings"

	"knead/bot"
)

// telephone finds the numbers that advice names, in the forms in which the services themselves write them. The script
// uses the same expression (see data-telephone in chat.tmpl), so it keeps to what Go and browsers read alike.
var telephone = regexp.MustCompile(`\b(?:` + strings.Join([]string{
	`1[- ]\d{3}[- ]\d{3}[- ]\d{4}`,    // 1-800-222-1222
	`\d{3}[- .]\d{3}[- .]\d{4}`,       // 407-535-2331
	`1800 \d{3} \d{3}`,                // Australia
	`0\d{3} \d{4} \d{3}`,              // 0808 2000 247
	`800 \d{3} \d{4}`,                 // Mexico
	`[69]\d{2} \d{3} \d{3}`,           // Spain
	`13 \d{2} \d{2}`,                  // 13 11 14
	`116 \d{3}`,                       // European helplines
	`911|988|112|999|111|000|211|811`, // short numbers
	`024|016`,
}, "|") + `)\b`)

// A paragraph is a run of lines of a reply's text.
type paragraph []line

// A line is one line of text. Item lines begin with a bullet and are shown as list items.
type line struct {
	Item  bool
	Parts []part
}

// A part is plain text, or a telephone number with the address that dials it.
type part struct {
	Text string
	Tel  template.URL
}

// paragraphs splits text at empty lines and line ends. With dial, telephone numbers become parts of their own.
func paragraphs(text string, dial bool) []paragraph {
	var out []paragraph
	var p paragraph
	for l := range strings.Lines(text + "\n") {
		l = strings.TrimSpace(l)
		if l == "" {
			if p != nil {
				out, p = append(out, p), nil
			}
			continue
		}
		words, item := strings.CutPrefix(l, "•")
		if !item {
			words, item = strings.CutPrefix(l, "- ")
		}
		p = append(p, line{Item: item, Parts: parts(strings.TrimSpace(words), dial)})
	}
	if p != nil {
		out = append(out, p)
	}
	return out
}

func parts(text string, dial bool) []part {
	if !dial {
		return []part{{Text: text}}
	}
	var out []part
	last := 0
	for _, at := range telephone.FindAllStringIndex(text, -1) {
		if at[0] > last {
			out = append(out, part{Text: text[last:at[0]]})
		}
		number := text[at[0]:at[1]]
		out = append(out, part{Text: number, Tel: telURL(number)})
		last = at[1]
	}
	if last < len(text) {
		out = append(out, part{Text: text[last:]})
	}
	return out
}

// telURL is the address that dials number: its digits and nothing else.
func telURL(number string) template.URL {
	return template.URL("tel:" + strings.Map(func(r rune) rune { //nolint:gosec // digits only
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number))
}

// buttonURL vets the address of a button. ok is false for anything but web pages, text messages and calls; web pages
// open beside the talk.
func buttonURL(raw string) (href template.URL, beside, ok bool) {
	if strings.HasPrefix(raw, "www.") {
		raw = "https://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", false, false
	}
	switch u.Scheme {
	case "http", "https":
		return template.URL(u.String()), true, u.Host != "" //nolint:gosec // its scheme is vetted
	case "sms", "tel":
		return template.URL(u.String()), false, true //nolint:gosec // its scheme is vetted
	}
	return "", false, false
}

// sourceURL vets the address of a source: a page of this server, in the language of the reply, or a web page.
func sourceURL(raw string, l bot.Lang) (href template.URL, ok bool) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", false
	}
	switch {
	case u.Scheme == "" && u.Host == "" && strings.HasPrefix(u.Path, "/") && !strings.HasPrefix(u.Path, "//"):
		if strings.HasPrefix(u.Path, "/articles/") && u.RawQuery == "" && l != "" {
			u.RawQuery = url.Values{"lang": {string(l)}}.Encode()
		}
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
	default:
		return "", false
	}
	return template.URL(u.String()), true //nolint:gosec // its scheme is vetted
}

// A bubble is a reply as the page shows it.
type bubble struct {
	Lang    bot.Lang
	Level   bot.Level
	Title   string // what sets an urgent or emergency reply off; else empty
	Text    []paragraph
	Press   []string // labels
	Links   []link
	Sources []link
}

type link struct {
	Label  string
	Href   template.URL
	Beside bool
}

// newBubble lays r out for a page in language l.
func (s *Server) newBubble(r reply, l bot.Lang) bubble {
	b := bubble{Lang: l, Level: r.Level, Text: paragraphs(r.Text, r.Level >= bot.Urgent)}
	if _, ok := s.words.texts[r.Lang]; ok {
		b.Lang = r.Lang
	}
	switch r.Level {
	case bot.Emergency:
		b.Title = s.words.texts[b.Lang].Emergency
	case bot.Urgent:
		b.Title = s.words.texts[b.Lang].Urgent
	case bot.None, bot.Precaution, bot.Clearance:
	}
	for _, k := range r.Buttons {
		if k.URL == "" {
			b.Press = append(b.Press, k.Label)
		} else if href, beside, ok := buttonURL(k.URL); ok {
			b.Links = append(b.Links, link{Label: k.Label, Href: href, Beside: beside})
		}
	}
	for _, src := range r.Sources {
		label := src.Title
		if src.Section != "" {
			label += " › " + src.Section
		}
		if href, ok := sourceURL(src.URL, b.Lang); ok {
			b.Sources = append(b.Sources, link{Label: label, Href: href})
		}
	}
	return b
}
