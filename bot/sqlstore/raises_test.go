package sqlstore_test

import (
	"path/filepath"
	"testing"
	"time"

	"knead/bot"
	"knead/bot/sqlstore"
)

// What a second opinion raised is listed, newest first; other holds are not, and a client's "forget me" takes it along.
func TestRaises(t *testing.T) {
	st, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	c := bot.Conversation{Channel: bot.Web, Chat: "c", User: "u"}
	for i, h := range []bot.HoldChange{
		{Flag: "dvt", Level: bot.Precaution, Reason: bot.SecondOpinion},
		{Flag: "fever", Level: bot.Urgent},
		{Flag: "dvt", Level: bot.Clearance, Reason: bot.SecondOpinion},
	} {
		s, _, err := st.Load(t.Context(), c, "")
		if err != nil {
			t.Fatal(err)
		}
		s.Conversation = c
		if err := st.Save(t.Context(), bot.Turn{Session: s, At: at.Add(time.Duration(i) * time.Hour), Holds: []bot.HoldChange{h}}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := st.Raises(t.Context())
	if err != nil || len(got) != 2 || got[0] != (bot.Raise{Flag: "dvt", Level: bot.Clearance, At: at.Add(2 * time.Hour)}) || got[1].Level != bot.Precaution {
		t.Errorf("Raises = %+v, %v", got, err)
	}
	if err := st.Forget(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got, err := st.Raises(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("after Forget: %+v, %v", got, err)
	}
}
