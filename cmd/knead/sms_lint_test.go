package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"knead/bot"
	"knead/bot/texting"
)

// Law 8 over everything that a client may be shown by text message: no advice, safety question, article or fact of the
// practice asks for a word that ends messages. The sentences of texts/ are checked beside the linter.
func TestNothingAsksForAStopWord(t *testing.T) {
	n := 0
	check := func(where, text string) {
		n++
		if why := texting.Lint(text); why != "" {
			t.Errorf("%s: %s", where, why)
		}
	}
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "triage", "rules", "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := yaml.Unmarshal(data, &doc); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		spoken(doc, false, func(text string) { check(filepath.Base(path), text) })
	}
	if n < 100 {
		t.Errorf("only %d sentences of rules were read", n)
	}
	d := testDesk(t)
	for _, l := range []bot.Lang{bot.English, bot.Spanish} {
		for _, p := range d.base.Passages(l) {
			check(string(p.ID), p.Heading)
			check(string(p.ID), p.Text())
		}
	}
	for _, s := range d.practice.Services {
		for _, name := range s.Name {
			if why := texting.LintLabel(name); why != "" {
				t.Errorf("service: %s", why)
			}
		}
	}
}

// spoken calls do with every string below a key whose strings clients read.
func spoken(v any, said bool, do func(string)) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			spoken(x, said || strings.Contains(" advice remind again question text options note ", " "+k+" "), do)
		}
	case []any:
		for _, x := range v {
			spoken(x, said, do)
		}
	case string:
		if said {
			do(v)
		}
	}
}
