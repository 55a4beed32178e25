package discord

import (
	"strings"

	"knead/bot"
)

// words are the adapter's own sentences: labels of what only Discord has, and what is said instead of a reply. What knead
// says is not among them.
type words struct {
	Private    string // in a channel: the answer went to the direct messages
	Closed     string // in a channel: it could not
	ShowHere   string // button: show the answer here, to its owner only
	WhyUrgent  string // button: the rest of an urgent answer
	NotYours   string // somebody else pressed one of those
	Write      string // button that opens the form
	Form       string // title of the form, at most 45
	FormLabel  string // its field, at most 45
	FormHint   string // in the empty field, at most 100
	Choose     string // an unopened menu, at most 150
	Sources    string
	Shared     string // the answer is in the channel, for everybody
	Busy       string
	Trouble    string
	Failed     string // instead of a list that could not be read
	OnlyWords  string // a message had files beside words
	Thread     string // name of a thread opened for a long answer
	Delivered  string // staff's message was taken
	NobodyIn   string // nobody takes what staff write
	AnswerIt   string // button for staff
	NoGaps     string
	Gaps       string   // heads the unanswered questions
	Times      string   // {n}
	More       string   // {n}
	BookLine   string   // begins a line that books
	FirstTimes []string // days and times offered before anything is typed
}

func allWords() map[bot.Lang]words {
	return map[bot.Lang]words{
		bot.English: {
			Private:    "I've answered you in a direct message, since this is only for you.",
			Closed:     "This is only for you, and your direct messages are closed to me. Press the button: nobody else will see it.",
			ShowHere:   "Show me here",
			WhyUrgent:  "Read the rest",
			NotYours:   "Only the person I answered can open this. Use /ask to ask me something yourself.",
			Write:      "Write",
			Form:       "Write to us",
			FormLabel:  "Your message",
			FormHint:   "Only you and the practice's assistant see this.",
			Choose:     "Choose one",
			Sources:    "From our articles",
			Shared:     "Here it is, for everybody in this channel:",
			Busy:       "A lot is going on here right now. Please try again in a minute. If this is about a sudden or serious symptom, don't wait for me: call your local emergency number.",
			Trouble:    "If this is about a sudden or serious symptom, call your local emergency number now: don't wait for me.\nSomething went wrong on my side. Please try again, or contact the practice directly.",
			Failed:     "Something went wrong on my side. Please try again.",
			OnlyWords:  "I can read only the words, not files, pictures, stickers or voice messages.",
			Thread:     "An answer from our articles",
			Delivered:  "Passed on.",
			NobodyIn:   "Nobody is listening to this thread: what is written here reaches no client.",
			AnswerIt:   "Answer",
			NoGaps:     "No question is unanswered.",
			Gaps:       "Questions that our articles do not answer",
			Times:      "{n} times",
			More:       "and {n} more",
			BookLine:   "book",
			FirstTimes: []string{"tomorrow 10am", "tomorrow 3pm", "saturday 10am", "monday 5pm"},
		},
		bot.Spanish: {
			Private:    "Le he respondido por mensaje directo, porque es solo para usted.",
			Closed:     "Esto es solo para usted y no puedo enviarle mensajes directos. Pulse el botón: nadie más lo verá.",
			ShowHere:   "Mostrármelo aquí",
			WhyUrgent:  "Leer el resto",
			NotYours:   "Solo puede abrirlo la persona a la que respondí. Use /ask para preguntarme algo.",
			Write:      "Escribir",
			Form:       "Escríbanos",
			FormLabel:  "Su mensaje",
			FormHint:   "Solo lo ven usted y el asistente de la consulta.",
			Choose:     "Elija una opción",
			Sources:    "De nuestros artículos",
			Shared:     "Aquí está, para todo el canal:",
			Busy:       "Ahora mismo tengo mucho trabajo. Inténtelo de nuevo en un minuto. Si se trata de un síntoma repentino o grave, no me espere: llame al número de emergencias.",
			Trouble:    "Si se trata de un síntoma repentino o grave, llame ahora al número de emergencias: no me espere.\nAlgo ha fallado por mi parte. Inténtelo de nuevo o póngase en contacto con la consulta.",
			Failed:     "Algo ha fallado por mi parte. Inténtelo de nuevo.",
			OnlyWords:  "Solo puedo leer el texto, no archivos, imágenes, pegatinas ni mensajes de voz.",
			Thread:     "Una respuesta de nuestros artículos",
			Delivered:  "Enviado.",
			NobodyIn:   "Nadie atiende este hilo: lo que se escribe aquí no llega a ningún cliente.",
			AnswerIt:   "Responder",
			NoGaps:     "No queda ninguna pregunta sin respuesta.",
			Gaps:       "Preguntas que nuestros artículos no responden",
			Times:      "{n} veces",
			More:       "y {n} más",
			BookLine:   "reservar",
			FirstTimes: []string{"mañana 10am", "mañana 3pm", "sábado 10am", "lunes 5pm"},
		},
	}
}

// langOf is the practice's language for a locale such as "es-419".
func (a *Adapter) langOf(locale string) bot.Lang {
	base, _, _ := strings.Cut(strings.ToLower(locale), "-")
	for _, l := range a.cfg.Practice.Languages {
		if string(l) == base {
			return l
		}
	}
	return a.cfg.Practice.Languages[0]
}

// wordsFor are the adapter's sentences for a locale or language.
func (a *Adapter) wordsFor(locale string) words {
	if w, ok := a.words[a.langOf(locale)]; ok {
		return w
	}
	return a.words[bot.English]
}

// wordsOf are those that go with a reply: in its language if it says which, else in that of a locale.
func (a *Adapter) wordsOf(r bot.Reply, locale string) words {
	if r.Lang != "" {
		return a.wordsFor(string(r.Lang))
	}
	return a.wordsFor(locale)
}
