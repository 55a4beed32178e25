package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"knead/bot"
	"knead/knowledge"
	"knead/knowledge/importer"
)

// gapsOf returns what the articles lack, the most asked first.
func gapsOf(ctx context.Context, d *desk, env *environment) (gaps []knowledge.Gap, err error) {
	st, err := openStore(ctx, d.cfg, env)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	kept, err := st.Gaps(ctx)
	if err != nil {
		return nil, err
	}
	asked := make([]knowledge.Asked, len(kept))
	for i, g := range kept {
		asked[i] = knowledge.Asked{Text: g.Text, Lang: g.Lang, Count: g.Count, Last: g.Last}
	}
	return d.base.Gaps(asked), nil
}

type knowledgeGapsCmd struct{}

// Run implements the command. A gap that is answered by now is marked: close keeps it answered.
func (*knowledgeGapsCmd) Run(ctx context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	gaps, err := gapsOf(ctx, d, env)
	if err != nil {
		return err
	}
	var b strings.Builder
	for i, g := range gaps {
		fmt.Fprintf(&b, "%3d. %4d×  %s  %s  %s", i+1, g.Count, g.Last.Format("2006-01-02"), g.Asked[0].Lang, oneLine(g.Asked[0].Text))
		if g.Topic != "" {
			fmt.Fprintf(&b, "  (%s)", g.Topic)
		}
		b.WriteByte('\n')
		for _, a := range g.Asked[1:] {
			fmt.Fprintf(&b, "     %4d×  %s\n", a.Count, oneLine(a.Text))
		}
		id, err := answeredNow(ctx, d, g.Asked[0])
		if err != nil {
			return err
		}
		if id != "" {
			fmt.Fprintf(&b, "            answered by now from %s; knead knowledge close keeps it so\n", id)
		}
	}
	_, err = io.WriteString(env.out, b.String())
	return err
}

// answeredNow returns the section that answers a by now, empty when none does.
func answeredNow(ctx context.Context, d *desk, a knowledge.Asked) (bot.PassageID, error) {
	got, err := d.base.Answer(ctx, bot.Question{Text: a.Text, Lang: a.Lang})
	switch {
	case errors.Is(err, bot.ErrNoAnswer):
		return "", nil
	case err != nil:
		return "", err
	}
	return got.Passages[0], nil
}

type knowledgeDraftCmd struct {
	Gap []string `arg:"" help:"The number of a gap in the list of 'knead knowledge gaps', or a question."`
	To  string   `help:"The articles folder; without it articles.folder of the practice's file." placeholder:"FOLDER"`
}

// Run implements the command. It never writes over a draft.
func (k *knowledgeDraftCmd) Run(ctx context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	to, err := articlesFolder(k.To, d.cfg)
	if err != nil {
		return err
	}
	questions := []string{strings.Join(k.Gap, " ")}
	lang := d.languageOf(questions[0])
	if n, err := strconv.Atoi(questions[0]); err == nil {
		gaps, err := gapsOf(ctx, d, env)
		if err != nil {
			return err
		}
		if n < 1 || n > len(gaps) {
			return usageError{fmt.Sprintf("there is no gap %d", n), "see the numbers: knead knowledge gaps"}
		}
		questions, lang = nil, gaps[n-1].Asked[0].Lang
		for _, a := range gaps[n-1].Asked {
			questions = append(questions, a.Text)
		}
	}
	name, text, err := importer.Draft(lang, questions)
	if err != nil {
		return err
	}
	path := filepath.Join(to, filepath.FromSlash(name))
	for _, p := range []string{path, filepath.Join(filepath.Dir(path), strings.TrimPrefix(filepath.Base(path), "_"))} {
		if _, err := os.Stat(p); !errors.Is(err, fs.ErrNotExist) {
			return hinted{err: fmt.Errorf("%s is there already", p), hint: "write the answer in it, or move it away"}
		}
	}
	if err := importer.WriteFile(path, text); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.out, "%s: write the answer in it, then take the _ off its name\n", path)
	return err
}

type knowledgeCloseCmd struct {
	To       string `help:"The articles folder; without it articles.folder of the practice's file." placeholder:"FOLDER"`
	Question string `help:"Close only this question." placeholder:"TEXT"`
	With     string `help:"With --question: the section that must answer it, or none." placeholder:"SLUG#ANCHOR"`
}

// Run implements the command: gaps that the articles answer become lines of the golden ranking.
func (k *knowledgeCloseCmd) Run(ctx context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	to, err := articlesFolder(k.To, d.cfg)
	if err != nil {
		return err
	}
	lines, err := k.lines(ctx, d, env)
	if err != nil {
		return err
	}
	path := filepath.Join(to, knowledge.GoldenFile)
	src, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, q := range lines {
		src = knowledge.AddGolden(src, q)
		want := "none"
		if len(q.Want) > 0 {
			want = string(q.Want[0])
		}
		if _, err := fmt.Fprintf(env.out, "%s => %s\n", oneLine(q.Text), want); err != nil {
			return err
		}
	}
	if len(lines) == 0 {
		_, err := fmt.Fprintln(env.out, "no gap is answered by the articles yet")
		return err
	}
	return importer.WriteFile(path, src)
}

func (k *knowledgeCloseCmd) lines(ctx context.Context, d *desk, env *environment) ([]knowledge.Labelled, error) {
	if (k.Question == "") != (k.With == "") {
		return nil, usageError{"--question and --with belong together", `such as --question "do you have parking" --with visit#parking`}
	}
	if k.Question != "" {
		q := knowledge.Labelled{Text: k.Question, Lang: d.languageOf(k.Question)}
		if k.With != "none" {
			if _, err := d.base.AnswerPassage(ctx, bot.PassageID(k.With), q.Lang); err != nil {
				return nil, hinted{err: fmt.Errorf("%s is no section in %s", k.With, q.Lang), hint: "see them with: knead knowledge list"}
			}
			q.Want = []bot.PassageID{bot.PassageID(k.With)}
		}
		return []knowledge.Labelled{q}, nil
	}
	gaps, err := gapsOf(ctx, d, env)
	if err != nil {
		return nil, err
	}
	var out []knowledge.Labelled
	for _, g := range gaps {
		for _, a := range g.Asked {
			id, err := answeredNow(ctx, d, a)
			if err != nil {
				return nil, err
			}
			if id != "" {
				out = append(out, knowledge.Labelled{Text: a.Text, Lang: a.Lang, Want: []bot.PassageID{id}})
			}
		}
	}
	return out, nil
}
