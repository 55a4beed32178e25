package knowledge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"knead/bot"
)

// writeArticle puts an article on a subject into dir.
func writeArticle(t *testing.T, dir, slug, subject string) {
	t.Helper()
	text := fmt.Sprintf("---\ntitle: %[1]s\nslug: %[2]s\nlang: en\nquestions:\n  a:\n    - What is %[1]s good for?\n---\n\n## What %[1]s is good for {#a}\n\n%[1]s eases tight muscles.\n", subject, slug)
	if err := os.WriteFile(filepath.Join(dir, slug+".md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func loadFolder(dir string) (*Base, error) {
	return Load(os.DirFS(dir), Options{Languages: []bot.Lang{bot.English}})
}

// Questions asked while Bases change places all get an answer, and every Base but the last is closed.
func TestSwap(t *testing.T) {
	dir := t.TempDir()
	writeArticle(t, dir, "wrap", "herbal wraps")
	first, err := loadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	live := NewLive(first)
	ctx, cancel := context.WithCancel(t.Context())
	var asked atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil {
				a, err := live.Answer(context.WithoutCancel(ctx), bot.Question{Text: "What is herbal wraps good for?", Lang: bot.English})
				if err != nil || len(a.Passages) != 1 {
					t.Errorf("answer %+v, %v", a, err)
					return
				}
				if _, ok := live.Article("wrap", bot.English); !ok || len(live.Articles(bot.English)) != 1 {
					t.Error("no page")
				}
				asked.Add(1)
			}
		})
	}
	was := first
	for range 6 {
		b, err := loadFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		for n := asked.Load(); asked.Load() < n+8 && !t.Failed(); {
			time.Sleep(100 * time.Microsecond) // until questions have gone through, however slow the machine
		}
		if err := live.Swap(b); err != nil {
			t.Error(err)
		}
		was = b
	}
	cancel()
	wg.Wait()
	if _, err := first.Answer(t.Context(), bot.Question{Text: "herbal wraps for muscles, good?", Lang: bot.English}); err == nil || errors.Is(err, bot.ErrNoAnswer) {
		t.Errorf("the first base is not closed: %v", err)
	}
	if err := live.Close(); err != nil {
		t.Error(err)
	}
	if _, err := was.Answer(t.Context(), bot.Question{Text: "herbal wraps for muscles, good?", Lang: bot.English}); err == nil || errors.Is(err, bot.ErrNoAnswer) {
		t.Errorf("the last base is not closed: %v", err)
	}
}

// What editors and people do to a folder, one step after the other, each with what can be asked afterwards.
func TestWatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "articles")
	en := filepath.Join(dir, "en")
	if err := os.MkdirAll(en, 0o755); err != nil {
		t.Fatal(err)
	}
	writeArticle(t, en, "wrap", "herbal wraps")
	since := Fingerprint(dir)
	first, err := loadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	live := NewLive(first)
	outcome := make(chan error, 100)
	w := &Watcher{
		Live: live, Folders: []string{dir}, Since: since, Load: func() (*Base, error) { return loadFolder(dir) },
		Changed: func(*Base) { outcome <- nil }, Refused: func(err error) { outcome <- err },
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, live.Close()); err != nil {
			t.Error(err)
		}
	})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	has := func(slug string) bool { _, ok := live.Article(slug, bot.English); return ok }
	file := filepath.Join(en, "wrap.md")
	for _, step := range []struct {
		name    string
		do      func()
		refused string // part of what is told; empty: it goes through
		check   func() bool
	}{
		{"a new article", func() { writeArticle(t, en, "mud", "mud packs") }, "", func() bool { return has("mud") && has("wrap") }},
		{"an editor that writes beside and renames", func() {
			src, err := os.ReadFile(file)
			must(err)
			must(os.WriteFile(filepath.Join(en, ".wrap.md.swp"), []byte("x"), 0o644))
			tmp := filepath.Join(en, "wrap.md~")
			must(os.WriteFile(tmp, []byte(strings.ReplaceAll(string(src), "title: herbal wraps", "title: Warm wraps")), 0o644))
			must(os.Rename(tmp, file))
		}, "", func() bool { p, _ := live.Article("wrap", bot.English); return p.Title == "Warm wraps" }},
		{"a mistake", func() { must(os.WriteFile(file, []byte("---\ntitel: Oops\n---\n"), 0o644)) }, "en/wrap.md:2: titel: unknown key", func() bool { return has("wrap") && has("mud") }},
		{"the mistake mended", func() { writeArticle(t, en, "wrap", "cold wraps") }, "", func() bool { p, _ := live.Article("wrap", bot.English); return p.Title == "cold wraps" }},
		{"an article taken out", func() { must(os.Remove(filepath.Join(en, "mud.md"))) }, "", func() bool { return !has("mud") && has("wrap") }},
		{"a new folder with an article", func() {
			more := filepath.Join(dir, "more", "en")
			must(os.MkdirAll(more, 0o755))
			writeArticle(t, more, "salt", "salt scrubs")
		}, "", func() bool { return has("salt") }},
		{"the folder moved away", func() { must(os.Rename(dir, dir+".old")) }, "no such file", func() bool { return has("wrap") && has("salt") }},
		{"and another put in its place", func() {
			must(os.MkdirAll(filepath.Join(dir+".new", "en"), 0o755))
			writeArticle(t, filepath.Join(dir+".new", "en"), "clay", "clay baths")
			must(os.Rename(dir+".new", dir))
		}, "", func() bool { return has("clay") && !has("wrap") }},
		{"a change in what was put there", func() { writeArticle(t, filepath.Join(dir, "en"), "mud", "mud packs") }, "", func() bool { return has("mud") && has("clay") }},
	} {
		t.Run(step.name, func(t *testing.T) {
			start := time.Now()
			step.do()
			var err error
			for {
				select {
				case err = <-outcome:
				case <-time.After(time.Minute):
					t.Fatal("nothing was noticed")
				}
				if step.refused == "" && step.check() || step.refused != "" && err != nil {
					break
				}
			}
			t.Logf("after %v", time.Since(start).Round(time.Millisecond))
			if step.refused != "" && !strings.Contains(err.Error(), step.refused) {
				t.Errorf("told %v, want %q", err, step.refused)
			}
			if !step.check() {
				t.Error("not as it should be")
			}
		})
	}
	// A draft and an editor's own files change nothing.
	must(os.WriteFile(filepath.Join(dir, "en", "_draft.md"), []byte("not yet"), 0o644))
	must(os.WriteFile(filepath.Join(dir, "en", ".mud.md.swp"), []byte("x"), 0o644))
	writeArticle(t, filepath.Join(dir, "en"), "last", "last things")
	for !has("last") { // what the step before changed may have been loaded in two goes
		if err := <-outcome; err != nil {
			t.Fatalf("after a draft: %v", err)
		}
	}
}
