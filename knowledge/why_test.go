package knowledge

import (
	"fmt"
	"strings"
	"testing"
)

// TestWhy explains every miss of -questions: the reasons for and against answering, largest first.
func TestWhy(t *testing.T) {
	if *questions == "" {
		t.Skip("run with -questions FILE")
	}
	b := loadAll(t)
	r, err := b.Evaluate(t.Context(), readLabelled(t, *questions))
	if err != nil {
		t.Fatal(err)
	}
	names := doubtFeatures()
	for _, m := range r.Misses {
		s := b.shelf(m.Question.Lang)
		q := s.read(m.Question.Text)
		cands, err := s.rank(t.Context(), b.model, q)
		if err != nil {
			t.Fatal(err)
		}
		var why, units []string
		for i, v := range doubtFeaturesOf(s, q, cands) {
			if c := v * b.model.Doubt[i]; c > 0.4 || c < -0.4 {
				why = append(why, fmt.Sprintf("%s %+.1f", names[i].name, c))
			}
		}
		for _, u := range q.units {
			switch {
			case u.function:
			case !u.known && u.common:
				units = append(units, u.text+"·")
			case !u.known:
				units = append(units, u.text+"?")
			default:
				units = append(units, u.text)
			}
		}
		var out []string
		for _, o := range q.outside {
			out = append(out, s.topics[o].Topic)
		}
		t.Logf("%q want %v got %s %.2f %v | %s | %v | %s", m.Question.Text, m.Question.Want, m.Got, m.Sure, m.Answered, strings.Join(units, " "), out, strings.Join(why, ", "))
	}
}
