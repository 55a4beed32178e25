package triage

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"
)

// The quick reader gives what the parser gives, for every embedded file, or leaves the file to it.
func TestQuickReadsWhatTheParserReads(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(rules, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		data, err := fs.ReadFile(rules, n)
		if err != nil {
			t.Fatal(err)
		}
		want, err := parsed(n, data)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := quick(n, data)
		if !ok {
			t.Errorf("%s: left to the parser", n)
			continue
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: reads it differently%s", n, different(got, want))
		}
	}
	for _, text := range []string{
		"a: b\n", "a:\n  b: c\n", "a: |\n  x\n\n  y\nb: c\n", "a: |\n  x\n   y\n\n\nb: d\n", "a: |\n\n  x\n", "a: |-\n  x\n", "a: >\n  x\n", "a: 1\nb: 0.50\nc: 0x1f\nd: 1e3\ne: 007\n",
		"a: null\n", "a: ~\n", "a:\nb: c\n", "a:\n", "a: b # c\n", "a: b# c\n", "a: \"b # c\" # d\n", "a: \"b\\n\"\n", "a: 'b'\n", "a: [b, c]\n", "a: {b: c}\n", "a: {b: c, d: \"e, f\"}\n",
		"a: {b: {c: d}}\n", "a: b\n  c\n", "a: \"b\n  c\"\n", "a:\n  - b\n  - c d\n", "a:\n- b\n- c\n", "a:\n  - b: c\n    d: e\n", "a:\n  -\n    b\n", "a: b: c\n", "a: b:\n", "- a\n- b\n", "a\n",
		"a: yes\nb: No\nc: true\n", "a: &x b\nc: *x\n", "? a\n: b\n", "a: !t b\n", "a: 2026-11-21\n", "a: |\n  x\n y\n", "a:\n    b: c\n  d: e\n", "  a: b\n", "a: b\n c: d\n", "a: b\na: c\n",
		"# r\na: b\n# s\n\n", "---\na: b\n", "a: b\n---\nc: d\n", "a: b\n...\n", "a: .inf\n", "a: -1\n", "a: +1\n", "a: 1_000\n", "a: 12abc\n", "a: 1:30\n", "a: {b: }\n", "a: {}\n", "a: \"\"\n", "a: b \n",
		"a: |\n  x \n\n", "a: |\n  # x\n  y\n", "a: |\n  x\n# r\n  y\n", "a: |\n  x\n# r\nb: c\n", "a:\n  b: c\n # r\n  d: e\n", "a: b\n  # r\nc: d\n", "a: b, c\n", "a: b}\n", "a: #b\n", "a: # b\n  c: d\n",
		"a : b\n", "a:b\n", "a.b: c\n", "A: b\n", "a: \"b\" c\n", "a: {b: c} # d\n", "a: <<\n", "<<: b\n", "a: @b\n", "a: %b\n", "a: =\n", "true: b\n", "a: |\n  x", "a:\n  - {b: c}\n  - \"d: e\"\n  - f: g\n",
	} {
		got, ok := quick("t.yaml", []byte(text))
		if !ok {
			continue
		}
		want, err := parsed("t.yaml", []byte(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: reads it differently (%v)%s", text, err, different(got, want))
		}
	}
}

// FuzzQuick holds the quick reader against the parser.
func FuzzQuick(f *testing.F) {
	f.Add("a:\n  b: |\n    x\n\n    y\n  c: {d: \"e\"}\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := quick("t.yaml", []byte(text))
		if !ok {
			return
		}
		want, err := parsed("t.yaml", []byte(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: reads it differently (%v)%s", text, err, different(got, want))
		}
	})
}

// different names the first places where two values differ.
func different(a, b *value) string {
	var out strings.Builder
	var walk func(path string, a, b *value)
	walk = func(path string, a, b *value) {
		switch {
		case out.Len() > 500:
		case a == nil || b == nil:
			out.WriteString("\n" + path + ": one is missing")
		case a.line != b.line || a.text != b.text || a.kind != b.kind || a.block != b.block || len(a.list) != len(b.list) || len(a.pairs) != len(b.pairs):
			out.WriteString("\n" + path + ": " + strings.Join([]string{a.text, b.text}, " | "))
		default:
			for i := range a.list {
				walk(path+"[]", a.list[i], b.list[i])
			}
			for i := range a.pairs {
				walk(path+"."+a.pairs[i].key, a.pairs[i].val, b.pairs[i].val)
			}
		}
	}
	walk("", a, b)
	return out.String()
}
