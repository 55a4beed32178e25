package bot

import (
	"fmt"
	"slices"
	"strings"
)

// request is a notice that asks staff to answer the Handoff of key.
func (t *turn) request(kind, key, text string) Notice {
	n := t.notice(kind, text)
	n.Request = key
	return n
}

// toStaff says what becomes of a request that only staff can book.
func (t *turn) toStaff(request string) Reply {
	switch {
	case !t.bot.o.StaffHear:
		r := t.say2(TextHandoffNobody, Booking, "{request}", request)
		if list := t.bot.contacts(); list != "" {
			r.Text += "\n" + t.words(TextContact, "{list}", list)
		}
		return r
	case t.bot.o.StaffWrite || t.m.Conversation.Channel == SMS:
		r := t.say2(TextHandoffStaff, Booking, "{request}", request)
		r.Text += " " + t.whenThere()
		return r
	}
	t.s.Flow = NumberFlow
	r := t.say2(TextHandoffStaff, Booking, "{request}", request)
	r.Text += " " + t.whenThere() + "\n" + t.words(TextLeaveNumber)
	return r
}

// askPass reads a wish to move or drop an appointment back, shows the practice's policy, and asks whether to pass it on.
func (t *turn) askPass() Reply {
	t.s.Flow, t.s.Passing = PassFlow, Handoff{Intent: t.reading.Intent, Request: t.reading.Request}
	id := TextPassReschedule
	if t.reading.Intent == CancelVisit {
		id = TextPassCancel
	}
	r := t.say(id, Booking, t.button(LabelPass, Action{Verb: DoPass, Arg: "yes"}), t.button(LabelPassNot, Action{Verb: DoPass, Arg: "no"}))
	if back := t.bot.o.Drafter.ReadBack(t.reading.Request, t.l); back != "" {
		r.Text = back + ".\n" + r.Text
	}
	if policy := t.policy(); policy != "" {
		r.Text += "\n" + policy
	}
	return r
}

// policy is what the practice's file states about moving and dropping appointments: its fact with such a key.
func (t *turn) policy() string {
	for _, key := range []string{"cancellation-policy", "cancellation", "cancellations", "rescheduling", "policy", "policies"} {
		if i := slices.IndexFunc(t.bot.practice.Facts, func(f Fact) bool { return f.Key == key }); i >= 0 {
			return t.bot.practice.Facts[i].Answer.In(t.l)
		}
	}
	return ""
}

// pass passes the wish on, or leaves it.
func (t *turn) pass() Reply {
	h := t.s.Passing
	t.s.Flow, t.s.Passing = NoFlow, Handoff{}
	if t.m.Press.Arg != "yes" {
		return t.drop()
	}
	h.Key = t.handoffKey()
	kind := NoticeReschedule
	if h.Intent == CancelVisit {
		kind = NoticeCancel
	}
	t.save.Handoff = &h
	t.save.Staff = append(t.save.Staff, t.request(kind, h.Key, t.bot.o.Drafter.ReadBack(h.Request, t.bot.practice.Languages[0])))
	if t.bot.o.StaffWrite {
		r := t.say(TextPassed, Booking)
		r.Text += " " + t.whenThere()
		return r
	}
	r := t.say(TextPassedCall, Booking)
	r.Text += " " + t.whenThere()
	if t.m.Conversation.Channel != SMS {
		t.s.Flow = NumberFlow
		r.Text += "\n" + t.words(TextLeaveNumber)
	}
	return r
}

func (t *turn) handoffKey() string {
	return fmt.Sprintf("%s:%s:%d", hashed(t.m.Conversation), t.m.ID, t.s.Signs.Turn)
}

// offer hears whether the client takes another time that staff offered. Taking it is a request again: staff confirm.
func (t *turn) offer() Reply {
	h := t.s.Offer
	if !strings.HasPrefix(t.m.Press.Arg, "yes") {
		t.s.Offer = Handoff{}
		t.save.Staff = append(t.save.Staff, t.notice(NoticeOffer, ""))
		return t.say(TextOfferNot, Booking, t.button(LabelBook, Action{Verb: DoBook}))
	}
	if t.mustAsk() {
		if r, wait := t.notYet(); wait {
			return r
		}
	}
	t.s.Offer = Handoff{}
	if problem := t.bot.o.Drafter.Check(h.Request, t.now()); problem != "" {
		return t.problemOf(h.Request, problem)
	}
	h.Key = t.handoffKey()
	if n := t.notes(); n != "" && !strings.Contains(h.Request.Note, n) {
		h.Request.Note = strings.TrimSpace(h.Request.Note + " " + n)
	}
	t.save.Handoff, t.s.LastRequest = &h, h.Request
	text := t.bot.o.Drafter.ReadBack(h.Request, t.bot.practice.Languages[0])
	if h.Request.Note != "" {
		text += "\n" + h.Request.Note
	}
	t.save.Staff = append(t.save.Staff, t.request(NoticeOffer, h.Key, text))
	return t.say2(TextOfferTaken, Booking, "{request}", t.bot.o.Drafter.ReadBack(h.Request, t.l))
}

// offerButtons answer the offer that waits.
func (t *turn) offerButtons() []Button {
	mark := ":" + string(RefOf(t.s.Offer.Key))
	return []Button{t.button(LabelTake, Action{Verb: DoOffer, Arg: "yes" + mark}), t.button(LabelTakeNot, Action{Verb: DoOffer, Arg: "no" + mark})}
}

// problemOf is problem for a request that is not the draft.
func (t *turn) problemOf(r Request, p Problem) Reply {
	t.s.Draft = r
	return t.problem(p)
}

// routeStaffPress maps the press of a button that has to do with staff: what is not asked any more is stale.
func (t *turn) routeStaffPress(a Action) Intent {
	switch a.Verb {
	case DoShare:
		if t.s.Person.Share == ShareAsked {
			return IntentShare
		}
	case DoPass:
		if t.s.Flow == PassFlow {
			return IntentPass
		}
	case DoOffer:
		if _, ref, ok := strings.Cut(a.Arg, ":"); ok && t.s.Offer.Key != "" && Ref(ref) == RefOf(t.s.Offer.Key) {
			return IntentOffer
		}
	case DoResume:
		if t.s.Person.State != NoPerson {
			return IntentResume
		}
	default:
	}
	return IntentStale
}

// routeStaffTalk reads words in the light of what was asked about staff.
func (t *turn) routeStaffTalk(words string, yes, no bool) (Intent, bool) {
	if t.s.Person.State != NoPerson && isAny(words, resumeWords()) {
		return IntentResume, true
	}
	if t.s.Flow == NumberFlow && phoneIn(t.text) != "" {
		return IntentNumber, true
	}
	if t.s.Offer.Key != "" && !t.offerUnseen() && (t.s.Flow == NoFlow || len(t.s.Offered) > 0 && t.s.Offered[0].Press.Verb == DoOffer) {
		take, leave := isAny(words, takeWords()), isAny(words, takeNotWords())
		if take || leave {
			t.m.Press = Action{Verb: DoOffer, Arg: "no:" + string(RefOf(t.s.Offer.Key))}
			if take {
				t.m.Press.Arg = "yes:" + string(RefOf(t.s.Offer.Key))
			}
			return IntentOffer, true
		}
	}
	if t.s.Offer.Key == "" && isAny(words, takeItWords()) && t.handedOver() {
		return IntentTwice, true
	}
	if i, ok := t.wantsPerson(words); ok && (t.s.Flow == BookingFlow || t.s.Flow == ConfirmFlow) {
		return i, true // before the words are read as part of the booking: "una persona" is no party of one
	}
	if len(t.s.Offered) < 2 || !yes && !no {
		return 0, false
	}
	press := t.s.Offered[0].Press
	if no {
		press = t.s.Offered[1].Press
	}
	switch press.Verb {
	case DoShare, DoPass, DoOffer:
		if i := t.routeStaffPress(press); i != IntentStale {
			t.m.Press = press
			return i, true
		}
	default:
	}
	return 0, false
}

// wantsPerson reports whether words ask for somebody of the practice, or to be called.
func (t *turn) wantsPerson(words string) (Intent, bool) {
	switch {
	case hasAny(words, whoPhrases()):
		return 0, false
	case hasAny(words, humanPhrases()), isAny(words, humanWords()) && t.reading.Request == (Request{}):
		return IntentHuman, true
	case isAny(words, callWords()), hasAny(words, callPhrases()):
		return IntentCall, true
	}
	return 0, false
}

// takeWords and takeNotWords answer another time that staff offered, folded, also when other things were said since.
func takeWords() []string {
	return append(takeItWords(), "that works", "yes that works", "that works for me", "works for me", "thats fine", "yes thats fine", "that is fine",
		"thats good", "that time works", "the new time works", "la tomo", "si la tomo", "la quiero", "si la quiero", "me la quedo", "si me la quedo",
		"la acepto", "si la acepto", "acepto", "me sirve", "si me sirve", "me va bien", "si me va bien", "me viene bien", "si me viene bien",
		"me queda bien", "si me queda bien", "esa hora me sirve", "esa hora me va bien")
}

// takeItWords can mean nothing but that an offer is taken.
func takeItWords() []string {
	return []string{"take it", "i take it", "ill take it", "i will take it", "yes i take it", "yes ill take it", "yes i will take it", "we take it", "well take it"}
}

func takeNotWords() []string {
	return []string{"i dont take it", "that doesnt work", "that doesnt work for me", "doesnt work", "no that doesnt work", "that does not work",
		"i cant make it", "i cant make that", "no i cant", "i cant then", "not that time", "no la tomo", "no la quiero", "no me sirve", "no me va bien",
		"no me viene bien", "no me queda bien", "no puedo", "no puedo a esa hora", "a esa hora no puedo", "esa hora no me sirve"}
}
