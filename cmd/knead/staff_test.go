package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/adapters/discord/discordtest"
	"knead/adapters/sms/smstest"
	"knead/adapters/telegram/telegramtest"
	"knead/bot"
	staffdesk "knead/bot/desk"
	"knead/bot/memory"
	"knead/config"
)

// A served is knead at work, as "knead serve" starts it, with a practice's file and an environment.
type served struct {
	url      string
	state    string // the folder of its database
	out, log *lockedBuffer
	end      func()
}

// lockedBuffer is what a running command writes.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
	on chan struct{} // closed at the first write
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.b.Len() == 0 && l.on != nil {
		close(l.on)
	}
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

var openAt = regexp.MustCompile(`http://\S+`)

// serve starts knead with the practice without a booking page, and more lines in its file.
func serve(t *testing.T, lines string, vars map[string]string) *served {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "practice.yaml")
	if err := os.WriteFile(file, append(config.NeuRelease(), []byte("\n"+lines)...), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &served{state: dir, out: &lockedBuffer{on: make(chan struct{})}, log: &lockedBuffer{}}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"serve", "--config", file}, environment{out: s.out, err: s.log, lookup: func(k string) (string, bool) {
			switch k {
			case "XDG_STATE_HOME":
				return dir, true
			case "KNEAD_LISTEN":
				return "127.0.0.1:0", true
			}
			v, ok := vars[k]
			return v, ok
		}})
	}()
	s.end = sync.OnceFunc(func() {
		cancel()
		if code := <-done; code != exitOK {
			t.Errorf("knead ended with %d", code)
		}
	})
	t.Cleanup(func() {
		s.end()
		if t.Failed() {
			t.Logf("log:\n%s", s.log)
		}
	})
	select {
	case <-s.out.on:
	case code := <-done:
		done <- code
		t.Fatalf("knead ended with %d:\n%s", code, s.log)
	}
	s.url = openAt.FindString(s.out.String())
	return s
}

// browser is a client on the web page.
type browser struct {
	t   *testing.T
	url string
	c   *http.Client
}

func (s *served) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, url: s.url, c: &http.Client{Jar: jar}}
	b.do(http.MethodGet, "/", nil)
	return b
}

func (b *browser) do(method, path string, body []byte) []byte {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", b.url)
	resp, err := b.c.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.t.Fatalf("%s %s: %s %s, %v", method, path, resp.Status, data, err)
	}
	_ = resp.Body.Close()
	return data
}

// say returns what the client reads after saying, or pressing, something.
func (b *browser) say(key, words string) string {
	b.t.Helper()
	in, err := json.Marshal(map[string]string{key: words})
	if err != nil {
		b.t.Fatal(err)
	}
	var out struct {
		Text string `json:"text"`
	}
	if err := json.Unmarshal(b.do(http.MethodPost, "/api/messages", in), &out); err != nil {
		b.t.Fatal(err)
	}
	return out.Text
}

// A client books on Telegram, staff confirm from their Discord channel, and the client reads it on Telegram; then the
// same the other way round. Everything is real but the two networks.
func TestStaffAcrossNetworks(t *testing.T) {
	t.Parallel()
	tg := telegramtest.Start(t, telegramtest.Options{})
	dc := discordtest.New(t, filepath.Join("..", "..", "..", "shared", "specs", "discord-openapi.json"))
	room := dc.Channel(dc.Guild())
	const group = -1001234567890
	t.Cleanup(func() {
		if t.Failed() {
			for _, m := range tg.Sent(0) {
				t.Logf("telegram %d: %q %q", m.Chat, m.Text, m.Labels())
			}
		}
	})
	s := serve(t, `
staff:
  telegram: {chat: -1001234567890, people: ["7"]}
  discord: {channel: "`+room.ID+`"}
`, map[string]string{"TELEGRAM_BOT_TOKEN": tg.Token, "TELEGRAM_API_URL": tg.URL, "DISCORD_BOT_TOKEN": dc.Token, "DISCORD_API_URL": dc.URL})

	connected(t, dc)
	// A client on Telegram, staff on Discord.
	ann := tg.Client(t, 42)
	ann.Say("deep tissue 60 next monday 3pm")
	ann.Press(next(t, ann, "Is that right?"), "Yes, that's right")
	next(t, ann, "Nothing is booked until they confirm it")
	maia := dc.User("maia")
	post := discordPost(t, dc, "Booking request (telegram)")
	if !strings.Contains(post.Content, "deep tissue massage, 60 minutes") {
		t.Errorf("staff read %q", post.Content)
	}
	mark := markIn(t, post.Content)
	inGroup := tg.Client(t, 7).In(group)
	next(t, inGroup, mark) // the Telegram chat has it too
	if said := maia.Press(t, post, "Confirm "+mark).Says(t, 1)[0]; !strings.Contains(said.Content, "the client reads that you confirmed") {
		t.Errorf("staff read %q", said.Content)
	}
	if m := next(t, ann, "has confirmed your appointment"); !strings.Contains(m.Text, "deep tissue massage, 60 minutes") {
		t.Errorf("the client read %q", m.Text)
	}

	// Staff on Telegram answer the same request late, by words; somebody else in the group answers too.
	inGroup.Say("@" + telegramtest.BotName + " " + mark + " decline")
	next(t, inGroup, "was answered on")
	eve := tg.Client(t, 666).In(group)
	eve.Say("@" + telegramtest.BotName + " " + mark + " your appointment is at my place now")
	next(t, inGroup, "I don't know you")

	// A client on Discord, staff on Telegram, by replying and then in their own words.
	ben := dc.User("ben")
	direct := ben.Direct()
	ben.Write(direct, "swedish massage next tuesday 10am")
	back := lastFromBot(t, dc, direct, "Is that right?")
	ben.Press(t, back, "Yes, that's right")
	lastFromBot(t, dc, direct, "Nothing is booked until they confirm it")
	notice := next(t, inGroup, "Booking request (discord)")
	inGroup.Reply(notice.ID, "thu 4pm instead")
	next(t, inGroup, "the client is asked whether they take")
	offer := lastFromBot(t, dc, direct, "offers this")
	ben.Press(t, offer, "Yes, I take it")
	taken := next(t, inGroup, "Takes the time you offered")
	inGroup.Press(taken, "Confirm "+markIn(t, taken.Text))
	if m := lastFromBot(t, dc, direct, "has confirmed your appointment"); !strings.Contains(m.Content, "Thursday") || !strings.Contains(m.Content, "4:00 PM") {
		t.Errorf("the client read %q", m.Content)
	}
	for _, m := range tg.Sent(42) {
		if strings.Contains(m.Text, "my place") {
			t.Errorf("the client read somebody else's words: %q", m.Text)
		}
	}
	s.end()
	for _, words := range []string{"deep tissue", "thu 4pm", "my place", "decline", "maia", tg.Token, dc.Token} {
		if strings.Contains(s.log.String(), words) {
			t.Errorf("the log has %q:\n%s", words, s.log)
		}
	}
}

// connected waits until knead is on Discord's gateway: what is written before reaches nobody there, as in life.
func connected(t *testing.T, dc *discordtest.Server) {
	t.Helper()
	dc.Wait(t, "knead is connected", func() bool { return dc.Connected() == 1 })
}

// A client on the web page closes it; staff answer on Telegram; the client reads it over the next reply.
func TestStaffAndWebPage(t *testing.T) {
	t.Parallel()
	tg := telegramtest.Start(t, telegramtest.Options{})
	s := serve(t, "staff: {telegram: {chat: -1001234567890}}", map[string]string{"TELEGRAM_BOT_TOKEN": tg.Token, "TELEGRAM_API_URL": tg.URL})
	b := s.browser(t)
	b.say("say", "swedish next tuesday 10am")
	if r := b.say("press", "Yes, that's right"); !strings.Contains(r, "Nothing is booked until they confirm it") {
		t.Fatalf("the client read %q", r)
	}
	group := tg.Client(t, 7).In(-1001234567890)
	m := next(t, group, "Booking request (web)")
	group.Press(m, "Confirm "+markIn(t, m.Text))
	next(t, group, "the client reads that you confirmed")
	if r := b.say("say", "thanks"); !strings.Contains(r, "has confirmed your appointment") {
		t.Errorf("the client read %q", r)
	}
	if r := b.say("say", "thanks"); strings.Contains(r, "has confirmed your appointment") {
		t.Errorf("the client read it again: %q", r)
	}
}

// Staff have e-mail only: they cannot answer, so the client is asked for a number, and the mail says what to do.
func TestStaffByMailOnly(t *testing.T) {
	t.Parallel()
	box := newPostbox(t)
	s := serve(t, fmt.Sprintf("staff: {mail: {host: 127.0.0.1, port: %d, security: none, from: desk@example.com, to: [maia@example.com, ana@example.com]}}", box.port), nil)
	b := s.browser(t)
	b.say("say", "swedish next tuesday 10am")
	if r := b.say("press", "Yes, that's right"); !strings.Contains(r, "They can't write in this chat. At which number may they call you?") {
		t.Fatalf("the client read %q", r)
	}
	b.say("say", "512 555 0142")
	// To each the request, and then the number; between the two of them in any order.
	got := make(map[string][]string)
	for range 4 {
		m := box.next(t)
		got[recipientOf(m)] = append(got[recipientOf(m)], m)
	}
	for _, to := range []string{"<maia@example.com>", "<ana@example.com>"} {
		ms := got[to]
		if len(ms) != 2 {
			t.Fatalf("%d mails to %s, want 2", len(ms), to)
		}
		if m := ms[0]; !strings.Contains(m, "Booking request (web)") || !strings.Contains(m, "The client can't be answered from here") || strings.Contains(m, "Answer: ") {
			t.Errorf("the mail:\n%s", m)
		}
		if m := ms[1]; !strings.Contains(m, "512 555 0142") {
			t.Errorf("the mail:\n%s", m)
		}
	}
}

// Staff have a telephone: a client on the web page books, staff read and confirm by text message. Another number that
// writes the same is a client.
func TestStaffByTelephone(t *testing.T) {
	t.Parallel()
	const ours, maia, eve = "+14075550100", "+15125550142", "+15125550666"
	tw := smstest.Start(t, nil, ours)
	s := serve(t, fmt.Sprintf("staff: {sms: [%q]}", maia), map[string]string{"TWILIO_ACCOUNT_SID": smstest.Account, "TWILIO_AUTH_TOKEN": smstest.Token,
		"TWILIO_NUMBER": ours, "TWILIO_API_URL": tw.URL})
	text := func(from, words string) string {
		t.Helper()
		for {
			a, err := tw.Call(t.Context(), s.url, "/sms/twilio", tw.Form(tw.NextID(), from, ours, words, 0))
			if err == nil && a.Status == http.StatusServiceUnavailable {
				time.Sleep(10 * time.Millisecond) // the page opens a moment before text messages do; Twilio tries again, too
				continue
			}
			if err != nil || a.Status != http.StatusOK {
				t.Fatalf("%q is answered %d, %v", words, a.Status, err)
			}
			return strings.Join(a.Messages, "\n")
		}
	}
	text(maia, "hello?") // within the half hour after it she is written to at night too
	b := s.browser(t)
	b.say("say", "swedish next tuesday 10am")
	if r := b.say("press", "Yes, that's right"); !strings.Contains(r, "Nothing is booked until they confirm it") {
		t.Fatalf("the client read %q", r)
	}
	sent := tw.Wait(maia, 2) // the answer to her hello is one of them
	var notice string
	for _, m := range sent {
		if strings.Contains(m.Body, "Booking request (web)") {
			notice = m.Body
		}
	}
	mark := markIn(t, notice)
	if r := text(eve, mark+" confirm"); strings.Contains(r, "the client reads") {
		t.Errorf("somebody else confirmed: %q", r)
	}
	if r := text(maia, mark+" confirm"); !strings.Contains(r, "the client reads that you confirmed") {
		t.Errorf("staff read %q", r)
	}
	if r := b.say("say", "thanks"); !strings.Contains(r, "has confirmed your appointment") {
		t.Errorf("the client read %q", r)
	}
}

// A postbox is an SMTP server that takes everything.
type postbox struct {
	port int
	mail chan string
}

func newPostbox(t *testing.T) *postbox {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postbox{port: ln.Addr().(*net.TCPAddr).Port, mail: make(chan string, 100)}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { p.take(c) })
		}
	})
	t.Cleanup(func() { _ = ln.Close(); wg.Wait() })
	return p
}

func (p *postbox) take(c net.Conn) {
	defer func() { _ = c.Close() }()
	tc := textproto.NewConn(c)
	_ = tc.PrintfLine("220 test")
	for {
		line, err := tc.ReadLine()
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(line, " "); verb {
		case "DATA":
			_ = tc.PrintfLine("354 go on")
			body, err := tc.ReadDotBytes()
			if err != nil {
				return
			}
			p.mail <- string(body)
			_ = tc.PrintfLine("250 taken")
		case "QUIT":
			_ = tc.PrintfLine("221 bye")
			return
		default:
			_ = tc.PrintfLine("250 ok")
		}
	}
}

// next waits for the next mail and undoes its encoding.
func (p *postbox) next(t *testing.T) string {
	t.Helper()
	select {
	case raw := <-p.mail:
		head, body, _ := strings.Cut(raw, "\n\n")
		text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
		if err != nil {
			t.Fatal(err)
		}
		return head + "\n\n" + string(text)
	case <-time.After(time.Minute):
		t.Fatal("no mail came")
	}
	return ""
}

func recipientOf(mail string) string {
	for line := range strings.Lines(mail) {
		if to, ok := strings.CutPrefix(line, "To: "); ok {
			return strings.TrimSpace(to)
		}
	}
	return ""
}

// Two of the staff answer one request in the same moment, again and again: one answer counts, the other is told so, and
// the client reads one.
func TestStaffAnswerAtOnce(t *testing.T) {
	base := testDesk(t)
	t.Run("memory", func(t *testing.T) { answerAtOnce(t, base, memory.NewStore()) })
	t.Run("sqlite", func(t *testing.T) { answerAtOnce(t, base, openTest(t, filepath.Join(t.TempDir(), "knead.db"))) })
	t.Run("postgres", func(t *testing.T) { answerAtOnce(t, base, openTest(t, postgresSchema(t, "staff_at_once"))) })
}

func answerAtOnce(t *testing.T, base *desk, st staffdesk.Store) {
	now := func() time.Time { return time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC) }
	room := bot.Conversation{Channel: bot.Telegram, Chat: "-100"}
	d, err := base.newStaffDesk(st, []bot.Conversation{room}, true, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		c := bot.Conversation{Channel: bot.Web, Chat: bot.ChatID(fmt.Sprint(i)), User: bot.UserID(fmt.Sprint(i))}
		key := fmt.Sprint("k", i)
		if err := st.Save(t.Context(), bot.Turn{Session: bot.Session{Conversation: c}, At: now(),
			Handoff: &bot.Handoff{Key: key, Intent: bot.Book, Request: bot.Request{Service: "swedish", Date: "2026-11-24", Time: "10:00"}},
			Staff:   []bot.Notice{{Key: "booking:" + key, Kind: bot.NoticeBooking, Text: "x", Request: key}}}); err != nil {
			t.Fatal(err)
		}
		ref := string(bot.RefOf("booking:" + key))
		var wg sync.WaitGroup
		replies := make([]string, 6)
		for n := range replies {
			answer := "ok"
			if n%2 == 1 {
				answer = "no"
			}
			wg.Go(func() {
				from := room
				from.User = bot.UserID(fmt.Sprint(n))
				replies[n] = d.Heard(t.Context(), staffdesk.Word{ID: bot.MessageID(fmt.Sprint(i)), From: from,
					Press: bot.Action{Verb: bot.DoStaff, Arg: answer + ":" + ref}}).Text
			})
		}
		wg.Wait()
		done, twice := 0, 0
		for _, r := range replies {
			if strings.Contains(r, "the client reads that") {
				done++
			}
			if strings.Contains(r, "was answered on") {
				twice++
			}
		}
		news, err := st.News(t.Context(), c)
		if done != 1 || twice != len(replies)-1 || err != nil || len(news) != 1 {
			t.Errorf("%d did it, %d were told that somebody else had, the client has %d news, %v; replies %q", done, twice, len(news), err, replies)
		}
	}
}

var mark = regexp.MustCompile(`#[0-9a-z]{4}`)

func markIn(t *testing.T, text string) string {
	t.Helper()
	m := mark.FindString(text)
	if m == "" {
		t.Fatalf("no mark in %q", text)
	}
	return m
}

// next waits for the bot's next messages to a chat on Telegram until one has words.
func next(t *testing.T, c *telegramtest.Client, words string) telegramtest.Message {
	t.Helper()
	for range 20 {
		if m := c.Next(); strings.Contains(m.Text, words) {
			return m
		}
	}
	t.Fatalf("no message has %q", words)
	return telegramtest.Message{}
}

// lastFromBot waits for a message of the bot's in a channel on Discord that has words, and returns the newest.
func lastFromBot(t *testing.T, s *discordtest.Server, channel, words string) (m discordtest.Message) {
	t.Helper()
	s.Wait(t, words, func() bool {
		found := false
		for _, f := range s.FromBot(channel) {
			if strings.Contains(f.Content, words) {
				m, found = f, true
			}
		}
		return found
	})
	return m
}

// discordPost waits for a message of the bot's in any thread of a channel.
func discordPost(t *testing.T, s *discordtest.Server, words string) (m discordtest.Message) {
	t.Helper()
	s.Wait(t, words, func() bool {
		for _, q := range s.Requests(http.MethodPost, "/messages") {
			if !strings.Contains(string(q.Body), words) {
				continue
			}
			for _, f := range s.FromBot(strings.Split(strings.TrimPrefix(q.Path, "/"), "/")[1]) {
				if strings.Contains(f.Content, words) {
					m = f
					return true
				}
			}
		}
		return false
	})
	return m
}
