package knowledge

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	yamlast "github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"

	"knead/bot"
)

var (
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	langForm = regexp.MustCompile(`^[a-z]{2}$`)
)

// splitFrontMatter cuts src at its "---" lines. line is the number of the body's first line. ok is false when there is
// no front matter or it is not closed.
func splitFrontMatter(src []byte) (matter, body []byte, line int, ok bool) {
	rest, found := bytes.CutPrefix(src, []byte("---\n"))
	if !found {
		return nil, src, 1, false
	}
	for at, n := 0, 2; at < len(rest); n++ {
		end := bytes.IndexByte(rest[at:], '\n')
		next := at + end + 1
		if end < 0 {
			end, next = len(rest)-at, len(rest)
		}
		if string(bytes.TrimRight(rest[at:at+end], " \t")) == "---" {
			return rest[:at], rest[next:], n + 1, true
		}
		at = next
	}
	return nil, src, 1, false
}

// A matterReader reads front matter key by key, so that every mistake has its own line.
type matterReader struct {
	file     string
	problems *Problems
}

func (r matterReader) add(line int, key, what, hint string) {
	*r.problems = append(*r.problems, Problem{r.file, line, key, what, hint})
}

// Front matter begins on the file's second line.
func lineOf(n yamlast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1
	}
	return n.GetToken().Position.Line + 1
}

// read fills a from matter and returns the questions by anchor, and the line of each key of that map.
func (r matterReader) read(matter []byte, a *Article) (questions map[string][]string, lines map[string]int) {
	questions, lines = map[string][]string{}, map[string]int{}
	f, err := yamlparser.ParseBytes(matter, 0, yamlparser.AllowDuplicateMapKey())
	if err != nil {
		line, what := yamlTrouble(err)
		r.add(line, "front matter", what, "write `key: value` lines; put text with a colon in double quotes")
		return questions, lines
	}
	var top yamlast.Node
	if len(f.Docs) > 0 {
		top = f.Docs[0].Body
	}
	if len(f.Docs) > 1 {
		r.add(lineOf(f.Docs[1].Body), "front matter", "holds more than one document", "keep a single block between the two --- lines")
	}
	fields := map[string]func(key string, n yamlast.Node){
		"title":       func(k string, n yamlast.Node) { a.Title = r.text(k, n) },
		"slug":        func(k string, n yamlast.Node) { a.Slug = r.slug(k, n) },
		"lang":        func(k string, n yamlast.Node) { a.Lang = r.lang(k, n) },
		"reviewed":    func(k string, n yamlast.Node) { a.Reviewed = r.day(k, n) },
		"reviewed_by": func(k string, n yamlast.Node) { a.ReviewedBy = r.text(k, n) },
		"tags":        func(k string, n yamlast.Node) { a.Tags = r.texts(k, n) },
		"source":      func(k string, n yamlast.Node) { a.Source = r.origin(k, n) },
		"imported":    func(k string, n yamlast.Node) { a.Imported = r.text(k, n) },
		"questions": func(k string, n yamlast.Node) {
			r.mapping(k, n, func(anchor string, line int, v yamlast.Node) bool {
				questions[anchor], lines[anchor] = r.texts(k+"."+anchor, v), line
				return true
			}, nil)
		},
	}
	seen := map[string]bool{}
	r.mapping("front matter", top, func(key string, _ int, v yamlast.Node) bool {
		set, known := fields[key]
		if known {
			seen[key] = true
			set(key, v)
		}
		return known
	}, slices.Sorted(maps.Keys(fields)))
	for _, k := range []string{"title", "slug", "lang"} {
		if !seen[k] {
			r.add(1, k, "missing", "add `"+k+": …` to the front matter")
		}
	}
	return questions, lines
}

// mapping calls f for each key of n; a false result reports the key as unknown.
func (r matterReader) mapping(key string, n yamlast.Node, f func(key string, line int, v yamlast.Node) bool, known []string) {
	var values []*yamlast.MappingValueNode
	switch m := n.(type) {
	case nil:
		r.add(1, key, "empty", "see the articles that come with knead for the form")
		return
	case *yamlast.MappingNode:
		values = m.Values
	case *yamlast.MappingValueNode:
		values = []*yamlast.MappingValueNode{m}
	default:
		r.add(lineOf(n), key, "is not a list of `key: value` lines", "indent its keys under it")
		return
	}
	seen := map[string]bool{}
	for _, v := range values {
		name := v.Key.String()
		if seen[name] {
			r.add(lineOf(v.Key), name, "stands twice", "keep one of them")
			continue
		}
		seen[name] = true
		if !f(name, lineOf(v.Key), v.Value) {
			r.add(lineOf(v.Key), name, "unknown key", "known keys: "+strings.Join(known, ", "))
		}
	}
}

func (r matterReader) text(key string, n yamlast.Node) string {
	var s string
	switch n.(type) {
	case *yamlast.MappingNode, *yamlast.MappingValueNode, *yamlast.SequenceNode, *yamlast.NullNode, nil:
	default:
		if err := yaml.NodeToValue(n, &s); err != nil {
			s = ""
		}
	}
	if s = strings.TrimSpace(s); s == "" {
		r.add(lineOf(n), key, "must be a line of text", "write `"+key+": …`")
	}
	return s
}

func (r matterReader) texts(key string, n yamlast.Node) []string {
	seq, ok := n.(*yamlast.SequenceNode)
	if !ok {
		r.add(lineOf(n), key, "must be a list", "write one `- …` line for each, or [one, two]")
		return nil
	}
	var out []string
	for _, v := range seq.Values {
		if s := r.text(key, v); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (r matterReader) slug(key string, n yamlast.Node) string {
	s := r.text(key, n)
	if s != "" && !slugForm.MatchString(s) {
		r.add(lineOf(n), key, fmt.Sprintf("%q cannot stand in a web address", s), "use lower-case letters, digits and single hyphens")
	}
	return s
}

func (r matterReader) lang(key string, n yamlast.Node) bot.Lang {
	s := r.text(key, n)
	if s != "" && !langForm.MatchString(s) {
		r.add(lineOf(n), key, fmt.Sprintf("%q is no language code", s), "use two letters such as en or es")
		return ""
	}
	return bot.Lang(s)
}

func (r matterReader) day(key string, n yamlast.Node) string {
	s := r.text(key, n)
	if s != "" {
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			r.add(lineOf(n), key, fmt.Sprintf("%q is no date", s), "write it as YYYY-MM-DD")
		}
	}
	return s
}

func (r matterReader) origin(key string, n yamlast.Node) (o Origin) {
	fields := map[string]*string{"page": &o.Page, "site": &o.Site, "author": &o.Author, "date": &o.Date, "url": &o.URL}
	r.mapping(key, n, func(k string, _ int, v yamlast.Node) bool {
		to, known := fields[k]
		if known {
			*to = r.text(key+"."+k, v)
		}
		return known
	}, slices.Sorted(maps.Keys(fields)))
	return o
}

// yamlTrouble returns where in the file a YAML error stands and its first line, without the excerpt.
func yamlTrouble(err error) (line int, what string) {
	line = 2
	var ye yaml.Error
	if errors.As(err, &ye) {
		if t := ye.GetToken(); t != nil && t.Position != nil {
			line = t.Position.Line + 1
		}
		return line, ye.GetMessage()
	}
	what, _, _ = strings.Cut(err.Error(), "\n")
	return line, what
}
