package importer

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/rogpeppe/go-internal/txtar"

	"knead/bot"
	"knead/knowledge"
)

// What an imported page says is text. See the comment of testdata/attacks.txtar.
func TestPageAttacks(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/attacks.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(ar.Files) < 25 {
		t.Errorf("only %d attacks", len(ar.Files))
	}
	danger := regexp.MustCompile(`(?i)<(?:script|img|svg|iframe|details|a )[^>]*>|href="(?:javascript|data|http)|onerror=[^&]*>`)
	for _, f := range ar.Files {
		t.Run(f.Name, func(t *testing.T) {
			dir, to := t.TempDir(), filepath.Join(t.TempDir(), "articles")
			put(t, filepath.Join(dir, f.Name), f.Data)
			r, said := imported(t, filepath.Join(dir, f.Name), Options{To: to, Languages: []bot.Lang{bot.English}})
			if len(r.Written) != 1 || filepath.Dir(r.Written[0]) != filepath.Join(to, "en") {
				t.Fatalf("%+v\n%s", r, said)
			}
			src, err := os.ReadFile(r.Written[0])
			if err != nil {
				t.Fatal(err)
			}
			text := string(src)
			if strings.Contains(text, "HIDDEN") || !strings.Contains(text, "VISIBLE") {
				t.Errorf("HIDDEN is there or VISIBLE is not:\n%s", text)
			}
			matter, _, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
			var keys map[string]any
			if err := yaml.Unmarshal([]byte(matter), &keys); err != nil {
				t.Fatal(err)
			}
			for k := range keys {
				if !slices.Contains([]string{"title", "slug", "lang", "source", "imported"}, k) {
					t.Errorf("the front matter has %s", k)
				}
			}
			if keys["lang"] != "en" || keys["slug"] == "owned" || strings.Contains(keys["slug"].(string), "/") {
				t.Errorf("slug %v, language %v", keys["slug"], keys["lang"])
			}
			b, err := knowledge.Load(fstest.MapFS{"en/a.md": {Data: src}}, knowledge.Options{Languages: []bot.Lang{bot.English}})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range b.Articles(bot.English) {
				if bad := danger.FindString(string(p.HTML)); bad != "" {
					t.Errorf("the web page has %q:\n%s", bad, p.HTML)
				}
				for _, c := range p.Contents {
					if c.Anchor == "booking" {
						t.Errorf("the page chose an anchor: %+v", c)
					}
				}
			}
			if err := b.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
