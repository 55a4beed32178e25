package booking

// A clock is a time of day as said. An open one could be before or after noon.
type clock struct {
	h, m   int
	open   bool // h is 1..12 and nothing said which half of the day
	strong bool // nobody could take it for anything but a clock
	bad    bool // 25:00
}

func (c clock) minutes() int { return c.h*60 + c.m }

// fix closes c by a part of the day: 1 morning, 2 afternoon, 3 evening. night is "at night" right beside the clock, where two
// is two in the morning.
func (c clock) fix(part int, night bool) clock {
	if !c.open {
		return c
	}
	c.open = false
	switch {
	case c.h == 12:
		if part == 3 && night {
			c.h = 0
		}
	case part == 1 || part == 3 && night && c.h < 4:
	default:
		c.h += 12
	}
	return c
}

func (p *parse) clockAt(i int) (mention, int) {
	c, n := p.clock(i, false)
	if n == 0 || !c.strong || n == 2 && p.word(i, "las") && p.tok(i+1).kind == wordToken && p.areSo(c.h) {
		return mention{}, 0
	}
	return mention{kind: clockMention, clock: c}, n
}

// clock reads a clock at i with the words around it: "at around 4", "las cinco y media de la tarde". Where bare, a number
// alone will do.
func (p *parse) clock(i int, bare bool) (clock, int) {
	j, at := i, false
	for {
		n := p.skip(j, "at")
		if n == 0 {
			break
		}
		if p.word(j+n-1, "la", "las") && n == 1 && p.word(j, "la") && !p.word(j+1, "una", "1") {
			return clock{}, 0
		}
		at = true
		j += n
	}
	if !at && p.word(j, "la") && p.word(j+1, "una", "1") {
		at = true
		j++
	}
	if p.word(j, "el", "the") && p.skip(j+1, "noon") > 0 {
		j++
	}
	if at && p.word(i, "say", "digamos", "about", "around", "like") {
		if m, n := p.span(j); n > 0 && m >= 15 && !p.word(j+n-1, "h", "hs", "hrs") && n > 1 {
			return clock{}, 0 // "say two hours on Thursday"
		}
	}
	if at && p.word(j, "like", "the", "eso", "about", "say") {
		j++
	}
	c, n := p.core(j, at || bare)
	if n == 0 {
		return clock{}, 0
	}
	c.strong = c.strong || at
	j += n
	// what may follow, in any order
	for {
		if k := p.meridiem(&c, j); k > 0 {
			j += k
			continue
		}
		if k := p.skip(j, "oclock"); k > 0 && (p.word(j, "oclock", "o", "sharp", "en", "on", "exactly", "punto", "clock") || c.h > 12 || p.tok(j).glued || at && p.word(j, "hours", "hrs", "horas")) {
			c.strong = true
			j += k
			continue
		}
		if k := p.skip(j, "ish"); k > 0 && (c.strong || p.word(j, "ish")) {
			c.strong = true
			j += k
			continue
		}
		if p.word(j, "-") && p.word(j+1, "ish") {
			c.strong = true
			j += 2
			continue
		}
		break
	}
	return c, j - i
}

// core reads the clock itself.
func (p *parse) core(i int, lead bool) (clock, int) {
	if i >= len(p.toks) {
		return clock{}, 0
	}
	if n := p.skip(i, "noon"); n > 0 && !(p.tok(i).kind == numberToken && n == 1) {
		return clock{h: 12, strong: true}, n
	}
	if n := p.skip(i, "midnight"); n > 0 {
		return clock{strong: true}, n
	}
	if c, n := p.quarters(i); n > 0 {
		return c, n
	}
	if v, ok := p.digits(i); ok {
		return p.digital(i, v, lead)
	}
	v, n := p.num(i)
	if n == 0 || v < 1 || v > 24 {
		return clock{}, 0
	}
	if p.word(i, "a", "couple", "un", "one") && !lead && !p.afterHour(i+n) {
		return clock{}, 0
	}
	return p.spoken(i, v, n, lead)
}

func isOpen(h int) bool { return h >= 1 && h <= 12 }

// digital reads a clock that begins with digits: 3:30, 3.30, 15h, 1730, 330pm, 3pm, 3.
func (p *parse) digital(i, v int, lead bool) (clock, int) {
	text := p.tok(i).text
	next := func(sep ...string) (int, bool) { // the minutes behind a separator
		if !p.glued(i+1, sep...) || i+2 >= len(p.toks) || !p.tok(i+2).glued {
			return 0, false
		}
		m, ok := p.digits(i + 2)
		return m, ok && len(p.tok(i+2).text) == 2
	}
	if m, ok := p.digits(i + 1); ok && v >= 1 && v <= 12 && len(p.tok(i+1).text) == 2 && m < 60 && !p.tok(i+1).glued && p.word(i+2, "am", "pm") {
		return clock{h: v, m: m, open: true, strong: true}, 2 // "7 30 pm"
	}
	if m, ok := next(":"); ok && len(text) <= 2 {
		n := 3
		if p.glued(i+3, ":") && p.longish(i+4) { // seconds
			n = 5
			if p.word(i+5, "z") {
				n = 6
			}
		}
		c := clock{h: v, m: m, open: isOpen(v), strong: true, bad: v > 23 || m > 59}
		if text == "00" || v == 0 {
			c.open = false
		}
		if p.skip(i+n, "oclock") > 0 && p.word(i+n, "h", "hrs", "hs") || p.glued(i+n, "h", "hs", "hrs") {
			n++
		}
		return c, n
	}
	if m, ok := next(".", "h"); ok && len(text) <= 2 && m < 60 && v < 24 && (p.word(i+1, "h") && v > 3 || p.word(i+1, ".") && (lead || p.meridiemAhead(i+3) || v > 3 && p.skip(i+3, "hour") == 0 || p.glued(i+3, "h"))) {
		n := 3
		if p.glued(i+3, "h", "hs", "hrs") {
			n = 4
		}
		return clock{h: v, m: m, open: isOpen(v), strong: true}, n
	}
	if (len(text) == 3 || len(text) == 4) && v >= 100 {
		h, m := v/100, v%100
		tail := p.meridiemAhead(i+1) || p.glued(i+1, "h", "hs", "hrs") || p.word(i+1, "hrs", "hours", "h")
		if m < 60 && h < 24 && (tail || lead && (m%5 == 0) && p.unit(i+1) == 0) {
			if v >= 2020 && v <= 2039 && !tail && p.skip(i-1, "at") == 0 {
				return clock{}, 0
			}
			n := 1
			if p.word(i+1, "h", "hs", "hrs", "hours") {
				n = 2
			}
			return clock{h: h, m: m, open: isOpen(h) && text[0] != '0', strong: true}, n
		}
		if lead && len(text) == 4 && (h > 23 || m > 59) && p.skip(i-1, "at") > 0 {
			return clock{bad: true, strong: true}, 1
		}
		return clock{}, 0
	}
	if len(text) > 2 {
		return clock{}, 0
	}
	if p.word(i+1, "h", "hs") && v <= 24 && (p.tok(i+1).glued || v > 3) {
		if v > 3 || lead && v > 0 && p.skip(i-1, "at") > 0 {
			return clock{h: v % 24, open: isOpen(v), strong: true}, 2
		}
		return clock{}, 0
	}
	if p.meridiemAhead(i + 1) {
		return clock{h: v, open: isOpen(v), strong: true, bad: v > 23}, 1
	}
	if p.word(i-1, "a", "sobre", "hacia", "at", "@") || p.word(i-1, "las") {
		lead = true
	}
	if p.glued(i+1, "/") || p.word(i-1, "/") || p.glued(i+1, ".", ",") && p.longishAny(i+2) {
		return clock{}, 0
	}
	if p.expect == "" && p.swapped(i) {
		return clock{h: v, open: isOpen(v), strong: true}, 1 // "like 4 instead of 2"
	}
	c, n := p.spoken(i, v, 1, lead)
	if n == 0 {
		return clock{}, 0
	}
	if v > 24 || v == 0 && !lead {
		if (p.word(i-1, "at", "las", "@")) && (v > 24 && v < 60 || v > 90 && v < 100) && (p.unit(i+1) == 0 || p.skip(i+1, "hour") > 0 && p.word(i-1, "las")) && v%15 != 0 {
			return clock{bad: true, strong: true}, 1
		}
		return clock{}, 0
	}
	return c, n
}

// swapped reports whether the number at i stands on one side of "4 instead of 2", "4 rather than 2", "4 en vez de 2".
func (p *parse) swapped(i int) bool {
	v, ok := p.digits(i)
	if !ok || v < 1 || v > 12 {
		return false
	}
	joins := func(j int) bool {
		return p.word(j, "instead", "rather") && p.word(j+1, "of", "than") || p.word(j, "vez", "lugar") && p.word(j+1, "de")
	}
	number := func(j int) bool { w, ok := p.digits(j); return ok && w >= 1 && w <= 12 && p.unit(j+1) == 0 }
	if joins(i + 1 + b2i(p.word(i+1, "en"))) {
		j := i + 3 + b2i(p.word(i+1, "en"))
		return number(j) || p.word(j, "las") && number(j+1)
	}
	return joins(i-2) && (number(i-3) || p.word(i-3, "en") && number(i-4))
}

func (p *parse) longish(i int) bool {
	_, ok := p.digits(i)
	return ok && len(p.tok(i).text) == 2
}

func (p *parse) longishAny(i int) bool {
	_, ok := p.digits(i)
	return ok && p.tok(i).glued
}
