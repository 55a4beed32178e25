package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"knead/adapters/telegram/telegramtest"
	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/bottest/front"
	"knead/bot/sqlstore"
)

// childEnv makes the test binary a bot: its front desk, scripted or real, the server's address and the folder of its state.
const childEnv = "KNEAD_TELEGRAM_CHILD"

func TestMain(m *testing.M) {
	if args := strings.Split(os.Getenv(childEnv), "|"); len(args) == 3 {
		if err := child(kind(args[0]), args[1], args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// A kind is which front desk a child has.
type kind string

const (
	scripted kind = "scripted"
	genuine  kind = "genuine"
)

// handler puts the front desk together.
func (k kind) handler(st bot.Store) (bot.Handler, error) {
	if k == genuine {
		f, err := front.Load()
		if err != nil {
			return nil, err
		}
		return f.Bot(st, nil)
	}
	return bot.New(bot.Options{Practice: bottest.Practice(), Screener: &bottest.Screener{}, Answerer: bottest.Answerer{}, Reader: bottest.Bookings{},
		Drafter: bottest.Bookings{}, Store: st})
}

// child runs a bot until it is killed.
func child(k kind, address, dir string) error {
	ctx := context.Background()
	st, err := sqlstore.Open(ctx, filepath.Join(dir, "knead.db"))
	if err != nil {
		return err
	}
	b, err := k.handler(st)
	if err != nil {
		return err
	}
	a, err := New(Config{Token: telegramtest.DefaultToken, APIURL: address, Practice: bottest.Practice(), Journal: filepath.Join(dir, "telegram.journal"),
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})), Limits: Limits{-1, -1, -1}})
	if err != nil {
		return err
	}
	return errors.Join(a.Run(ctx, b), st.Close())
}

// Killed at any instant under load and started again: every message is answered, no request is lost or doubled. A reply
// is repeated only where the kill fell between Telegram's taking it and the journal's noting it; the test counts them.
// KNEAD_KILLS sets how often (3).
func TestKill(t *testing.T) {
	kills, err := strconv.Atoi(os.Getenv("KNEAD_KILLS"))
	if err != nil {
		kills = 3
	}
	const atOnce = 20
	srv := telegramtest.Start(t, telegramtest.Options{Spec: spec(t)})
	dir := t.TempDir()
	var stop atomic.Bool
	var clients atomic.Int64
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			for !stop.Load() && !t.Failed() {
				if !bookOnce(t, srv, 1000+clients.Add(1)) {
					return
				}
			}
		})
	}
	for range kills {
		bot := launchChild(t, scripted, srv, dir)
		// From the start, when it is still reading its state, to full load.
		<-time.After(20*time.Millisecond + rand.N(400*time.Millisecond))
		if err := bot.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = bot.Wait() // killed, as it should be
	}
	stop.Store(true)
	bot := launchChild(t, scripted, srv, dir)
	wg.Wait()
	srv.Await(t, "all is acknowledged", func() bool { return srv.Waiting() == 0 })
	_ = bot.Process.Kill()
	_ = bot.Wait()

	st, err := sqlstore.Open(t.Context(), filepath.Join(dir, "knead.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	repeated := 0
	for i := range clients.Load() {
		id := 1001 + i
		name := fmt.Sprint(id)
		rec, err := st.Export(t.Context(), conversationOf(name))
		if err != nil || len(rec.Handoffs) != 1 {
			t.Errorf("client %d has %d requests, %v; want 1", id, len(rec.Handoffs), err)
		}
		repeated += len(srv.Sent(id)) - 2
	}
	t.Logf("%d kills, %d clients, %d replies, %d of them repeated", kills, clients.Load(), len(srv.Sent(0)), repeated)
	if repeated > atOnce*kills {
		t.Errorf("%d replies were repeated by %d kills: more than one a conversation and kill", repeated, kills)
	}
}

// launchChild starts this test binary as a bot of srv.
func launchChild(t *testing.T, k kind, srv *telegramtest.Server, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+string(k)+"|"+srv.URL+"|"+dir)
	cmd.Stderr = t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func conversationOf(id string) bot.Conversation {
	return bot.Conversation{Channel: bot.Telegram, Chat: bot.ChatID(id), User: bot.UserID(id)}
}

// bookOnce is a client who books: a line, the read-back, its button, the link.
func bookOnce(t *testing.T, srv *telegramtest.Server, id int64) bool {
	ann := srv.Client(t, id)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var m telegramtest.Message
	ann.Say("book")
	if !srv.Wait(ctx, func() bool { m = last(srv.Sent(id)); return m.Labels() != nil }) {
		t.Errorf("client %d: no read-back", id)
		return false
	}
	ann.Press(m, "Yes, that's right")
	if !srv.Wait(ctx, func() bool { return strings.Contains(last(srv.Sent(id)).Text, "Please pick this time") }) {
		t.Errorf("client %d: no link, but %q", id, last(srv.Sent(id)).Text)
		return false
	}
	return true
}
