package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"knead/bot"
	"knead/bot/bottest"
	"knead/config"
)

// TestMain lets scripts run knead itself as a command.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"knead": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			code := run(ctx, os.Args[1:], environment{in: os.Stdin, out: os.Stdout, err: os.Stderr, lookup: os.LookupEnv})
			stop()
			os.Exit(code)
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: os.Getenv("KNEAD_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			env.Setenv("HOME", env.WorkDir)
			return nil
		}})
}

// testDesk is the embedded practice's desk, as a client meets it.
func testDesk(t testing.TB) *desk {
	t.Helper()
	cfg, err := config.Default()
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDesk(cfg, &environment{in: nil, out: t.Output(), err: t.Output(), lookup: func(string) (string, bool) { return "", false }})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func testBot(t testing.TB, d *desk, now time.Time) *bot.Bot {
	t.Helper()
	b, err := d.newBot(bottest.NewStore(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestConversations runs the golden talks with everything real but the network and the clock.
func TestConversations(t *testing.T) {
	d := testDesk(t)
	bottest.Talks(t, filepath.Join("..", "..", "bot", "testdata", "conversations"), func(t *testing.T, k bottest.Talk) bot.Handler {
		return testBot(t, d, k.Now)
	})
}
