package booking

// length reads how long: "an hour and a half", "90 min", "1.5h", "hora y media", "1 hr 30".
func (p *parse) length(i int) (mention, int) {
	v, n := p.span(i)
	if n == 0 || v < 10 || v > 8*60 {
		return mention{}, 0
	}
	j := i + n
	if p.word(j, "long", "massage", "session") && p.word(j, "long") {
		n++
	}
	if p.skip(j, "fromnow") > 0 && p.word(j, "from", "hence") {
		return mention{}, 0
	}
	if p.word(i-1, "in", "within", "dentro", "by") && !p.fitsIn(i-1) || p.word(j, "ago", "later", "early", "late", "before", "away", "tarde", "mas", "earlier", "drive", "notice", "after", "from", "prior", "into", "of", "ahead", "un", "each") && !p.word(j, "of", "from", "after", "each", "before") {
		return mention{kind: noise}, n
	}
	if p.word(i-1, "en") && !p.word(j, "de") {
		return mention{}, 0
	}
	if p.word(j, "before", "antes") && p.lengthNumber(v) && p.has(clockMention) && p.ms[len(p.ms)-1].to == i {
		return mention{kind: lengthMention, n: v}, n // "9am 60 min before the in-laws land"
	}
	if p.word(i-1, "un", "the", "last") && p.word(i-2, "in") || p.word(j, "before", "after", "from", "antes", "despues") && !p.skipClock(j+1) && !p.word(i-1, "de") && !p.afterService(i) {
		return mention{kind: noise}, n
	}
	return mention{kind: lengthMention, n: v}, n
}

func (p *parse) skipClock(i int) bool {
	_, n := p.clock(i, true)
	if n > 0 {
		return true
	}
	_, n = p.oneDay(i)
	return n > 0 || p.skip(i, "noon") > 0 || p.skip(i, "work") > 0 || p.skip(i, "lunch") > 0
}

// oneHourWord reports whether "hour" at j is no length: "happy hour", "a la hora", "qué hora", "hours".
func (p *parse) oneHourWord(i, j int) bool {
	if p.word(j, "hr") && i == j && p.skip(j+1, "ymedia") > 0 {
		return false // "hr and a half"
	}
	if p.word(j, "hours", "hrs", "horas", "hs", "hr") && i == j {
		return true
	}
	if p.skip(j+1, "ymedia") > 0 || p.skip(j+1, "ycuarto") > 0 {
		return false
	}
	if i < j {
		return p.word(j, "hours", "horas") || p.word(i, "la", "the") && !p.word(j+1, "y", "and", "long") && !p.afterService(i)
	}
	if p.word(j-1, "and", "y", "same", "misma", "&", "or") && p.near(j, 4, "day", "dia") && p.near(j, 5, "same", "mismo") {
		return true // "same day and hour"
	}
	return p.word(j-1, "happy", "lunch", "rush", "que", "cualquier", "otra", "misma", "any", "per", "every", "each", "tipo", "what", "same", "another", "pedir", "coger", "dame", "buena", "mejor", "tienen", "tienes", "tiene", "hay", "mi", "cada", "alguna", "primera", "ultima", "su", "esa", "ese", "the", "is", "at", "de", "dar", "late", "extra", "golden") || p.word(j, "hora") && !(p.skip(j+1, "ymedia") > 0 || p.afterService(j) || p.word(j+1, "de") && p.massageAt(j+2))
}

// hourTail adds what follows whole hours: "and a half", "30 min", "y media", "15".
func (p *parse) hourTail(total, i, j int) (int, int) {
	if k := p.skip(j, "ymedia"); k > 0 {
		return total + 30, j + k - i
	}
	if k := p.skip(j, "ycuarto"); k > 0 {
		return total + 15, j + k - i
	}
	l := j
	if p.word(l, "and", "y", "&", "con", "n") {
		l++
	}
	if p.word(l, "a") && p.word(l+1, "quarter") {
		return total + 15, l + 2 - i
	}
	if m, k := p.num(l); k > 0 && m > 0 && m < 60 {
		if u := p.skip(l+k, "minute"); u > 0 {
			return total + m, l + k + u - i
		}
		if p.glued(l+k, "m") || (p.tok(l).glued || l > j || p.tok(l).kind == wordToken) && (m == 30 || m == 15 || m == 45) && !p.word(l+k, "pm", "am") {
			return total + m, l + k - i + b2i(p.glued(l+k, "m"))
		}
	}
	return total, j - i
}

// lengthNumber reports whether v alone is a usual length of a massage.
func (p *parse) lengthNumber(v int) bool {
	switch v {
	case 30, 45, 50, 60, 75, 80, 90, 105, 120, 150, 180:
		return true
	}
	return p.r.lengths[v]
}

// massageAt reports whether a massage is named at i.
func (p *parse) massageAt(i int) bool {
	if p.word(i, "masaje", "masajes", "massage", "sesion") {
		return true
	}
	_, n := p.longest(p.r.services, i)
	return n > 0
}

func (p *parse) span(i int) (minutes, n int) {
	// "an hour and a half", "hora y media", "a half hour", "half an hour", "media hora"
	j := i
	if p.word(j, "a", "an", "una", "un", "the", "la", "full", "one") {
		j++
		if p.word(j, "full") {
			j++
		}
	}
	if k := p.skip(j, "hour"); k > 0 && !p.word(j, "h", "hs") && !p.oneHourWord(i, j) {
		return p.hourTail(60, i, j+k)
	}
	if p.word(j, "half", "media", "1/2") {
		k := j + 1
		if p.word(k, "an", "a", "-") {
			k++
		}
		if h := p.skip(k, "hour"); h > 0 {
			return 30, k + h - i
		}
	}
	if p.word(j, "quarter", "cuarto") && p.word(j+1, "of", "de") && p.word(j+2, "an", "hora", "hour") {
		return 15, 3 + b2i(p.word(j+2, "an")) + j - i
	}
	v, k := p.num(i)
	if k == 0 {
		return 0, 0
	}
	j = i + k
	if v == 3 && (p.word(j, "quarters", "cuartos") || p.word(j, "/") && p.word(j+1, "4")) { // three quarters of an hour
		l := j + 1 + b2i(p.word(j, "/"))
		for p.word(l, "of", "an", "de", "a") {
			l++
		}
		if h := p.skip(l, "hour"); h > 0 {
			return 45, l + h - i
		}
		return 0, 0
	}
	if v == 1 && p.word(j, "/") && p.word(j+1, "2") && p.skip(j+2, "hour") > 0 {
		return 30, 3 + p.skip(j+2, "hour")
	}
	// 1.5 hours, 1,5 h
	if p.glued(j, ".", ",") {
		if f, ok := p.digits(j + 1); ok && p.tok(j+1).glued && p.skip(j+2, "hour") > 0 && len(p.tok(j+1).text) <= 2 {
			if len(p.tok(j+1).text) == 1 {
				f *= 10
			}
			return v*60 + f*60/100, j + 2 + p.skip(j+2, "hour") - i
		}
		return 0, 0
	}
	// "1 1/2 hours", "one and a half hours", "una y media horas", "1:30 h"
	if p.word(j, "1") && p.word(j+1, "/") && p.word(j+2, "2") && v <= 4 {
		if h := p.skip(j+3, "hour"); h > 0 {
			return v*60 + 30, j + 3 + h - i
		}
		return 0, 0
	}
	if h := p.skip(j, "ymedia"); h > 0 && v <= 4 {
		if u := p.skip(j+h, "hour"); u > 0 {
			return v*60 + 30, j + h + u - i
		}
	}
	if p.glued(j, ":") && v <= 3 && p.longish(j+1) {
		if h := p.skip(j+2, "hour"); h > 0 && !p.word(j+2, "h") {
			return v*60 + p.tok(j+1).val, j + 2 + h - i
		}
	}
	if p.word(j, "-") && (p.skip(j+1, "minute") > 0 || p.skip(j+1, "hour") > 0) || p.word(j, "whole", "full", "solid", "entire", "long", "good", "straight") && p.skip(j+1, "hour")+p.skip(j+1, "minute") > 0 { // "60-minute", "two whole hours"
		j++
	}
	if h := p.skip(j, "hour"); h > 0 && v >= 1 && v <= 4 {
		if p.word(j, "h", "hs", "hrs") && p.skip(i-1, "at") > 0 {
			return 0, 0
		}
		return p.hourTail(v*60, i, j+h)
	}
	if u := p.skip(j, "minute"); u > 0 && v <= 480 {
		return v, j + u - i
	}
	if p.glued(j, "m", "mim", "minn", "minu", "mnt") && v >= 15 {
		return v, j + 1 - i
	}
	// "60 or 90 min" names no one length
	if p.word(j, "or", "o", "/", "to") && p.lengthNumber(v) {
		if w, l := p.num(j + 1); l > 0 && p.lengthNumber(w) && p.skip(j+1+l, "minute") > 0 {
			return 0, 0
		}
	}
	return 0, 0
}
