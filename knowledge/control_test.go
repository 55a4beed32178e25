package knowledge

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"knead/bot"
)

// TestControl answers public talk that the articles have little to do with and reports how much of it is refused. It
// needs the data beside the repository and skips without.
func TestControl(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of messages")
	}
	b := loadAll(t)
	for _, c := range []struct {
		file  string
		every int
	}{
		{"booking_utterances.jsonl", 37}, {"real_questions.jsonl", 5}, {"counselchat.jsonl", 2}, {"overcaution_prompts.jsonl", 2},
	} {
		t.Run(c.file, func(t *testing.T) {
			f, err := os.Open("../../shared/data/" + c.file)
			if err != nil {
				t.Skip("no public data beside the repository")
			}
			defer f.Close()
			n, answered := 0, 0
			sc := bufio.NewScanner(f)
			sc.Buffer(nil, 1<<20)
			for line := 0; sc.Scan(); line++ {
				if line%c.every != 0 {
					continue
				}
				var row struct{ Text string }
				if err := json.Unmarshal(sc.Bytes(), &row); err != nil || row.Text == "" {
					continue
				}
				n++
				a, err := b.Answer(t.Context(), bot.Question{Text: row.Text, Lang: bot.English})
				switch {
				case err == nil:
					answered++
					if *misses {
						t.Logf("  %s <- %.150q", a.Passages[0], row.Text)
					}
				case !errors.Is(err, bot.ErrNoAnswer):
					t.Fatal(err)
				}
			}
			t.Logf("%s: refused %v", c.file, share(n-answered, n))
		})
	}
}
