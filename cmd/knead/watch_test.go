package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"knead/bot"
	"knead/config"
)

// A practice's articles change while clients ask: the change is answered from, a broken file changes nothing, and no
// question fails meanwhile.
func TestWatch(t *testing.T) {
	t.Parallel()
	cfg, err := config.Default()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "articles")
	cfg.Articles.Folder = dir
	cfg.Practice.Languages = []string{"en"}
	article := func(name, subject string) {
		t.Helper()
		text := "---\ntitle: " + subject + "\nslug: " + name + "\nlang: en\nquestions:\n  a:\n    - What is a " + subject + "?\n---\n\n## " + subject + " {#a}\n\nA " + subject + " eases tight muscles.\n"
		if err := os.MkdirAll(filepath.Join(dir, "en"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "en", name+".md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	article("mud", "mud pack")
	env := &environment{out: t.Output(), err: t.Output(), lookup: func(string) (string, bool) { return "", false }}
	d, err := newDesk(cfg, env)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := d.watch(ctx); err != nil {
			t.Error(err)
		}
	})
	for range 3 {
		wg.Go(func() {
			for ctx.Err() == nil {
				if a, err := d.live.Answer(context.WithoutCancel(ctx), bot.Question{Text: "What is a mud pack?", Lang: bot.English}); err != nil || len(a.Passages) != 1 {
					t.Errorf("while articles change: %v, %v", a, err)
					return
				}
			}
		})
	}
	wait := func(what string, ok func() bool) {
		t.Helper()
		for !ok() && !t.Failed() { // the test's own limit ends it
			time.Sleep(5 * time.Millisecond)
		}
		t.Log(what)
	}
	knows := func(text string) func() bool {
		return func() bool {
			_, err := d.live.Answer(ctx, bot.Question{Text: text, Lang: bot.English})
			if err != nil && !errors.Is(err, bot.ErrNoAnswer) {
				t.Error(err)
			}
			return err == nil
		}
	}
	article("salt", "salt pack")
	wait("a new article", knows("What is a salt pack?"))
	if err := os.WriteFile(filepath.Join(dir, "en", "broken.md"), []byte("---\ncolour: blue\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	article("sand", "sand pack")
	if !knows("What is a salt pack?")() {
		t.Error("a broken file took articles away")
	}
	if err := os.Remove(filepath.Join(dir, "en", "broken.md")); err != nil {
		t.Fatal(err)
	}
	wait("mended", knows("What is a sand pack?"))
	cancel()
	wg.Wait()
	if err := d.live.Close(); err != nil {
		t.Error(err)
	}
}
