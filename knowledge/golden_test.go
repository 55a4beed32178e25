package knowledge

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
)

// TestGoldenRanking answers each question of testdata/queries.txt and compares with what stands beneath it: the first
// three passages, and a line that says whether it is answered. -update writes the file anew, for reading the diff.
func TestGoldenRanking(t *testing.T) {
	const file = "testdata/queries.txt"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b := loadAll(t)
	var out bytes.Buffer
	lang := bot.English
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "  "): // golden; written below
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			lang = bot.Lang(strings.Trim(line, "[]"))
			fmt.Fprintln(&out, line)
		case line == "", strings.HasPrefix(line, "# "):
			fmt.Fprintln(&out, line)
		default:
			fmt.Fprintln(&out, line)
			writeRanking(t, b, &out, bot.Question{Text: line, Lang: lang})
		}
	}
	if updating() {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(src), out.String()); d != "" {
		t.Errorf("ranking changed; if it is meant, run with -update (-want +got):\n%s", d)
	}
}

func writeRanking(t *testing.T, b *Base, out *bytes.Buffer, q bot.Question) {
	t.Helper()
	a, err := b.Answer(t.Context(), q)
	verdict := "not in the articles"
	if err == nil {
		var ids []string
		for _, id := range a.Passages {
			ids = append(ids, string(id))
		}
		verdict = "answered from " + strings.Join(ids, " and ")
	}
	fmt.Fprintf(out, "  %s\n", verdict)
	hits, err := b.Search(t.Context(), q.Text, q.Lang)
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range hits[:min(3, len(hits))] {
		fmt.Fprintf(out, "  %d. %s\n", i+1, h.Passage.ID)
	}
}
