package booking

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// provider reads the therapist asked for: one of the practice anywhere, another name after a word that asks for a person.
func (p *parse) provider(i int) (mention, int) {
	if c, n := p.longest(p.r.therapists, i); n > 0 && !p.ownName(i) {
		return mention{kind: providerMention, provider: c.provider}, n
	}
	j := i
	switch {
	case p.word(i, "with", "con") && p.word(i-1, "menos", "excepto", "salvo", "not", "except", "but"):
		return mention{}, 0
	case p.word(i, "with", "con", "w", "wit", "wth", "c"):
		j++
		if p.word(j, "/") {
			j++
		}
		if p.word(i, "c") && j == i+1 {
			return mention{}, 0
		}
		if p.word(j, "therapist", "terapeuta", "la", "el", "miss", "ms", "mr", "mrs", "dr", "dra", "doctor", "doctora", "senora", "sra", "sr", "the", "dona", "senorita", "srta", "maestra", "maestro", "my", "mi", "your", "tu", "su") || p.word(j, "don") && !startsUpper(p.tok(j).raw) {
			j++
			for p.word(j, "terapeuta", "therapist", "senora", "senor", "masajista", "dona", "senorita", "chica", "muchacha", "muchacho", "chico", "girl", "guy", "lady", "dr", "dra", ".", "named", "called", "buddy", "esa", "ese", "aquella", "nueva", "nuevo", "new", "morena", "rubia", "llamada", "llamado", "tall", "blonde", "nice", "alta", "alto", "bajita", "joven", "mayor") && (p.relative(j) == 0 || p.word(i+1, "la", "el", "the") && (startsUpper(p.tok(j+1).raw) || p.word(j+1, "esa", "ese", "nueva", "nuevo", "aquella") && startsUpper(p.tok(j+2).raw))) || p.word(j, ".") && p.word(j-1, "dr", "mr", "mrs", "ms", "sr", "sra", "dra") {
				j++
			}
		}
		return p.nameAt(i, j, false)
	case p.word(i, ":", "-") && p.word(i-1, "therapist", "provider", "terapeuta", "masajista", "with", "con", "masseuse") && startsUpper(p.tok(i+1).raw):
		return p.nameAt(i, i+1, false)
	case p.word(i, "can", "could", "will", "would", "does", "is") && p.word(i+2, "do", "fit", "see", "squeeze", "take", "give", "work", "working", "free", "available") && p.strange(i+1):
		return mention{kind: providerMention, provider: title(p.tok(i + 1).raw)}, 2
	case p.word(i, "has", "have") && p.word(i+2, "got") && p.strange(i+1):
		return p.nameAt(i, i+1, p.relative(i+1) > 0)
	case p.asksByName(i):
		return p.nameAt(i, i+1, true)
	case p.word(i, "can", "could", "will", "would", "puede", "podria") && p.word(i+2, "do", "fit", "see", "take", "give", "squeeze", "hacer", "hacerme", "atenderme", "darme"):
		return p.nameAt(i, i+1, true)
	case p.word(i, "preferably", "ideally", "hopefully", "maybe", "either", "preferiblemente", "ojala"):
		return p.nameAt(i, i+1, true)
	case p.word(i, ",") && i+1 < len(p.toks) && startsUpper(p.tok(i+1).raw) && p.word(i+2, "if", "would", "or", "preferred", "preferably", "si"):
		return p.nameAt(i, i+1, true) // "4pm, Sofia if she's in"
	case p.word(i, "libre", "disponible") && p.word(i-1, "esta", "estara") && i+1 < len(p.toks) && startsUpper(p.tok(i+1).raw):
		return p.nameAt(i, i+1, false)
	case p.word(i, "will", "would", "could", "can", "is", "does", "puede", "podra", "esta", "estara", "trabaja", "viene", "atiende") && i+1 < len(p.toks) && startsUpper(p.tok(i+1).raw) && p.word(i+2, "be", "in", "on", "working", "available", "free", "around", "have", "work", "there", "el", "este", "manana", "hoy", "libre", "disponible"):
		return p.nameAt(i, i+1, false) // "will Marcus be working"
	case p.word(i, "see", "ver", "fuera", "sea", "atienda", "toque") && i+1 < len(p.toks) && startsUpper(p.tok(i+1).raw) && !p.allUpper(i):
		return p.nameAt(i, i+1, false) // "I need to see Alma", "que fuera Brenda"
	case p.word(i, "es", "is") && i+1 < len(p.toks) && startsUpper(p.tok(i+1).raw) && (p.near(i, 3, "terapeuta", "masajista", "therapist", "masseuse", "masseur", "person", "favorite", "favorita")):
		return p.nameAt(i, i+1, false) // "mi terapeuta siempre es Ofelia"
	case p.word(i, ",") && i+1 < len(p.toks) && startsUpper(p.tok(i+1).raw) && p.near(i, 4, "muchacho", "muchacha", "chica", "chico", "guy", "girl", "lady", "senor", "senora", "therapist", "terapeuta", "masajista") && p.near(i, 6, "con", "with", "w"):
		return p.nameAt(i, i+1, false) // "con el muchacho nuevo, Kelvin"
	case p.word(i, ",", ".") && i+1 < len(p.toks) && startsUpper(p.tok(i+1).raw) && p.word(i+2, "if", "si") && p.word(i+3, "hes", "shes", "he", "she", "theyre", "possible", "available", "free", "in", "esta", "puede", "se", "is"):
		return p.nameAt(i, i+1, false) // "Gregor if he's there"
	case p.word(i, "libre", "disponible", "free", "available", "see", "seeing", "request", "requesting", "therapist", "terapeuta", "masajista", "does", "do", "is", "ver", "esta", "tiene", "get", "have", "prefer", "want", "book", "reservar", "has", "s"):
		return p.nameAt(i, i+1, true)
	case p.word(i, "sea", "whens", "can", "could") && (p.word(i-1, "que") || p.word(i, "whens") || p.word(i+2, "take", "do", "see", "fit", "squeeze", "work")):
		return p.nameAt(i, i+1, true) // "y que sea Ana", "can Wanda take me"
	case p.word(i, ",") && i+1 < len(p.toks) && startsUpper(p.tok(i+1).raw) && p.endsThere(i+2) && p.has(dayMention):
		return p.nameAt(i, i+1, true) // "Friday 4pm, Ana"
	case p.word(i, "ask", "asking") && p.word(i+1, "for"):
		return p.nameAt(i, i+2, true)
	}
	if p.nameStands(i) || p.betweenSlots(i) {
		return p.nameAt(i, i, false)
	}
	// "Maria's openings", "Ana tiene hueco", "Maria available"
	if (p.listed(i) || p.tok(i).poss && p.namely(i)) && (p.tok(i).poss && p.word(i+1, "openings", "availability", "schedule", "next", "first", "calendar", "book", "books", "list", "table", "roster") || p.word(i+1, "again", "available", "free", "have", "has", "tiene", "esta", "disponible", "trabaja", "libre")) && !p.ownName(i) {
		return p.nameAt(i, i, true)
	}
	return mention{}, 0
}

// nameStands reports whether the word at i can only be a name by where it stands: before "is free", alone between two commas of a
// line of slots, or first in such a line.
func (p *parse) nameStands(i int) bool {
	t := p.tok(i)
	if t.kind != wordToken || len(t.text) < 3 || !startsUpper(t.raw) && !p.word(i-1, "is", "esta", "estara", "libre", "libres", "disponible", "es", "want") {
		return false
	}
	if p.ownName(i) || p.relative(i) > 0 || townlike(t.text) {
		return false
	}
	listed := p.listed(i)
	if !listed && p.allUpper(i) && len(t.text) < 5 {
		return false // "T. Kowalczyk, CPA"
	}
	if !listed && (p.r.lex.known[t.text] || len(p.cue[i]) > 0 || len(p.at[i]) > 0) {
		return false
	}
	works := func(j int) bool {
		return p.word(j, "esta", "estara", "atiende", "trabaja", "viene", "puede") && p.word(j+1, "libre", "disponible", "el", "este", "hoy", "manana", "ocupada", "ocupado") ||
			p.word(j, "tiene", "tendra", "has", "have") && (p.word(j+1, "hueco", "huecos", "algo", "espacio", "lugar", "cita", "citas", "turno", "horas", "hora", "disponibilidad", "libre", "anything", "something", "any", "space", "room", "openings", "time") || p.skip(j+1, "wd") > 0) ||
			p.word(j, "me") && p.word(j+1, "atiende", "atendio", "toca", "da", "dio", "hace") || p.word(j, "is", "would", "please", "preferred") && p.word(j+1, "preferred", "best", "fine", "great", "my")
	}
	if p.word(i-1, "is", "esta", "estara", "libre", "libres", "disponible", "es", "want") && (p.word(i+1, "free", "available", "in", "working", "around", "libre", "disponible", "the", "on", "the") || p.endsAt(i+1)) {
		return listed || p.word(i+1, "free", "available", "working", "around", "libre", "disponible") || p.word(i-1, "libres", "libre") && startsUpper(t.raw)
	}
	if !startsUpper(t.raw) || p.shout {
		return false
	}
	first := i == 0 || p.word(i-1, "¿", "¡") || p.word(i-1, ".", ",", "!", "?") && works(i+1)
	switch {
	case first && works(i+1):
		return true
	case first && p.word(i+1, ",") && (p.skip(i+2, "wd") > 0 || p.skip(i+2, "today") > 0 || p.skip(i+2, "tomorrow") > 0 || p.skip(i+2, "manana") > 0 || p.tok(i+2).kind == numberToken):
		return true
	case first && p.skip(i+1, "wd") > 0:
		return true
	}
	return !first && p.word(i-1, ",") && (p.word(i+1, ",") || p.endsAt(i+1)) && p.has(dayMention)
}

// listed reports whether the word at i is a first name of the lists.
func (p *parse) listed(i int) bool {
	t := p.tok(i)
	text := fold(withoutPossessive(t.raw))
	return t.kind == wordToken && (p.r.lex.names[text] || p.r.lex.capital[text] && startsUpper(t.raw) && !p.shout && !p.opens(i) || p.given(i))
}

// withoutPossessive is a word as written, without the 's of "Maria's".
func withoutPossessive(raw string) string {
	return strings.TrimSuffix(strings.TrimSuffix(raw, "'s"), "’s")
}

// given reports whether the word at i is one of the many first names that are no word of either language.
func (p *parse) given(i int) bool {
	t := p.tok(i)
	if t.kind != wordToken || len(t.text) < 4 && (!startsUpper(t.raw) || p.shout) || p.r.lex.known[t.text] || len(p.at[i]) > 0 || len(p.cue[i]) > 0 {
		return false
	}
	text := fold(withoutPossessive(t.raw))
	return p.r.lex.given.has(text) && !p.r.lex.ordinary(text) && p.townAt(i) == 0
}

// namely reports whether the word at i is written as a name within a sentence and is no word that knead knows.
func (p *parse) namely(i int) bool {
	t := p.tok(i)
	return t.kind == wordToken && len(t.text) >= 3 && startsUpper(t.raw) && !p.shout && !p.allUpper(i) && !p.opens(i) && !p.r.lex.known[t.text] && !p.r.lex.ordinary(t.text) &&
		len(p.cue[i]) == 0 && len(p.at[i]) == 0 && p.townAt(i) == 0 &&
		!p.word(i+1, "massage", "massages", "masaje", "masajes", "session", "sessions", "sesion", "therapy", "terapia", "treatment", "tratamiento", "facial", "package", "special")
}

// strange reports whether the word at i, in small letters, is none that knead knows: where a person has to stand it is a name.
func (p *parse) strange(i int) bool {
	t := p.tok(i)
	return t.kind == wordToken && len(t.text) >= 4 && !t.poss && !p.r.lex.known[t.text] && !p.r.lex.ordinary(t.text) && len(p.cue[i]) == 0 && len(p.at[i]) == 0 && p.relative(i) == 0 && !p.massageAt(i) &&
		!p.word(i, "somebody", "someone", "anybody", "anyone", "yall", "guys", "everyone", "everybody", "that", "this", "there", "they", "these", "those", "alguien", "ustedes", "nobody", "people", "staff", "therapist", "therapists", "girl", "lady", "what", "your", "both", "parking", "everything", "something", "anything", "nothing", "place", "store", "shop", "owner", "orlando", "longwood", "which", "either", "still", "usually", "really", "ever", "even", "also", "just", "then", "only", "massage")
}

// opens reports whether the word at i begins a sentence, where every word has a capital.
func (p *parse) opens(i int) bool { return i == 0 || p.word(i-1, ".", "!", "?", "¿", "¡", ":") }

// asksByName reports whether the word at i is one after which a person is asked for by name: "give me Tomasz", "si está Nerea".
func (p *parse) asksByName(i int) bool {
	if !startsUpper(p.tok(i+1).raw) && !p.given(i+1) && !p.neverWord(i+1) {
		return false
	}
	switch {
	case p.word(i, "me", "us") && p.word(i-1, "give", "get", "gimme", "assign", "send"):
		return true
	case p.word(i, "it", "that") && p.word(i-1, "make", "do") && (p.word(i+2, ",", "for", "at", "on", "please", "again") || p.endsAt(i+2)):
		return true
	case p.word(i, "put", "have", "get", "want", "keep") && p.word(i+2, "with", "do", "again", "please", "to", "if", "on", "for"):
		return true
	case p.word(i, "if", "si") && (p.tok(i+1).poss || p.word(i+2, "is", "s", "isnt", "can", "could", "has", "works", "will", "would", "may", "comes", "puede", "pudiera", "podria", "esta", "estuviera", "trabaja", "tiene", "viene", "anda", "atiende", "does", "happens")):
		return true
	case p.word(i, "esta", "anda", "viene", "puede", "estara", "trabaja") && p.word(i-1, "si", "que", "dias", "hora", "horas", "cuando", "dia", "¿"):
		return true
	case p.word(i, "a") && p.word(i-1, "prefiero", "prefiere", "prefieren", "preferimos", "quiero", "dame", "deme", "denme", "ponme", "pidame", "pideme", "preferiria", "quisiera", "pido", "necesito", "busco", "solicito", "asigname", "asignenme", "pongame", "ver"):
		return true
	case p.word(i, "este", "venga", "haya", "tenga") && p.word(i-1, "que") && startsUpper(p.tok(i+1).raw):
		return true // "y que esté Casilda"
	case p.word(i, "la", "el") && p.word(i-1, "a") && p.word(i-2, "prefiero", "quiero", "dame", "deme", "ponme", "preferiria", "quisiera"):
		return true
	case p.word(i, "like", "love", "prefer", "rather", "need", "only", "solo", "solamente", "asking", "for") && p.word(i+2, "for", "please", "again", "on", "at", "if", "porfa", "por", "to") && !(p.word(i, "for") && !p.word(i-1, "ask", "asking", "looking", "hoping")):
		return true
	case p.word(i, "de") && p.word(i-1, "agenda", "disponibilidad", "horario", "huecos", "horarios", "turnos", "horas"):
		return true
	}
	return false
}

// betweenSlots reports whether a name alone fills the gap between two marks or slots: "sat 10am Oksana if possible", "Deep tissue,
// Wendell, next Tuesday".
func (p *parse) betweenSlots(i int) bool {
	t := p.tok(i)
	if t.kind != wordToken || !startsUpper(t.raw) || p.shout || i == 0 || p.used[i-1] && p.tok(i-1).kind == punctToken || !p.listed(i) && !p.namely(i) || p.ownName(i) || p.relative(i) > 0 || p.skip(i, "mon") > 0 {
		return false
	}
	if !p.has(dayMention) && !p.has(clockMention) && !p.has(serviceMention) && !p.has(lengthMention) {
		return false
	}
	left := p.word(i-1, ",", "-", "/") || p.used[i-1] && !(p.ms[len(p.ms)-1].kind == peopleMention)
	if !left {
		return false
	}
	if p.word(i+1, ",", "-", "/", "please", "pls", "plz", "if", "si", "porfa", "preferred", "preferably", "again") || p.endsThere(i+1) || p.word(i+1, "por") && p.word(i+2, "favor") {
		return true
	}
	_, n := p.oneDay(i + 1)
	_, k := p.num(i + 1)
	return n > 0 || k > 0 || p.skip(i+1, "at") > 0 && p.used[i-1]
}

// near reports whether one of ws stands among the n tokens before i.
func (p *parse) near(i, n int, ws ...string) bool {
	for j := max(0, i-n); j < i; j++ {
		if p.word(j, ws...) {
			return true
		}
	}
	return false
}

// allUpper reports whether the words around token i are all written in capitals, which then say nothing.
func (p *parse) allUpper(i int) bool {
	raw := p.tok(i).raw
	return strings.ToUpper(raw) == raw && len(raw) > 1
}

// herName is the therapist named before whom a line then calls her or him: "tell Rosa hi and book me with her".
func (p *parse) herName() string {
	for i := range p.toks {
		if !p.word(i, "with", "w", "con") || !p.word(i+1, "her", "him", "ella", "el", "them") || p.word(i+1, "el") && i+2 < len(p.toks) && p.tok(i+2).kind == wordToken {
			continue
		}
		for j := i - 1; j >= 0; j-- {
			if p.listed(j) && startsUpper(p.tok(j).raw) && !p.ownName(j) && p.skip(j, "mon") == 0 {
				return title(withoutPossessive(p.tok(j).raw))
			}
		}
	}
	return ""
}

// endsThere reports whether the line, or its sentence, ends at token i.
func (p *parse) endsThere(i int) bool {
	return i >= len(p.toks) || p.tok(i).kind == punctToken && i+1 >= len(p.toks)
}

// ownName reports whether the name at i is the client's own: "this is Rob", "Rob here", "thanks, Karen".
func (p *parse) ownName(i int) bool {
	if p.word(i+1, "here", "aqui", "speaking") || p.word(i-1, "habla", "aqui", "speaking", "saluda", "escribe") && !p.word(i-2, "quien") ||
		p.word(i-1, "de") && p.word(i-2, "parte") || p.word(i-1, "of") && p.word(i-2, "behalf") {
		return true
	}
	if p.word(i-1, ",", "-", "–", "—", "!", ".") && (p.endsThere(i+1) || startsUpper(p.tok(i+1).raw) && p.tok(i+1).kind == wordToken && p.endsThere(i+2)) && (p.word(i-2, "mi", "me", "myself", "yo") || p.word(i-1, "-", "–", "—") && !p.tok(i-1).glued || p.word(i-2, "thanks", "thx", "gracias", "saludos", "ty", "regards", "best", "cheers", "love", "besos", "abrazos", "you", "much", "atentamente", "bendiciones")) {
		return true
	}
	if p.word(i-1, "me", "yo") && p.word(i-2, "is", "its", "soy", "it", "s") {
		return true // "is me Brandon again"
	}
	return p.word(i-1, "im", "soy", "llamo", "name", "its", "dear") || p.word(i-1, "am") && p.word(i-2, "i") || p.word(i-1, "is") && p.word(i-2, "name", "this", "it") || p.word(i-1, "es", "s") && p.word(i-2, "nombre", "name") || p.word(i-1, "hi", "hello", "hey", "hola", "thanks", "gracias")
}

// nameAt reads a first name at j, and a second one in capitals. sure asks for a name from the list; without it any unknown
// word will do that is written as a name or that is none that people use.
func (p *parse) nameAt(i, j int, sure bool) (mention, int) {
	if j >= len(p.toks) || p.tok(j).kind != wordToken || len(p.tok(j).text) < 2 {
		return mention{}, 0
	}
	if c, n := p.longest(p.r.therapists, j); n > 0 {
		return mention{kind: providerMention, provider: c.provider}, j + n - i
	}
	if p.titleBefore(j+1) && startsUpper(p.tok(j+1).raw) { // "libre don Eleuterio"
		j++
	} else if p.titleBefore(j+2) && p.among(j+1, ".") && startsUpper(p.tok(j+2).raw) {
		j += 2
	}
	if p.titleBefore(j) && p.someonesAt(j) || p.kinAt(j) {
		return mention{}, 0
	}
	t := p.tok(j)
	listed := p.listed(j)
	capital := startsUpper(t.raw)
	if sure && !listed && !p.namely(j) || p.ownName(j) || p.relative(j-1) > 0 && p.word(j-2, "my", "mi", "our", "a") && !p.word(j-2, "a") {
		return mention{}, 0
	}
	if !listed && (!capital && (sure || !p.bareName(j)) || p.r.lex.known[t.text] && !(capital && p.titleBefore(j)) || p.shout || p.townAt(j) > 0 && !p.word(j-1, "with", "con", "w")) {
		return mention{}, 0
	}
	if sure && p.word(j, "may", "april", "june", "will", "mark", "art", "sun", "grace", "joy", "luna", "mar", "jose") && !capital {
		return mention{}, 0
	}
	if _, n := p.longest(p.r.services, j); n > 0 {
		return mention{}, 0
	}
	if _, n := p.longest(p.r.locations, j); n > 0 {
		return mention{}, 0
	}
	if p.word(j, "jose", "mateo", "francisco", "diego", "antonio") && p.word(j-1, "san") {
		return mention{}, 0
	}
	name := title(withoutPossessive(t.raw))
	n := j + 1
	if capital && n < len(p.toks) && p.tok(n).kind == wordToken && startsUpper(p.tok(n).raw) && !p.shout && (!p.r.lex.known[p.tok(n).text] || p.r.lex.names[p.tok(n).text]) && p.skip(n, "wd") == 0 && p.skip(n, "mon") == 0 {
		if _, k := p.longest(p.r.locations, n); k == 0 {
			name += " " + title(p.tok(n).raw)
			n++
		}
	}
	return mention{kind: providerMention, provider: name}, n - i
}

// allCapitals reports whether the line is all capitals, which then say nothing.
func allCapitals(toks []token) bool {
	for _, t := range toks {
		if t.kind == wordToken && strings.ToUpper(t.raw) != t.raw {
			return false
		}
	}
	return true
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func title(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	rest := s[n:]
	if strings.ToUpper(s) == s {
		rest = strings.ToLower(rest)
	}
	return string(unicode.ToUpper(r)) + rest
}

// bareName reports whether an unknown word in small letters behind "with" can only be a name: a slot or the end follows it.
func (p *parse) bareName(j int) bool {
	t := p.tok(j).text
	if len(t) < 3 || p.r.lex.known[t] || p.relative(j) > 0 || p.among(j-1, "el la los las the my mi your tu su his her") && !p.listed(j) || p.near(j, 4, "puedo", "aguanto", "deal", "cope") ||
		!p.listed(j) && p.word(j-2, "ando", "anda", "estoy", "esta", "estamos", "sigo", "amaneci", "quede", "vengo", "im", "still", "down", "home", "sick") {
		return false // "no puedo con el cuello"
	}
	if t[len(t)-1] == 's' { // a plural, but before a day
		_, n := p.oneDay(j + 1)
		return n > 0 && p.tok(j+1).kind == wordToken
	}
	if j+1 >= len(p.toks) || p.tok(j+1).kind == numberToken || p.word(j+1, "on", "at", "@", "el", "a", "this", "next", "for", "para", "please", "pls", "plz", "porfa", "thanks", "porfis") {
		return true
	}
	_, n := p.oneDay(j + 1)
	return n > 0
}
