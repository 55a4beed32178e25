package texting

import (
	"context"
	"fmt"
	"strings"

	"knead/bot"
)

// most is how many parts a reply may be charged as outside emergencies, where anything can be left out of it.
const most = 2

// Rendered returns a Handler that says what h says on a telephone line as one text message: in Text, ready to send.
// Buttons and sources stay beside it for programs. Other channels go to h as they are.
func (l *Line) Rendered(h bot.Handler) bot.Handler { return &rendered{l, h} }

type rendered struct {
	line *Line
	next bot.Handler
}

// Handle implements bot.Handler.
func (h *rendered) Handle(ctx context.Context, m bot.Message) bot.Reply {
	r := h.next.Handle(ctx, m)
	if m.Conversation.Channel == bot.SMS && !r.IsZero() {
		r.Text = h.line.Render(r)
	}
	return r
}

// Render is a reply as one text message: its words, links without their scheme, where an answer stands, and the choices
// with their numbers. Quotes are straight, and accents are left out where that saves a part. Of an answer from the
// articles the least needed sentences go where it would be over two parts; from Urgent up nothing is ever left out.
func (l *Line) Render(r bot.Reply) string {
	if r.Text == "" && len(r.Buttons) == 0 {
		return ""
	}
	end := l.links(r)
	body := plain(r.Text)
	if r.Level >= bot.Urgent {
		return fit(joinLines(body, end, l.source(r, end), choices(needed(r))))
	}
	must := choices(needed(r))
	body = shorten(body, joinLines(end, l.source(r, end), must), r)
	text := joinLines(body, end, l.source(r, end))
	if must == "" {
		// What may be chosen besides, where it costs nothing.
		if more := joinLines(text, choices(r.Buttons)); Measure(fit(more)).Segments <= 1 {
			return fit(more)
		}
	}
	return fit(joinLines(text, must))
}

func joinLines(parts ...string) string {
	var lines []string
	for _, p := range parts {
		if p != "" {
			lines = append(lines, p)
		}
	}
	return strings.Join(lines, "\n")
}

// needed are the buttons of r if it asks something that they answer: then they are shown at any cost.
func needed(r bot.Reply) []bot.Button {
	for _, b := range r.Buttons {
		switch b.Press.Verb {
		case bot.DoChoose, bot.DoConfirm, bot.DoChange, bot.DoCleared, bot.DoForget, bot.DoShare, bot.DoPass, bot.DoOffer, bot.DoStaff, bot.DoCheck:
			return r.Buttons
		case bot.DoSay:
			if r.Outcome == bot.Screened {
				return r.Buttons // a safety question
			}
		default:
		}
	}
	return nil
}

// choices are the numbered labels of what can be pressed. The numbers are those that the bot reads.
func choices(bs []bot.Button) string {
	var lines []string
	for _, b := range bs {
		if !b.Press.IsZero() {
			lines = append(lines, fmt.Sprintf("%d %s", len(lines)+1, plain(b.Label)))
		}
	}
	return strings.Join(lines, "\n")
}

// links are the addresses that r offers and its text does not have yet, bare; with what they are for where there are several.
func (l *Line) links(r bot.Reply) string {
	var lines []string
	var labels []string
	for _, b := range r.Buttons {
		if b.URL == "" || strings.HasPrefix(b.URL, "sms:") || strings.Contains(r.Text, bare(b.URL)) {
			continue
		}
		lines, labels = append(lines, bare(b.URL)), append(labels, plain(b.Label))
	}
	if len(lines) > 1 {
		for i := range lines {
			lines[i] = l.brief(labels[i]) + " " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// brief is the name of the place in a label such as "Book in Orlando", else the label.
func (l *Line) brief(label string) string {
	for _, p := range l.o.Practice.Locations {
		if strings.HasSuffix(label, " "+p.Name) {
			return p.Name + ":"
		}
	}
	return label + ":"
}

func bare(link string) string {
	return strings.TrimPrefix(strings.TrimPrefix(link, "https://"), "http://")
}

// source says where an answer stands: the page's address if it has one for clients, else the article's name.
func (l *Line) source(r bot.Reply, links string) string {
	if len(r.Sources) == 0 || r.Outcome != bot.Answered && links != "" {
		return ""
	}
	s := r.Sources[0]
	if strings.Contains(s.URL, "://") {
		return bare(s.URL)
	}
	return l.say(saidSource, r.Lang) + ": " + plain(s.Title)
}

// plain brings typography to what the telephone alphabet has: straight quotes, hyphens, dots. It changes no letter.
func plain(text string) string {
	return strings.NewReplacer("\u2018", "'", "\u2019", "'", "\u201a", "'", "\u2032", "'", "\u201c", `"`, "\u201d", `"`, "\u201e", `"`, "\u00ab", `"`, "\u00bb", `"`,
		"\u2013", "-", "\u2014", "-", "\u2010", "-", "\u2011", "-", "\u2212", "-", "\u2026", "...", "\u2022", "-", "\u00b7", "-", "\u203a", ">", "\u2192", "->",
		"\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u200b", "", "\u200d", "", "\ufeff", "", "\u00ba", "o", "\u00aa", "a", "\u00d7", "x", "\t", " ", "\r", "").Replace(text)
}

// fit leaves out what accents cost where that saves a part. Letters of the telephone alphabet (é, ñ, ü …) stay; a text
// in another script stays whole.
func fit(text string) string {
	was := Measure(text)
	if !was.UCS2 {
		return text
	}
	folded := strings.Map(func(r rune) rune {
		if strings.ContainsRune(basic, r) || strings.ContainsRune(extended, r) {
			return r
		}
		return unaccent(r)
	}, text)
	if now := Measure(folded); !now.UCS2 && now.Segments < was.Segments {
		return folded
	}
	return text
}

// unaccent is the letter under an accent.
func unaccent(r rune) rune {
	const from, to = "áâãåāíîïóôõúûýÿçÁÀÂÃĀÈÊËÍÌÎÏÓÒÔÕÚÙÛÝêë", "aaaaaiiiooouuyycAAAAAEEEIIIIOOOOUUUYee"
	for i, f := range []rune(from) {
		if f == r {
			return []rune(to)[i]
		}
	}
	return r
}
