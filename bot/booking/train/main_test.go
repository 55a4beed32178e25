package main

import (
	"testing"

	"knead/bot/booking"
	"knead/bot/booking/intents"
)

// TestModelIsOfTheseLines holds that the embedded model was made from the lines, cues and grammar that stand beside it: each of
// them changes what the samples are.
func TestModelIsOfTheseLines(t *testing.T) {
	p, err := practice()
	if err != nil {
		t.Fatal(err)
	}
	r, err := booking.NewWith(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := load(r, p.Zone, "../corpus", "../testdata")
	if err != nil {
		t.Fatal(err)
	}
	m, err := intents.Default()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.Made(), intents.Fingerprint(samples(rows, func(row) bool { return true })); got != want {
		t.Errorf("intents/model.bin was made from samples %016x, the corpus, cues and grammar now give %016x: run go run ./bot/booking/train", got, want)
	}
}
