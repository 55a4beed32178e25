package importer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"
)

const (
	robotsPath = "/robots.txt"
	maxRobots  = 512 << 10 // bytes; more need not be read
	maxDelay   = 10 * time.Second
)

var errRobots = errors.New("robots.txt of the site does not allow it")

// robots is the rules of the one site that is read. A site's http and https sides count as one.
type robots struct {
	f       *fetcher
	read    bool // or being read: a redirect of robots.txt itself is free
	group   *robotstxt.Group
	maps    []string
	delay   time.Duration
	trouble error
}

func newRobots(f *fetcher) *robots { return &robots{f: f} }

// allow returns an error when u may not be read. Without robots.txt everything may; when it cannot be read, nothing.
func (r *robots) allow(ctx context.Context, u *url.URL) error {
	if err := r.load(ctx, u); err != nil {
		return err
	}
	if r.group != nil && !r.group.Test(u.RequestURI()) {
		return errRobots
	}
	return nil
}

func (r *robots) load(ctx context.Context, u *url.URL) error {
	if r.read {
		return r.trouble
	}
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: robotsPath}
	r.read = true
	got, status, err := r.f.fetch(ctx, at, maxRobots)
	if err != nil && ctx.Err() != nil {
		r.read = false
		return err
	}
	switch {
	case errors.Is(err, errTooBig), errors.Is(err, errOtherSite), errors.Is(err, errRedirects), status >= 400 && status < 500:
		return nil // as good as none
	case err != nil:
		r.trouble = fmt.Errorf("robots.txt cannot be read: %w", err)
		return r.trouble
	case status >= http.StatusInternalServerError:
		r.trouble = fmt.Errorf("robots.txt cannot be read: the server says %d; try again later", status)
		return r.trouble
	case status != http.StatusOK:
		return nil
	}
	data, err := robotstxt.FromStatusAndBytes(status, got.data)
	if err != nil {
		return nil //nolint:nilerr // a file that is no robots.txt forbids nothing
	}
	r.group = data.FindGroup(agent)
	r.maps = data.Sitemaps
	if r.group != nil {
		r.delay = min(r.group.CrawlDelay, maxDelay)
	}
	return nil
}
