package guard

import (
	"embed"
	"fmt"
	"math"
	"strings"

	"knead/bot"
)

//go:embed testdata/dev.tsv testdata/heldout.tsv
var pairFiles embed.FS

// A Label says what a labelled sentence is.
type Label string

// The labels.
const (
	Faithful Label = "faithful" // the passage says so
	Wrong    Label = "wrong"    // near what the passage says, but changed in a way that matters
	Invented Label = "invented" // not in the passage at all
)

// A Pair is a labelled sentence with the passages it cites.
type Pair struct {
	Label    Label
	Lang     bot.Lang
	Cites    []bot.PassageID // or, when Text is set, none
	Text     string          // the passage itself, for sets that bring their own
	Sentence string
	Line     int
}

// Pairs returns the sets that come with knead: the one the guard was tuned on, and the one it was not.
func Pairs() (dev, heldout []Pair, err error) {
	for name, to := range map[string]*[]Pair{"testdata/dev.tsv": &dev, "testdata/heldout.tsv": &heldout} {
		data, err := pairFiles.ReadFile(name)
		if err != nil {
			return nil, nil, fmt.Errorf("labelled pairs: %w", err)
		}
		if *to, err = ParsePairs(name, data); err != nil {
			return nil, nil, err
		}
	}
	return dev, heldout, nil
}

// ParsePairs reads lines of four columns with tabs between: label, language, passage, sentence. The passage is one or more
// IDs such as "slug#anchor" with spaces between, or the passage's own text. Lines that begin with "#" are remarks.
func ParsePairs(file string, data []byte) ([]Pair, error) {
	var out []Pair
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("%s:%d: %d columns: want label, language, passage, sentence", file, i+1, len(f))
		}
		p := Pair{Label: Label(f[0]), Lang: bot.Lang(f[1]), Sentence: f[3], Line: i + 1}
		switch p.Label {
		case Faithful, Wrong, Invented:
		default:
			return nil, fmt.Errorf("%s:%d: label: %q is none of faithful, wrong, invented", file, i+1, f[0])
		}
		for id := range strings.FieldsSeq(f[2]) {
			if strings.Count(id, "#") != 1 {
				p.Text, p.Cites = strings.ReplaceAll(f[2], `\n`, "\n"), nil
				break
			}
			p.Cites = append(p.Cites, bot.PassageID(id))
		}
		out = append(out, p)
	}
	return out, nil
}

// A Score is how well sentences were told apart. Caught and its kin are of refusals.
type Score struct {
	Kept, Faithful int // faithful sentences let through, of all faithful ones
	Caught, Bad    int // wrong and invented ones refused, of all such
	ByLabel        map[Label][2]int
	ByReason       map[Reason]int
	Misses         []Miss
}

// A Miss is a pair that was judged otherwise than it is labelled.
type Miss struct {
	Pair    Pair
	Verdict Verdict
}

// Precision is the share of refusals that were right.
func (s Score) Precision() float64 { return ratio(s.Caught, s.Caught+s.Faithful-s.Kept) }

// Recall is the share of bad sentences that were refused.
func (s Score) Recall() float64 { return ratio(s.Caught, s.Bad) }

// KeptPrecision is the share of sentences let through that are faithful: what a client reads.
func (s Score) KeptPrecision() float64 { return ratio(s.Kept, s.Kept+s.Bad-s.Caught) }

// KeptRecall is the share of faithful sentences let through.
func (s Score) KeptRecall() float64 { return ratio(s.Kept, s.Faithful) }

func ratio(k, n int) float64 {
	if n == 0 {
		return math.NaN()
	}
	return float64(k) / float64(n)
}

// String is the score on one line.
func (s Score) String() string {
	return fmt.Sprintf("refusals: precision %.1f %%, recall %.1f %% (%d of %d bad); let through: precision %.1f %%, recall %.1f %% (%d of %d faithful)",
		100*s.Precision(), 100*s.Recall(), s.Caught, s.Bad, 100*s.KeptPrecision(), 100*s.KeptRecall(), s.Kept, s.Faithful)
}

// Evaluate judges pairs; passage finds a passage by its ID. An unknown ID is an error.
func (g *Guard) Evaluate(pairs []Pair, passage func(bot.PassageID, bot.Lang) (Passage, bool)) (Score, error) {
	s := Score{ByLabel: map[Label][2]int{}, ByReason: map[Reason]int{}}
	for _, p := range pairs {
		var cited []Passage
		if p.Text != "" {
			cited = []Passage{{Text: p.Text}}
		}
		for _, id := range p.Cites {
			c, ok := passage(id, p.Lang)
			if !ok {
				return s, fmt.Errorf("line %d: no passage %s in %s", p.Line, id, p.Lang)
			}
			cited = append(cited, c)
		}
		v := g.Check(p.Lang, p.Sentence, cited)
		right := v.OK() == (p.Label == Faithful)
		n := s.ByLabel[p.Label]
		n[1]++
		if right {
			n[0]++
		} else {
			s.Misses = append(s.Misses, Miss{p, v})
		}
		s.ByLabel[p.Label] = n
		if !v.OK() {
			s.ByReason[v.Reason]++
		}
		switch {
		case p.Label == Faithful:
			s.Faithful++
			if v.OK() {
				s.Kept++
			}
		default:
			s.Bad++
			if !v.OK() {
				s.Caught++
			}
		}
	}
	return s, nil
}
