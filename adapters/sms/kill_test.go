package sms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"knead/adapters/sms/smstest"
	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/sqlstore"
	"knead/bot/texting"
)

// childEnv makes the test binary a practice's number: where it listens, Twilio's address and its database.
const childEnv = "KNEAD_SMS_CHILD"

func TestMain(m *testing.M) {
	if args := strings.Split(os.Getenv(childEnv), "|"); len(args) == 3 {
		if err := child(args[0], args[1], args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child answers text messages until it is killed.
func child(listen, twilio, db string) error {
	ctx := context.Background()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	st, err := sqlstore.Open(ctx, db)
	if err != nil {
		return err
	}
	line, err := texting.New(texting.Options{Practice: bottest.Practice(), Store: st, Consents: st, Log: log})
	if err != nil {
		return err
	}
	b, err := bot.New(bot.Options{Practice: bottest.Practice(), Screener: &bottest.Screener{}, Answerer: bottest.Answerer{}, Reader: bottest.Bookings{},
		Drafter: bottest.Bookings{}, Store: st, Log: log})
	if err != nil {
		return err
	}
	a, err := New(Config{AccountSID: smstest.Account, AuthToken: smstest.Token, APIURL: twilio, PublicURL: "http://" + listen, Zone: time.UTC,
		Numbers: []Number{{orlando, "orlando"}}, Consent: line, Renderer: line, Store: st, Log: log, PerSecond: 1e6, Quiet: Hours{"00:00", "00:00"}})
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for path, h := range a.Mount() {
		mux.Handle("POST "+path, h)
	}
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return err
	}
	go func() { _ = (&http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}).Serve(ln) }()
	return errors.Join(a.Run(ctx, line.Handler(b)), st.Close())
}

// Killed at any instant under load and started again: every message is answered, no request is lost or doubled. A reply is
// repeated only where the kill fell between handing it over and noting it; the test counts them. A delivery that found
// nobody comes again under the same ID, as Twilio's does where it was told to retry. KNEAD_KILLS sets how often (3).
func TestKill(t *testing.T) {
	kills, err := strconv.Atoi(os.Getenv("KNEAD_KILLS"))
	if err != nil {
		kills = 3
	}
	const atOnce = 20
	tw := smstest.Start(t, spec(t), orlando)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listen, db := ln.Addr().String(), filepath.Join(t.TempDir(), "knead.db")
	_ = ln.Close()
	launch := func() *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), childEnv+"="+listen+"|"+tw.URL+"|"+db)
		cmd.Stderr = t.Output()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	var stop atomic.Bool
	var clients, again atomic.Int64
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			for !stop.Load() && !t.Failed() {
				n := numberOf(clients.Add(1))
				if !textUntil(t, tw, &again, listen, n, "book", "Right?") || !textUntil(t, tw, &again, listen, n, "1", "book.test/orlando") {
					return
				}
			}
		})
	}
	for range kills {
		cmd := launch()
		// From the start, when it is still reading its database, to full load.
		<-time.After(20*time.Millisecond + rand.N(600*time.Millisecond))
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // killed, as it should be
	}
	stop.Store(true)
	last := launch()
	wg.Wait()
	_ = last.Process.Kill()
	_ = last.Wait()

	st, err := sqlstore.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	repeated, replies := 0, 0
	for i := range clients.Load() {
		n := numberOf(i + 1)
		rec, err := st.Export(t.Context(), bot.TextConversation(n))
		if err != nil || len(rec.Handoffs) != 1 {
			t.Errorf("client %s has %d requests, %v; want 1", n, len(rec.Handoffs), err)
		}
		replies += len(tw.Sent(n))
		repeated += len(tw.Sent(n)) - 2
	}
	t.Logf("%d kills, %d clients, %d replies, %d of them repeated; %d deliveries came again", kills, clients.Load(), replies, repeated, again.Load())
	if repeated > atOnce*kills {
		t.Errorf("%d replies were repeated by %d kills: more than one a conversation and kill", repeated, kills)
	}
}

func numberOf(client int64) string { return fmt.Sprintf("+1407%07d", 5000000+client) }

// textUntil has a client text words, once, and waits until a reply has what is wanted.
func textUntil(t *testing.T, tw *smstest.Server, again *atomic.Int64, listen, client, words, want string) bool {
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	form := tw.Form(tw.NextID(), client, orlando, words, 0)
	for {
		a, err := tw.Call(ctx, "http://"+listen, Path, form)
		if err == nil && a.Status == http.StatusOK {
			break
		}
		again.Add(1)
		select {
		case <-ctx.Done():
			t.Errorf("client %s: %q was not delivered: %d, %v", client, words, a.Status, err)
			return false
		case <-time.After(10 * time.Millisecond):
		}
	}
	for {
		for _, m := range tw.Sent(client) {
			if strings.Contains(m.Body, want) {
				return true
			}
		}
		select {
		case <-ctx.Done():
			t.Errorf("client %s: no answer to %q with %q, but %+v", client, words, want, tw.Sent(client))
			return false
		case <-time.After(10 * time.Millisecond):
		}
	}
}
