package desk

import (
	"slices"
	"strings"
	"unicode"

	"knead/bot"
)

// A verb is what staff want done.
type verb int

const (
	speak   verb = iota // words for the client
	confirm             // the request is taken
	another             // another time is offered
	decline
	call
	resume
	lift
	help
)

// A said is what one message of staff says.
type said struct {
	verb verb
	ref  bot.Ref // or the beginning of one; empty when none was named
	text string  // what goes along: words for the client, a reason, a time

	formal bool // said in a word that answers requests and nothing else
}

// parse reads words of staff. The mark may stand anywhere; an answer may be followed by a comma or colon and words for the
// client. What is no answer is words for the client.
func parse(text string) said {
	s := said{text: strings.TrimSpace(text)}
	var kept []string
	for line := range strings.SplitSeq(s.text, "\n") {
		var words []string
		for _, w := range strings.Fields(line) {
			mark := strings.TrimRight(w, ":,.;!?)")
			if after, found := strings.CutPrefix(strings.TrimLeft(mark, "("), "#"); found && s.ref == "" {
				if ref, ok := bot.ParseRef(after); ok {
					s.ref = ref
					continue
				}
			}
			words = append(words, w)
		}
		kept = append(kept, strings.Join(words, " "))
	}
	s.text = strings.TrimSpace(strings.Join(kept, "\n"))
	head, tail := cut(s.text)
	if slices.Contains(openers(), bot.GapKey(head)) && tail != "" {
		head, tail = cut(tail) // "sorry, we're full"
	}
	folded := bot.GapKey(head)
	s.formal = slices.ContainsFunc(formalWords(), func(w string) bool { return strings.HasPrefix(strings.TrimPrefix(folded, "/"), w) })
	switch {
	case strings.HasPrefix(s.text, "/"):
		command, rest, _ := strings.Cut(strings.TrimPrefix(s.text, "/"), " ")
		name, _, _ := strings.Cut(strings.ToLower(command), "@")
		switch name {
		case "resume", "bot", "volver":
			s.verb, s.text = resume, ""
		case "lift", "levantar":
			s.verb, s.text = lift, strings.TrimSpace(rest)
		case "confirm":
			s.verb, s.text = confirm, strings.TrimSpace(rest)
		case "decline":
			s.verb, s.text = decline, strings.TrimSpace(rest)
		case "help", "start", "ayuda", "staff":
			s.verb, s.text = help, ""
		}
	case folded == "" && isThumb(head), slices.Contains(confirmWords(), folded):
		s.verb, s.text = confirm, tail
	case slices.Contains(declineWords(), folded):
		s.verb, s.text = decline, tail
	case slices.Contains(callWords(), folded):
		s.verb, s.text = call, tail
	case slices.Contains(timeWords(), folded):
		s.verb, s.text = another, tail
	case slices.Contains(resumeWords(), folded):
		s.verb, s.text = resume, ""
	case slices.Contains([]string{"help", "ayuda"}, folded) && tail == "":
		s.verb, s.text = help, ""
	}
	return s
}

// cut parts an answer from the words after it.
func cut(text string) (head, tail string) {
	for i, r := range text {
		if !strings.ContainsRune(",:;.!–—\n", r) {
			continue
		}
		rest := strings.TrimLeftFunc(text[i:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",:;.!–—", r) })
		return text[:i], rest
	}
	for _, word := range []string{" because ", " porque ", " but ", " pero "} {
		if i := strings.Index(text, word); i >= 0 {
			return text[:i], strings.TrimSpace(text[i:])
		}
	}
	return text, ""
}

// formalWords begin words by which people answer requests and say nothing else.
func formalWords() []string {
	return []string{"confirm", "i confirm", "we confirm", "declin", "accept", "reject", "rechaz", "acept", "another time", "otra hora", "otro horario"}
}

// isThumb reports whether text is a sign of approval, in whatever colour.
func isThumb(text string) bool {
	for _, sign := range []string{"👍", "👌", "✅", "✔", "☑"} {
		if strings.HasPrefix(strings.TrimSpace(text), sign) {
			return true
		}
	}
	return false
}

// openers are polite words before an answer.
func openers() []string {
	return []string{"sorry", "hi", "hello", "hey", "thanks", "thank you", "unfortunately", "so sorry", "lo siento", "lo sentimos", "perdon", "hola", "gracias",
		"lamentablemente", "desafortunadamente"}
}

func confirmWords() []string {
	return []string{"confirm", "confirmed", "confirm it", "i confirm", "we confirm", "yes", "ok", "okay", "yes confirmed", "booked", "book it",
		"done", "its done", "accepted", "accept", "yes thats fine", "thats fine", "yes we can", "confirmo", "confirmado", "confirmada",
		"confirmamos", "si", "vale", "listo", "hecho", "aceptado", "aceptada", "de acuerdo", "si confirmado", "si confirmo", "reservado", "reservada",
		"sure", "yep", "yeah", "yup", "yes please", "of course", "yes of course", "absolutely", "perfect", "great", "fine", "good", "all good", "sounds good",
		"good to go", "works", "that works", "yes that works", "works for us", "works for me", "that works for us", "that works for me", "approved", "approve",
		"ok confirmed", "confirmed thanks", "confirm thanks", "yes confirm", "yes confirmed thanks", "can do", "yes can do", "we can do that", "we can do it",
		"yes we can do that", "yes we can do it", "i can do that", "i can do it", "yes i can do that", "yes i can do it", "yes i can", "no problem",
		"sure thing", "fine by me", "fine by us", "fine with me", "fine with us", "put them in", "put her in", "put him in", "theyre in", "shes in", "hes in",
		"perfecto", "claro", "claro que si", "por supuesto", "sin problema", "si podemos", "si se puede", "si claro", "esta bien", "correcto", "apruebo",
		"aprobado", "aprobada", "bueno", "genial", "ok confirmado", "ok confirmada", "queda confirmado", "queda confirmada", "queda reservado",
		"queda reservada", "agendado", "agendada", "queda agendado", "queda agendada", "si por favor", "nos sirve", "me sirve", "nos va bien", "me va bien"}
}

func declineWords() []string {
	return []string{"decline", "declined", "no", "nope", "reject", "rejected", "cant", "we cant", "cannot", "cant do it", "no can do", "not possible",
		"full", "fully booked", "were full", "we are full", "sorry no", "no sorry", "rechazar", "rechazo", "rechazado", "rechazada", "no podemos",
		"no se puede", "imposible", "completo", "estamos llenos", "no hay sitio", "no hay lugar", "lo siento no",
		"sorry we cant", "sorry i cant", "sorry cant", "sorry were full", "sorry fully booked", "sorry were fully booked", "unfortunately not", "sadly not",
		"im afraid not", "not available", "unavailable", "its not available", "were booked", "we are booked", "booked out", "were booked out", "all booked",
		"all booked up", "booked up", "no availability", "no space", "no room", "no slots", "no openings", "nothing free", "nothing available", "not that day",
		"not then", "not at that time", "we cant do that", "we cant do it", "i cant do that", "i cant do it", "i cant", "no i cant", "no we cant", "cant do that",
		"cant make it", "cant that day", "closed", "we are closed", "were closed", "closed that day", "were closed that day", "no puedo", "no podemos ese dia",
		"no puedo ese dia", "no hay", "no hay hueco", "no tenemos hueco", "no hay cupo", "no tenemos cupo", "no disponible", "no esta disponible",
		"no hay disponibilidad", "cerrado", "estamos cerrados", "ese dia cerramos", "ese dia no", "a esa hora no", "lamentablemente no", "desafortunadamente no",
		"por desgracia no", "esta ocupado", "todo ocupado", "ya esta ocupado", "lo siento no podemos", "lo siento no puedo", "todo lleno", "esta lleno"}
}

func callWords() []string {
	return []string{"call them", "call", "call him", "call her", "call client", "call the client", "we call", "well call", "we will call",
		"ill call", "i will call", "ill call them", "well call them", "we will call them", "calling", "llamar", "llamarle", "llamarles",
		"les llamamos", "le llamamos", "lo llamamos", "la llamamos", "llamamos", "llamare", "yo llamo", "le llamo", "les llamo",
		"give them a call", "ill give them a call", "well give them a call", "i will give them a call", "we will give them a call", "ring them", "ill ring them",
		"phone them", "ill phone them", "ill call her", "ill call him", "we call them", "call the client back", "ya les llamo", "ya le llamo", "lo llamo", "la llamo",
		"llamo yo", "le llamaremos", "les llamaremos", "lo llamaremos", "la llamaremos", "les marco", "le marco", "yo le marco"}
}

func timeWords() []string {
	return []string{"another time", "other time", "another time instead", "different time", "otra hora", "otro horario", "otro dia"}
}

func resumeWords() []string {
	return []string{"resume", "back to the assistant", "back to the bot", "devolver al asistente", "volver al asistente"}
}

// timeMarks are words that make a day or clock an offer of another time.
func timeMarks() []string {
	return []string{"instead", "better", "how about", "what about", "only", "could do", "can do", "mejor", "en su lugar", "en vez", "que tal",
		"podria ser", "solo", "podemos a", "tenemos"}
}

// asTime reports whether words for an open request offer another time: marked so, or hardly more than a day and clock.
func asTime(text string) bool {
	folded := " " + bot.GapKey(text) + " "
	if strings.ContainsAny(text, "?¿") && len(strings.Fields(text)) > 6 {
		return false
	}
	for _, m := range timeMarks() {
		if strings.Contains(folded, " "+m+" ") && len(strings.Fields(text)) <= 10 {
			return true
		}
	}
	return len(strings.Fields(text)) <= 4
}
