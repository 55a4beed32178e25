package importer

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"knead/bot"
	"knead/knowledge"
)

// The two pages of the embedded practices come out clean: what is not the article is gone, and no sentence of the
// article is. The pages lie beside the repository and are not part of it.
func TestRawPages(t *testing.T) {
	const dir = "../../../shared/articles"
	pages, err := filepath.Glob(dir + "/*.txt")
	if err != nil || len(pages) == 0 {
		t.Skip("no raw pages beside the repository")
	}
	to := t.TempDir()
	r, said := imported(t, dir, Options{To: to, Languages: []bot.Lang{bot.English}})
	if len(r.Written) != len(pages) || len(r.Failed) > 0 {
		t.Fatalf("%+v\n%s", r, said)
	}
	var all strings.Builder
	for _, f := range r.Written {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(strings.TrimPrefix(string(src), "---\n"), "\n---\n")
		all.WriteString(body)
	}
	body := all.String()
	for _, gone := range []string{"min read", "Comments", "Lauren Walker", "Jul 27", "facebook", "Facebook", "Instagram", "LinkedIn", "vagaro", "myrituals", "http", "407-535", "following us", "🔹", "BOOK ONLINE"} {
		if strings.Contains(body, gone) {
			t.Errorf("the body has %q", gone)
		}
	}
	for _, heading := range []string{
		"What Causes Chronic Neck and Back Pain?", "Reduces Muscle Tension", "Releases Endorphins", "Swedish Massage", "Cupping Therapy", "What to Expect During a Session",
		"Self-Care Between Sessions", "When to See a Therapist", "Is it possible to recover from back pain?", "Can Massage help with Back Pain and Tension?",
	} {
		if !strings.Contains(body, "\n## "+heading+" {#") {
			t.Errorf("no section %q", heading)
		}
	}
	want := []string{"- Severe pain, numbness, or tingling", "- Loss of bladder or bowel control", "- Stretch regularly to keep muscles flexible."}
	for _, page := range pages {
		src, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range regexp.MustCompile(`[.!?]\s+|\n`).Split(string(src), -1) {
			if words := strings.Fields(s); len(words) >= 12 && !regexp.MustCompile(`(?i)www\.|facebook|social networks|posted every day`).MatchString(s) {
				want = append(want, strings.TrimRight(strings.TrimSpace(s), ".!?"))
			}
		}
	}
	if len(want) < 60 {
		t.Errorf("only %d sentences looked for", len(want))
	}
	for _, s := range want {
		if !strings.Contains(strings.Join(strings.Fields(body), " "), strings.Join(strings.Fields(s), " ")) {
			t.Errorf("lost: %s", s)
		}
	}
	base, err := knowledge.Load(os.DirFS(to), knowledge.Options{Languages: []bot.Lang{bot.English}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := base.Close(); err != nil {
			t.Error(err)
		}
	})
	a, err := base.Answer(t.Context(), bot.Question{Text: "what causes chronic neck and back pain?", Lang: bot.English})
	if err != nil || !slices.Equal(a.Passages, []bot.PassageID{"massage-therapy-chronic-neck-and-back-pain#what-causes-chronic-neck-and-back-pain"}) {
		t.Errorf("asked at once: %v, %v", a.Passages, err)
	}
}
