package openai

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Key is the endpoint's key. It is never printed.
type Key string

// String hides the key.
func (k Key) String() string {
	if k == "" {
		return ""
	}
	return "(set, hidden)"
}

// GoString hides the key from %#v.
func (k Key) GoString() string { return k.String() }

// LogValue hides the key from slog.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// MarshalText hides the key from JSON.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// DefaultBaseURL and DefaultModel are used where only a key is given.
const (
	DefaultBaseURL = "https://api.openai.com/v1"
	DefaultModel   = "gpt-4o-mini"
)

// Options set a Client. BaseURL or Key is needed; zero values of the others have defaults.
type Options struct {
	Key     Key
	BaseURL string // ends in /v1; empty: DefaultBaseURL
	Model   string // empty: DefaultModel, only with DefaultBaseURL

	Timeout       time.Duration // for a whole answer; 0: 4 s
	HeaderTimeout time.Duration // for the first byte; 0: 3 s
	MaxCalls      int           // at once; 0: 4
	TokensADay    int           // 0: 200,000; below 0: no bound
	MoneyADay     float64       // in the currency of the prices; 0: no bound
	PriceIn       float64       // for a million tokens sent
	PriceOut      float64       // for a million tokens received
	BudgetFile    string        // where the day's use is kept; empty: in memory, and a restart begins anew

	Log       *slog.Logger      // nil: nothing is logged. No words, names or keys are ever written to it
	Now       func() time.Time  // nil: time.Now
	Transport http.RoundTripper // nil: the network
}

// filled returns o with its defaults, or what is wrong with it.
func (o Options) filled() (Options, error) {
	if o.Key == "" && o.BaseURL == "" {
		return o, fmt.Errorf("openai: neither a key nor an address is set")
	}
	if o.BaseURL == "" {
		o.BaseURL = DefaultBaseURL
	}
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return o, fmt.Errorf("openai: the address is no http or https address") // not repeated: it may hold a password
	}
	if o.Model == "" {
		if o.BaseURL != DefaultBaseURL {
			return o, fmt.Errorf("openai: no model is named for %s", u.Host)
		}
		o.Model = DefaultModel
	}
	if o.Timeout == 0 {
		o.Timeout = 4 * time.Second
	}
	if o.HeaderTimeout == 0 {
		o.HeaderTimeout = min(3*time.Second, o.Timeout)
	}
	if o.MaxCalls <= 0 {
		o.MaxCalls = 4
	}
	if o.TokensADay == 0 {
		o.TokensADay = 200_000
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o, nil
}

// Host is where what leaves goes to, without user, password or path.
func (o Options) Host() string {
	base := o.BaseURL
	if base == "" {
		base = DefaultBaseURL
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return "an address that cannot be read"
	}
	return u.Scheme + "://" + u.Host
}
