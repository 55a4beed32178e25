package knowledge

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"knead/bot"
)

var update = flag.Bool("update", false, "write the golden files anew")

// updating reports whether golden files are to be written; make golden asks for it by the environment.
func updating() bool { return *update || os.Getenv("KNEAD_UPDATE") != "" }

func TestProblems(t *testing.T) {
	const file = "testdata/problems/articles.txtar"
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	last := len(ar.Files) - 1
	want := string(ar.Files[last].Data)
	_, err = Load(filesOf(ar.Files[:last]), Options{Languages: []bot.Lang{bot.English, bot.Spanish}})
	problems, ok := errors.AsType[Problems](err)
	if !ok {
		t.Fatalf("Load: %v, want Problems", err)
	}
	got := problems.Error() + "\n"
	if updating() {
		ar.Files[last].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
}

func TestPageIsSafe(t *testing.T) {
	ar := txtar.Parse([]byte(`-- en/a.md --
---
title: A <b>title</b>
slug: a
lang: en
---

Intro with a <i>tag</i> and [a link](javascript:alert(1)) and [another](https://example.org).

## Heading & more {#one}

Text <script>alert(1)</script> "quoted".
`))
	b, err := Load(filesOf(ar.Files), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	p, ok := b.Article("a", bot.English)
	if !ok {
		t.Fatal("no page")
	}
	for _, bad := range []string{"<script", "<i>", "javascript:"} {
		if strings.Contains(string(p.HTML), bad) {
			t.Errorf("page has %q:\n%s", bad, p.HTML)
		}
	}
	for _, good := range []string{`<h2 id="one">`, `href="https://example.org"`} {
		if !strings.Contains(string(p.HTML), good) {
			t.Errorf("page lacks %q:\n%s", good, p.HTML)
		}
	}
}

func FuzzParseArticle(f *testing.F) {
	for _, name := range []string{"testdata/small/en/techniques.md", "testdata/small/es/techniques.md"} {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add([]byte("---\ntitle: x\nslug: x\nlang: en\nquestions: {a: [b]}\n---\n## A {#a}\n\n- x\n  - y\n"))
	f.Add([]byte("---\n: :\n---\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		a, problems := parseArticle("x.md", src)
		for _, p := range problems {
			if p.What == "" || p.Line < 0 || p.Line > strings.Count(string(src), "\n")+2 {
				t.Errorf("problem %+v points nowhere", p)
			}
		}
		if len(problems) > 0 {
			return
		}
		if a.Title == "" || a.Slug == "" || a.Lang == "" || len(a.Sections) == 0 {
			t.Errorf("no problem with %+v", a)
		}
		for _, s := range a.Sections {
			if s.Anchor == "" || len(s.Blocks) == 0 || s.Blocks[0] == "" {
				t.Errorf("no problem with section %+v", s)
			}
		}
		if _, err := render(a, nil); err != nil {
			t.Error(err)
		}
	})
}

func filesOf(files []txtar.File) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fsys
}
