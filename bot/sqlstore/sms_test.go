package sqlstore_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/sqlstore"
)

// engines runs a test on SQLite, and on PostgreSQL where KNEAD_TEST_POSTGRES names a server and an empty database.
func engines(t *testing.T, run func(t *testing.T, fresh func(t *testing.T) *sqlstore.Store)) {
	t.Run("sqlite", func(t *testing.T) {
		run(t, func(t *testing.T) *sqlstore.Store { return open(t, filepath.Join(t.TempDir(), "knead.db")) })
	})
	t.Run("postgres", func(t *testing.T) {
		address := os.Getenv("KNEAD_TEST_POSTGRES")
		if address == "" {
			t.Skip("KNEAD_TEST_POSTGRES is not set")
		}
		run(t, func(t *testing.T) *sqlstore.Store {
			st := open(t, address)
			if err := st.Wipe(t.Context()); err != nil {
				t.Fatal(err)
			}
			return st
		})
	})
}

func TestConsents(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(t *testing.T) *sqlstore.Store) {
		bottest.TestConsents(t, func(t *testing.T) bot.ConsentLog { return fresh(t) })
	})
}

const ann, desk = "+14075550100", "+14075550199"

// A stop outlives what a client may have deleted and what is pruned.
func TestStopOutlivesForget(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(t *testing.T) *sqlstore.Store) {
		st, now := fresh(t), time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
		if _, err := st.AddConsent(t.Context(), bot.Consent{ID: "s", Number: ann, Kind: bot.ConsentStop, Source: bot.ConsentByClient, At: now}); err != nil {
			t.Fatal(err)
		}
		if _, err := st.Prune(t.Context(), now.AddDate(1, 0, 0)); err != nil {
			t.Fatal(err)
		}
		if err := st.Forget(t.Context(), bot.TextConversation(ann)); err != nil {
			t.Fatal(err)
		}
		if stopped, err := st.Stopped(t.Context(), ann); err != nil || !stopped {
			t.Errorf("Stopped = %v, %v; want true", stopped, err)
		}
		// The owner's export has it, of this number and of no other channel.
		rec, err := st.Export(t.Context(), bot.TextConversation(ann))
		if err != nil || len(rec.Consents) != 1 || rec.Consents[0].Kind != bot.ConsentStop || !rec.Consents[0].At.Equal(now) {
			t.Errorf("exported %+v, %v", rec.Consents, err)
		}
		if rec, err := st.Export(t.Context(), bot.Conversation{Channel: bot.Web, Chat: ann, User: ann}); err != nil || len(rec.Consents) != 0 {
			t.Errorf("exported for another channel: %+v, %v", rec.Consents, err)
		}
	})
}

func TestTexts(t *testing.T) {
	engines(t, func(t *testing.T, fresh func(t *testing.T) *sqlstore.Store) {
		st, now := fresh(t), time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
		in := bot.TextIn{ID: "SM1", Client: ann, Practice: desk, Text: "hello", Media: 1, At: now}
		for i, want := range []bot.TextState{bot.TextFresh, bot.TextTaken} {
			if got, err := st.TakeText(t.Context(), in); err != nil || got != want {
				t.Fatalf("TakeText %d = %q, %v; want %q", i, got, err, want)
			}
		}
		open, err := st.OpenTexts(t.Context(), now)
		if diff := cmp.Diff([]bot.TextIn{in}, open); diff != "" || err != nil {
			t.Fatalf("OpenTexts: %v (-want +got):\n%s", err, diff)
		}
		if err := st.AnsweredText(t.Context(), "SM1", "unknown"); err != nil {
			t.Fatal(err)
		}
		if got, err := st.TakeText(t.Context(), in); err != nil || got != bot.TextAnswered {
			t.Errorf("TakeText of an answered one = %q, %v", got, err)
		}
		if open, err := st.OpenTexts(t.Context(), now); err != nil || len(open) != 0 {
			t.Errorf("OpenTexts = %v, %v; want none", open, err)
		}
		if practice, at, err := st.LastText(t.Context(), ann); practice != desk || !at.Equal(now) || err != nil {
			t.Errorf("LastText = %q, %v, %v", practice, at, err)
		}
		if practice, at, err := st.LastText(t.Context(), "+1"); practice != "" || !at.IsZero() || err != nil {
			t.Errorf("LastText of a stranger = %q, %v, %v", practice, at, err)
		}
		out := bot.TextOut{ID: "SM2", Client: ann, Practice: desk, Status: "sent", At: now}
		for _, o := range []bot.TextOut{out, {ID: "SM2", Client: ann, Practice: desk, Reply: "SM1", Segments: 2, Status: "queued", At: now},
			{ID: "SM2", Client: ann, Practice: desk, Status: "undelivered", Code: 30005, At: now}, out} {
			if err := st.NoteText(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
		out.Reply, out.Segments, out.Status, out.Code = "SM1", 2, "undelivered", 30005
		outs, err := st.Texts(t.Context(), ann)
		if diff := cmp.Diff([]bot.TextOut{out}, outs); diff != "" || err != nil {
			t.Errorf("Texts: %v (-want +got):\n%s", err, diff)
		}
		if err := st.Forget(t.Context(), bot.TextConversation(ann)); err != nil {
			t.Fatal(err)
		}
		if outs, err := st.Texts(t.Context(), ann); len(outs) != 0 || err != nil {
			t.Errorf("after Forget: %v, %v", outs, err)
		}
	})
}
