package language

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"

	"knead/bot"
)

// minLetters is how many letters a text needs before trigrams are asked. Shorter ones ("ok", "sauna") are guesses.
const minLetters = 24

// A Detector is a bot.LanguageDetector for English and Spanish.
type Detector struct {
	only map[string]bot.Lang
}

var _ bot.LanguageDetector = (*Detector)(nil)

// New returns a Detector.
func New() *Detector {
	d := &Detector{only: make(map[string]bot.Lang)}
	for _, w := range strings.Fields(englishWords) {
		d.only[w] = bot.English
	}
	for _, w := range strings.Fields(spanishWords) {
		d.only[w] = bot.Spanish
	}
	return d
}

// Detect returns the language of text; ok is false when the text does not show it.
func (d *Detector) Detect(text string) (l bot.Lang, ok bool) {
	en, es, letters := 0, 0, 0
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '\u2019' })
	for _, w := range words {
		letters += len(w)
		switch d.only[w] {
		case bot.English:
			en++
		case bot.Spanish:
			es++
		}
	}
	if strings.ContainsAny(text, "¿¡ñÑ") {
		es += 2
	} else if strings.ContainsAny(text, "áéíóúÁÉÍÓÚ") {
		es++
	}
	switch {
	case en > es:
		return bot.English, true
	case es > en:
		return bot.Spanish, true
	case letters < minLetters:
		return "", false
	}
	info := whatlanggo.DetectWithOptions(text, whatlanggo.Options{
		Whitelist: map[whatlanggo.Lang]bool{whatlanggo.Eng: true, whatlanggo.Spa: true}})
	if info.Lang == whatlanggo.Spa {
		return bot.Spanish, true
	}
	if info.Lang == whatlanggo.Eng {
		return bot.English, true
	}
	return "", false
}

// The words are frequent ones that only one of the two languages has; accents may be missing.
const (
	englishWords = `the and is are was were have has had do does did can could would should will what when where which who how why my your
our their his her i i'm i've im ive you we they it its this that these those not don't dont can't cant for with from about of to
on at after before between any some need want book booking massage therapist pain hurts hurt back neck shoulder please thanks thank
yes hello hi hey tomorrow today tonight morning afternoon evening monday tuesday wednesday thursday friday saturday sunday
deep tissue stone stones cupping help helps good bad been being am feel feeling numb leg legs arm arms head pregnant doctor just get got
there here if or but so because during while than then them did didn't does doesn't won't is isn't aren't wasn't
tell joke forget yesterday love sorry give call know make let show see may want wants`
	spanishWords = `el la los las un una unos unas y es era fue estoy esta está están tengo tiene tienen tenía hay puedo puede pueden podría
quiero quisiera necesito qué que cuál cual cuándo cuando dónde donde quién cómo como por para con sin del al mi mis su sus tu tus nuestro
yo usted ustedes ella ellos esto eso este ese esa aquí ahí pero porque si sí muy más mas menos también tambien ya todavía aún algo nada
masaje masajes dolor duele duelen espalda cuello hombro hombros cita reservar reserva gracias hola buenas buenos días dias tardes noches
mañana manana hoy noche tarde lunes martes miércoles miercoles jueves viernes sábado sabado domingo pierna piernas brazo cabeza médico
medico doctora embarazada ayuda ayudan sirve sirven después despues antes desde hasta entre cuánto cuanto cuesta siento siente se
le les lo nos hace hacen hacer ir voy va sesión sesion piedras calientes ventosas tejido profundo hora horas semana entumecido`
)
