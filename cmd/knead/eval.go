package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"knead/bot"
	"knead/knowledge/openai/guard"
)

// evalCmd measures the guard of worded answers. Screening and answers have evals of their own.
type evalCmd struct {
	Misses bool   `help:"List what was judged wrongly."`
	File   string `arg:"" optional:"" help:"Tab-separated: faithful, wrong or invented; language; passage ID or its text; sentence. Without it the sets that come with knead."`
}

// Run implements the command.
func (e *evalCmd) Run(_ context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	g, err := guard.New()
	if err != nil {
		return err
	}
	type set struct {
		name  string
		pairs []guard.Pair
	}
	var sets []set
	if e.File == "" {
		dev, heldout, err := guard.Pairs()
		if err != nil {
			return err
		}
		sets = []set{{"tuned on", dev}, {"held out", heldout}}
	} else {
		data, err := os.ReadFile(e.File)
		if err != nil {
			return hinted{err: err, hint: "give a file of labelled sentences"}
		}
		pairs, err := guard.ParsePairs(e.File, data)
		if err != nil {
			return err
		}
		sets = []set{{e.File, pairs}}
	}
	var b strings.Builder
	for _, s := range sets {
		for _, l := range []bot.Lang{"", bot.English, bot.Spanish} {
			part := s.pairs
			if l != "" {
				part = slices.DeleteFunc(slices.Clone(part), func(p guard.Pair) bool { return p.Lang != l })
			}
			if len(part) == 0 {
				continue
			}
			score, err := g.Evaluate(part, d.guardPassage)
			if err != nil {
				return hinted{err: err, hint: "the passage column wants IDs as `knead knowledge list` shows them, or the passage's own text"}
			}
			name := s.name
			if l != "" {
				name += ", " + string(l)
			}
			fmt.Fprintf(&b, "%s, %d sentences: %v\n", name, len(part), score)
			if l != "" {
				continue
			}
			for _, label := range []guard.Label{guard.Faithful, guard.Wrong, guard.Invented} {
				n := score.ByLabel[label]
				fmt.Fprintf(&b, "    %-9s %d of %d judged rightly\n", label, n[0], n[1])
			}
			for _, r := range guard.Reasons() {
				if n := score.ByReason[r]; n > 0 {
					fmt.Fprintf(&b, "    refused as %-12s %d\n", r, n)
				}
			}
			if !e.Misses {
				continue
			}
			for _, m := range score.Misses {
				fmt.Fprintf(&b, "    line %d, %s: %s [%s %s]\n", m.Pair.Line, m.Pair.Label, oneLine(m.Pair.Sentence), m.Verdict.Reason, oneLine(m.Verdict.Detail))
			}
		}
	}
	_, err = io.WriteString(env.out, b.String())
	return err
}

// guardPassage is a passage as the guard reads it.
func (d *desk) guardPassage(id bot.PassageID, l bot.Lang) (guard.Passage, bool) {
	p, ok := d.base.Passage(id, l)
	if !ok {
		return guard.Passage{}, false
	}
	return guard.Passage{ID: p.ID, Context: p.Article + ". " + p.Heading, Text: p.Text()}, true
}
