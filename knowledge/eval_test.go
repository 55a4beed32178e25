package knowledge

import (
	"flag"
	"io/fs"
	"os"
	"testing"

	"knead/bot"
)

var (
	misses    = flag.Bool("misses", false, "list what went wrong in the labelled questions")
	questions = flag.String("questions", "", "evaluate this file of labelled questions too")
	articles  = flag.String("articles", "", "read articles from this folder in place of the embedded ones")
)

func loadAll(t testing.TB) *Base {
	t.Helper()
	var fsys fs.FS = Embedded()
	if *articles != "" {
		fsys = os.DirFS(*articles)
	}
	b, err := Load(fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// TestEvaluate reports how well the labelled questions are answered. Run with -v to see the figures.
func TestEvaluate(t *testing.T) {
	b := loadAll(t)
	files := []string{"testdata/unseen.txt"}
	if *questions != "" {
		files = append(files, *questions)
	}
	for _, file := range files {
		for _, l := range b.Languages() {
			var qs []Labelled
			for _, q := range readLabelled(t, file) {
				if q.Lang == l {
					qs = append(qs, q)
				}
			}
			report(t, b, file, l, qs)
		}
	}
}

func report(t *testing.T, b *Base, file string, l bot.Lang, qs []Labelled) {
	t.Helper()
	r, err := b.Evaluate(t.Context(), qs)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s %s: right %v, refused %v, recall@1 %v, recall@3 %v, MRR %.3f", file, l, r.Right, r.Refused, r.Recall1, r.Recall3, r.MRR)
	if file == "testdata/unseen.txt" && (r.Right.Rate() < 0.85 || r.Refused.Rate() < 0.88) {
		t.Errorf("%s %s: right %v, refused %v: worse than it was; look at -misses on the lessons", file, l, r.Right, r.Refused)
	}
	for _, p := range r.Curve {
		if p.Threshold >= 0.3 && p.Threshold <= 0.8 {
			t.Logf("  threshold %.2f: right %.3f, refused %.3f", p.Threshold, p.Right, p.Refused)
		}
	}
	if *misses {
		for _, m := range r.Misses {
			t.Logf("  %d %q want %v got %s sure %.2f answered %v", m.Question.Line, m.Question.Text, m.Question.Want, m.Got, m.Sure, m.Answered)
		}
	}
}
