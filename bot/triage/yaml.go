package triage

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A value is a piece of a rules file with its place, so that whatever is wrong with it can be named with its line.
type value struct {
	file  string
	line  int
	text  string
	block bool // a text of several lines that begins on the line after
	list  []*value
	pairs []pair
	kind  kind
}

type kind uint8

const (
	scalar kind = iota
	sequence
	mapping
)

type pair struct {
	key  string
	line int
	val  *value
}

// A Problem is what is wrong with a rules file. Its text is "file:line: key: what" with a hint on a second line.
type Problem struct {
	File string
	Line int
	Key  string
	What string
	Hint string
}

// Error implements error.
func (p *Problem) Error() string {
	text := fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Key, p.What)
	if p.Hint != "" {
		text += "\nhint: " + p.Hint
	}
	return text
}

func (v *value) problem(key, hint, format string, args ...any) error {
	return &Problem{File: v.file, Line: v.line, Key: key, What: fmt.Sprintf(format, args...), Hint: hint}
}

// parseFile reads a YAML file into values.
func parseFile(name string, data []byte) (*value, error) {
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(f.Docs) != 1 || f.Docs[0].Body == nil {
		return nil, &Problem{File: name, Line: 1, Key: "file", What: "has no content, or more than one document", Hint: "one YAML mapping a file"}
	}
	return convert(name, f.Docs[0].Body)
}

func convert(file string, n ast.Node) (*value, error) {
	v := &value{file: file}
	if t := n.GetToken(); t != nil {
		v.line = t.Position.Line
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		v.kind = mapping
		for _, p := range n.Values {
			if err := v.addPair(p); err != nil {
				return nil, err
			}
		}
		if len(v.pairs) > 0 {
			v.line = v.pairs[0].line
		}
	case *ast.MappingValueNode:
		v.kind = mapping
		if err := v.addPair(n); err != nil {
			return nil, err
		}
		v.line = v.pairs[0].line
	case *ast.SequenceNode:
		v.kind = sequence
		for _, item := range n.Values {
			c, err := convert(file, item)
			if err != nil {
				return nil, err
			}
			v.list = append(v.list, c)
		}
	case *ast.LiteralNode:
		v.text, v.block = n.Value.Value, true
	case *ast.StringNode:
		v.text = n.Value
	case *ast.NullNode:
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		v.text = n.GetToken().Value
	default:
		return nil, v.problem("value", "write plain text, a list or key: value", "%s is not understood here", n.Type())
	}
	return v, nil
}

func (v *value) addPair(p *ast.MappingValueNode) error {
	key := p.Key.GetToken()
	for _, have := range v.pairs {
		if have.key == key.Value {
			return &Problem{File: v.file, Line: key.Position.Line, Key: key.Value, What: fmt.Sprintf("is there twice, first in line %d", have.line), Hint: "join the two"}
		}
	}
	c, err := convert(v.file, p.Value)
	if err != nil {
		return err
	}
	v.pairs = append(v.pairs, pair{key.Value, key.Position.Line, c})
	return nil
}

func (v *value) get(key string) *value {
	if v == nil {
		return nil
	}
	for _, p := range v.pairs {
		if p.key == key {
			return p.val
		}
	}
	return nil
}

// only returns an error that names the first key that is not allowed.
func (v *value) only(keys ...string) error {
	for _, p := range v.pairs {
		known := false
		for _, k := range keys {
			known = known || k == p.key
		}
		if !known {
			return &Problem{File: v.file, Line: p.line, Key: p.key, What: "is not known here", Hint: "known: " + strings.Join(keys, ", ")}
		}
	}
	return nil
}

// A textLine is one line of a text with its place.
type textLine struct {
	text string
	at   *value
}

// lines returns the lines of a text, or the texts of a list, without remarks and empty ones.
func (v *value) lines() []textLine {
	if v == nil {
		return nil
	}
	var out []textLine
	if v.kind == sequence {
		for _, c := range v.list {
			out = append(out, c.lines()...)
		}
		return out
	}
	first := v.line
	if v.block {
		first++
	}
	for i, l := range strings.Split(v.text, "\n") {
		l, _, _ = strings.Cut(l, " #")
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		out = append(out, textLine{l, &value{file: v.file, line: first + i}})
	}
	return out
}

// items returns the parts of a text that commas or line ends part.
func (v *value) items() []textLine {
	var out []textLine
	for _, l := range v.lines() {
		for _, item := range strings.Split(l.text, ",") {
			if item = strings.TrimSpace(item); item != "" {
				out = append(out, textLine{item, l.at})
			}
		}
	}
	return out
}
