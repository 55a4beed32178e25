package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"knead/adapters/discord/discordtest"
	"knead/adapters/telegram/telegramtest"
	"knead/adapters/webhook"
	"knead/bot"
	"knead/bot/sqlstore"
	"knead/config"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// Clients book on Telegram; staff are told by Discord and by a webhook, and confirm on Discord; meanwhile knead, a process
// of its own with its database, is killed again and again: at random, the moment a client has read the reply, and while
// staff are being told. Every client is answered, every request reaches staff by both ways, every confirmation reaches its
// client, and no request is there twice. What is repeated is counted. KNEAD_KILLS sets how often (3).
func TestStaffKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute: a killed delivery is taken up again only when its lease ends")
	}
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { staffKill(t, filepath.Join(t.TempDir(), "knead.db")) })
	t.Run("postgres", func(t *testing.T) { staffKill(t, postgresSchema(t, "staff_kill")) })
}

// postgresSchema is the address of a schema of the test's own in the server that KNEAD_TEST_POSTGRES names.
func postgresSchema(t *testing.T, schema string) string {
	t.Helper()
	address := os.Getenv("KNEAD_TEST_POSTGRES")
	if address == "" {
		t.Skip("KNEAD_TEST_POSTGRES is not set")
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, q := range []string{"DROP SCHEMA IF EXISTS " + schema + " CASCADE", "CREATE SCHEMA " + schema} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// A battered is a knead that is killed, with everything around it.
type battered struct {
	t        *testing.T
	tg       *telegramtest.Server
	dc       *discordtest.Server
	room     *discordtest.Channel
	file, db string
	hook     *httptest.Server
	busy     chan struct{} // the webhook is being called
	mu       sync.Mutex
	calls    map[string]map[string]int // talk → notice → how often the webhook had it
	presses  atomic.Int64
}

func staffKill(t *testing.T, db string) {
	kills, err := strconv.Atoi(os.Getenv("KNEAD_KILLS"))
	if err != nil {
		kills = 3
	}
	const atOnce = 8
	b := &battered{t: t, tg: telegramtest.Start(t, telegramtest.Options{}), db: db, busy: make(chan struct{}, 1), calls: make(map[string]map[string]int),
		dc: discordtest.New(t, filepath.Join("..", "..", "..", "shared", "specs", "discord-openapi.json"))}
	b.room = b.dc.Channel(b.dc.Guild())
	b.hook = httptest.NewServer(http.HandlerFunc(b.called))
	t.Cleanup(b.hook.Close)
	b.file = filepath.Join(t.TempDir(), "practice.yaml")
	lines := fmt.Sprintf("\nlog: {level: error}\nstaff:\n  discord: {channel: %q}\n  webhook: {url: %q}\n", b.room.ID, b.hook.URL)
	if err := os.WriteFile(b.file, append(config.NeuRelease(), []byte(lines)...), 0o600); err != nil {
		t.Fatal(err)
	}

	var stop atomic.Bool
	var clients atomic.Int64
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			for !stop.Load() && !t.Failed() {
				if !b.book(1000 + clients.Add(1)) {
					return
				}
			}
		})
	}
	for i := range kills {
		child := b.launch()
		b.moment(i)
		if err := child.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = child.Wait() // killed, as it should be
	}
	stop.Store(true)
	child := b.launch()
	wg.Wait()
	b.await("every request is with the webhook", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.calls) >= int(clients.Load())
	})
	_ = child.Process.Kill()
	_ = child.Wait()
	b.report(kills, clients.Load())
}

// called is the webhook's other end.
func (b *battered) called(w http.ResponseWriter, r *http.Request) {
	select {
	case b.busy <- struct{}{}:
	default:
	}
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = webhook.Verify(hookSecret, r.Header, body, time.Now(), time.Minute)
	}
	if err != nil {
		b.t.Error(err)
	}
	var call webhook.Call
	if err := json.Unmarshal(body, &call); err != nil {
		b.t.Error(err)
	}
	if call.Type == "knead.booking" {
		b.mu.Lock()
		if b.calls[call.Talk] == nil {
			b.calls[call.Talk] = make(map[string]int)
		}
		b.calls[call.Talk][call.ID]++
		b.mu.Unlock()
	}
	w.WriteHeader(http.StatusNoContent)
}

// launch starts knead as a process.
func (b *battered) launch() *exec.Cmd {
	cmd := exec.CommandContext(context.WithoutCancel(b.t.Context()), "knead", "serve", "--config", b.file)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+filepath.Dir(b.file), "KNEAD_LISTEN=127.0.0.1:0", "KNEAD_DB="+b.db, "KNEAD_WEBHOOK_SECRET="+hookSecret,
		"TELEGRAM_BOT_TOKEN="+b.tg.Token, "TELEGRAM_API_URL="+b.tg.URL, "DISCORD_BOT_TOKEN="+b.dc.Token, "DISCORD_API_URL="+b.dc.URL)
	cmd.Stderr = b.t.Output()
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	return cmd
}

// moment waits for the i-th instant to kill at.
func (b *battered) moment(i int) {
	patience := time.After(5 * time.Second)
	switch i % 3 {
	case 0: // a client has just read that the request goes to staff
		had := b.read("Nothing is booked until")
		ctx, cancel := context.WithTimeout(b.t.Context(), 5*time.Second)
		defer cancel()
		b.tg.Wait(ctx, func() bool { return b.read("Nothing is booked until") > had })
	case 1: // staff are being told
		select {
		case <-b.busy:
		default:
		}
		select {
		case <-b.busy:
		case <-patience:
		}
	default: // anything, from the start to full load
		<-time.After(20*time.Millisecond + rand.N(1500*time.Millisecond))
	}
}

// read is how many messages with words Telegram has shown.
func (b *battered) read(words string) int {
	n := 0
	for _, m := range b.tg.Sent(0) {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// await waits long enough for leases to end, and for a slow machine to start knead again and again.
func (b *battered) await(what string, cond func() bool) bool {
	ctx, cancel := context.WithTimeout(b.t.Context(), 5*time.Minute)
	defer cancel()
	for !cond() {
		select {
		case <-ctx.Done():
			b.t.Errorf("waited in vain: %s", what)
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}

// book is a client who books and whom staff confirm, by pressing until something happens.
func (b *battered) book(id int64) bool {
	ann := b.tg.Client(b.t, id)
	has := func(words string) (m telegramtest.Message, ok bool) {
		for _, m := range b.tg.Sent(id) {
			if strings.Contains(m.Text, words) {
				return m, true
			}
		}
		return m, false
	}
	ann.Say("swedish next tuesday at " + clockOf(id))
	var m telegramtest.Message
	if !b.await(fmt.Sprintf("client %d is read back", id), func() (ok bool) { m, ok = has("Is that right?"); return ok }) {
		return false
	}
	ann.Press(m, "Yes, that's right")
	if !b.await(fmt.Sprintf("client %d reads that staff get it", id), func() (ok bool) { _, ok = has("Nothing is booked until"); return ok }) {
		return false
	}
	maia := b.dc.User(fmt.Sprint("maia", id))
	var notice discordtest.Message
	if !b.await(fmt.Sprintf("staff have the request of client %d", id), func() (ok bool) { notice, ok = b.notice(id); return ok }) {
		return false
	}
	pressed := time.Time{}
	return b.await(fmt.Sprintf("client %d reads the confirmation", id), func() bool {
		if _, ok := has("has confirmed"); ok {
			return true
		}
		if time.Since(pressed) > 3*time.Second {
			pressed = time.Now()
			b.presses.Add(1)
			maia.Press(b.t, notice, "Confirm "+mark.FindString(notice.Content))
		}
		return false
	})
}

// clockOf is when a client wants to come: each at another minute, which tells staff's messages apart.
func clockOf(id int64) string {
	return time.Date(2026, 1, 1, 8, int(id-1000), 0, 0, time.UTC).Format("3:04 PM")
}

// notice is what staff have on Discord of a client's request.
func (b *battered) notice(id int64) (discordtest.Message, bool) {
	for _, q := range b.dc.Requests(http.MethodPost, "/messages") {
		if !bytes.Contains(q.Body, []byte(", "+clockOf(id)+" (")) {
			continue
		}
		for _, m := range b.dc.FromBot(strings.Split(strings.TrimPrefix(q.Path, "/"), "/")[1]) {
			if strings.Contains(m.Content, ", "+clockOf(id)+" (") {
				return m, true
			}
		}
	}
	return discordtest.Message{}, false
}

// report looks at what is left and counts.
func (b *battered) report(kills int, clients int64) {
	st, err := sqlstore.Open(b.t.Context(), b.db)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	replies, confirmations := 0, 0
	for i := range clients {
		id := 1001 + i
		name := strconv.FormatInt(id, 10)
		c := bot.Conversation{Channel: bot.Telegram, Chat: bot.ChatID(name), User: bot.UserID(name)}
		rec, err := st.Export(b.t.Context(), c)
		if err != nil || len(rec.Handoffs) != 1 {
			b.t.Errorf("client %d has %d requests, %v; want 1", id, len(rec.Handoffs), err)
		}
		cases, err := st.Cases(b.t.Context(), bot.CaseQuery{Conversation: c})
		if err != nil || len(cases) != 1 || cases[0].State != bot.CaseConfirmed {
			b.t.Errorf("client %d has cases %+v, %v; want one, confirmed", id, cases, err)
		}
		for _, m := range b.tg.Sent(id) {
			if strings.Contains(m.Text, "has confirmed") {
				confirmations++
			} else {
				replies++
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	calls := 0
	for talk, ids := range b.calls {
		if len(ids) != 1 {
			b.t.Errorf("the webhook has %d requests of talk %s, want 1", len(ids), talk)
		}
		for _, n := range ids {
			calls += n
		}
	}
	if len(b.calls) != int(clients) {
		b.t.Errorf("the webhook has requests of %d clients, want %d", len(b.calls), clients)
	}
	posts := 0
	for _, q := range b.dc.Requests(http.MethodPost, "/messages") {
		if bytes.Contains(q.Body, []byte("Booking request")) {
			posts++
		}
	}
	n := int(clients)
	b.t.Logf("%d kills, %d clients, 0 lost; repeated: %d of %d replies, %d of %d calls of the webhook, %d of %d Discord messages, %d of %d confirmations (%d presses)",
		kills, n, replies-2*n, replies, calls-n, calls, posts-n, posts, confirmations-n, confirmations, b.presses.Load())
	for what, more := range map[string]int{"replies": replies - 2*n, "calls": calls - n, "confirmations": confirmations - n} {
		if more > 8*kills {
			b.t.Errorf("%d %s were repeated by %d kills: more than one a conversation and kill", more, what, kills)
		}
	}
}
