package knowledge

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"knead/bot"
)

// maxCandidates is how many passages the index hands to re-ranking, for each field.
const maxCandidates = 30

// maxCompared is how many of them re-ranking compares: those with the best BM25 over all fields.
const maxCompared = 18

// A Hit is a passage found for a question, with the reasons for its place.
type Hit struct {
	Passage Passage
	Score   float64 // of the ranking; comparable within one question only
	Sure    float64 // 0 to 1: how likely the passage answers the question. Only the first hit has it
	Why     []Reason
	Likest  string // the listed question or heading that is likest to the question
}

// A Reason is one feature of a ranking: Score is the sum of every Value times Weight.
type Reason struct {
	Name          string
	Value, Weight float64
}

// A features is what re-ranking looks at, in the order of rankFeatures.
type features [20]float64

// rankFeatures names the features. Each is 0 to 1 unless it says otherwise.
func rankFeatures() [20]string {
	return [20]string{
		"bm25 heading",         // BM25 as a share of the best passage's
		"bm25 questions",       // the same in the listed questions
		"bm25 body",            // the same in the text
		"covered by heading",   // share of the question's topic words in heading and title, by idf
		"covered by questions", // in the listed questions
		"covered by body",      // in the text
		"covered by all",       // in any of them
		"likest question",      // word likeness to the likest listed question or heading
		"likest letters",       // letter likeness to the likest
		"heading in question",  // share of the heading's words that the question says
		"technique and region", // -1 … 1: those that the question names are the passage's
		"named in heading",     // share of the techniques that the question names which the heading names
		"neighbouring words",   // share of the question's word pairs that stand together
		"letters covered",      // share of the question's letter pieces that heading, listed questions and text have
		"likest three",         // mean of the word and letter likeness of the three likest
		"heading topic",        // of the question's words that stand in headings, the share in this one, by how few headings have them
		"question form",        // -1 … 1: what is asked for (who, how long, why …) is what the listed questions ask for
		"turns of phrase",      // how much the question's turns of phrase are those of the passage's questions, among the candidates'
		"guess",                // the classifier's share for the passage among all passages
		"guess, in nats",       // its logarithm, 0 … 1 for one in a thousand … 1
	}
}

type candidate struct {
	at     int // position of the passage
	f      features
	score  float64
	likest string
}

// rank orders the passages that may answer q, best first. must are passages to be looked at in any case.
func (s *shelf) rank(ctx context.Context, m *model, q *question, must ...int) ([]candidate, error) {
	scores := map[field]map[int]float64{}
	found := map[int]bool{}
	terms := s.searchTerms(q)
	top := map[field]float64{}
	for _, f := range []field{fieldHeading, fieldQuestions, fieldBody} {
		hits, err := search(ctx, s.index, f, terms, false, maxCandidates)
		if err != nil {
			return nil, err
		}
		scores[f] = hits
		for i, score := range hits {
			found[i] = true
			top[f] = max(top[f], score)
		}
	}
	if len(found) == 0 && q.foreign > 0 {
		hits, err := search(ctx, s.index, fieldRaw, q.foreignTerms(), true, maxCandidates)
		if err != nil {
			return nil, err
		}
		for i := range hits {
			found[i] = true
		}
	}
	out := make([]candidate, 0, len(found))
	for _, i := range slices.Sorted(maps.Keys(found)) {
		c := candidate{at: i}
		for n, f := range []field{fieldHeading, fieldQuestions, fieldBody} {
			if top[f] > 0 {
				c.f[n] = scores[f][i] / top[f]
			}
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Compare(b.f[0]+b.f[1]+b.f[2], a.f[0]+a.f[1]+a.f[2])
	})
	out = out[:min(len(out), maxCompared)]
	shares := s.guesses(q)
	for _, i := range slices.Concat(must, likely(shares)) {
		if !slices.ContainsFunc(out, func(c candidate) bool { return c.at == i }) {
			out = append(out, candidate{at: i})
		}
	}
	near := s.touching(q)
	for k := range out {
		s.compare(q, &out[k], near)
	}
	s.sound(q, out)
	for k := range out {
		if shares != nil {
			sh := float64(shares[out[k].at]) / math.Max(1e-6, 1-q.guessNone)
			out[k].f[18], out[k].f[19] = sh, math.Max(0, 1+math.Log10(math.Max(sh, 1e-9))/3)
		}
		out[k].score = m.score(out[k].f)
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out, nil
}

// maxTerms bounds the words that go to the index: those that tell most.
const maxTerms = 12

func (s *shelf) searchTerms(q *question) []searchTerm {
	best := map[string]float64{}
	for _, u := range q.units {
		for i, r := range u.readings {
			w := 1.0
			if i > 0 {
				w = 0.9
			}
			if u.function {
				w = functionShare
			}
			for _, st := range r.stems {
				if s.df[st] > 0 {
					best[st] = max(best[st], w)
				}
			}
		}
	}
	terms := make([]searchTerm, 0, len(best))
	for st, w := range best {
		terms = append(terms, searchTerm{st, w})
	}
	slices.SortFunc(terms, func(a, b searchTerm) int {
		return cmp.Or(cmp.Compare(b.weight*s.idf(b.text), a.weight*s.idf(a.text)), strings.Compare(a.text, b.text))
	})
	return terms[:min(len(terms), maxTerms)]
}

// foreignTerms returns the words of q that the articles do not have, as typed.
func (q *question) foreignTerms() []searchTerm {
	var out []searchTerm
	for _, u := range q.units {
		if !u.known && !u.common && !u.function && len(out) < 4 {
			out = append(out, searchTerm{u.text, 1})
		}
	}
	return out
}

// compare fills the features that come from comparing q with the passage itself.
// near are the exemplars worth comparing with; nil stands for all.
func (s *shelf) compare(q *question, c *candidate, near map[int32]bool) {
	card := &s.cards[c.at]
	c.f[3] = q.coverage(card.heading, card.title)
	c.f[4] = q.coverage(card.questions)
	c.f[5] = q.coverage(card.body)
	c.f[6] = q.coverage(card.heading, card.title, card.questions, card.body)
	var best [3]float64
	for i := range card.exemplars {
		e := &card.exemplars[i]
		if i > 0 && near != nil && !near[int32(e.id)] {
			continue
		}
		like, letters := q.likeness(e), q.grams.likeness(e.grams)
		if v := (like + letters) / 2; v > best[2] {
			best[2] = v
			slices.SortFunc(best[:], func(a, b float64) int { return cmp.Compare(b, a) })
		}
		if like > c.f[7] || i == 0 {
			c.f[7], c.likest = like, e.text
		}
		c.f[8] = max(c.f[8], letters)
	}
	c.f[14] = (best[0] + best[1] + best[2]) / 3
	if len(card.exemplars) > 0 {
		c.f[9] = overlap(card.exemplars[0].units, q.terms)
	}
	c.f[10] = agreement(q.topics, card)
	c.f[11] = headed(q.topics, card)
	c.f[13] = q.grams.within(card.letters)
	c.f[15] = s.headingTopic(q, card)
	c.f[16] = formAgreement(q.form, card)
	if len(q.pairs) > 0 {
		n := 0
		for _, p := range q.pairs {
			if card.pairs.has(p) {
				n++
			}
		}
		c.f[12] = float64(n) / float64(len(q.pairs))
	}
}

// agreement compares the techniques and regions that the question names with the passage's: 1 when the passage is
// about them, a little less for each that it only mentions, -1 when it has none of them. No named topic: 0.
func agreement(topics map[string]topicKind, c *card) float64 {
	var sum, n float64
	for t, kind := range topics {
		w := 1.0
		if kind == region {
			w = 0.5 // regions stand in nearly every passage about pain
		}
		n += w
		switch {
		case c.topics.has(t):
			sum += w
		case c.mentions.has(t):
			sum += 0.3 * w
		default:
			sum -= w
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// headingTopic returns how much of what q names, in the words of headings, c's heading names.
func (s *shelf) headingTopic(q *question, c *card) float64 {
	var have, all float64
	for _, u := range q.units {
		if u.function {
			continue
		}
		var w, best float64
		for _, r := range u.readings {
			for _, st := range r.stems {
				if n := s.headDF[st]; n > 0 {
					v := math.Log(1 + float64(len(s.passages))/float64(n))
					w = max(w, v)
					if c.heading.has(st) {
						best = max(best, v)
					}
				}
			}
		}
		all += w
		have += best
	}
	if all == 0 {
		return 0
	}
	return have / all
}

// headed returns the share of the techniques named in a question that c's heading names.
func headed(topics map[string]topicKind, c *card) float64 {
	n, all := 0.0, 0.0
	for t, kind := range topics {
		if kind == technique {
			all++
			if c.headed.has(t) {
				n++
			}
		}
	}
	return n / max(1, all)
}

// Search returns the passages in l that may answer text, best first, with the reasons. It is what Answer decides on.
func (b *Base) Search(ctx context.Context, text string, l bot.Lang) ([]Hit, error) {
	s := b.shelf(l)
	if s == nil {
		return nil, nil
	}
	q := s.read(text)
	cands, err := s.rank(ctx, b.model, q)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, len(cands))
	names := rankFeatures()
	for i, c := range cands {
		h := Hit{Passage: s.passages[c.at], Score: c.score, Likest: c.likest}
		for k, v := range c.f {
			h.Why = append(h.Why, Reason{names[k], v, b.model.Rank[k]})
		}
		if i == 0 {
			h.Sure = b.model.doubt(s, q, cands)
		}
		hits[i] = h
	}
	return hits, nil
}

// shelf returns the passages in l, or in the first language when l is none of the base's.
func (b *Base) shelf(l bot.Lang) *shelf {
	if s, ok := b.shelves[l]; ok {
		return s
	}
	if len(b.languages) > 0 {
		return b.shelves[b.languages[0]]
	}
	return nil
}
