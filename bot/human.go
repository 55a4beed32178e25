package bot

import (
	"fmt"
	"strings"
)

// say2 is say with further placeholders.
func (t *turn) say2(id TextID, o Outcome, pairs ...string) Reply {
	return Reply{Text: t.words(id, pairs...), Outcome: o}
}

// notice is a message to staff. The key makes a redelivered one harmless.
func (t *turn) notice(kind, text string) Notice {
	return Notice{Key: fmt.Sprintf("%s:%s:%s:%d", kind, hashed(t.m.Conversation), t.m.ID, t.s.Signs.Turn), Kind: kind, Text: text}
}

// contacts is how the practice's people are reached, one line.
func (b *Bot) contacts() string { return b.practice.Reach() }

// Reach is how the practice's people are reached: numbers, e-mail and page as its file has them; empty for none.
func (p Practice) Reach() string {
	var parts []string
	if p.Phone != "" {
		parts = append(parts, p.Phone)
	}
	if p.TextToBook != "" && p.TextToBook != p.Phone {
		parts = append(parts, p.TextToBook+" (text)")
	}
	if p.Email != "" {
		parts = append(parts, p.Email)
	}
	if p.Website != "" {
		parts = append(parts, p.Website)
	}
	return strings.Join(parts, ", ")
}

// saysCleared reports whether folded words state that a clinician examined the client or agreed to a massage, while
// there is something to be cleared of.
func (t *turn) saysCleared(words string) bool {
	if t.level() < Clearance || len(t.fresh) > 0 && t.fresh[0].Level >= Urgent {
		return false
	}
	if strings.ContainsAny(t.text, "?¿") || hasAny(words, doubts()) {
		return false
	}
	return hasAny(words, clinicians()) && hasAny(words, agreements())
}

// doubts are words with which a sentence about a clinician states no clearance of the client.
func doubts() []string {
	return []string{"not", "no", "never", "hasnt", "havent", "didnt", "doesnt", "wont", "isnt", "unless", "if", "need to be", "without",
		"my husband", "my wife", "my partner", "my friend", "my mom", "my mum", "im a doctor", "i am a doctor", "im a nurse", "cleared myself",
		"is a doctor", "nunca", "si me", "todavia", "aun no", "mi esposo", "mi esposa", "mi marido", "mi amiga", "mi amigo", "soy medico",
		"soy doctora", "soy enfermera", "falta que", "last month", "last year", "el mes pasado", "el ano pasado"}
}

func clinicians() []string {
	return []string{"doctor", "dr", "doc", "gp", "physician", "nurse", "midwife", "surgeon", "consultant", "hospital", "er",
		"a e", "urgent care", "oncologist", "cardiologist", "obgyn", "ob gyn", "ob", "clinician", "specialist", "neurologist",
		"medico", "medica", "doctora", "enfermera", "enfermero", "matrona", "partera", "comadrona", "cirujano", "cirujana",
		"urgencias", "especialista", "oncologa", "oncologo", "cardiologo", "cardiologa", "ginecologa", "ginecologo", "clinica"}
}

func agreements() []string {
	return []string{"cleared me", "cleared", "all clear", "ok for massage", "okay for massage", "fine for massage", "says its ok",
		"said its ok", "said its okay", "said its fine", "says its fine", "said i can", "says i can", "said yes", "gave me the ok",
		"gave the ok", "gave me the go ahead", "go ahead", "approved", "signed off", "agreed", "agrees", "ok with it",
		"okay with it", "fine with it", "gave permission", "examined me", "checked me", "checked me out", "saw me", "ruled out",
		"said massage is", "says massage is", "said a massage is", "said that massage is", "green light", "happy for me to",
		"discharged me", "good to go", "me dio el alta", "me dieron el alta", "dio el alta", "visto bueno", "me autorizo",
		"autorizo", "dijo que puedo", "dice que puedo", "dijo que si", "esta de acuerdo", "me reviso", "me examino", "me vio",
		"dio permiso", "me dio permiso", "dijo que esta bien", "me dio el ok", "descarto", "luz verde", "me reviso y",
		"dijo que no hay problema", "aprobo", "dijeron que puedo", "me revisaron", "me vieron", "me examinaron"}
}

// cleared hears that a clinician agreed. Under a hold it asks once more before it lifts; for a clearance flag it also
// asks, unless this is already the answer.
func (t *turn) cleared() Reply {
	switch t.intent {
	case IntentClearedYes:
		t.s.Clear = Cleared
		if t.s.Hold.Level >= Urgent {
			note := t.words(TextClearedHold, "{flag}", strings.ReplaceAll(string(t.s.Hold.Flag), "-", " "))
			t.lift("cleared-by-clinician")
			t.s.Raised = Raised{}
			t.s.Signs.Seen, t.s.Signs.Pending, t.s.Waiting = nil, "", ""
			t.v.Level, t.v.Flags, t.fresh = None, nil, nil
			t.s.Draft.Note = note
			return t.say(TextHoldLifted, Talk, t.button(LabelBook, Action{Verb: DoBook}))
		}
		if t.s.Flow == BookingFlow || t.s.Draft != (Request{}) {
			t.s.Flow = BookingFlow
			r := t.book()
			r.Text = t.words(TextClearanceYes) + "\n\n" + r.Text
			return r
		}
		return t.say(TextClearanceYes, Talk, t.button(LabelBook, Action{Verb: DoBook}))
	case IntentClearedNo:
		t.s.Clear = NotCleared
		if t.s.Hold.Level >= Urgent {
			return t.say(TextNotCleared, Screened)
		}
		t.s.Flow, t.s.Expect = NoFlow, FieldNone
		return t.say(TextClearanceNo, Screened)
	default:
		if t.s.Hold.Level < Urgent {
			// For a clearance flag the client's word is enough.
			t.s.Clear = Cleared
			if t.reading.Intent == NoBooking && t.s.Flow == NoFlow {
				return t.say(TextClearanceYes, Talk, t.button(LabelBook, Action{Verb: DoBook}))
			}
			r := t.book()
			r.Text = t.words(TextClearanceYes) + "\n\n" + r.Text
			return r
		}
		t.s.Clear = ClearAsked
		return t.say(TextAskCleared, Screened, t.button(LabelCleared, Action{Verb: DoCleared, Arg: "yes"}),
			t.button(LabelNotYet, Action{Verb: DoCleared, Arg: "no"}))
	}
}
