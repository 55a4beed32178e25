package booking

// A window is an open stretch of a day. Where both ends are set and except is too, it is all but what lies between them.
type window struct {
	after, before       clock
	hasAfter, hasBefore bool
	except              bool
	lunch               bool // the hours of a lunch break, which said hours go before
	told                bool // where the client's own hours end, which all hours asked for go before
}

func fixed(h, m int) clock { return clock{h: h, m: m, strong: true} }

// lunchHours are the hours that a client means by lunch in that country.
func lunchHours(country string) (from, to clock) {
	switch country {
	case "ES", "MX", "AR", "CO", "CL", "PE":
		return fixed(14, 0), fixed(16, 0)
	}
	return fixed(12, 0), fixed(13, 0)
}

func (p *parse) windowAt(i int) (mention, int) {
	w, n := p.window(i)
	if n == 0 {
		return mention{}, 0
	}
	return mention{kind: windowMention, window: w}, n
}

func (p *parse) window(i int) (window, int) {
	if p.shift && p.word(i, "up") {
		return window{}, 0 // "move me up to 1"
	}
	from, to := lunchHours(p.r.country)
	if n := p.skip(i, "except"); n > 0 {
		j := i + n
		for p.word(j, "at", "a", "the", "la", "el", "over", "around", "during", "between", "from", "entre", "desde", "las", "de") {
			j++
		}
		l := p.skip(j, "lunch")
		j += l
		at := j
		for l > 0 && p.word(at, ",", "(", "from", "which", "is", "at", "break", "hour", "time", "de", "que", "es") {
			at++
		}
		p.plain = true
		a, b, k := p.ends(at) // "any time but noon to 1", "but lunch 11-1"
		p.plain = false
		if k > 0 {
			return window{after: b, before: a, hasAfter: true, hasBefore: true, except: true}, at + k - i
		}
		if k := p.skip(j, "noon"); l > 0 || k > 0 {
			return window{after: to, before: from, hasAfter: true, hasBefore: true, except: true}, j + k*b2i(l == 0) - i
		}
	}
	if p.word(i, "once", "when", "whenever") && p.skip(i+1, "work") > 0 && !p.word(i+1, "work", "school") { // "once I get off work"
		n := p.skip(i+1, "work")
		return window{after: fixed(17, 0), hasAfter: true}, 1 + n
	}
	if w, n := p.onceFree(i); n > 0 {
		return w, n
	}
	if w, n := p.getsOff(i); n > 0 {
		return w, n
	}
	if n := p.skip(i, "after"); n > 0 && !(p.word(i-1, "right", "just", "straight") && p.word(i+1, "at", ",")) { // "can I come right after, at 7:30"
		j := i + n
		for p.word(j, "my", "the", "mi", "like", "about", "around", "at", "la", "las", "el", "a", "de", "del", "como", "salir", "que") && !p.word(j+1, "tomorrow") && p.skip(j, "work") == 0 && p.skip(j, "lunch") == 0 && !(p.word(j, "the") && p.dayFollows(j)) {
			j++
		}
		if k := p.skip(j, "work"); k > 0 {
			return window{after: fixed(17, 0), hasAfter: true}, j + k - i
		}
		if k := p.skip(j, "lunch"); k > 0 {
			return window{after: to, hasAfter: true}, j + k - i
		}
		if p.dateAhead(j) {
			return window{}, 0
		}
		if c, k := p.clock(j, true); k > 0 && p.hourLike(c, j, k) {
			w := window{after: c, hasAfter: true}
			k2 := p.butBefore(j+k, &w)
			return w, j + k + k2 - i
		}
	}
	if c, n := p.eventHour(i); n > 0 {
		if p.skip(i, "after") > 0 {
			return window{after: c, hasAfter: true}, n
		}
		return window{before: c, hasBefore: true}, n
	}
	if p.word(i, "earliest", "soonest", "latest") { // "earliest 3, latest 6"
		j := i + 1
		for p.word(j, "is", "at", ":", "would", "be", "by") {
			j++
		}
		if c, k := p.clock(j, true); k > 0 && p.hourLike(c, j, k) && !p.dateAhead(j) {
			if p.word(i, "latest") {
				return window{before: c, hasBefore: true}, j + k - i
			}
			return window{after: c, hasAfter: true}, j + k - i
		}
	}
	if n := p.skip(i, "before"); n > 0 {
		j := i + n
		for p.word(j, "my", "the", "mi", "like", "about", "around", "at", "la", "las", "el", "a", "de", "del", "como") && p.skip(j, "work") == 0 && p.skip(j, "lunch") == 0 && !(p.word(j, "the") && p.dayFollows(j)) {
			j++
		}
		if k := p.skip(j, "work"); k > 0 && p.word(i, "before", "antes", "b4") {
			return window{before: fixed(9, 0), hasBefore: true}, j + k - i
		}
		if k := p.skip(j, "or"); k > 0 && p.skip(j+k, "after") > 0 { // "before or after lunch"
			if l := p.skip(j+k+p.skip(j+k, "after"), "lunch"); l > 0 {
				return window{after: to, before: from, hasAfter: true, hasBefore: true, except: true}, j + k + p.skip(j+k, "after") + l - i
			}
		}
		if k := p.skip(j, "lunch"); k > 0 {
			return window{before: from, hasBefore: true}, j + k - i
		}
		if p.shift && p.word(i, "until", "till", "til", "hasta") || p.dateAhead(j) {
			return window{}, 0
		}
		if c, k := p.clock(j, true); k > 0 && p.hourLike(c, j, k) {
			if p.word(i, "until", "till", "til", "hasta") && p.busyBefore(i) {
				return window{after: c, hasAfter: true, told: true}, j + k - i // "I teach until 2:45"
			}
			w := window{before: c, hasBefore: true}
			if p.word(j+k, "and", "but", "y", "pero") && p.skip(j+k+1, "after") > 0 {
				if w2, k2 := p.window(j + k + 1); k2 > 0 && w2.hasAfter && !w2.hasBefore {
					w.after, w.hasAfter = w2.after, true
					return w, j + k + 1 + k2 - i
				}
			}
			return w, j + k - i
		}
	}
	if n := p.skip(i, "lunch"); n > 0 && p.word(i, "lunchtime", "lunch", "hora", "la", "almuerzo", "my") {
		if p.word(i+n-1, "time", "lunchtime", "hour", "break") || p.word(i, "hora", "la") && n > 2 || p.word(i-1, "at", "over", "during", "around", "@") {
			return window{after: from, before: to, hasAfter: true, hasBefore: true, lunch: true}, n
		}
	}
	if n := p.skip(i, "between"); n > 0 {
		p.plain = true
		a, b, k := p.endsOf(i+n, true)
		p.plain = false
		if k > 0 {
			return window{after: a, before: b, hasAfter: true, hasBefore: true}, n + k
		}
	}
	if n := p.skip(i, "between") + p.skip(i, "from"); n > 0 { // "between 4 and closing", "between lunch and 3"
		if w, k := p.looseEnds(i + n); k > 0 {
			return w, n + k
		}
	}
	if n := p.skip(i, "from"); n > 0 && (!p.shift || p.word(i, "anytime")) {
		j := i + n
		p.plain = true
		a, b, k := p.ends(j)
		p.plain = false
		if k > 0 {
			return window{after: a, before: b, hasAfter: true, hasBefore: true}, n + k
		}
		if c, k := p.clock(j, true); k > 0 && p.hourLike(c, j, k) && !p.dateAhead(j) {
			if e := p.skip(j+k, "onward"); e > 0 {
				k += e
			}
			return window{after: c, hasAfter: true}, n + k
		}
		if p.skip(j, "noon") > 0 {
			return window{after: fixed(12, 0), hasAfter: true}, n + p.skip(j, "noon")
		}
	}
	if p.word(i, "de") && !p.shift && !p.word(i+1, "la", "masaje") { // "de 9 a 11", "de las 5 en adelante"
		if a, b, k := p.ends(i + 1); k > 0 {
			return window{after: a, before: b, hasAfter: true, hasBefore: true}, 1 + k
		}
		if c, k := p.clock(i+1, true); k > 0 {
			if e := p.skip(i+1+k, "onward"); e > 0 {
				return window{after: c, hasAfter: true}, 1 + k + e
			}
		}
	}
	// without a word before them: "1-3pm", "9 to 11", "5 or later", "5pm at the latest", "5 on"
	if p.shift {
		return window{}, 0
	}
	if p.dateAhead(i) {
		return window{}, 0
	}
	if a, b, k := p.ends(i); k > 0 && !(a.strong && !a.open && a.m > 50) && (a.strong || b.strong || p.afterDay(i) || p.expectClock() || p.beforeDay(i+k) || p.word(i-1, "window", "timeframe", "slot", "hours", "anywhere", "free", "available", "open", "libre", "disponible")) {
		return window{after: a, before: b, hasAfter: true, hasBefore: true}, k
	}
	if c, k := p.clock(i, true); k > 0 {
		if e := p.skip(i+k, "onward"); e > 0 && (c.strong || !p.word(i+k, "on", "forward")) && !(p.word(i+k, "on") && e == 1 && (p.dateAhead(i+k+1) || i+k+1 < len(p.toks) && !p.word(i+k+1, ",", ".", "please"))) {
			return window{after: c, hasAfter: true}, k + e
		}
		if e := p.skip(i+k, "latest"); e > 0 {
			return window{before: c, hasBefore: true}, k + e
		}
		if p.glued(i+k, "+") {
			return window{after: c, hasAfter: true}, k + 1
		}
	}
	return window{}, 0
}

// butBefore reads the second end of "after 2 but before 5".
func (p *parse) butBefore(i int, w *window) int {
	j := i
	for p.word(j, "and", "but", "y", "pero", ",") {
		j++
	}
	if p.skip(j, "before") == 0 {
		return 0
	}
	if w2, k := p.window(j); k > 0 && w2.hasBefore && !w2.hasAfter {
		w.before, w.hasBefore = w2.before, true
		return j + k - i
	}
	return 0
}

// hourLike reports whether a clock read with a lead word can be one: "after 5" is, "after 2 weeks" and "antes de un masaje" are none.
func (p *parse) hourLike(c clock, i, n int) bool {
	if n == 1 && p.word(i, "un", "a", "an", "uno") {
		return false
	}
	return c.bad || c.strong || c.h <= 24 && !p.notClock(i+n) && !(p.unit(i+n) > 0 && !p.word(i+n, "h", "hrs", "hs"))
}

// dateAhead reports whether a date rather than a clock stands at i: "before dec 3", "after the 5th".
func (p *parse) dateAhead(i int) bool {
	for p.word(i, "the", "el", "on") {
		i++
	}
	if i >= len(p.toks) || p.tok(i).kind == ordinalToken {
		return true
	}
	if _, n := p.monthDay(i); n > 0 {
		return true
	}
	if _, n := p.slashDay(i); n > 0 {
		return true
	}
	_, n := p.isoDay(i)
	return n > 0
}

func (p *parse) dayFollows(i int) bool {
	_, n := p.ordinalDay(i)
	return n > 0
}

// ends reads both ends of a window: "1 and 3", "9 to 11", "las 3 y las 5".
func (p *parse) ends(i int) (a, b clock, n int) { return p.endsOf(i, false) }

func (p *parse) endsOf(i int, between bool) (a, b clock, n int) {
	if p.dateAhead(i) {
		return a, b, 0
	}
	a, n1 := p.clock(i, true)
	if n1 == 0 || a.m != 0 && !a.strong {
		return a, b, 0
	}
	j := i + n1
	k := 0
	if p.word(j, "a") && p.word(j+1, "las", "la") && !p.word(i, "las", "la") && !p.word(i-1, "las", "la", "de", "desde", "entre") {
		return a, b, 0 // "pal 15 a las 3": a day and its hour
	}
	switch {
	case p.word(j, "to", "-", "and", "y", "a", "until", "till", "til", "hasta", "thru", "through", "&", "al", "n"):
		k = 1
	default:
		// "9 to 11" where "to 11" was read as minutes before the hour
		return a, b, 0
	}
	if p.word(j+k, "like", "about", "maybe") {
		k++
	}
	if p.dateAhead(j + k) {
		return a, b, 0
	}
	b, n2 := p.clock(j+k, true)
	if n2 == 0 || p.notClock(j+k+n2) || p.unit(j+k+n2) > 0 && !p.word(j+k+n2, "h", "hrs", "hs") || b.h > 24 {
		return a, b, 0
	}
	if p.word(j, "and", "y", "&", "n") && !between && p.skip(i-1, "between") == 0 && !p.word(i-1, "entre", "las", "except") {
		return a, b, 0
	}
	a, b = p.pair(a, b)
	return a, b, n1 + k + n2
}

// pair closes the two ends of a window by each other: "1 to 3pm", "10 to 2", "9-11am".
func (p *parse) pair(a, b clock) (clock, clock) {
	if a.open && !b.open {
		am, pm := a, a
		am.open, pm.open = false, false
		if am.h == 12 {
			am.h = 0
		} else {
			pm.h += 12
		}
		if pm.minutes() < b.minutes() {
			return pm, b
		}
		return am, b
	}
	if !a.open && b.open {
		am, pm := b, b
		am.open, pm.open = false, false
		if am.h == 12 {
			am.h = 0
		} else {
			pm.h += 12
		}
		if am.minutes() > a.minutes() {
			return a, am
		}
		return a, pm
	}
	return a, b
}

// afterDay reports whether a day or a part of the day was read right before token i.
func (p *parse) afterDay(i int) bool {
	for p.word(i-1, ",", "at", "from") {
		i--
	}
	for _, m := range p.ms {
		if m.to == i && (m.kind == dayMention || m.kind == partMention) {
			return true
		}
	}
	return false
}

func (p *parse) expectClock() bool { return p.expect == "time" || p.expect == "when" }

// beforeDay reports whether a day stands at i: "11-1 on friday".
func (p *parse) beforeDay(i int) bool {
	for p.word(i, "on", ",", "el", "this", "el") {
		i++
	}
	_, n := p.oneDay(i)
	return n > 0
}

// looseEnds reads a window of which one end is no clock: "4 and closing", "lunch and 3", "noon to whenever".
func (p *parse) looseEnds(i int) (window, int) {
	_, lunchEnd := lunchHours(p.r.country)
	closing := func(j int) int {
		for p.word(j, "the", "el", "la", "que", "when", "you", "until") {
			j++
		}
		if p.word(j, "close", "closing", "cierre", "cierren", "cerrar", "whenever", "end", "cierran") {
			return j + 1
		}
		return 0
	}
	join := func(j int) bool { return p.word(j, "and", "y", "to", "till", "til", "until", "hasta", "a", "-", "&") }
	j := i
	for p.word(j, "the", "la", "el", "my", "mi") {
		j++
	}
	if n := p.skip(j, "lunch"); n > 0 && join(j+n) {
		if c, k := p.clock(j+n+1, true); k > 0 {
			return window{after: lunchEnd, hasAfter: true, before: c, hasBefore: true}, j + n + 1 + k - i
		}
	}
	if c, k := p.clock(i, true); k > 0 && join(i+k) {
		if e := closing(i + k + 1); e > 0 {
			return window{after: c, hasAfter: true}, e - i
		}
	}
	return window{}, 0
}

// onceFree reads "after I get out at 5:30", "cuando salga del trabajo a las 6": what the client's hour ends is no clock of the visit.
func (p *parse) onceFree(i int) (window, int) {
	j := i
	switch {
	case p.word(j, "after", "once", "when", "whenever", "cuando"):
		j++
	case p.word(j, "as", "ya", "en") && p.word(j+1, "soon", "que", "cuanto"):
		j += 2 + b2i(p.word(j+2, "as"))
	case p.word(j, "despues", "luego") && p.word(j+1, "de", "que"):
		j++
	case p.word(j, "al") && p.word(j+1, "salir", "terminar"):
		j++
	default:
		return window{}, 0
	}
	leaves := false
	for k := j; k < j+9 && k < len(p.toks); k++ {
		switch {
		case leaves && p.skip(k, "at") > 0:
			if c, n := p.clock(k, true); n > 0 && p.hourLike(c, k, n) {
				return window{after: c, hasAfter: true}, k + n - i
			}
			return window{}, 0
		case p.word(k, "off", "out", "done", "finish", "finished", "leave", "free", "salga", "salgo", "salir", "termine", "termino", "terminar", "acabe", "acabo", "salgamos", "suelten", "sueltan", "close"):
			leaves = true
		case !p.word(k, "i", "im", "am", "get", "got", "of", "from", "work", "school", "class", "que", "del", "de", "la", "el", "trabajo", "trabajar", "escuela", "chamba", "mi", "my", "me", "turno", "shift", "the", "office", "oficina", "clase", "yo", "ya", "there", "with", "curro", "we"):
			return window{}, 0
		}
	}
	return window{}, 0
}

// getsOff reads "I get off my shift at 6", "salgo a las 5": where the client's own hours end the visit may begin, unless hours are
// asked for in so many words.
func (p *parse) getsOff(i int) (window, int) {
	if p.shift {
		return window{}, 0
	}
	j := i
	switch {
	case p.among(j, "get") && p.among(j+1, "off out done") && p.among(i-1, "i we usually normally only"):
		j += 2
	case p.among(j, "im am") && p.among(j+1, "off done out finished"):
		j += 2
	case p.among(j, "finish clock leave") && p.among(i-1, "i we usually normally"):
		j += 1 + b2i(p.among(j+1, "off out up"))
	case p.among(j, "off") && p.among(j+1, "work at shift duty") && (i == 0 || p.among(i-1, "i im am , . and")):
		j++
	case p.among(j, "quedo kedo") && p.among(j+1, "libre"), p.among(j, "me") && p.among(j+1, "libero desocupo"):
		j += 2
	case p.among(j, "salgo salimos") && !p.among(i-1, "cuando que"), p.among(j, "termino acabo") && p.among(j+1, "a mi de el la mis clases"):
		j++
	default:
		return window{}, 0
	}
	for end := j + 6; j < end && (p.among(j, "at en") && !p.skipClock(j) || p.among(j, "of from my work the school class shift job early on del de la el trabajo escuela clase clases chamba curro mi turno oficina office hospital there ya yo about around como casi")); j++ {
	}
	if n := p.skip(j, "wd"); n > 0 && p.skip(j+n, "at") > 0 { // "I get off Thursday at 6": the day is read by itself
		return window{}, 0
	}
	if p.skip(j, "at") == 0 {
		return window{}, 0
	}
	c, n := p.clock(j, true)
	if n == 0 || !p.hourLike(c, j, n) {
		return window{}, 0
	}
	return window{after: c, hasAfter: true, told: true}, j + n - i
}

// busyBefore reports whether the words before "until" at i tell what keeps the client: "I teach until 2:45", "tengo clases hasta las 3".
func (p *parse) busyBefore(i int) bool {
	for k := i - 1; k >= max(0, i-5) && p.tok(k).kind == wordToken && !p.used[k]; k-- {
		switch {
		case p.among(k, "free open available around there good disponible libre stay openings anytime"):
			return false
		case p.among(k, "work working teach teaching busy class classes meeting meetings booked shift clases clase trabajo trabajando ocupado ocupada reunion reuniones turno estudio school escuela tied stuck babysitting babysit appointments cuido oficina curro"):
			return p.near(k+1, 4, "i", "im", "ive", "we", "am", "trabajo", "tengo", "estoy", "estudio", "yo", "cuido", "curro", "ando") && !p.near(k, 3, "dont", "not", "no")
		}
	}
	return false
}

// eventHour reads the hour of something of the client's that the visit comes after or before: "después de mi reunión de las 2", "before my
// dentist at 4", "after yoga at 10".
func (p *parse) eventHour(i int) (clock, int) {
	n := p.skip(i, "after")
	if n == 0 && p.word(i, "before", "antes", "b4") {
		n = p.skip(i, "before")
	}
	if n == 0 {
		return clock{}, 0
	}
	foreign := false
	for j := i + n; j < i+n+7 && j < len(p.toks); j++ {
		if p.tok(j).kind != wordToken || p.skip(j, "wd") > 0 || p.cueAt(j, "book") && !p.among(j, "appointment appt cita turno") || p.cueAt(j, "cancel") {
			return clock{}, 0
		}
		if foreign && (p.skip(j, "at") > 0 || p.among(j, "de") && p.among(j+1, "las la")) {
			k := j + b2i(p.among(j, "de"))
			if c, m := p.clock(k, true); m > 0 && p.hourLike(c, k, m) {
				return c, k + m - i
			}
			return clock{}, 0
		}
		foreign = foreign || p.cueAt(j, "foreign") || p.among(j, "yoga gym pilates spin zumba crossfit physio therapy terapia gimnasio cita appointment practice rehearsal")
	}
	return clock{}, 0
}
