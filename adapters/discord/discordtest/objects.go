package discordtest

import (
	"encoding/json"
	"maps"
	"strings"
	"time"
)

// A Message is one that was written.
type Message struct {
	ID, Channel, Author, Content string
	Embeds                       []Embed
	Components                   []Component
	Flags                        int
	Nonce                        string
	Answers                      string // the message it is a reply to
	Body                         json.RawMessage
	Deleted                      bool
	At                           time.Time
}

// Ephemeral reports whether only one member sees the message.
func (m Message) Ephemeral() bool { return m.Flags&64 != 0 }

// An Embed is what a test reads of one.
type Embed struct {
	Title       string `json:"title"`
	Description string `json:"description"`
}

// A Component is one of any kind.
type Component struct {
	Type       int         `json:"type"`
	CustomID   string      `json:"custom_id,omitempty"`
	Label      string      `json:"label,omitempty"`
	Style      int         `json:"style,omitempty"`
	URL        string      `json:"url,omitempty"`
	Disabled   bool        `json:"disabled,omitempty"`
	Options    []Option    `json:"options,omitempty"`
	Components []Component `json:"components,omitempty"`
}

// An Option is one of a menu.
type Option struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Flat is every button, menu and field of a message, in order.
func (m Message) Flat() []Component { return flat(m.Components) }

func flat(cs []Component) []Component {
	var out []Component
	for _, c := range cs {
		if c.Type == 1 {
			out = append(out, flat(c.Components)...)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// Labels are what can be pressed or chosen, links aside.
func (m Message) Labels() []string {
	var out []string
	for _, c := range m.Flat() {
		switch {
		case c.Type == 2 && c.URL == "":
			out = append(out, c.Label)
		case c.Type == 3:
			for _, o := range c.Options {
				out = append(out, o.Label)
			}
		}
	}
	return out
}

// Plain is the text as a member reads it: markup that was escaped is the character itself.
func (m Message) Plain() string {
	var b strings.Builder
	s := m.Content
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.ContainsRune(`\*_~`+"`"+`|<[#-+>.)`, rune(s[i+1])) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

type object = map[string]any

func (s *Server) userObject(id string) object {
	u := s.users[id]
	o := object{"id": id, "username": "user" + id, "avatar": nil, "discriminator": "0", "public_flags": 0, "flags": 0, "global_name": nil, "primary_guild": nil}
	if u != nil {
		o["username"] = u.Name
		if u.Bot {
			o["bot"] = true
		}
		if u.System {
			o["system"] = true
		}
	}
	return o
}

// messageObject is m as the API and the gateway have it. The caller holds mu.
func (s *Server) messageObject(m *Message) object {
	components := []any{}
	var raw struct {
		Components []any `json:"components"`
	}
	if json.Unmarshal(m.Body, &raw) == nil && raw.Components != nil {
		n := 0
		components = numbered(raw.Components, &n)
	}
	o := object{"id": m.ID, "channel_id": m.Channel, "type": 0, "content": m.Content, "mentions": []any{}, "mention_roles": []any{},
		"attachments": []any{}, "embeds": []any{}, "timestamp": m.At.UTC().Format(time.RFC3339Nano), "edited_timestamp": nil, "flags": m.Flags,
		"components": components, "author": s.userObject(m.Author), "pinned": false, "mention_everyone": false, "tts": false}
	if m.Nonce != "" {
		o["nonce"] = m.Nonce
	}
	if m.Answers != "" {
		o["type"] = 19
		o["message_reference"] = object{"type": 0, "channel_id": m.Channel, "message_id": m.Answers}
	}
	return o
}

// numbered gives components the IDs that Discord gives them, and leaves out what is empty.
func numbered(cs []any, n *int) []any {
	out := make([]any, 0, len(cs))
	for _, c := range cs {
		m, ok := c.(object)
		if !ok {
			continue
		}
		m = maps.Clone(m)
		*n++
		m["id"] = *n
		if sub, ok := m["components"].([]any); ok {
			m["components"] = numbered(sub, n)
		}
		if opts, ok := m["options"].([]any); ok {
			clean := []any{}
			for _, o := range opts {
				om := maps.Clone(o.(object))
				if om["description"] == "" {
					delete(om, "description")
				}
				clean = append(clean, om)
			}
			m["options"] = clean
			if _, ok := m["min_values"]; !ok {
				m["min_values"] = 1
			}
			if _, ok := m["max_values"]; !ok {
				m["max_values"] = 1
			}
		}
		out = append(out, m)
	}
	return out
}

func (s *Server) channelObject(c *Channel) object {
	switch {
	case c.Type == 1:
		return object{"id": c.ID, "type": 1, "flags": 0, "recipients": []any{s.userObject(c.Owner)}}
	case c.Parent != "":
		return object{"id": c.ID, "type": c.Type, "flags": 0, "guild_id": c.Guild, "parent_id": c.Parent, "name": c.Name, "owner_id": c.Owner,
			"thread_metadata": object{"archived": c.Archived, "archive_timestamp": nil, "auto_archive_duration": 1440, "locked": false},
			"message_count":   0, "member_count": 1, "total_message_sent": 0}
	}
	return object{"id": c.ID, "type": 0, "flags": 0, "guild_id": c.Guild, "name": c.Name, "position": 0}
}

func (s *Server) applicationObject() object {
	return object{"id": s.AppID, "name": "knead", "icon": nil, "description": "", "type": nil, "verify_key": s.publicKey(), "flags": s.Flags,
		"flags_new": "0", "redirect_uris": []any{}, "interactions_endpoint_url": nil, "role_connections_verification_url": nil,
		"owner": s.userObject("1"), "approximate_guild_count": 1, "approximate_user_install_count": 0,
		"approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": nil, "eligible_oauth2_scopes": []any{}, "bot": s.userObject(s.BotID)}
}
