package booking

import (
	"strings"

	"knead/bot"
)

// relative returns the tokens of a person of the client's life at i. Many rules ask it of the same token: it is looked up once.
func (p *parse) relative(i int) int {
	if i < 0 || i >= len(p.kin) {
		return 0
	}
	if p.kin[i] == 0 {
		p.kin[i] = 1 + uint8(p.relativeAt(i)) //nolint:gosec // two tokens at most
	}
	return int(p.kin[i]) - 1
}

func (p *parse) relativeAt(i int) int {
	if p.word(i, "husband", "wife", "hubby", "wifey", "partner", "boyfriend", "girlfriend", "bf", "gf", "fiance", "fiancee", "spouse", "mom", "mum", "mother", "dad", "father", "sister", "brother", "friend", "friends", "daughter", "son", "buddy", "bestie", "bff", "cousin", "aunt", "roommate", "coworker", "colleague", "boss", "mate", "sis", "bro", "mama", "so", "other",
		"esposo", "esposa", "marido", "mujer", "pareja", "novio", "novia", "mami", "madre", "papa", "padre", "hermana", "hermano", "amiga", "amigo", "hija", "hijo", "prima", "primo", "tia", "tio", "suegra", "companera", "companero", "cunada", "cunado", "abuela", "abuelo", "grandma", "grandpa", "neighbor", "vecina", "vecino",
		"hubs", "missus", "amor", "amorcito", "cielo", "gordo", "gorda", "flaca", "flaco", "love", "sweetheart", "honey", "baby", "sweetie", "bebe", "mrs", "nephew", "niece", "uncle", "auntie", "girl", "boy", "kid", "babe", "boo", "nana", "granny", "stepmom", "stepdad", "fella", "mister", "bf's", "bestfriend", "teammate", "flatmate", "housemate",
		"nina", "nino", "nena", "nene", "chica", "chico", "viejo", "vieja", "senora", "senor", "comadre", "compadre", "sobrina", "sobrino", "nieta", "nieto", "suegro", "yerno", "nuera", "jefita", "pana", "parcero", "socia", "socio", "companerx", "prometida", "prometido", "muchacha", "coach", "roomie", "abuelita", "abuelito", "papi", "mommy", "momma", "daddy", "pops", "madrina", "padrino", "ahijada", "jefa", "compa", "cuate", "sissy", "hubbs", "stepsister", "godmother", "gram", "sobri", "colega", "cuz", "cuzzo", "couz", "hermanita", "hermanito", "tata", "consuegra", "concuna", "bestie", "homie", "homegirl", "grandmother", "grandfather", "granddaughter", "grandson", "stepson", "stepdaughter", "mamita", "papito", "mam", "tita") {
		if p.word(i, "other") {
			return 0
		}
		return 1
	}
	if p.word(i, "other", "significant", "better") && p.word(i+1, "half", "other") {
		return 2
	}
	if p.word(i, "best") && p.word(i+1, "friend") {
		return 2
	}
	return 0
}

// relativeJoin returns the tokens of "and my husband", "y mi esposo", "plus a friend" at i+1.
func (p *parse) relativeJoin(i int) int {
	j := i + 1
	if !p.word(j, "and", "y", "&", "plus", "n", "+", "con", "with", "mas", "e", "w") {
		return 0
	}
	j++
	if p.word(j, "/") {
		j++
	}
	if p.word(j, "my", "a", "mi", "un", "una", "the", "otra", "one", "his", "her", "their", "our", "su") {
		j++
	}
	if n := p.relative(j); n > 0 {
		return j + n - i
	}
	return 0
}

// company reads "me and my husband", "my wife and I", "mi marido y yo", "me + 2 friends", "with my sister".
func (p *parse) company(i int) (mention, int) {
	yes := func(v, n int) (mention, int) { return mention{kind: peopleMention, n: v}, n }
	if p.word(i, "me", "myself", "i", "yo", "mi", "us") {
		if n := p.relativeJoin(i); n > 0 && !p.word(i-1, "con", "mi") {
			total := 2
			j := i + n
			for { // "me, my mom and my sister"
				if k := p.relativeJoin(j - 1); k > 1 {
					total++
					j += k - 1
					continue
				}
				break
			}
			return yes(total, j-i)
		}
		if p.word(i+1, ",") && p.word(i+2, "my", "mi") && p.relative(i+3) > 0 {
			if k := p.relativeJoin(i + 3); k > 0 {
				return yes(3, 3+k)
			}
		}
		if p.word(i+1, "and", "y", "&", "n", "plus", "+", "con", "with", "mas") {
			j := i + 2
			if p.word(j, "one", "1", "uno", "una") && (j+1 >= len(p.toks) || p.tok(j+1).kind == punctToken || p.word(j+1, "on", "for", "this", "other", "mas", "el", "at")) {
				return yes(2, j+1+b2i(p.word(j+1, "other", "mas"))-i) // "me plus one"
			}
			if p.word(j, "my", "mis") {
				j++
			}
			if v, n := p.num(j); n > 0 && v <= 20 && (p.relative(j+n) > 0 || p.word(j+n, "others", "friends", "more", "amigas", "amigos", "mas", "kids", "people", "other", "girlfriends", "sisters", "hermanas", "hermanos") || v >= 2 && p.plural(j+n)) {
				return yes(v+1, j+n+1-i)
			}
			if p.word(i, "me", "i", "yo", "myself") && p.named(j) && !p.word(j-1, "with", "con") && !p.word(i-1, "with", "con") {
				return yes(2, j+1-i) // "me and Kristen"
			}
		}
	}
	if m, n := p.flock(i); n > 0 {
		return m, n
	}
	if r := p.relative(i); (r == 1 && !p.word(i-1, "my", "mi", "your", "her", "his", "su", "tu") || r == 0 && p.named(i) && !p.ownName(i)) && p.word(i+1, "and", "y", "&", "n") && p.word(i+2, "me", "i", "yo", "myself") && !(p.word(i+1, "y") && p.word(i+2, "me")) && !p.word(i-1, "with", "con") && !p.relativeAfter(i+2) {
		return yes(2, 3) // "hubby and me", "Kristen and I"
	}
	if n := p.relative(i + 3); p.word(i, "and", "y") && p.word(i+1, "para", "for") && p.word(i+2, "my", "mi") && n > 0 && p.word(i+3+n, "tambien", "too", "also") {
		return yes(2, 4+n) // "for me on the 17th, and for my sister too"
	}
	if n := p.forBoth(i); n > 0 {
		return yes(2, n)
	}
	j := i
	if p.word(j, "my", "mi") {
		j++
		n := p.relative(j)
		if n > 0 && p.word(j+n, "and", "y", "&", "n") && p.word(j+n+1, "i", "me", "yo", "myself") {
			return yes(2, j+n+2-i)
		}
		if n > 0 && p.word(j+n, "y") && p.word(j+n+1, "un", "una") && p.word(j+n+2, "servidor", "servidora") {
			return yes(2, j+n+3-i) // "mi esposa y un servidor": and I
		}
		if n > 0 && p.word(j+n, "y", "and") && p.word(j+n+1, "para", "for", "pa") && p.word(j+n+2, "mi", "me") {
			return yes(2, j+n+3-i)
		}
		if n > 0 && p.word(j+n, "and", "y", "&", "n") { // "my mom and dad"
			k := j + n + 1
			if p.word(k, "a", "para", "for", "pa") {
				k++
			}
			if p.word(k, "my", "mi") {
				k++
			}
			if l := p.relative(k); l > 0 {
				if p.word(k+l, "and", "y", "&") && p.word(k+l+1, "i", "me", "yo") {
					return yes(3, k+l+2-i)
				}
				return yes(2, k+l-i)
			}
		}
	}
	if n := p.relative(i); n > 0 && !p.word(i-1, "my", "mi") { // "mother-daughter massage"
		k := i + n
		for p.word(k, "-", "and", "&", "/", "y") {
			k++
		}
		if l := p.relative(k); l > 0 && p.massageAt(k+l) {
			return yes(2, k+l-i)
		}
	}
	if p.word(i, "we") && i+1 < len(p.toks) && strings.HasPrefix(p.tok(i).raw, "we") && len(p.tok(i).raw) > 2 { // "we're six"
		if v, n := p.num(i + 1); n > 0 && v >= 2 && v <= 20 && (i+1+n == len(p.toks) || p.tok(i+1+n).kind == punctToken && !p.word(i+1+n, ":") || p.word(i+1+n, "people", "of", "ladies", "girls") || p.plural(i+1+n)) {
			return yes(v, 1+n)
		}
	}
	if p.word(i, "with", "con", "w", "bring", "bringing") {
		j := i + 1
		if p.word(j, "/") {
			j++
		}
		if p.word(j, "my", "mi", "a", "una", "un") {
			j++
			if n := p.relative(j); n > 0 && !p.word(j, "boss") && !p.among(i-1, "dejo deje pelee pele peleada peleado fight fought fighting argued hable hablo hablar talk talked talking spoke vivo live ceno cenar cena dinner lunch almuerzo almorzar comer viajo viaje trip quede quedado reunion brunch discuti rompi termine broke check checked") {
				return yes(2, j+n-i)
			}
		}
	}
	return mention{}, 0
}

// forBoth reads "para ella y para mí", "para mí y para mi hija", "for her and for me", "one for him and me": its tokens.
func (p *parse) forBoth(i int) int {
	if !p.word(i, "para", "pa", "for") {
		return 0
	}
	one := func(j int) (n int, self bool) {
		switch {
		case p.word(j, "mi", "my", "a") && p.relative(j+1) > 0:
			return 1 + p.relative(j+1), false
		case p.word(j, "ella", "el", "her", "him", "usted"):
			return 1, false
		case p.word(j, "mi", "me", "myself"):
			return 1, true
		}
		return 0, false
	}
	a, selfA := one(i + 1)
	j := i + 1 + a
	if a == 0 || !p.word(j, "y", "and", "&", "n") {
		return 0
	}
	j++
	if p.word(j, "para", "pa", "for") {
		j++
	}
	b, selfB := one(j)
	if b == 0 || selfA == selfB {
		return 0
	}
	return j + b - i
}

// oneEach reads "uno para mi esposo y otro para mí", "one for me and one for my sister": its tokens.
func (p *parse) oneEach(i int) int {
	for j := i + 2; j < min(i+7, len(p.toks)); j++ {
		if p.word(j, "y", "and", "&", ",") && p.word(j+1, "otro", "otra", "uno", "una", "one", "another") && p.word(j+2, "para", "pa", "for") {
			k := j + 3
			if p.word(k, "my", "mi", "the", "el", "la") && p.relative(k+1) > 0 {
				return k + 1 + p.relative(k+1) - i
			}
			return k + 1 - i
		}
	}
	return 0
}

// flock reads a number of people of the client's with the client among them: "my two kids and me", "mis tres amigas y yo", "a mi
// prima y a mí", "me, my mom and my aunt".
func (p *parse) flock(i int) (mention, int) {
	j := i
	for p.word(j, "a", "para", "for", "pa") && j < i+1 {
		j++
	}
	if !p.word(j, "my", "mis", "mi", "our") {
		return mention{}, 0
	}
	total, k := 0, j
	for {
		if p.word(k, "a", "para", "for", "pa") && k > j {
			k++
		}
		if total > 0 && p.word(k, "me", "i", "mi", "yo", "myself") && !(p.word(k, "mi") && p.relative(k+1) > 0) {
			if v, n := p.num(k + 3); p.word(k+1, "and", "y", "&") && p.word(k+2, "our", "my", "mis") && n > 0 && p.word(k+3+n, "kids", "boys", "girls", "friends", "daughters", "sons", "hijos", "hijas", "amigas", "amigos") {
				return mention{kind: peopleMention, n: total + 1 + v}, k + 4 + n - i // "my husband and I and our two kids"
			}
			if p.word(k+1, "and", "y", "&") && p.word(k+2, "my", "mi") && p.relative(k+3) > 0 { // "mi mamá y yo y mi tía"
				return mention{kind: peopleMention, n: total + 2}, k + 3 + p.relative(k+3) - i
			}
			return mention{kind: peopleMention, n: total + 1}, k + 1 - i
		}
		if p.word(k, "my", "mis", "mi", "our", "the", "el", "la", "nuestros", "nuestras") {
			k++
		}
		v, n := p.num(k)
		if n == 0 || v > 12 {
			v, n = 1, 0
		}
		r := p.relative(k + n)
		if r == 0 && (n == 0 || !p.word(k+n, "kids", "boys", "girls", "friends", "sisters", "brothers", "daughters", "sons", "amigas", "amigos", "hijos", "hijas", "hermanas", "hermanos", "primas", "primos", "comadres", "companeras", "companeros", "girlfriends", "coworkers", "buddies", "cousins")) {
			return mention{}, 0
		}
		total += v
		k += n + max(r, 1)
		switch {
		case p.word(k, "and", "y", "&", "n", ",", "+", "plus"):
			k++
			if p.word(k, "and", "y", "also", "tambien") {
				k++
			}
		default:
			return mention{}, 0
		}
	}
}

// oneOfEach reports whether two kinds of massage are wanted, one of each: "one deep tissue, one swedish", "uno de piedras y uno sueco".
func (p *parse) oneOfEach() bool {
	n, last := 0, bot.ServiceID("")
	for _, m := range p.ms {
		if m.kind != serviceMention || m.dropped || m.service == last {
			continue
		}
		j := m.from - 1
		for p.word(j, "de", "con", "of") {
			j--
		}
		if p.word(j, "one", "1", "uno", "una", "otro", "otra") {
			n, last = n+1, m.service
		}
	}
	return n == 2
}

// plural reports whether the word at i can be many of somebody: "bridesmaids", "compañeras".
func (p *parse) plural(i int) bool {
	t := p.tok(i)
	return t.kind == wordToken && len(t.text) > 4 && t.text[len(t.text)-1] == 's' && !t.poss && p.unit(i) == 0 && !p.massageAt(i) && len(p.at[i]) == 0 &&
		!p.word(i, "massages", "masajes", "sessions", "sesiones", "times", "veces", "spots", "slots", "appointments", "citas", "turnos", "dollars", "pesos", "dolares", "places", "lugares", "blocks", "miles", "others", "things", "always", "please", "thanks", "gracias", "entonces", "despues", "antes", "blocks", "locales", "options")
}

// named reports whether a first name stands at i.
func (p *parse) named(i int) bool {
	return startsUpper(p.tok(i).raw) && (p.listed(i) || p.namely(i)) && !p.used[min(i, len(p.used)-1)]
}

// relativeAfter reports whether "mi" or "my" at i begins another person: "mami y mi hermana".
func (p *parse) relativeAfter(i int) bool { return p.word(i, "mi", "my") && p.relative(i+1) > 0 }
