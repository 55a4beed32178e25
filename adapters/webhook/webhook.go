package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"knead/bot"
)

const (
	timeout   = 10 * time.Second
	minSecret = 24 // bytes; fewer can be guessed, says Standard Webhooks
	maxSecret = 64
	maxWait   = time.Hour
)

// The headers of a call, as Standard Webhooks names them.
const (
	HeaderID        = "Webhook-Id"
	HeaderTimestamp = "Webhook-Timestamp"
	HeaderSignature = "Webhook-Signature"
)

// A Secret is shared with the receiver and never printed: 24 to 64 bytes in base64, with or without "whsec_" before it.
type Secret string

const hidden = "(set, hidden)"

// String hides the secret.
func (Secret) String() string { return hidden }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return hidden }

// MarshalText hides the secret from JSON and YAML.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides the secret from slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// key is the secret's bytes.
func (s Secret) key() ([]byte, error) {
	text := strings.TrimRight(strings.TrimPrefix(string(s), "whsec_"), "=")
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if key, err := e.DecodeString(text); err == nil && len(key) >= minSecret && len(key) <= maxSecret {
			return key, nil
		}
	}
	return nil, fmt.Errorf("webhook: the secret is not %d to %d bytes in base64", minSecret, maxSecret)
}

// A Config is what a Hook is made of. URL and Secret are needed.
type Config struct {
	URL    string // https; http only to this machine
	Secret Secret
	Client *http.Client     // nil: one of its own. Its Timeout and CheckRedirect are not used
	Now    func() time.Time // nil: time.Now
}

// A Hook posts notices to one address. It is safe for concurrent use.
type Hook struct {
	c   Config
	key []byte
}

// New returns a Hook, or an error that names what is wrong in c. It calls nobody.
func New(c Config) (*Hook, error) {
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("webhook: the address is none such as https://example.com/hook")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return nil, errors.New("webhook: the address must begin with https: clients' requests are in it")
	case u.User != nil:
		return nil, errors.New("webhook: the address has a user or password in it: the signature says who calls")
	}
	key, err := c.Secret.key()
	if err != nil {
		return nil, err
	}
	var client http.Client
	if c.Client != nil {
		client = *c.Client
	}
	client.Timeout = timeout
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Client = &client
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Hook{c, key}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// A Call is the body of a call.
type Call struct {
	Type    string      `json:"type"` // such as "knead.booking"
	ID      string      `json:"id"`   // of the notice: the same for every try
	Ref     string      `json:"ref"`  // by which staff name it, such as "#m6pn"
	Talk    string      `json:"talk"` // the same for all notices about one client's conversation
	Text    string      `json:"text"` // what staff read elsewhere; for text messages it has the client's number
	Channel bot.Channel `json:"channel"`
	At      time.Time   `json:"at"`
	Request *Request    `json:"request,omitempty"`
}

// A Request is what a client wants booked, moved or dropped.
type Request struct {
	Intent bot.BookingIntent `json:"intent"`
	bot.Request
}

// Post calls the address and returns the notice's ID once it answered 2xx. An answer that the same call would get again is
// bot.ErrUndeliverable.
func (h *Hook) Post(ctx context.Context, p bot.Parcel, r bot.Reply) (string, error) {
	c := p.Conversation
	call := Call{Type: "knead." + p.Kind, ID: "msg_" + short(p.Key), Ref: p.Ref().String(), Text: r.Text, At: p.At,
		Talk: short(string(c.Channel), string(c.Chat), string(c.User)), Channel: c.Channel}
	if p.Handoff != nil {
		call.Request = &Request{Intent: p.Handoff.Intent, Request: p.Handoff.Request}
	}
	body, err := json.Marshal(call)
	if err != nil {
		return "", fmt.Errorf("webhook: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.c.URL, bytes.NewReader(body))
	if err != nil {
		return "", errors.New("webhook: the address is no address")
	}
	stamp := strconv.FormatInt(h.c.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "knead")
	req.Header.Set(HeaderID, call.ID)
	req.Header.Set(HeaderTimestamp, stamp)
	req.Header.Set(HeaderSignature, sign(h.key, call.ID, stamp, body))
	resp, err := h.c.Client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // without the address, which may hold a token
		}
		return "", fmt.Errorf("webhook: call: %w", err)
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection can be used again
	_ = resp.Body.Close()
	switch code := resp.StatusCode; {
	case code/100 == 2:
		return call.ID, nil
	case code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable:
		return "", &refusal{code: code, wait: h.retryAfter(resp.Header.Get("Retry-After"))}
	case slices.Contains([]int{http.StatusBadRequest, http.StatusGone, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
		http.StatusUnprocessableEntity}, code):
		return "", fmt.Errorf("webhook: answered %d: %w", code, bot.ErrUndeliverable)
	default: // trouble of a server, or a wrong address or secret: the practice can mend it
		return "", &refusal{code: code}
	}
}

// short names what is not told.
func short(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// refusal is an answer that may be another one later.
type refusal struct {
	code int
	wait time.Duration
}

// Error implements error.
func (r *refusal) Error() string { return fmt.Sprintf("webhook: answered %d", r.code) }

// RetryAfter is how long the receiver wants to be left alone, zero when it does not say.
func (r *refusal) RetryAfter() time.Duration { return r.wait }

func (h *Hook) retryAfter(s string) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n > 0 {
		return min(time.Duration(min(n, int(maxWait/time.Second)))*time.Second, maxWait)
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, min(at.Sub(h.c.Now()), maxWait))
	}
	return 0
}

func sign(key []byte, id, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(id + "." + stamp + ".")) // a hash never fails
	_, _ = mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Verify checks the headers of a call against its body as a receiver does: one of the signatures in constant time, and
// that the timestamp is no further from now than within.
func Verify(secret Secret, header http.Header, body []byte, now time.Time, within time.Duration) error {
	key, err := secret.key()
	if err != nil {
		return err
	}
	id, stamp := header.Get(HeaderID), header.Get(HeaderTimestamp)
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || id == "" {
		return errors.New("webhook: no ID or timestamp")
	}
	want, good := []byte(sign(key, id, stamp, body)), false
	for got := range strings.FieldsSeq(header.Get(HeaderSignature)) {
		good = hmac.Equal([]byte(got), want) || good
	}
	if !good {
		return errors.New("webhook: the signature is not of this body and secret")
	}
	if now.Sub(time.Unix(seconds, 0)).Abs() > within {
		return errors.New("webhook: the call is too old")
	}
	return nil
}
