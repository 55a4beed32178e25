package intents_test

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"knead/bot"
	"knead/bot/booking/intents"
)

func samples() []intents.Sample {
	return []intents.Sample{
		{Features: []uint32{1, 2, 3}, Intent: bot.Book, Weight: 1},
		{Features: []uint32{2, 3, 4}, Intent: bot.Book, Weight: 1},
		{Features: []uint32{7, 8}, Intent: bot.CancelVisit, Weight: 1},
		{Features: []uint32{8, 9, 3}, Intent: bot.CancelVisit, Weight: 1},
		{Features: []uint32{11}, Intent: bot.NoBooking, Weight: 1},
	}
}

// TestTrain holds that a model knows what it has read, that the same lines give the same file, and that a file read back is the
// same model.
func TestTrain(t *testing.T) {
	m := intents.Train(samples())
	if !bytes.Equal(m.Bytes(), intents.Train(samples()).Bytes()) {
		t.Error("the same samples gave two models")
	}
	again, err := intents.Load(m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	list := intents.Classes()
	for _, s := range samples() {
		scores := again.Scores(s.Features)
		if scores != m.Scores(s.Features) {
			t.Errorf("%v: the file read back scores otherwise", s.Features)
		}
		best, sum := 0, 0.0
		for k, v := range scores {
			sum += v
			if v > scores[best] {
				best = k
			}
		}
		if list[best] != s.Intent {
			t.Errorf("%v: got %s, want %s", s.Features, list[best], s.Intent)
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%v: scores add up to %g", s.Features, sum)
		}
	}
}

// TestLoad holds that no broken file is taken for a model.
func TestLoad(t *testing.T) {
	good := intents.Train(samples()).Bytes()
	nan := bytes.Clone(good)
	for k := range 8 {
		nan[len("knead intents 2\n")+8+k] = 0xff
	}
	for name, data := range map[string][]byte{"empty": nil, "cut short": good[:100], "another version": append([]byte("X"), good[1:]...), "no number": nan} {
		if _, err := intents.Load(data); !errors.Is(err, intents.ErrModel) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := intents.Default(); err != nil {
		t.Error(err)
	}
}
