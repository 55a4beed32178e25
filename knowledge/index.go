package knowledge

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// A field of the index.
type field string

const (
	fieldHeading   field = "heading"   // stems of heading and article title
	fieldQuestions field = "questions" // stems of the listed questions
	fieldBody      field = "body"      // stems of the text
	fieldRaw       field = "raw"       // content words of all three as written
)

const plainAnalyzer = "plain"

// newIndex returns an index of docs in memory, built in one batch; document IDs are positions in docs. It is a scorch
// index because bleve's NewMemOnly takes the BM25 setting and ignores it. The text comes in analysed by lingo, with a
// space between stems, so that index, re-ranking and spelling see the same words.
func newIndex(docs []map[field]string) (bleve.Index, error) {
	m := bleve.NewIndexMapping()
	m.ScoringModel = "bm25"
	if err := m.AddCustomAnalyzer(plainAnalyzer, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		return nil, fmt.Errorf("index analyser: %w", err)
	}
	m.DefaultMapping = passageMapping()
	ix, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("new index: %w", err)
	}
	batch := ix.NewBatch()
	for i, d := range docs {
		doc := map[string]any{}
		for f, text := range d {
			doc[string(f)] = text
		}
		if err := batch.Index(strconv.Itoa(i), doc); err != nil {
			return nil, fmt.Errorf("index passage %d: %w", i, err)
		}
	}
	if err := ix.Batch(batch); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return ix, nil
}

func passageMapping() *mapping.DocumentMapping {
	d := bleve.NewDocumentStaticMapping()
	for _, f := range []field{fieldHeading, fieldQuestions, fieldBody, fieldRaw} {
		t := bleve.NewTextFieldMapping()
		t.Analyzer = plainAnalyzer
		t.Store, t.IncludeTermVectors, t.DocValues, t.IncludeInAll = false, false, false, false
		d.AddFieldMappingsAt(string(f), t)
	}
	return d
}

// A weighted stem or word to search for.
type searchTerm struct {
	text   string
	weight float64
}

// search returns BM25 scores in f by passage, for at most n passages. Words of fuzzy are looked for with bleve's
// automatic edit distance.
func search(ctx context.Context, ix bleve.Index, f field, terms []searchTerm, fuzzy bool, n int) (map[int]float64, error) {
	if len(terms) == 0 {
		return map[int]float64{}, nil
	}
	qs := make([]query.Query, 0, len(terms))
	for _, t := range terms {
		if fuzzy {
			q := bleve.NewFuzzyQuery(t.text)
			q.SetField(string(f))
			q.SetAutoFuzziness(true)
			q.SetPrefix(1)
			q.SetBoost(t.weight)
			qs = append(qs, q)
			continue
		}
		q := bleve.NewTermQuery(t.text)
		q.SetField(string(f))
		q.SetBoost(t.weight)
		qs = append(qs, q)
	}
	req := bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(qs...), n, 0, false)
	req.SortBy([]string{"-_score", "_id"}) // bleve leaves ties in internal order
	res, err := ix.SearchInContext(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("search %s: %w", f, err)
	}
	out := make(map[int]float64, len(res.Hits))
	for _, h := range res.Hits {
		i, err := strconv.Atoi(h.ID)
		if err != nil {
			return nil, fmt.Errorf("search %s: document %q: %w", f, h.ID, err)
		}
		out[i] = h.Score
	}
	return out, nil
}

func join(stems []string) string { return strings.Join(stems, " ") }
