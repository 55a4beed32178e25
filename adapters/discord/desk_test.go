package discord_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

func specPath() string {
	return filepath.Join("..", "..", "..", "shared", "specs", "discord-openapi.json")
}

// script answers by what a message contains, first match first; a message that was answered before gets the same reply
// again, as the real handler's store sees to.
type script struct {
	rows []row
	mu   sync.Mutex
	got  []bot.Message
	kept map[string]bot.Reply
	wake func()
}

type row struct {
	has   string
	reply bot.Reply
	hold  chan struct{} // the reply waits for it
	panic bool
}

func (s *script) Handle(ctx context.Context, m bot.Message) bot.Reply {
	key := fmt.Sprint(m.Conversation, m.ID)
	s.mu.Lock()
	if r, ok := s.kept[key]; ok {
		s.mu.Unlock()
		return r
	}
	s.got = append(s.got, m)
	s.mu.Unlock()
	s.wake()
	for _, r := range s.rows {
		if !strings.Contains(strings.ToLower(m.Text+"|"+string(m.Press.Verb)+":"+m.Press.Arg), r.has) {
			continue
		}
		if r.panic {
			panic("as scripted: " + m.Text)
		}
		if r.hold != nil {
			select {
			case <-r.hold:
			case <-ctx.Done():
			}
		}
		s.mu.Lock()
		s.kept[key] = r.reply
		s.mu.Unlock()
		return r.reply
	}
	return bot.Reply{Text: "You said: " + m.Text, Outcome: bot.Talk, Lang: bot.English}
}

func (s *script) messages() []bot.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]bot.Message(nil), s.got...)
}

func (s *script) texts() []string {
	var out []string
	for _, m := range s.messages() {
		out = append(out, m.Text)
	}
	return out
}

// talk has one reply of each kind.
func talk() []row {
	return []row{
		{has: "silence", reply: bot.Reply{}},
		{has: "boom", panic: true},
		{has: "numb", reply: bot.Reply{Text: "Call 911 now, or have somebody call for you.\n\nNew numbness between the legs needs a hospital within hours.",
			Level: bot.Emergency, Outcome: bot.Screened, Lang: bot.English}},
		{has: "fever", reply: bot.Reply{Text: "Is it worse at night?", Outcome: bot.Screened, Lang: bot.English,
			Buttons: []bot.Button{{Label: "Yes", Press: bot.Action{Verb: bot.DoSay}}, {Label: "No", Press: bot.Action{Verb: bot.DoSay}}}}},
		{has: "fri 3pm", reply: bot.Reply{Text: "Let me read that back:\nDeep tissue, Friday 27 November 2026, 3:00 PM\nIs that right?", Outcome: bot.Booking,
			Lang: bot.English, Buttons: []bot.Button{{Label: "Yes, that's right", Press: bot.Action{Verb: bot.DoConfirm}},
				{Label: "Change something", Press: bot.Action{Verb: bot.DoChange}}}}},
		{has: "|ok:", reply: bot.Reply{Text: "Please pick this time on the Orlando booking page.", Outcome: bot.Booking, Lang: bot.English,
			Buttons: []bot.Button{{Label: "Book in Orlando", URL: "https://book.test/orlando"}, {Label: "Text to book", URL: "sms:+15550100?body=x"}}}},
		{has: "|book:", reply: bot.Reply{Text: "Which kind of massage would you like?", Outcome: bot.Booking, Lang: bot.English, Buttons: services(7)}},
		{has: "cupping", reply: bot.Reply{Text: "Cupping may help when muscles of the back are stiff.", Outcome: bot.Answered, Lang: bot.English,
			Sources: []bot.Source{{Title: "Massage techniques", Section: "Cupping therapy", URL: "https://desk.test/articles/techniques#cupping"},
				{Title: "At home", Section: "Heat", URL: "/articles/home#heat"}},
			Buttons: []bot.Button{{Label: "Does it hurt?", Press: bot.Action{Verb: bot.DoSay}}, {Label: "Does it leave marks?", Press: bot.Action{Verb: bot.DoSay}},
				{Label: "Book a massage", Press: bot.Action{Verb: bot.DoBook}}}}},
		{has: "everything", reply: bot.Reply{Text: strings.Repeat("One *more* sentence about backs, with_markup. ", 120), Outcome: bot.Answered, Lang: bot.English,
			Sources: []bot.Source{{Title: "Backs", Section: "All", URL: "https://desk.test/a"}}}},
		{has: "hola", reply: bot.Reply{Text: "¡Hola!", Outcome: bot.Booking, Lang: bot.Spanish}},
	}
}

func services(n int) []bot.Button {
	var bs []bot.Button
	for i := range n {
		bs = append(bs, bot.Button{Label: fmt.Sprint("Massage ", i+1), Press: bot.Action{Verb: bot.DoChoose, Arg: fmt.Sprint("service=s", i+1)}})
	}
	return bs
}

// A rig is an adapter at work on a Discord.
type rig struct {
	*discordtest.Server
	a       *discord.Adapter
	h       *script
	handler bot.Handler // instead of h
	guild   string
	channel *discordtest.Channel // listed
	log     *logBuffer
	end     func() error // ends Run and returns what it returned
}

type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// practice is what the tests' desk belongs to.
func practice() bot.Practice {
	return bot.Practice{Name: "Wellness Rituals", Languages: []bot.Lang{bot.English, bot.Spanish}, Zone: time.UTC,
		Services: []bot.Service{{ID: "swedish", Name: bot.Localized{bot.English: "Swedish massage", bot.Spanish: "Masaje sueco"}, Aliases: []string{"relax"}},
			{ID: "deep-tissue", Name: bot.Localized{bot.English: "Deep tissue massage", bot.Spanish: "Masaje de tejido profundo"}},
			{ID: "hot-stone", Name: bot.Localized{bot.English: "Hot stone massage", bot.Spanish: "Masaje con piedras calientes"}}},
		Locations: []bot.Location{{ID: "orlando", Name: "Orlando"}, {ID: "longwood", Name: "Longwood"}}}
}

// prepare makes a rig that does not run yet. change may change server and configuration.
func prepare(t testing.TB, change func(s *discordtest.Server, c *discord.Config)) *rig {
	t.Helper()
	s := discordtest.New(t, specPath())
	r := &rig{Server: s, guild: s.Guild(), log: &logBuffer{}}
	r.channel = s.Channel(r.guild)
	r.h = &script{rows: talk(), kept: map[string]bot.Reply{}, wake: s.Nudge}
	c := discord.Config{Token: discord.Token(s.Token), APIURL: s.URL, Practice: practice(), Channels: []string{r.channel.ID},
		Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	if change != nil {
		change(s, &c)
	}
	a, err := discord.New(c)
	if err != nil {
		t.Fatal(err)
	}
	a.Hurry()
	if deferred, limit := a.Unhurried(); deferred > time.Second/2 || limit > 3*time.Second {
		t.Errorf("an interaction is acknowledged after %v, and given up after %v", deferred, limit)
	}
	s.AckLimit = time.Hour
	r.a = a
	return r
}

// start prepares a rig and lets it run until the test ends.
func start(t testing.TB, change func(s *discordtest.Server, c *discord.Config)) *rig {
	t.Helper()
	r := prepare(t, change)
	r.run(t)
	r.Wait(t, "the adapter is ready", func() bool { return r.a.Ready(t.Context()) == nil })
	return r
}

func (r *rig) run(t testing.TB) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	result := make(chan error, 1)
	h := bot.Handler(r.h)
	if r.handler != nil {
		h = r.handler
	}
	go func() { result <- r.a.Run(ctx, h) }()
	var once sync.Once
	var err error
	r.end = func() error {
		once.Do(func() { cancel(); err = <-result })
		return err
	}
	t.Cleanup(func() {
		_ = r.end()
		if strings.Contains(r.log.String(), r.Token) {
			t.Error("the log has the token")
		}
		if t.Failed() {
			t.Logf("log:\n%s", r.log)
		}
	})
}

// fromBot waits for n messages of the bot's in a channel.
func (r *rig) fromBot(t testing.TB, channel string, n int) []discordtest.Message {
	t.Helper()
	r.Wait(t, fmt.Sprintf("%d messages in %s", n, channel), func() bool { return len(r.FromBot(channel)) >= n })
	return r.FromBot(channel)
}

// A clock is what a test says it is.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Now()} }

// Now is the clock's time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}
