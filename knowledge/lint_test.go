package knowledge

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"knead/bot"
)

func TestLint(t *testing.T) {
	const file = "testdata/lint/articles.txtar"
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	last := len(ar.Files) - 1
	b, err := Load(filesOf(ar.Files[:last]), Options{Languages: []bot.Lang{bot.English, bot.Spanish}})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	ps, err := b.Lint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := ps.Error() + "\n"
	if updating() {
		ar.Files[last].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(ar.Files[last].Data), got); d != "" {
		t.Errorf("lint (-want +got):\n%s", d)
	}
}

// The embedded articles have nothing but a few lists that are longer than a chat message, and say them whole elsewhere.
func TestLintEmbedded(t *testing.T) {
	b := loadAll(t)
	ps, err := b.Lint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	long := 0
	for _, p := range ps {
		if p.Hint == "the first blocks are shown; split the section or shorten it" {
			long++
			continue
		}
		t.Error(p)
	}
	if long > 4 {
		t.Errorf("%d sections are longer than a chat message, over 4", long)
	}
}
