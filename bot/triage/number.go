package triage

import (
	"strconv"
	"strings"
)

// figures finds the numbers that mean something and enters them as concepts with a value: temperatures in tenths of a
// degree Celsius, blood pressures as the upper figure, ages in years, weeks, pain out of ten. Bounds: a fever from 38 °C
// (100.4 °F); a pressure from 180 or 120 is a crisis, from 160 or 100 high (clinical ground: hypertensive, [S24] for 38).
func (l *lexicon) figures(r *reading) {
	for i := range r.tokens {
		t := &r.tokens[i]
		if !t.number {
			continue
		}
		if hi, lo, ok := pressure(r, i); ok {
			switch {
			case hi >= 180 || lo >= 120:
				l.put(r, "figure-bp-crisis", i, hi)
			case hi >= 160 || lo >= 100:
				l.put(r, "figure-bp-high", i, hi)
			case hi < 85:
				l.put(r, "figure-bp-low", i, hi)
			}
			continue
		}
		v, err := strconv.ParseFloat(strings.ReplaceAll(t.word, ",", "."), 64)
		if err != nil {
			continue
		}
		next, after, before := r.word(i+1), r.word(i+2), r.word(i-1)
		l.temperature(r, i, v, next)
		whole := int(v)
		if float64(whole) != v {
			continue
		}
		switch {
		case whole >= 1950 && whole <= 2090:
			l.put(r, "figure-year", i, whole)
		case next == "/52" && whole <= 45: // clinics' shorthand: 4/52 is four weeks, 6/7 six days, 3/12 three months
			l.put(r, "figure-weeks", i, whole)
		case next == "/12" && whole <= 24 && oneOf(after, shorthandAfter):
			l.put(r, "figure-months", i, whole)
		case next == "/7" && oneOf(after, shorthandAfter):
			l.put(r, "figure-recent", i, whole)
		case oneOf(next, "week weeks wk wks semana semanas sem w") && whole <= 45:
			l.put(r, "figure-weeks", i, whole)
		case oneOf(next, "month months mo mos mes meses") && whole <= 24:
			l.put(r, "figure-months", i, whole)
		case oneOf(next, "day days dia dias d hour hours hora horas hrs hr min mins minutes minutos night nights noche noches"):
			l.put(r, "figure-recent", i, whole)
		}
		age := whole >= 1 && whole <= 110 && (oneOf(next, "yo yr yrs year years f m y") && (t.unit || oneOf(next, "yo")) ||
			oneOf(next, "year years yr yrs") && oneOf(after, "old") ||
			oneOf(next, "anos") && (oneOf(before, "tengo tiene con cumpli de") || oneOf(r.word(i-2), "hijo hija")) ||
			oneOf(before, "im age aged edad") || oneOf(before, "am") && oneOf(r.word(i-2), "i") && !oneOf(next, "weeks wks min mins minutes days") ||
			oneOf(before, "turned turning") || whole >= 18 && standsAlone(r, i, before, next) || oneOf(next, "male female man woman"))
		if age {
			l.put(r, "figure-age", i, whole)
		}
		if oneOf(next, "years year yrs anos") && !age {
			l.put(r, "figure-years", i, whole)
		}
		if whole >= 8 && whole <= 10 && (oneOf(next, "/10") || oneOf(next, "out sobre de") && oneOf(r.word(i+2), "10 of diez")) {
			l.put(r, "figure-severe", i, whole)
		}
		if (whole < 92 && whole > 50) && (oneOf(before, "sat sats spo2 o2 oxygen oxigeno saturacion saturation") || oneOf(r.word(i-2), "sat sats spo2 o2 oxygen oxigeno saturacion saturation")) {
			l.put(r, "figure-low-oxygen", i, whole)
		}
	}
}

// shorthandAfter follows 6/7 and 3/12 where they are no dates.
const shorthandAfter = "ago post postop hx history since out back of pregnant gestation"

// standsAlone reports whether the number at i can only be an age: "79, back pain since", "my mum, 81, fell", "tengo 83 y".
func standsAlone(r *reading, i int, before, next string) bool {
	if r.tokens[i].unit || next == "" || i+1 < len(r.tokens) && r.tokens[i+1].number || oneOf(next, "or o minute minutes min mins minutos to a am pm hour horas weeks semanas dias days kilos kg") {
		return false
	}
	if oneOf(before, "tengo tiene woman man mujer hombre female male") {
		return oneOf(next, "y and con with") || r.tokens[i+1].brk >= comma
	}
	return r.tokens[i+1].brk == comma && (i == 0 || r.tokens[i].brk >= comma) && !oneOf(before, "at for de las las")
}

func (l *lexicon) temperature(r *reading, i int, v float64, next string) {
	prev := r.word(i - 1)
	celsius := v >= 38 && v <= 43
	fahrenheit := v >= 100.4 && v <= 109
	near := func(words string) bool {
		for k := max(0, i-4); k <= min(len(r.tokens)-1, i+3); k++ {
			if oneOf(r.tokens[k].word, words) {
				return true
			}
		}
		return false
	}
	marked := near("temp temps temperature temperatura fever fevers feverish fiebre calentura febril thermometer termometro tempt degrees grados")
	switch {
	case celsius && (oneOf(next, "c celsius grados centigrados degrees") || marked || oneOf(prev, "tengo traigo temp") && !oneOf(next, "anos semanas dias") || v != float64(int(v)) && v < 42.1 && !oneOf(next, "kg kilos lbs")):
		if oneOf(next, "weeks wks semanas years anos min minutes") {
			return
		}
		l.put(r, "figure-fever", i, int(v*10+0.5))
	case fahrenheit && (oneOf(next, "f fahrenheit degrees") || marked || oneOf(prev, "tengo traigo temp") && !oneOf(next, "anos semanas dias") || v != float64(int(v)) && v < 106):
		l.put(r, "figure-fever", i, int((v-32)*50/9+0.5))
	}
}

// pressure reads "190/120", "190 over 120" and "180 por 110" at token i.
func pressure(r *reading, i int) (hi, lo int, ok bool) {
	a, b, found := strings.Cut(r.tokens[i].word, "/")
	if !found {
		if !oneOf(r.word(i+1), "over por sobre con") || i+2 >= len(r.tokens) || !r.tokens[i+2].number {
			return 0, 0, false
		}
		b = r.tokens[i+2].word
	}
	hi, err := strconv.Atoi(a)
	if err != nil {
		return 0, 0, false
	}
	lo, err = strconv.Atoi(b)
	if err != nil {
		return 0, 0, false
	}
	if hi >= 14 && hi <= 26 && lo >= 8 && lo <= 16 && hi > lo && (!found || measured(r, i) && !oneOf(r.word(i-1), "el del dia on the para fecha")) {
		hi, lo = hi*10, lo*10 // "18 con 11", as said in Spanish; "17/10" is a date unless somebody measured it
	}
	return hi, lo, hi >= 60 && hi <= 280 && lo >= 30 && lo <= 180 && hi > lo
}

// measured reports whether the message speaks of blood pressure not far from token i.
func measured(r *reading, i int) bool {
	for k := max(0, i-12); k <= min(len(r.tokens)-1, i+6); k++ {
		if oneOf(r.tokens[k].word, "presion tension tensiometro baumanometro esfigmomanometro pressure bp ta") {
			return true
		}
	}
	return false
}

// put enters a concept with a value at one token.
func (l *lexicon) put(r *reading, concept string, at, value int) {
	id, ok := l.ids[concept]
	if !ok {
		return
	}
	r.found[id] = append(r.found[id], occurrence{int32(at), int32(at + 1)})
	r.values = append(r.values, figure{id, int32(at), value})
}

// oneOf reports whether w is one of the words of list, which are parted by spaces.
func oneOf(w, list string) bool {
	if w == "" {
		return false
	}
	for {
		i := strings.Index(list, w)
		if i < 0 {
			return false
		}
		end := i + len(w)
		if (i == 0 || list[i-1] == ' ') && (end == len(list) || list[end] == ' ') {
			return true
		}
		list = list[i+1:]
	}
}
