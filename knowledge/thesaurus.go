package knowledge

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"

	"knead/bot"
)

// A topicKind marks an entry of the thesaurus whose presence in a question narrows what may answer it.
type topicKind string

const (
	noTopic   topicKind = ""
	technique topicKind = "technique"
	region    topicKind = "region"
)

// A thesaurusEntry is one entry of a thesaurus file: what clients type, and the words of the articles for it.
type thesaurusEntry struct {
	Mean string    `yaml:"mean"`
	Kind topicKind `yaml:"kind"`
	Say  []string  `yaml:"say"`
}

// An outsideEntry is one entry of an outside file: a topic that massage articles do not treat. A practice whose
// articles do treat it overrides the entry by using its words in a title or heading.
type outsideEntry struct {
	Topic     string   `yaml:"topic"`
	Subject   bool     `yaml:"subject"` // what a message is about, wherever in it the word stands
	Words     []string `yaml:"words"`
	Questions []string `yaml:"questions"`
}

// A phrases is a lexicon of word sequences by the first stem. Stop words inside a phrase do not count.
type phrases struct {
	g       *lingo
	byFirst map[string][]phrase
}

type phrase struct {
	stems []string // what must stand in a row
	bare  []string // the same words without a plural's ending
	entry int      // index of the caller's entry
}

func newPhrases(g *lingo) *phrases { return &phrases{g: g, byFirst: map[string][]phrase{}} }

// add enters text for entry. A phrase of stop words only is ignored.
func (p *phrases) add(text string, entry int) {
	ph := phrase{entry: entry}
	for _, t := range p.g.tokens(text) {
		if t.kind != stopWord {
			ph.stems, ph.bare = append(ph.stems, t.stem), append(ph.bare, t.bare)
		}
	}
	if len(ph.stems) > 0 {
		p.byFirst[ph.stems[0]] = append(p.byFirst[ph.stems[0]], ph)
	}
}

// A found phrase covers tokens[from:to] of a question.
type found struct {
	from, to int // indexes into the tokens that were searched
	entries  []int
}

// find returns the longest phrases of toks from left to right, not overlapping. Stop words between the words of a
// phrase are stepped over.
func (p *phrases) find(toks []token) []found {
	var out []found
	for i := 0; i < len(toks); {
		f := p.at(toks, i)
		if len(f.entries) == 0 {
			i++
			continue
		}
		out = append(out, f)
		i = f.to
	}
	return out
}

// at returns the longest phrase that begins with toks[i], with every entry that has it.
func (p *phrases) at(toks []token, i int) found {
	f := found{from: i}
	if toks[i].kind == stopWord {
		return f
	}
	longest := 0
	for _, ph := range p.byFirst[toks[i].stem] {
		if len(ph.stems) < longest {
			continue
		}
		end, ok := match(toks, i, ph)
		if !ok {
			continue
		}
		if len(ph.stems) > longest {
			longest, f.entries, f.to = len(ph.stems), nil, end
		}
		f.entries = append(f.entries, ph.entry)
	}
	return f
}

// shortStem is up to which length a stem alone does not tell one word from another: "moto" and "mota".
const shortStem = 3

func match(toks []token, i int, ph phrase) (end int, ok bool) {
	j := 0
	for ; i < len(toks); i++ {
		switch {
		case toks[i].stem == ph.stems[j] && toks[i].kind != stopWord && (len(ph.stems[j]) > shortStem || toks[i].bare == ph.bare[j]):
			j++
			if j == len(ph.stems) {
				return i + 1, true
			}
		case toks[i].kind == stopWord && j > 0:
		default:
			return 0, false
		}
	}
	return 0, false
}

// readThesaurus reads the built-in thesaurus of l and adds to the practice's own, which may be nil.
func readThesaurus(l bot.Lang, own fs.FS) ([]thesaurusEntry, error) {
	var out []thesaurusEntry
	for _, fsys := range []fs.FS{sub(embedded, "thesaurus"), own} {
		if fsys == nil {
			continue
		}
		var entries []thesaurusEntry
		if err := readYAML(fsys, string(l)+".yaml", &entries); err != nil {
			return nil, err
		}
		for i, e := range entries {
			switch e.Kind {
			case noTopic, technique, region:
			default:
				return nil, fmt.Errorf("thesaurus %s.yaml: entry %d: kind: unknown %q; use technique or region, or leave it out", l, i+1, e.Kind)
			}
			if strings.TrimSpace(e.Mean) == "" {
				return nil, fmt.Errorf("thesaurus %s.yaml: entry %d: mean: missing; write the words of the articles", l, i+1)
			}
		}
		out = append(out, entries...)
	}
	return out, nil
}

func readOutside(l bot.Lang) ([]outsideEntry, error) {
	var out []outsideEntry
	return out, readYAML(sub(embedded, "outside"), string(l)+".yaml", &out)
}

// readYAML decodes a file strictly; a file that is not there leaves out as it is.
func readYAML(fsys fs.FS, name string, out any) error {
	src, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := yaml.NewDecoder(bytes.NewReader(src), yaml.Strict()).Decode(out); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
