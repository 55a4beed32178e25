package bottest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
)

// A Box is what delivers notices and lets staff answer, on top of a Store.
type Box interface {
	bot.Keeper
	bot.Outbox
	bot.Casebook
}

// TestOutbox runs the contracts of bot.Outbox and bot.Casebook over the stores that open returns, a fresh and empty one
// each time.
func TestOutbox(t *testing.T, open func(t *testing.T) Box) {
	for _, tc := range []struct {
		name string
		run  func(t *testing.T, st Box)
	}{
		{"delivered once", testDelivered},
		{"each way for itself", testWays},
		{"failures", testFailures},
		{"order in a conversation", testOrder},
		{"a lease ends", testLease},
		{"old notices", testOld},
		{"request and answer", testAnswer},
		{"cases", testCases},
		{"late", testLate},
		{"news", testNews},
		{"forgotten", testBoxForgotten},
	} {
		t.Run(tc.name, func(t *testing.T) { tc.run(t, open(t)) })
	}
}

func window(way string, minute int) bot.Window {
	return bot.Window{Way: way, Now: at(minute), Since: at(-600), Fresh: at(-300), Lease: time.Minute, Limit: 10}
}

// due is the keys that are due.
func due(t *testing.T, st bot.Outbox, w bot.Window) []string {
	t.Helper()
	ps, err := st.Due(t.Context(), w)
	if err != nil {
		t.Fatalf("Due: %v", err)
	}
	keys := []string{}
	for _, p := range ps {
		keys = append(keys, p.Key)
	}
	return keys
}

func wantDue(t *testing.T, st bot.Outbox, w bot.Window, want ...string) {
	t.Helper()
	if got := due(t, st, w); !slices.Equal(got, want) {
		t.Errorf("due for %q at minute %d: %v, want %v", w.Way, w.Now.Minute(), got, want)
	}
}

func notice(key string) bot.Notice {
	return bot.Notice{Key: key, Kind: bot.NoticeHuman, Text: "text of " + key}
}

func testDelivered(t *testing.T, st Box) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0), Staff: []bot.Notice{notice("k")}})
	ps, err := st.Due(t.Context(), window("chat", 1))
	if err != nil || len(ps) != 1 {
		t.Fatalf("Due: %v, %v; want one", ps, err)
	}
	if diff := cmp.Diff(bot.Parcel{Notice: notice("k"), Conversation: conv("a"), At: at(0)}, ps[0]); diff != "" {
		t.Errorf("parcel (-want +got):\n%s", diff)
	}
	wantDue(t, st, window("chat", 1))
	if err := st.Done(t.Context(), "chat", "k", "s17", at(1)); err != nil {
		t.Fatal(err)
	}
	wantDue(t, st, window("chat", 30))
	if err := st.Done(t.Context(), "chat", "unknown", "", at(1)); err != nil {
		t.Errorf("Done of a notice that was forgotten meanwhile: %v", err)
	}
	// The turn that comes again after a crash stores the same key once.
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a"), Version: 1}, At: at(2), Staff: []bot.Notice{notice("k")}})
	wantDue(t, st, window("chat", 30))
}

func testWays(t *testing.T, st Box) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0), Staff: []bot.Notice{notice("k"),
		{Key: "n", Kind: bot.NoticeNews, For: bot.ForClient, Text: "for the client", Buttons: []bot.Button{{Label: "Yes", Press: bot.Action{Verb: bot.DoConfirm}}}}}})
	wantDue(t, st, window("chat", 1), "k")
	if err := st.Done(t.Context(), "chat", "k", "", at(1)); err != nil {
		t.Fatal(err)
	}
	wantDue(t, st, window("mail", 1), "k")
	w := window(bot.NewsWay, 1)
	w.For = bot.ForClient
	ps, err := st.Due(t.Context(), w)
	if err != nil || len(ps) != 1 || ps[0].Key != "n" || len(ps[0].Buttons) != 1 || ps[0].Buttons[0].Press.Verb != bot.DoConfirm {
		t.Errorf("news: %+v, %v", ps, err)
	}
}

func testFailures(t *testing.T, st Box) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0), Staff: []bot.Notice{notice("k")}})
	wantDue(t, st, window("chat", 1), "k")
	if err := st.Failed(t.Context(), "chat", "k", at(5)); err != nil {
		t.Fatal(err)
	}
	wantDue(t, st, window("chat", 4))
	ps, err := st.Due(t.Context(), window("chat", 5))
	if err != nil || len(ps) != 1 || ps[0].Attempts != 1 {
		t.Fatalf("after a failure: %+v, %v; want one with one attempt", ps, err)
	}
	if err := st.Failed(t.Context(), "chat", "k", time.Time{}); err != nil {
		t.Fatal(err)
	}
	wantDue(t, st, window("chat", 30))
}

func testOrder(t *testing.T, st Box) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0), Staff: []bot.Notice{notice("a1"), notice("a2")}})
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a"), Version: 1}, At: at(0), Staff: []bot.Notice{notice("a0")}})
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("b")}, At: at(1), Staff: []bot.Notice{notice("b1")}})
	wantDue(t, st, window("chat", 2), "a1", "b1")
	if err := st.Failed(t.Context(), "chat", "a1", at(10)); err != nil {
		t.Fatal(err)
	}
	wantDue(t, st, window("chat", 4), "b1") // b1's lease is over; a2 waits for a1
	wantDue(t, st, window("chat", 10), "a1", "b1")
	if err := st.Done(t.Context(), "chat", "a1", "", at(10)); err != nil {
		t.Fatal(err)
	}
	wantDue(t, st, window("chat", 10), "a2")
	if err := st.Failed(t.Context(), "chat", "a2", time.Time{}); err != nil {
		t.Fatal(err)
	}
	wantDue(t, st, window("chat", 10), "a0")
}

func testLease(t *testing.T, st Box) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0), Staff: []bot.Notice{notice("k")}})
	wantDue(t, st, window("chat", 1), "k") // and killed
	wantDue(t, st, window("chat", 1))
	wantDue(t, st, window("chat", 2), "k")
}

func testOld(t *testing.T, st Box) {
	for i, k := range []string{"old", "new"} {
		mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv(k)}, At: at(10 * i), Staff: []bot.Notice{notice(k)}})
		wantDue(t, st, window("chat", 10*i), k)
		if err := st.Done(t.Context(), "chat", k, "", at(10*i)); err != nil {
			t.Fatal(err)
		}
	}
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("never")}, At: at(0), Staff: []bot.Notice{notice("never")}})
	w := window("mail", 20)
	w.Fresh = at(5)
	wantDue(t, st, w, "never", "new")
	w = window("hook", 20)
	w.Since = at(5)
	wantDue(t, st, w, "new")
}

func testAnswer(t *testing.T, st Box) {
	n := notice("ask")
	n.Request = "r"
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0), Staff: []bot.Notice{n},
		Handoff: &bot.Handoff{Key: "r", Intent: bot.Reschedule, Request: bot.Request{Service: "swedish", Date: "2026-11-27"}}})
	open := bot.CaseQuery{Open: true}
	ps, err := st.Cases(t.Context(), open)
	if err != nil || len(ps) != 1 || ps[0].Handoff == nil || ps[0].Handoff.Intent != bot.Reschedule || ps[0].Handoff.Request.Service != "swedish" {
		t.Fatalf("open cases: %+v, %v", ps, err)
	}
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a"), Version: 1}, At: at(3),
		Answered: &bot.CaseAnswer{Key: "ask", State: bot.CaseConfirmed}})
	err = st.Save(t.Context(), bot.Turn{Session: bot.Session{Conversation: conv("a"), Version: 2}, At: at(4), Message: "twice",
		Answered: &bot.CaseAnswer{Key: "ask", State: bot.CaseDeclined}, Staff: []bot.Notice{notice("left behind")}})
	if !errors.Is(err, bot.ErrAnswered) {
		t.Fatalf("second answer: %v, want ErrAnswered", err)
	}
	if s, r := mustLoad(t, st, conv("a"), "twice"); s.Version != 2 || r != nil {
		t.Errorf("the refused answer left something behind: version %d, %v", s.Version, r)
	}
	ps, err = st.Cases(t.Context(), bot.CaseQuery{Key: "ask"})
	if err != nil || len(ps) != 1 || ps[0].State != bot.CaseConfirmed || !ps[0].Answered.Equal(at(3)) {
		t.Errorf("answered case: %+v, %v", ps, err)
	}
	if ps, err := st.Cases(t.Context(), open); err != nil || len(ps) != 0 {
		t.Errorf("open cases after the answer: %+v, %v", ps, err)
	}
}

func testCases(t *testing.T, st Box) {
	for i, u := range []string{"a", "b"} {
		mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv(u)}, At: at(i), Staff: []bot.Notice{notice(u),
			{Key: "news " + u, Kind: bot.NoticeNews, For: bot.ForClient}}})
	}
	wantDue(t, st, window("chat", 2), "a", "b")
	if err := st.Done(t.Context(), "chat", "b", "s1", at(2)); err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]bot.CaseQuery{
		"ref": {Ref: bot.RefOf("b")[:4]}, "receipt": {Way: "chat", Receipt: "s1"}, "conversation": {Conversation: conv("b")}, "key": {Key: "b"},
	} {
		if ps, err := st.Cases(t.Context(), q); err != nil || len(ps) != 1 || ps[0].Key != "b" {
			t.Errorf("by %s: %+v, %v; want b", name, ps, err)
		}
	}
	if ps, err := st.Cases(t.Context(), bot.CaseQuery{}); err != nil || len(ps) != 2 || ps[0].Key != "b" {
		t.Errorf("all: %+v, %v; want b, then a", ps, err)
	}
	if ps, err := st.Cases(t.Context(), bot.CaseQuery{Way: "mail", Receipt: "s1"}); err != nil || len(ps) != 0 {
		t.Errorf("another way's receipt: %+v, %v", ps, err)
	}
}

func testLate(t *testing.T, st Box) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0),
		Staff: []bot.Notice{notice("k"), {Key: "alert", Kind: bot.NoticeAlert}, {Key: "unsaid", Kind: bot.NoticeBooking, Unsaid: true}}})
	late := func(minute int) []string {
		ps, err := st.Late(t.Context(), at(minute))
		if err != nil {
			t.Fatalf("Late: %v", err)
		}
		var keys []string
		for _, p := range ps {
			keys = append(keys, p.Key)
		}
		return keys
	}
	if got := late(0); len(got) != 0 {
		t.Errorf("late at once: %v", got)
	}
	if got := late(10); !slices.Equal(got, []string{"k"}) {
		t.Errorf("late: %v, want k alone: nobody was promised the alert", got)
	}
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a"), Version: 1}, At: at(10),
		Staff: []bot.Notice{{Key: bot.LateKey("k"), Kind: bot.NoticeNews, For: bot.ForClient, Text: "nobody knows yet"}}})
	if got := late(20); len(got) != 0 {
		t.Errorf("late after the client was told so: %v", got)
	}
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("b")}, At: at(0), Staff: []bot.Notice{notice("sent")}})
	ps, err := st.Due(t.Context(), window("mail", 21))
	if err != nil || len(ps) != 2 || !ps[0].Late || ps[1].Late {
		t.Errorf("due: %+v, %v; want k, of which the client knows that it is late, and sent", ps, err)
	}
	if err := st.Done(t.Context(), "mail", "sent", "", at(21)); err != nil {
		t.Fatal(err)
	}
	if got := late(30); len(got) != 0 {
		t.Errorf("late though one way delivered it: %v", got)
	}
}

func testNews(t *testing.T, st Box) {
	news := func(k string) bot.Notice {
		return bot.Notice{Key: k, Kind: bot.NoticeNews, For: bot.ForClient, Text: k}
	}
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0), Staff: []bot.Notice{news("n1"), notice("k"), news("n2")}})
	ps, err := st.News(t.Context(), conv("a"))
	if err != nil || len(ps) != 2 || ps[0].Key != "n1" || ps[1].Key != "n2" {
		t.Fatalf("News: %+v, %v; want n1, n2", ps, err)
	}
	if ps, err := st.News(t.Context(), conv("b")); err != nil || len(ps) != 0 {
		t.Errorf("somebody else's news: %+v, %v", ps, err)
	}
	w := window(bot.NewsWay, 1)
	w.For = bot.ForClient
	wantDue(t, st, w, "n1")
	if err := st.Failed(t.Context(), bot.NewsWay, "n1", time.Time{}); err != nil {
		t.Fatal(err)
	}
	if ps, err := st.News(t.Context(), conv("a")); err != nil || len(ps) != 2 {
		t.Errorf("after the sender gave up: %+v, %v; want both still kept for the client", ps, err)
	}
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a"), Version: 1}, At: at(2), Told: []string{"n1", "n2"}})
	if ps, err := st.News(t.Context(), conv("a")); err != nil || len(ps) != 0 {
		t.Errorf("news that were told: %+v, %v", ps, err)
	}
	wantDue(t, st, w)
}

func testBoxForgotten(t *testing.T, st Box) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0), Staff: []bot.Notice{notice("k")}})
	wantDue(t, st, window("chat", 1), "k")
	if err := st.Forget(t.Context(), conv("a")); err != nil {
		t.Fatal(err)
	}
	wantDue(t, st, window("chat", 30))
	if ps, err := st.Cases(t.Context(), bot.CaseQuery{}); err != nil || len(ps) != 0 {
		t.Errorf("cases after Forget: %+v, %v", ps, err)
	}
	if err := st.Done(t.Context(), "chat", "k", "", at(2)); err != nil {
		t.Errorf("Done after Forget: %v", err)
	}
	if n, err := st.Prune(t.Context(), at(50)); err != nil || n != 0 {
		t.Errorf("Prune found %d rows of a forgotten client, %v", n, err)
	}
}
