package knowledge

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"slices"
	"testing"
)

var learn = flag.Bool("learn", false, "learn model.json anew from testdata/learn.txt")

// TestLearn learns the weights of ranking and refusal from testdata/learn.txt, the same ones every time, and writes
// them with -learn. testdata/unseen.txt takes no part in it.
func TestLearn(t *testing.T) {
	if !*learn {
		t.Skip("run with -learn to write model.json")
	}
	b, err := loadAll(t), error(nil)
	if err != nil {
		t.Fatal(err)
	}
	m := learnModel(t, b, readLabelled(t, "testdata/learn.txt"))
	out, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("model.json", append(out, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	for i, n := range rankFeatures() {
		t.Logf("rank  %-22s %6.2f", n, m.Rank[i])
	}
	for i, n := range doubtFeatures() {
		t.Logf("doubt %-22s %6.2f", n, m.Doubt[i])
	}
	t.Logf("bias %.2f, threshold %.2f", m.Bias, m.Threshold)
}

func readLabelled(t testing.TB, file string) []Labelled {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	qs, err := ParseLabelled(file, src)
	if err != nil {
		t.Fatal(err)
	}
	return qs
}

// learnModel fits the ranking by softmax over each question's candidates, then the decision by logistic regression.
func learnModel(t *testing.T, b *Base, qs []Labelled) *model {
	m := &model{Rank: make([]float64, len(features{})), Doubt: make([]float64, len(doubts{})), Second: b.model.Second}
	copy(m.Rank, b.model.Rank)
	type row struct {
		cands []candidate
		gold  []bool
	}
	var rows []row
	read := make([]*question, len(qs))
	cands := make([][]candidate, len(qs))
	for i, q := range qs {
		s := b.shelf(q.Lang)
		read[i] = s.read(q.Text)
		var err error
		if cands[i], err = s.rank(t.Context(), b.model, read[i]); err != nil {
			t.Fatal(err)
		}
		if len(q.Want) == 0 {
			continue
		}
		r := row{cands: cands[i]}
		for _, c := range cands[i] {
			r.gold = append(r.gold, slices.Contains(q.Want, s.passages[c.at].ID))
		}
		if slices.Contains(r.gold, true) {
			rows = append(rows, r)
		}
	}
	const pull, rounds = 0.01, 4000
	prior := slices.Clone(m.Rank)
	for range rounds {
		grad := make([]float64, len(m.Rank))
		for _, r := range rows {
			p := make([]float64, len(r.cands))
			top, sum, good := math.Inf(-1), 0.0, 0.0
			for i, c := range r.cands {
				p[i] = m.score(c.f)
				top = max(top, p[i])
			}
			for i := range p {
				p[i] = math.Exp(p[i] - top)
				sum += p[i]
				if r.gold[i] {
					good += p[i]
				}
			}
			for i, c := range r.cands {
				g := -p[i] / sum
				if r.gold[i] {
					g += p[i] / good
				}
				for k, v := range c.f {
					grad[k] += g * v / float64(len(rows))
				}
			}
		}
		for k := range m.Rank {
			m.Rank[k] = max(0, m.Rank[k]+2*(grad[k]-pull*(m.Rank[k]-0*prior[k])*0.1))
		}
	}
	var x []doubts
	var y, w []float64
	for i, q := range qs {
		for k := range cands[i] {
			cands[i][k].score = m.score(cands[i][k].f)
		}
		slices.SortStableFunc(cands[i], func(a, c candidate) int {
			if a.score > c.score {
				return -1
			}
			if a.score < c.score {
				return 1
			}
			return 0
		})
		s := b.shelf(q.Lang)
		x = append(x, doubtFeaturesOf(s, read[i], cands[i]))
		switch {
		case len(q.Want) == 0:
			y, w = append(y, 0), append(w, 1)
		case len(cands[i]) > 0 && slices.Contains(q.Want, s.passages[cands[i][0].at].ID):
			y, w = append(y, 1), append(w, 1)
		default:
			y, w = append(y, 0), append(w, 0.3) // a wrong answer is better not given
		}
	}
	m.Bias = 0
	for range rounds * 2 {
		grad, gb := make([]float64, len(m.Doubt)), 0.0
		for i := range x {
			e := w[i] * (y[i] - m.sure(x[i])) / float64(len(x))
			gb += e
			for k, v := range x[i] {
				grad[k] += e * v
			}
		}
		m.Bias += 2 * gb
		for k := range m.Doubt {
			m.Doubt[k] += 2 * (grad[k] - 0.0007*m.Doubt[k])
		}
	}
	m.Threshold = bestThreshold(m, x, y, w)
	for _, v := range [][]float64{m.Rank, m.Doubt} {
		for k := range v {
			v[k] = math.Round(v[k]*1000) / 1000
		}
	}
	m.Bias = math.Round(m.Bias*1000) / 1000
	return m
}

// bestThreshold weighs a question refused wrongly as heavily as one answered wrongly, each as a share of its kind.
func bestThreshold(m *model, x []doubts, y, w []float64) float64 {
	best, at := -1.0, 0.5
	for t := 0.2; t <= 0.8; t += 0.01 {
		var right, pos, refused, neg float64
		for i := range x {
			s := m.sure(x[i])
			if y[i] == 1 {
				pos++
				if s >= t {
					right++
				}
			} else if w[i] == 1 {
				neg++
				if s < t {
					refused++
				}
			}
		}
		if v := right/pos + refused/neg; v > best {
			best, at = v, t
		}
	}
	return math.Round(at*100) / 100
}
