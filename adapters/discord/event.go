package discord

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// The events are decoded here and not by the library: it drops a message whose components it does not know, and hands on
// an interaction without its data. What is not named here is ignored, whatever Discord adds.

type user struct {
	ID     string `json:"id"`
	Name   string `json:"username"`
	Global string `json:"global_name"`
	Bot    bool   `json:"bot"`
	System bool   `json:"system"`
}

// name is what the user goes by, under both names.
func (u *user) name() string { return strings.TrimSpace(u.Global + " " + u.Name) }

// An incoming is a message that somebody wrote, or changed.
type incoming struct {
	ID          string                `json:"id"`
	ChannelID   string                `json:"channel_id"`
	GuildID     string                `json:"guild_id"` // empty: direct messages
	Author      *user                 `json:"author"`
	WebhookID   string                `json:"webhook_id"`
	Type        discordgo.MessageType `json:"type"`
	Content     string                `json:"content"`
	Mentions    []user                `json:"mentions"`
	Attachments []json.RawMessage     `json:"attachments"`
	Stickers    []json.RawMessage     `json:"sticker_items"`
	Timestamp   time.Time             `json:"timestamp"`
	Edited      *time.Time            `json:"edited_timestamp"`
	Referenced  *struct {
		ID      string `json:"id"`
		Author  *user  `json:"author"`
		Content string `json:"content"`
	} `json:"referenced_message"`
	Reference *struct {
		Type int `json:"type"`
	} `json:"message_reference"`
	Snapshots []struct {
		Message struct {
			Content string `json:"content"`
		} `json:"message"`
	} `json:"message_snapshots"`
}

// byPerson reports whether m was written by a human being: no bot, no webhook, not Discord itself, no notice such as a
// join, a pin or a boost.
func (m *incoming) byPerson() bool {
	return m.Author != nil && m.Author.ID != "" && !m.Author.Bot && !m.Author.System && m.WebhookID == "" &&
		(m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply)
}

// mentions reports whether m names the user me. "@everyone" and roles are nobody's name.
func (m *incoming) mentions(me string) bool {
	for _, u := range m.Mentions {
		if u.ID == me {
			return true
		}
	}
	return false
}

// answers reports whether m is a reply to something that me wrote.
func (m *incoming) answers(me string) bool {
	return m.Type == discordgo.MessageTypeReply && m.Referenced != nil && m.Referenced.Author != nil && m.Referenced.Author.ID == me
}

// words is what m says, without the name of me. A forwarded message says what it forwards.
func (m *incoming) words(me string) string {
	text := m.Content
	if text == "" && len(m.Snapshots) > 0 {
		text = m.Snapshots[0].Message.Content
	}
	text = strings.NewReplacer("<@"+me+">", " ", "<@!"+me+">", " ").Replace(text)
	return strings.TrimSpace(text)
}

// hasFiles reports whether m has something beside words: files, voice messages, stickers.
func (m *incoming) hasFiles() bool { return len(m.Attachments) > 0 || len(m.Stickers) > 0 }

// A removal is a message, or several, that somebody deleted.
type removal struct {
	ID  string   `json:"id"`
	IDs []string `json:"ids"`
}

// An interaction is a command, a press, a choice, a key stroke in a completed field, or a filled form.
type interaction struct {
	ID            string                    `json:"id"`
	ApplicationID string                    `json:"application_id"`
	Type          discordgo.InteractionType `json:"type"`
	Token         string                    `json:"token"`
	GuildID       string                    `json:"guild_id"`
	ChannelID     string                    `json:"channel_id"`
	Locale        string                    `json:"locale"`
	User          *user                     `json:"user"` // in direct messages
	Member        *struct {
		User *user `json:"user"`
	} `json:"member"` // in servers
	Message *shown          `json:"message"` // that a pressed component belongs to
	Data    interactionData `json:"data"`

	received time.Time // by our clock; its token is good for fifteen minutes from then
}

type interactionData struct {
	// Of commands and completion.
	Name     string                           `json:"name"`
	Type     discordgo.ApplicationCommandType `json:"type"`
	Options  []givenOption                    `json:"options"`
	TargetID string                           `json:"target_id"`
	Resolved struct {
		Messages map[string]incoming `json:"messages"`
	} `json:"resolved"`

	// Of components and forms.
	CustomID   string          `json:"custom_id"`
	Values     []string        `json:"values"`
	Components json.RawMessage `json:"components"`
}

type givenOption struct {
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
}

// by is who did it, nil if Discord does not say.
func (in *interaction) by() *user {
	if in.Member != nil && in.Member.User != nil {
		return in.Member.User
	}
	return in.User
}

// private reports whether only one person sees what is written where in happened.
func (in *interaction) private() bool { return in.GuildID == "" }

// option is the text of a command's option, empty if it was not given.
func (in *interaction) option(name string) string {
	for _, o := range in.Data.Options {
		if o.Name != name {
			continue
		}
		var s string
		if json.Unmarshal(o.Value, &s) == nil {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// flag is the value of a command's yes-or-no option.
func (in *interaction) flag(name string) bool {
	for _, o := range in.Data.Options {
		var b bool
		if o.Name == name && json.Unmarshal(o.Value, &b) == nil {
			return b
		}
	}
	return false
}

// focused is the option that is being typed.
func (in *interaction) focused() (name, text string) {
	for _, o := range in.Data.Options {
		if o.Focused {
			_ = json.Unmarshal(o.Value, &text) // a number's text is empty, and completes nothing
			return o.Name, strings.TrimSpace(text)
		}
	}
	return "", ""
}

// A shown is a message of ours as Discord hands it back with a press.
type shown struct {
	ID         string                 `json:"id"`
	Flags      discordgo.MessageFlags `json:"flags"`
	Components []part                 `json:"components"`
}

func (s *shown) ephemeral() bool { return s != nil && s.Flags&discordgo.MessageFlagsEphemeral != 0 }

// A part is any component, of whatever kind, as far as it is needed.
type part struct {
	Type        discordgo.ComponentType `json:"type"`
	CustomID    string                  `json:"custom_id"`
	Label       string                  `json:"label"`
	Style       discordgo.ButtonStyle   `json:"style"`
	URL         string                  `json:"url"`
	Value       string                  `json:"value"`
	Placeholder string                  `json:"placeholder"`
	Options     []struct {
		Label string `json:"label"`
		Value string `json:"value"`
	} `json:"options"`
	Components []part `json:"components"`
	Component  *part  `json:"component"`
}

// all calls yield for p and everything in it.
func (p *part) all(yield func(*part)) {
	yield(p)
	for i := range p.Components {
		p.Components[i].all(yield)
	}
	if p.Component != nil {
		p.Component.all(yield)
	}
}

// label is what was written on a pressed component: the button's words, or the chosen option's.
func (s *shown) label(customID string, values []string) string {
	label := ""
	if s == nil {
		return ""
	}
	for i := range s.Components {
		s.Components[i].all(func(p *part) {
			if p.CustomID != customID {
				return
			}
			label = p.Label
			for _, o := range p.Options {
				if len(values) > 0 && o.Value == values[0] {
					label = o.Label
				}
			}
		})
	}
	return label
}

// filled is the text of a form's field, wherever in the form the field is.
func (d *interactionData) filled(field string) string {
	var parts []part
	if json.Unmarshal(d.Components, &parts) != nil {
		return ""
	}
	text := ""
	for i := range parts {
		parts[i].all(func(p *part) {
			if p.CustomID == field {
				text = p.Value
			}
		})
	}
	return strings.TrimSpace(text)
}
