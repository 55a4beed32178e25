package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"knead/bot"
	"knead/bot/booking"
	"knead/bot/bottest"
	staffdesk "knead/bot/desk"
	"knead/bot/memory"
	"knead/bot/sqlstore"
	"knead/config"
)

// Staff talks are golden talks with two sides, in bot/testdata/staff. Beside the marks of bottest.Talk:
//
//	staff> what staff write         staff* the label of a button that staff press
//	staff< what they read in their chat, as a reply or delivered
//	client< what is delivered to the client
//	+ 45m                           time goes by
//	! away, ! back                  the client's page is closed, open
//	! down, ! up                    the staff chat is not reached, reached
//	! lost                          the next delivery arrives, but its network's answer does not
//	! again                         the last message comes once more from its network
//	! restart                       the process ends and another begins
//
// The comment may set "practice: neu-release", "hours: 09:00-18:00" and more. Each talk runs over every store.
type staffTalk struct {
	t       *testing.T
	now     time.Time
	away    bool
	down    bool
	lost    bool
	out     strings.Builder
	client  bot.Conversation
	staff   bot.Conversation
	handler bot.Handler
	desk    *staffdesk.Desk
	posts   *staffdesk.Dispatcher
	said    int
	last    func()
	start   func() // desk, handler and posts anew, over the same store
}

// Send implements bot.Sender for both sides.
func (k *staffTalk) Send(_ context.Context, c bot.Conversation, r bot.Reply) error {
	side := "client"
	switch {
	case c.Channel == k.staff.Channel && c.Chat == k.staff.Chat:
		if side = "staff"; k.down {
			return errors.New("down")
		}
	case k.away:
		return errors.New("away")
	}
	k.show(side, r)
	if k.lost {
		k.lost = false
		return errors.New("no answer")
	}
	return nil
}

func (k *staffTalk) show(side string, r bot.Reply) {
	for line := range strings.SplitSeq(strings.TrimRight(bottest.Show(r), "\n"), "\n") {
		k.out.WriteString(side + line + "\n")
	}
}

// line plays one line of the talk.
func (k *staffTalk) line(line string) {
	k.now = k.now.Add(time.Minute)
	k.said++
	k.out.WriteString(line + "\n")
	switch head, text, _ := strings.Cut(line, " "); head {
	case ">", "*", "staff>", "staff*":
		m := bot.Message{ID: bot.MessageID(fmt.Sprint("m", k.said)), Conversation: k.client, Text: text, At: k.now}
		if strings.HasPrefix(head, "staff") {
			m.Conversation = k.staff
		}
		if strings.HasSuffix(head, "*") {
			m.Press = bot.Action{Verb: bot.DoLabel}
		}
		k.last = func() {
			r := k.handler.Handle(k.t.Context(), m)
			side := strings.TrimRight(head, ">*")
			if !r.IsZero() {
				k.show(side, r)
			} else {
				k.out.WriteString(side + "< (silence)\n")
			}
		}
		k.last()
	case "+":
		d, err := time.ParseDuration(text)
		if err != nil {
			k.t.Fatal(err)
		}
		k.now = k.now.Add(d)
		if err := k.desk.Sweep(k.t.Context()); err != nil {
			k.t.Fatal(err)
		}
	case "!":
		switch text {
		case "away", "back":
			k.away = text == "away"
		case "down", "up":
			k.down = text == "down"
		case "lost":
			k.lost = true
		case "again":
			k.last()
		case "restart":
			k.start()
		}
	}
	if err := k.posts.Flush(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
	k.out.WriteString("\n")
}

func TestStaffTalks(t *testing.T) {
	base := testDesk(t)
	t.Run("memory", func(t *testing.T) {
		staffTalks(t, base, func(*testing.T) staffdesk.Store { return memory.NewStore() })
	})
	t.Run("sqlite", func(t *testing.T) {
		staffTalks(t, base, func(t *testing.T) staffdesk.Store { return openTest(t, filepath.Join(t.TempDir(), "knead.db")) })
	})
	t.Run("postgres", func(t *testing.T) {
		st := openTest(t, postgresSchema(t, "staff_talks"))
		staffTalks(t, base, func(t *testing.T) staffdesk.Store {
			if err := st.Wipe(t.Context()); err != nil {
				t.Fatal(err)
			}
			return st
		})
	})
}

func openTest(t *testing.T, address string) *sqlstore.Store {
	t.Helper()
	st, err := sqlstore.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

func staffTalks(t *testing.T, base *desk, open func(*testing.T) staffdesk.Store) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "testdata", "staff", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no staff talks: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil || len(a.Files) != 1 {
				t.Fatalf("%v, %d files", err, len(a.Files))
			}
			k := newStaffTalk(t, base, string(a.Comment), open(t))
			want := string(a.Files[0].Data)
			for line := range strings.SplitSeq(want, "\n") {
				if head, _, ok := strings.Cut(line, " "); ok && strings.Contains(" > * staff> staff* + ! ", " "+head+" ") {
					k.line(line)
				}
			}
			got := strings.TrimRight(k.out.String(), "\n") + "\n"
			if os.Getenv("KNEAD_UPDATE") != "" {
				a.Files[0].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the talk went otherwise (-want +got):\n%s", diff)
			}
		})
	}
}

func newStaffTalk(t *testing.T, base *desk, comment string, st staffdesk.Store) *staffTalk {
	t.Helper()
	k := &staffTalk{t: t, now: time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC),
		client: bot.Conversation{Channel: bot.Web, Chat: "c", User: "c"}, staff: bot.Conversation{Channel: bot.Telegram, Chat: "-100", User: "maia"}}
	cfg, err := config.Default()
	if err != nil {
		t.Fatal(err)
	}
	nobody := false // no way to staff is set
	for line := range strings.SplitSeq(comment, "\n") {
		key, value, _ := strings.Cut(line, ": ")
		switch value = strings.TrimSpace(value); key {
		case "practice":
			if cfg, err = config.Parse("neu-release.yaml", config.NeuRelease()); err != nil {
				t.Fatal(err)
			}
		case "hours":
			from, to, _ := strings.Cut(value, "-")
			for i := range cfg.Practice.Locations {
				cfg.Practice.Locations[i].Hours = []config.Hours{{Days: []string{"mon", "tue", "wed", "thu", "fri"}, From: from, To: to}}
			}
		case "policy":
			cfg.Practice.Facts = append(cfg.Practice.Facts, config.Fact{Key: "cancellation", Asked: []string{"cancellation policy"},
				Answer: map[string]string{"en": value, "es": value}})
		case "channel":
			k.client.Channel = bot.Channel(value)
			if k.client.Channel == bot.SMS {
				k.client.Chat, k.client.User = "+14155552671", "+14155552671"
			}
		case "staff":
			nobody = value == "nobody"
		case "now":
			if k.now, err = time.Parse(time.RFC3339, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	d := *base // with another practice; rules, model and articles are the same
	d.cfg = cfg
	if d.practice, err = practice(cfg.Practice); err != nil {
		t.Fatal(err)
	}
	if d.reader, err = booking.New(d.practice); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return k.now }
	senders := staffdesk.Senders{k.client.Channel: k, k.staff.Channel: k}
	staff := k.staff
	staff.User = ""
	k.start = func() {
		if k.desk, err = d.newStaffDesk(st, []bot.Conversation{staff}, true, now, nil); err != nil {
			t.Fatal(err)
		}
		var ways []staffdesk.Way
		if !nobody {
			ways = append(ways, k.desk.Chat(staff, senders))
		}
		k.posts = k.desk.NewDispatcher(append(ways, k.desk.Clients(senders))...)
		o := d.botOptions(st, now)
		o.StaffHear, o.StaffWrite = !nobody, !nobody
		b, err := bot.New(o)
		if err != nil {
			t.Fatal(err)
		}
		k.handler = k.desk.Handler(b)
	}
	k.start()
	return k
}
