package web

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestJournal(t *testing.T) {
	now := clock()
	j := newJournal()
	start, missed := j.after("anna", "", now)
	if len(missed) != 0 {
		t.Errorf("a page that was never there missed %v", missed)
	}
	one := j.add("anna", []byte("1"), now)
	j.add("ben", []byte("x"), now)
	two := j.add("anna", []byte("2"), now)
	told := func(last string) string {
		_, missed := j.after("anna", last, now)
		var out []string
		for _, e := range missed {
			out = append(out, string(e.data))
		}
		return strings.Join(out, " ")
	}
	for _, tc := range []struct{ name, last, want string }{
		{"from the start", start, "1 2"},
		{"after the first", one.id, "2"},
		{"after the last", two.id, ""},
		{"of an earlier process", "abcdefgh-77", "1 2"},
		{"rubbish", "';--", "1 2"},
		{"never there", "", ""},
	} {
		if got := told(tc.last); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
	j.remove("anna", two)
	if got := told(start); got != "1" {
		t.Errorf("what no page got is told: %q", got)
	}
	for i := range maxPerJournal + 5 {
		j.add("anna", fmt.Append(nil, i), now)
	}
	if got := strings.Fields(told(start)); len(got) != maxPerJournal || got[len(got)-1] != fmt.Sprint(maxPerJournal+4) {
		t.Errorf("kept %v", got)
	}
	now = now.Add(keepEvents + time.Minute)
	if got := told(start); got != "" || j.count != 0 || len(j.of) != 0 {
		t.Errorf("after %v: %q, %d kept", keepEvents, got, j.count)
	}
	j.add("anna", []byte("3"), now)
	j.forget("anna")
	if got := told(start); got != "" || j.count != 0 {
		t.Errorf("after forgetting: %q, %d kept", got, j.count)
	}
}

func TestJournalIsBounded(t *testing.T) {
	j := newJournal()
	for i := range maxInJournals + 10 {
		j.add(fmt.Sprint(i), nil, clock())
	}
	if j.count != maxInJournals || len(j.of) != maxInJournals {
		t.Errorf("%d events of %d sessions", j.count, len(j.of))
	}
}
