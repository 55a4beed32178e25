package sms

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// requestTime is how long one request may take, its answer read.
const requestTime = 10 * time.Second

// rest sends messages by Twilio's own library. The library takes no context and no base address, and its errors lose the
// status of what is no JSON; a transport of ours adds them.
type rest struct {
	account string
	token   Token
	base    *url.URL
	http    *http.Client
	now     func() time.Time
}

func newRest(c Config) (*rest, error) {
	base, err := url.Parse(c.APIURL)
	if err != nil {
		return nil, errors.New("api_url: not an address") // unreachable: it was checked
	}
	h := &http.Client{}
	if c.Client != nil {
		*h = *c.Client
	}
	if h.Transport == nil {
		h.Transport = http.DefaultTransport
	}
	// A redirect would hand the token on.
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &rest{account: c.AccountSID, token: c.AuthToken, base: base, http: h, now: c.Now}, nil
}

// create sends one message and returns Twilio's ID and status. A refusal is an *apiError; any other error leaves open
// whether the message was taken.
func (r *rest) create(ctx context.Context, from, to, body, callback string) (sid, status string, err error) {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	t := &transport{of: r, ctx: ctx}
	h := *r.http
	h.Transport = t
	// The transport signs in: the library refuses tokens with other than letters and digits, and need not know it.
	c := &client.Client{Credentials: client.NewCredentials("transport", ""), HTTPClient: &h}
	c.SetAccountSid(r.account)
	p := &api.CreateMessageParams{}
	p.SetFrom(from).SetTo(to).SetBody(body)
	if callback != "" {
		p.SetStatusCallback(callback)
	}
	m, err := api.NewApiService(&client.RequestHandler{Client: c}).CreateMessage(p)
	if t.status >= 300 {
		refusal := &apiError{status: t.status, retry: t.retry}
		if e, ok := errors.AsType[*client.TwilioRestError](err); ok {
			refusal.code = e.Code
		}
		return "", "", refusal
	}
	if err != nil {
		return "", "", fmt.Errorf("twilio: %w", clean(err))
	}
	if m.Sid != nil {
		sid = *m.Sid
	}
	if m.Status != nil {
		status = *m.Status
	}
	return sid, status, nil
}

// clean drops the address from a network's error.
func clean(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// A transport is that of one request: it takes it to the base address, ends it with the context, and keeps the status.
type transport struct {
	of     *rest
	ctx    context.Context //nolint:containedctx // the library takes none, and a transport lives for one request
	status int
	retry  time.Duration
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(q *http.Request) (*http.Response, error) {
	q = q.Clone(t.ctx)
	q.SetBasicAuth(t.of.account, string(t.of.token))
	q.URL.Scheme, q.URL.Host, q.Host = t.of.base.Scheme, t.of.base.Host, t.of.base.Host
	q.URL.Path = strings.TrimRight(t.of.base.Path, "/") + q.URL.Path
	resp, err := t.of.http.Transport.RoundTrip(q)
	if err != nil {
		return nil, err
	}
	t.status = resp.StatusCode
	t.retry = retryAfter(resp.Header.Get("Retry-After"), t.of.now())
	return resp, nil
}

// retryAfter reads the header of that name: seconds or a date, at most an hour.
func retryAfter(s string, now time.Time) time.Duration {
	var d time.Duration
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
		d = time.Duration(n) * time.Second
	} else if at, err := http.ParseTime(s); err == nil {
		d = at.Sub(now)
	}
	return min(max(d, 0), time.Hour)
}
