package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	agent        = "knead" // by which robots.txt addresses us
	maxRedirects = 5
)

var (
	errRedirects = fmt.Errorf("redirects more than %d times", maxRedirects)
	errOtherSite = errors.New("leads to another site")
	errTooBig    = errors.New("is too big")
)

// A fetcher reads pages of one site.
type fetcher struct {
	o      *Options
	site   string // host and port without "www."
	client *http.Client
	robots *robots
	last   time.Time // of the last request
}

func newFetcher(o *Options, start *url.URL) *fetcher {
	f := &fetcher{o: o, site: siteOf(start)}
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: guard(o.AllowPrivate)}
	f.client = &http.Client{
		Transport: &http.Transport{
			Proxy:                  nil, // a proxy would dial for us, and whatever it likes
			DialContext:            dialer.DialContext,
			TLSHandshakeTimeout:    10 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost:    2,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: f.redirect,
	}
	f.robots = newRobots(f)
	return f
}

// redirect lets a redirect through when it stays on the site and robots.txt allows it.
func (f *fetcher) redirect(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return errRedirects
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		return fmt.Errorf("redirects to %s, %w", req.URL.Scheme, errOtherSite)
	case siteOf(req.URL) != f.site:
		return fmt.Errorf("%w (%s)", errOtherSite, req.URL.Host)
	}
	return f.robots.allow(req.Context(), req.URL)
}

// siteOf returns the host that pages must share. "www." and the scheme's own port make no difference.
func siteOf(u *url.URL) string {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if p := u.Port(); p != "" && !(p == "80" && u.Scheme == "http") && !(p == "443" && u.Scheme == "https") {
		host = net.JoinHostPort(host, p)
	}
	return host
}

// A fetched is a page's answer.
type fetched struct {
	url         *url.URL // after redirects
	contentType string
	data        []byte
}

// get reads u, politely and within the limits.
func (f *fetcher) get(ctx context.Context, u *url.URL) (fetched, error) {
	if err := checkURL(u); err != nil {
		return fetched{}, err
	}
	if siteOf(u) != f.site {
		return fetched{}, fmt.Errorf("%w (%s)", errOtherSite, u.Host)
	}
	if err := f.robots.allow(ctx, u); err != nil {
		return fetched{}, err
	}
	if err := f.wait(ctx); err != nil {
		return fetched{}, err
	}
	got, status, err := f.fetch(ctx, u, f.o.MaxBytes)
	if err != nil {
		return fetched{}, err
	}
	if status != http.StatusOK {
		return fetched{}, fmt.Errorf("the server says %d %s", status, http.StatusText(status))
	}
	return got, nil
}

// fetch sends one request and reads at most limit bytes, after decompression.
func (f *fetcher) fetch(ctx context.Context, u *url.URL, limit int64) (fetched, int, error) {
	ctx, cancel := context.WithTimeout(ctx, f.o.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return fetched{}, 0, fmt.Errorf("request: %w", err)
	}
	req.Header.Set("User-Agent", "Mozilla/5.0 (compatible; knead/1; imports its owner's pages)")
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8")
	resp, err := f.client.Do(req)
	if err != nil {
		return fetched{}, 0, f.explain(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.ContentLength > limit {
		return fetched{}, 0, fmt.Errorf("%w: %d bytes, over %d", errTooBig, resp.ContentLength, limit)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return fetched{}, 0, f.explain(ctx, err)
	}
	if int64(len(data)) > limit {
		return fetched{}, 0, fmt.Errorf("%w: over %d bytes", errTooBig, limit)
	}
	return fetched{url: resp.Request.URL, contentType: resp.Header.Get("Content-Type"), data: data}, resp.StatusCode, nil
}

// explain takes the address out of err, which the progress line names already, and says what a timeout was.
func (f *fetcher) explain(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("gave no full answer within %s: %w", f.o.Timeout, context.DeadlineExceeded)
	}
	if ue, ok := errors.AsType[*url.Error](err); ok {
		err = ue.Err
	}
	if errors.Is(err, errPrivate) {
		return fmt.Errorf("%w; use --private if it is meant", err)
	}
	return err
}

// wait keeps the pause between two requests that the site asks for, and a short one of our own.
func (f *fetcher) wait(ctx context.Context) error {
	pause := max(f.o.Pause, f.robots.delay)
	left := time.Until(f.last.Add(pause))
	f.last = time.Now().Add(max(0, left))
	if left <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(left)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%q is no web address", u.Scheme)
	case u.Hostname() == "":
		return errors.New("the address names no server")
	case u.User != nil:
		return errors.New("the address holds a name or password: take it out")
	}
	return nil
}
