package knowledge_test

import (
	"errors"
	"os"
	"testing"

	"knead/bot"
	"knead/knowledge"
)

func small(t *testing.T) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Load(os.DirFS("testdata/small"), knowledge.Options{})
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

func TestAnswerSmall(t *testing.T) {
	b := small(t)
	for _, tt := range []struct {
		q    bot.Question
		want bot.PassageID
	}{
		{bot.Question{Text: "hot stones any use?", Lang: bot.English}, "techniques#hot-stone"},
		{bot.Question{Text: "what are the cups for", Lang: bot.English}, "techniques#cupping"},
		{bot.Question{Text: "para que sirven las piedras calientes", Lang: bot.Spanish}, "techniques#hot-stone"},
		{bot.Question{Text: "how much is botox", Lang: bot.English}, ""},
		{bot.Question{Text: "", Lang: bot.English}, ""},
		{bot.Question{Text: "\xff\xfe 🙂", Lang: bot.Spanish}, ""},
	} {
		a, err := b.Answer(t.Context(), tt.q)
		if tt.want == "" {
			if !errors.Is(err, bot.ErrNoAnswer) {
				t.Errorf("%q: %+v, %v; want no answer", tt.q.Text, a, err)
			}
			continue
		}
		if err != nil || len(a.Passages) == 0 || a.Passages[0] != tt.want {
			t.Errorf("%q: %+v, %v; want %s", tt.q.Text, a, err, tt.want)
		}
	}
}

func TestArticle(t *testing.T) {
	b := small(t)
	p, ok := b.Article("techniques", bot.Spanish)
	if !ok || p.Title != "Técnicas de masaje" || len(p.Contents) != 2 {
		t.Fatalf("page: %+v, %v", p, ok)
	}
	t.Log(p.HTML)
}
