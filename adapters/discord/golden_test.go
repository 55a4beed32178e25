package discord_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
	"knead/bot/booking"
	"knead/bot/bottest"
	"knead/bot/language"
	"knead/bot/triage"
	"knead/bot/triage/reader"
	"knead/config"
	"knead/knowledge"
)

// A front is the embedded practice's front desk with everything real behind the adapter.
type front struct {
	practice bot.Practice
	screener *triage.Engine
	base     *knowledge.Base
	reader   *booking.Reader
}

func newFront(t testing.TB) *front {
	t.Helper()
	cfg, err := config.Default()
	f := &front{}
	var second triage.SecondReader
	for _, step := range []func(){
		func() { f.practice, err = practiceOf(cfg.Practice) },
		func() { second, err = reader.Default() },
		func() { f.screener, err = triage.Default(second) },
		func() {
			f.base, err = knowledge.Load(knowledge.Embedded(), knowledge.Options{Languages: f.practice.Languages})
		},
		func() { f.reader, err = booking.New(f.practice) },
	} {
		if err != nil {
			t.Fatal(err)
		}
		step()
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func practiceOf(c config.Practice) (bot.Practice, error) {
	zone, err := time.LoadLocation(c.TimeZone)
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
		name := bot.Localized{}
		for l, n := range s.Name {
			name[bot.Lang(l)] = n
		}
		p.Services = append(p.Services, bot.Service{ID: bot.ServiceID(s.ID), Name: name, Aliases: s.Aliases, Minutes: s.Minutes, Price: s.Price})
	}
	return p, err
}

func (f *front) bot(t testing.TB, now func() time.Time) *bot.Bot {
	t.Helper()
	b, err := bot.New(bot.Options{Practice: f.practice, Screener: f.screener, Answerer: f.base, Reader: f.reader, Drafter: drafter{f.practice},
		Store: bottest.NewStore(), Detector: language.New(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type drafter struct{ p bot.Practice }

func (drafter) Merge(draft, add bot.Request) bot.Request { return booking.MergeRequest(draft, add) }

func (d drafter) Check(r bot.Request, now time.Time) bot.Problem { return booking.Check(r, now, d.p) }

func (d drafter) ReadBack(r bot.Request, l bot.Lang) string { return booking.ReadBack(r, d.p, l) }

func (d drafter) Slot(r bot.Request, l bot.Lang) string {
	return booking.ReadBack(bot.Request{Date: r.Date, DateTo: r.DateTo, Time: r.Time, After: r.After, Before: r.Before, Part: r.Part}, d.p, l)
}

// The golden talks, held on Discord, go as they go everywhere: the same text, sources and choices in each reply.
func TestGoldenTalks(t *testing.T) {
	f := newFront(t)
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "testdata", "conversations", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	for _, path := range paths {
		k, err := bottest.ReadTalk(path)
		if err != nil {
			t.Fatal(err)
		}
		if k.Channel == bot.SMS {
			continue // its replies follow rules of its own
		}
		t.Run(k.Name+"/direct messages", func(t *testing.T) { golden(t, f, k, false) })
		t.Run(k.Name+"/commands", func(t *testing.T) { golden(t, f, k, true) })
	}
}

// golden holds a talk in direct messages, or in a channel by commands and forms that only the member sees.
func golden(t *testing.T, f *front, k bottest.Talk, commands bool) {
	now := newClock()
	now.set(k.Now)
	r := prepare(t, func(_ *discordtest.Server, c *discord.Config) { c.Practice, c.Now = f.practice, now.Now })
	r.handler = f.bot(t, func() time.Time { return k.Now })
	r.run(t)
	r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
	ann := r.User("ann")
	ann.Locale = k.Lang
	place := ann.Direct()
	if commands {
		place = r.channel.ID
	}
	var last discordtest.Message
	tapped := map[string]discordtest.Message{} // where buttons stood that were pressed: a thumb may be quicker than their removal
	var got []string
	for i, said := range k.Says {
		now.set(k.Now.Add(time.Duration(i) * time.Minute))
		text := said[2:]
		if strings.HasPrefix(text, `"`) {
			if _, err := fmt.Sscanf(text, "%q", &text); err != nil {
				t.Fatal(err)
			}
		}
		switch pressed := strings.HasPrefix(said, "* "); {
		case pressed && slices.Contains(last.Labels(), text):
			tapped[text] = last
			last = ann.Press(t, last, text).Says(t, 1)[0]
		case pressed && tapped[text].ID != "":
			last = ann.Press(t, tapped[text], text).Says(t, 1)[0]
		case pressed:
			last = ann.PressID(last, "of an older version").Says(t, 1)[0]
		case commands || k.Lang != "": // an app's language is known from commands only
			last = ann.Command(place, "ask", map[string]any{"question": text}).Says(t, 1)[0]
		default:
			before := len(r.FromBot(place))
			ann.Write(place, text, map[string]any{"timestamp": now.Now().UTC().Format(time.RFC3339Nano)})
			last = r.fromBot(t, place, before+1)[before]
		}
		got = append(got, said)
		got = append(got, shown(last)...)
	}
	if diff := cmp.Diff(expected(k.Want), got); diff != "" {
		t.Errorf("the talk went otherwise (-want +got):\n%s", diff)
	}
}

// shown is a message in the lines of a talk file: the text, then sources and buttons in the order of the alphabet.
func shown(m discordtest.Message) []string {
	var out, rest []string
	for line := range strings.SplitSeq(m.Plain(), "\n") {
		out = append(out, strings.TrimRight("< "+line, " "))
	}
	for _, e := range m.Embeds {
		for line := range strings.SplitSeq(e.Description, "\n") {
			rest = append(rest, "{ "+discordtest.Message{Content: line}.Plain()+" }")
		}
	}
	for _, c := range m.Flat() {
		switch {
		case c.URL != "" && strings.Contains(c.Label, " › "):
			rest = append(rest, "{ "+c.Label+" }")
		case c.URL != "":
			rest = append(rest, "[ "+c.Label+" -> "+c.URL+" ]")
		}
	}
	for _, l := range m.Labels() {
		if l != "Write" && l != "Escribir" {
			rest = append(rest, "[ "+l+" ]")
		}
	}
	slices.Sort(rest)
	return append(out, rest...)
}

// expected is a talk file in the same lines: levels are not shown, and Discord links no text messages.
func expected(want string) []string {
	var out, rest []string
	flush := func() {
		slices.Sort(rest)
		out, rest = append(out, rest...), nil
	}
	for line := range strings.SplitSeq(strings.TrimSpace(want), "\n") {
		switch {
		case line == "", strings.HasPrefix(line, "= "), strings.Contains(line, " -> sms:"):
		case strings.HasPrefix(line, "> "), strings.HasPrefix(line, "* "):
			flush()
			out = append(out, line)
		case strings.HasPrefix(line, "<"):
			out = append(out, line)
		default:
			rest = append(rest, line)
		}
	}
	flush()
	return out
}
