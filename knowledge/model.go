package knowledge

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
)

// A model holds what was learnt from labelled questions: the weights of the ranking, and a logistic regression that
// says how likely the first passage answers. TestLearn writes it.
type model struct {
	Rank      []float64 `json:"rank"`      // for rankFeatures
	Doubt     []float64 `json:"doubt"`     // for doubtFeatures
	Bias      float64   `json:"bias"`      // of the logistic regression
	Threshold float64   `json:"threshold"` // below it, nothing is answered
	Second    float64   `json:"second"`    // a second passage is cited from here on
}

func loadModel() (*model, error) {
	b, err := fs.ReadFile(embedded, "model.json")
	if err != nil {
		return nil, fmt.Errorf("knowledge model: %w", err)
	}
	m := new(model)
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("knowledge model: %w", err)
	}
	if len(m.Rank) != len(features{}) || len(m.Doubt) != len(doubts{}) {
		return nil, fmt.Errorf("knowledge model: %d and %d weights, want %d and %d: train it again", len(m.Rank), len(m.Doubt), len(features{}), len(doubts{}))
	}
	return m, nil
}

func (m *model) score(f features) float64 {
	var s float64
	for i, v := range f {
		s += v * m.Rank[i]
	}
	return s
}

// A doubts is what the decision to answer looks at, in the order of doubtFeatures.
type doubts [32]float64

// A doubtFeature is a feature of the decision to answer, with the direction in which it may count: what speaks for an
// answer must not be learnt to speak against one by an accident of the examples.
type doubtFeature struct {
	name string
	sign float64
}

// doubtFeatures names the features of the decision to answer.
func doubtFeatures() [32]doubtFeature {
	return [32]doubtFeature{
		{"score", +1},                 // of the first passage
		{"lead", +1},                  // over the second
		{"covered by all", +1},        // of the first passage
		{"covered by heading", +1},    //
		{"likest question", +1},       //
		{"likest letters", +1},        //
		{"heading in question", +1},   //
		{"technique and region", +1},  //
		{"unknown share", -1},         // of the weight of topic words that the articles do not have
		{"foreign words", -1},         // 1 - 1/(1+n) of n unknown words that are no everyday words
		{"outside topics", -1},        // 1 - 1/(1+n) of n outside topics named
		{"outside likeness", -1},      // likeness to the likest outside question
		{"topic words", +1},           // their weight, saturating
		{"strange share", -1},         // of the topic words, by number, that articles and lists do not have
		{"question form", +1},         // -1 … 1
		{"letters covered", +1},       //
		{"no such measure", -1},       // 1 when a measure is asked (how long, how many, how hot …) that no listed question of the passage asks
		{"strange nouns", -1},         // 1 - 1/(1+n) of n unknown nouns
		{"turns of phrase", +1},       // -1 … 1: those of answered questions, or of others
		{"likest three", +1},          // of the first passage's
		{"outside likest three", -1},  //
		{"sounds like it", +1},        // the first passage's share of the turns of phrase
		{"outside share", -1},         // of the topic words, by number
		{"foreign share", -1},         // the same of unknown words that are no everyday words
		{"not in passage", -1},        // share of the topic words, by number, that the first passage and its questions do not have
		{"detail of a technique", -1}, // the same when a technique is named, else 0: "how wide are the cups"
		{"nobody said", -1},           // 1 when who, where or when is asked, which no listed question of the passage asks
		{"named in heading", +1},      // share of the techniques that the question names which the heading names
		{"guess none", -1},            // the classifier's share for no passage
		{"guess none, in nats", -1},   // log odds of that, by eight
		{"guess", +1},                 // its share for the first passage among all passages
		{"guess, in nats", +1},        // its logarithm
	}
}

func doubtFeaturesOf(s *shelf, q *question, cands []candidate) doubts {
	var d doubts
	if len(cands) == 0 {
		return d
	}
	top := cands[0]
	d[0] = top.score / 4
	if len(cands) > 1 {
		d[1] = (top.score - cands[1].score) / 2
	}
	d[2], d[3], d[4], d[5], d[6], d[7] = top.f[6], top.f[3], top.f[7], top.f[8], top.f[9], top.f[10]
	if q.content > 0 {
		d[8] = q.unknown / q.content
	}
	d[9] = 1 - 1/(1+float64(q.foreign))
	d[10] = 1 - 1/(1+float64(len(q.outside)))
	d[11] = q.decoy
	d[12] = q.content / (q.content + s.idf(""))
	d[13] = q.strange
	d[14] = top.f[16]
	d[15] = top.f[13]
	if q.form.measures() && top.f[16] < 0 {
		d[16] = 1
	}
	d[17] = 1 - 1/(1+float64(q.nouns))
	d[18], d[19], d[20] = q.evidence, top.f[14], q.decoys
	d[21] = top.f[17]
	n := math.Max(1, float64(q.named))
	d[22], d[23] = math.Min(1, float64(len(q.outside))/n), float64(q.foreign)/n
	d[24] = s.lacking(q, top.at)
	if q.namesTechnique() {
		d[25] = d[24]
	}
	if q.form.asksFact() && top.f[16] < 0 {
		d[26] = 1
	}
	d[27] = top.f[11]
	if s.guess != nil {
		p := math.Min(math.Max(q.guessNone, 1e-4), 1-1e-4)
		d[28], d[29] = q.guessNone, math.Log(p/(1-p))/8
		d[30], d[31] = top.f[18], top.f[19]
	}
	return d
}

// minLikeness is how like a listed question one must be that names no topic: "is it curable?" may be answered when an
// article lists it, "yes, that one" may not.
const minLikeness = 0.8

// maxForeign is how many unknown words a message may have. One with more is not about what the articles treat.
const maxForeign = 8

// doubt returns how likely the first of cands answers q, 0 to 1.
func (m *model) doubt(s *shelf, q *question, cands []candidate) float64 {
	if len(cands) == 0 {
		return 0
	}
	if q.strangers > maxForeign {
		return 0
	}
	if q.topical() == 0 && cands[0].f[18]*(1-q.guessNone) < 0.5 && (cands[0].f[7] < minLikeness || len(q.units) < 2 && cands[0].f[7] < 1) {
		return 0
	}
	return m.sure(doubtFeaturesOf(s, q, cands))
}

// sure is the logistic regression.
func (m *model) sure(d doubts) float64 {
	z := m.Bias
	for i, v := range d {
		z += v * m.Doubt[i]
	}
	return 1 / (1 + math.Exp(-z))
}
