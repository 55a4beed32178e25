package front

import (
	"testing"
	"time"

	"knead/bot"
	"knead/bot/memory"
)

// New is Load for a test.
func New(t testing.TB) *Desk {
	t.Helper()
	d, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// BotFor is Bot for a test; st nil is a store in memory.
func (d *Desk) BotFor(t testing.TB, st bot.Store, now func() time.Time) *bot.Bot {
	t.Helper()
	if st == nil {
		st = memory.NewStore()
	}
	b, err := d.Bot(st, now)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
