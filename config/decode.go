package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A decoder walks the YAML tree beside the Config. The library's own strict mode stops at the first unknown key; an
// owner who edits the file wants to know all of them, with their lines.
type decoder struct {
	file     string
	problems Problems
	lines    map[string]int // of every key that is there
}

func (d *decoder) problem(n ast.Node, key, hint, format string, args ...any) {
	line := 0
	if n != nil && n.GetToken() != nil {
		line = n.GetToken().Position.Line
	}
	d.problems = append(d.problems, Problem{File: d.file, Line: line, Key: key, What: fmt.Sprintf(format, args...), Hint: hint})
}

// decode fills to from data. It returns false when the file could not be read as keys and values at all.
func (d *decoder) decode(data []byte, to *Config) bool {
	f, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		p := Problem{File: d.file, What: "not valid YAML: " + firstLine(err.Error()), Hint: "indent with spaces, and quote text that has a colon in it"}
		if y, ok := err.(yaml.Error); ok { //nolint:errorlint // the parser returns it bare
			if tk := y.GetToken(); tk != nil {
				p.Line = tk.Position.Line
			}
			p.What = "not valid YAML: " + y.GetMessage()
		}
		d.problems = append(d.problems, p)
		return false
	}
	if len(f.Docs) == 0 || f.Docs[0].Body == nil {
		return true // an empty file sets nothing
	}
	if len(f.Docs) > 1 {
		d.problem(f.Docs[1].Body, "", "keep one practice in a file", "a second document begins here")
	}
	d.value(f.Docs[0].Body, reflect.ValueOf(to).Elem(), "")
	_, ok := entries(f.Docs[0].Body)
	return ok
}

// value sets v, the thing at key, from n.
func (d *decoder) value(n ast.Node, v reflect.Value, key string) {
	if key != "" && n.GetToken() != nil {
		d.lines[key] = n.GetToken().Position.Line
	}
	if _, null := n.(*ast.NullNode); null {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.object(n, v, key)
	case reflect.Slice:
		d.list(n, v, key)
	case reflect.Map:
		d.table(n, v, key)
	default:
		d.scalar(n, v, key)
	}
}

func entries(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

func (d *decoder) object(n ast.Node, v reflect.Value, key string) {
	values, ok := entries(n)
	if !ok {
		d.problem(n, key, "write its keys below it, indented", "is %s, want keys and values", kindOf(n))
		return
	}
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	for _, e := range values {
		name := e.Key.String()
		path := join(key, name)
		i, known := fields[name]
		switch {
		case !known:
			d.problem(e.Key, path, nearest(name, fields), "unknown key")
		case seen[name]:
			d.problem(e.Key, path, "keep one of the two", "is there twice")
		default:
			seen[name] = true
			d.lines[path] = e.Key.GetToken().Position.Line
			d.value(e.Value, v.Field(i), path)
		}
	}
}

func (d *decoder) list(n ast.Node, v reflect.Value, key string) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.problem(n, key, "write a list: [a, b], or one item a line after a dash", "is %s, want a list", kindOf(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
	for i, item := range seq.Values {
		d.value(item, v.Index(i), fmt.Sprintf("%s[%d]", key, i))
	}
}

func (d *decoder) table(n ast.Node, v reflect.Value, key string) {
	values, ok := entries(n)
	if !ok {
		d.problem(n, key, "write its keys below it, such as en: and es:", "is %s, want keys and values", kindOf(n))
		return
	}
	m := reflect.MakeMap(v.Type())
	for _, e := range values {
		elem := reflect.New(v.Type().Elem()).Elem()
		d.value(e.Value, elem, join(key, e.Key.String()))
		m.SetMapIndex(reflect.ValueOf(e.Key.String()), elem)
	}
	v.Set(m)
}

func (d *decoder) scalar(n ast.Node, v reflect.Value, key string) {
	if _, ok := n.(ast.ScalarNode); !ok {
		d.problem(n, key, "", "is %s, want %s", kindOf(n), wanted(v))
		return
	}
	if v.Kind() == reflect.String {
		// A number or a yes that was meant as text, such as a telephone number, is taken as it is written.
		if s, ok := n.(*ast.StringNode); ok {
			v.SetString(s.Value)
			return
		}
		if l, ok := n.(*ast.LiteralNode); ok {
			v.SetString(strings.TrimRight(l.Value.Value, "\n"))
			return
		}
		v.SetString(n.GetToken().Value)
		return
	}
	to := reflect.New(v.Type())
	if err := yaml.NodeToValue(n, to.Interface()); err != nil {
		d.problem(n, key, "", "is %s, want %s", n.GetToken().Value, wanted(v))
		return
	}
	v.Set(to.Elem())
}

func wanted(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	default:
		return "text"
	}
}

func kindOf(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys and values"
	case *ast.SequenceNode:
		return "a list"
	}
	return "a single value"
}

// fieldsOf maps the keys of a struct type to its field numbers.
func fieldsOf(t reflect.Type) map[string]int {
	fields := make(map[string]int, t.NumField())
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		fields[name] = i
	}
	return fields
}

// nearest is a hint that names the key that was probably meant.
func nearest(name string, fields map[string]int) string {
	var names []string
	for f := range fields {
		names = append(names, f)
	}
	slices.Sort(names)
	for _, f := range names {
		if levenshtein.ComputeDistance(strings.ToLower(name), f) <= 2 {
			return fmt.Sprintf("did you mean %s?", f)
		}
	}
	return "the keys here are " + strings.Join(names, ", ")
}

func join(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
