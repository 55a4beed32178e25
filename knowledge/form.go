package knowledge

import (
	"strings"

	"knead/bot"
)

// A form is what sort of thing a question asks for. A passage that tells why seldom answers how long.
type form string

const (
	formNone  form = "" // a statement, or a yes/no question, which any passage may answer
	formMuch  form = "how much"
	formMany  form = "how many"
	formLong  form = "how long"
	formOften form = "how often"
	formOld   form = "how old"
	formHow   form = "how"
	formWho   form = "who"
	formWhere form = "where"
	formWhen  form = "when"
	formWhy   form = "why"
	formWhich form = "which"
	formWhat  form = "what"
)

// measures reports whether f asks for a number or a degree.
func (f form) measures() bool {
	switch f {
	case formMuch, formMany, formLong, formOften, formOld:
		return true
	default:
	}
	return strings.HasPrefix(string(f), "how ") || strings.HasPrefix(string(f), "que tan ")
}

// asksFact reports whether f asks for somebody, a place or a time: what only a passage can say that is asked for it.
func (f form) asksFact() bool { return f == formWho || f == formWhere || f == formWhen }

// formOf returns the first form that toks show.
func (g *lingo) formOf(toks []token) form {
	for i, t := range toks {
		next, after := "", ""
		if i+1 < len(toks) {
			next = toks[i+1].raw
		}
		if i+2 < len(toks) {
			after = toks[i+2].raw
		}
		var f form
		if g.lang == bot.Spanish {
			f = formSpanish(t.raw, next, after, i)
		} else {
			f = g.formEnglish(t.raw, next, after, i)
		}
		if f != formNone {
			return f
		}
	}
	return formNone
}

func (g *lingo) formEnglish(w, next, after string, at int) form {
	switch w {
	case "how", "hows":
		switch next {
		case "much":
			return formMuch
		case "many":
			return formMany
		case "long", "soon", "fast", "quick":
			return formLong
		case "often":
			return formOften
		case "old":
			return formOld
		}
		if degreeEnglish(next) || next != "" && beEnglish(after) && !beEnglish(next) && g.kinds[next] == contentWord {
			return form("how " + next) // how wide are, how deep does
		}
		return formHow
	case "who", "whos", "whom":
		return formWho
	case "where", "wheres":
		return formWhere
	case "why", "whys":
		return formWhy
	case "which":
		return formWhich
	case "when", "whens":
		if at == 0 { // elsewhere it mostly joins: "it hurts when I sit"
			return formWhen
		}
	case "what", "whats":
		switch next {
		case "kind", "kinds", "type", "types", "sort":
			return formWhich
		case "time", "year", "day", "date", "month":
			return formWhen
		}
		if measureEnglish(next) {
			return form("how " + next)
		}
		return formWhat
	}
	return formNone
}

func beEnglish(w string) bool {
	switch w {
	case "is", "are", "was", "were", "does", "do", "did", "should", "in":
		return true
	}
	return false
}

// measureEnglish reports whether "what" before w asks for a measure or a name: what temperature, what brand.
func measureEnglish(w string) bool {
	switch w {
	case "temperature", "temp", "size", "brand", "color", "colour", "age", "percent", "percentage", "number", "model", "material", "level", "weight", "height", "price":
		return true
	}
	return false
}

// degreeEnglish reports whether "how" before w asks for a measure: how hot, how tall.
func degreeEnglish(w string) bool {
	switch w {
	case "hot", "warm", "cold", "tall", "big", "small", "large", "far", "late", "early", "heavy", "high", "low", "expensive", "pricey",
		"cheap", "clean", "close", "near", "busy", "experienced", "accurate":
		return true
	}
	return false
}

func formSpanish(w, next, after string, at int) form {
	switch w {
	case "cuanto", "cuanta":
		switch next {
		case "dura", "duran", "tiempo", "tarda", "tardan", "falta":
			return formLong
		}
		return formMuch
	case "cuantos", "cuantas":
		if next == "anos" {
			return formOld
		}
		return formMany
	case "cada":
		if next == "cuanto" || next == "cuando" {
			return formOften
		}
	case "quien", "quienes":
		return formWho
	case "donde":
		return formWhere
	case "cual", "cuales":
		return formWhich
	case "cuando":
		if at == 0 {
			return formWhen
		}
	case "por", "x":
		if next == "que" || next == "q" {
			return formWhy
		}
	case "xq", "pq", "porque":
		if at == 0 {
			return formWhy
		}
	case "como":
		if at <= 1 {
			return formHow
		}
	case "que", "q":
		if at > 1 {
			return formNone
		}
		switch next {
		case "tipo", "tipos", "clase", "clases", "tecnica", "tecnicas":
			return formWhich
		case "tan":
			if after != "" {
				return form("que tan " + after)
			}
		case "dia", "dias", "ano", "hora", "horas", "mes", "fecha":
			return formWhen
		case "temperatura", "tamano", "marca", "marcas", "color", "material", "edad", "numero", "modelo", "porcentaje", "pais", "piedra":
			return form("que tan " + next)
		}
		return formWhat
	}
	return formNone
}

// formAgreement compares what q asks for with what the passage's questions ask for: 0 when q has no form or a wide one
// (what, how), 1 when the passage has a question of that form, -1 when it has none.
func formAgreement(f form, c *card) float64 {
	switch f {
	case formNone, formWhat, formHow, formWhich:
		return 0
	default:
	}
	for _, e := range c.exemplars {
		if e.form == f {
			return 1
		}
	}
	return -1
}

// A clause is a piece of a message: a sentence, or one of the questions that a sentence puts.
type clause struct {
	text  string
	asked bool // it ends in a question mark or begins like a question
}

// clauses cuts text into sentences and, where one sentence puts two questions, into those.
func (g *lingo) clauses(text string) []clause {
	var out []clause
	add := func(s string, mark bool) {
		if strings.Trim(s, " ,\t") != "" {
			out = append(out, clause{s, mark || g.opens(g.withoutAnd(s))})
		}
	}
	for len(text) > 0 {
		end := strings.IndexAny(text, ".?!;\n")
		s, mark := text, false
		if end >= 0 {
			s, mark, text = text[:end], text[end] == '?', text[end+1:]
		} else {
			text = ""
		}
		if story, asked, ok := strings.Cut(s, "¿"); ok {
			add(story, false)
			s = asked
		}
		for at := g.secondQuestion(s); at >= 0; at = g.secondQuestion(s) {
			add(s[:at], false)
			s = s[at:]
		}
		add(s, mark)
	}
	return out
}

// secondQuestion returns where in s a further question begins (" and how …", ", what …"), or -1.
func (g *lingo) secondQuestion(s string) int {
	lower := strings.ToLower(s)
	for i := 1; i < len(lower); i++ {
		if lower[i-1] != ' ' && lower[i-1] != ',' {
			continue
		}
		rest := strings.TrimLeft(lower[i:], " ")
		for _, and := range []string{"and ", "also ", "or ", "but ", "plus ", "so ", "anyway ", "anyways ", "question ", "then ", "y ", "o ", "pero ", "tambien ", "también ", "entonces ", "asi que ", "pregunta ", "bueno "} {
			if opener, ok := strings.CutPrefix(rest, and); ok && g.opens(opener) {
				return i
			}
		}
		if lower[i-1] == ',' && g.opens(rest) {
			return i
		}
	}
	return -1
}

// opens reports whether s begins like a question.
func (g *lingo) opens(s string) bool {
	ws := words(s)
	if len(ws) == 0 {
		return false
	}
	if g.lang == bot.Spanish {
		switch ws[0] {
		case "que", "cual", "cuales", "como", "cuando", "cuanto", "cuantos", "cuantas", "donde", "quien", "por", "puedo", "debo", "sirve", "sirven", "conviene", "xq", "q":
			return len(ws) > 1
		}
		return false
	}
	switch ws[0] {
	case "how", "what", "whats", "why", "when", "where", "who", "which", "is", "are", "do", "does", "can", "should", "will", "would", "could":
		return len(ws) > 1
	}
	return false
}

// withoutAnd cuts the word that joins a further question to the one before it.
func (g *lingo) withoutAnd(s string) string {
	first, rest, ok := strings.Cut(strings.TrimLeft(s, " ,"), " ")
	if !ok {
		return s
	}
	switch strings.ToLower(first) {
	case "and", "also", "or", "but", "plus", "y", "o", "pero", "tambien", "también", "so":
		return rest
	}
	return s
}
