package triage

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"knead/bot"
)

// Ordinary booking talk is left alone: urgent and above on at most one turn in a thousand, a question on at most four in
// a hundred.
func TestBookingTalkIsLeftAlone(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "booking_utterances.jsonl"))
	if err != nil {
		t.Skip("../shared/data is not here: public booking talk to measure false alarms with")
	}
	defer f.Close()
	e := engine(t)
	var urgent, asked, flagged Rate
	for s := bufio.NewScanner(f); s.Scan(); {
		var row struct{ Text string }
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		v := e.Screen(bot.Signs{}, row.Text)
		urgent.count(v.Level >= bot.Urgent)
		flagged.count(v.Level >= bot.Clearance)
		asked.count(v.Ask != "")
		if v.Level >= bot.Urgent {
			t.Logf("%v %v: %q", v.Level, flagIDs(v), row.Text)
		}
	}
	t.Logf("urgent and above %v, clearance and above %v, asked %v", urgent, flagged, asked)
	if urgent.K*1000 > urgent.N || asked.K*100 > 4*asked.N {
		t.Errorf("urgent and above %v, asked %v", urgent, asked)
	}
}

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		rate      Rate
		low, high float64
	}{
		{Rate{0, 0}, 0, 1}, {Rate{0, 10}, 0, 0.2775}, {Rate{10, 10}, 0.7225, 1}, {Rate{95, 100}, 0.8882, 0.9785},
	} {
		low, high := c.rate.Wilson()
		if d := low - c.low; d > 0.0005 || d < -0.0005 || high-c.high > 0.0005 || high-c.high < -0.0005 {
			t.Errorf("%+v: %.4f to %.4f, want %.4f to %.4f", c.rate, low, high, c.low, c.high)
		}
	}
}
