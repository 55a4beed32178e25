package sms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"knead/bot"
)

// DefaultAPI is where Twilio's own API is.
const DefaultAPI = "https://api.twilio.com"

// Path is where Webhook is to be mounted; status callbacks are mounted at StatusPath.
const (
	Path       = "/sms/twilio"
	StatusPath = Path + "/status"
)

// A Token is a secret that is never printed: not by fmt, not by slog, not as JSON.
type Token string

const hidden = "<hidden>"

// String hides the token.
func (Token) String() string { return hidden }

// GoString hides the token from %#v.
func (Token) GoString() string { return hidden }

// MarshalText hides the token from JSON and YAML.
func (Token) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides the token from slog.
func (Token) LogValue() slog.Value { return slog.StringValue(hidden) }

// A Number is a telephone number of the practice.
type Number struct {
	Number string         // E.164, such as +14075550100
	Place  bot.LocationID // the place that clients mean who write to it; empty: none in particular
}

// A Consent knows who may be written to. bot/texting has one.
type Consent interface {
	// Heard notes what a message says about being written to, and returns it; the kind is right even with an error.
	Heard(ctx context.Context, m bot.Message, practice string) (bot.ConsentKind, error)
	// May reports whether number may be written to. With an error the answer is not known.
	May(ctx context.Context, number string) (bool, error)
	// Learn notes that the carrier refuses messages to number because its owner ended them. A repeat has the same id.
	Learn(ctx context.Context, number, practice, id string) error
}

// A Renderer makes a text message of a reply. bot/texting has one.
type Renderer interface {
	// Render returns the message, empty for a reply that says nothing.
	Render(r bot.Reply) string
	// Picture returns r with the remark that pictures are not seen; the zero Reply makes it the whole answer.
	Picture(r bot.Reply, l bot.Lang) bot.Reply
}

// A Store keeps messages. bot/sqlstore has one.
type Store interface {
	bot.TextInbox
	bot.TextRecord
}

// Hours are a window of the day in the practice's zone, "HH:MM" to "HH:MM", over midnight if To is before From.
type Hours struct{ From, To string }

// A Config is what an Adapter is made of. AccountSID, AuthToken, Numbers, Consent, Renderer and Store are needed.
type Config struct {
	AccountSID string
	AuthToken  Token
	Numbers    []Number // the first is the one that writes to who never wrote
	APIURL     string   // base of Twilio's API; empty: DefaultAPI
	PublicURL  string   // base of the address at which Twilio reaches knead; empty: what the request itself names
	Zone       *time.Location
	Consent    Consent
	Renderer   Renderer
	Store      Store

	Quiet     Hours   // when nobody is written to first; zero: 21:00 to 08:00
	PerSecond float64 // messages a second that a number of the practice may send; 0: 1, what carriers allow a long code
	Mute      bool    // Twilio answers STOP, START and HELP itself, so knead does not

	Client *http.Client     // nil: one of its own
	Log    *slog.Logger     // nil: nothing is logged
	Now    func() time.Time // nil: time.Now
	Answer time.Duration    // how long Twilio's request waits for an answer; 0: 9 s
	Join   time.Duration    // how long the next part of a long text is waited for; 0: 2.5 s
	Active time.Duration    // how long after a client's message what is sent is part of the talk, at night too; 0: 30 min
	Drain  time.Duration    // how long running replies may take after the end of Run's context; 0: 8 s
}

var (
	sidForm   = regexp.MustCompile(`^AC[0-9A-Za-z]{2,64}$`)
	phoneForm = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	clockForm = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

// check fills in what was left out and reports what is wrong, without showing a secret.
func (c *Config) check() error {
	switch {
	case !sidForm.MatchString(c.AccountSID):
		return errors.New("account_sid: not AC and letters and digits, as the Twilio console shows it")
	case c.AuthToken == "":
		return errors.New("auth_token: missing")
	case len(c.Numbers) == 0:
		return errors.New("number: missing")
	case c.Consent == nil || c.Renderer == nil || c.Store == nil:
		return errors.New("no Consent, Renderer or Store")
	}
	for _, n := range c.Numbers {
		if !phoneForm.MatchString(n.Number) {
			return fmt.Errorf("number: %q is not of the form +14075550100", n.Number)
		}
	}
	if c.APIURL == "" {
		c.APIURL = DefaultAPI
	}
	for key, base := range map[string]*string{"api_url": &c.APIURL, "public_url": &c.PublicURL} {
		*base = strings.TrimRight(*base, "/")
		if u, err := url.Parse(*base); *base != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			return fmt.Errorf("%s: not an address such as https://chat.example.com", key)
		}
	}
	if c.Quiet == (Hours{}) {
		c.Quiet = Hours{From: "21:00", To: "08:00"}
	}
	if !clockForm.MatchString(c.Quiet.From) || !clockForm.MatchString(c.Quiet.To) {
		return fmt.Errorf("quiet_hours: %q to %q are no times of day", c.Quiet.From, c.Quiet.To)
	}
	c.fill()
	return nil
}

func (c *Config) fill() {
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	if c.PerSecond == 0 {
		c.PerSecond = 1
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	for d, usual := range map[*time.Duration]time.Duration{&c.Answer: 9 * time.Second, &c.Join: 2500 * time.Millisecond,
		&c.Active: 30 * time.Minute, &c.Drain: 8 * time.Second} {
		if *d == 0 {
			*d = usual
		}
	}
}
