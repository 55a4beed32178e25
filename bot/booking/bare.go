package booking

import (
	"slices"

	"knead/bot"
)

// bareNumber reads a number that nothing else wanted, by what knead asked, by its neighbours and by its size.
func (p *parse) bareNumber(i int) (mention, int) {
	v, n := p.num(i)
	if n == 0 || p.tok(i).kind == wordToken && p.word(i, "a", "an", "un", "una", "one", "uno", "couple") && p.expect == bot.FieldNone {
		return mention{}, 0
	}
	if v > 12 && p.word(i-1, "turns", "turning", "turned", "turn", "cumplir", "cumpli", "cumplire", "hitting", "cumple", "cumplio", "cumplira", "cumplen", "cumplo", "aged") {
		return mention{}, 0 // an age
	}
	lone := len(p.toks) <= n+2
	text := p.tok(i).text
	digits := p.tok(i).kind == numberToken
	if digits && (p.glued(i+1, "/", ":") || p.word(i+1, "%") || i > 0 && p.tok(i).glued && p.word(i-1, "$", "#", "/", ":")) {
		return mention{}, 0
	}
	switch p.expect {
	case bot.FieldPeople:
		if v >= 1 && v <= 1000 && !p.has(peopleMention) {
			return mention{kind: peopleMention, n: v}, n
		}
	case bot.FieldMinutes:
		if v >= 1 && v <= 3 && !p.has(lengthMention) {
			if p.glued(i+1, ".", ",") && p.word(i+2, "5") {
				return mention{kind: lengthMention, n: v*60 + 30}, 3
			}
			if h := p.skip(i+n, "ymedia"); h > 0 {
				return mention{kind: lengthMention, n: v*60 + 30}, n + h
			}
			return mention{kind: lengthMention, n: v * 60}, n
		}
		if v >= 10 && v <= 480 && !p.has(lengthMention) {
			return mention{kind: lengthMention, n: v}, n
		}
	case bot.FieldTime, bot.FieldWhen:
		if p.expect == bot.FieldWhen && digits && v > 12 && v <= 31 && (lone || p.word(i-1, "on")) && !p.has(dayMention) {
			return mention{kind: dayMention, day: p.nextDom(v)}, n
		}
		if c, k := p.clock(i, true); k > 0 && !p.has(clockMention) && (v <= 24 || c.strong) {
			c.strong = true
			return mention{kind: clockMention, clock: c}, k
		}
	case bot.FieldNone, bot.FieldService, bot.FieldLocation:
	}
	if w, k := p.num(i + n + 1); v >= 1 && v <= 12 && p.skip(i+n, "or") > 0 && k > 0 && w <= 12 && !p.notClock(i+n+1+k) && p.unit(i+n+1+k) == 0 && (p.beside(i+n+1, k) || p.skip(i-1, "at") > 0 || p.word(i-1, "either")) {
		if c, k := p.clock(i, true); k > 0 { // "either 3 or 4 on Monday"
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if v >= 1 && v <= 12 && p.worksAt(i+n) && (i == 0 || p.word(i-1, "so", "but", "then", "maybe", ",", "and", "entonces", "pero", "asi", "que", "y")) {
		if c, k := p.clock(i, true); k > 0 { // "my flight lands at 3, so 5 would be good"
			return mention{kind: clockMention, clock: c}, k
		}
	}
	beside := p.beside(i, n) || digits && v >= 1 && v <= 12 && p.alone(i, n) && p.has(dayMention)
	if (digits || v >= 30) && p.lengthNumber(v) && !p.has(lengthMention) && (!(v == 30 && beside && p.has(clockMention)) || p.word(i-1, "quick", "short", "fast", "express", "rapido", "rapidito")) {
		if p.has(serviceMention) || beside || p.has(dayMention) || p.has(clockMention) || p.has(locationMention) || p.expect == bot.FieldService || p.word(i-1, "a", "the", "un", "el") && p.word(i+n, "please", "por") {
			return mention{kind: lengthMention, n: v}, n + b2i(p.word(i+n, "massage", "session") && false)
		}
	}
	if digits && p.lengthNumber(v) && p.word(i-1, "de") && p.near(i, 4, "masaje", "masajito", "sesion", "sueco") && !p.has(lengthMention) {
		return mention{kind: lengthMention, n: v}, n // "un masajito exprés de 30"
	}
	if digits && p.lengthNumber(v) && (p.correctsLength(i) || v >= 30 && p.has(lengthMention) && p.wishedAt(i) && (p.endsAt(i+n) || p.word(i+n, "instead", "please", "mejor"))) {
		return mention{kind: lengthMention, n: v}, n
	}
	if v >= 1 && v <= 20 && p.endsAt(i+n) && p.correctsPeople(i) {
		return mention{kind: peopleMention, n: v}, n
	}
	if v >= 1 && v <= 12 && (p.has(clockMention) || p.has(peopleMention)) && p.hasCue("mine") && (p.word(i-1, "do", "take", "try") && p.word(i-2, "we", "i", "can", "could", "to") || p.word(i-1, "it", "that") && p.word(i-2, "make", "do") ||
		p.has(clockMention) && p.word(i-1, "love", "like", "prefer", "rather", "want", "wanted", "need", "prefiero", "quiero", "preferiria") && (p.endsAt(i+n) || p.word(i+n, "instead", "please", "pls", "better", "mejor", "porfa"))) && !p.notClock(i+n) {
		if c, k := p.clock(i, true); k > 0 { // "I'm down for 4 on Friday, could we do 6"
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if v >= 1 && v <= 12 && (p.word(i+n, "the") && p.word(i+n+1, "same") && p.word(i+n+2, "day") || p.word(i+n, "same", "that") && p.word(i+n+1, "day") || p.word(i+n, "el", "ese") && p.word(i+n+1, "mismo") && p.word(i+n+2, "dia")) {
		if c, k := p.clock(i, true); k > 0 { // "6 the same day?"
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if text := p.tok(i).text; digits && v >= 100 && v < 2400 && v%100 < 60 && v%5 == 0 && (len(text) == 4 || !p.lengthNumber(v)) && v/100 != 20 && p.has(dayMention) && !p.has(clockMention) && !p.has(windowMention) &&
		!p.tok(i).glued && !p.tok(i+1).glued && !p.among(i+1, "st street ave avenue blvd drive dr road rd main north south east west calorias calories steps pesos dollars miles people") {
		if c, k := p.clock(i, true); k > 0 { // "sunday lol 1230 thai yoga"
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if digits && v >= 100 && v < 2400 && v%100 < 60 && v%5 == 0 && p.word(i-1, "like", "about", "around", "maybe", "say", "tipo", "como", "ish") && p.has(dayMention) && !p.has(clockMention) {
		if c, k := p.clock(i, true); k > 0 { // "tmrw like 730"
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if v >= 1 && v <= 12 && p.word(i-1, "be") && p.word(i-2, "it", "that") && !p.notClock(i+n) { // "can it be 4 instead?"
		if c, k := p.clock(i, true); k > 0 {
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if v >= 1 && v <= 12 && (!p.has(clockMention) || p.shift && p.word(i-2, "make") && (p.endsAt(i+n) || p.word(i+n, "instead", "please", "pls", "on"))) && (p.word(i-1, "it", "that") && p.word(i-2, "make", "do") || p.shift && p.word(i-1, "to", "a")) && !p.notClock(i+n) {
		if c, k := p.clock(i, true); k > 0 {
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if v >= 1 && v <= 12 && p.word(i-1, "time", "hora", "hour") && p.word(i-2, "same", "misma") && !p.notClock(i+n) { // "same time, 10"
		if c, k := p.clock(i, true); k > 0 {
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if v >= 1 && v <= 12 && p.shift && p.expect == bot.FieldNone && !p.notClock(i+n) && p.movedHour(i, n) {
		if c, k := p.clock(i, true); k > 0 {
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if v >= 1 && v <= 12 && p.has(clockMention) && p.secondClock(i, n) {
		if c, k := p.clock(i, true); k > 0 && !p.notClock(i+k) {
			return mention{kind: clockMention, clock: c}, k
		}
	}
	if p.has(clockMention) && !p.shift || p.has(windowMention) || !beside {
		return mention{}, 0
	}
	if digits && (len(text) <= 2 && v >= 1 && v <= 22 || len(text) >= 3 && len(text) <= 4) || !digits && v >= 1 && v <= 12 {
		if c, k := p.clock(i, true); k > 0 && !p.notClock(i+k) {
			for k > n && p.used[i+k-1] { // "lunes cinco y veinte de la tarde": the part of the day was read before
				k--
			}
			return mention{kind: clockMention, clock: c}, k
		}
	}
	return mention{}, 0
}

// movedHour reports whether the number at i is an hour that a visit is moved from or to: "delay me from 2 to 4".
func (p *parse) movedHour(i, n int) bool {
	if p.word(i-1, "to") {
		return p.has(clockMention)
	}
	_, k := p.num(i + n + 1)
	return p.word(i-1, "from") && p.word(i+n, "to") && k > 0
}

func (p *parse) has(k mentionKind) bool {
	return slices.ContainsFunc(p.ms, func(m mention) bool { return m.kind == k })
}

// beside reports whether a day or a part of it stands next to the n tokens at i.
func (p *parse) beside(i, n int) bool {
	from, to := i, i+n
	for p.word(from-1, ",", ".", "@", "at", "around", "like", "-", "for", "para", "a", "las", "about", "maybe") {
		from--
	}
	for p.word(to, ",", "on", "the", "el", "-", "this") {
		to++
	}
	for _, m := range p.ms {
		if (m.kind == dayMention || m.kind == partMention) && (m.to == from || m.from == to) {
			return true
		}
		if (m.kind == lengthMention || m.kind == locationMention || m.kind == serviceMention || m.kind == providerMention) && m.to == from {
			for _, d := range p.ms { // "fri orlando 3"
				if d.kind == dayMention && d.to == m.from {
					return true
				}
			}
		}
	}
	return false
}

// secondClock reports whether the number at i amends a clock or stands beside one as its alternative: "at 3, no wait, 4",
// "3 or 4pm".
func (p *parse) secondClock(i, n int) bool {
	for _, m := range p.ms {
		if m.kind != clockMention {
			continue
		}
		if m.to < i && (p.corrected(m.to, i) && i-m.to <= 5 || m.to == i-1 && p.skip(i-1, "or") > 0) {
			return true
		}
		if m.from == i+n+1 && p.skip(i+n, "or") > 0 {
			return true
		}
	}
	return false
}

// correctsLength reports whether the number at i takes back a length said before: "90 mins, hmm make it 60".
func (p *parse) correctsLength(i int) bool {
	return slices.ContainsFunc(p.ms, func(m mention) bool {
		return m.kind == lengthMention && m.to < i && i-m.to <= 6 && p.corrected(m.to, i)
	})
}

// correctsPeople reports whether the number at i takes back how many come: "for two, make that three".
func (p *parse) correctsPeople(i int) bool {
	return slices.ContainsFunc(p.ms, func(m mention) bool {
		return m.kind == peopleMention && m.to < i && i-m.to <= 5 && p.corrected(m.to, i)
	})
}

// hasCue reports whether a cue of block s stands in the line.
func (p *parse) hasCue(s symbol) bool {
	for i := range p.toks {
		for _, c := range p.cue[i] {
			if c.sym == s {
				return true
			}
		}
	}
	return false
}

// alone reports whether the n tokens at i are all of what stands between two marks: "Thursday is better for me, 2".
func (p *parse) alone(i, n int) bool {
	return (i == 0 || p.word(i-1, ",", ".", ";", "!", "?")) && (i+n >= len(p.toks) || p.word(i+n, ",", ".", ";", "!") && !p.tok(min(i+n+1, len(p.toks)-1)).glued)
}

// worksAt reports whether what stands at i says of an hour before it that it suits: "works", "would be good".
func (p *parse) worksAt(i int) bool {
	if p.word(i, "works", "suits") {
		return true
	}
	for _, c := range p.cue[min(max(i, 0), len(p.cue)-1)] {
		if i < len(p.cue) && c.sym == "offer" && c.n > 1 {
			return true
		}
	}
	return false
}
