package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/memory"
	"knead/config"
	"knead/knowledge"
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
	t.Parallel()
	bin := filepath.Dir(program(t))
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: os.Getenv("KNEAD_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			if !strings.HasSuffix(env.WorkDir, "script-serve") {
				env.Setenv("PATH", bin+string(filepath.ListSeparator)+env.Getenv("PATH"))
			}
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			env.Setenv("HOME", env.WorkDir)
			return nil
		}})
}

// embedded is the embedded practice's desk, loaded once for all tests.
var embedded = sync.OnceValues(func() (*desk, error) {
	cfg, err := config.Default()
	if err != nil {
		return nil, err
	}
	return newDesk(cfg, &environment{out: io.Discard, err: io.Discard, lookup: func(string) (string, bool) { return "", false }})
})

// testDesk is a copy of the embedded practice's desk, as a client meets it; the test may change the copy.
func testDesk(t testing.TB) *desk {
	t.Helper()
	shared, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	d := *shared
	d.live, d.log = knowledge.NewLive(d.base), newLogger(d.cfg.Log, t.Output())
	return &d
}

func testBot(t testing.TB, d *desk, now time.Time) *bot.Bot {
	t.Helper()
	b, err := d.newBot(memory.NewStore(), func() time.Time { return now })
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
