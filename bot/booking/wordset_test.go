package booking

import (
	"fmt"
	"testing"
)

func TestWordSet(t *testing.T) {
	const n = 5000
	s := newWordSet(n)
	for i := range n {
		s.add(fmt.Sprintf("name%d", i))
	}
	for i := range n {
		if w := fmt.Sprintf("name%d", i); !s.has(w) {
			t.Errorf("%s was added and is not found", w)
		}
	}
	wrong := 0
	for i := range n {
		if s.has(fmt.Sprintf("word%d", i)) {
			wrong++
		}
	}
	if wrong > n/100 {
		t.Errorf("%d of %d words were not added and are found, want one in a hundred at most", wrong, n)
	}
	if wordSet(nil).has("ana") {
		t.Error("an empty set knows a word")
	}
}
