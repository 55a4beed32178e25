package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"knead/bot"
)

// GoldenFile is the golden ranking of an articles folder, in the form that ParseLabelled reads: questions as clients put
// them, each with the section that must answer it, or none. A question of this file is answered just so, word for word;
// the others are compared with all of them. It grows by every gap that was closed, so that none comes back.
const GoldenFile = "golden.txt"

// readGolden reads the golden ranking of an articles folder; without the file there is none.
func readGolden(fsys fs.FS) ([]Labelled, Problems) {
	src, err := fs.ReadFile(fsys, GoldenFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, Problems{{GoldenFile, 0, "", "cannot be read: " + err.Error(), "check the file and its permissions"}}
	}
	golden, err := ParseLabelled(GoldenFile, src)
	if ps, ok := errors.AsType[Problems](err); ok {
		return nil, ps
	}
	return golden, nil
}

// checkGolden finds lines that name a section which is not there.
func checkGolden(golden []Labelled, articles []*Article, languages []bot.Lang) Problems {
	have := map[bot.Lang]map[bot.PassageID]bool{}
	for _, a := range articles {
		if have[a.Lang] == nil {
			have[a.Lang] = map[bot.PassageID]bool{}
		}
		for _, p := range a.passages() {
			have[a.Lang][p.ID] = true
		}
	}
	var ps Problems
	for _, q := range golden {
		if !slices.Contains(languages, q.Lang) {
			continue
		}
		for _, id := range q.Want {
			if !have[q.Lang][id] {
				ps = append(ps, Problem{GoldenFile, q.Line, "", fmt.Sprintf("%s is no section in %s", id, q.Lang), "mend slug and anchor, or take the line out"})
			}
		}
	}
	return ps
}

// builtIn returns what no massage article answers, from the golden ranking that comes with knead.
func builtIn() ([]Labelled, error) {
	golden, ps := readGolden(Embedded())
	if len(ps) > 0 {
		return nil, fmt.Errorf("embedded %w", ps)
	}
	return slices.DeleteFunc(golden, func(q Labelled) bool { return len(q.Want) > 0 }), nil
}

// sameWords returns what two questions share that differ in order and small words only.
func (g *lingo) sameWords(text string) string {
	var ws []string
	for _, t := range g.tokens(text) {
		if t.kind == contentWord {
			ws = append(ws, t.stem)
		}
	}
	slices.Sort(ws)
	return strings.Join(slices.Compact(ws), " ")
}
