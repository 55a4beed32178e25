package booking

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

// afterHour reports whether what stands at i makes the number before it an hour.
func (p *parse) afterHour(i int) bool {
	return p.word(i, "oclock", "pm", "am", "thirty", "fifteen", "forty", "o", "p", "a") || p.skip(i, "ymedia") > 0 || p.skip(i, "ycuarto") > 0 || p.skip(i, "menoscuarto") > 0
}

// spoken reads what may follow an hour: "y media", "thirty", "menos cuarto", "y veinte".
func (p *parse) spoken(i, v, n int, lead bool) (clock, int) {
	c := clock{h: v % 24, open: isOpen(v)}
	j := i + n
	isClock := func(k int) bool { return lead || p.clockTail(k) }
	switch {
	case p.skip(j, "ymedia") > 0 && (p.unit(j+p.skip(j, "ymedia")) == 0 || p.word(j+p.skip(j, "ymedia"), "d")) && !p.word(j, "and"):
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
	case p.word(j, "y") && (lead || p.meridiemAhead(j+2)) && !p.plain:
		if m, k := p.num(j + 1); k > 0 && (lead || k == 1) && m > 0 && m < 60 && p.unit(j+1+k) == 0 && (m == 5 || m == 10 || m > 12) {
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
	if n == 0 || (p.plain || p.shift && p.word(i-1, "las") && p.word(i-2, "de")) && !half && p.skip(i, "quarter") == 0 {
		return clock{}, 0
	}
	j := i + n
	if k := p.skip(j, "parala"); k > 0 && m > 0 && !half && !(p.shift && p.word(i-1, "las") && p.tok(i).kind == numberToken) { // "diez para las 5", not "lo de las 10 para las 12"
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
