package discord

import (
	"net/url"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"knead/bot"
)

// menuFrom is from how many choices of one kind on a menu is clearer than buttons.
const menuFrom = 4

// A view is how a reply is shown and to whom.
type view struct {
	owner  string // the member it answers
	hidden bool   // only the owner sees it
	write  string // label of the button that opens the form to answer in; empty: none, the owner can simply write
	choose string // what an unopened menu says
	source string // heads the sources that have no address
	staff  bool   // it goes to staff: its buttons are for whoever of them comes first
}

// render lays r out as one or more messages, all of them short enough. What can be pressed is under the last.
func render(r bot.Reply, v view) []payload {
	pieces := split(r.Text, maxContent)
	if len(pieces) == 0 {
		pieces = []string{"\u200b"} // buttons alone: Discord wants a text
	}
	out := make([]payload, len(pieces))
	for i, p := range pieces {
		out[i] = payload{Content: escape(p), Embeds: []*discordgo.MessageEmbed{}, Components: []discordgo.MessageComponent{},
			Flags: discordgo.MessageFlagsSuppressEmbeds}
		if v.hidden {
			out[i].Flags |= discordgo.MessageFlagsEphemeral
		}
	}
	last := &out[len(out)-1]
	linked, plain := sources(r.Sources)
	if len(plain) > 0 {
		last.Embeds = append(last.Embeds, &discordgo.MessageEmbed{Title: v.source, Description: strings.Join(plain, "\n")})
		last.Flags &^= discordgo.MessageFlagsSuppressEmbeds
	}
	last.Components = components(r.Buttons, linked, v)
	return out
}

// sources are r's as link buttons, and those without an address of the web as lines.
func sources(ss []bot.Source) (linked []discordgo.Button, plain []string) {
	for _, s := range ss {
		label := s.Title
		if s.Section != "" {
			label += " › " + s.Section
		}
		if webAddress(s.URL) {
			linked = append(linked, discordgo.Button{Style: discordgo.LinkButton, Label: clip(label, maxLabel), URL: s.URL,
				Emoji: &discordgo.ComponentEmoji{Name: "📖"}})
		} else if label != "" {
			plain = append(plain, escape(clip(label, 400)))
		}
	}
	return linked, plain
}

// components are the rows under a message: menus, buttons, links, sources.
func components(buttons []bot.Button, linked []discordgo.Button, v view) []discordgo.MessageComponent {
	rows := []discordgo.MessageComponent{}
	var presses, links []discordgo.MessageComponent
	menus := make(map[string][]discordgo.SelectMenuOption)
	var fields []string
	for i, b := range buttons {
		if b.URL != "" {
			if webAddress(b.URL) { // sms: and tel: cannot be linked here; the text has the number
				links = append(links, discordgo.Button{Style: discordgo.LinkButton, Label: clip(b.Label, maxLabel), URL: b.URL})
			}
			continue
		}
		action, err := b.Press.MarshalText()
		if err != nil || b.Press.IsZero() || b.Label == "" {
			continue
		}
		if f := field(b.Press); f != "" && !v.staff && count(buttons, f) >= menuFrom {
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
			menus[f] = append(menus[f], discordgo.SelectMenuOption{Label: clip(b.Label, maxOption), Value: string(action)})
			continue
		}
		cid := press(v.owner, i, string(action))
		if v.staff {
			cid = staffPress(i, string(action))
		}
		presses = append(presses, discordgo.Button{Style: style(b.Press), Label: clip(b.Label, maxLabel), CustomID: cid})
	}
	for i, f := range fields {
		o := menus[f]
		rows = append(rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.SelectMenu{CustomID: menu(v.owner, i), Placeholder: v.choose, Options: o[:min(len(o), maxOptions)]}}})
	}
	if v.write != "" {
		cid := write(v.owner)
		if v.staff {
			cid = string(kindAnswer)
		}
		presses = append(presses, discordgo.Button{Style: discordgo.SecondaryButton, Label: v.write, CustomID: cid})
	}
	for _, l := range linked {
		links = append(links, l)
	}
	for _, bs := range [][]discordgo.MessageComponent{presses, links} {
		for row := range slices.Chunk(bs, maxPerRow) {
			rows = append(rows, discordgo.ActionsRow{Components: row})
		}
	}
	return rows[:min(len(rows), maxRows)]
}

// field is what of a booking a press chooses; empty if it chooses nothing.
func field(a bot.Action) string {
	if a.Verb != bot.DoChoose {
		return ""
	}
	f, _, _ := strings.Cut(a.Arg, "=")
	return f
}

func count(buttons []bot.Button, f string) int {
	n := 0
	for _, b := range buttons {
		if b.URL == "" && field(b.Press) == f {
			n++
		}
	}
	return n
}

// style gives the one button that goes on the colour of a button that goes on.
func style(a bot.Action) discordgo.ButtonStyle {
	switch a.Verb {
	case bot.DoConfirm, bot.DoBook:
		return discordgo.PrimaryButton
	case bot.DoForget:
		if a.Arg == "yes" {
			return discordgo.DangerButton
		}
	default:
	}
	return discordgo.SecondaryButton
}

// webAddress reports whether a link button may lead to s.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && width(s) <= maxLink
}

// used is what becomes of a message's components once one of them was pressed: they stay to be read and do nothing more.
// Links still lead where they led.
func used(s *shown, customID string, values []string) []discordgo.MessageComponent {
	rows := []discordgo.MessageComponent{}
	for _, row := range s.Components {
		var out []discordgo.MessageComponent
		for _, p := range row.Components {
			switch {
			case p.Type == discordgo.ButtonComponent && p.Style == discordgo.LinkButton:
				out = append(out, discordgo.Button{Style: p.Style, Label: p.Label, URL: p.URL})
			case p.Type == discordgo.ButtonComponent:
				b := discordgo.Button{Style: discordgo.SecondaryButton, Label: p.Label, CustomID: p.CustomID, Disabled: true}
				if p.CustomID == customID {
					b.Style = discordgo.SuccessButton
				}
				if k, _, _ := strings.Cut(p.CustomID, ":"); kind(k) == kindWrite {
					b.Disabled = false
				}
				out = append(out, b)
			case p.Type == discordgo.SelectMenuComponent:
				m := discordgo.SelectMenu{CustomID: p.CustomID, Placeholder: p.Placeholder, Disabled: true}
				for _, o := range p.Options {
					m.Options = append(m.Options, discordgo.SelectMenuOption{Label: o.Label, Value: o.Value,
						Default: p.CustomID == customID && slices.Contains(values, o.Value)})
				}
				out = append(out, m)
			}
		}
		if len(out) > 0 {
			rows = append(rows, discordgo.ActionsRow{Components: out})
		}
	}
	return rows
}
