package bot

import (
	"slices"
	"time"
)

// checkFor is how long the answer to the check before a booking holds.
const checkFor = 90 * 24 * time.Hour

// checkQuestion is the safety question that follows a yes, where the screener has it: of all that the check names, the
// bladder and the numbness that goes with it cannot wait for an appointment with a doctor.
const checkQuestion QuestionID = "ask-saddle"

// A Check is a client's answer to the check before a booking: whether one of the reasons is true for which the practice's
// own article says to ask a professional first. The zero Check was never answered.
type Check struct {
	At  time.Time `json:"at,omitzero"`
	Yes bool      `json:"yes,omitempty"`

	// Alone is set while the check was put by itself, after a read-back that had no room for it: a yes is its answer then.
	Alone bool `json:"alone,omitempty"`
}

// checkLater reports whether a read-back goes out without the check, which follows by itself before anything that books:
// by text message there is no room for both under advice, or under an answer.
func (t *turn) checkLater() bool {
	return t.m.Conversation.Channel == SMS &&
		(t.below || slices.ContainsFunc(t.fresh, func(f Flag) bool { return f.Level == Precaution }))
}

// checkDue puts the check by itself where the read-back that was confirmed did not have it.
func (t *turn) checkDue() (Reply, bool) {
	if t.m.Conversation.Channel != SMS || !t.mustCheck() || t.checkAsked || t.offeredNow(Action{Verb: DoCheck, Arg: "yes"}) {
		return Reply{}, false
	}
	t.s.Flow, t.s.Expect, t.s.Check.Alone = ConfirmFlow, FieldNone, true
	return t.say(TextCheck, Booking, t.button(LabelCheckNone, Action{Verb: DoConfirm, Arg: t.draftMark(t.s.Draft)}),
		t.button(LabelCheck, Action{Verb: DoCheck, Arg: "yes"})), true
}

// mustCheck reports whether the check goes with the read-back: once per client and 90 days, and not where a clinician has
// agreed already.
func (t *turn) mustCheck() bool {
	return t.s.Clear != Cleared && (t.s.Check.At.IsZero() || t.now().Sub(t.s.Check.At) > checkFor)
}

// checkLevel is what the check's answer amounts to while it holds: a yes asks for a clinician's word.
func (t *turn) checkLevel() Level {
	if t.s.Check.Yes && t.now().Sub(t.s.Check.At) <= checkFor {
		return Clearance
	}
	return None
}

// check hears the answer. After a yes the screener's own question goes out, then the one for a clinician's word; nothing
// that books does before both are answered.
func (t *turn) check() Reply {
	t.s.Flow, t.s.Expect = BookingFlow, FieldNone
	if t.m.Press.Arg == "no" {
		t.s.Check, t.s.Clear = Check{At: t.now()}, NotCleared
		return t.book()
	}
	t.s.Check, t.s.Clear = Check{At: t.now(), Yes: true}, NotCleared
	r, _ := t.notYet()
	if q, ok := t.bot.o.Screener.(Questioner); ok && !slices.Contains(t.s.Signs.Asked, checkQuestion) {
		if question, known := q.Question(checkQuestion); known {
			t.s.Clear = NotCleared
			t.s.Signs.Asked = append(slices.Clone(t.s.Signs.Asked), checkQuestion)
			r = t.question(question)
		}
	}
	r.Text = t.words(TextCheckYes) + "\n\n" + r.Text
	return r
}

// saysChecked reports whether words under a read-back with the check say that one of its reasons is true.
func (t *turn) saysChecked(words string) bool {
	return t.s.Flow == ConfirmFlow && t.mustCheck() && hasAny(words, checkWords()) && !hasAny(words, notWords())
}

func checkWords() []string {
	return []string{"severe pain", "bad pain", "strong pain", "numb", "numbness", "tingling", "tingles", "pins and needles", "recent injury",
		"injury", "injured", "accident", "bladder", "bowel", "bowels", "one of these", "one of those", "one of them", "i do", "i have", "i did",
		"some of these", "some of those", "dolor fuerte", "dolor muy fuerte", "dolor intenso", "entumecimiento", "entumecido", "entumecida",
		"hormigueo", "lesion", "accidente", "algo de eso", "algo de esto", "una de esas", "uno de esos", "si tengo", "si lo tengo", "vejiga", "orina"}
}

func notWords() []string {
	return []string{"no", "not", "none", "dont", "never", "without", "neither", "nothing", "sin", "nada", "ninguno", "ninguna", "nunca", "tampoco"}
}
