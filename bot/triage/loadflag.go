package triage

import (
	"strings"

	"knead/bot"
)

// levelsDown are the levels a flag's lines can stand under, highest first.
func levelsDown() []bot.Level {
	return []bot.Level{bot.Emergency, bot.Urgent, bot.Clearance, bot.Precaution}
}

// rules reads the flags.
func (ld *loader) rules() error {
	e := ld.e
	ld.section("flags", func(key string, at, v *value) {
		if !ld.once("flag", key, at) {
			return
		}
		if err := v.only("source", "emergency", "urgent", "clearance", "precaution", "grey", "advice", "remind", "note", "ask", "reader"); err != nil {
			ld.errs = append(ld.errs, err)
			return
		}
		f := flag{id: bot.FlagID(key), file: at.file, at: at.line, advice: make(map[bot.Level]bot.Localized)}
		for _, s := range v.get("source").items() {
			f.sources = append(f.sources, s.text)
		}
		if len(f.sources) == 0 {
			ld.wrong(at, key, "source: S10, S12; or mem for what nobody looked up", "source is missing")
		}
		ld.advice(&f, key, at, v)
		for _, l := range levelsDown() {
			ld.lines(&f, key, v.get(l.String()), l)
			if v.get(l.String()) != nil && f.advice[l] == nil {
				ld.wrong(at, key, "add advice: "+l.String()+": with en: and es:", "has lines for %s but no advice for it", l)
			}
		}
		ld.lines(&f, key, v.get("grey"), bot.None)
		ld.question(&f, key, at, v.get("ask"))
		if low := f.fit(bot.None); low <= bot.Clearance && len(f.note) == 0 {
			ld.wrong(at, key, "one line for the therapist under note: en: and es:", "note is missing")
		}
		if r := v.get("reader"); r != nil {
			var err error
			if f.reader, err = bounds(r); err != nil {
				ld.wrong(r, key, "write reader: {raise: 0.9, ask: 0.5} or {raise: 0.9, ask: 0.5, doubt: 0.1}", "%v", err)
			}
		}
		e.byFlag[f.id] = len(e.flags)
		e.flags = append(e.flags, f)
	})
	for _, l := range e.lifts {
		for _, f := range l.flags {
			if _, ok := e.byFlag[f]; !ok {
				ld.wrong(ld.where["lift "+l.id], l.id, "define it under flags:", "unknown flag %q", f)
			}
		}
	}
	for i := range e.flags {
		e.byAsk[e.flags[i].question.ID] = i
	}
	return ld.failed()
}

func (ld *loader) lines(f *flag, key string, v *value, level bot.Level) {
	for _, tl := range v.lines() {
		ln, err := ld.e.parseLine(tl.text, level)
		if err != nil {
			ld.wrong(tl.at, key, "define it under signs: or groups:", "%v", err)
			continue
		}
		ln.at = tl.at.line
		if why := ln.impossible(); why != "" {
			ld.wrong(tl.at, key, "remove the line, or the term", "unreachable: %q %s", tl.text, why)
			continue
		}
		into := &f.lines
		if level == bot.None {
			into = &f.grey
		}
		for _, have := range *into {
			if have.covers(&ln) {
				ld.wrong(tl.at, key, "remove it, or make the other line narrower", "unreachable: line %d (%q) fires first", have.at, have.text)
			}
		}
		*into = append(*into, ln)
	}
}

func (ld *loader) advice(f *flag, key string, at, v *value) {
	a := v.get("advice")
	if a == nil || len(a.pairs) == 0 {
		ld.wrong(at, key, "advice: urgent: with en: and es:", "advice is missing")
		return
	}
	for _, p := range a.pairs {
		var l bot.Level
		if err := l.UnmarshalText([]byte(p.key)); err != nil || l == bot.None {
			ld.wrong(p.val, key, "advice stands under emergency, urgent, clearance or precaution", "%q is no level", p.key)
			continue
		}
		f.advice[l] = ld.both(key, at, p.val)
	}
	if n := v.get("remind"); n != nil {
		f.remind = ld.both(key, at, n)
	}
	if n := v.get("note"); n != nil {
		f.note = ld.both(key, at, n)
	}
}

// both reads a text in English and Spanish; placeholders must be known, and the same in both.
func (ld *loader) both(key string, at, v *value) bot.Localized {
	t := make(bot.Localized)
	if err := v.only("en", "es"); err != nil {
		ld.errs = append(ld.errs, err)
	}
	for _, l := range []bot.Lang{bot.English, bot.Spanish} {
		c := v.get(string(l))
		if c == nil || strings.TrimSpace(c.text) == "" {
			ld.wrong(at, key, "every text is there in both languages, en: and es:", "a text has no %s", l)
			continue
		}
		t[l] = strings.TrimSpace(c.text)
		rest := t[l]
		for {
			_, after, found := strings.Cut(rest, "{")
			name, next, closed := strings.Cut(after, "}")
			if !found {
				break
			}
			if !closed || !oneOf(name, strings.Join(bot.NumberKeys(), " ")) {
				ld.wrong(c, key, "known: "+strings.Join(bot.NumberKeys(), ", "), "unknown placeholder {%s}", name)
				break
			}
			rest = next
		}
	}
	return t
}

func (ld *loader) question(f *flag, key string, at, v *value) {
	if v == nil {
		ld.wrong(at, key, "every flag has the question that settles it: ask: with en: and es:", "ask is missing")
		return
	}
	if err := v.only("id", "en", "es", "options", "yes", "unsure"); err != nil {
		ld.errs = append(ld.errs, err)
		return
	}
	f.question.ID = bot.QuestionID("ask-" + key)
	if id := v.get("id"); id != nil {
		f.question.ID = bot.QuestionID(id.text)
	}
	ld.once("question", string(f.question.ID), v)
	f.question.Text = bot.Localized{}
	for _, l := range []bot.Lang{bot.English, bot.Spanish} {
		if c := v.get(string(l)); c != nil && c.text != "" {
			f.question.Text[l] = strings.TrimSpace(c.text)
		} else {
			ld.wrong(at, key, "every question is there in both languages", "ask has no %s", l)
		}
	}
	f.question.Options = []bot.Localized{{bot.English: "Yes", bot.Spanish: "Sí"}, {bot.English: "No", bot.Spanish: "No"}, {bot.English: "Not sure", bot.Spanish: "No sé"}}
	if o := v.get("options"); o != nil {
		f.question.Options = nil
		for _, c := range o.list {
			f.question.Options = append(f.question.Options, ld.both(key, c, c))
		}
		if n := len(f.question.Options); n < 2 || n > 3 {
			ld.wrong(o, key, "yes, no and not sure, in this order", "has %d options", n)
		}
	}
	f.yes = f.top()
	f.unsure = bot.None
	for name, to := range map[string]*bot.Level{"yes": &f.yes, "unsure": &f.unsure} {
		if c := v.get(name); c != nil {
			if err := to.UnmarshalText([]byte(c.text)); err != nil {
				ld.wrong(c, key, "a level", "%v", err)
			} else if *to > bot.None && f.advice[*to] == nil {
				ld.wrong(c, key, "add it under advice:", "there is no advice for %s", *to)
			}
		}
	}
	if v.get("unsure") == nil && f.yes >= bot.Urgent {
		f.unsure = f.fit(bot.Urgent)
	}
}
