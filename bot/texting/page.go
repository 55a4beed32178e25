package texting

import (
	"context"
	"log/slog"
	"strings"

	"knead/bot"
)

// mostListed is how many choices are shown at any cost. A longer list can follow in the next reply: its question can be
// answered in words.
const mostListed = 4

// paged returns r as it is when it is two parts at most. Else it returns what has to be read now, and keeps the rest in
// the session for "more".
func (l *Line) paged(ctx context.Context, m bot.Message, r bot.Reply) bot.Reply {
	first, rest := l.page(r)
	if rest.IsZero() {
		return first
	}
	s, _, err := l.o.Store.Load(ctx, m.Conversation, "")
	if err == nil && s.Version > 0 {
		s.Rest = rest
		err = l.o.Store.Save(ctx, bot.Turn{Session: s, At: l.o.Now()})
	}
	if err != nil {
		l.o.Log.LogAttrs(ctx, slog.LevelError, "keep the rest of a reply", slog.String("error", err.Error()))
	}
	return first
}

// page splits a reply that would be more than two parts. First come who writes, a flag's advice and whatever asks
// something, with its choices; then as much of the words as there is room for. From Urgent up nothing is ever put off.
func (l *Line) page(r bot.Reply) (first bot.Reply, rest bot.Rest) {
	if r.Level >= bot.Urgent || !over(l.Render(r)) {
		return r, rest
	}
	words := r.Text
	intro, told := strings.CutPrefix(words, l.say(saidWho, r.Lang)+"\n")
	if told {
		words = intro
		intro = l.say(saidWho, r.Lang)
	} else {
		intro = ""
	}
	note := r.Note
	if note != "" {
		words = strings.Replace(words, note, "", 1)
	}
	if r.Brief != "" {
		note = r.Brief
	}
	if r.Again != "" {
		if at := strings.LastIndex(words, r.Again); at >= 0 {
			words = words[:at]
		}
	}
	if r.Aside != "" && strings.Contains(words, r.Aside) {
		words = strings.Replace(words, r.Aside, "", 1) + "\n" + r.Aside // the link goes first
	}
	need, links := needed(r), addresses(r)
	if r.Aside != "" {
		need, links = r.Buttons, nil
	}
	var later []bot.Button
	if len(need) > mostListed {
		need, later = nil, need
	}
	units := unitsOf(words)
	build := func(n int) bot.Reply {
		p := bot.Reply{Buttons: need, Level: r.Level, Lang: r.Lang, Note: note, Again: r.Again, Outcome: bot.Talk}
		if r.Outcome == bot.Booking || r.Outcome == bot.Screened {
			p.Outcome = r.Outcome
		}
		hint := saidRest
		switch {
		case n == len(units) && len(later) > 0:
			hint = saidList
		case n == len(units):
			hint = ""
		case n == 0 && r.Outcome == bot.Answered:
			hint = saidAnswer
		}
		if hint != "" {
			hint = sentence(l.say(hint, r.Lang))
		}
		p.Text = joinLines(intro, strings.TrimSpace(note), putUnits(units[:n]), string(hint), r.Again)
		return p
	}
	n := len(units)
	if asks := r.Again == "" && len(needed(r)) > 0; !asks {
		for n > 0 && (over(l.Render(build(n))) || n < len(units) && strings.HasSuffix(units[n-1].text, ":")) {
			n--
		}
	}
	first = build(n)
	rest = bot.Rest{Text: putUnits(units[n:]), Buttons: append(later, links...), Outcome: r.Outcome}
	if n < len(units) || r.Outcome == bot.Answered && n == 0 {
		rest.Sources = r.Sources
	}
	if rest.Text == "" && len(later) == 0 { // only links are left: they go nowhere by themselves
		if with := withButtons(first, links); !over(l.Render(with)) {
			return with, bot.Rest{}
		}
	}
	return first, rest
}

func withButtons(r bot.Reply, bs []bot.Button) bot.Reply {
	r.Buttons = append(append([]bot.Button(nil), r.Buttons...), bs...)
	return r
}

// addresses are the buttons of r that lead somewhere.
func addresses(r bot.Reply) []bot.Button {
	var out []bot.Button
	for _, b := range r.Buttons {
		if b.URL != "" {
			out = append(out, b)
		}
	}
	return out
}

// A unit is a sentence, and whether a line begins with it.
type unit struct {
	text string
	line bool
}

func unitsOf(text string) []unit {
	var out []unit
	for p := range strings.SplitSeq(text, "\n") {
		for i, s := range sentences(strings.TrimSpace(p)) {
			out = append(out, unit{s, i == 0})
		}
	}
	return out
}

func putUnits(us []unit) string {
	var b strings.Builder
	for i, u := range us {
		switch {
		case i == 0:
		case u.line:
			b.WriteByte('\n')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(u.text)
	}
	return b.String()
}
