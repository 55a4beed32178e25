package bot

import (
	"slices"
	"strings"
)

// booking reports whether a request is being put together or read back.
func (t *turn) booking() bool { return t.s.Flow == BookingFlow || t.s.Flow == ConfirmFlow }

// amended puts the last request back into the draft where the client corrects it after it was handed over: "actually make it
// 2pm". Where staff have it already, the correction is a wish to move it, and r asks whether to pass that on.
func (t *turn) amended() (r Reply, done bool) {
	if t.intent != IntentBook || t.booking() || !t.handedOver() || t.reading.Request == (Request{}) || t.reading.Request.Service != "" ||
		!hasAny(fold(t.text), amendPhrases()) {
		return Reply{}, false
	}
	d := t.s.LastRequest
	d.Note = ""
	if t.bot.o.StaffHear {
		t.reading.Intent, t.reading.Request = Reschedule, t.bot.o.Drafter.Merge(d, t.reading.Request)
		return t.elsewhere(TextReschedule), true
	}
	t.s.Draft = d
	return Reply{}, false
}

// dropLast answers "cancel that" after a request was handed over: where staff have it, it is passed on to them.
func (t *turn) dropLast() Reply {
	if t.booking() || !t.bot.o.StaffHear || !t.handedOver() {
		return t.drop()
	}
	t.reading.Intent, t.reading.Request = CancelVisit, t.s.LastRequest
	return t.elsewhere(TextCancelVisit)
}

// changeSaid is the part of a running booking that words want to change without saying to what: "change the time".
func (t *turn) changeSaid() Action {
	words := fold(t.text)
	field := FieldNone
	switch {
	case hasAny(words, []string{"day", "date", "when", "dia", "fecha", "cuando"}):
		field = FieldWhen
	case hasAny(words, []string{"time", "hour", "hora"}):
		field = FieldTime
	case hasAny(words, []string{"place", "location", "where", "lugar", "ubicacion", "sede", "donde"}):
		field = FieldLocation
	case hasAny(words, []string{"massage", "service", "kind", "type", "masaje", "servicio", "tipo"}):
		field = FieldService
	}
	return Action{Verb: DoChange, Arg: string(field)}
}

// anyTime takes "whenever" and "asap" for an answer where knead asks for a day or an hour: any hour of the day said, else any
// day of the week to come. Who does not know is shown where the open times are.
func (t *turn) anyTime(words string) bool {
	if t.s.Flow != BookingFlow || t.s.Expect != FieldWhen && t.s.Expect != FieldTime {
		return false
	}
	if slices.Contains(unsureWords(), words) {
		t.reading = Reading{Intent: Availability} // the page shows what there is to choose from
		return true
	}
	if !slices.Contains(anyTimeWords(), words) {
		return false
	}
	d := Request{Date: t.s.Draft.Date, DateTo: t.s.Draft.Date}
	if d.Date == "" {
		d.Date, d.DateTo = t.today().Format("2006-01-02"), t.today().AddDate(0, 0, 6).Format("2006-01-02")
	}
	t.reading = Reading{Intent: Book, Request: d}
	return true
}

func anyTimeWords() []string {
	return []string{"any", "anytime", "any time", "any day", "any time works", "anytime works", "any time is fine", "anytime is fine", "whenever", "whatever", "whatever works",
		"whenever works", "whenever you can", "whenever is fine", "asap", "as soon as possible", "soonest", "the soonest", "earliest", "the earliest", "first available",
		"next available", "no preference", "dont care", "i dont care", "dont mind", "i dont mind", "doesnt matter", "it doesnt matter", "flexible", "im flexible", "i am flexible",
		"you choose", "you pick", "cuando sea", "cualquier dia", "cualquier hora", "a cualquier hora", "cualquiera",
		"lo antes posible", "cuanto antes", "lo mas pronto posible", "cuando puedan", "cuando haya", "me da igual", "da igual", "el que sea", "la que sea", "sin preferencia", "soy flexible", "usted elija", "elige tu"}
}

func unsureWords() []string {
	return []string{"not sure", "im not sure", "not sure yet", "i dont know", "dont know", "i dont know yet", "idk", "no idea", "hmm", "let me check", "no se", "no lo se", "no estoy seguro",
		"no estoy segura", "todavia no se", "aun no se", "ni idea", "no tengo idea", "depende", "it depends", "depends"}
}

// wantsChange reports whether words ask to change a part of the running booking, and say which.
func (t *turn) wantsChange(words string) bool {
	return t.reading.Request == (Request{}) && len(strings.Fields(words)) <= 6 && t.changeSaid().Arg != "" && !hasAny(words, []string{"appointment", "appt", "cita", "turno"}) &&
		hasAny(words, []string{"change", "different", "another", "other", "cambiar", "cambia", "cambie", "otra", "otro", "distinta", "distinto", "wrong"})
}

func amendPhrases() []string {
	return []string{"actually", "make it", "make that", "instead", "change it", "change that", "change to", "i meant", "i mean", "wait", "no wait", "sorry", "rather", "oops", "better",
		"mejor", "en realidad", "cambialo", "cambiala", "cambialo a", "perdon", "quise decir", "digo", "no espera", "en vez"}
}
