package telegram

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

// DefaultAPI is where Telegram's own Bot API is.
const DefaultAPI = "https://api.telegram.org"

// A Config is what an Adapter is made of. Token and Practice are needed; everything else may be left out.
type Config struct {
	Token    Token
	APIURL   string           // base of the Bot API; empty: DefaultAPI
	Client   *http.Client     // nil: one of its own. Its Timeout, if any, must be longer than a poll (PollFor)
	Log      *slog.Logger     // nil: nothing is logged
	Now      func() time.Time // nil: time.Now
	Practice bot.Practice     // its name, languages, places and country

	PublicURL string       // base of the practice's web pages, for links to sources; empty: sources are named, not linked
	Journal   string       // path of the file that notes answered updates, see Journal in doc.go; empty: none is kept
	Webhook   Webhook      // zero: long polling
	Staff     StaffChat    // zero: no staff chat
	Desk      StaffDesk    // nil: what staff write in their chat is not read
	Searcher  Searcher     // nil: no inline mode
	Screener  bot.Screener // reads inline queries; needed for inline mode

	// Blocked is told when a client has blocked the bot, or a group has put it out; nil: nobody is told.
	Blocked func(ctx context.Context, c bot.Conversation)

	Limits  Limits        // zero: Telegram's
	PollFor time.Duration // how long Telegram holds an empty poll; 0: 50 s
	Drain   time.Duration // how long running replies may take after the end of Run's context; 0: 8 s
}

// A Webhook makes Telegram deliver updates by HTTPS instead of being polled. Adapter.Webhook is then mounted at the
// path of URL.
type Webhook struct {
	URL    string // public https address; empty: long polling
	Secret Token  // what Telegram sends with each update; empty: made at random at every start
}

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

// tokenForm is how BotFather's tokens look. The path of every request is made of it, so nothing else may pass.
var tokenForm = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{1,100}$`)

// secretForm is what Telegram takes as a webhook's secret.
var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// check fills in what was left out and reports what is wrong, without showing a secret.
func (c *Config) check() error {
	if !tokenForm.MatchString(string(c.Token)) {
		return errors.New("token: not of the form 123456:ABC-def, as @BotFather gives it")
	}
	if c.Practice.Name == "" {
		return errors.New("practice without a name")
	}
	if c.APIURL == "" {
		c.APIURL = DefaultAPI
	}
	c.APIURL = strings.TrimRight(c.APIURL, "/")
	if u, err := url.Parse(c.APIURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" {
		return errors.New("api_url: not an address such as " + DefaultAPI)
	}
	if c.Webhook.URL != "" {
		if u, err := url.Parse(c.Webhook.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return errors.New("webhook.url: not an address such as https://chat.example.com/telegram")
		}
		if c.Webhook.Secret != "" && !secretForm.MatchString(string(c.Webhook.Secret)) {
			return errors.New("webhook.secret: only letters, digits, _ and - are taken, at most 256")
		}
	}
	if c.PublicURL != "" {
		c.PublicURL = strings.TrimRight(c.PublicURL, "/")
		if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return errors.New("public_url: not an address such as https://chat.example.com")
		}
	}
	if c.Searcher != nil && c.Screener == nil {
		return errors.New("inline mode needs a Screener: no query is answered unread")
	}
	if len(c.Practice.Languages) == 0 {
		c.Practice.Languages = []bot.Lang{bot.English}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.PollFor == 0 {
		c.PollFor = 50 * time.Second
	}
	if c.Drain == 0 {
		c.Drain = 8 * time.Second
	}
	c.Limits.fill()
	return nil
}

// httpClient is the client that carries the token: it never follows a redirect, which would hand the address on.
func httpClient(given *http.Client) *http.Client {
	var c http.Client
	if given != nil {
		c = *given
	} else if t, ok := http.DefaultTransport.(*http.Transport); ok {
		t = t.Clone()
		t.MaxIdleConnsPerHost = 32
		t.ResponseHeaderTimeout = 0 // long polls; every call has a context with a deadline
		c.Transport = t
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// configError marks an error of the configuration with the name of the part it is in.
func configError(err error) error { return fmt.Errorf("telegram: %w", err) }
