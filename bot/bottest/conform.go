package bottest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"knead/bot"
)

// TestStore runs the contract of bot.Keeper over the stores that open returns, a fresh and empty one each time.
func TestStore(t *testing.T, open func(t *testing.T) bot.Keeper) {
	for _, tc := range []struct {
		name string
		run  func(t *testing.T, st bot.Keeper)
	}{
		{"unknown conversation", testUnknown},
		{"round trip", testRoundTrip},
		{"conflict", testConflict},
		{"one of many writers wins", testRace},
		{"redelivery", testRedelivery},
		{"handoff once", testHandoffOnce},
		{"gaps", testGaps},
		{"held", testHeld},
		{"forget", testForget},
		{"prune", testPrune},
		{"conversations", testConversations},
		{"cancelled context", testCancelled},
	} {
		t.Run(tc.name, func(t *testing.T) { tc.run(t, open(t)) })
	}
}

func conv(user string) bot.Conversation {
	return bot.Conversation{Channel: bot.Web, Chat: bot.ChatID("chat-" + user), User: bot.UserID(user)}
}

func at(minute int) time.Time { return time.Date(2026, 11, 20, 10, minute, 0, 0, time.UTC) }

func mustSave(t *testing.T, st bot.Store, turn bot.Turn) {
	t.Helper()
	if err := st.Save(t.Context(), turn); err != nil {
		t.Fatalf("Save: %v", err)
	}
}

func mustLoad(t *testing.T, st bot.Store, c bot.Conversation, id bot.MessageID) (bot.Session, *bot.Reply) {
	t.Helper()
	s, r, err := st.Load(t.Context(), c, id)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return s, r
}

func testUnknown(t *testing.T, st bot.Keeper) {
	s, r := mustLoad(t, st, conv("a"), "m1")
	if diff := cmp.Diff(bot.Session{Conversation: conv("a")}, s); diff != "" || r != nil {
		t.Errorf("unknown conversation: %s, reply %v", diff, r)
	}
	if err := st.Forget(t.Context(), conv("a")); err != nil {
		t.Errorf("Forget of an unknown conversation: %v", err)
	}
}

func fullSession(c bot.Conversation) bot.Session {
	return bot.Session{
		Conversation: c, Lang: bot.Spanish, LangChosen: true, Greeted: true,
		Signs: bot.Signs{Turn: 3, Seen: []bot.Sign{{ID: "numb-groin", Turn: 2, Time: "worse", Whose: "other", Value: 38}},
			Asked: []bot.QuestionID{"ask-saddle"}, Pending: "ask-saddle"},
		Hold: bot.Hold{Level: bot.Urgent, Flag: "dvt", Since: at(1)}, Clear: bot.ClearAsked, Flow: bot.BookingFlow,
		Draft:  bot.Request{Service: "deep-tissue", Minutes: 60, Date: "2026-11-27", Time: "15:00", Location: "orlando", People: 2},
		Expect: bot.FieldWhen, Offered: []bot.Button{{Label: "Sí", Press: bot.Action{Verb: bot.DoConfirm}}},
		Previous: "slug#anchor", Deferred: "slug#other", Updated: at(2),
	}
}

func testRoundTrip(t *testing.T, st bot.Keeper) {
	want := fullSession(conv("a"))
	mustSave(t, st, bot.Turn{Session: want, Message: "m1", At: at(2),
		Holds: []bot.HoldChange{{Flag: "dvt", Level: bot.Urgent}, {Flag: "dvt", Level: bot.Urgent, Lifted: true, Reason: "staff"}}})
	got, _ := mustLoad(t, st, conv("a"), "")
	if got.Version == 0 {
		t.Error("version is 0 after a save")
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(bot.Session{}, "Version")); diff != "" {
		t.Errorf("session changed on its way (-want +got):\n%s", diff)
	}
	rec, err := st.Export(t.Context(), conv("a"))
	if err != nil || len(rec.Holds) != 2 || !rec.Holds[1].Lifted || rec.Holds[1].Reason != "staff" {
		t.Errorf("Export: %+v, %v; want both hold changes in order", rec.Holds, err)
	}
}

func testConflict(t *testing.T, st bot.Keeper) {
	s := bot.Session{Conversation: conv("a")}
	mustSave(t, st, bot.Turn{Session: s, At: at(0)})
	if err := st.Save(t.Context(), bot.Turn{Session: s, Message: "late", At: at(1),
		Unanswered: &bot.Unanswered{Text: "lost?", Lang: bot.English}}); !errors.Is(err, bot.ErrConflict) {
		t.Fatalf("Save over a newer version: %v, want ErrConflict", err)
	}
	if _, r := mustLoad(t, st, conv("a"), "late"); r != nil {
		t.Error("a refused turn left its reply behind")
	}
	if gaps, err := st.Gaps(t.Context()); err != nil || len(gaps) != 0 {
		t.Errorf("a refused turn left a question behind: %v, %v", gaps, err)
	}
}

func testRace(t *testing.T, st bot.Keeper) {
	const writers = 16
	var wg sync.WaitGroup
	won := make(chan int, writers)
	for i := range writers {
		wg.Go(func() {
			err := st.Save(t.Context(), bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(i)})
			switch {
			case err == nil:
				won <- i
			case !errors.Is(err, bot.ErrConflict):
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d of %d first saves went through, want 1", len(won), writers)
	}
}

func testRedelivery(t *testing.T, st bot.Keeper) {
	want := bot.Reply{Text: "Hola ✓", Level: bot.Clearance, Outcome: bot.Answered, Lang: bot.Spanish,
		Buttons: []bot.Button{{Label: "A", Press: bot.Action{Verb: bot.DoAsk, Arg: "x"}}, {Label: "B", URL: "https://example.test"}},
		Sources: []bot.Source{{Title: "T", Section: "S", URL: "/articles/t#s"}}}
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, Message: "m1", Reply: want, At: at(0)})
	_, got := mustLoad(t, st, conv("a"), "m1")
	if got == nil {
		t.Fatal("the reply of a handled message is gone")
	}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Errorf("stored reply (-want +got):\n%s", diff)
	}
	if _, r := mustLoad(t, st, conv("b"), "m1"); r != nil {
		t.Error("another conversation's message of the same ID got the reply")
	}
}

func testHandoffOnce(t *testing.T, st bot.Keeper) {
	for i := range 2 {
		mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a"), Version: int64(i)}, At: at(i),
			Handoff: &bot.Handoff{Key: "k", Intent: bot.Book, Request: bot.Request{Service: "swedish", Note: "pregnant"}},
			Staff:   []bot.Notice{{Key: "n", Kind: "booking", Text: "swedish"}}})
	}
	rec, err := st.Export(t.Context(), conv("a"))
	if err != nil || len(rec.Handoffs) != 1 || rec.Handoffs[0].Request.Note != "pregnant" {
		t.Errorf("Export: %+v, %v; want the one request", rec.Handoffs, err)
	}
}

func testGaps(t *testing.T, st bot.Keeper) {
	for i, q := range []string{"How much is it?", "Do you take cash?", "how much is it", "HOW MUCH IS IT??"} {
		mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv(fmt.Sprint(i))}, At: at(i),
			Unanswered: &bot.Unanswered{Text: q, Lang: bot.English}})
	}
	gaps, err := st.Gaps(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []bot.Gap{
		{Text: "How much is it?", Lang: bot.English, Count: 3, First: at(0), Last: at(3)},
		{Text: "Do you take cash?", Lang: bot.English, Count: 1, First: at(1), Last: at(1)},
	}
	if diff := cmp.Diff(want, gaps); diff != "" {
		t.Errorf("Gaps (-want +got):\n%s", diff)
	}
}

func testHeld(t *testing.T, st bot.Keeper) {
	hold := bot.Hold{Level: bot.Urgent, Flag: "dvt", Since: at(1)}
	for _, u := range []string{"a", "b", "c"} {
		s := bot.Session{Conversation: conv(u)}
		turn := bot.Turn{At: at(1)}
		if u != "c" {
			s.Hold, turn.Holds = hold, []bot.HoldChange{{Flag: "dvt", Level: bot.Urgent}}
		}
		turn.Session = s
		mustSave(t, st, turn)
	}
	got, err := bot.LiftHold(t.Context(), st, conv("a"), "seen by her GP", at(2))
	if err != nil || got != hold {
		t.Fatalf("LiftHold: %v, %v; want the hold that stood", got, err)
	}
	if _, err := bot.LiftHold(t.Context(), st, conv("c"), "", at(2)); !errors.Is(err, bot.ErrNoHold) {
		t.Errorf("LiftHold where nothing is held: %v, want ErrNoHold", err)
	}
	held, err := st.Held(t.Context())
	if err != nil || len(held) != 1 || held[0].Conversation != conv("b") || held[0].Hold != hold {
		t.Errorf("Held: %+v, %v; want b alone", held, err)
	}
	rec, err := st.Export(t.Context(), conv("a"))
	if err != nil {
		t.Fatal(err)
	}
	want := []bot.HoldChange{{Flag: "dvt", Level: bot.Urgent}, {Flag: "dvt", Level: bot.Urgent, Lifted: true, Reason: "staff: seen by her GP"}}
	if diff := cmp.Diff(want, rec.Holds); diff != "" {
		t.Errorf("holds kept (-want +got):\n%s", diff)
	}
}

func testForget(t *testing.T, st bot.Keeper) {
	for _, u := range []string{"a", "b"} {
		mustSave(t, st, bot.Turn{Session: fullSession(conv(u)), Message: "m", Reply: bot.Reply{Text: "x"}, At: at(0),
			Holds:   []bot.HoldChange{{Flag: "dvt", Level: bot.Urgent}},
			Handoff: &bot.Handoff{Key: u, Intent: bot.Book}, Unanswered: &bot.Unanswered{Text: "only " + u, Lang: bot.English}})
	}
	if err := st.Forget(t.Context(), conv("a")); err != nil {
		t.Fatal(err)
	}
	rec, err := st.Export(t.Context(), conv("a"))
	if diff := cmp.Diff(bot.Record{Session: bot.Session{Conversation: conv("a")}}, rec, cmpopts.EquateEmpty()); diff != "" || err != nil {
		t.Errorf("after Forget something is left: %s, %v", diff, err)
	}
	if _, r := mustLoad(t, st, conv("a"), "m"); r != nil {
		t.Error("after Forget a reply is left")
	}
	if gaps, err := st.Gaps(t.Context()); err != nil || len(gaps) != 1 || gaps[0].Text != "only b" {
		t.Errorf("Gaps after Forget: %+v, %v; want only b's", gaps, err)
	}
	if s, r := mustLoad(t, st, conv("b"), "m"); s.Version == 0 || r == nil {
		t.Error("Forget took another client's session too")
	}
}

func testPrune(t *testing.T, st bot.Keeper) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("old")}, At: at(0),
		Unanswered: &bot.Unanswered{Text: "old one", Lang: bot.English}})
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("new")}, At: at(30),
		Unanswered: &bot.Unanswered{Text: "new one", Lang: bot.English}})
	n, err := st.Prune(t.Context(), at(15))
	if err != nil || n == 0 {
		t.Fatalf("Prune = %d, %v; want something gone", n, err)
	}
	if s, _ := mustLoad(t, st, conv("old"), ""); s.Version != 0 {
		t.Error("an old session is still there")
	}
	if s, _ := mustLoad(t, st, conv("new"), ""); s.Version == 0 {
		t.Error("a new session was pruned")
	}
	if gaps, err := st.Gaps(t.Context()); err != nil || len(gaps) != 1 || gaps[0].Text != "new one" {
		t.Errorf("Gaps after Prune: %+v, %v", gaps, err)
	}
}

func testConversations(t *testing.T, st bot.Keeper) {
	mustSave(t, st, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0)})
	for _, id := range []string{"a", "chat-a"} {
		cs, err := st.Conversations(t.Context(), id)
		if diff := cmp.Diff([]bot.Conversation{conv("a")}, cs); diff != "" || err != nil {
			t.Errorf("Conversations(%q): %s, %v", id, diff, err)
		}
	}
	if cs, err := st.Conversations(t.Context(), "nobody"); len(cs) != 0 || err != nil {
		t.Errorf("Conversations(nobody) = %v, %v", cs, err)
	}
}

func testCancelled(t *testing.T, st bot.Keeper) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := st.Save(ctx, bot.Turn{Session: bot.Session{Conversation: conv("a")}, At: at(0)}); err == nil {
		t.Error("Save with a cancelled context went through")
	}
	if s, _ := mustLoad(t, st, conv("a"), ""); s.Version != 0 {
		t.Error("a cancelled Save left a session behind")
	}
}
