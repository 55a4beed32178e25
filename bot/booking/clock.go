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
	if n == 0 || !c.strong {
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

// meridiem reads am, pm or a part of the day right beside a clock, and closes the clock with it.
func (p *parse) meridiem(c *clock, i int) int {
	if i >= len(p.toks) {
		return 0
	}
	half, n := "", 0
	switch {
	case p.word(i, "am", "pm"):
		half, n = p.tok(i).text[:1], 1
	case p.word(i, "a", "p") && p.word(i+1, "m") && (p.tok(i+1).glued || !p.tok(i).glued):
		half, n = p.tok(i).text, 2
	case p.word(i, "a", "p") && p.word(i+1, ".") && p.word(i+2, "m"):
		half, n = p.tok(i).text, 3
		if p.word(i+3, ".") && p.tok(i+3).glued {
			n = 4
		}
	case p.glued(i, "p", "a") && (p.tok(i-1).kind == numberToken):
		half, n = p.tok(i).text, 1
	}
	if n > 0 {
		c.strong = true
		if c.h > 23 {
			c.bad = true
		}
		if c.open {
			c.open = false
			if half == "p" && c.h < 12 {
				c.h += 12
			} else if half == "a" && c.h == 12 {
				c.h = 0
			}
		}
		return n
	}
	if p.skip(i, "latenight") > 0 {
		c.strong, c.open = true, false
		if c.h == 12 {
			c.h = 0
		}
		return p.skip(i, "latenight")
	}
	if v, k := p.sym(i, "part"); k > 0 && c.open && p.suffixPart(i) {
		*c = c.fix(v, v == 3 && p.word(i, "at", "de"))
		c.strong = true
		return k
	}
	if p.word(i, "del") && p.word(i+1, "mediodia", "medio") && c.open {
		*c = c.fix(2, false)
		c.strong = true
		return 1 + p.skip(i+1, "noon")
	}
	return 0
}

// suffixPart reports whether the part of the day at i belongs to the clock before it, as in "3 in the afternoon".
func (p *parse) suffixPart(i int) bool {
	return p.word(i, "in", "de", "at", "d", "por", "en", "x") || p.word(i, "a") && p.word(i+1, "la")
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

// afterHour reports whether what stands at i makes the number before it an hour.
func (p *parse) afterHour(i int) bool {
	return p.word(i, "oclock", "pm", "am", "thirty", "fifteen", "forty", "o", "p", "a") || p.skip(i, "ymedia") > 0 || p.skip(i, "ycuarto") > 0 || p.skip(i, "menoscuarto") > 0
}

func isOpen(h int) bool { return h >= 1 && h <= 12 }

// spoken reads what may follow an hour: "y media", "thirty", "menos cuarto", "y veinte".
func (p *parse) spoken(i, v, n int, lead bool) (clock, int) {
	c := clock{h: v % 24, open: isOpen(v)}
	j := i + n
	isClock := func(k int) bool { return lead || p.clockTail(k) }
	switch {
	case p.skip(j, "ymedia") > 0 && p.unit(j+p.skip(j, "ymedia")) == 0 && !p.word(j, "and"):
		c.m, c.strong = 30, isClock(j+p.skip(j, "ymedia")) || p.word(i-1, "las", "la")
		return c, n + p.skip(j, "ymedia")
	case p.skip(j, "ycuarto") > 0:
		c.m, c.strong = 15, true
		return c, n + p.skip(j, "ycuarto")
	case p.skip(j, "menoscuarto") > 0:
		c.h, c.m, c.strong = (v+22)%12+1, 45, true
		return c, n + p.skip(j, "menoscuarto")
	case p.word(j, "menos"):
		if m, k := p.num(j + 1); k > 0 && m > 0 && m < 30 {
			c.h, c.m, c.strong = (v+22)%12+1, 60-m, true
			return c, n + 1 + k
		}
	case p.word(j, "y") && lead:
		if m, k := p.num(j + 1); k > 0 && m > 0 && m < 60 && p.unit(j+1+k) == 0 && (m == 5 || m == 10 || m > 12) {
			c.m, c.strong = m, true
			return c, n + 1 + k
		}
	}
	if p.word(j, "oh") {
		if m, k := p.num(j + 1); k > 0 && m < 10 {
			c.m, c.strong = m, true
			return c, n + 1 + k
		}
	}
	if m, k := p.num(j); k > 0 && v <= 23 && m >= 10 && m < 60 && m%5 == 0 && p.unit(j+k) == 0 && !p.word(j+k, "people", "personas", "ppl") && (p.tok(j).kind == wordToken || len(p.tok(j).text) == 2 && lead && !p.word(j, "60", "90", "45") && p.tok(i).kind == numberToken) {
		if lead || p.tok(i).kind == wordToken && p.tok(j).kind == wordToken && (m == 30 || m == 15 || m == 45 || m == 20 || m == 40 || m == 50 || m == 10) {
			c.m, c.strong = m, true
			return c, n + k
		}
	}
	if k := p.skip(j, "oclock"); k > 0 && p.word(j, "oclock", "o", "en") {
		c.strong = true
		return c, n + k
	}
	if p.meridiemAhead(j) || p.glued(j, "ish") || p.word(j, "-") && p.word(j+1, "ish") {
		return c, n
	}
	if !lead {
		return clock{}, 0
	}
	if p.unit(j) > 0 && !p.word(j, "h", "hrs", "hs", "hours", "horas", "d", "sem") || p.notClock(j) {
		return clock{}, 0
	}
	return c, n
}

// notClock reports whether what follows a number makes it a count of something.
func (p *parse) notClock(i int) bool {
	return p.word(i, "people", "ppl", "personas", "persons", "pax", "guests", "adults", "friends", "person", "persona", "of", "massages", "masajes", "%", "st", "street", "ave", "gente", "sessions", "sesiones", "times", "veces", "us", "days", "weeks", "more", "location", "locations", "girls", "guys", "ladies", "amigas", "amigos")
}

func (p *parse) meridiemAhead(i int) bool {
	var c clock
	c.open = true
	return p.meridiem(&c, i) > 0
}

func (p *parse) clockTail(i int) bool {
	return p.meridiemAhead(i) || p.skip(i, "part") > 0
}

func (p *parse) unitNear(i int) bool { return p.unit(i) > 0 }

// quarters reads "quarter to five", "half past 2", "20 past 4", "ten to 5", "cuarto para las 5", "las 5 menos 10".
func (p *parse) quarters(i int) (clock, int) {
	m, n := 0, 0
	half := false
	switch {
	case p.skip(i, "cuartopara") > 0:
		n = p.skip(i, "cuartopara")
		if h, k := p.num(i + n); k > 0 && h >= 1 && h <= 12 {
			return clock{h: (h+10)%12 + 1, m: 45, open: true, strong: true}, n + k
		}
		return clock{}, 0
	case p.word(i, "half", "hlf"):
		m, n, half = 30, 1, true
	case p.skip(i, "quarter") > 0:
		m, n = 15, p.skip(i, "quarter")
	default:
		if v, k := p.num(i); k > 0 && v > 0 && v < 30 {
			m, n = v, k
			if u := p.skip(i+n, "minute"); u > 0 {
				n += u
			}
		}
	}
	if n == 0 {
		return clock{}, 0
	}
	j := i + n
	if k := p.skip(j, "parala"); k > 0 && m > 0 && !half { // "diez para las 5"
		if h, l := p.num(j + k); l > 0 && h >= 1 && h <= 12 && (m == 5 || m == 10 || m == 15 || m == 20 || m == 25) {
			return clock{h: (h+10)%12 + 1, m: 60 - m, open: true, strong: true}, n + k + l
		}
	}
	sign := 0
	switch {
	case p.word(j, "past", "after"):
		sign, j = 1, j+1
	case p.word(j, "to", "till", "til", "of", "before", "b4") && !half:
		sign, j = -1, j+1
	case half && j < len(p.toks):
		if h, k := p.num(j); k > 0 && h >= 1 && h <= 12 && p.unit(j+k) == 0 && !p.word(i-1, "an", "and", "y") && !p.notClock(j+k) {
			return clock{h: h, m: 30, open: true, strong: true}, n + k // "half 2" is half past two
		}
		return clock{}, 0
	}
	if sign == 0 {
		return clock{}, 0
	}
	h, k := p.num(j)
	if k == 0 && p.skip(j, "noon") > 0 {
		h, k = 12, p.skip(j, "noon")
		if sign > 0 {
			return clock{h: 12, m: m, strong: true}, j + k - i
		}
		return clock{h: 11, m: 60 - m, strong: true}, j + k - i
	}
	if k == 0 || h < 1 || h > 12 {
		return clock{}, 0
	}
	// "9 to 11" is a window and "30 after 5" unsaid; only usual counts of minutes go with an hour.
	named := p.skip(i, "quarter") > 0 || half
	if m == 5 && h < 5 && sign < 0 && p.skip(i-1, "at") > 0 && !p.shift {
		named = true // "at 5 to 3"
	}
	if !named && (m%5 != 0 || sign < 0 && p.shift || sign < 0 && m < h+5 && p.tok(i).kind == numberToken && m <= 12 && p.tok(i).kind != wordToken) {
		return clock{}, 0
	}
	if p.meridiemAhead(i+n) || !named && sign < 0 && p.tok(i).kind == numberToken && m <= 12 && p.skip(i-1, "at") == 0 {
		return clock{}, 0
	}
	if sign > 0 {
		return clock{h: h, m: m, open: true, strong: true}, j + k - i
	}
	return clock{h: (h+10)%12 + 1, m: 60 - m, open: true, strong: true}, j + k - i
}

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
	c, n := p.spoken(i, v, 1, lead)
	if n == 0 {
		return clock{}, 0
	}
	if v > 24 || v == 0 && !lead {
		if (p.word(i-1, "at", "las", "@")) && (v > 24 && v < 60) && p.unit(i+1) == 0 && v%15 != 0 {
			return clock{bad: true, strong: true}, 1
		}
		return clock{}, 0
	}
	return c, n
}

func (p *parse) longish(i int) bool {
	_, ok := p.digits(i)
	return ok && len(p.tok(i).text) == 2
}

func (p *parse) longishAny(i int) bool {
	_, ok := p.digits(i)
	return ok && p.tok(i).glued
}
