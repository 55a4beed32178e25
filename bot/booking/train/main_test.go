package main

import (
	"bytes"
	"os"
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

// TestNamesAreOfThisList holds that the embedded set of first names was made from given.txt.
func TestNamesAreOfThisList(t *testing.T) {
	names, err := readNames("given.txt")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../lexicon/given.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, booking.Given(names)) {
		t.Error("lexicon/given.bin was not made from given.txt: run go run ./bot/booking/train -names bot/booking/lexicon/given.bin")
	}
}
