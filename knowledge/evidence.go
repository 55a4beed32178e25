package knowledge

import (
	"math"
)

// An evidence weighs turns of phrase, single words and pairs of neighbours, by how often they stand in questions that
// the articles answer and in questions that they do not: "do you take" and "how much is" speak against an answer,
// whatever follows. It is counted, not tuned.
type evidence struct {
	in, out   map[string]int
	nIn, nOut int
	leave     map[string]bool // stems of headings, which are inside by definition
}

func newEvidence() *evidence {
	return &evidence{in: map[string]int{}, out: map[string]int{}, leave: map[string]bool{}}
}

// turns returns the turns of phrase of a text, each once.
func turns(toks []token) map[string]bool {
	out := map[string]bool{}
	last := "^"
	for _, t := range toks {
		if t.kind != stopWord {
			out[t.stem] = true
		}
		out[last+" "+t.stem] = true
		last = t.stem
	}
	return out
}

func (e *evidence) learn(toks []token, answered bool) {
	counts := e.out
	if answered {
		counts = e.in
		e.nIn++
	} else {
		e.nOut++
	}
	for t := range turns(toks) {
		counts[t]++
	}
}

// of returns -1 to 1: how much toks sound like what is answered rather than like what is not. With few examples of
// either it stays near 0.
func (e *evidence) of(toks []token) float64 {
	if e.nIn == 0 || e.nOut == 0 {
		return 0
	}
	const unseen = 0.5 // as if each turn had stood half a time more in either
	sum := 0.0
	all := turns(toks)
	for t := range all {
		in, out := float64(e.in[t]), float64(e.out[t])
		if in+out == 0 {
			continue
		}
		v := math.Log((in+unseen)/(float64(e.nIn)+1)) - math.Log((out+unseen)/(float64(e.nOut)+1))
		if v < 0 && e.leave[t] {
			v = 0
		}
		sum += v
	}
	enough := math.Min(1, float64(e.nIn)/enoughExamples)
	if n := float64(len(all)); n > longTurns {
		sum *= longTurns / n // however long a message, its turns are no more evidence than those of a question
	}
	return enough * math.Tanh(sum/6)
}

// longTurns is how many turns of phrase a long question has.
const longTurns = 36

// enoughExamples is how many answered questions make the evidence count in full.
const enoughExamples = 100

// sound fills the feature that compares q's turns of phrase with those of each candidate's questions: the share of each
// among all of them, when every turn is taken for a vote of its own.
func (s *shelf) sound(q *question, cands []candidate) {
	const (
		doubted = 4.0 // how much of a vote is taken from what turns do in all questions rather than in the passage's
		calm    = 3.0 // turns are no independent votes: their sum is taken by so much less
	)
	all := turns(q.toks)
	logs := make([]float64, len(cands))
	top := math.Inf(-1)
	for k := range cands {
		card := &s.cards[cands[k].at]
		n := float64(len(card.exemplars))
		for t := range all {
			in := float64(s.evidence.in[t])
			if in == 0 {
				continue
			}
			common := in / float64(s.evidence.nIn)
			logs[k] += math.Log((float64(card.turns.of(traitHash(t)))+doubted*common)/(n+doubted)) - math.Log(common)
		}
		logs[k] /= calm
		top = max(top, logs[k])
	}
	sum := 0.0
	for k := range logs {
		logs[k] = math.Exp(logs[k] - top)
		sum += logs[k]
	}
	for k := range cands {
		cands[k].f[17] = logs[k] / sum
	}
}
