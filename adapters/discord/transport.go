package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	libraryPath = "/api/v9/"  // what the library writes into its addresses
	ourPath     = "/api/v10/" // the version that is spoken: the same payloads, and the one that Discord specifies
	maxAnswer   = 8 << 20     // of a response, in bytes
	maxTries    = 4           // of one request that Discord fails to take
	maxRefusals = 10          // rate limits in a row before a request gives up, whatever time it has left
)

// A transport carries the library's requests. It sends them to the configured server, keeps to the rate limits within the
// request's context, and tries again what a broken server or line has not taken. The library's own ways for the
// last two sleep whatever the context says, so it never gets to see a limit.
type transport struct {
	base  *url.URL
	under http.RoundTripper
	limit *limiter
	pace  func(ctx context.Context, d time.Duration) error // waits between two tries
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	path, ok := strings.CutPrefix(r.URL.Path, libraryPath)
	if !ok {
		return nil, errors.New("request to an address outside the API")
	}
	key, free := bucketKey(r.Method, path)
	out := r.Clone(r.Context())
	out.URL.Scheme, out.URL.Host, out.Host = t.base.Scheme, t.base.Host, ""
	out.URL.Path, out.URL.RawPath = strings.TrimRight(t.base.Path, "/")+ourPath+path, ""
	refusals := 0
	for try := 1; ; try++ {
		if err := t.limit.take(r.Context(), key, free); err != nil {
			return nil, err
		}
		if r.GetBody != nil {
			body, err := r.GetBody()
			if err != nil {
				return nil, fmt.Errorf("read request again: %w", err)
			}
			out.Body = body
		}
		resp, err := t.under.RoundTrip(out)
		switch {
		case err != nil:
			if r.Context().Err() != nil || try >= maxTries || !repeatable(r) {
				return nil, err
			}
			if perr := t.pace(r.Context(), backoff(try)); perr != nil {
				return nil, err
			}
			continue
		case resp.StatusCode == http.StatusTooManyRequests:
			wait := t.refused(key, resp)
			if refusals++; refusals > maxRefusals {
				return nil, errLimited
			}
			if perr := pause(r.Context(), wait); perr != nil {
				return nil, perr
			}
			try-- // a refusal is no failure
			continue
		case resp.StatusCode >= http.StatusInternalServerError && try < maxTries && repeatable(r):
			drop(resp)
			if perr := t.pace(r.Context(), backoff(try)); perr != nil {
				return nil, perr
			}
			continue
		}
		t.limit.heard(key, resp.Header)
		for name := range resp.Header {
			if strings.HasPrefix(name, "X-Ratelimit-") {
				resp.Header.Del(name)
			}
		}
		if resp.StatusCode == http.StatusBadGateway {
			resp.StatusCode = http.StatusServiceUnavailable // the library repeats a 502 by itself
		}
		resp.Body = limited{io.LimitReader(resp.Body, maxAnswer), resp.Body}
		return resp, nil
	}
}

// limited reads a part of a body and closes all of it.
type limited struct {
	io.Reader
	io.Closer
}

// refused learns from a 429 and returns how long to wait.
func (t *transport) refused(key string, resp *http.Response) time.Duration {
	var said struct {
		RetryAfter float64 `json:"retry_after"`
		Global     bool    `json:"global"`
	}
	wait, ok := seconds(resp.Header.Get("Retry-After"))
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	drop(resp)
	if err == nil && json.Unmarshal(body, &said) == nil && said.RetryAfter > 0 && said.RetryAfter < 24*3600 {
		wait, ok = time.Duration(said.RetryAfter*float64(time.Second)), true
	}
	if !ok {
		wait = time.Second // a proxy's refusal that names no time
	}
	t.limit.blocked(key, wait, said.Global || resp.Header.Get("X-RateLimit-Global") != "")
	return wait
}

func drop(resp *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection is used again
	_ = resp.Body.Close()
}

// repeatable reports whether sending r twice does no harm: Discord throws away a second message with the same nonce and
// refuses a second answer to an interaction. Follow-ups and new threads have no such guard.
func repeatable(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return true
	}
	path := r.URL.Path
	return strings.HasSuffix(path, "/messages") || strings.HasSuffix(path, "/callback") || strings.HasSuffix(path, "/typing") ||
		strings.HasSuffix(path, "/users/@me/channels")
}

// backoff is how long to wait after a number of failures in a row: a quarter of a second, doubled each time up to a
// minute, and a random half of that more or less, so that many processes do not come back at once.
func backoff(failures int) time.Duration {
	d := 250 * time.Millisecond << min(max(failures-1, 0), 8)
	d = min(d, time.Minute)
	return d/2 + rand.N(d)
}

// bucketKey is the name under which a request is counted: its method and route with the channel, server or webhook that
// Discord counts by. Answers to interactions have an allowance each and are free of the global one.
func bucketKey(method, path string) (key string, free bool) {
	parts := strings.Split(path, "/")
	for i := 2; i < len(parts); i++ {
		switch {
		case isSnowflake(parts[i]):
			parts[i] = "id"
		case i == 2 && (parts[0] == "webhooks" || parts[0] == "interactions"):
			parts[i] = "token"
		}
	}
	switch parts[0] {
	case "webhooks", "interactions":
		// By interaction: what one member does holds up nobody else. The route alone would.
		return method + " " + path, true
	}
	return method + " " + strings.Join(parts, "/"), false
}

// newTransport returns a transport to the configured server.
func newTransport(c Config) (*transport, error) {
	base, err := url.Parse(c.APIURL)
	if err != nil {
		return nil, fmt.Errorf("discord: api url: %w", err)
	}
	under := c.HTTP.Transport
	if under == nil {
		under = http.DefaultTransport
	}
	return &transport{base: base, under: under, limit: newLimiter(time.Now), pace: pause}, nil
}

// client returns an HTTP client whose requests go through t.
func (t *transport) client() *http.Client {
	return &http.Client{
		Transport: t,
		// The token goes to one server only, wherever that would send us.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
