package bot

import "time"

// A Channel is the network a conversation runs on. It decides rendering rules, never what is said.
type Channel string

// The channels knead speaks.
const (
	Web      Channel = "web"
	SMS      Channel = "sms"
	Telegram Channel = "telegram"
	Discord  Channel = "discord"
	Console  Channel = "console"
)

// IDs are opaque: only the adapter that made one parses it.
type (
	ChatID    string
	UserID    string
	MessageID string
)

// A Lang is a language of the practice, as a two-letter ISO 639-1 code.
type Lang string

// The languages knead has texts for.
const (
	English Lang = "en"
	Spanish Lang = "es"
)

// Localized is one text in several languages.
type Localized map[Lang]string

// In returns the text in l, in English if l is missing, else any.
func (t Localized) In(l Lang) string {
	if s, ok := t[l]; ok {
		return s
	}
	if s, ok := t[English]; ok {
		return s
	}
	for _, s := range t {
		return s
	}
	return ""
}

// A Conversation is one client on one channel.
type Conversation struct {
	Channel Channel `json:"channel"`
	Chat    ChatID  `json:"chat"`
	User    UserID  `json:"user"`
}

// A Message is what a client sent: words, or the press of a button that knead had offered.
type Message struct {
	ID           MessageID // unique in its conversation; a redelivered message has the same ID. Empty: never redelivered
	Conversation Conversation
	Text         string     // raw words; on a press the button's label
	Press        Action     // zero unless a button was pressed
	Lang         string     // what the network says of the client's language (BCP 47); may be empty
	At           time.Time  // when the client sent it
	Name         string     // what the network calls the client, so that it can be masked before words leave; never stored, logged or shown; may be empty
	Place        LocationID // the practice's place that the way of writing names, such as a telephone number; empty for none
}

// An Outcome is what sort of reply a Reply is.
type Outcome string

// The outcomes. They are part of the JSON Lines contract.
const (
	Answered   Outcome = "answered" // from a cited passage
	Unknown    Outcome = "unknown"  // not in the articles; cites nothing
	OfPractice Outcome = "practice" // a fact of the practice file
	Screened   Outcome = "screened" // a flag's advice, a safety question, or a reminder of a hold
	Booking    Outcome = "booking"
	Talk       Outcome = "talk" // greetings, help, language, privacy, people
)

// A Reply is what knead says. The zero Reply says nothing. Text is plain: adapters escape and split it.
type Reply struct {
	Text    string   `json:"text"`
	Buttons []Button `json:"buttons,omitempty"`
	Sources []Source `json:"sources,omitempty"`
	Level   Level    `json:"level"`
	Outcome Outcome  `json:"outcome,omitempty"`
	Lang    Lang     `json:"lang,omitempty"`

	// What Text has in it, for channels that charge by its length; they change nothing else.
	Note  string `json:"note,omitempty"`  // a flag's advice: it is never left out
	Brief string `json:"brief,omitempty"` // Note in fewer words; empty for none
	Aside string `json:"aside,omitempty"` // what can follow in a reply of its own
	Again string `json:"again,omitempty"` // the running booking's step, put again under an answer
}

// IsZero reports whether r says nothing.
func (r Reply) IsZero() bool { return r.Text == "" && len(r.Buttons) == 0 }

// A Button is offered under a reply. It has a Press or a URL, never both.
type Button struct {
	Label string `json:"label"`
	Press Action `json:"press,omitzero"`
	URL   string `json:"url,omitempty"`
}

// A Source is where an answer stands: article title, section heading, and the page of it.
type Source struct {
	Title   string `json:"title"`
	Section string `json:"section"`
	URL     string `json:"url"`
}
