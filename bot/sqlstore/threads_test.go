package sqlstore_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"knead/bot"
	"knead/bot/sqlstore"
)

func TestThreads(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { threads(t, open(t, filepath.Join(t.TempDir(), "knead.db"))) })
	t.Run("postgres", func(t *testing.T) {
		address := os.Getenv("KNEAD_TEST_POSTGRES")
		if address == "" {
			t.Skip("KNEAD_TEST_POSTGRES is not set")
		}
		st := open(t, address)
		if err := st.Wipe(t.Context()); err != nil {
			t.Fatal(err)
		}
		threads(t, st)
	})
}

func threads(t *testing.T, st *sqlstore.Store) {
	ann, ben := bot.Conversation{Channel: bot.Web, Chat: "a", User: "a"}, bot.Conversation{Channel: bot.SMS, Chat: "+15550100", User: "+15550100"}
	thread := func(c bot.Conversation) string {
		t.Helper()
		s, err := st.Thread(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	whose := func(thread string) bot.Conversation {
		t.Helper()
		c, ok, err := st.Whose(t.Context(), thread)
		if err != nil || ok == (c == bot.Conversation{}) {
			t.Fatalf("whose is %s: %v, %v, %v", thread, c, ok, err)
		}
		return c
	}
	keep := func(c bot.Conversation, thread string) {
		t.Helper()
		if err := st.Keep(t.Context(), c, thread); err != nil {
			t.Fatal(err)
		}
	}
	if thread(ann) != "" || whose("1") != (bot.Conversation{}) {
		t.Error("a thread out of nowhere")
	}
	keep(ann, "1")
	if thread(ann) != "" {
		t.Error("a thread of a conversation that is not there was kept")
	}
	for _, c := range []bot.Conversation{ann, ben} {
		if err := st.Save(t.Context(), bot.Turn{Session: bot.Session{Conversation: c}, At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	keep(ann, "1")
	keep(ben, "2")
	if thread(ann) != "1" || whose("1") != ann || whose("2") != ben {
		t.Errorf("threads %q of %v, %q of %v", thread(ann), whose("1"), thread(ben), whose("2"))
	}
	keep(ann, "3")
	if thread(ann) != "3" || whose("3") != ann || whose("1") != (bot.Conversation{}) {
		t.Errorf("after a new thread: %q, %v, %v", thread(ann), whose("3"), whose("1"))
	}
	if err := st.Forget(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	if thread(ann) != "" || whose("3") != (bot.Conversation{}) || thread(ben) != "2" {
		t.Error("forgotten, but the thread is there; or somebody else's is gone")
	}
}
