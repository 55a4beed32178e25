package importer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const months = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|` +
	`ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?|septiembre|setiembre|octubre|noviembre|dic(?:iembre)?`

// What stands around an article and is none of it. Each pattern takes a whole short line.
var (
	readingTime = regexp.MustCompile(`(?i)^\W*(?:(?:reading time|read time|time to read|tiempo de lectura|lectura)\W*:?\W*(?:de )?)?(?:about |approx\.? |unos |aprox\.? )?` +
		`\d{1,3}(?:\s*[-–]\s*\d{1,3})?\W*(?:mins?|minutes?|minutos?|m)\.?\b(?:\W*(?:read(?:ing)?(?: time)?|de lectura|lectura|to read|para leer))?\W*$|` +
		`^\W*(?:less than a|menos de un) (?:minute read|minuto de lectura)\W*$`)
	dateLine = regexp.MustCompile(`(?i)^\W*(?:(?:published|posted|updated|last (?:updated|modified|reviewed)|publicado|actualizado|última actualización|fecha|date|created)(?: on| el)?\W*:?\W*)*` +
		`(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)(?:day)?,?\s+)?(?:el )?` +
		`((?:` + months + `)\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|\d{1,2}(?:st|nd|rd|th)? (?:de )?(?:` + months + `)\.?(?:,?(?: de| del)? \d{4})?|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?:` + months + `) (?:de )?\d{4})` +
		`(?:\W+\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?)?\W*$`)
	ago    = regexp.MustCompile(`(?i)^\W*(?:(?:updated|posted|actualizado|publicado)\W+)?(?:hace )?\d+ (?:minutes?|hours?|days?|weeks?|months?|years?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?)(?: ago)?\W*$`)
	byline = regexp.MustCompile(`(?i)^\W*(?:(?:written|posted|published|reviewed|medically reviewed|edited|article|text|words|escrito|publicado|revisado|editado|redactado|texto) (?:by|por)|by|por|author|autora?|writer|about the author|sobre (?:el|la) autora?)\W*:?\s+(.{2,60})$`)
	notice = regexp.MustCompile(`(?i)^\W*(?:skip to (?:main )?content|saltar al contenido|ir al contenido|menu|men[uú]|home|inicio|log ?in|sign (?:in|up)|iniciar sesi[oó]n|register|search|buscar|share(?: this)?(?: (?:post|article|page))?|compartir(?: en.*)?|` +
		`print|imprimir|tweet|pin it|like|me gusta|follow(?: us)?|s[ií]guenos|subscribe|suscr[ií]b(?:ete|irse)|read more|leer m[aá]s|see all|view all|ver todo|learn more|m[aá]s informaci[oó]n|load more|back to top|volver arriba|top|previous|next|anterior|siguiente|` +
		`(?:previous|next) (?:post|article)|(?:entrada|art[ií]culo) (?:anterior|siguiente)|tags?|etiquetas?|categor(?:y|ies|[ií]as?)|all posts|todas las entradas|blog|advertisement|publicidad|close|cerrar|accept(?: all)?(?: cookies)?|aceptar(?: todo)?|` +
		`\d+ (?:views?|likes?|shares?|visualizaciones|vistas|me gusta)|\d+ (?:comments?|comentarios?)|book (?:now|online|an appointment|a session)|reserva(?:r)? (?:ahora|en l[ií]nea|cita|tu cita)|updated|©.*|copyright .*|all rights reserved.*|todos los derechos reservados.*|powered by .*|.*(?:usa|uses?|utiliza(?:mos)?) cookies.*)\W*$`)
	comments = regexp.MustCompile(`(?i)^\W*(?:\d+\s+)?(?:comments?|comentarios?|responses?|replies|respuestas?|thoughts on .*)(?:\s*\(?\d+\)?)?\W*$|` +
		`^\W*(?:leave|write|add|post) (?:a|your) (?:comment|reply|response)\b.{0,20}$|^\W*(?:deja|dejar|escribe|añade|publica) (?:un|tu) (?:comentario|respuesta)\b.{0,20}$|^\W*(?:join the conversation|no comments yet|be the first to comment|sin comentarios|s[eé] el primero en comentar)\b.{0,20}$`)
	related = regexp.MustCompile(`(?i)^\W*(?:(?:related|recent|popular|more|latest|other|similar|featured|recommended) (?:posts?|articles?|reading|stories|blogs?|pages|content|services)|you (?:may|might) (?:also )?(?:like|enjoy)|keep reading|read next|` +
		`share (?:this|on|via)\b.{0,25}|follow us\b.{0,30}|stay connected\b.{0,30}|(?:entradas|art[ií]culos|publicaciones|p[aá]ginas|contenidos?) (?:relacionad[oa]s|recientes|similares|populares|destacad[oa]s)|` +
		`(?:tambi[eé]n )?(?:te )?(?:puede|podr[ií]a)n? (?:que )?(?:te )?(?:interesar|guste|gustar)(?:te)?|sigue leyendo|s[ií]guenos\b.{0,30}|comparte\b.{0,25}|references|sources|bibliograf[ií]a|referencias|fuentes|table of contents|contents|on this page|in this article|[ií]ndice|contenido|en esta p[aá]gina|en este art[ií]culo)\W*$`)
	social  = regexp.MustCompile(`(?i)\b(?:follow(?:ing)? us|find us (?:on|at|via)|stay connected|(?:our|on) social (?:networks?|media)|subscribe to|newsletter|our latest (?:blog )?posts?|tag us|like us on|s[ií]g[ua][ea]?nos|nuestras redes|redes sociales|suscr[ií]bete|bolet[ií]n|gracias por seguirnos|visita nuestr[ao] (?:web|p[aá]gina))\b`)
	network = regexp.MustCompile(`(?i)\b(?:facebook|instagram|linkedin|tiktok|twitter|youtube|pinterest|whatsapp|yelp)\b`)
	address = regexp.MustCompile(`(?i)(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b|(?:^|\s)@[a-z0-9._]{3,}|\(?\+?\d{0,3}[\s.-]?\(?\d{3}\)?[\s.-]\d{3}[\s.-]?\d{3,4}\b|\b[a-z0-9-]+\.(?:com|net|org|me|es|mx)(?:/\S*)?`)
	name    = regexp.MustCompile(`^\W*\p{Lu}[\p{L}'’.-]+(?: (?:de|del|la|van|von|y|and|&|\p{Lu}[\p{L}'’.-]*)){0,3} ?(?:\p{Lu}[\p{L}'’.-]+)?(?:,? (?:LMT|RMT|PT|DPT|MD|DC|CMT|BCTMB|PhD|RN|Dr)\.?)*\W*$`)
)

// meta reports whether a short line tells of the page rather than of its subject.
func meta(line string) bool {
	return utf8.RuneCountInString(line) <= 90 && (readingTime.MatchString(line) || dateLine.MatchString(line) || ago.MatchString(line) || notice.MatchString(line))
}

// dateOf returns the date that a line states and nothing else, as it is written; empty when there is none.
func dateOf(line string) string {
	if m := dateLine.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	return ""
}

// authorOf returns the name of a byline, empty when line is none. A byline is short and names somebody with capitals:
// "By appointment only" and "Por la mañana" are none.
func authorOf(line string) string {
	m := byline.FindStringSubmatch(line)
	if m == nil || wordCount(line) > 10 {
		return ""
	}
	who := strings.TrimSpace(m[1])
	for _, cut := range []string{" | ", " · ", " • ", " – ", " — ", " on ", " el "} {
		who, _, _ = strings.Cut(who, cut)
	}
	who = strings.TrimRight(who, " ,.|·•–—-")
	if !personal(who) {
		return ""
	}
	return who
}

// personal reports whether s may be somebody's name: one to five words, nearly all with capitals, no sentence.
func personal(s string) bool {
	n := wordCount(s)
	return n >= 1 && n <= 6 && !strings.ContainsAny(s, "0123456789?!:") && name.MatchString(s)
}

// linkLine reports whether line is a link with at most a few words around it.
func linkLine(line string) bool {
	rest := address.ReplaceAllString(line, " ")
	return rest != line && wordCount(strings.Map(letters, rest)) <= 7
}

// inviting reports whether line asks to follow, subscribe or visit.
func inviting(line string) bool {
	return wordCount(line) <= 45 && (social.MatchString(line) || len(network.FindAllString(line, 3)) >= 2)
}

func letters(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return ' '
}

// maxAside is how long a line between link lines may be, in words, that is taken for part of them.
const maxAside = 25

// tail returns where the links, invitations and asides begin with which lines end; len(lines) when there are none.
func tail(lines []string) int {
	cut, links, aside := len(lines), 0, false
	for i, line := range slices.Backward(lines) {
		link := linkLine(line)
		if link || inviting(line) {
			if link {
				links++
			}
			cut, aside = i, false
			continue
		}
		if aside || wordCount(line) > maxAside {
			break
		}
		aside = true
	}
	if links < 2 {
		return len(lines)
	}
	return cut
}

// clean leaves of p's blocks what is an article's, and fills in author and date where blocks state them.
func (p *page) clean() {
	p.head()
	var out []block
	skip := false // under a heading such as "Related posts"
	for i, b := range p.blocks {
		text := b.shown()
		short := wordCount(text) <= 12
		switch {
		case b.kind != list && short && comments.MatchString(text) && len(out) > 0:
			p.blocks = p.blocks[:i]
			p.finish(out)
			return
		case b.kind == heading && related.MatchString(text), b.kind == paragraph && short && related.MatchString(text) && len(out) > 0:
			skip = true
			continue
		case skip && (b.kind == heading || b.kind == list || wordCount(text) < 25) && !(b.kind == heading && i+1 < len(p.blocks) && p.blocks[i+1].words() >= 25):
			continue
		}
		skip = false
		if b.kind != list && (meta(text) || authorOf(text) != "") {
			p.note(text)
			continue
		}
		if b.kind == list {
			if b = cleanList(b); len(b.items) == 0 {
				continue
			}
		}
		out = append(out, b)
	}
	p.finish(out)
}

// finish cuts the tail of link lines and takes out pairs of them elsewhere.
func (p *page) finish(blocks []block) {
	lines := make([]string, len(blocks))
	for i, b := range blocks {
		lines[i] = strings.ReplaceAll(b.shown(), "\n", " ")
	}
	cut := tail(lines)
	blocks, lines = blocks[:cut], lines[:cut]
	var out []block
	for i, b := range blocks {
		if b.kind == paragraph && linkLine(lines[i]) && (i > 0 && linkLine(lines[i-1]) || i+1 < len(lines) && linkLine(lines[i+1])) {
			continue
		}
		out = append(out, b)
	}
	p.blocks = out
}

// cleanList drops items that are links or tell of the page; of a list that is nothing else nothing is left.
func cleanList(b block) block {
	var items []string
	links := 0
	for _, it := range b.items {
		text := plain(it)
		switch {
		case linkLine(text):
			links++
		case meta(text), authorOf(text) != "":
		default:
			items = append(items, it)
		}
	}
	if links*2 > len(b.items) {
		items = nil
	}
	b.items = items
	return b
}

// head finds title, author and date among the short lines before the first prose, and takes these lines out.
func (p *page) head() {
	const far = 12 // more short lines than that are no page's head
	end, told := 0, false
	for end < len(p.blocks) && end < far {
		b := p.blocks[end]
		text := b.shown()
		if b.kind == paragraph && wordCount(text) > 14 || b.kind == other {
			break
		}
		for line := range strings.SplitSeq(text, "\n") {
			told = told || readingTime.MatchString(line) || dateLine.MatchString(line) || ago.MatchString(line) || authorOf(line) != ""
		}
		end++
	}
	if !told {
		return
	}
	last := -1
	for i := range end {
		for line := range strings.SplitSeq(p.blocks[i].shown(), "\n") {
			if meta(line) || authorOf(line) != "" {
				last = i
			}
		}
	}
	var keep []block
	for i, b := range p.blocks[:last+1] {
		gone := 0
		lines := strings.Split(b.shown(), "\n")
		for _, line := range lines {
			if p.note(line) || i > 0 && b.kind != heading && personal(line) && p.signed(line) {
				gone++
			}
		}
		if gone < len(lines) {
			keep = append(keep, b)
		}
	}
	p.blocks = append(keep, p.blocks[last+1:]...)
}

// note keeps what a line tells of the page. It reports whether the line tells nothing else.
func (p *page) note(line string) bool {
	if d := dateOf(line); d != "" {
		if p.date == "" {
			p.date = d
		}
		return true
	}
	if who := authorOf(line); who != "" {
		if p.author == "" {
			p.author = who
		}
		return true
	}
	return meta(line)
}

// signed takes line as the author's name, unless another name is known.
func (p *page) signed(line string) bool {
	who := strings.Trim(line, " -–—•·|,.")
	if p.author == "" {
		p.author = who
	}
	return strings.EqualFold(p.author, who)
}
