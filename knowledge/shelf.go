package knowledge

import (
	"cmp"
	"io/fs"
	"math"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"golang.org/x/sync/errgroup"

	"knead/bot"
)

// A shelf is the passages of one language with everything that finding them needs.
type shelf struct {
	g        *lingo
	passages []Passage
	cards    []card // one for each passage
	byID     map[bot.PassageID]int
	asked    map[string]int // listed questions and headings, word for word, with their passage
	index    bleve.Index

	df       map[string]int  // in how many passages a stem stands, listed questions included
	headDF   map[string]int  // in how many headings a stem stands
	gramDF   map[uint32]int  // in how many passages a piece stands
	common   map[string]bool // everyday words
	written  map[string]bool // stems of headings and text: what the articles are about
	speller  *speller
	synonyms *phrases // entries index thesaurus
	means    []meaning
	outside  *phrases // entries index topics
	topics   []outsideEntry
	having   map[string][]int32 // which exemplars have a stem that is no function word
	decoys   []exemplar         // questions that the articles do not answer
	decoysBy map[string][]int32 // which of them have a stem
	refused  map[string]bool    // those of the golden ranking, word for word
	evidence *evidence
	guess    *guesser // nil for a base of too few questions or too many passages
	fillers  [][]string
}

// A meaning is a thesaurus entry ready to use.
type meaning struct {
	stems []string
	kind  topicKind
	key   string
}

// A card is what re-ranking knows of a passage.
type card struct {
	heading   bag
	title     bag
	questions bag
	body      bag
	pairs     bag   // neighbouring content stems of every field
	topics    bag   // techniques and regions in heading, title or questions
	headed    bag   // techniques and regions in the heading
	mentions  bag   // techniques and regions anywhere
	letters   tally // pieces of heading, listed questions and text, with how many of them have each
	exemplars []exemplar
	turns     tally // turns of phrase of its questions, by hash, with how many of them have each
}

// An exemplar is a question or heading that a passage answers, ready to be compared with what a client asks.
type exemplar struct {
	text  string
	id    int // among all exemplars of the shelf
	form  form
	units []unit
	terms bag // stems of every reading of every unit
	grams gramSet
}

// newShelf puts the articles in l on a shelf, with the golden questions in l.
func newShelf(l bot.Lang, articles []*Article, golden []Labelled, own fs.FS) (*shelf, error) {
	g := newLingo(l)
	g.memo, g.texts = map[string]token{}, map[string][]token{}
	defer func() { g.memo, g.texts = nil, nil }()
	s := &shelf{g: g, having: map[string][]int32{}, decoysBy: map[string][]int32{}, refused: map[string]bool{}, evidence: newEvidence(), byID: map[bot.PassageID]int{}, asked: map[string]int{}, df: map[string]int{}, common: set(strings.Fields(commonWords(l))), written: map[string]bool{}, gramDF: map[uint32]int{}, headDF: map[string]int{}, synonyms: newPhrases(g), outside: newPhrases(g)}
	var err error
	if s.fillers, err = readFillers(l); err != nil {
		return nil, err
	}
	entries, err := readThesaurus(l, own)
	if err != nil {
		return nil, err
	}
	s.addThesaurus(entries)
	for _, a := range articles {
		if a.Lang == l {
			s.passages = append(s.passages, a.passages()...)
		}
	}
	more := map[bot.PassageID][]string{}
	for _, q := range golden {
		if q.Lang == l {
			for _, id := range q.Want {
				more[id] = append(more[id], q.Text)
			}
		}
	}
	docs := make([]map[field]string, len(s.passages))
	for i, p := range s.passages {
		s.byID[p.ID] = i
		docs[i] = s.shelve(p, slices.Concat(p.Questions, more[p.ID]))
	}
	// The index is built beside what the shelf learns, which does not need it.
	var indexed errgroup.Group
	indexed.Go(func() (err error) {
		s.index, err = newIndex(docs)
		return err
	})
	err = s.learn(golden, more, entries)
	return s, cmp.Or(indexed.Wait(), err)
}

// learn makes what questions are compared with: the ways in which each passage is asked for, those that are refused, and the
// guesser. more are the labelled questions of each passage.
func (s *shelf) learn(golden []Labelled, more map[bot.PassageID][]string, entries []thesaurusEntry) error {
	outside, err := readOutside(s.g.lang)
	if err != nil {
		return err
	}
	s.addOutside(outside)
	if s.speller, err = newSpeller(s, entries, outside); err != nil {
		return err
	}
	n := 0
	for i, p := range s.passages {
		for _, st := range s.g.stems(p.Heading) {
			s.evidence.leave[st] = true
		}
		texts := slices.Concat([]string{p.Heading}, p.Questions, more[p.ID])
		s.cards[i].exemplars = s.exemplars(texts)
		for k := range s.cards[i].exemplars {
			e := &s.cards[i].exemplars[k]
			e.id = n
			n++
			for _, u := range e.units {
				for _, st := range u.topicStems() {
					s.having[st] = append(s.having[st], int32(e.id))
				}
			}
		}
		said := map[uint32]int{}
		for _, t := range texts {
			toks := s.g.tokens(t)
			s.evidence.learn(toks, true)
			for turn := range turns(toks) {
				said[traitHash(turn)]++
			}
			key := wordForWord(t)
			if _, taken := s.asked[key]; !taken && key != "" {
				s.asked[key] = i
			}
		}
		s.cards[i].turns = newTally(said)
	}
	// A golden line decides, whatever the lists say.
	for _, q := range golden {
		if i, ok := s.byID[first(q.Want)]; ok && q.Lang == s.g.lang {
			s.asked[wordForWord(q.Text)] = i
		}
	}
	s.addDecoys(golden, outside)
	s.guess, err = newGuesser(s, golden)
	return err
}

func first(ids []bot.PassageID) bot.PassageID {
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

func wordForWord(text string) string { return strings.Join(words(text), " ") }

// addDecoys enters the questions that the articles do not answer, without those that they do answer: a practice that
// lists what something costs answers it.
func (s *shelf) addDecoys(golden []Labelled, outside []outsideEntry) {
	treated := map[string]bool{}
	for _, p := range s.passages {
		for _, q := range p.Questions {
			treated[s.g.sameWords(q)] = true
		}
	}
	var texts []string
	for _, q := range golden {
		if q.Lang == s.g.lang && len(q.Want) == 0 {
			texts = append(texts, q.Text)
			if _, answered := s.asked[wordForWord(q.Text)]; !answered {
				s.refused[wordForWord(q.Text)] = true
			}
		}
	}
	for _, e := range outside {
		texts = append(texts, e.Questions...)
	}
	have := map[string]bool{}
	for _, t := range texts {
		if have[wordForWord(t)] {
			continue
		}
		have[wordForWord(t)] = true
		if same := s.g.sameWords(t); same != "" && treated[same] {
			delete(s.refused, wordForWord(t))
			continue
		}
		s.evidence.learn(s.g.tokens(t), false)
		for _, d := range s.exemplars([]string{t}) {
			of := map[string]bool{}
			for _, u := range d.units {
				for _, r := range u.readings {
					for _, st := range r.stems {
						if !of[st] {
							of[st] = true
							s.decoysBy[st] = append(s.decoysBy[st], int32(len(s.decoys)))
						}
					}
				}
			}
			s.decoys = append(s.decoys, d)
		}
	}
}

func (s *shelf) addThesaurus(entries []thesaurusEntry) {
	for _, e := range entries {
		m := meaning{stems: s.g.stems(e.Mean), kind: e.Kind}
		m.key = join(m.stems)
		i := len(s.means)
		s.means = append(s.means, m)
		for _, say := range e.Say {
			if !s.tooWide(say) {
				s.synonyms.add(say, i)
			}
		}
		if e.Kind != noTopic {
			s.synonyms.add(e.Mean, i)
		}
	}
}

// tooWide reports whether a phrase of several words comes down to one everyday word once stop words are dropped: "check
// with" would take every "check".
func (s *shelf) tooWide(say string) bool {
	toks := s.g.tokens(say)
	toks = slices.DeleteFunc(slices.Clone(toks), func(t token) bool { return t.kind == stopWord })
	if len(toks) != 1 || len(words(say)) == 1 {
		return len(toks) == 0
	}
	return toks[0].kind == functionWord || s.common[toks[0].raw]
}

// addOutside enters the outside topics, without the words that an article's title or heading has.
func (s *shelf) addOutside(entries []outsideEntry) {
	treated := map[string]bool{}
	for _, p := range s.passages {
		for _, text := range []string{p.Heading, p.Article} {
			stems := s.g.stems(text)
			for i := range stems {
				for j := i + 1; j <= min(i+4, len(stems)); j++ {
					treated[join(stems[i:j])] = true
				}
			}
		}
	}
	for _, e := range entries {
		i := len(s.topics)
		s.topics = append(s.topics, e)
		for _, w := range e.Words {
			stems := s.g.stems(w)
			if len(stems) == 1 && len(words(w)) > 1 && s.df[stems[0]] > 0 {
				continue // comes down to a word of the articles
			}
			if !treated[join(stems)] {
				s.outside.add(w, i)
			}
		}
	}
}

// shelve makes p's card and returns its document. asked are the questions that it answers.
func (s *shelf) shelve(p Passage, asked []string) map[field]string {
	texts := make([][]token, 0, 3+len(asked)) // heading, title, text, questions: read once, whatever they are wanted for
	for _, text := range append([]string{p.Heading, p.Article, p.Text()}, asked...) {
		texts = append(texts, s.g.tokens(text))
	}
	heading, title, body := stemsOf(texts[0]), stemsOf(texts[1]), stemsOf(texts[2])
	var questions []string
	for _, toks := range texts[3:] {
		questions = append(questions, stemsOf(toks)...)
	}
	s.countStems(heading, title, body, questions)
	pieceCounts := map[uint32]int{}
	for i, toks := range texts {
		if i == 1 {
			continue // the title is every section's
		}
		for _, id := range pieces(toks) {
			pieceCounts[id]++
		}
	}
	for id := range pieceCounts {
		s.gramDF[id]++
	}
	var raw []string
	var pairs bag
	mentions, headed, topics := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, toks := range texts {
		last := ""
		for _, t := range toks {
			if t.kind != contentWord {
				continue
			}
			raw = append(raw, t.raw)
			if last != "" {
				pairs = append(pairs, traitHash(last+" "+t.stem))
			}
			last = t.stem
		}
		for _, f := range s.synonyms.find(toks) {
			for _, e := range f.entries {
				if m := s.means[e]; m.kind != noTopic {
					mentions[m.key] = true
					if i == 0 {
						headed[m.key] = true
					}
					if i != 2 {
						topics[m.key] = true
					}
				}
			}
		}
	}
	slices.Sort(pairs)
	s.cards = append(s.cards, card{
		heading: newBag(heading), title: newBag(title), questions: newBag(questions), body: newBag(body),
		pairs:  slices.Clone(slices.Compact(pairs)),
		topics: bagOf(topics), headed: bagOf(headed), mentions: bagOf(mentions), letters: newTally(pieceCounts),
	})
	return map[field]string{
		fieldHeading:   join(slices.Concat(heading, title)),
		fieldQuestions: join(questions),
		fieldBody:      join(body),
		fieldRaw:       join(raw),
	}
}

// countStems notes in how many passages and headings a stem stands, and which the articles themselves have.
func (s *shelf) countStems(heading, title, body, questions []string) {
	for st := range set(heading) {
		s.headDF[st]++
	}
	own := set(slices.Concat(heading, title, body))
	for st := range own {
		s.df[st]++
		s.written[st] = true
	}
	for st := range set(questions) {
		if !own[st] {
			s.df[st]++
		}
	}
}

// idf returns how much a stem tells, in nats; a stem that no passage has tells most. A stem that names few headings
// tells much, however often the texts use it: "stress" stands everywhere and is the subject of one section.
func (s *shelf) idf(stem string) float64 {
	n, df := float64(len(s.passages)), float64(s.df[stem])
	v := math.Log(1 + (n-df+0.5)/(df+0.5))
	if h := s.headDF[stem]; h > 0 && h <= fewHeadings {
		v = max(v, 0.8*math.Log(1+n/float64(h)))
	}
	return v
}

// fewHeadings is in how many headings a stem may stand that still names a subject.
const fewHeadings = 3

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

func (s *shelf) exemplars(texts []string) []exemplar {
	out := make([]exemplar, 0, len(texts))
	for _, t := range texts {
		toks := s.g.tokens(t)
		e := exemplar{text: t, form: s.g.formOf(toks), units: s.units(toks), grams: s.grams(toks)}
		var terms []string
		for _, u := range e.units {
			for _, r := range u.readings {
				terms = append(terms, r.stems...)
			}
		}
		e.terms = newBag(terms)
		out = append(out, e)
	}
	return out
}
