package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"knead/bot"
	"knead/knowledge"
)

// knowledgeCmd is for the articles.
type knowledgeCmd struct {
	List   knowledgeListCmd   `cmd:"" help:"List articles and sections."`
	Search knowledgeSearchCmd `cmd:"" help:"Show what a question finds, and why it ranks so."`
	Import knowledgeImportCmd `cmd:"" help:"Make articles of your own pages: a file, a folder, a web address, a sitemap."`
	Lint   knowledgeLintCmd   `cmd:"" help:"Tell what could be better in the articles."`
	Eval   knowledgeEvalCmd   `cmd:"" help:"Measure the answers on a file of labelled questions."`
	Gaps   knowledgeGapsCmd   `cmd:"" help:"List the questions that the articles did not answer, grouped by likeness."`
	Draft  knowledgeDraftCmd  `cmd:"" help:"Begin an article that would answer one of them."`
	Close  knowledgeCloseCmd  `cmd:"" help:"Put the questions that the articles answer by now into the golden ranking, so that they stay answered."`
}

type knowledgeListCmd struct{}

// Run implements the command.
func (*knowledgeListCmd) Run(_ context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, l := range d.practice.Languages {
		for _, p := range d.base.Articles(l) {
			fmt.Fprintf(&b, "%s  %s (%s)\n", l, p.Title, p.Slug)
			for _, e := range p.Contents {
				fmt.Fprintf(&b, "    #%s  %s\n", e.Anchor, e.Heading)
			}
		}
	}
	_, err = io.WriteString(env.out, b.String())
	return err
}

type knowledgeSearchCmd struct {
	Lang     string   `help:"Language of the question; without it the question tells." placeholder:"LANG"`
	Question []string `arg:"" help:"The question."`
}

// Run implements the command.
func (s *knowledgeSearchCmd) Run(ctx context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	text := strings.Join(s.Question, " ")
	l := bot.Lang(s.Lang)
	if l == "" {
		l = d.languageOf(text)
	}
	hits, err := d.base.Search(ctx, text, l)
	if err != nil {
		return err
	}
	var b strings.Builder
	for i, h := range hits {
		if i == 5 {
			break
		}
		fmt.Fprintf(&b, "%d. %s  %s › %s  score %.2f", i+1, h.Passage.ID, h.Passage.Article, h.Passage.Heading, h.Score)
		if i == 0 {
			fmt.Fprintf(&b, ", sure %.2f", h.Sure)
		}
		b.WriteByte('\n')
		for _, r := range h.Why {
			if r.Value*r.Weight != 0 {
				fmt.Fprintf(&b, "     %-24s %6.2f × %.2f\n", r.Name, r.Value, r.Weight)
			}
		}
	}
	if len(hits) == 0 {
		b.WriteString("nothing\n")
	}
	_, err = io.WriteString(env.out, b.String())
	return err
}

type knowledgeLintCmd struct{}

// Run implements the command. Loading refuses what is wrong; lint tells what could be better, and fails on nothing.
func (*knowledgeLintCmd) Run(ctx context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	ps, err := d.base.Lint(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, p := range ps {
		fmt.Fprintln(&b, p)
	}
	for _, l := range d.practice.Languages {
		fmt.Fprintf(&b, "%s: %d articles, %d passages\n", l, len(d.base.Articles(l)), len(d.base.Passages(l)))
	}
	_, err = io.WriteString(env.out, b.String())
	return err
}

type knowledgeEvalCmd struct {
	File string `arg:"" optional:"" help:"Lines 'question => slug#anchor' or 'question => none'; without it the golden ranking of the articles."`
}

// Run implements the command.
func (e *knowledgeEvalCmd) Run(ctx context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	questions := d.base.Golden()
	if e.File != "" {
		src, err := os.ReadFile(e.File)
		if err != nil {
			return hinted{err: err, hint: "give a file of labelled questions"}
		}
		if questions, err = knowledge.ParseLabelled(e.File, src); err != nil {
			return err
		}
	}
	var b strings.Builder
	for _, l := range d.practice.Languages {
		var part []knowledge.Labelled
		for _, q := range questions {
			if q.Lang == l {
				part = append(part, q)
			}
		}
		if len(part) == 0 {
			continue
		}
		r, err := d.base.Evaluate(ctx, part)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s: right section first %v, refused %v\n    recall@1 %v, recall@3 %v, MRR %.3f\n", l, r.Right, r.Refused, r.Recall1, r.Recall3, r.MRR)
		for _, m := range r.Misses {
			got := string(m.Got)
			if !m.Answered {
				got = "refused (" + got + ")"
			}
			fmt.Fprintf(&b, "    miss: %s => %s\n", m.Question.Text, got)
		}
	}
	_, err = io.WriteString(env.out, b.String())
	return err
}

// oneLine keeps a client's words on one line of the terminal and takes control characters out.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7f || r == ' ' }), " ")
}
