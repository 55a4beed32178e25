package telegram

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"knead/bot"
)

// spoken returns the words of a message that is said to the bot: without the bot's name, a command's with its slash.
// ok is false for a message of a group that is meant for others, and for Telegram's own notices.
func (a *Adapter) spoken(in *incoming) (words string, ok bool) {
	m, me := in.m, a.me.Load()
	text, entities := m.Text, m.Entities
	if text == "" {
		text, entities = m.Caption, m.CaptionEntities
	}
	if text == "" {
		text = richText(m.Rich)
	}
	if text == "" && (in.edited || m.Location == nil && m.Venue == nil && m.Contact == nil && !m.unreadable()) {
		return "", false // a notice; or a position on the move, which comes as edits
	}
	if !in.group() {
		return text, true
	}
	meant := m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == me.ID
	u := utf16.Encode([]rune(text))
	for _, e := range slices.Backward(entities) {
		if e.Offset < 0 || e.Length < 0 || e.Offset+e.Length > len(u) {
			continue
		}
		piece := string(utf16.Decode(u[e.Offset : e.Offset+e.Length]))
		switch e.Type {
		case "mention":
			if strings.EqualFold(piece, "@"+me.Username) {
				meant = true
				u = slices.Delete(u, e.Offset, e.Offset+e.Length)
			}
		case "text_mention":
			if e.User != nil && e.User.ID == me.ID {
				meant = true
				u = slices.Delete(u, e.Offset, e.Offset+e.Length)
			}
		case "bot_command":
			name, to, named := strings.Cut(piece, "@")
			switch {
			case e.Offset != 0:
			case named && !strings.EqualFold(to, me.Username):
				return "", false // for another bot, even as a reply to us
			case named:
				meant = true
			default:
				if _, known := findCommand(strings.TrimPrefix(name, "/")); known {
					meant = true
				}
			}
		}
	}
	return strings.TrimSpace(string(utf16.Decode(u))), meant
}

// read turns a message that is said to the bot into something for the core, or into a line of the adapter's own.
func (a *Adapter) read(in *incoming, words string) reading {
	m, t := in.m, a.textsFor(in)
	switch {
	case strings.HasPrefix(words, "/"):
		return a.command(in, words)
	case m.Location != nil:
		return a.nearest(in, *m.Location)
	case m.Venue != nil:
		return a.nearest(in, m.Venue.Location)
	case m.Contact != nil && words == "":
		return a.contact(in, *m.Contact)
	case m.unreadable() && words != "":
		return reading{text: words, before: t.CaptionOnly}
	case m.unreadable():
		if m.MediaGroup != "" && !a.memory.firstOfAlbum(string(in.conv.Chat)+" "+m.MediaGroup) {
			return reading{local: &bot.Reply{}} // one line for a whole album
		}
		return reading{local: &bot.Reply{Text: t.NotWords, Outcome: bot.Talk}}
	}
	return reading{text: words}
}

// nearest turns a position into the practice's place next to it, and starts or goes on with a booking there.
func (a *Adapter) nearest(in *incoming, at location) reading {
	var best *bot.Location
	away := math.Inf(1)
	for i, l := range a.c.Practice.Locations {
		if l.Lat == 0 && l.Long == 0 {
			continue // unknown, not off the coast of Africa
		}
		if d := kilometres(at.Latitude, at.Longitude, l.Lat, l.Long); d < away {
			best, away = &a.c.Practice.Locations[i], d
		}
	}
	t := a.textsFor(in)
	if best == nil {
		return reading{text: t.WhereAreYou} // the core says where the practice is
	}
	return reading{press: bot.Action{Verb: bot.DoBook, Arg: string(best.ID)},
		before: fill(t.Nearest, "{place}", best.Name, "{distance}", a.distance(away))}
}

// distance says kilometres as people of the practice's country do, roughly: a position is rough too.
func (a *Adapter) distance(km float64) string {
	n, unit := km, "km"
	switch a.c.Practice.Country {
	case "US", "GB", "LR", "MM":
		n, unit = km/1.609344, "mi"
	}
	if n < 10 {
		return strconv.FormatFloat(max(math.Round(n*2)/2, 0.5), 'f', -1, 64) + " " + unit
	}
	return fmt.Sprintf("%.0f %s", n, unit)
}

// kilometres is the great-circle distance between two points in degrees (the haversine formula, mean earth radius).
func kilometres(lat1, long1, lat2, long2 float64) float64 {
	const radius, degree = 6371.0, math.Pi / 180
	dLat, dLong := (lat2-lat1)*degree, (long2-long1)*degree
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(lat1*degree)*math.Cos(lat2*degree)*math.Pow(math.Sin(dLong/2), 2)
	return 2 * radius * math.Asin(math.Sqrt(min(h, 1)))
}

// contact asks before a number is passed on. In a group nobody is asked for one.
func (a *Adapter) contact(in *incoming, c contact) reading {
	t := a.textsFor(in)
	number := phone(c.Phone)
	if in.group() || number == "" {
		return reading{local: &bot.Reply{Text: t.NotWords, Outcome: bot.Talk}}
	}
	return reading{local: &bot.Reply{Text: fill(t.CallBack, "{number}", number), Outcome: bot.Talk, Buttons: []bot.Button{
		{Label: t.Yes, Press: bot.Action{Verb: doCall, Arg: number}}, {Label: t.No, Press: bot.Action{Verb: doNoCall}}}}}
}

// phone keeps a number's digits and the plus before them; empty when that is no number.
func phone(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if len(digits) < 5 || len(digits) > 20 {
		return ""
	}
	if strings.HasPrefix(strings.TrimSpace(s), "+") || len(digits) > 10 { // Telegram leaves the plus out
		return "+" + digits
	}
	return digits
}

// richText is every piece of text in a rich message: whatever its blocks are, its words must be screened.
func richText(raw json.RawMessage) string {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return ""
	}
	var parts []string
	collect(v, false, &parts)
	return strings.Join(parts, "\n")
}

// collect walks v and appends the strings that stand, however deep, in a field for words.
func collect(v any, words bool, parts *[]string) {
	switch v := v.(type) {
	case string:
		if words && strings.TrimSpace(v) != "" {
			*parts = append(*parts, v)
		}
	case []any:
		for _, x := range v {
			collect(x, words, parts)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch key {
			case "text", "caption", "summary", "title":
				collect(v[key], true, parts)
			default:
				collect(v[key], false, parts)
			}
		}
	}
}
