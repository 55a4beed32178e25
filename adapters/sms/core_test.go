package sms

import (
	"testing"
	"time"

	"knead/bot"
	"knead/bot/booking"
	"knead/bot/bottest"
	"knead/bot/language"
	"knead/bot/triage"
	"knead/bot/triage/reader"
	"knead/config"
	"knead/knowledge"
)

// A core is the embedded practice's front desk with everything real: what clients meet behind the adapter.
type core struct {
	practice bot.Practice
	screener *triage.Engine
	base     *knowledge.Base
	reader   *booking.Reader
}

func newCore(t testing.TB) *core {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := config.Default()
	must(err)
	c := &core{practice: practiceOf(t, cfg.Practice)}
	second, err := reader.Default()
	must(err)
	c.screener, err = triage.Default(second)
	must(err)
	c.base, err = knowledge.Load(knowledge.Embedded(), knowledge.Options{Languages: c.practice.Languages})
	must(err)
	c.reader, err = booking.New(c.practice)
	must(err)
	return c
}

// practiceOf takes what the talks need from the practice's file.
func practiceOf(t testing.TB, p config.Practice) bot.Practice {
	t.Helper()
	zone, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	local := func(m map[string]string) bot.Localized {
		out := make(bot.Localized)
		for l, s := range m {
			out[bot.Lang(l)] = s
		}
		return out
	}
	out := bot.Practice{Name: p.Name, Zone: zone, Country: p.Country, Website: p.Website, Phone: p.Phone, TextToBook: p.TextToBook, Email: p.Email}
	for _, l := range p.Languages {
		out.Languages = append(out.Languages, bot.Lang(l))
	}
	for _, s := range p.Social {
		out.Social = append(out.Social, bot.Link{Label: s.Label, URL: s.URL})
	}
	for _, l := range p.Locations {
		out.Locations = append(out.Locations, bot.Location{ID: bot.LocationID(l.ID), Name: l.Name, Aliases: l.Aliases, BookURL: l.BookURL, Address: l.Address})
	}
	for _, s := range p.Services {
		out.Services = append(out.Services, bot.Service{ID: bot.ServiceID(s.ID), Name: local(s.Name), Aliases: s.Aliases, Minutes: s.Minutes, Price: s.Price})
	}
	return out
}

// bot puts a front desk together for one talk.
func (c *core) bot(t testing.TB, st bot.Store, now func() time.Time) *bot.Bot {
	t.Helper()
	if st == nil {
		st = bottest.NewStore()
	}
	b, err := bot.New(bot.Options{Practice: c.practice, Screener: c.screener, Answerer: c.base, Reader: c.reader, Drafter: drafter{c.practice},
		Store: st, Detector: language.New(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// drafter is package booking's work on a request.
type drafter struct{ p bot.Practice }

func (drafter) Merge(draft, add bot.Request) bot.Request { return booking.MergeRequest(draft, add) }

func (d drafter) Check(r bot.Request, now time.Time) bot.Problem { return booking.Check(r, now, d.p) }

func (d drafter) ReadBack(r bot.Request, l bot.Lang) string { return booking.ReadBack(r, d.p, l) }

func (d drafter) Slot(r bot.Request, l bot.Lang) string {
	return booking.ReadBack(bot.Request{Date: r.Date, DateTo: r.DateTo, Time: r.Time, After: r.After, Before: r.Before, Part: r.Part}, d.p, l)
}
