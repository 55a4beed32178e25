package texting

import (
	"context"
	"fmt"
	"regexp"
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
	body := clean(r.Text)
	if r.Level >= bot.Urgent {
		return fit(joinLines(body, end, l.source(r, end), choices(needed(r))))
	}
	must, source := choices(needed(r)), l.source(r, end)
	fewer := choices(written(needed(r)))
	if over(joinLines(body, end, source, must)) && !over(joinLines(body, end, source, fewer)) {
		must = fewer
	}
	if r.Brief != "" && over(joinLines(body, end, source, must)) {
		body = clean(strings.Replace(r.Text, r.Note, r.Brief, 1))
		r.Note = r.Brief
	}
	if over(joinLines(body, end, source, must)) {
		must = fewer
	}
	body = shorten(body, joinLines(end, source, must), r)
	if over(joinLines(body, end, source, must)) && !strings.Contains(source, "/") {
		source = "" // a name leads nowhere from a telephone; an address is what it stands on
	}
	if over(joinLines(body, end, source, must)) && (r.Outcome != bot.Booking || strings.Contains(end, "\n")) && l.reaches(body) {
		end = "" // the practice's number and page are in the words already
	}
	text := joinLines(body, end, source)
	if must == "" {
		// What may be chosen besides, where it costs nothing.
		if more := joinLines(text, choices(r.Buttons)); Measure(fit(more)).Segments <= 1 {
			return fit(more)
		}
	}
	return fit(joinLines(text, must))
}

// clean is a text in typography and dates that cost least. An empty line is paid for too.
func clean(text string) string {
	return strings.Trim(blank.ReplaceAllString(dates(plain(text)), "\n"), "\n")
}

// over reports whether a reply is more than it may be.
func over(text string) bool { return Measure(fit(text)).Segments > most }

// reaches reports whether text says how to reach the practice.
func (l *Line) reaches(text string) bool {
	for _, p := range strings.Split(l.o.Practice.Reach(), ", ") {
		if p != "" && strings.Contains(text, p) {
			return true
		}
	}
	return false
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
		case bot.DoChoose, bot.DoConfirm, bot.DoChange, bot.DoCleared, bot.DoForget, bot.DoShare, bot.DoPass, bot.DoOffer, bot.DoCheck:
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

// written is bs without the last ones that a client can as well write: to change something, to leave it.
func written(bs []bot.Button) []bot.Button {
	for len(bs) > 2 && (bs[len(bs)-1].Press.Verb == bot.DoDrop || bs[len(bs)-1].Press.Verb == bot.DoChange) {
		bs = bs[:len(bs)-1]
	}
	return bs
}

// choices are the numbered labels of what can be pressed. The numbers are those that the bot reads.
func choices(bs []bot.Button) string {
	var lines []string
	for _, b := range bs {
		if !b.Press.IsZero() && b.Press.Verb != bot.DoStaff { // staff answer in words, with the mark
			lines = append(lines, fmt.Sprintf("%d %s", len(lines)+1, dates(plain(b.Label))))
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
	name := s.Title
	if s.Section != "" && len(s.Section) < len(name) {
		name = s.Section
	}
	return l.say(saidSource, r.Lang) + ": " + plain(name)
}

// plain brings typography to what the telephone alphabet has: straight quotes, hyphens, dots. It changes no letter.
func plain(text string) string {
	return strings.NewReplacer("\u2018", "'", "\u2019", "'", "\u201a", "'", "\u2032", "'", "\u201c", `"`, "\u201d", `"`, "\u201e", `"`, "\u00ab", `"`, "\u00bb", `"`,
		"\u2013", "-", "\u2014", "-", "\u2010", "-", "\u2011", "-", "\u2212", "-", "\u2026", "...", "\u2022", "-", "\u00b7", "-", "\u203a", ">", "\u2192", "->",
		"\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u200b", "", "\u200d", "", "\ufeff", "", "\u00ba", "o", "\u00aa", "a", "\u00d7", "x", "\t", " ", "\r", "").Replace(text)
}

// Days as the bot spells them out. By text message the weekday, day and month say the same without the year.
var (
	englishDay = regexp.MustCompile(`\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]{2})[a-z]* \d{4}\b`)
	spanishDay = regexp.MustCompile(`\b((?:lunes|martes|miércoles|jueves|viernes|sábado|domingo) \d{1,2}) de ([a-z]{3})[a-z]* de \d{4}\b`)
	fullHour   = regexp.MustCompile(`\b(\d{1,2}):00 (AM|PM|a\. m\.|p\. m\.)`)
	minutes    = regexp.MustCompile(`\b(\d{2,3}) (?:minutes|minutos)\b`)
	blank      = regexp.MustCompile(`\n\s*\n`)
	zoneName   = regexp.MustCompile(` \((?:Eastern|Central|Mountain|Pacific) Time\)| \(hora del este\)`)
)

// dates shortens spelt-out days and the names of American time zones.
func dates(text string) string {
	text = englishDay.ReplaceAllString(text, "$1")
	text = spanishDay.ReplaceAllString(text, "$1 $2")
	text = fullHour.ReplaceAllString(text, "$1 $2")
	text = minutes.ReplaceAllString(text, "$1 min")
	return zoneName.ReplaceAllStringFunc(text, func(z string) string {
		if z == " (hora del este)" {
			return " ET"
		}
		return " " + z[2:3] + "T" // (Eastern Time)
	})
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
