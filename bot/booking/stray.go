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
		if !p.praised(i) && !p.askedPlainly(i) && !p.namedPlainly(i) && (!startsUpper(p.tok(i).raw) || p.opens(i) || small < 3*large || len(p.toks) > storyWords || !p.mayBeHers(i)) {
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
	if t.kind != wordToken || len(t.text) < 4 || townlike(t.text) || t.poss && !startsUpper(t.raw) || !p.r.lex.names[t.text] && (p.r.lex.known[t.text] || p.r.lex.ordinary(t.text)) || len(p.cue[i]) > 0 || len(p.at[i]) > 0 ||
		p.townAt(i) > 0 || p.relative(i) > 0 || p.massageAt(i) || p.ownName(i) || p.kinAt(i) || p.among(i-1, "familia family") || p.allUpper(i) || p.among(i-1, "with con") && p.among(i-2, "menos excepto salvo not except but") || startsUpper(t.raw) && startsUpper(t.raw[1:]) {
		return false
	}
	_, n := p.longest(p.r.locations, i)
	return n == 0
}

// townlike reports whether w ends as towns do.
func townlike(w string) bool {
	for _, end := range []string{"ville", "burg", "burgh", "shire", "hurst", "chester"} {
		if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
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

// namedPlainly reports whether a first name of the lists stands at i, in capitals or not, where a therapist's does and the client's own
// does not: at the head of a sentence before a slot or a verb of a therapist's, "tell Obadiah", "switch me over to bronwyn", "don
// Eleuterio", between two slots or at the end of them.
func (p *parse) namedPlainly(i int) bool {
	titled := p.titleBefore(i)
	if !p.listed(i) && !(titled && startsUpper(p.tok(i).raw)) || !startsUpper(p.tok(i).raw) && !p.given(i) && !p.neverWord(i) || p.relative(i) > 0 || p.skip(i, "mon") > 0 || p.townAt(i) > 0 {
		return false
	}
	end := i + 1
	if p.listed(end) && startsUpper(p.tok(end).raw) || p.among(end, "-") && p.tok(end).glued && p.listed(end+1) {
		end += 1 + b2i(p.among(end, "-"))
	}
	next := end // "Wanda. Friday. 3pm."
	if p.among(next, ", . - :") && (i < 2 || p.opens(i)) && next+1 < len(p.toks) && p.used[next+1] {
		next++
	}
	slot := next > end || end < len(p.toks) && (p.used[end] && p.tok(end).kind != punctToken || p.personEnds(end) && p.tok(end).kind == wordToken)
	j := p.said(i)
	switch {
	case p.among(j, "and y & + n e or o no not than menos except excepto salvo but") || p.among(end, "and y & + n e") && !p.asksAfter(end+1), p.someonesAt(i):
		return false
	case p.among(j, "for") && p.among(end, "to"), p.among(j, "para") && p.among(end, "que"):
		return p.among(end+1, "do give see take fit work be squeeze haga de me")
	case p.near(i, 3, "for", "para"):
		return false
	case p.opens(i), p.among(j, ",") && p.among(j-1, "hi hey hello hola ok okay buenas buenos dias tardes noches yo sup please pls porfa yes si actually and y so pues mira oye oiga disculpe disculpa"):
		return slot || p.verbOfHers(end)
	case p.among(j, ",") && p.among(end, ",") && p.used[max(0, j-1)] && p.has(dayMention):
		return true
	case p.among(j, "a") && (p.among(j-1, "pidele pidale pideselo pregunta preguntale diganle dile digale avisale avisenle") || p.among(j-1, ",") && p.near(j, 7, "quiero", "prefiero", "dame", "quisiera", "misma", "mismo")):
		return p.among(end, "que si por porfa") || slot || p.endsAt(end)
	case p.among(j, "tell dile digale diganle avisale avisen let ask pregunta preguntale"):
		return !p.among(end, "hi hello thanks that thank gracias hola happy") || p.among(end, "that") && p.among(end+1, "i im id")
	case titled:
		return p.personEnds(end) || p.verbOfHers(end)
	case p.among(j, "to a con x") && (p.among(j-1, "over back") || p.near(j, 7, "switch", "change", "swap", "move", "reassign", "transfer", "give", "assign", "cambia", "cambiame", "cambieme", "cambien", "cambienme", "pasa", "pasame", "paseme", "pasenme", "asigname", "asigneme", "asignenme", "cambiar", "pasar", "cambio", "mueve", "mueveme")):
		return p.personEnds(end)
	case p.among(j, "to") && p.among(j-1, "it going get come back") && p.near(j, 5, "make", "wont", "cant", "get", "going", "come", "go"):
		return p.personEnds(end)
	case p.among(j, "by from") && p.among(j-1, "massage session done tissue swedish cupping appointment"), p.among(j, "de") && p.among(j-1, "manos"):
		return p.personEnds(end)
	case p.used[max(i-1, 0)] && i > 0 && p.tok(i-1).kind != punctToken || p.among(i-1, ", -"):
		return p.has(dayMention) && (slot || end >= len(p.toks) || p.tok(end).kind == punctToken && !p.endsThere(end))
	}
	return false
}

// someonesAt reports whether the words before i make the name there the client's own or that of somebody of the client's.
func (p *parse) someonesAt(i int) bool {
	if p.near(i, 3, "nombre", "name", "llamo", "soy", "im", "this", "here", "aqui", "habla") || p.among(i-1, "familia family") || p.titleBefore(i) && p.near(i, 6, "this", "soy", "habla", "parte", "behalf", "im", "saluda", "escribe", "escribo", "llama") || p.tok(i).poss && !p.among(i+1, "openings availability schedule next first calendar hands book books list table roster") {
		return true
	}
	if p.kinAt(i) {
		return true
	}
	for k := max(0, i-3); k < i; k++ {
		if p.among(k, "my mi our mis") && !p.among(k+1, "therapist terapeuta masajista masseuse appointment appt apt massage masaje session sesion cita turno reserva booking hora usual provider") {
			return true
		}
	}
	return false
}

// kinAt reports whether somebody of the client's is named at i: "for my mother in law Beverly".
func (p *parse) kinAt(i int) bool {
	for k := max(0, i-4); k < i; k++ {
		if n := p.relative(k); n > 0 && p.among(k-1, "my mi our mis") && (k+n == i || p.among(k+n, "in - ,") && !p.used[i-1]) {
			return true
		}
	}
	return false
}

// titleBefore reports whether "don", "Ms." or another title stands before the name at i.
func (p *parse) titleBefore(i int) bool {
	j := i - 1
	if p.among(j, ".") {
		j--
	}
	return p.among(j, "sr sra srta mr mrs ms dr dra") || j == i-1 && p.among(j, "don dona senor senora senorita maestro maestra miss mister doctor doctora") && !(p.among(j, "don") && startsUpper(p.tok(j).raw) && !p.opens(j))
}

// neverWord reports whether the word at i is a first name of the short lists that is hardly ever written small for anything else.
func (p *parse) neverWord(i int) bool {
	t := p.tok(i).text
	return len(t) >= 4 && p.r.lex.names[t] && !p.among(i, "abril alana alba amado amber amparo angel azucena benito bill billy bonita brad brandy bruno camilo carmen carol celeste chad chucho clara concha consuelo cora crystal dale dawn dean diego ebony estela facundo francisco frank gloria grace harry heather hector holly jack jada jade jasmine john jose josh jasmin juliana lena lily linda lucas lucia luna marcelino marina martin mason mauro maya mercedes miranda nick noel norma paco patricio patsy patty penny pepa pepe perla pilar ramiro randy rhea rick rita robin rocio rosa rosario rose rosemary rosita rosy salvador sandy santiago sara savannah serena serge sherry tanner tara terry tina trina valentina vera victor victoria vidal virginia warren will zara april june mark luis jesus luis joy hope faith beth jean gene ivan olga nana mama lola dolores reyes cruz santos abby holly summer")
}

// verbOfHers reports whether the words at i say what a therapist does: "has anything", "me puede dar", "trabaja", "does it best".
func (p *parse) verbOfHers(i int) bool {
	switch {
	case p.among(i, "can could will would does did has is works was had gives gave puede podria podra tiene esta estara trabaja viene atiende hace da atendera tendra anda"):
		return !p.among(i+1, "not going to coming sick late home mine lost moving leaving")
	case p.among(i, "you u") && p.among(i+1, "free available in working around there"), p.among(i, "told said says dijo") && p.among(i+1, "me to que i"):
		return true
	case p.among(i, "me nos"):
		return p.among(i+1, "puede podria podra atiende atendio hace hizo da dio toca gusta encanta cae dejo trata trato atendera dara hara sobo atienda pueda")
	case p.among(i, "if si") && p.among(i+1, "possible available free he she hes shes theyre puede esta se"):
		return true
	}
	return p.among(i, "again please pls porfa preferably preferred por de available free working libre disponible does")
}

// asksAfter reports whether a new wish begins at i: "Obadiah and make it 60 minutes".
func (p *parse) asksAfter(i int) bool {
	return len(p.tok(i).text) > 0 && (p.cueAt(i, "book") || p.cueAt(i, "offer") || p.cueAt(i, "want"))
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
