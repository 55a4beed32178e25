package triage

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"knead/bot"
)

// Load reads every *.yaml file at the top of fsys and checks them against each other: an unknown sign or concept, a
// duplicate, a missing text or a rule that can never fire is an error of the form "file:line: key: what", with a hint.
// All problems of one kind are reported at once, joined. A nil second means rules alone.
func Load(fsys fs.FS, second SecondReader) (*Engine, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("triage: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("triage: no rules files (*.yaml)")
	}
	e := &Engine{
		lex: newLexicon(), byFlag: make(map[bot.FlagID]int), bySign: make(map[bot.SignID]int),
		byAsk: make(map[bot.QuestionID]int), groups: make(map[string][]int), second: second,
	}
	ld := &loader{e: e, where: make(map[string]*value)}
	for _, n := range names {
		data, err := fs.ReadFile(fsys, n)
		if err != nil {
			return nil, fmt.Errorf("triage: %w", err)
		}
		v, err := parseFile(n, data)
		if err != nil {
			return nil, fmt.Errorf("triage: %w", err)
		}
		ld.files = append(ld.files, v)
	}
	for _, step := range []func() error{ld.headers, ld.concepts, ld.patterns, ld.rules, ld.settings} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("triage: %w", err)
		}
	}
	e.lex.typos.build(e.lex)
	e.lex.hear()
	e.lex.mark()
	e.kept = make([]bool, len(e.lex.names))
	for c, n := range e.lex.names {
		e.kept[c] = strings.HasPrefix(n, "innocent-")
	}
	return e, nil
}

// A loader turns files into an engine.
type loader struct {
	e     *Engine
	files []*value
	where map[string]*value // kind and name → where it was defined
	errs  []error
}

func (ld *loader) failed() error {
	err := errors.Join(ld.errs...)
	ld.errs = nil
	return err
}

func (ld *loader) wrong(v *value, key, hint, format string, args ...any) {
	ld.errs = append(ld.errs, v.problem(key, hint, format, args...))
}

// once records that a name is defined at v, and complains when it was before.
func (ld *loader) once(kind, name string, v *value) bool {
	if first, ok := ld.where[kind+" "+name]; ok {
		ld.wrong(v, name, "join the two, or rename one", "this %s is defined twice, first in %s:%d", kind, first.file, first.line)
		return false
	}
	ld.where[kind+" "+name] = v
	return true
}

// section calls f for each pair of the section called name, in every file.
func (ld *loader) section(name string, f func(key string, at, v *value)) {
	for _, file := range ld.files {
		if s := file.get(name); s != nil {
			for _, p := range s.pairs {
				f(p.key, &value{file: file.file, line: p.line}, p.val)
			}
		}
	}
}

func (ld *loader) headers() error {
	for _, f := range ld.files {
		if err := f.only("version", "author", "reviewed", "concepts", "fillers", "english", "spanish", "spelling", "emoji", "not-typos",
			"masks", "composed", "signs", "groups", "flags", "lifts", "reader"); err != nil {
			ld.errs = append(ld.errs, err)
		}
		info := FileInfo{Name: f.file}
		for key, to := range map[string]*string{"version": &info.Version, "author": &info.Author, "reviewed": &info.Reviewed} {
			if v := f.get(key); v != nil {
				*to = v.text
			}
			if *to == "" {
				ld.wrong(f, key, "every rules file begins with version, author and reviewed", "missing")
			}
		}
		ld.e.files = append(ld.e.files, info)
	}
	return ld.failed()
}

// concepts fills the lexicon. A word that begins with @ takes in the words of another concept.
func (ld *loader) concepts() error {
	l := ld.e.lex
	ld.wordLists()
	bodies := make(map[string]*value)
	ld.section("concepts", func(name string, at, v *value) {
		if ld.once("concept", name, at) {
			l.concept(name)
			bodies[name] = v
		}
	})
	for _, n := range []string{"figure-fever", "figure-bp-crisis", "figure-bp-high", "figure-bp-low", "figure-age", "figure-weeks",
		"figure-months", "figure-recent", "figure-year", "figure-years", "figure-severe", "figure-low-oxygen"} {
		l.concept(n)
		ld.where["concept "+n] = &value{file: "number.go"}
	}
	var enter func(id conceptID, name string, depth int)
	enter = func(id conceptID, name string, depth int) {
		v := bodies[name]
		if depth > 8 {
			ld.wrong(v, name, "a concept cannot take in itself", "its @ references run in a circle")
			return
		}
		for _, item := range ld.words(v) {
			if ref, ok := strings.CutPrefix(item.text, "@"); ok {
				if bodies[ref] == nil {
					ld.wrong(item.at, name, "define it under concepts:", "unknown concept %q", ref)
					continue
				}
				enter(id, ref, depth+1)
				continue
			}
			if err := l.add(id, item.text); err != nil {
				ld.wrong(item.at, name, "words are parted by commas", "%v", err)
			}
		}
	}
	for name, v := range bodies {
		if len(ld.words(v)) == 0 {
			ld.wrong(v, name, "give it words under en: and es:", "has no words")
			continue
		}
		enter(l.ids[name], name, 0)
	}
	return ld.failed()
}

// words returns the words of a concept, which stand in one text or under en: and es:.
func (ld *loader) words(v *value) []textLine {
	if v.kind != mapping {
		return v.items()
	}
	if err := v.only("en", "es", "also"); err != nil {
		ld.errs = append(ld.errs, err)
	}
	return slices.Concat(v.get("en").items(), v.get("es").items(), v.get("also").items())
}

func (ld *loader) wordLists() {
	l := ld.e.lex
	l.typos.block, l.typos.heads = make(map[string]bool), make(map[string]bool)
	for _, f := range ld.files {
		for _, w := range f.get("fillers").items() {
			l.filler[w.text] = true
		}
		for _, w := range f.get("not-typos").items() {
			for _, one := range strings.Fields(w.text) {
				l.typos.keep(one)
			}
		}
		for _, w := range f.get("english").items() {
			l.language[w.text] = english
		}
		for _, w := range f.get("spanish").items() {
			l.language[w.text] = spanish
		}
	}
	ld.section("spelling", func(key string, at, v *value) {
		if ld.once("spelling", key, at) {
			l.spelling[key] = strings.Fields(v.text)
		}
	})
	ld.section("emoji", func(key string, at, v *value) {
		if ld.once("emoji", key, at) {
			for _, r := range key {
				l.emoji[r] = strings.Fields(v.text)
				break
			}
		}
	})
}

// patterns reads masks, signs, groups and lifts' patterns.
func (ld *loader) patterns() error {
	e := ld.e
	known := func(name string) bool { return ld.where["concept "+name] != nil }
	parse := func(key string, v *value) []pattern {
		var out []pattern
		for _, ln := range v.lines() {
			p, err := e.lex.parsePattern(ln.text, known)
			if err != nil {
				ld.wrong(ln.at, key, "concepts stand in [brackets] and are defined under concepts:", "%v", err)
				continue
			}
			p.line = ln.at.line
			out = append(out, p)
		}
		return out
	}
	ld.section("masks", func(key string, at, v *value) {
		ld.once("mask", key, at)
		e.masks = append(e.masks, parse(key, v)...)
	})
	ld.section("composed", func(key string, at, v *value) {
		if ld.once("composed concept", key, at) {
			e.composed = append(e.composed, composed{e.lex.concept(key), parse(key, v)})
		}
	})
	ld.section("signs", func(key string, at, v *value) {
		if !ld.once("sign", key, at) {
			return
		}
		s := sign{id: bot.SignID(key), value: -1, deniable: true, file: at.file, line: at.line}
		if v.kind == mapping {
			if err := v.only("patterns", "past", "resolved", "other", "value", "in-general", "deniable"); err != nil {
				ld.errs = append(ld.errs, err)
			}
			s.patterns = parse(key, v.get("patterns"))
			s.noPast = ld.choice(v, "past", "drops", "stays", "noted") == "drops"
			s.nowPast = ld.choice(v, "past", "drops", "stays", "noted") == "stays"
			s.gone = ld.choice(v, "resolved", "drops", "stays") == "drops"
			s.general = ld.choice(v, "in-general", "counts", "asks", "drops") == "counts"
			s.wonder = ld.choice(v, "in-general", "counts", "asks", "drops") == "asks"
			s.deniable = ld.choice(v, "deniable", "yes", "no") != "no"
			s.other = map[string]whose{"": counts, "counts": counts, "booked": booked, "never": never}[ld.choice(v, "other", "counts", "booked", "never")]
			if c := v.get("value"); c != nil {
				if !known(c.text) {
					ld.wrong(c, key, "values come from the figure- concepts", "unknown concept %q", c.text)
				} else {
					s.value = e.lex.ids[c.text]
				}
			}
		} else {
			s.patterns = parse(key, v)
		}
		if len(s.patterns) == 0 {
			ld.wrong(at, key, "give it at least one pattern", "no message can ever show this sign")
		}
		e.bySign[s.id] = len(e.signs)
		e.signs = append(e.signs, s)
	})
	ld.section("groups", func(key string, at, v *value) {
		if !ld.once("sign", key, at) {
			return
		}
		for _, n := range v.items() {
			if i, ok := e.bySign[bot.SignID(n.text)]; ok {
				e.groups[key] = append(e.groups[key], i)
			} else if g := e.groups[n.text]; g != nil {
				e.groups[key] = append(e.groups[key], g...)
			} else {
				ld.wrong(n.at, key, "define it under signs:, or the group above this one", "unknown sign %q", n.text)
			}
		}
	})
	ld.section("lifts", func(key string, at, v *value) {
		ld.once("lift", key, at)
		if err := v.only("patterns", "signs", "flags", "last", "here"); err != nil {
			ld.errs = append(ld.errs, err)
		}
		l := lift{id: key, line: at.line, patterns: parse(key, v.get("patterns")), last: ld.choice(v, "last", "yes", "no") == "yes",
			here: ld.choice(v, "here", "yes", "no") == "yes"}
		for _, n := range v.get("signs").items() {
			if i, ok := e.bySign[bot.SignID(n.text)]; ok {
				l.signs = append(l.signs, i)
			} else if g := e.groups[n.text]; g != nil {
				l.signs = append(l.signs, g...)
			} else {
				ld.wrong(n.at, key, "define it under signs: or groups:", "unknown sign %q", n.text)
			}
		}
		for _, n := range v.get("flags").items() {
			l.flags = append(l.flags, bot.FlagID(n.text))
		}
		e.lifts = append(e.lifts, l)
	})
	return ld.failed()
}

// choice returns the value of key, which must be one of those allowed.
func (ld *loader) choice(v *value, key string, allowed ...string) string {
	c := v.get(key)
	if c == nil {
		return ""
	}
	if !slices.Contains(allowed, c.text) {
		ld.wrong(c, key, "one of "+strings.Join(allowed, ", "), "%q is not known", c.text)
	}
	return c.text
}

// settings reads the reader's thresholds and finds the concepts that Go knows by name.
func (ld *loader) settings() error {
	e := ld.e
	for l := range e.reader {
		e.reader[l] = bound{raise: 2, ask: 2} // no guess reaches it
	}
	ld.section("reader", func(key string, at, v *value) {
		var l bot.Level
		if err := l.UnmarshalText([]byte(key)); err != nil {
			ld.wrong(at, key, "one line a level", "%v", err)
			return
		}
		b, err := bounds(v)
		if err != nil {
			ld.wrong(at, key, "write {raise: 0.9, ask: 0.5} or {raise: 0.9, ask: 0.5, doubt: 0.1}", "%v", err)
		}
		e.reader[l] = b
	})
	for _, n := range []string{cDenyNoun, cDenyVerb, cDenyBack, cBut, cOr, cSubject, cPreface, cHypo, cReal, cPast, cNow, cResolved, cWorse,
		cRelation, cOtherWord, cSelfWord, cHistory, cHave, "answer-yes", "answer-no", "answer-unsure", "answer-partly"} {
		if ld.where["concept "+n] == nil {
			ld.wrong(ld.files[0], n, "context needs it; see guide.yaml", "this concept is missing")
		}
	}
	if err := ld.failed(); err != nil {
		return err
	}
	e.answer = answers{yes: e.lex.ids["answer-yes"], no: e.lex.ids["answer-no"], unsure: e.lex.ids["answer-unsure"], partly: e.lex.ids["answer-partly"]}
	return nil
}

// bounds reads {raise: 0.9, ask: 0.5, doubt: 0.1, explained: 0.8, half: 0.6}; doubt, explained and half may be left out.
func bounds(v *value) (b bound, err error) {
	for key, to := range map[string]*float64{"raise": &b.raise, "ask": &b.ask, "doubt": &b.doubt, "explained": &b.explained, "half": &b.half} {
		c := v.get(key)
		if c == nil && key != "raise" && key != "ask" {
			continue
		}
		if c == nil {
			return b, fmt.Errorf("%s is missing", key)
		}
		if *to, err = strconv.ParseFloat(c.text, 64); err != nil || *to < 0 {
			return b, fmt.Errorf("%s: %q is no number from 0 up", key, c.text)
		}
	}
	switch {
	case b.ask > b.raise:
		return b, errors.New("ask is above raise")
	case b.doubt > b.ask:
		return b, errors.New("doubt is above ask")
	case b.half > b.explained || (b.half == 0) != (b.explained == 0):
		return b, errors.New("half goes with explained and is not above it")
	}
	return b, v.only("raise", "ask", "doubt", "explained", "half")
}
