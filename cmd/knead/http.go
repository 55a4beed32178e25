package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"knead/adapters/web"
	"knead/bot"
	"knead/bot/sqlstore"
	"knead/config"
	"knead/knowledge"
)

// drain is how long running replies may take after the signal to stop.
const drain = 10 * time.Second

// serveCmd serves.
type serveCmd struct{}

// Run implements the command: it ends when ctx does, after running replies have gone out.
func (*serveCmd) Run(ctx context.Context, c *cli, env *environment) (err error) {
	cfg, err := loadConfig(c.Config, env)
	if err != nil {
		return err
	}
	d, err := newDesk(cfg, env)
	if err != nil {
		return err
	}
	// The port first: a taken one is told at once, before anything is made.
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		hint := "set KNEAD_LISTEN to another address, such as 127.0.0.1:8081"
		if errors.Is(err, syscall.EADDRINUSE) {
			hint = "another program, or another knead, has the port: stop it, or set KNEAD_LISTEN, such as 127.0.0.1:8081"
		}
		return hinted{err: fmt.Errorf("listen on %s: %w", cfg.Listen, err), hint: hint}
	}
	defer func() { _ = ln.Close() }() // closed by the server already when it ran
	st, err := openStore(ctx, cfg, env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	ours, err := d.newStaff(st, nil)
	if err != nil {
		return err
	}
	b, err := bot.New(ours.botOptions(d.botOptions(st, nil)))
	if err != nil {
		return err
	}
	srv, err := d.newWeb(b, st, env)
	if err != nil {
		return err
	}
	chans, err := d.newChannels(st, ours, env)
	if err != nil {
		return err
	}
	chans.send[bot.Web] = srv
	if err := ours.connect(chans); err != nil {
		return err
	}
	h := ours.handler(b)
	if _, err := fmt.Fprintf(env.out, "%s: the front desk is open at http://%s\n", d.practice.Name, ln.Addr()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return serveHTTP(gctx, web.Listen(ln, webProxies(cfg.Web)), chans.mounted(srv), d.log) })
	for name, a := range chans.run {
		g.Go(func() error {
			// A channel that cannot go on, its token revoked, takes the others down with it least of all.
			if err := a.Run(gctx, h); err != nil && gctx.Err() == nil {
				d.log.ErrorContext(gctx, "channel stopped; the others go on", "channel", name, "err", err)
			}
			return nil
		})
	}
	g.Go(func() error { ours.run(gctx); return nil })
	g.Go(func() error { prune(gctx, st, cfg.KeepDays, d.log); return nil })
	g.Go(func() error { return d.watch(gctx) })
	return g.Wait()
}

// serveHTTP serves h on ln until ctx ends, then lets running requests finish.
func serveHTTP(ctx context.Context, ln net.Listener, h http.Handler, log *slog.Logger) error {
	// Requests outlive the signal: a reply under way goes out. Streams end by their own base context.
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second, // of an answer; event streams set their own for each event
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		BaseContext:       func(net.Listener) context.Context { return base },
	}
	done := make(chan error, 1)
	g := new(errgroup.Group)
	g.Go(func() error {
		done <- s.Serve(ln)
		return nil
	})
	select {
	case err := <-done:
		return errors.Join(fmt.Errorf("serve: %w", err), g.Wait())
	case <-ctx.Done():
	}
	quit, stop := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer stop()
	var err error
	if c, ok := h.(io.Closer); ok {
		err = c.Close() // ends the event streams, which would otherwise be waited for
	}
	if serr := s.Shutdown(quit); serr != nil {
		err = errors.Join(err, fmt.Errorf("stop serving: %w", serr), s.Close())
	}
	return errors.Join(err, g.Wait())
}

func (d *desk) newWeb(b *bot.Bot, st *sqlstore.Store, env *environment) (*web.Server, error) {
	secret, err := webSecret(d.cfg, env)
	if err != nil {
		return nil, err
	}
	o := web.Options{
		Handler: b, Practice: d.practice.Name, Languages: d.practice.Languages, Library: library{d.live}, Ready: st.Ping, Forget: st.Forget,
		Sites: d.cfg.Web.Sites, Color: d.cfg.Web.Color, Greeting: localized(d.cfg.Web.Greeting), Proxies: webProxies(d.cfg.Web),
		ClientHeader: d.cfg.Web.ClientHeader,
		Secret:       secret, Log: d.log, Emergency: bot.EmergencyNumber(d.practice),
		Examples: map[bot.Lang][]string{
			bot.English: {"Does massage help a stiff neck?", "What is cupping good for?", "Deep tissue Friday 3pm"},
			bot.Spanish: {"¿El masaje ayuda con el cuello rígido?", "¿Para qué sirven las ventosas?", "Tejido profundo viernes a las 3"},
		},
	}
	if d.cfg.Web.PublicURL != "" {
		o.Origins = []string{strings.TrimSuffix(d.cfg.Web.PublicURL, "/")}
	}
	s, err := web.New(o)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return s, nil
}

// webProxies are the configured proxies. They were validated.
func webProxies(c config.Web) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range c.Proxies {
		if p, err := netip.ParsePrefix(s); err == nil {
			out = append(out, p.Masked())
		} else if a, err := netip.ParseAddr(s); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
		}
	}
	return out
}

// webSecret is the configured secret, else one made once and kept in the state folder, so that sessions outlive a restart.
func webSecret(cfg config.Config, env *environment) ([]byte, error) {
	if s := cfg.Web.Secret.Reveal(); s != "" {
		return []byte(s), nil
	}
	address, err := databaseAddress(config.Config{}, env)
	if cfg.Database != "" && !strings.Contains(cfg.Database, "://") {
		address, err = cfg.Database, nil
	}
	if err != nil {
		return nil, err
	}
	path := filepath.Join(filepath.Dir(address), "knead-web.secret")
	data, err := os.ReadFile(path)
	if err == nil && len(data) >= 32 {
		return data, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, hinted{err: fmt.Errorf("web secret: %w", err), hint: "make the file readable, or set KNEAD_WEB_SECRET"}
	}
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	secret := []byte(hex.EncodeToString(raw))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, hinted{err: fmt.Errorf("web secret: %w", err), hint: "set KNEAD_WEB_SECRET"}
	}
	if err := os.WriteFile(path, secret, 0o600); err != nil {
		return nil, hinted{err: fmt.Errorf("web secret: %w", err), hint: "set KNEAD_WEB_SECRET"}
	}
	return secret, nil
}

// library shows the knowledge base to the web pages.
type library struct{ base *knowledge.Live }

// Articles implements web.Library.
func (l library) Articles(lang bot.Lang) []web.ArticleInfo {
	var infos []web.ArticleInfo
	for _, p := range l.base.Articles(lang) {
		infos = append(infos, web.ArticleInfo{Slug: p.Slug, Title: p.Title, Summary: summary(string(p.HTML))})
	}
	return infos
}

// maxSummary is the longest description of an article in the list of them, in bytes.
const maxSummary = 160

var tag = regexp.MustCompile(`<[^>]*>`)

// summary is an article's introduction as one line of plain text: its first paragraph, or the whole sentences of it that
// fit. It is empty where an article begins with a section.
func summary(page string) string {
	page, _, _ = strings.Cut(page, "<h2")
	_, page, _ = strings.Cut(page, "<p>")
	page, _, _ = strings.Cut(page, "</p>")
	text := strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(page, ""))), " ")
	if len(text) <= maxSummary {
		return text
	}
	if end := strings.LastIndex(text[:maxSummary], ". "); end > 0 {
		return text[:end+1]
	}
	end := strings.LastIndexByte(text[:maxSummary], ' ')
	return text[:max(end, 0)] + "…"
}

// Article implements web.Library.
func (l library) Article(slug string, lang bot.Lang) (web.Page, bool) {
	p, ok := l.base.Article(slug, lang)
	if !ok {
		return web.Page{}, false
	}
	page := web.Page{Title: p.Title, Lang: p.Lang, Slug: p.Slug, HTML: p.HTML, Languages: p.Languages, Reviewed: p.Reviewed}
	for _, e := range p.Contents {
		page.Contents = append(page.Contents, web.Entry{Anchor: e.Anchor, Heading: e.Heading})
	}
	var parts []string
	for _, s := range []string{p.Source.Page, p.Source.Site, p.Source.Author, p.Source.Date} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	page.Source = strings.Join(parts, ", ")
	if p.ReviewedBy != "" && !strings.HasPrefix(p.ReviewedBy, "nobody") {
		page.ReviewedBy = p.ReviewedBy
	}
	return page, true
}
