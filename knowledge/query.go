package knowledge

import (
	"cmp"
	"slices"
	"strings"
)

// A unit is a word or phrase of a question, with the ways to read it.
type unit struct {
	text     string    // as it stands in the question, without accents
	readings []reading // its own stems first, then what the thesaurus says
	weight   float64   // how much it tells, in nats
	known    bool      // a reading's every stem is in the articles
	function bool      // how, not, after …: compared with listed questions, names no topic
	noun     bool      // stands behind an article or the like: "the printer", "mi carro"
	common   bool      // everyday word that is not in the articles
	spoken   bool      // everyday word that only listed questions have
	topic    string    // the technique or region that it names
	kind     topicKind
}

// A reading is one way to take a unit: stems that a passage should have.
type reading struct {
	stems []string
	via   string // words of the thesaurus; empty for the unit's own
}

// Weights that are conventions rather than learnt: they keep function words from outvoting topics.
const (
	functionShare = 0.25 // of a function word's idf
	spokenShare   = 0.4  // of the idf of an everyday word that only listed questions have
	commonShare   = 0.15 // of an unknown everyday word's idf
	foreignShare  = 0.5  // of another unknown word's idf; doubt counts those words by themselves
)

// units reads toks: thesaurus phrases first, then single words.
func (s *shelf) units(toks []token) []unit {
	var out []unit
	next := 0
	single := func(upTo int) {
		for ; next < upTo; next++ {
			if toks[next].kind != stopWord {
				u := s.unit(toks[next:next+1], nil)
				u.noun = next > 0 && s.g.determines(toks[next-1].raw)
				out = append(out, u)
			}
		}
	}
	for _, f := range s.synonyms.find(toks) {
		single(f.from)
		out = append(out, s.unit(toks[f.from:f.to], f.entries))
		next = f.to
	}
	single(len(toks))
	return out
}

// unit reads toks as one. A phrase of function words only, such as "how many", stays one of them whatever the
// thesaurus takes it for.
func (s *shelf) unit(toks []token, entries []int) unit {
	var u unit
	var texts []string
	var own []string
	u.function = true
	for _, t := range toks {
		texts = append(texts, t.raw)
		if t.kind != stopWord {
			own = append(own, t.stem)
		}
		if t.kind == contentWord {
			u.function = false
		}
	}
	u.text = strings.Join(texts, " ")
	u.readings = append(u.readings, reading{stems: own})
	for _, e := range entries {
		m := s.means[e]
		u.readings = append(u.readings, reading{stems: m.stems, via: m.key})
		if m.kind != noTopic {
			u.topic, u.kind = m.key, m.kind
		}
	}
	if len(own) == 1 && len(entries) == 0 && s.df[own[0]] == 0 && !u.function {
		if base := s.baseOf(own[0]); base != "" {
			u.readings = append(u.readings, reading{stems: []string{base}, via: base})
		}
	}
	for _, r := range u.readings {
		all, sum := true, 0.0
		for _, st := range r.stems {
			if s.df[st] == 0 {
				all = false
				break
			}
			sum += s.idf(st)
		}
		if all && len(r.stems) > 0 {
			u.known = true
			u.weight = max(u.weight, sum/float64(len(r.stems)))
		}
	}
	if u.known && len(entries) == 0 && !s.written[own[0]] && s.speller != nil && s.speller.isCommon(toks[0].raw) {
		u.spoken = true
		u.weight *= spokenShare
	}
	if !u.known {
		u.weight = s.idf("")
		if s.speller != nil && len(entries) == 0 && s.speller.isCommon(toks[0].raw) {
			u.common = true
			u.weight *= commonShare
		} else {
			u.weight *= foreignShare
		}
	}
	if u.function {
		u.weight *= functionShare
	}
	return u
}

// baseOf returns the longest stem of the articles that an unknown stem begins with, such as blood in bloodstream and
// knot in knotty, or "". A short stem must leave little over: a painter has nothing to do with pain.
func (s *shelf) baseOf(stem string) string {
	for n := len(stem) - 1; n >= 4; n-- {
		if s.written[stem[:n]] && (n >= 5 || len(stem)-n <= 2) {
			return stem[:n]
		}
	}
	return ""
}

// cover returns how much of u stands in words, 0 to 1, for the best reading.
func (u unit) cover(words bag) float64 {
	best := 0.0
	for _, r := range u.readings {
		n := 0
		for _, st := range r.stems {
			if words.has(st) {
				n++
			}
		}
		if len(r.stems) > 0 {
			best = max(best, float64(n)/float64(len(r.stems)))
		}
	}
	return best
}

// A question is what a client asked, read for one shelf.
type question struct {
	form      form
	toks      []token
	units     []unit
	terms     bag // stems of every reading
	grams     gramSet
	topics    map[string]topicKind // techniques and regions named
	pairs     []string
	outside   []int             // outside topics whose words stand in it
	fixed     map[string]string // spelling: as typed to as read
	content   float64           // weight of the units that name a topic
	unknown   float64           // weight of those that the articles do not have
	named     int               // how many units name a topic, known or not
	strangers int               // unknown words that are no everyday words, the story around the question included
	asked     map[string]bool   // words of the question itself when there is a story around it; else nil
	foreign   int               // how many of those are no everyday words
	nouns     int               // how many of the unknown ones are nouns, to judge by the word before them
	strange   float64           // share of the topic words, by number, that articles and lists do not have
	decoy     float64           // likeness to the likest question that is not answered, 0 to 1
	decoys    float64           // mean of word and letter likeness to the likest three, 0 to 1
	guessed   []float32         // the classifier's shares; nil before it was asked
	guessNone float64           // its share for none
	evidence  float64           // -1 … 1: how much its turns of phrase are those of answered questions
}

// maxStory is up to how many unknown words a story may have that is left aside. Beyond, the message is about something
// else, whatever it ends with: somebody's medical history, a life.
const maxStory = 5

// askedWords returns the words of the questions in text when there is a story around them, nil when all of it asks.
func (s *shelf) askedWords(text string) map[string]bool {
	clauses := s.g.clauses(text)
	var out map[string]bool
	story := false
	for _, c := range clauses {
		if !c.asked {
			story = true
			continue
		}
		if out == nil {
			out = map[string]bool{}
		}
		for _, t := range s.speller.correct(s.g.tokens(c.text), map[string]string{}) {
			out[t.raw] = true
		}
	}
	if !story {
		return nil
	}
	return out
}

// read analyses text: spelling, phrases, topics, and what lies outside the articles.
func (s *shelf) read(text string) *question {
	q := &question{topics: map[string]topicKind{}, fixed: map[string]string{}}
	q.toks = s.withoutFillers(s.speller.correct(s.g.tokens(text), q.fixed))
	q.form = s.g.formOf(q.toks)
	q.units = s.units(q.toks)
	q.grams = s.grams(q.toks)
	last := ""
	for _, t := range q.toks {
		if t.kind == contentWord {
			if last != "" {
				q.pairs = append(q.pairs, last+" "+t.stem)
			}
			last = t.stem
		}
	}
	inside := s.synonyms.find(q.toks)
	for _, u := range q.units {
		if !u.known && !u.common && !u.function {
			q.strangers++
		}
	}
	if q.strangers <= maxStory {
		q.asked = s.askedWords(text)
	}
	for i := range q.toks {
		f := s.outside.at(q.toks, i)
		if slices.ContainsFunc(inside, func(in found) bool { return in.from <= f.from && f.to <= in.to && in.to-in.from > f.to-f.from }) {
			continue // "hot shower" and "back went out" are the articles' own
		}
		for _, e := range f.entries {
			if q.asked != nil && !q.asked[q.toks[i].raw] && !s.topics[e].Subject {
				continue // told, not asked
			}
			if !slices.Contains(q.outside, e) {
				q.outside = append(q.outside, e)
			}
		}
	}
	q.weigh()
	q.evidence = s.evidence.of(q.toks)
	s.lure(q)
	return q
}

// lure compares q with the questions that the articles do not answer.
func (s *shelf) lure(q *question) {
	var best [3]float64
	seen := map[int32]bool{}
	for _, u := range q.units {
		if u.function {
			continue
		}
		for _, r := range u.readings {
			for _, st := range r.stems {
				for _, i := range s.decoysBy[st] {
					if seen[i] {
						continue
					}
					seen[i] = true
					d := &s.decoys[i]
					like, letters := q.likeness(d), q.grams.likeness(d.grams)
					q.decoy = max(q.decoy, like)
					if v := (like + letters) / 2; v > best[2] {
						best[2] = v
						slices.SortFunc(best[:], func(a, b float64) int { return cmp.Compare(b, a) })
					}
				}
			}
		}
	}
	q.decoys = (best[0] + best[1] + best[2]) / 3
}

// weigh sums up q.units.
func (q *question) weigh() {
	q.content, q.unknown, q.foreign, q.strange, q.nouns = 0, 0, 0, 0, 0
	n := 0.0
	var terms []string
	for _, u := range q.units {
		for _, r := range u.readings {
			terms = append(terms, r.stems...)
		}
		if u.function {
			continue
		}
		if u.topic != "" {
			q.topics[u.topic] = u.kind
		}
		if q.asked != nil && !q.asked[firstWord(u.text)] {
			continue
		}
		n++
		q.content += u.weight
		if u.spoken {
			q.strange += 0.5
		}
		if !u.known {
			q.strange++
			if u.noun {
				q.nouns++
			}
			q.unknown += u.weight
			if !u.common {
				q.foreign++
			}
		}
	}
	q.terms = newBag(terms)
	q.strange /= max(1, n)
	q.named = int(n)
}

// likeness compares q with e word by word, both ways: 1 when each says all that the other says.
func (q *question) likeness(e *exemplar) float64 {
	there := overlap(q.units, e.terms)
	if there == 0 {
		return 0
	}
	back := overlap(e.units, q.terms)
	if there+back == 0 {
		return 0
	}
	return 2 * there * back / (there + back)
}

// overlap returns the share of units' weight that stands in words.
func overlap(units []unit, words bag) float64 {
	var have, all float64
	for _, u := range units {
		all += u.weight
		have += u.weight * u.cover(words)
	}
	if all == 0 {
		return 0
	}
	return have / all
}

// coverage returns the share of the weight of q's topic words that stands in words.
func (q *question) coverage(words ...bag) float64 {
	var have, all float64
	for _, u := range q.units {
		if u.function {
			continue
		}
		all += u.weight
		best := 0.0
		for _, w := range words {
			best = max(best, u.cover(w))
		}
		have += u.weight * best
	}
	if all == 0 {
		return 0
	}
	return have / all
}

// topical returns how many units of q name a topic that the articles know.
func (q *question) topical() int {
	n := 0
	for _, u := range q.units {
		if u.known && !u.function && !u.spoken {
			n++
		}
	}
	return n
}

// namesTechnique reports whether q names a technique.
func (q *question) namesTechnique() bool {
	for _, k := range q.topics {
		if k == technique {
			return true
		}
	}
	return false
}

// lacking returns the share of q's topic words, each counted alike, that the passage at and its questions do not have.
func (s *shelf) lacking(q *question, at int) float64 {
	card := &s.cards[at]
	n, without := 0.0, 0.0
	for _, u := range q.units {
		if u.function || q.asked != nil && !q.asked[firstWord(u.text)] {
			continue
		}
		n++
		without += 1 - max(u.cover(card.heading), u.cover(card.title), u.cover(card.questions), u.cover(card.body))
	}
	return without / max(1, n)
}

func firstWord(text string) string {
	w, _, _ := strings.Cut(text, " ")
	return w
}

// topicStems returns the stems of every reading of u, none for a function word.
func (u unit) topicStems() []string {
	if u.function {
		return nil
	}
	if len(u.readings) == 1 {
		return u.readings[0].stems
	}
	var out []string
	for _, r := range u.readings {
		out = append(out, r.stems...)
	}
	return out
}

// touching returns the exemplars that have a topic word of q; nil means all, because q has none that any of them has.
func (s *shelf) touching(q *question) map[int32]bool {
	var out map[int32]bool
	for _, u := range q.units {
		for _, st := range u.topicStems() {
			for _, id := range s.having[st] {
				if out == nil {
					out = map[int32]bool{}
				}
				out[id] = true
			}
		}
	}
	return out
}
