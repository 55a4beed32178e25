package bottest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
)

// TestConsents runs the contract of bot.ConsentLog over the logs that open returns, a fresh and empty one each time.
func TestConsents(t *testing.T, open func(t *testing.T) bot.ConsentLog) {
	const ann = "+14075550100"
	add := func(t *testing.T, l bot.ConsentLog, id string, k bot.ConsentKind, minute int, want bool) {
		t.Helper()
		fresh, err := l.AddConsent(t.Context(), bot.Consent{ID: id, Number: ann, Practice: "+14075550199", Kind: k, Source: bot.ConsentByClient, At: at(minute)})
		if err != nil || fresh != want {
			t.Fatalf("AddConsent(%s, %s) = %v, %v; want %v", id, k, fresh, err, want)
		}
	}
	stopped := func(t *testing.T, l bot.ConsentLog, want bool) {
		t.Helper()
		if got, err := l.Stopped(t.Context(), ann); err != nil || got != want {
			t.Fatalf("Stopped = %v, %v; want %v", got, err, want)
		}
	}
	t.Run("stop and start", func(t *testing.T) {
		l := open(t)
		stopped(t, l, false)
		add(t, l, "1", bot.ConsentBegan, 0, true)
		stopped(t, l, false)
		add(t, l, "2", bot.ConsentStop, 1, true)
		stopped(t, l, true)
		add(t, l, "3", bot.ConsentHelp, 2, true)
		stopped(t, l, true)
		add(t, l, "4", bot.ConsentStart, 3, true)
		stopped(t, l, false)
		add(t, l, "2", bot.ConsentStop, 4, false) // delivered again after all: the start came later
		stopped(t, l, false)
		if got, err := l.Stopped(t.Context(), "+14075550101"); got || err != nil {
			t.Errorf("another number: %v, %v", got, err)
		}
	})
	t.Run("the log", func(t *testing.T) {
		l := open(t)
		add(t, l, "a", bot.ConsentBegan, 0, true)
		add(t, l, "b", bot.ConsentStop, 1, true)
		got, err := l.Consents(t.Context(), ann)
		if err != nil {
			t.Fatal(err)
		}
		line := func(id string, k bot.ConsentKind, when time.Time) bot.Consent {
			return bot.Consent{ID: id, Number: ann, Practice: "+14075550199", Kind: k, Source: bot.ConsentByClient, At: when}
		}
		if diff := cmp.Diff([]bot.Consent{line("a", bot.ConsentBegan, at(0)), line("b", bot.ConsentStop, at(1))}, got); diff != "" {
			t.Errorf("Consents (-want +got):\n%s", diff)
		}
	})
}
