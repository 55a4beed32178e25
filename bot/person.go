package bot

import (
	"context"
	"strings"
	"time"
)

const (
	askQuestion  = "question"     // Arg of DoHuman under a non-answer: the question is what is passed on
	longestShown = 50             // characters of each line that a text message shows of what staff may be told
	missedEnough = 3              // messages in a row that were not understood, after which a person is told
	askedFor     = 72 * time.Hour // after which a talk that nobody of the practice took up is knead's own again
)

// human hands the talk to the people of the practice. They are told at once that the client wants them; what was talked
// about goes along only if the client says so. While a hold stands no number that books is given.
func (t *turn) human(ctx context.Context) Reply {
	if !t.bot.o.StaffHear {
		return t.nobodyHears()
	}
	var r Reply
	switch {
	case t.s.Person.State != NoPerson:
		r = t.say2(TextHumanAgain, Talk, "{when}", t.clockOf(t.s.Person.Since))
		r.Text += " " + t.whenThere()
	case t.m.Press.Verb == DoHuman && t.m.Press.Arg == askQuestion:
		t.handTalk(t.lastQuestion(ctx))
		r = t.toldOf(TextQuestionTold)
	default:
		t.handTalk("")
		r = t.askShare(ctx, t.toldOf(TextHuman))
	}
	if t.s.Hold.Level >= Urgent {
		r.Text, r.Outcome = t.action()+"\n"+t.words(TextHumanHeld)+"\n"+r.Text, Screened
	}
	return r
}

// nobodyHears says how the practice's people are reached, or that they are not.
func (t *turn) nobodyHears() Reply {
	if t.s.Hold.Level >= Urgent {
		return Reply{Text: t.action() + "\n" + t.words(TextHeldNobody), Outcome: Screened}
	}
	if list := t.bot.contacts(); list != "" {
		return t.say2(TextHumanPlain, Talk, "{list}", list)
	}
	return t.say(TextNobody, Talk)
}

// handTalk tells staff that the client wants a person; text is what they read beside that.
func (t *turn) handTalk(text string) {
	t.s.Person.State, t.s.Person.Since, t.s.Person.Until, t.s.Missed = PersonAsked, t.bot.o.Now(), time.Time{}, 0
	t.save.Staff = append(t.save.Staff, t.notice(NoticeHuman, text))
}

// toldOf says that the practice was told, when somebody is there, and what happens next.
func (t *turn) toldOf(id TextID) Reply {
	r := t.say(id, Talk)
	r.Text += " " + t.whenThere()
	if t.bot.o.StaffWrite || t.m.Conversation.Channel == SMS {
		r.Text += "\n" + t.words(TextMeanwhile)
		return r
	}
	t.s.Flow = NumberFlow
	r.Text += "\n" + t.words(TextLeaveNumber)
	return r
}

// askShare puts the question what staff may know under r, once, if there is something to tell.
func (t *turn) askShare(ctx context.Context, r Reply) Reply {
	if t.s.Person.Share != ShareUnasked || t.s.Flow == NumberFlow {
		return r
	}
	context := t.context(ctx, t.l)
	if context == "" {
		return r
	}
	if t.m.Conversation.Channel == SMS {
		lines := strings.Split(context, "\n")
		for i, s := range lines {
			lines[i] = clip(s, longestShown)
		}
		context = strings.Join(lines, "\n")
	}
	t.s.Person.Share = ShareAsked
	r.Text += "\n\n" + t.words(TextAskShare, "{context}", context)
	r.Buttons = []Button{t.button(LabelShare, Action{Verb: DoShare, Arg: "yes"}), t.button(LabelShareNot, Action{Verb: DoShare, Arg: "no"})}
	return r
}

// share hears the answer.
func (t *turn) share(ctx context.Context) Reply {
	if t.m.Press.Arg != "yes" {
		t.s.Person.Share = ShareNo
		return t.say(TextNotShared, Talk)
	}
	t.s.Person.Share = ShareYes
	if c := t.context(ctx, t.bot.practice.Languages[0]); c != "" {
		t.save.Staff = append(t.save.Staff, t.notice(NoticeContext, c))
	}
	return t.say(TextShared, Talk)
}

// context is what was talked about, a line each, in l: the request, the article, the last unanswered question, and what
// the therapist is to know. knead keeps no other words.
func (t *turn) context(ctx context.Context, l Lang) string {
	var lines []string
	add := func(s string) {
		if s = strings.Join(strings.Fields(s), " "); s != "" { // a line each, whatever the client wrote
			lines = append(lines, "• "+s)
		}
	}
	for _, d := range []Request{t.s.Draft, t.s.LastRequest} {
		if d != (Request{}) {
			add(t.bot.o.Drafter.ReadBack(d, l))
			break
		}
	}
	if p, ok := t.bot.o.Answerer.(PassageReader); ok && t.s.Previous != "" {
		if a, err := p.AnswerPassage(ctx, t.s.Previous, l); err == nil && len(a.Sources) > 0 {
			add(a.Sources[0].Title + " › " + a.Sources[0].Section)
		}
	}
	add(t.lastQuestion(ctx))
	for _, f := range t.v.Flags {
		if f.Level < Urgent {
			add(t.bot.numbers[l].Replace(f.Note.In(l)))
		}
	}
	return strings.Join(lines, "\n")
}

// lastQuestion is the last question that the articles did not answer, empty where none is kept.
func (t *turn) lastQuestion(ctx context.Context) string {
	if u := t.save.Unanswered; u != nil {
		return u.Text
	}
	k, ok := t.bot.o.Store.(Keeper)
	if !ok {
		return ""
	}
	rec, err := k.Export(ctx, t.m.Conversation)
	if err != nil || len(rec.Gaps) == 0 {
		return "" // the talk is handed over all the same
	}
	return rec.Gaps[len(rec.Gaps)-1].Text
}

// missed counts messages that were not understood, and tells a person after three in a row.
func (t *turn) missed(ctx context.Context, r Reply) Reply {
	switch {
	case t.intent == IntentEmpty:
		return r // a sticker is no question
	case r.Outcome != Unknown:
		t.s.Missed = 0
		return r
	}
	if t.s.Missed++; t.s.Missed < missedEnough || t.s.Person.State != NoPerson {
		return r
	}
	t.s.Missed = 0
	if !t.bot.o.StaffHear {
		if list := t.bot.contacts(); list != "" {
			r.Text += "\n\n" + t.words(TextMissedPlain, "{list}", list)
		}
		return r
	}
	t.handTalk("")
	told := t.askShare(ctx, t.toldOf(TextMissed))
	told.Outcome = r.Outcome
	return told
}

// passWords passes on to staff what the client wrote, and says so.
func (t *turn) passWords() Reply {
	t.relay()
	return t.say(TextPassedOn, Talk)
}

func (t *turn) relay() {
	if text := strings.TrimSpace(t.text); text != "" {
		t.save.Staff = append(t.save.Staff, t.notice(NoticeWords, clip(text, maxWords/2)))
	}
}

// personOver gives the talk back to knead when staff have not written for the set time, or never came.
func (t *turn) personOver() {
	now := t.bot.o.Now()
	switch t.s.Person.State {
	case PersonWriting:
		if now.Before(t.s.Person.Until) {
			return
		}
		t.back = true
	case PersonAsked:
		if now.Sub(t.s.Person.Since) < askedFor {
			return
		}
	case NoPerson:
		return
	}
	t.s.Person = Person{Share: t.s.Person.Share}
}

// whileStaffWrite passes on what the client writes while staff do. knead says nothing then but what screening says: a
// red flag's advice, a safety question. Commands over the client's own data, and the one that ends the silence, work.
func (t *turn) whileStaffWrite(ctx context.Context) (r Reply, quiet bool) {
	if t.s.Person.State != PersonWriting {
		return Reply{}, false
	}
	switch t.intent {
	case IntentForget, IntentForgetYes, IntentForgetNo, IntentPrivacy, IntentResume, IntentOffer:
		return Reply{}, false
	default:
	}
	t.relay()
	_, alarm := t.alarm()
	if alarm || t.v.Ask != "" {
		if r, done := t.safety(ctx); done {
			return r, true
		}
	}
	return Reply{}, true
}

// resumed has knead answer again because the client wants it.
func (t *turn) resumed() Reply {
	t.s.Person = Person{Share: t.s.Person.Share}
	t.save.Staff = append(t.save.Staff, t.notice(NoticeLeft, ""))
	return t.say(TextResumed, Talk)
}

// callMe passes on that the client wants to be called, once the number is known.
func (t *turn) callMe() Reply {
	if !t.bot.o.StaffHear {
		return t.nobodyHears()
	}
	number := phoneIn(t.text)
	if number == "" && t.m.Conversation.Channel == SMS {
		number = string(t.m.Conversation.User)
	}
	if number == "" {
		t.s.Flow = NumberFlow
		return t.say(TextAskNumber, Talk)
	}
	t.s.Flow = NoFlow
	if t.s.Person.State == NoPerson {
		t.s.Person.State, t.s.Person.Since, t.s.Missed = PersonAsked, t.bot.o.Now(), 0
	}
	t.save.Staff = append(t.save.Staff, t.notice(NoticeCall, number))
	r := t.say2(TextCall, Talk, "{number}", number)
	r.Text += " " + t.whenThere()
	if t.s.Hold.Level >= Urgent {
		r.Text, r.Outcome = t.action()+"\n"+t.words(TextHumanHeld)+"\n"+r.Text, Screened
	}
	return r
}

// phoneIn returns the first run of 7 to 15 digits in text, as the client wrote it; empty for none.
func phoneIn(text string) string {
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		if !isDigit(runes[i]) && runes[i] != '+' && runes[i] != '(' {
			continue
		}
		digits, end := 0, i
		for j := i; j < len(runes) && (isDigit(runes[j]) || strings.ContainsRune("+-.() /", runes[j])); j++ {
			if isDigit(runes[j]) {
				digits++
				end = j + 1
			}
		}
		if digits >= 7 && digits <= 15 {
			return string(runes[i:end])
		}
		i = max(i, end)
	}
	return ""
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
