package triage

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// rulesWith returns the embedded rules and one more file, or one changed.
func rulesWith(t *testing.T, name, text string) fs.FS {
	t.Helper()
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	names, err := fs.Glob(rules, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := fs.ReadFile(rules, n)
		if err != nil {
			t.Fatal(err)
		}
		out[n] = &fstest.MapFile{Data: b}
	}
	out[name] = &fstest.MapFile{Data: []byte(text)}
	return out
}

const head = "version: \"1\"\nauthor: a\nreviewed: no\n"

const goodAdvice = "    advice:\n      urgent: {en: a, es: b}\n    ask: {en: q, es: p}\n"

func TestLoadNamesFileLineAndHint(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no header", "signs: {}\n", "zz.yaml:1: version: missing"},
		{"unknown key", head + "sign: {}\n", "zz.yaml:4: sign: is not known here"},
		{"unknown concept", head + "signs:\n  s: |\n    [nowhere] ~ [numb]\n", "zz.yaml:6: s: "},
		{"unknown concept taken in", head + "concepts:\n  c: \"@nowhere\"\n", "unknown concept \"nowhere\""},
		{"unknown sign", head + "flags:\n  f:\n    source: mem\n    urgent: |\n      fever\n      nowhere + fever\n" + goodAdvice, "zz.yaml:9: f: \"nowhere + fever\": unknown sign \"nowhere\""},
		{"duplicate sign", head + "signs:\n  fever: |\n    [numb]\n", "zz.yaml:5: fever: this sign is defined twice"},
		{"duplicate flag", head + "flags:\n  cardiac:\n    source: mem\n    urgent: fever\n" + goodAdvice, "cardiac: this flag is defined twice"},
		{"duplicate key", head + "signs:\n  s: |\n    [numb]\n  s: |\n    [numb]\n", "zz.yaml:"},
		{"no advice", head + "flags:\n  f:\n    source: mem\n    urgent: fever\n    ask: {en: q, es: p}\n", "zz.yaml:5: f: advice is missing"},
		{"advice in one language", head + "flags:\n  f:\n    source: mem\n    urgent: fever\n    advice:\n      urgent: {en: a}\n    ask: {en: q, es: p}\n", "a text has no es"},
		{"no advice for a level", head + "flags:\n  f:\n    source: mem\n    emergency: fever\n" + goodAdvice, "has lines for emergency but no advice"},
		{"no question", head + "flags:\n  f:\n    source: mem\n    urgent: fever\n    advice:\n      urgent: {en: a, es: b}\n", "ask is missing"},
		{"no source", head + "flags:\n  f:\n    urgent: fever\n" + goodAdvice, "source is missing"},
		{"contradiction", head + "flags:\n  f:\n    source: mem\n    urgent: |\n      fever + not fever\n" + goodAdvice, "unreachable"},
		{"covered", head + "flags:\n  f:\n    source: mem\n    urgent: |\n      fever\n      fever + neck-pain\n" + goodAdvice, "zz.yaml:9: f: unreachable"},
		{"only denials", head + "flags:\n  f:\n    source: mem\n    urgent: |\n      not fever\n" + goodAdvice, "has no sign that must be there"},
		{"placeholder", head + "flags:\n  f:\n    source: mem\n    urgent: fever\n    advice:\n      urgent: {en: \"call {nine}\", es: b}\n    ask: {en: q, es: p}\n", "unknown placeholder {nine}"},
		{"sign without patterns", head + "signs:\n  s: \"\"\n", "no message can ever show this sign"},
		{"lift of an unknown flag", head + "lifts:\n  l:\n    patterns: \"[numb]\"\n    flags: nowhere\n", "unknown flag \"nowhere\""},
		{"broken YAML", head + "signs: [\n", "zz.yaml"},
		{"thresholds", head + "reader:\n  urgent: {raise: 0.1, ask: 0.5}\n", "ask is above raise"},
		{"bound", head + "flags:\n  f:\n    source: mem\n    urgent: age >= old\n" + goodAdvice, "is no whole number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(rulesWith(t, "zz.yaml", c.text), nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestLoadWantsRules(t *testing.T) {
	if _, err := Load(fstest.MapFS{}, nil); err == nil {
		t.Error("no error for an empty folder")
	}
}

func TestEveryFileHasItsHeader(t *testing.T) {
	for _, f := range engine(t).Files() {
		if f.Version == "" || f.Author == "" || f.Reviewed != "not reviewed by a clinician" {
			t.Errorf("%+v", f)
		}
	}
}

// Every category of the clinical ground is there, and its advice never promises safety.
func TestEveryCategory(t *testing.T) {
	e := engine(t)
	for _, id := range lines(t, "categories.txt") {
		found := false
		for _, f := range e.Flags() {
			found = found || string(f) == id
		}
		if !found {
			t.Errorf("no flag %s", id)
		}
	}
	for _, f := range e.flags {
		for level, advice := range f.advice {
			for lang, text := range advice {
				for _, bad := range []string{"you are safe", "está a salvo", "you have a", "usted tiene un", "—"} {
					if strings.Contains(strings.ToLower(text), bad) {
						t.Errorf("%s %v %s says %q", f.id, level, lang, bad)
					}
				}
			}
		}
	}
}

// Every sign is used by a flag, a group or a lift: an unused one is a forgotten rule.
func TestEverySignIsUsed(t *testing.T) {
	e := engine(t)
	used := make([]bool, len(e.signs))
	for _, f := range e.flags {
		for _, ln := range append(append([]line{}, f.lines...), f.grey...) {
			for _, term := range ln.terms {
				for _, w := range term.signs {
					used[w.sign] = true
				}
			}
		}
	}
	for i, s := range e.signs {
		if !used[i] && s.id != signForOther {
			t.Errorf("%s:%d: %s is used by no flag", s.file, s.line, s.id)
		}
	}
}
