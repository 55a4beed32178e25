package openai

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// maxBody is the most that is read of one response, keep-alives and all.
const maxBody = 512 << 10

// attempts is how often one call is tried where the endpoint says "later" or fails.
const attempts = 2

// errTooBig says that the endpoint sends more than any answer can be.
var errTooBig = errors.New("response too big")

// A transport does what the library leaves out: Retry-After, a second try, and a bound on what is read.
type transport struct {
	base  http.RoundTripper
	now   func() time.Time
	later func(time.Time) // told when the endpoint wants to be left alone for longer than a call may take
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	for try := 1; ; try++ {
		resp, err := t.base.RoundTrip(req)
		if err != nil {
			return nil, hide(err)
		}
		wait, again := t.retry(resp)
		if wait > 0 && !fits(req.Context(), wait) {
			t.later(t.now().Add(wait))
			again = false
		}
		if resp.StatusCode >= 300 && resp.StatusCode < 400 {
			resp.StatusCode = http.StatusBadGateway // the library would take a redirect that is not followed for an answer
		}
		if !again || try == attempts || req.GetBody == nil || !fits(req.Context(), wait) {
			resp.Body = &bounded{ReadCloser: resp.Body, left: maxBody}
			return resp, nil
		}
		_, _ = io.CopyN(io.Discard, resp.Body, 64<<10) // so that the connection can be used again
		_ = resp.Body.Close()
		if err := pause(req.Context(), wait); err != nil {
			return nil, err
		}
		body, err := req.GetBody()
		if err != nil {
			return nil, fmt.Errorf("send again: %w", err)
		}
		req = req.Clone(req.Context())
		req.Body = body
	}
}

// retry says whether and when a response is worth another try.
func (t *transport) retry(resp *http.Response) (wait time.Duration, again bool) {
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if wait, ok := retryAfter(resp.Header.Get("Retry-After"), t.now()); ok {
			return wait, true
		}
		return 250 * time.Millisecond, true
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return 150 * time.Millisecond, true
	}
	return 0, false
}

// retryAfter reads the header's two forms: seconds, or a date.
func retryAfter(h string, now time.Time) (time.Duration, bool) {
	if h == "" {
		return 0, false
	}
	if s, err := strconv.ParseFloat(h, 64); err == nil && s >= 0 && s < 1e6 {
		return time.Duration(s * float64(time.Second)), true
	}
	if at, err := http.ParseTime(h); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// fits reports whether a call that waits can still be answered before ctx ends.
func fits(ctx context.Context, wait time.Duration) bool {
	end, ok := ctx.Deadline()
	return !ok || time.Until(end) > wait+300*time.Millisecond
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// hide drops what a network error may repeat: addresses with passwords in them.
func hide(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return err
	}
	return errNetwork{err}
}

// errNetwork is a failure of the network. Its text says no more than that; what it wraps is for errors.Is.
type errNetwork struct{ err error }

func (e errNetwork) Error() string { return "the endpoint cannot be reached" }
func (e errNetwork) Unwrap() error { return e.err }

// A bounded body ends in errTooBig after left bytes: a flood of keep-alives is a flood.
type bounded struct {
	io.ReadCloser
	left int
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooBig
	}
	if len(p) > b.left {
		p = p[:b.left]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= n
	return n, err
}

// newTransport is the network: no redirects are followed by its client, and what is read is bounded.
func newTransport(o Options, later func(time.Time)) *http.Client {
	base := o.Transport
	if base == nil {
		base = &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			ResponseHeaderTimeout: o.HeaderTimeout,
			TLSHandshakeTimeout:   o.HeaderTimeout,
			MaxIdleConnsPerHost:   o.MaxCalls,
			MaxConnsPerHost:       2 * o.MaxCalls,
			IdleConnTimeout:       time.Minute,
			ForceAttemptHTTP2:     true,
		}
	}
	return &http.Client{
		Transport: &transport{base: base, now: o.Now, later: later},
		// A redirect would take question and key to an address that nobody configured.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
