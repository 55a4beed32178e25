package booking

import "strings"

// people reads how many come.
func (p *parse) people(i int) (mention, int) {
	yes := func(v, n int) (mention, int) { return mention{kind: peopleMention, n: v}, n }
	isHead := func(k int) bool {
		return p.word(k, "people", "ppl", "peeps", "persons", "person", "pax", "guests", "adults", "personas", "persona", "pers", "gente", "ladies", "girls", "guys", "women", "men", "humans", "bodies", "of", "mujeres", "chicas", "peop", "poeple", "peopel", "folks", "clients", "clientes", "spots", "places", "lugares", "cupos", "puestos", "adultos", "invitados", "ppls", "ppol", "chavas", "chavos", "muchachas", "muchachos", "senoras", "damas", "viejas", "comadres", "hombres", "gals", "dudes", "moms", "chamas", "panas", "nurses", "bridesmaids", "coworkers", "colleagues", "teammates", "teachers", "runners", "golfers", "students", "enfermeras", "enfermeros", "maestras", "maestros", "colegas", "estudiantes", "turistas", "tourists", "employees", "empleados", "empleadas")
	}
	if m, n := p.pairs(i); n > 0 {
		return m, n
	}
	if v, n := p.num(i); n > 0 {
		if v >= 2 && v <= 12 && p.word(i+n, "amigas", "amigos", "primas", "primos", "hermanas", "hermanos", "companeras", "companeros", "vecinas", "friends") && (p.word(i-1, "juntamos", "nosotras", "nosotros", "vamos", "iremos", "venimos", "reunimos") || p.word(i+n+1, "queremos", "quisieramos", "vamos")) {
			return yes(v, n+1)
		}
		if v == 4 && n == 1 && p.word(i, "4") { // "4 2 ppl" is "for two people"
			if w, k := p.num(i + 1); k > 0 && isHead(i+1+k) && !p.tok(i+1).glued {
				return yes(w, 1+k+1)
			}
		}
		if isHead(i + n) {
			if p.word(i+n, "of") {
				if p.word(i+n+1, "us") {
					return yes(v, n+2)
				}
				return mention{}, 0
			}
			if p.among(i+n+1, "coming over") && !p.among(i+n+1, "in") && (p.among(i+n+2, "for to over") || p.among(i+n+1, "over")) || p.among(i+n+1, "for") && p.among(i+n+2, "dinner lunch breakfast brunch thanksgiving christmas") {
				return mention{kind: noise}, n + 2 // "we've got 8 people coming for dinner"
			}
			return yes(v, n+1)
		}
		if k := p.ofLength(i, v, n); k > 0 {
			return yes(v, k)
		}
		if v >= 2 && v <= 20 && (p.word(i+n, "in", "en") && p.word(i+n+1, "total", "all") || p.word(i+n, "altogether") || p.word(i+n, "total") && p.word(i-1, ",")) && p.skip(i-1, "at") == 0 {
			return yes(v, n+1+b2i(p.word(i+n, "in", "en"))) // "my sisters and I, three in total"
		}
		if p.sessions(i, v, n) {
			return yes(v, n)
		}
		if p.glued(i+n, "x") && v <= 12 && !p.word(i+n+1, "week", "a", "per") && (i+n+1 >= len(p.toks) || !p.tok(i+n+1).glued) {
			return yes(v, n+1)
		}
		if v >= 2 && v <= 20 && p.word(i+n, "massages", "masajes", "sessions", "sesiones") && !p.word(i-1, "last", "past", "after") {
			return yes(v, n+1)
		}
		if v >= 2 && v <= 20 && (n == 1 || p.word(i, "a", "pair", "couple", "un", "par")) && !p.word(i-1, "at", "las", ":") {
			if _, k := p.longest(p.r.services, i+n); k > 0 && (p.tok(i+n+k).kind == numberToken && p.lengthNumber(p.tok(i+n+k).val) && p.glued(i+n+k+1, "s") || p.word(i+n+k-1, "massages", "masajes", "sessions", "sesiones") || p.word(i+n+k, "massages", "masajes", "sessions", "sesiones") || k > 1 && strings.HasSuffix(p.tok(i+n+k-1).text, "s") && !p.has(peopleMention)) {
				return yes(v, n)
			}
		}
	}
	if p.word(i, "x") && i+1 < len(p.toks) {
		if v, ok := p.digits(i + 1); ok && v >= 1 && v <= 20 && p.unit(i+2) == 0 && !p.word(i+2, "dia", ":") {
			if p.tok(i+1).glued || isHead(i+2) {
				return yes(v, 2+b2i(isHead(i+2)))
			}
		}
	}
	switch {
	case p.word(i, "me") && p.word(i+1, ",", "myself") && (p.word(i+2, "myself", "and") || p.word(i+1, "myself")) && p.word(i+3, "and", "i") || p.word(i, "myself") && p.word(i+1, "only"):
		return yes(1, 2)
	case p.word(i, "couple", "couples") && !p.word(i, "couple") || p.word(i, "couple") && (p.tok(i).poss || p.word(i+1, "massage", "session", "room", "rub")):
		n := 1
		for p.word(i+n, "massage", "massages", "session", "room", "style") {
			n++
		}
		return yes(2, n)
	case p.word(i, "duo", "side") && (p.word(i, "duo") || p.word(i+1, "by") && p.word(i+2, "side")):
		return yes(2, 1+2*b2i(p.word(i, "side")))
	case p.word(i, "en", "de", "para", "in", "a") && p.word(i+1, "pareja", "parejas", "pairs"):
		return yes(2, 2)
	case p.word(i, "parejas", "pareja") && !p.word(i-1, "mi", "tu"):
		return yes(2, 1)
	case p.word(i, "just", "only", "solo", "solamente", "nada") && p.word(i+1, "me", "myself", "yo", "mi", "para"):
		n := 2
		if p.word(i+1, "para") {
			if !p.word(i+2, "mi", "una", "uno", "1") || p.word(i+2, "mi") && p.relative(i+3) > 0 {
				return mention{}, 0
			}
			n = 3
		}
		if p.word(i+1, "me", "mi") && p.relativeJoin(i+1) > 0 {
			return mention{}, 0
		}
		return yes(1, n)
	case p.word(i, "nomas") && p.word(i+1, "yo"):
		return yes(1, 2)
	case p.word(i, "by", "for") && p.word(i+1, "myself") && p.relativeJoin(i+1) == 0:
		return yes(1, 2)
	case p.word(i, "uno", "una", "one", "un") && p.word(i+1, "para", "pa", "for") && p.oneEach(i) > 0:
		return yes(2, p.oneEach(i))
	case p.word(i, "uno", "una", "one", "un") && p.word(i+1, "cita", "masaje", "hora", "turno", "massage", "appointment", "session", "sesion") && p.word(i+2, "para", "pa", "for") && p.oneEach(i+1) > 0:
		return yes(2, 1+p.oneEach(i+1))
	case p.word(i, "las", "los") && p.word(i+1, "dos", "tres", "cuatro") && (i+2 >= len(p.toks) || p.word(i+2, ".", "!")) && p.has(clockMention) && p.tok(i+1).kind == wordToken: // "a las 10, masaje relajante las dos"
		v, _ := p.num(i + 1)
		return yes(v, 2)
	case p.word(i, "both", "ambos", "ambas"):
		n := 1
		for p.word(i+n, "of", "us", "for") {
			n++
		}
		if n >= 2 && !p.word(i+n-1, "of") || p.word(i, "ambos", "ambas") || p.word(i-1, "us") {
			return yes(2, n)
		}
	case p.word(i, "party", "group", "grupo", "grupito", "family", "familia", "gang", "crew", "bunch", "bola") && p.word(i+1, "of", "de"):
		if v, n := p.num(i + 2); n > 0 {
			return yes(v, 2+n+b2i(isHead(i+2+n) && !p.word(i+2+n, "of")))
		}
	case p.word(i, "los", "las", "the") && p.word(i+2, "locales", "sitios", "lugares", "dias", "horas", "sedes", "sucursales", "lados", "horarios", "turnos", "masajes", "locations", "places", "opciones", "options", "spots", "slots", "days", "times", "cosas", "primeros", "primeras", "ultimos", "studios", "tiendas", "oficinas"):
		return mention{}, 0
	case p.word(i, "the", "los", "las", "nosotros", "nosotras") || p.word(i, "para") && p.word(i+1, "los", "las", "nosotros", "nosotras"):
		j := i + 1
		if p.word(i, "para") {
			j++
		}
		if v, n := p.num(j); n > 0 && v >= 2 && v <= 12 {
			if p.word(i, "the") && p.word(j+n, "of") && p.word(j+n+1, "us") {
				return yes(v, j+n+2-i)
			}
			if p.word(j-1, "los", "las", "the") && p.word(j+n, "hermanas", "hermanos", "amigas", "amigos", "primas", "primos", "hijas", "hijos", "comadres", "sisters", "friends", "girls", "ladies", "brothers", "companeras", "senoras", "muchachas", "chicas") {
				return yes(v, j+n+1-i)
			}
			if p.word(j-1, "los", "nosotros", "nosotras") && p.tok(j).kind == wordToken && p.unit(j+n) == 0 && p.skip(j+n, "wd") == 0 || p.word(i, "para") && p.word(j-1, "nosotros") {
				return yes(v, j+n-i)
			}
			if p.word(i, "para") && p.word(j-1, "los") && p.unit(j+n) == 0 {
				return yes(v, j+n-i)
			}
		}
	case p.word(i, "somos", "son", "seran", "seremos", "vamos", "seriamos", "iremos", "vendremos", "venimos", "seremos"):
		if m, n := p.pairs(i + 1); n > 0 {
			return m, 1 + n
		}
		if v, n := p.num(i + 1); n > 0 && v <= 20 && p.unit(i+1+n) == 0 && !p.word(i+1, "una", "un") {
			return yes(v, 1+n+b2i(isHead(i+1+n) && !p.word(i+1+n, "of")))
		}
	case p.word(i, "siendo"):
		if v, n := p.num(i + 1); n > 0 && v <= 20 && p.unit(i+1+n) == 0 {
			return yes(v, 1+n+b2i(isHead(i+1+n) && !p.word(i+1+n, "of")))
		}
	case p.word(i, "the", "for", "just", "only", "para", "solo", "nada") && p.word(i+1, "the", "one", "una", "un") && (p.word(i+2, "one", "person", "sola", "solo", "single", "persona") && p.word(i+3, "person", "persona") || p.word(i+1, "one", "una") && p.word(i+2, "person", "persona")):
		return yes(1, 3+b2i(p.word(i+3, "person", "persona")))
	case p.word(i, "ir", "venir") && p.word(i-1, "podemos", "queremos", "quisieramos", "vamos", "podriamos"):
		if v, n := p.num(i + 1); n > 0 && v >= 2 && v <= 20 && p.unit(i+1+n) == 0 {
			return yes(v, 1+n+b2i(isHead(i+1+n) && !p.word(i+1+n, "of")))
		}
	case p.word(i, "we") && p.word(i+1, "be") && strings.HasPrefix(fold(p.tok(i).raw), "we'") || p.word(i, "thatd", "itd", "itll") && p.word(i+1, "be"): // "we'd be two"
		if v, n := p.num(i + 2); n > 0 && v >= 2 && v <= 20 && p.unit(i+2+n) == 0 && (i+2+n >= len(p.toks) || p.word(i+2+n, ",", ".", "and", "of", "people", "for", "total", "altogether", "on")) {
			return yes(v, 2+n)
		}
	case p.word(i, "there") && p.word(i+1, "will", "are", "ll") || p.word(i, "well", "we") && p.word(i+1, "be", "are"):
		j := i + 2
		for p.word(j, "be", "be", "like") {
			j++
		}
		if v, n := p.num(j); n > 0 && v <= 20 && (isHead(j+n) || j+n == len(p.toks)) {
			n = j + n - i
			if p.word(i+n, "of") && p.word(i+n+1, "us") {
				return yes(v, n+2)
			}
			return yes(v, n+b2i(isHead(i+n) && !p.word(i+n, "of")))
		}
	}
	if m, n := p.company(i); n > 0 {
		return m, n
	}
	return p.forNumber(i)
}

// ofLength reads the count of "two 60 min", "2 x 90 minutes", "dos de 60 min", "four hour-long massages": v in n tokens at i is how
// many, and a length of their own follows. It returns the tokens of the count.
func (p *parse) ofLength(i, v, n int) int {
	if v < 2 || v > 12 || p.skip(i-1, "at") > 0 || p.word(i-1, ":", "/", "-") {
		return 0
	}
	j := i + n
	times := p.word(j, "x", "de", "times")
	if times {
		j++
	}
	if p.tok(i).kind == numberToken && !times && p.slotEnds(i) {
		return 0 // "fri 2 60 min": a clock
	}
	if p.skip(j, "hour") > 0 && p.word(j+1, "-", "long") && p.word(j+2, "long") && p.pluralAhead(j+3) {
		return j - i
	}
	m, k := p.num(j)
	if k == 0 || p.tok(j).glued && !p.word(j-1, "x") {
		return 0
	}
	if p.word(j+k, "-") {
		k++
	}
	if m >= 15 && m <= 180 && (p.skip(j+k, "minute") > 0 || p.glued(j+k, "m") || times && p.lengthNumber(m)) || m <= 3 && p.tok(j).kind == p.tok(i).kind && p.skip(j+k, "hour") > 0 && p.pluralAhead(j+k+1) {
		return j - i
	}
	return 0
}

// sessions reports whether v in n tokens at i counts massages that people have at once: "two 1 hr swedish sessions", "dos suecos de una
// hora", "need 2 deep tissues", "2 de tejido profundo".
func (p *parse) sessions(i, v, n int) bool {
	if v < 2 || v > 8 || n != 1 || p.slotEnds(i) || p.skip(i-1, "at") > 0 || p.tok(i).glued || p.tok(i+1).glued ||
		p.among(i-1, ": / - . of last past after next first every cada # las los the a antes despues before until till hasta") {
		return false
	}
	j := i + n
	if _, k := p.span(j); k > 1 {
		j += k
		for p.among(j, "- long de d") {
			j++
		}
	} else if p.among(j, "de d") {
		j++
	}
	_, k := p.longest(p.r.services, j)
	if k == 0 {
		return j > i+n && p.among(j, "massages masajes sessions sesiones appointments citas turnos spots")
	}
	return j > i+n || p.tok(i).kind == wordToken || strings.HasSuffix(p.tok(j+k-1).text, "s") || strings.HasSuffix(fold(p.tok(j+k-1).raw), "s") || p.pluralAhead(j+k) ||
		p.opens(i) || p.among(i-1, "book need want for quiero queremos necesito necesitamos dame denos reserve reserva reservame reservanos get us me have por para schedule apartame apartanos do ponme")
}

// slotEnds reports whether a day, a place or a service was read right before token i, so that a number there is an hour.
func (p *parse) slotEnds(i int) bool {
	for p.word(i-1, ",", "-") {
		i--
	}
	for _, m := range p.ms {
		if m.to == i && (m.kind == dayMention || m.kind == partMention) {
			return true
		}
	}
	return false
}

// pluralAhead reports whether massages, not a massage, are named within four tokens of i.
func (p *parse) pluralAhead(i int) bool {
	for j := i; j < i+5; j++ {
		if p.word(j, "massages", "sessions", "masajes", "sesiones", "appointments", "appts", "citas") {
			return true
		}
	}
	return false
}

// forNumber reads "for two", "para dos". With "for 2" and no clock in the line it stays weak: it may be the hour.
func (p *parse) forNumber(i int) (mention, int) {
	if !p.word(i, "for", "para", "4", "pa", "fr") {
		return mention{}, 0
	}
	v, n := p.num(i + 1)
	if n == 0 || v < 1 || p.tok(i+1).poss {
		return mention{}, 0
	}
	j := i + 1 + n
	if p.word(j, "quarters", "cuartos") {
		return mention{}, 0
	}
	if p.unit(j) > 0 || p.meridiemAhead(j) || p.word(j, ":", "oclock", "/", "th", "-", "min", "y", "and", "massage", "masaje", "ish") && !p.glued(j, ",") || p.skip(j, "oclock") > 0 || p.tok(i+1).text == "4" && p.word(i, "4") {
		if !(p.word(j, "and", "y") && v <= 6 && !p.word(j+1, "a", "media", "half", "cuarto", "thirty")) || p.unit(j) > 0 {
			return mention{}, 0
		}
	}
	if p.word(i, "4") && (v > 9 || i > 0 && p.tok(i).glued || !p.afterService(i)) || v > 20 && v%15 == 0 {
		return mention{}, 0
	}
	if _, k := p.monthDay(i + 1); k > 0 {
		return mention{}, 0
	}
	if k := p.skip(i+1, "ordinal"); k > 0 && p.word(i+1, "first") || p.word(i+1, "a", "un", "una") && v == 1 {
		if !(p.word(i+1, "una") && (j == len(p.toks))) {
			return mention{}, 0
		}
	}
	if v <= 400 && p.word(j, "people", "ppl", "persons", "personas", "adults", "adultos", "guests", "ladies", "girls", "women", "men", "guys", "friends", "amigas", "amigos", "chicas", "mujeres") {
		return mention{kind: peopleMention, n: v}, 2 + n
	}
	if p.relative(j) > 0 && v <= 20 { // "for 2 friends"
		return mention{kind: peopleMention, n: v}, 1 + n + p.relative(j)
	}
	weak := v <= 12 && p.tok(i+1).kind == numberToken && !p.word(i, "para") && (p.word(i-1, "me", "us", "it", "that", "down", "book", "schedule", "reserve", "appointment", "appt", "slot", "is", "opening", "available", "anything", "open", "tomorrow", "today") || p.afterDayAt(i) || p.standsFor(i-1))
	return mention{kind: peopleMention, n: v, weak: weak}, 1 + n
}

func (p *parse) afterDayAt(i int) bool {
	for _, m := range p.ms {
		if m.to == i && m.kind == dayMention {
			return true
		}
	}
	return false
}

func (p *parse) afterService(i int) bool {
	for _, m := range p.ms {
		if m.to == i && (m.kind == serviceMention || m.kind == lengthMention) {
			return true
		}
	}
	return p.word(i-1, "massage", "masaje", "tissue", "session")
}

// pairs reads "two couples", "dos parejas, o sea cuatro", "a foursome", "the pair of us": people told by twos or by one word.
func (p *parse) pairs(i int) (mention, int) {
	yes := func(v, n int) (mention, int) { return mention{kind: peopleMention, n: v}, n }
	switch {
	case p.word(i, "foursome", "cuarteto"):
		return yes(4, 1)
	case p.word(i, "trio", "threesome"):
		return yes(3, 1)
	case p.word(i, "twosome"):
		return yes(2, 1)
	case p.word(i, "la", "el", "lo") && p.word(i+1, "de") && p.word(i+2, "mi") && p.relative(i+3) > 0 && p.word(i+4, "y") && p.word(i+5, "la", "el", "lo") && p.word(i+6, "mia", "mio"):
		return yes(2, 7) // "la de mi esposa y la mía"
	case p.word(i, "a", "una", "pareja") && p.word(i-1, "were", "we", "are", "somos", "be") && p.word(i+1, "pair", "couple", "duo", "pareja") && !p.word(i+2, "of", "de", "massage"):
		return yes(2, 2)
	case p.word(i, "somos") && p.word(i+1, "pareja", "matrimonio"):
		return yes(2, 2)
	case p.word(i, "the") && p.word(i+1, "pair", "two", "both") && p.word(i+2, "of") && p.word(i+3, "us"):
		return yes(2, 4)
	}
	v, n := p.num(i)
	if n == 0 || v < 2 || v > 10 || !p.word(i+n, "couples", "parejas", "pairs", "matrimonios", "pares") || p.word(i+n+1, "massage", "massages") {
		return mention{}, 0
	}
	j := i + n + 1
	k := j
	for p.word(k, ",", "(", "so", "that", "thats", "is", "o", "sea", "es", "decir", "osea", "en", "total", "somos", "making", "meaning", "ie", "which", "makes", "=", "-") {
		k++
	}
	if w, m := p.num(k); m > 0 && k > j && w == 2*v {
		for p.word(k+m, "people", "personas", "total", "in", "en", "of", "us", ")") {
			m++
		}
		return yes(w, k+m-i)
	}
	return yes(2*v, j-i)
}

// areSo reports whether the line said before that n people come: then "las tres" are they, no hour.
func (p *parse) areSo(n int) bool {
	for _, m := range p.ms {
		if m.kind == peopleMention && m.n == n && n > 1 {
			return true
		}
	}
	return false
}
