package booking

import "strings"

// strayName reads a therapist's name that no rule expects where it stands: the one word of a line in small letters that is
// written with a capital within a sentence and that is no word of either language, no place and nobody of the client's. It
// also reads one in small letters behind the words that ask for a person. It gives nothing where two words could be it.
func (p *parse) strayName() {
	if p.shout || p.has(providerMention) {
		return
	}
	small, large := 0, 0
	for i := range p.toks {
		if t := p.tok(i); t.kind == wordToken && !p.opens(i) && p.skip(i, "wd") == 0 && p.skip(i, "mon") == 0 {
			if startsUpper(t.raw) {
				large++
			} else {
				small++
			}
		}
	}
	at := -1
	for i := range p.toks {
		if p.used[i] || !p.unknown(i) {
			continue
		}
		// "Xiomara was lovely last time" may open a sentence
		if !p.praised(i) && !p.askedPlainly(i) && (!startsUpper(p.tok(i).raw) || p.opens(i) || small < 3*large || len(p.toks) > storyWords || !p.mayBeHers(i)) {
			continue
		}
		if at >= 0 && p.tok(at).text != p.tok(i).text {
			return
		}
		if at < 0 {
			at = i
		}
	}
	if at < 0 {
		return
	}
	m, n := p.nameAt(at, at, false)
	if n == 0 {
		m, n = mention{kind: providerMention, provider: title(p.tok(at).raw)}, 1
	}
	if p.free(at, at+n) {
		m.from, m.to, m.praised = at, at+n, p.praised(at)
		p.add(m)
	}
}

// unknown reports whether the word at i stands in no list and is none that people write in small letters.
func (p *parse) unknown(i int) bool {
	t := p.tok(i)
	if t.kind != wordToken || len(t.text) < 4 || t.poss && !startsUpper(t.raw) || !p.r.lex.names[t.text] && (p.r.lex.known[t.text] || p.r.lex.ordinary(t.text)) || len(p.cue[i]) > 0 || len(p.at[i]) > 0 ||
		p.townAt(i) > 0 || p.relative(i) > 0 || p.massageAt(i) || p.ownName(i) || p.allUpper(i) || p.among(i-1, "with con") && p.among(i-2, "menos excepto salvo not except but") || startsUpper(t.raw) && startsUpper(t.raw[1:]) {
		return false
	}
	_, n := p.longest(p.r.locations, i)
	return n == 0
}

// said returns the token before i that is none of the sounds that people dictate: "with uh, Kaipo".
func (p *parse) said(i int) int {
	j := i - 1
	for p.among(j, "uh um uhm umm er eh like este em mmm hmm pues ahi possible") || p.among(j, ",") && p.among(j-1, "uh um uhm eh er este") {
		j--
	}
	return j
}

// mayBeHers reports whether the words around the capital at i leave it open that it is a therapist's name: it is not the client's,
// nobody's of the client's and no place.
func (p *parse) mayBeHers(i int) bool {
	j := p.said(i)
	switch {
	case p.among(j, "in at from to near on off via by into inside outside through around toward towards past behind across of since del en desde hasta por hacia cerca al entre tras my mi mis our nuestro nuestra his her their su sus your tu this that these an un una some every any each for para pa tell dile digale saludos and y e & n + / plus or o than use used through thru called named watch dear estimado estimada hey sorry oye mira menos except excepto salvo but not no murio died under nombre como tomo puse puso toma taking take mrs mr missus llevo llevar traigo"):
		return p.among(j, "your tu su") && p.among(i+1, "was is did") || p.among(j, "o or") && p.near(i, 4, "with", "con")
	case p.among(j, "the el la los las"):
		return p.among(j-1, "con with") && p.endsAt(i+1)
	case p.among(j, "a"):
		return p.word(p.said(j), "queda", "quedan", "libre", "libres", "prefiero", "quiero", "ver", "pido", "pide", "necesito", "busco", "asigneme", "asignenme", "tocaria", "toca", "elijo", "escojo", "pidan", "pedir", "ponme", "poneme", "pongame", "denme", "dame", "tiene", "tienen")
	case p.among(j, "de"):
		return p.among(j-1, "agenda disponibilidad horario horarios huecos hueco turnos turno horas hora espacios espacio citas cita manos calendario tardes mananas")
	case p.among(j, "dr dra doctor doctora ing lic prof professor coach pastor father padre saint santa san arq mtro mtra judge officer nurse enfermera dona don senora senor senorita sra miss ms"), p.among(j, ".") && p.among(j-1, "dr dra ing lic prof arq mtro mtra sr sra atte"):
		return p.near(i, 4, "with", "con", "tiene", "libre", "esta", "atiende") || p.among(i+1, "tiene esta is has") && p.among(i+2, "libre disponible hueco algo free available anything")
	case p.among(j, "que than"):
		return !p.near(i, 5, "misma", "mismo", "antes", "same") && p.among(i+1, "me pueda este tenga atienda")
	case p.endsThere(i+1) && p.near(i, 6, "gracias", "thanks", "thank", "atentamente", "saludos", "regards", "cheers", "cordialmente", "sincerely"), p.among(i+1, "+ ("):
		return false
	}
	for k := j; k > j-4 && p.relative(k) > 0 || k == j && p.among(k, "llama called is es name"); k-- { // "my son Yadriel", "mi hija se llama Zulay"
		if p.near(k, 3, "my", "mi", "our", "mis", "nuestra", "nuestro", "im", "soy") {
			return false
		}
	}
	if p.near(i, 3, "husband", "wife", "daughter", "son", "esposo", "esposa", "hija", "hijo", "marido", "mama", "mom", "sister", "brother", "hermana", "hermano", "nieta", "nieto", "friend", "amiga", "amigo", "dog", "perro", "gato", "cat") && !p.near(i, 3, "with", "con") {
		return false
	}
	if p.among(i+1, "and y & + n and") && p.among(i+2, "i me yo my mi myself") {
		return false
	}
	if startsUpper(p.tok(i-1).raw) && p.tok(i-1).kind == wordToken && !p.used[i-1] && !p.opens(i-1) || p.among(i+1, "massage massages masaje masajes session sessions sesion therapy terapia treatment facial package special") {
		return false // a surname, a town of two words, "Balinese massage"
	}
	if p.tok(i+1).glued && p.among(i+1, ". - / @ &") && p.tok(i+2).glued || p.among(i-1, "@ # & / \" “ -") && p.tok(i).glued {
		return false
	}
	return !p.among(i+1, "st street ave avenue blvd boulevard rd road drive dr hwy highway mall hospital hotel resort park beach springs lake city county plaza church school university airport station gym center centre club game games concert match festival day weekend card gift app show trip cruise marathon race holiday season style time ad here aqui oil deal voucher coupon again")
}

// praised reports whether the word at i is somebody whose work a client tells of: "Xiomara was very good last time".
func (p *parse) praised(i int) bool {
	if !startsUpper(p.tok(i).raw) && !p.among(i-1, "man lady girl guy that with miss senora senorita muchacho muchacha") || p.relative(i-1) > 0 && p.near(i, 3, "my", "mi", "our") {
		return false
	}
	if p.among(i-1, "atendio trato sobo masajeo") && p.among(i-2, "me nos") {
		return true // "me atendió Casandra la vez pasada"
	}
	return p.among(i+1, "was is were did does has fixed fue es estuvo hizo me") && (p.among(i+2, "great amazing good so very wonderful lovely awesome fantastic excellent incredible magic perfect gentle an the wonders such muy buenisima buenisimo excelente increible maravillosa genial tan la el una un my magical terrific magia") || p.among(i+1, "me") && p.among(i+2, "dejo hizo atendio trato arreglo gusto encanto ayudo"))
}

// askedPlainly reports whether the word at i, in capitals or not, stands behind words that only a person can follow: "with uh
// kaipo", "le quedan a tadeo", "put alaric down for me", "me podría atender nazario", "con la flaca antonella".
func (p *parse) askedPlainly(i int) bool {
	if p.tok(i).kind != wordToken || p.plural(i) && !startsUpper(p.tok(i).raw) {
		return false
	}
	ends := p.personEnds(i + 1)
	j := p.said(i)
	if p.among(j, "with w wit con /") && (j < i-1 || startsUpper(p.tok(i).raw)) && !p.among(j+1, "my mi") {
		return ends
	}
	for k := j; k > max(-1, j-11); k-- { // "con el muchacho nuevo creo que se llama X", "with the new girl uh I think it's X"
		if p.among(k, "with con w wit") {
			return ends && j > k && p.among(j, "miss mister mr ms mrs senora senorita senor sra sr srta llama named called dona don flaca flaco gordita morena moreno rubia rubio guera guero chica chico muchacha muchacho nueva nuevo guy girl lady dude kid joven doctora maestra maestro seno licenciada terapeuta therapist its is maybe name nombre es negra negro china chino masajista")
		}
		if p.among(k, "my mi our im soy") || !p.among(k, "miss mister mr ms mrs senora senorita senor sra sr srta llama named called dona don flaca flaco gordita morena moreno rubia rubio guera guero chica chico muchacha muchacho nueva nuevo new guy girl lady dude kid joven doctora maestra maestro seno licenciada terapeuta therapist its is maybe name nombre es the la el lo that this esa ese creo think i que se her his un una a thats alta alto tall blonde young ya sabe de ojos who nice , . uh um su whats believe guess pienso me parece negra negro china chino masajista older mayor") {
			break
		}
	}
	switch {
	case p.among(j, "a") && (p.among(j-1, "queda quedan") || p.near(j, 3, "queda", "quedan") || p.among(j-1, "libre libres disponible") && p.near(j, 4, "tiene", "tienen")):
		return ends
	case p.among(j, "atender atenderme atienda atiende atendiera atenderia") && (p.near(j+1, 4, "me", "nos", "que", "podria", "puede", "pueda") || p.among(j, "atenderme")):
		return ends && !p.among(i, "alguien ustedes")
	case p.among(i+1, "down") && p.among(i+2, "for") && p.among(j, "put mark pencil"):
		return true
	case p.among(j, "can could will would puede podria podra") && p.among(i+1, "take see do fit squeeze get massage work verme atenderme hacerme recibirme darme me"):
		return p.among(i+2, "me us my") || p.among(i+1, "verme atenderme hacerme recibirme darme")
	}
	return false
}

// personEnds reports whether the words at i may follow a person asked for: a slot, a mark or the end, a politeness.
func (p *parse) personEnds(i int) bool {
	if i >= len(p.toks) || p.tok(i).kind != wordToken || p.used[i] {
		return true
	}
	if _, n := p.oneDay(i); n > 0 {
		return true
	}
	return p.skip(i, "at") > 0 || p.skip(i, "part") > 0 || p.among(i, "on for this next please pls plz if uh um again thanks thx tomorrow today around after before and or either voice el la para este esta por porfa porfis si otra gracias manana hoy como despues antes y o de en que a lol jaja sorry perdon")
}

// among is word with its words in one list, apart by spaces, which the program holds far smaller.
func (p *parse) among(i int, list string) bool {
	if i < 0 || i >= len(p.toks) {
		return false
	}
	w := p.tok(i).text
	for rest := list; rest != ""; {
		var one string
		one, rest, _ = strings.Cut(rest, " ")
		if one == w {
			return true
		}
	}
	return false
}
