package booking_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kindsOf names the kind of each row of a file of cases by its place "file:line": the last "#: kind" above it.
func kindsOf(t testing.TB, name string) (kinds []string, of map[int]string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	of = map[int]string{}
	kind, n := "", 0
	for row := range strings.Lines(string(b)) {
		n++
		if k, ok := strings.CutPrefix(strings.TrimSpace(row), "#: "); ok {
			kind = k
			kinds = append(kinds, k)
		}
		of[n] = kind
	}
	return kinds, of
}

// TestKinds holds the lines that were labelled before they were read, and tells how many of each kind are right.
func TestKinds(t *testing.T) {
	r := newReader(t)
	zone := embedded(t).Zone
	for _, name := range []string{"kinds_en.txt", "kinds_es.txt", "fresh_en.txt", "fresh_es.txt", "third_en.txt", "third_es.txt", "fourth_en.txt", "fourth_es.txt"} {
		kinds, of := kindsOf(t, name)
		right, all := map[string]int{}, map[string]int{}
		for _, c := range readCases(t, name, zone) {
			kind := of[c.row]
			all[kind]++
			if got := show(r.Read(c.text, c.now, c.expect)); sameFields(c.want, got) {
				right[kind]++
			} else {
				t.Errorf("%s: %s: %q\n got %s\nwant %s", c.at, kind, c.text, got, c.want)
			}
		}
		for _, k := range kinds {
			t.Logf("%s: %s: %d of %d right", name, k, right[k], all[k])
		}
	}
}
