package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"knead/bot"
	"knead/bot/booking"
	"knead/bot/language"
	"knead/bot/triage"
	"knead/bot/triage/reader"
	"knead/config"
	"knead/knowledge"
)

// A desk is a practice's front desk, put together: everything but the channels.
type desk struct {
	cfg      config.Config
	practice bot.Practice
	screener *triage.Engine
	base     *knowledge.Base // as loaded at the start
	live     *knowledge.Live // the articles as they are now
	since    uint64          // what the articles folders were like before base was loaded
	reader   *booking.Reader
	model    model
	log      *slog.Logger
}

// loadConfig reads the practice's file, or the embedded practice when path is empty, and the environment over it.
func loadConfig(path string, env *environment) (config.Config, error) {
	var cfg config.Config
	var err error
	if path == "" {
		cfg, err = config.Default()
	} else {
		cfg, err = config.Load(path)
	}
	// The environment's problems are told together with the file's.
	eerr := config.Environ(&cfg, env.lookup)
	var ps, eps config.Problems
	if errors.As(err, &ps) && errors.As(eerr, &eps) {
		return cfg, slices.Concat(ps, eps)
	}
	return cfg, errors.Join(err, eerr)
}

// newDesk loads rules, model and articles and checks them.
func newDesk(cfg config.Config, env *environment) (*desk, error) {
	d := &desk{cfg: cfg, log: newLogger(cfg.Log, env.err)}
	var err error
	if d.practice, err = practice(cfg.Practice); err != nil {
		return nil, err
	}
	d.since = knowledge.Fingerprint(articleFolders(d)...)
	// All of it is checked before anything is served. The articles take longest, so the rest is loaded beside them.
	errs := make([]error, 2)
	var g errgroup.Group
	g.Go(func() error {
		if d.screener, errs[0] = newScreener(cfg.Screen); errs[0] != nil {
			return nil
		}
		if d.reader, errs[0] = booking.New(d.practice); errs[0] != nil {
			errs[0] = fmt.Errorf("booking: %w", errs[0])
		}
		return nil
	})
	g.Go(func() error {
		d.base, errs[1] = newBase(cfg, d.practice)
		return nil
	})
	_ = g.Wait() // what is wrong is in errs, always in the same order
	if err := cmp.Or(errs...); err != nil {
		return nil, err
	}
	d.live = knowledge.NewLive(d.base)
	if d.model, err = newModel(cfg, d.live, d.log, env); err != nil {
		return nil, err
	}
	settle()
	return d, nil
}

// settle gives back what was only needed to build the desk, and has the collector keep closer to what is in use: knead
// waits most of its time, often on a machine that it shares. Who sets GOGC decides for himself.
func settle() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
	go debug.FreeOSMemory()
}

func newScreener(cfg config.Screen) (*triage.Engine, error) {
	var second triage.SecondReader
	if cfg.Model {
		m, err := reader.Default()
		if err != nil {
			return nil, hinted{err: fmt.Errorf("screening: %w", err),
				hint: "the model file is damaged: install knead again, or set screening.model to false to screen by rules alone"}
		}
		second = m
	}
	if cfg.Rules == "" {
		return triage.Default(second)
	}
	e, err := triage.Load(os.DirFS(cfg.Rules), second)
	if err != nil {
		return nil, hinted{err: err, hint: "correct the rules in " + cfg.Rules + ", or take screening.rules out for the embedded ones"}
	}
	return e, nil
}

func newBase(cfg config.Config, p bot.Practice) (*knowledge.Base, error) {
	var articles fs.FS = embeddedIn{knowledge.Embedded(), p.Languages}
	if cfg.Articles.Folder != "" {
		articles = os.DirFS(cfg.Articles.Folder)
	}
	opts := knowledge.Options{Languages: p.Languages, BaseURL: cfg.Web.PublicURL}
	if cfg.Articles.Thesaurus != "" {
		opts.Thesaurus = os.DirFS(cfg.Articles.Thesaurus)
	}
	b, err := knowledge.Load(articles, opts)
	if err != nil {
		return nil, hinted{err: fmt.Errorf("articles: %w", err), hint: "each line names file, line and key; check with: knead knowledge lint"}
	}
	return b, nil
}

// newBot puts the Handler together.
func (d *desk) newBot(st bot.Store, now func() time.Time) (*bot.Bot, error) {
	return bot.New(d.botOptions(st, now))
}

func (d *desk) botOptions(st bot.Store, now func() time.Time) bot.Options {
	return d.model.into(bot.Options{
		Practice: d.practice, Screener: d.screener, Answerer: d.live, Reader: d.reader, Drafter: drafter{d.practice},
		Store: st, Detector: language.New(), Log: d.log, Now: now, KeepDays: d.cfg.KeepDays, OwnRules: d.cfg.Screen.Rules != "",
	})
}

// practice turns the file's practice into the domain's. The file was validated; what is wrong here is a bug told plainly.
func practice(c config.Practice) (bot.Practice, error) {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return bot.Practice{}, fmt.Errorf("practice.time_zone: %w", err)
	}
	p := bot.Practice{Name: c.Name, Zone: zone, Country: c.Country, Website: c.Website, Phone: c.Phone, TextToBook: c.TextToBook,
		Email: c.Email, Numbers: c.Numbers}
	for _, l := range c.Languages {
		p.Languages = append(p.Languages, bot.Lang(l))
	}
	for _, s := range c.Social {
		p.Social = append(p.Social, bot.Link{Label: s.Label, URL: s.URL})
	}
	for _, l := range c.Locations {
		loc := bot.Location{ID: bot.LocationID(l.ID), Name: l.Name, Aliases: l.Aliases, BookURL: l.BookURL, Address: l.Address,
			Lat: l.Latitude, Long: l.Longitude}
		for _, h := range l.Hours {
			hours := bot.Hours{From: h.From, To: h.To}
			for _, day := range h.Days {
				hours.Days = append(hours.Days, time.Weekday(slices.Index(config.Weekdays(), day)))
			}
			loc.Hours = append(loc.Hours, hours)
		}
		p.Locations = append(p.Locations, loc)
	}
	for _, s := range c.Services {
		p.Services = append(p.Services, bot.Service{ID: bot.ServiceID(s.ID), Name: localized(s.Name), Aliases: s.Aliases,
			Minutes: s.Minutes, Price: s.Price})
	}
	for _, t := range c.Therapists {
		p.Therapists = append(p.Therapists, bot.Therapist{Name: t.Name, Aliases: t.Aliases, About: localized(t.About)})
	}
	for _, f := range c.Facts {
		p.Facts = append(p.Facts, bot.Fact{Key: f.Key, Asked: f.Asked, Answer: localized(f.Answer)})
	}
	return p, nil
}

func localized(m map[string]string) bot.Localized {
	if m == nil {
		return nil
	}
	out := make(bot.Localized, len(m))
	for l, s := range m {
		out[bot.Lang(l)] = s
	}
	return out
}

func newLogger(c config.Log, to io.Writer) *slog.Logger {
	level := slog.LevelInfo
	if c.Level != "" {
		if err := level.UnmarshalText([]byte(c.Level)); err != nil {
			level = slog.LevelInfo // unreachable: the file was validated
		}
	}
	opts := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(to, opts))
	}
	return slog.New(slog.NewTextHandler(to, opts))
}

// databaseAddress is the configured database, else knead.db in the user's state folder.
func databaseAddress(cfg config.Config, env *environment) (string, error) {
	if cfg.Database != "" {
		return cfg.Database, nil
	}
	dir, ok := env.lookup("XDG_STATE_HOME")
	if !ok || dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", hinted{err: fmt.Errorf("find a place for the database: %w", err), hint: "set KNEAD_DB to a path"}
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "knead", "knead.db"), nil
}

// prune deletes what is older than the retention time, at the start and then every hour, until ctx ends.
func prune(ctx context.Context, st bot.Keeper, days int, log *slog.Logger) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		n, err := st.Prune(ctx, time.Now().AddDate(0, 0, -days))
		switch {
		case err != nil && ctx.Err() == nil:
			log.LogAttrs(ctx, slog.LevelError, "prune", slog.String("error", err.Error()))
		case n > 0:
			log.LogAttrs(ctx, slog.LevelInfo, "prune", slog.Int("rows", n))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// languageOf is the language of a text by itself, the practice's first when it does not tell.
func (d *desk) languageOf(text string) bot.Lang {
	if l, ok := language.New().Detect(text); ok && slices.Contains(d.practice.Languages, l) {
		return l
	}
	return d.practice.Languages[0]
}

// drafter is package booking's work on a request, for one practice.
type drafter struct{ practice bot.Practice }

// Merge implements bot.Drafter.
func (drafter) Merge(draft, add bot.Request) bot.Request { return booking.MergeRequest(draft, add) }

// Check implements bot.Drafter.
func (d drafter) Check(r bot.Request, now time.Time) bot.Problem {
	return booking.Check(r, now, d.practice)
}

// ReadBack implements bot.Drafter.
func (d drafter) ReadBack(r bot.Request, l bot.Lang) string {
	return booking.ReadBack(r, d.practice, l)
}

// Slot implements bot.Drafter.
func (d drafter) Slot(r bot.Request, l bot.Lang) string {
	return booking.ReadBack(bot.Request{Date: r.Date, DateTo: r.DateTo, Time: r.Time, After: r.After, Before: r.Before, Part: r.Part}, d.practice, l)
}
