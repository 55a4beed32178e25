package knowledge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/spanish"
	"golang.org/x/text/unicode/norm"

	"knead/bot"
)

// A token is a word of a question or passage.
type token struct {
	raw  string // lower case without accents and apostrophes
	stem string
	bare string // raw without a plural's ending: what short words are compared by, whose stems say too little
	kind wordKind
}

// A wordKind says how much a word can say about a topic.
type wordKind uint8

const (
	contentWord  wordKind = iota
	functionWord          // indexed and compared (how, when, not …), but names no topic
	stopWord              // dropped
)

// A lingo analyses one language. Passages, questions and thesaurus go through the same one, so that words meet.
type lingo struct {
	lang  bot.Lang
	kinds map[string]wordKind
	stem  func(string) string
	memo  map[string]token   // words met while a shelf is built; nil afterwards, when several goroutines read
	texts map[string][]token // short texts met meanwhile: a question is read several times
}

// newLingo returns the analyser for l; a language without a stemmer of its own is matched word for word.
func newLingo(l bot.Lang) *lingo {
	g := &lingo{lang: l, kinds: map[string]wordKind{}, stem: func(s string) string { return s }}
	var stop, function string
	switch l {
	case bot.English:
		g.stem, stop, function = stemEnglish, stopEnglish, functionEnglish
	case bot.Spanish:
		g.stem, stop, function = stemSpanish, stopSpanish, functionSpanish
	default:
	}
	for w := range strings.FieldsSeq(function) {
		g.kinds[w] = functionWord
	}
	for w := range strings.FieldsSeq(stop) {
		g.kinds[w] = stopWord
	}
	return g
}

// maxTokens bounds how much of a question is read; what comes later decides nothing.
const maxTokens = 400

// memoText is up to how many bytes a text is remembered while a shelf is built.
const memoText = 300

// tokens cuts text into words.
// The result may be shared: it is not to be changed.
func (g *lingo) tokens(text string) []token {
	short := g.memo != nil && len(text) <= memoText
	if toks, met := g.texts[text]; short && met {
		return toks
	}
	ws := words(text)
	out := make([]token, len(ws))
	for i, w := range ws {
		out[i] = g.token(w)
	}
	if short {
		g.texts[text] = out
	}
	return out
}

func (g *lingo) token(raw string) token {
	if g.memo == nil {
		return g.analyse(raw)
	}
	t, met := g.memo[raw]
	if !met {
		t = g.analyse(raw)
		g.memo[raw] = t
	}
	return t
}

// analyse makes the token of a word.
func (g *lingo) analyse(raw string) token {
	if g.lang == bot.English && isPronoun(strings.TrimSuffix(raw, "s")) && g.kinds[raw] == functionWord {
		raw = strings.TrimSuffix(raw, "s") // whats, hows, whos
	}
	t := token{raw: raw, stem: g.stem(raw), bare: singular(raw), kind: g.kinds[raw]}
	if t.kind == contentWord && len(raw) == 1 && unicode.IsLetter(rune(raw[0])) {
		t.kind = stopWord // "r u", "shoulders n neck"
	}
	return t
}

// singular cuts a plural's ending off a word, in either language.
func singular(w string) string {
	if base, ok := strings.CutSuffix(w, "es"); ok && len(base) >= 4 {
		return base
	}
	if base, ok := strings.CutSuffix(w, "s"); ok && len(base) >= 3 && !strings.HasSuffix(base, "s") {
		return base
	}
	return w
}

// stems returns the stems of text's words that are not dropped.
func (g *lingo) stems(text string) []string { return stemsOf(g.tokens(text)) }

func stemsOf(toks []token) []string {
	out := make([]string, 0, len(toks))
	for _, t := range toks {
		if t.kind != stopWord {
			out = append(out, t.stem)
		}
	}
	return out
}

// words returns text's words in lower case without accents. An apostrophe joins (dont, whats); "$" and "€" are words.
// A letter that stands three times or more in a row is somebody's emphasis and is taken once.
func words(text string) []string {
	var out []string
	var b []rune
	flush := func() {
		if len(b) > 0 {
			out = append(out, unpossess(string(b)))
			b = b[:0]
		}
	}
	if !isASCII(text) {
		text = norm.NFKD.String(text)
	}
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
			continue
		case r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´':
			if len(b) > 0 {
				b = append(b, '\'')
			}
			continue
		case r == '$' || r == '€':
			flush()
			out = append(out, string(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			r = unicode.ToLower(r)
			if n := len(b); n > 0 && unicode.IsDigit(b[n-1]) != unicode.IsDigit(r) && !unicode.IsDigit(b[n-1]) {
				flush()
			}
			b = append(b, r)
		default:
			flush()
		}
		if len(out) >= maxTokens {
			return out
		}
	}
	flush()
	return out
}

// unpossess drops apostrophes, a possessive 's, and letters repeated for emphasis.
func unpossess(w string) string {
	if isPlain(w) {
		return w
	}
	switch base, found := strings.CutSuffix(w, "'s"); {
	case found && isPronoun(base):
		w = base + "s"
	case found:
		w = base
	}
	w = strings.ReplaceAll(w, "'", "")
	var b strings.Builder
	rs := []rune(w)
	for i := 0; i < len(rs); i++ {
		j := i
		for j < len(rs) && rs[j] == rs[i] {
			j++
		}
		n := j - i
		if n >= 3 && unicode.IsLetter(rs[i]) {
			n = 1
		}
		for range n {
			b.WriteRune(rs[i])
		}
		i = j - 1
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isPlain reports whether w has neither an apostrophe nor a letter three times in a row, nor anything beyond ASCII.
func isPlain(w string) bool {
	for i := range len(w) {
		if w[i] == '\'' || w[i] >= utf8.RuneSelf || i > 1 && w[i] == w[i-1] && w[i] == w[i-2] {
			return false
		}
	}
	return true
}

// isPronoun reports whether 's after w is a verb, so that "what's" becomes the function word "whats".
func isPronoun(w string) bool {
	switch w {
	case "what", "it", "that", "how", "who", "where", "when", "there", "here", "he", "she", "let", "why":
		return true
	}
	return false
}

// stemEnglish is the Snowball stemmer, which leaves superlatives alone; "softest" is to meet "soft".
func stemEnglish(w string) string {
	if base, ok := strings.CutSuffix(w, "est"); ok && len(base) >= 4 && !strings.HasSuffix(base, "r") && !strings.HasSuffix(base, "g") {
		w = base
	}
	env := snowballstem.NewEnv(w)
	english.Stem(env)
	return env.Current()
}

// stemSpanish is the Snowball stemmer after the endings whose accents folding took away: ayudaría, ayudará.
func stemSpanish(w string) string {
	if len(w) >= 7 {
		for _, end := range []string{"iamos", "ian", "ias", "ia", "emos", "an", "as", "a", "e"} {
			base, ok := strings.CutSuffix(w, end)
			if ok && len(base) >= 5 && (strings.HasSuffix(base, "ar") || strings.HasSuffix(base, "er") || strings.HasSuffix(base, "ir")) {
				w = base
				break
			}
		}
	}
	env := snowballstem.NewEnv(w)
	spanish.Stem(env)
	if out := strings.TrimRight(env.Current(), "aeiou"); len(out) >= 3 {
		return out
	}
	return singular(w)
}

// The lists are short on purpose: "not", "how", "when" and "after" change what is asked.
const (
	stopEnglish = `a an the of to is are am be been being was were i im ive id ill my me mine it its itself this that thats these those
 and or so just really very please pls plz hi hello hey thanks thank ok okay um uh well like some any do does did doing done u ur ya yall
 you your youre we our us he she they them their his her there here theres as at by for in into on with from about than then too also
 have has had having got get gets getting lol omg btw guys would could should will shall might may can if but because cuz bc quick question wondering wonder curious`
	functionEnglish = `how what whats when where which who why whos hows wheres whens whys not no dont doesnt didnt cant wont isnt arent never without much many long often
 between while until up down off out over under again more most less least better best worse worst vs versus or difference
 good bad right wrong possible actually even still only ever always sometimes usually normal supposed need want know tell say said think mean
 explain wat wats wut give make makes made go goes going come comes feel feels feeling thing things stuff something anything everything someone somebody people person
 lot kind sort type way ways work works working use used using try tried trying happen happens first last next each other another same all both
 yes yeah help helps helping helped actually one two three time times day days now today keep let look looking find start put take takes`
	stopSpanish = `el la los las un una unos unas de del al a y e o u que en es son soy eres somos era eran ser fue lo le les me te se nos mi mis tu tus su sus
 yo usted ustedes ellos ella el esto esta este estos estas eso esa ese esos esas hola gracias porfa porfavor favor por para pues bueno oye disculpe disculpen
 con he ha han hay muy ya q k xq pq si tengo tiene tienen tener estoy estan estar esta quisiera queria saber oiga buenas buenos dias tardes noches
 mas pero porque entonces asi tambien nomas alguien alguno alguna algun digame diganme dime describame expliqueme explique cuenteme platiqueme vs versus ahorita orita nomas`
	functionSpanish = `pregunta preguntar como cual cuales cuando cuanto cuanta cuantos cuantas donde quien quienes no ni nunca sin entre mientras hasta menos mejor
 mejores peor peores diferencia diferencias bien mal posible realmente aun todavia solo siempre veces normal necesito necesita quiero quiere querer se sabe diga dice decir creo piensa
 significa explica explique explicar dar da hace hacen hacer hago va van ir voy vengo venir siento sentir siente sienten cosa cosas algo todo toda todos todas nada gente persona personas
 tipo tipos forma formas manera funciona funcionan funcionar sirve sirven usar usa usan uso probar prueba pasa pasan pasar primero primera ultimo proximo siguiente cada otro otra otros otras mismo misma
 ambos ambas uno dos tres vez ayuda ayudan ayudar ayude dia ahora hoy puede pueden puedo podria poder debo debe deben deberia tanto tan mucho mucha muchos muchas poco poca bastante qe ke donde alguna sea sean haber`
)

// Stems returns the stems of text's words in l as the index has them, dropped words left out.
func Stems(text string, l bot.Lang) []string { return newLingo(l).stems(text) }

// determines reports whether the word after w is most likely a noun.
func (g *lingo) determines(w string) bool {
	if g.lang == bot.Spanish {
		switch w {
		case "el", "la", "los", "las", "un", "una", "unos", "unas", "mi", "mis", "tu", "tus", "su", "sus", "de", "del", "al", "con", "por",
			"para", "en", "hay", "tienen", "cuantos", "cuantas", "venden", "dan", "hacen", "este", "esta", "ese", "esa":
			return true
		}
		return false
	}
	switch w {
	case "a", "an", "the", "my", "your", "our", "his", "her", "their", "this", "these", "of", "for", "with", "from", "in", "at", "any", "some",
		"many", "much", "have", "got", "sell", "offer", "use", "get", "buy", "to":
		return true
	}
	return false
}
