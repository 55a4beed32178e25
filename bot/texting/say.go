package texting

import (
	"slices"
	"strings"

	"knead/bot"
)

// The sentences of this package. They say what STOP, START and HELP do, as carriers ask.
type sentence string

const (
	saidStop     sentence = "stop"
	saidStart    sentence = "start"
	saidHelp     sentence = "help"
	saidContact  sentence = "contact"
	saidDial     sentence = "dial"
	saidWho      sentence = "who"       // at the first contact
	saidWhoShort sentence = "who-short" // where the reply itself says who writes
	saidPicture  sentence = "picture"
	saidTextOnly sentence = "text-only"
	saidSource   sentence = "source"
	saidRest     sentence = "rest"   // words are left
	saidAnswer   sentence = "answer" // all of an answer is left
	saidList     sentence = "list"   // choices are left
)

func (l *Line) say(s sentence, in bot.Lang, pairs ...string) string {
	t := map[sentence][2]string{
		saidStop:     {"{practice}: you are unsubscribed and get no more messages. Reply START to get them again.", "{practice}: ya no recibirá mensajes. Responda START para recibirlos otra vez."},
		saidStart:    {"{practice} assistant: you get messages again. Ask me, or book in one line. HELP for info, STOP to end.", "Asistente de {practice}: vuelve a recibir mensajes. Pregunte, o reserve en una línea. AYUDA informa, STOP termina."},
		saidHelp:     {"{practice} assistant (automated).{contact}{dial} Msg & data rates may apply. STOP ends messages.", "Asistente automático de {practice}.{contact}{dial} Pueden aplicarse tarifas. STOP termina los mensajes."},
		saidContact:  {" Contact: {list}.", " Contacto: {list}."},
		saidDial:     {" Emergency: call {number}.", " Emergencia: llame al {number}."},
		saidWho:      {"{practice} assistant. HELP for info, STOP to end.", "Asistente de {practice}. AYUDA informa, STOP termina."},
		saidWhoShort: {"HELP for info, STOP to end.", "AYUDA informa, STOP termina."},
		saidPicture:  {"I read text only: I could not see what you sent.", "Solo leo texto: no pude ver lo que mandó."},
		saidTextOnly: {"I read text only.", "Solo leo texto."},
		saidSource:   {"Source", "Fuente"},
		saidRest:     {`Write "more" for the rest.`, `Escriba "más" para el resto.`},
		saidAnswer:   {`Write "more" for the answer.`, `Escriba "más" para la respuesta.`},
		saidList:     {`Write it, or "more" for a list.`, `Escríbalo, o "más" para ver la lista.`},
	}[s]
	text := t[0]
	if in == bot.Spanish {
		text = t[1]
	}
	return strings.NewReplacer(append(pairs, "{practice}", l.o.Practice.Name)...).Replace(text)
}

// help is the answer to HELP: the practice's name and contact. What books is left out while a booking is withheld.
func (l *Line) help(s bot.Session, in bot.Lang) string {
	withheld := s.Hold.Level >= bot.Clearance || s.Waiting != ""
	parts := slices.DeleteFunc(strings.Split(l.o.Practice.Reach(), ", "), func(p string) bool {
		return p == "" || withheld && bot.ShowsBooking(l.o.Practice, p)
	})
	contact := ""
	if len(parts) > 0 {
		contact = l.say(saidContact, in, "{list}", strings.Join(parts, ", "))
	}
	return l.say(saidHelp, in, "{contact}", contact, "{dial}", l.dial(in))
}

// dial is where to call in an emergency, empty where no number is known.
func (l *Line) dial(in bot.Lang) string {
	n := bot.EmergencyNumber(l.o.Practice)
	if n == "" {
		return ""
	}
	return l.say(saidDial, in, "{number}", n)
}

// saysWho reports whether a reply tells by itself that the practice's assistant writes.
func (l *Line) saysWho(text string) bool {
	low := strings.ToLower(text)
	return strings.Contains(text, l.o.Practice.Name) && (strings.Contains(low, "assistant") || strings.Contains(low, "asistente"))
}
