package bot

import (
	"context"
	"strings"
)

// level is what holds for this turn: the verdict's, or that of an older hold.
func (t *turn) level() Level {
	return max(t.v.Level, t.s.Hold.Level, t.checkLevel())
}

// hold lays a hold when a flag asks for one, and lifts it when the screener heard a real explanation.
func (t *turn) hold() {
	if t.v.Level >= Urgent && t.v.Level > t.s.Hold.Level {
		f := t.v.Flags[0]
		t.s.Hold = Hold{Level: t.v.Level, Flag: f.ID, Since: t.bot.o.Now()}
		t.s.Clear = NotCleared
		t.save.Holds = append(t.save.Holds, HoldChange{Flag: f.ID, Level: f.Level})
		t.save.Staff = append(t.save.Staff, t.notice(NoticeAlert, t.flagged(f)))
		return
	}
	if t.v.Lifted && t.v.Level < Urgent && t.s.Hold.Level != None {
		t.lift("explained")
	}
}

// lift ends the hold and records why.
func (t *turn) lift(reason string) {
	t.save.Holds = append(t.save.Holds, HoldChange{Flag: t.s.Hold.Flag, Level: t.s.Hold.Level, Lifted: true, Reason: reason})
	t.s.Hold = Hold{}
}

// safety answers what must be answered before anything else. done is false when the usual step may go on.
func (t *turn) safety(ctx context.Context) (r Reply, done bool) {
	if flag, ok := t.alarm(); ok {
		t.s.Flow, t.s.Expect, t.s.Clear = NoFlow, FieldNone, NotCleared
		t.s.Deferred = ""
		return t.advice(flag), true
	}
	if t.v.Lifted && t.v.Ask == "" && t.s.Hold.Level < Urgent {
		return t.say(TextExplained, Screened), true // where something else still stands, the hold is reminded of below
	}
	if t.v.Ask != "" && t.v.Question != nil && t.s.Hold.Level < Urgent {
		t.keep(ctx)
		return t.question(*t.v.Question), true
	}
	if t.s.Hold.Level >= Urgent {
		return t.held(ctx), true
	}
	return Reply{}, false
}

// alarm returns the flag of Urgent or above that this message completed, the most severe first.
func (t *turn) alarm() (Flag, bool) {
	for _, f := range t.fresh {
		if f.Level >= Urgent {
			return f, true
		}
	}
	return Flag{}, false
}

// advice is a flag's own words with the country's numbers. At Emergency nothing else is said.
func (t *turn) advice(f Flag) Reply {
	return Reply{Text: t.bot.numbers[t.l].Replace(f.Advice.In(t.l)), Outcome: Screened}
}

// question puts the safety question. Its options are pressed as if their labels had been typed.
func (t *turn) question(q SafetyQuestion) Reply {
	t.s.Asking, t.s.Waiting, t.s.Signs.Pending = true, q.ID, q.ID
	r := Reply{Text: t.bot.numbers[t.l].Replace(q.Text.In(t.l)), Outcome: Screened}
	for _, o := range q.Options {
		r.Buttons = append(r.Buttons, Button{Label: o.In(t.l), Press: Action{Verb: DoSay}})
	}
	return r
}

// keep remembers, without words, what the client wanted before the safety question came between: a booking's fields,
// or the passage that answers.
func (t *turn) keep(ctx context.Context) {
	switch t.intent {
	case IntentBook:
		if t.reading.Intent == Book {
			t.s.Draft = t.bot.o.Drafter.Merge(t.s.Draft, t.reading.Request)
			t.s.Flow = BookingFlow
		}
	case IntentAsk:
		a, err := t.look(ctx)
		if err == nil && len(a.Passages) > 0 {
			t.s.Deferred = a.Passages[0]
		}
	default:
	}
}

// held answers while a hold of Urgent or above stands: what needs no booking goes on, the rest is reminded.
func (t *turn) held(ctx context.Context) Reply {
	switch t.intent {
	case IntentCleared, IntentClearedYes, IntentClearedNo, IntentForget, IntentForgetYes, IntentForgetNo, IntentPrivacy,
		IntentLanguage, IntentHuman, IntentCall, IntentNumber, IntentShare, IntentResume, IntentNoModel, IntentModel:
		return t.do(ctx)
	case IntentAsk:
		if t.s.Hold.Level == Urgent {
			if r := t.faq(ctx); r.Outcome == Answered {
				r.Text = t.words(TextHeldNote) + "\n\n" + r.Text
				return r
			}
		}
	default:
	}
	t.s.Flow = NoFlow
	return t.remind()
}

// remind says again what the hold is about: the flag's own reminder, or its action line and why a booking has to wait.
func (t *turn) remind() Reply {
	f, ok := t.holding()
	if !ok {
		if t.s.Hold.Level == Emergency {
			return t.say(TextHeldEmergency, Screened)
		}
		return t.say(TextHeldUrgent, Screened)
	}
	if again := f.Remind.In(t.l); again != "" {
		return Reply{Text: t.bot.numbers[t.l].Replace(again), Outcome: Screened}
	}
	id := TextHeldAgain
	if t.intent == IntentBook || t.reading.Intent != NoBooking {
		id = TextHeldBook
	}
	return Reply{Text: t.action() + "\n" + t.words(id), Outcome: Screened}
}

// holding returns the flag that laid the hold, as the screener words it now.
func (t *turn) holding() (Flag, bool) {
	for _, f := range t.v.Flags {
		if f.ID == t.s.Hold.Flag && f.Level >= t.s.Hold.Level { // less than the hold after a part was explained: no word of it then
			return f, true
		}
	}
	return Flag{}, false
}

// action is the one line that says what to do about the hold: whom to call, where to be seen.
func (t *turn) action() string {
	if f, ok := t.holding(); ok {
		line, _, _ := strings.Cut(t.bot.numbers[t.l].Replace(f.Advice.In(t.l)), "\n")
		return line
	}
	id := TextHeldUrgent
	if t.s.Hold.Level == Emergency {
		id = TextHeldEmergency
	}
	line, _, _ := strings.Cut(t.words(id), "\n")
	return line
}

// withNotes adds what a clearance or precaution flag of this message asks to be said: beside the answer, never instead.
func (t *turn) withNotes(r Reply) Reply {
	for _, f := range t.fresh {
		switch {
		case f.Level == Clearance && t.s.Clear != Cleared:
			advice := t.bot.numbers[t.l].Replace(f.Advice.In(t.l))
			if r.Outcome == Unknown || r.Outcome == Talk {
				r = Reply{Text: advice, Outcome: Screened}
				t.save.Unanswered = nil
			} else {
				r.Text = advice + "\n\n" + r.Text
			}
			r.Note, r.Brief = advice, t.brief(f)
			return r
		case f.Level == Precaution:
			note := f.Advice.In(t.l)
			if note == "" {
				note = t.words(TextNoteFor, "{note}", f.Note.In(t.l))
			}
			note = t.bot.numbers[t.l].Replace(note)
			if r.Outcome == Unknown || r.Outcome == Talk {
				r.Text, r.Outcome, r.Buttons = note, Screened, []Button{t.button(LabelBook, Action{Verb: DoBook})}
				t.save.Unanswered = nil
			} else {
				r.Text += "\n\n" + note
			}
			r.Note, r.Brief = note, t.brief(f)
			return r
		}
	}
	return r
}

// brief is a flag's advice in few words, empty where there is none.
func (t *turn) brief(f Flag) string {
	if t.bot.o.OwnRules {
		return "" // the practice's own advice may say something else
	}
	return t.bot.numbers[t.l].Replace(t.bot.o.Texts.brief(t.l, f))
}

// notes are the lines that travel to the therapist with a request, in the practice's first language.
func (t *turn) notes() string {
	var lines []string
	for _, f := range t.v.Flags {
		if n := f.Note.In(t.bot.practice.Languages[0]); n != "" && f.Level < Urgent {
			lines = append(lines, n)
		}
	}
	if t.checkLevel() == Clearance {
		lines = append(lines, t.bot.o.Texts[t.bot.practice.Languages[0]][TextCheckNote])
	}
	return strings.Join(lines, " ")
}

// screenedOr is the reply when nothing but screening could run: its advice, or a text.
func (t *turn) screenedOr(id TextID) Reply {
	if f, ok := t.alarm(); ok {
		return t.advice(f)
	}
	return t.say(id, Talk)
}

// safe is the reply after a panic: nothing is known of the message, so it is treated as a red flag.
func (t *turn) safe() Reply {
	r := t.say(TextScreenTrouble, Screened)
	r.Level, r.Lang = Urgent, t.l
	return r
}

// seal is the last stop before a reply leaves. From Urgent up nothing that books gets through: no link, no number, no
// button. While a safety question has no answer, or a clearance flag no clinician's word, no link and no number does
// either: the question goes out instead. It is the second lock; the steps above are the first.
func (t *turn) seal(r Reply) Reply {
	r.Level, r.Lang = t.level(), t.l
	if r.IsZero() {
		return r
	}
	if r.Level < Urgent {
		if t.mustAsk() && t.linksToBooking(r) {
			if again, wait := t.notYet(); wait {
				again.Level, again.Lang = r.Level, r.Lang
				return again
			}
		}
		return r
	}
	kept := r.Buttons[:0:0]
	for _, b := range r.Buttons {
		if b.URL == "" && !books(b.Press) {
			kept = append(kept, b)
		}
	}
	r.Buttons = kept
	if t.bot.showsBooking(r.Text) {
		t.err = errSealed
		id := TextHeldUrgent
		if r.Level == Emergency {
			id = TextHeldEmergency
		}
		r = Reply{Text: t.words(id), Outcome: Screened, Level: r.Level, Lang: t.l}
	}
	return r
}

// mustAsk reports whether a question stands before anything that books.
func (t *turn) mustAsk() bool {
	return t.s.Waiting != "" || t.level() == Clearance && t.s.Clear != Cleared
}

// linksToBooking reports whether a reply has a link or number that books.
func (t *turn) linksToBooking(r Reply) bool {
	for _, b := range r.Buttons {
		if b.URL != "" && t.bot.showsBooking(b.URL) {
			return true
		}
	}
	return t.bot.showsBooking(r.Text)
}

// books reports whether pressing a leads towards a booking.
func books(a Action) bool {
	switch a.Verb {
	case DoBook, DoChoose, DoConfirm, DoChange, DoOffer:
		return true
	case DoNothing, DoAsk, DoSay, DoDrop, DoHuman, DoForget, DoLanguage, DoHelp, DoPrivacy, DoCleared, DoShare, DoPass, DoCheck, DoResume,
		DoStaff, DoLabel:
	}
	return false
}
