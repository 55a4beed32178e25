package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Staff are the ways to the practice's own people. Each that is set is on, beside the others.
type Staff struct {
	Telegram     StaffTelegram `json:"telegram,omitzero" jsonschema:"a chat on Telegram in which staff read and answer; needs telegram.token"`
	Discord      StaffDiscord  `json:"discord,omitzero" jsonschema:"a channel on Discord in which staff read and answer, with a thread for each client; needs discord.token"`
	SMS          []string      `json:"sms,omitempty" jsonschema:"telephones of staff that read and answer by text message, such as +14075550100; needs twilio"`
	Mail         Mail          `json:"mail,omitzero" jsonschema:"e-mail to staff; it cannot be answered"`
	Webhook      Webhook       `json:"webhook,omitzero" jsonschema:"signed calls to a system of your own"`
	QuietMinutes int           `json:"quiet_minutes,omitempty" jsonschema:"how long knead keeps out of a talk after the last word of staff; 30 when left out"`
	LateMinutes  int           `json:"late_minutes,omitempty" jsonschema:"after how long a client hears that nobody was reached; 5 when left out"`
}

// StaffTelegram is on when Chat is set.
type StaffTelegram struct {
	Chat   string   `json:"chat,omitempty" jsonschema:"ID of the group, such as -1001234567890; /staffchat, written there, tells it"`
	Topic  int      `json:"topic,omitempty" jsonschema:"number of a topic of the group"`
	People []string `json:"people,omitempty" jsonschema:"IDs of the users who may answer; empty: everybody in the chat"`
}

// StaffDiscord is on when Channel is set.
type StaffDiscord struct {
	Channel string   `json:"channel,omitempty" jsonschema:"ID of a channel that only staff see"`
	People  []string `json:"people,omitempty" jsonschema:"IDs of the users who may answer; empty: everybody in the channel"`
}

// Mail is on when Host is set.
type Mail struct {
	Host         string   `json:"host,omitempty" jsonschema:"the server that sends your mail, such as smtp.example.com"`
	Port         int      `json:"port,omitempty" jsonschema:"587 when left out, 465 for tls"`
	Security     string   `json:"security,omitempty" jsonschema:"starttls (the default), tls, or none for a server on the same machine"`
	User         string   `json:"user,omitempty" jsonschema:"empty: no login"`
	Password     Secret   `json:"password,omitempty" jsonschema:"better in KNEAD_MAIL_PASSWORD or password_file"`
	PasswordFile string   `json:"password_file,omitempty" jsonschema:"a file that holds the password"`
	From         string   `json:"from,omitempty" jsonschema:"the front desk's address"`
	To           []string `json:"to,omitempty" jsonschema:"addresses of staff; each gets a mail of its own"`
}

// Webhook is on when URL is set.
type Webhook struct {
	URL        string `json:"url,omitempty" jsonschema:"https address that is called; http only on this machine"`
	Secret     Secret `json:"secret,omitempty" jsonschema:"signs the calls: 24 to 64 bytes in base64. Better in KNEAD_WEBHOOK_SECRET or secret_file"`
	SecretFile string `json:"secret_file,omitempty" jsonschema:"a file that holds the secret"`
}

var (
	chatForm      = regexp.MustCompile(`^-?[1-9][0-9]{0,18}$`)
	snowflakeForm = regexp.MustCompile(`^[1-9][0-9]{0,19}$`)
	phoneForm     = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

func (v *validator) staff(s Staff) {
	t := s.Telegram
	if t.Chat == "" && (t.Topic != 0 || len(t.People) > 0) {
		v.needed("staff.telegram.chat", "", "write /staffchat in the group: knead answers with its number")
	}
	if _, err := strconv.ParseInt(t.Chat, 10, 64); t.Chat != "" && (err != nil || !chatForm.MatchString(t.Chat)) {
		v.at("staff.telegram.chat", "write /staffchat in the group: knead answers with its number", "%q is no chat's number", t.Chat)
	}
	if t.Topic < 0 {
		v.at("staff.telegram.topic", "write /staffchat in the topic: knead answers with its number", "%d is no topic", t.Topic)
	}
	for i, p := range t.People {
		v.form(fmt.Sprintf("staff.telegram.people[%d]", i), snowflakeForm, p, "a number such as 123456789: who writes /staffchat in the group is told their own", "user's number")
	}
	const copyID = "switch on Developer Mode in Discord's advanced settings, then right-click and choose Copy ID"
	if s.Discord.Channel == "" && len(s.Discord.People) > 0 {
		v.needed("staff.discord.channel", "", copyID)
	}
	if s.Discord.Channel != "" {
		v.form("staff.discord.channel", snowflakeForm, s.Discord.Channel, copyID, "channel's number")
	}
	for i, p := range s.Discord.People {
		v.form(fmt.Sprintf("staff.discord.people[%d]", i), snowflakeForm, p, copyID, "user's number")
	}
	for i, n := range s.SMS {
		v.form(fmt.Sprintf("staff.sms[%d]", i), phoneForm, n, "with country code and without spaces, such as +14075550100", "telephone number")
		if slices.Contains(s.SMS[:i], n) {
			v.at(fmt.Sprintf("staff.sms[%d]", i), "keep one of the two", "%q is there twice", n)
		}
	}
	v.mail(s.Mail)
	v.webhook(s.Webhook)
	if s.QuietMinutes < 0 || s.QuietMinutes > 24*60 {
		v.at("staff.quiet_minutes", "30 is usual", "%d is not between 1 and 1440", s.QuietMinutes)
	}
	if s.LateMinutes < 0 || s.LateMinutes > 24*60 {
		v.at("staff.late_minutes", "5 is usual", "%d is not between 1 and 1440", s.LateMinutes)
	}
}

func (v *validator) mail(m Mail) {
	const key = "staff.mail"
	if m.Host == "" {
		if m.From != "" || len(m.To) > 0 || m.User != "" {
			v.needed(key+".host", "", "the server that sends your mail, such as smtp.example.com")
		}
		return
	}
	if strings.ContainsAny(m.Host, " /:@\r\n\t") {
		v.at(key+".host", "a name such as smtp.example.com; the port has a key of its own", "%q is no host name", m.Host)
	}
	if m.Port < 0 || m.Port > 65535 {
		v.at(key+".port", "587 or 465 are usual", "%d is no port", m.Port)
	}
	if !slices.Contains([]string{"", "starttls", "tls", "none"}, m.Security) {
		v.at(key+".security", "starttls is usual, tls where the port is 465", "%q is none of starttls, tls, none", m.Security)
	}
	if m.Security == "none" && m.User != "" {
		v.at(key+".user", "use starttls or tls: without them everybody on the way reads the password", "a login needs security")
	}
	v.needed(key+".from", m.From, "such as desk@example.com")
	if m.From != "" {
		v.address(key+".from", m.From)
	}
	if len(m.To) == 0 {
		v.needed(key+".to", "", "[you@example.com]")
	}
	for i, to := range m.To {
		v.address(fmt.Sprintf("%s.to[%d]", key, i), to)
	}
}

func (v *validator) webhook(w Webhook) {
	const key = "staff.webhook.url"
	if w.URL == "" {
		if w.Secret != "" || w.SecretFile != "" {
			v.needed(key, "", "such as https://example.com/knead")
		}
		return
	}
	u, err := url.Parse(w.URL)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		v.at(key, "such as https://example.com/knead", "is no web address")
	case u.Scheme == "http" && !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()):
		v.at(key, "clients' requests are in the calls: http is for this machine only", "must begin with https")
	}
}

func (v *validator) form(key string, form *regexp.Regexp, s, hint, what string) {
	if !form.MatchString(s) {
		v.at(key, hint, "%q is no %s", s, what)
	}
}

func (v *validator) address(key, s string) {
	if _, err := mail.ParseAddress(s); err != nil || strings.ContainsAny(s, "\r\n") {
		v.at(key, "such as desk@example.com", "%q is no e-mail address", s)
	}
}
