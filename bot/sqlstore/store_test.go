package sqlstore_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/sqlstore"
)

func open(t testing.TB, address string) *sqlstore.Store {
	t.Helper()
	st, err := sqlstore.Open(t.Context(), address)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return st
}

func TestSQLite(t *testing.T) {
	bottest.TestStore(t, func(t *testing.T) bot.Keeper {
		return open(t, filepath.Join(t.TempDir(), "a folder?", "knead.db"))
	})
}

func TestSQLiteOutbox(t *testing.T) {
	bottest.TestOutbox(t, func(t *testing.T) bottest.Box { return open(t, filepath.Join(t.TempDir(), "knead.db")) })
}

// TestPostgres runs where KNEAD_TEST_POSTGRES names a server and an empty database that the test may fill.
func TestPostgres(t *testing.T) {
	address := os.Getenv("KNEAD_TEST_POSTGRES")
	if address == "" {
		t.Skip("KNEAD_TEST_POSTGRES is not set")
	}
	fresh := func(t *testing.T) *sqlstore.Store {
		st := open(t, address)
		if err := st.Wipe(t.Context()); err != nil {
			t.Fatal(err)
		}
		return st
	}
	bottest.TestStore(t, func(t *testing.T) bot.Keeper { return fresh(t) })
	bottest.TestOutbox(t, func(t *testing.T) bottest.Box { return fresh(t) })
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "knead.db")
	c := bot.Conversation{Channel: bot.Web, Chat: "c", User: "u"}
	st, err := sqlstore.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Save(t.Context(), bot.Turn{Session: bot.Session{Conversation: c, Hold: bot.Hold{Level: bot.Emergency, Flag: "cardiac"}}}); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	s, _, err := open(t, path).Load(t.Context(), c, "")
	if err != nil || s.Hold.Level != bot.Emergency {
		t.Errorf("after a restart the hold is %+v, %v; want emergency", s.Hold, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("database file: %v, %v; want mode 0600", info.Mode(), err)
	}
}

func TestOpenTrouble(t *testing.T) {
	dir := t.TempDir()
	corrupt := filepath.Join(dir, "corrupt.db")
	if err := os.WriteFile(corrupt, []byte(strings.Repeat("this is no database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, path, want string }{
		{"corrupt", corrupt, "not a database"},
		{"a folder", dir, "is a directory"},
		{"below a file", filepath.Join(corrupt, "x.db"), "not a directory"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			st, err := sqlstore.Open(t.Context(), tc.path)
			if err == nil {
				_ = st.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %q does not say %q", err, tc.want)
			}
		})
	}
}

func BenchmarkTurn(b *testing.B) {
	st := open(b, filepath.Join(b.TempDir(), "knead.db"))
	c := bot.Conversation{Channel: bot.Web, Chat: "c", User: "u"}
	for b.Loop() {
		s, _, err := st.Load(b.Context(), c, "m")
		if err != nil {
			b.Fatal(err)
		}
		if err := st.Save(b.Context(), bot.Turn{Session: s, Reply: bot.Reply{Text: "hello"}}); err != nil {
			b.Fatal(err)
		}
	}
}
