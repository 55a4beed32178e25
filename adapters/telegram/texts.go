package telegram

import (
	"strings"

	"knead/bot"
)

// texts are the adapter's own lines: about what Telegram has and the core does not know of. Everything else a client
// reads comes from the core. Names in braces are filled in.
type texts struct {
	Hello         string // what a client says by pressing Start
	BookWord      string // before the words behind /book
	WhereAreYou   string // asked for a client whose position no place can be compared with
	NotWords      string
	CaptionOnly   string
	Nearest       string // {place} {distance}
	CallBack      string // {number}
	CallMe        string // {number}; said for the client
	NoCall        string
	Yes, No       string
	StaleToast    string
	Expired       string
	NotYours      string
	NotHere       string
	InPrivate     string
	Here          string
	WentOn        string
	WhichLanguage string
	Trouble       string // {emergency}

	InlineUrgent string // {emergency}
	InlineAsk    string
	InlineSource string

	Commands    map[string]string // by name
	Description string            // {practice} {emergency}; at most 512 characters
	Short       string            // {practice}; at most 120
}

// allTexts is every text in every language.
func allTexts() map[bot.Lang]texts {
	return map[bot.Lang]texts{
		bot.English: {
			Hello:         "hello",
			BookWord:      "book",
			WhereAreYou:   "where are you located?",
			NotWords:      "I can only read text here: no voice, pictures, stickers, files or polls. Could you write it in a line or two?",
			CaptionOnly:   "I can't look at what you sent, so this is about the words beside it.",
			Nearest:       "Nearest to you is {place}, about {distance} away in a straight line.",
			CallBack:      "Shall I ask the practice to call you back at {number}?",
			CallMe:        "Please call me back at {number}",
			NoCall:        "All right, I won't pass that number on.",
			Yes:           "Yes, please",
			No:            "No",
			StaleToast:    "That button is from earlier and no longer does anything. Please write to me.",
			Expired:       "That was a while ago and I no longer have it. Please ask me again, best in our private chat.",
			NotYours:      "These buttons are for the person I answered. Mention me to ask something of your own.",
			NotHere:       "That touches on somebody's health, so I'd rather not answer in front of everybody.",
			InPrivate:     "Answer me in private",
			Here:          "Answer here",
			WentOn:        "You asked me this in the group. Here only you and I read along.",
			WhichLanguage: "Which language would you like?",
			Trouble: "Something went wrong on my side. Please try again in a moment. If this is about a sudden or serious symptom, " +
				"don't wait for me: call {emergency}.",
			InlineUrgent: "An emergency? Call {emergency}. Or ask me",
			InlineAsk:    "Ask the front desk",
			InlineSource: "Source",
			Commands: map[string]string{
				"book":     "Book a massage",
				"ask":      "Ask about pain or massage",
				"human":    "Talk to a person",
				"language": "English or Spanish",
				"privacy":  "What is kept about you",
				"forget":   "Delete what is kept about you",
				"help":     "What I can do",
			},
			Description: "The front desk of {practice}. Ask about neck and back pain or massage: answers come from our own articles, with " +
				"the source. Or book in one line, such as \"deep tissue friday 3pm\".\n\nI am a program, not a clinician. In an emergency call {emergency}.",
			Short: "The front desk of {practice}: questions about massage, and bookings in one line.",
		},
		bot.Spanish: {
			Hello:         "hola",
			BookWord:      "reservar",
			WhereAreYou:   "¿dónde están ubicados?",
			NotWords:      "Aquí solo puedo leer texto: ni voz, ni fotos, ni stickers, ni archivos, ni encuestas. ¿Puede escribirlo en una o dos líneas?",
			CaptionOnly:   "No puedo ver lo que envió; esto es sobre las palabras que lo acompañan.",
			Nearest:       "Lo más cercano a usted es {place}, a unos {distance} en línea recta.",
			CallBack:      "¿Pido a la consulta que le llame al {number}?",
			CallMe:        "Por favor, llámenme al {number}",
			NoCall:        "De acuerdo, no paso ese número.",
			Yes:           "Sí, por favor",
			No:            "No",
			StaleToast:    "Ese botón es de antes y ya no hace nada. Escríbame, por favor.",
			Expired:       "Eso fue hace rato y ya no lo tengo. Pregúnteme otra vez, mejor en nuestro chat privado.",
			NotYours:      "Estos botones son para la persona a la que respondí. Mencióneme para preguntar algo suyo.",
			NotHere:       "Eso tiene que ver con la salud de alguien; prefiero no responder delante de todos.",
			InPrivate:     "Responderme en privado",
			Here:          "Responder aquí",
			WentOn:        "Me preguntó esto en el grupo. Aquí solo leemos usted y yo.",
			WhichLanguage: "¿En qué idioma prefiere?",
			Trouble: "Algo salió mal de mi lado. Inténtelo otra vez en un momento. Si se trata de un síntoma repentino o grave, no me espere: " +
				"llame al {emergency}.",
			InlineUrgent: "¿Una emergencia? Llame al {emergency}. O pregúnteme",
			InlineAsk:    "Preguntar en recepción",
			InlineSource: "Fuente",
			Commands: map[string]string{
				"book":     "Reservar un masaje",
				"ask":      "Preguntar sobre dolor o masaje",
				"human":    "Hablar con una persona",
				"language": "Español o inglés",
				"privacy":  "Qué se guarda de usted",
				"forget":   "Borrar lo que se guarda de usted",
				"help":     "Qué puedo hacer",
			},
			Description: "La recepción de {practice}. Pregunte sobre dolor de cuello y espalda o sobre masajes: las respuestas salen de nuestros " +
				"artículos, con la fuente. O reserve en una línea, como \"tejido profundo viernes a las 3\".\n\nSoy un programa, no un " +
				"profesional de la salud. En una emergencia llame al {emergency}.",
			Short: "La recepción de {practice}: preguntas sobre masajes y reservas en una línea.",
		},
	}
}

// languageName is a language's name in that language.
func languageName(l bot.Lang) string {
	switch l {
	case bot.English:
		return "English"
	case bot.Spanish:
		return "Español"
	}
	return string(l)
}

// languageWords are further words for a language.
func languageWords(l bot.Lang) []string {
	switch l {
	case bot.English:
		return []string{"inglés", "ingles"}
	case bot.Spanish:
		return []string{"espanol", "spanish", "castellano"}
	}
	return nil
}

// texts returns the lines of a language with the practice's name and number filled in, English ones for a language that
// has none.
func (a *Adapter) texts(l bot.Lang) texts {
	all := allTexts()
	t, ok := all[l]
	if !ok {
		t = all[bot.English]
	}
	number := bot.EmergencyNumber(a.c.Practice)
	for _, s := range []*string{&t.Trouble, &t.InlineUrgent, &t.Description, &t.Short} {
		*s = fill(*s, "{practice}", a.c.Practice.Name, "{emergency}", number)
	}
	return t
}

func (a *Adapter) textsFor(in *incoming) texts { return a.texts(a.lang(in.conv, in.lang)) }

// textsIn returns the lines of l, or those for the client when a reply said no language.
func (a *Adapter) textsIn(l bot.Lang, in *incoming) texts {
	if l == "" {
		return a.textsFor(in)
	}
	return a.texts(l)
}

// fill puts values in the place of names in braces.
func fill(s string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(s) }
