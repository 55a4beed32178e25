package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Intent is what a message wants, after screening.
type Intent int

// The intents. Each has one step in do.
const (
	IntentAsk Intent = iota // a question for the articles
	IntentEmpty
	IntentTooLong
	IntentGreet
	IntentHelp
	IntentThanks
	IntentBye
	IntentWho
	IntentStale
	IntentLanguage
	IntentPrivacy
	IntentForget
	IntentForgetYes
	IntentForgetNo
	IntentHuman
	IntentCleared // the client says that a clinician agreed
	IntentClearedYes
	IntentClearedNo
	IntentBook
	IntentConfirm
	IntentChange
	IntentDrop
	IntentFact     // a fact of the practice file
	IntentAnswerNo // the answer to a safety question raised nothing: go on where the question came between
	IntentCall     // to be called
	IntentNumber   // the number at which to be called
	IntentShare    // whether staff may know what was talked about
	IntentPass     // whether a wish is to be passed on
	IntentOffer    // whether another time that staff offered is taken
	IntentResume   // to have knead answer again instead of staff
	IntentNoModel  // no language model, please
	IntentModel    // a language model may be used again
	IntentCheck    // the answer to the check before a booking
	IntentTwice    // a read-back that was confirmed is confirmed once more
	IntentOld      // a button of an earlier booking
	IntentStatus   // "am I booked?"
	IntentTalk     // small talk
	IntentDoctor   // "are you a doctor?"
	IntentSafe     // "is cupping dangerous?"
	IntentMore     // what did not fit into the last reply
)

func intentNames() []string {
	return []string{"ask", "empty", "too-long", "greet", "help", "thanks", "bye", "who", "stale", "language",
		"privacy", "forget", "forget-yes", "forget-no", "human", "cleared", "cleared-yes", "cleared-no", "book", "confirm",
		"change", "drop", "fact", "answer-no", "call", "number", "share", "pass", "offer", "resume", "no-model", "model", "check", "twice",
		"old", "status", "talk", "doctor", "safe", "more"}
}

// String returns the intent's word for logs.
func (i Intent) String() string {
	if i < 0 || int(i) >= len(intentNames()) {
		return fmt.Sprintf("intent(%d)", int(i))
	}
	return intentNames()[i]
}

// route decides what the message wants: a pressed button, an offered choice, the running flow, then words.
func (t *turn) route() Intent {
	words := fold(t.text)
	press := t.m.Press
	pressed := !press.IsZero()
	if !pressed || press.Verb == DoLabel {
		offered, found := t.chosen(words)
		if found || !pressed {
			press, pressed = offered, found
		}
	}
	t.m.Press = press
	if press.Verb == DoLabel && t.handedOver() && words == fold(t.words(LabelRight)) {
		return IntentTwice // the same tap again
	}
	if pressed {
		if i, ok := t.routePress(press); ok {
			return i
		}
	}
	switch {
	case strings.TrimSpace(t.text) == "":
		return IntentEmpty
	case words == "":
		return IntentEmpty
	case len(t.text) > maxWords:
		return IntentTooLong
	}
	now := t.m.At
	if now.IsZero() {
		now = t.bot.o.Now()
	}
	expect := FieldNone
	if t.s.Flow == BookingFlow || t.s.Flow == ConfirmFlow {
		expect = t.s.Expect
	}
	t.reading = t.readLine(now.In(t.bot.practice.Zone), expect)
	if t.answer && t.reading.Intent == NoBooking {
		return IntentAnswerNo
	}
	if i, ok := t.routeFlow(words); ok {
		return i
	}
	return t.routeWords(words)
}

// readLine reads a booking line. In a running booking a short line that says nothing of what was asked is tried as a
// correction of something else: "no, longwood", "make it 4".
func (t *turn) readLine(now time.Time, expect Field) Reading {
	r := t.bot.o.Reader.Read(t.text, now, expect)
	running := t.s.Flow == BookingFlow || t.s.Flow == ConfirmFlow
	if !running || r.Request != (Request{}) || r.Problem != "" || strings.ContainsAny(t.text, "?¿") || len(strings.Fields(t.text)) > 6 {
		return r
	}
	for _, f := range []Field{FieldLocation, FieldService, FieldWhen, FieldMinutes} {
		if f == expect {
			continue
		}
		if c := t.bot.o.Reader.Read(t.text, now, f); c.Request != (Request{}) {
			return c
		}
	}
	return r
}

// routePress maps a button to its intent; ok is false for buttons whose label is to be read as words.
func (t *turn) routePress(a Action) (Intent, bool) {
	inFlow := t.s.Flow == BookingFlow || t.s.Flow == ConfirmFlow
	switch a.Verb {
	case DoNothing, DoSay, DoAsk:
		return 0, false
	case DoBook:
		return IntentBook, true
	case DoChoose:
		switch {
		case !inFlow:
			return IntentStale, true
		case !t.offeredNow(a):
			return IntentOld, true
		}
		return IntentBook, true
	case DoConfirm:
		switch {
		case t.handedOver() && a.Arg == t.draftMark(t.s.LastRequest):
			return IntentTwice, true
		case t.s.Flow != ConfirmFlow || a.Arg != t.draftMark(t.s.Draft):
			return IntentOld, true
		}
		return IntentConfirm, true
	case DoCheck:
		if a.Arg == "yes" && t.s.Flow != ConfirmFlow || a.Arg != "yes" && !t.s.Check.Yes {
			return IntentOld, true
		}
		return IntentCheck, true
	case DoChange:
		if !inFlow {
			return IntentStale, true
		}
		return IntentChange, true
	case DoDrop:
		return IntentDrop, true
	case DoHuman:
		return IntentHuman, true
	case DoForget:
		switch {
		case a.Arg == "":
			return IntentForget, true
		case t.s.Flow != ForgetFlow:
			return IntentStale, true
		case a.Arg == "yes":
			return IntentForgetYes, true
		}
		return IntentForgetNo, true
	case DoLanguage:
		return IntentLanguage, true
	case DoHelp:
		return IntentHelp, true
	case DoPrivacy:
		return IntentPrivacy, true
	case DoCleared:
		switch {
		case !t.clearAsked:
			return IntentStale, true
		case a.Arg == "yes":
			return IntentClearedYes, true
		}
		return IntentClearedNo, true
	case DoShare, DoPass, DoOffer, DoResume:
		return t.routeStaffPress(a), true
	case DoStaff, DoLabel:
	}
	return IntentStale, true
}

// handedOver reports whether the last request was handed over, its time is not over, and nothing else is being booked.
func (t *turn) handedOver() bool {
	return t.s.Flow != BookingFlow && t.s.Flow != ConfirmFlow && t.s.LastRequest != (Request{}) && t.bot.o.Drafter.Check(t.s.LastRequest, t.now()) == ""
}

// offeredNow reports whether the last reply offered a.
func (t *turn) offeredNow(a Action) bool {
	return slices.ContainsFunc(t.s.Offered, func(b Button) bool { return b.Press == a })
}

// routeFlow reads words in the light of what was asked last.
func (t *turn) routeFlow(words string) (Intent, bool) {
	yes, no := isAny(words, yesWords()), isAny(words, noWords())
	switch {
	case t.clearAsked && (yes || isAny(words, agreedWords())):
		return IntentClearedYes, true
	case t.clearAsked && no:
		return IntentClearedNo, true
	case t.s.Flow == ForgetFlow && yes:
		return IntentForgetYes, true
	case t.s.Flow == ForgetFlow && no:
		return IntentForgetNo, true
	}
	if !t.rest.IsZero() && isAny(words, moreWords()) {
		return IntentMore, true
	}
	if i, ok := t.routeStaffTalk(words, yes, no); ok {
		return i, true
	}
	if t.s.Flow != BookingFlow && t.s.Flow != ConfirmFlow {
		return 0, false
	}
	switch {
	case t.saysChecked(words):
		t.m.Press = Action{Verb: DoCheck, Arg: "yes"}
		return IntentCheck, true
	case t.checkAsked && yes:
		t.m.Press = Action{Verb: DoCheck, Arg: "yes"}
		return IntentCheck, true
	case t.checkAsked && no:
		return IntentConfirm, true
	case t.s.Flow == ConfirmFlow && yes:
		return IntentConfirm, true
	case t.s.Flow == ConfirmFlow && (no || isAny(words, changeWords())):
		return IntentChange, true
	case t.dropSaid(words):
		return IntentDrop, true
	case t.wantsChange(words):
		t.m.Press = t.changeSaid()
		return IntentChange, true
	case t.anyTime(words), t.s.Expect == FieldLocation && t.reading.Place != "":
		return IntentBook, true
	case yes && t.choices() && (len(t.s.Offered) == 1 || t.s.Offered[1].Press.Verb != DoChoose):
		t.m.Press = t.s.Offered[0].Press // "did you mean 3 PM?"
		return IntentBook, true
	case t.reading.Intent != NoBooking || t.reading.Problem != "" || t.reading.Request != (Request{}), yes && (len(t.s.Offered) == 0 || t.choices()):
		return IntentBook, true // a yes to "when would you like to come?" is asked again
	}
	return 0, false
}

// dropSaid reports whether words leave the running booking, and ask for nothing else.
func (t *turn) dropSaid(words string) bool {
	if isAny(words, dropWords()) {
		return true
	}
	if len(strings.Fields(words)) > 8 || t.reading.Request != (Request{}) && t.reading.Intent != CancelVisit || hasAny(words, []string{"my appointment", "my appt", "mi cita"}) {
		return false
	}
	return hasAny(words, dropPhrases())
}

// routeWords reads words by themselves: commands first, then a booking line, a fact of the practice, and the articles.
func (t *turn) routeWords(words string) Intent {
	switch {
	case t.saysCleared(words):
		return IntentCleared
	case isAny(words, yesWords()):
		if len(t.s.Offered) > 0 && t.s.Offered[0].Press.Verb == DoHuman {
			t.m.Press = t.s.Offered[0].Press
			return IntentHuman // "Shall I pass your question on?"
		}
		if t.s.LastRequest != (Request{}) || smallTalk(words) != noTalk {
			return IntentThanks
		}
		return IntentHelp
	case isAny(words, noWords()):
		return IntentThanks
	case isAny(words, helpWords()):
		return IntentHelp
	case isAny(words, greetWords()):
		return IntentGreet
	case isAny(words, thanksWords()):
		return IntentThanks
	case isAny(words, byeWords()):
		return IntentBye
	case isAny(words, forgetWords()):
		return IntentForget
	case isAny(words, noModelWords()) || hasAny(words, noModelPhrases()):
		return IntentNoModel
	case isAny(words, modelWords()):
		return IntentModel
	case isAny(words, privacyWords()) || hasAny(words, privacyPhrases()):
		return IntentPrivacy
	case t.languageAsked(words) != "":
		return IntentLanguage
	case isAny(words, callWords()) || hasAny(words, callPhrases()):
		return IntentCall
	case isAny(words, humanWords()) || hasAny(words, humanPhrases()):
		return IntentHuman
	case hasAny(words, doctorPhrases()):
		return IntentDoctor
	case hasAny(words, whoPhrases()):
		return IntentWho
	case t.reading.Intent == NoBooking && statusAsked(words):
		return IntentStatus
	case smallTalk(words) != noTalk:
		return IntentTalk
	case isAny(words, dropWords()):
		return IntentDrop
	}
	if t.reading.Intent != NoBooking || hasAny(words, againPhrases()) && !strings.ContainsAny(t.text, "?¿") && len(strings.Fields(words)) <= 12 {
		return IntentBook
	}
	if t.safetyAsked(words) {
		return IntentSafe
	}
	if t.factAsked(words) != noFact {
		return IntentFact
	}
	return IntentAsk
}
