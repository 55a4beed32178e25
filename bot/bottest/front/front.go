// Package front is the embedded practice's front desk with everything real: what clients meet behind a channel. Tests of
// channels hold the golden talks with it, and nothing but tests imports it. cmd/knead puts the same together for a
// practice's own file.
package front

import (
	"fmt"
	"time"

	"knead/bot"
	"knead/bot/booking"
	"knead/bot/language"
	"knead/bot/triage"
	"knead/bot/triage/reader"
	"knead/config"
	"knead/knowledge"
)

// A Desk is what costs time to load: rules, model, articles. Any number of bots are made from one.
type Desk struct {
	Practice bot.Practice
	screener *triage.Engine
	base     *knowledge.Base
	reader   *booking.Reader
}

// Load reads what is embedded.
func Load() (*Desk, error) {
	cfg, err := config.Default()
	if err != nil {
		return nil, err
	}
	d := &Desk{}
	if d.Practice, err = practice(cfg.Practice); err != nil {
		return nil, err
	}
	second, err := reader.Default()
	if err != nil {
		return nil, err
	}
	if d.screener, err = triage.Default(second); err != nil {
		return nil, err
	}
	if d.base, err = knowledge.Load(knowledge.Embedded(), knowledge.Options{Languages: d.Practice.Languages}); err != nil {
		return nil, err
	}
	if d.reader, err = booking.New(d.Practice); err != nil {
		return nil, err
	}
	return d, nil
}

// Bot puts a bot together that keeps its conversations in st; now nil is time.Now.
func (d *Desk) Bot(st bot.Store, now func() time.Time) (*bot.Bot, error) {
	return bot.New(bot.Options{Practice: d.Practice, Screener: d.screener, Answerer: d.base, Reader: d.reader, Drafter: drafter{d.Practice},
		Store: st, Detector: language.New(), Now: now})
}

// practice takes what the talks need from the practice's file.
func practice(c config.Practice) (bot.Practice, error) {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return bot.Practice{}, fmt.Errorf("time zone: %w", err)
	}
	p := bot.Practice{Name: c.Name, Zone: zone, Country: c.Country, Website: c.Website, Phone: c.Phone, TextToBook: c.TextToBook, Email: c.Email}
	for _, l := range c.Languages {
		p.Languages = append(p.Languages, bot.Lang(l))
	}
	for _, s := range c.Social {
		p.Social = append(p.Social, bot.Link{Label: s.Label, URL: s.URL})
	}
	for _, l := range c.Locations {
		p.Locations = append(p.Locations, bot.Location{ID: bot.LocationID(l.ID), Name: l.Name, Aliases: l.Aliases, BookURL: l.BookURL, Address: l.Address})
	}
	for _, s := range c.Services {
		name := make(bot.Localized, len(s.Name))
		for l, n := range s.Name {
			name[bot.Lang(l)] = n
		}
		p.Services = append(p.Services, bot.Service{ID: bot.ServiceID(s.ID), Name: name, Aliases: s.Aliases, Minutes: s.Minutes, Price: s.Price})
	}
	return p, nil
}

// drafter is package booking's work on a request.
type drafter struct{ p bot.Practice }

func (drafter) Merge(draft, add bot.Request) bot.Request { return booking.MergeRequest(draft, add) }

func (d drafter) Check(r bot.Request, now time.Time) bot.Problem { return booking.Check(r, now, d.p) }

func (d drafter) ReadBack(r bot.Request, l bot.Lang) string { return booking.ReadBack(r, d.p, l) }

func (d drafter) Slot(r bot.Request, l bot.Lang) string {
	return booking.ReadBack(bot.Request{Date: r.Date, DateTo: r.DateTo, Time: r.Time, After: r.After, Before: r.Before, Part: r.Part}, d.p, l)
}
