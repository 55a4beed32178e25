package knowledge

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en" // the peer is bleve as it comes
	_ "github.com/blevesearch/bleve/v2/analysis/lang/es"

	"knead/bot"
)

// peersIn is the environment variable that names a folder with node_modules of minisearch, lunr and node-nlp (nlp.js).
const peersIn = "KNEAD_NPM_PEERS"

// A peerAnswer is what an engine makes of a question: the passage that it puts first, and its own score for it.
type peerAnswer struct {
	ID    bot.PassageID `json:"id"`
	Score float64       `json:"score"`
}

// TestPeers puts the questions of testdata/unseen.txt, and of -questions, to other engines over the same passages and
// listed questions in one run, and reports for each how often the first passage is right, and how much of what the
// articles do not answer its best threshold refuses while it still answers 95 % of what it gets right.
func TestPeers(t *testing.T) {
	dir := os.Getenv(peersIn)
	if dir == "" {
		t.Skipf("set %s to a folder where npm installed minisearch, lunr and node-nlp", peersIn)
	}
	b := loadAll(t)
	asked := readLabelled(t, "testdata/unseen.txt")
	if *questions != "" {
		asked = append(asked, readLabelled(t, *questions)...)
	}
	type peerPassage struct {
		ID        string   `json:"id"`
		Lang      string   `json:"lang"`
		Title     string   `json:"title"`
		Heading   string   `json:"heading"`
		Text      string   `json:"text"`
		Questions []string `json:"questions"`
	}
	type peerQuestion struct {
		Lang string `json:"lang"`
		Text string `json:"text"`
	}
	in := struct {
		Passages  []peerPassage  `json:"passages"`
		Questions []peerQuestion `json:"questions"`
		None      []peerQuestion `json:"none"` // golden questions that the articles do not answer
	}{}
	listed := map[bot.Lang]map[bot.PassageID][]string{bot.English: {}, bot.Spanish: {}} // the peers know what knead knows
	for _, q := range b.Golden() {
		for _, id := range q.Want {
			listed[q.Lang][id] = append(listed[q.Lang][id], q.Text)
		}
		if len(q.Want) == 0 {
			in.None = append(in.None, peerQuestion{string(q.Lang), q.Text})
		}
	}
	for _, l := range b.Languages() {
		for _, p := range b.Passages(l) {
			in.Passages = append(in.Passages, peerPassage{string(p.ID), string(l), p.Article, p.Heading, p.Text(), slices.Concat(p.Questions, listed[l][p.ID])})
		}
	}
	for _, q := range asked {
		in.Questions = append(in.Questions, peerQuestion{string(q.Lang), q.Text})
	}
	src, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/peers.js")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "-e", string(script))
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, bytes.NewReader(src), t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string][]peerAnswer{}
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	answers["bleve match query"] = plainBleve(t, b, listed, asked)
	answers["knead"] = nil
	for _, q := range asked {
		hits, err := b.Search(t.Context(), q.Text, q.Lang)
		if err != nil {
			t.Fatal(err)
		}
		var a peerAnswer
		if len(hits) > 0 {
			a = peerAnswer{hits[0].Passage.ID, hits[0].Sure}
		}
		answers["knead"] = append(answers["knead"], a)
	}
	for _, name := range []string{"knead", "bleve match query", "minisearch", "minisearch tuned", "lunr", "nlp.js"} {
		for _, l := range b.Languages() {
			reportPeer(t, name, l, asked, answers[name])
		}
	}
}

// plainBleve is bleve as it comes: the language's own analyser, BM25, one match query over everything.
func plainBleve(t *testing.T, b *Base, listed map[bot.Lang]map[bot.PassageID][]string, questions []Labelled) []peerAnswer {
	t.Helper()
	byLang := map[bot.Lang]bleve.Index{}
	for _, l := range b.Languages() {
		m := bleve.NewIndexMapping()
		m.ScoringModel, m.DefaultAnalyzer = "bm25", string(l)
		ix, err := bleve.NewUsing("", m, "scorch", "scorch", nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = ix.Close() })
		batch := ix.NewBatch()
		for _, p := range b.Passages(l) {
			if err := batch.Index(string(p.ID), map[string]any{"title": p.Article, "heading": p.Heading, "text": p.Text(), "questions": strings.Join(slices.Concat(p.Questions, listed[l][p.ID]), "\n")}); err != nil {
				t.Fatal(err)
			}
		}
		if err := ix.Batch(batch); err != nil {
			t.Fatal(err)
		}
		byLang[l] = ix
	}
	var out []peerAnswer
	for _, q := range questions {
		res, err := byLang[q.Lang].SearchInContext(t.Context(), bleve.NewSearchRequestOptions(bleve.NewMatchQuery(q.Text), 1, 0, false))
		if err != nil {
			t.Fatal(err)
		}
		var a peerAnswer
		if len(res.Hits) > 0 {
			a = peerAnswer{bot.PassageID(res.Hits[0].ID), res.Hits[0].Score}
		}
		out = append(out, a)
	}
	return out
}

func reportPeer(t *testing.T, name string, l bot.Lang, questions []Labelled, answers []peerAnswer) {
	t.Helper()
	first, answerable := 0, 0
	var right, others []float64
	for i, q := range questions {
		if q.Lang != l {
			continue
		}
		a := answers[i]
		switch {
		case len(q.Want) == 0:
			others = append(others, a.Score)
		default:
			answerable++
			if slices.Contains(q.Want, a.ID) {
				first++
				right = append(right, a.Score)
			}
		}
	}
	slices.Sort(right)
	at := math.Inf(1)
	if len(right) > 0 {
		at = right[len(right)*5/100]
	}
	refused := 0
	for _, s := range others {
		if s < at {
			refused++
		}
	}
	t.Logf("| %s | %s | %v | %v |", name, l, share(first, answerable), share(refused, len(others)))
}
