package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"knead/bot"
)

// texts are the words of the pages themselves. What knead says is not among them.
type texts struct {
	Name string `json:"-"` // of the language, in that language

	// Every page.
	Skip     string `json:"-"`
	Role     string `json:"-"`
	Chat     string `json:"-"`
	Articles string `json:"-"`
	Pages    string `json:"-"` // names the navigation
	Trouble  string `json:"-"`
	NotFound string `json:"-"`
	ToChat   string `json:"-"`

	// The chat page.
	SkipToBox string `json:"-"`
	Welcome   string `json:"-"`
	Lead      string `json:"-"`
	Notice    string `json:"-"` // {number}: the emergency number
	Examples  string `json:"-"`
	AskAbout  string `json:"-"`
	Talk      string `json:"-"` // names the conversation
	YourWords string `json:"-"` // labels the box
	Keys      string `json:"-"` // how Enter works
	Send      string `json:"-"`
	Privacy   string `json:"-"`

	// The chat page, used by the script too.
	You       string `json:"you"`
	Us        string `json:"us"` // {practice}
	Waiting   string `json:"waiting"`
	Choices   string `json:"choices"`
	Sources   string `json:"sources"`
	NewTab    string `json:"newTab"`
	Urgent    string `json:"-"`
	Emergency string `json:"-"`
	Failed    string `json:"failed"` // {number}
	Again     string `json:"again"`
	Clear     string `json:"clear"`
	Cleared   string `json:"cleared"`
	Delete    string `json:"delete"`
	DeleteAsk string `json:"deleteAsk"`
	DeleteYes string `json:"deleteYes"`
	DeleteNo  string `json:"deleteNo"`
	Deleted   string `json:"deleted"`
	NotGone   string `json:"notGone"`
	Offline   string `json:"offline"`

	// What is said instead of a reply.
	TooFast string `json:"tooFast"`
	TooLong string `json:"tooLong"`
	Foreign string `json:"-"`
	Broken  string `json:"-"`

	// The article pages.
	ArticlesLead  string `json:"-"`
	NoArticles    string `json:"-"`
	Contents      string `json:"-"`
	Source        string `json:"-"`
	Reviewed      string `json:"-"` // {who}
	ReviewedOn    string `json:"-"` // {who} {date}
	NotReviewed   string `json:"-"`
	Caution       string `json:"-"`
	Question      string `json:"-"`
	Ask           string `json:"-"`
	AllArticles   string `json:"-"`
	OtherLanguage string `json:"-"`

	Widget widgetTexts `json:"-"`

	Date   string     `json:"-"` // {day} {month} {year}
	Months [12]string `json:"-"`
}

// allTexts is every text in every language.
func allTexts() map[bot.Lang]texts {
	return map[bot.Lang]texts{
		bot.English: {
			Name:     "English",
			Skip:     "Skip to the content",
			Role:     "Front desk assistant",
			Chat:     "Chat",
			Articles: "Articles",
			Pages:    "Pages",
			Trouble:  "That did not work",
			NotFound: "There is no such page here.",
			ToChat:   "Go to the chat",

			SkipToBox: "Skip to the message box",
			Welcome:   "How can we help?",
			Lead:      "Ask about neck and back pain or massage, or write one line to book. You are talking to a program, not a clinician.",
			Notice:    "Not for emergencies. In an emergency, call {number}.",
			Examples:  "For example",
			AskAbout:  "Ask about",
			Talk:      "Conversation",
			YourWords: "Your message",
			Keys:      "Enter sends, Shift and Enter starts a new line.",
			Send:      "Send",
			Privacy:   "Please write no more than needed. “privacy” tells what is kept, “forget me” deletes it.",

			You:       "You:",
			Us:        "{practice}:",
			Waiting:   "One moment…",
			Choices:   "Choices",
			Sources:   "From our articles",
			NewTab:    "opens in a new tab",
			Urgent:    "Important",
			Emergency: "Emergency",
			Failed:    "That did not go through. Your words are kept here.",
			Again:     "Try again",
			Clear:     "Clear the screen",
			Cleared:   "The talk is cleared from this screen.",
			Delete:    "Delete my chat",
			DeleteAsk: "Delete this chat here and everything we keep of it? That can't be undone.",
			DeleteYes: "Yes, delete it",
			DeleteNo:  "No, keep it",
			Deleted:   "This chat is deleted.",
			NotGone:   "This chat could not be deleted just now. Please try again.",
			Offline:   "You are offline. This goes out when you are back.",

			TooFast: "That was a lot at once. Please wait a few seconds and try again.",
			TooLong: "That is too long for me. Please send it in a line or two.",
			Foreign: "This can only be used from our own page.",
			Broken:  "Something went wrong on our side. Please try again in a moment.",

			ArticlesLead:  "What our assistant answers from.",
			NoArticles:    "There are no articles in English yet.",
			Contents:      "On this page",
			Source:        "Source:",
			Reviewed:      "Reviewed by {who}.",
			ReviewedOn:    "Reviewed by {who} on {date}.",
			NotReviewed:   "Not reviewed by a clinician.",
			Caution:       "General information. It does not replace an examination.",
			Question:      "A question about this?",
			Ask:           "Ask about this",
			AllArticles:   "All articles",
			OtherLanguage: "This article is not available in English.",

			Widget: widgetTexts{
				Open: "Chat", Title: "Chat with {practice}", Close: "Close the chat", News: "A new message in the chat",
				Missing: "The chat does not open here.", Own: "Open it on its own page",
			},

			Date: "{month} {day}, {year}",
			Months: [12]string{"January", "February", "March", "April", "May", "June",
				"July", "August", "September", "October", "November", "December"},
		},
		bot.Spanish: {
			Name:     "Español",
			Skip:     "Ir al contenido",
			Role:     "Asistente de recepción",
			Chat:     "Chat",
			Articles: "Artículos",
			Pages:    "Páginas",
			Trouble:  "No funcionó",
			NotFound: "Esta página no existe.",
			ToChat:   "Ir al chat",

			SkipToBox: "Ir al cuadro de mensaje",
			Welcome:   "¿En qué podemos ayudarle?",
			Lead:      "Pregunte sobre dolor de cuello y espalda o masajes, o escriba una línea para reservar. Habla con un programa, no con un profesional de la salud.",
			Notice:    "No es para emergencias. En una emergencia, llame al {number}.",
			Examples:  "Por ejemplo",
			AskAbout:  "Pregunte sobre",
			Talk:      "Conversación",
			YourWords: "Su mensaje",
			Keys:      "Intro envía, Mayúsculas e Intro empieza otra línea.",
			Send:      "Enviar",
			Privacy:   "No escriba más de lo necesario. “privacidad” dice qué se guarda, “olvídame” lo borra.",

			You:       "Usted:",
			Us:        "{practice}:",
			Waiting:   "Un momento…",
			Choices:   "Opciones",
			Sources:   "De nuestros artículos",
			NewTab:    "se abre en otra pestaña",
			Urgent:    "Importante",
			Emergency: "Emergencia",
			Failed:    "El mensaje no llegó. Sus palabras siguen aquí.",
			Again:     "Intentar de nuevo",
			Clear:     "Limpiar la pantalla",
			Cleared:   "La conversación ya no está en esta pantalla.",
			Delete:    "Borrar mi chat",
			DeleteAsk: "¿Borrar este chat aquí y todo lo que guardamos de él? No se puede deshacer.",
			DeleteYes: "Sí, borrarlo",
			DeleteNo:  "No, dejarlo",
			Deleted:   "Este chat está borrado.",
			NotGone:   "Este chat no se pudo borrar ahora. Inténtelo de nuevo, por favor.",
			Offline:   "No tiene conexión. Esto sale cuando vuelva a tenerla.",

			TooFast: "Fue mucho de una vez. Espere unos segundos e inténtelo de nuevo.",
			TooLong: "Es demasiado largo para mí. Mándelo en una o dos líneas, por favor.",
			Foreign: "Esto solo se puede usar desde nuestra propia página.",
			Broken:  "Algo falló de nuestro lado. Inténtelo de nuevo en un momento.",

			ArticlesLead:  "De aquí salen las respuestas de nuestro asistente.",
			NoArticles:    "Todavía no hay artículos en español.",
			Contents:      "En esta página",
			Source:        "Fuente:",
			Reviewed:      "Revisado por {who}.",
			ReviewedOn:    "Revisado por {who} el {date}.",
			NotReviewed:   "Sin revisión de un profesional de la salud.",
			Caution:       "Información general. No reemplaza un examen médico.",
			Question:      "¿Una pregunta sobre esto?",
			Ask:           "Preguntar sobre esto",
			AllArticles:   "Todos los artículos",
			OtherLanguage: "Este artículo no está disponible en español.",

			Widget: widgetTexts{
				Open: "Chat", Title: "Chat con {practice}", Close: "Cerrar el chat", News: "Un mensaje nuevo en el chat",
				Missing: "El chat no se abre aquí.", Own: "Abrirlo en su propia página",
			},

			Date: "{day} de {month} de {year}",
			Months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio",
				"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		},
	}
}

// date writes a YYYY-MM-DD day out. Anything else is returned as it is.
func (t texts) date(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return strings.NewReplacer("{day}", strconv.Itoa(d.Day()), "{month}", t.Months[d.Month()-1],
		"{year}", strconv.Itoa(d.Year())).Replace(t.Date)
}

// A wording is what pages in several languages say, and the parts of it that the script reads, as JSON.
type wording struct {
	texts  map[bot.Lang]texts
	script map[bot.Lang]string
	titles string // of urgent replies in every language, for a reply need not be in the page's
	widget map[bot.Lang]widgetTexts
	sites  string // that may show the widget, as JSON
}

// newWording returns the texts of o's languages with the practice's name and number filled in. It fails when there are
// none for one of them.
func newWording(o Options) (wording, error) {
	type title struct {
		Urgent    string `json:"urgent"`
		Emergency string `json:"emergency"`
	}
	all := allTexts()
	titles := make(map[bot.Lang]title, len(o.Languages))
	w := wording{texts: make(map[bot.Lang]texts, len(o.Languages)), script: make(map[bot.Lang]string, len(o.Languages)),
		widget: make(map[bot.Lang]widgetTexts, len(o.Languages))}
	for _, l := range o.Languages {
		t, ok := all[l]
		if !ok {
			return w, fmt.Errorf("no texts for pages in language %q", l)
		}
		t.Us = strings.ReplaceAll(t.Us, "{practice}", o.Practice)
		if o.Emergency != "" {
			t.Failed += " " + strings.ReplaceAll(t.Notice, "{number}", o.Emergency)
		}
		if g := o.Greeting[l]; g != "" {
			t.Welcome = g
		}
		t.Widget.Title = strings.ReplaceAll(t.Widget.Title, "{practice}", o.Practice)
		w.texts[l], w.widget[l] = t, t.Widget
		titles[l] = title{t.Urgent, t.Emergency}
		b, err := json.Marshal(t)
		if err != nil {
			return w, fmt.Errorf("texts: %w", err)
		}
		w.script[l] = string(b)
	}
	b, err := json.Marshal(titles)
	if err != nil {
		return w, fmt.Errorf("texts: %w", err)
	}
	w.titles = string(b)
	if b, err = json.Marshal(o.Sites); err != nil {
		return w, fmt.Errorf("texts: %w", err)
	}
	w.sites = string(b)
	return w, nil
}
