package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxWords is the longest message, in bytes, that is read for anything but red flags.
const maxWords = 4000

// tries is how often a turn is redone when another process saved the session meanwhile.
const tries = 3

// A turn is the handling of one message: what came in, what was found, what is to be saved.
type turn struct {
	bot    *Bot
	m      Message
	text   string // m.Text as valid UTF-8
	s      Session
	l      Lang
	v      Verdict
	fresh  []Flag // the flags that this message completed
	answer bool   // the message answered the safety question

	clearAsked bool // the last reply asked whether a clinician agreed
	checkAsked bool // the last reply put the check before a booking by itself
	below      bool // the booking's step goes under an answer
	rest       Rest // what did not fit into the last reply
	intent     Intent
	reading    Reading
	passages   []PassageID
	save       Turn
	news       []Parcel // what the client may not have read yet, from before this message
	back       bool     // staff have not written for so long that knead answers again
	forget     bool
	show       func(Draft) // takes an answer while it is being worded; nil: nobody looks (stream.go)
	err        error       // for the log; the client reads a text
}

// respond takes a message through its stops: session, screening, route, step, seal, save.
func (b *Bot) respond(ctx context.Context, t *turn) Reply {
	var r Reply
	for range tries {
		s, stored, err := b.o.Store.Load(ctx, t.m.Conversation, t.m.ID)
		if err == nil && stored != nil {
			return *stored
		}
		*t = turn{bot: b, m: t.m, s: s, show: t.show}
		if err != nil {
			// Screening needs no store: it runs, and what it finds is said. Anything else has to wait.
			t.err = fmt.Errorf("load session: %w", err)
			t.s = Session{Conversation: t.m.Conversation}
			t.screen()
			return t.seal(t.screenedOr(TextTrouble))
		}
		t.s.Conversation = t.m.Conversation
		t.screen()
		t.secondOpinion(ctx)
		r = t.withNews(t.seal(t.step(ctx)))
		err = t.store(ctx, r)
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err != nil {
			t.err = errors.Join(t.err, fmt.Errorf("save turn: %w", err))
			if r.Level < Urgent && !r.IsZero() {
				return t.seal(t.say(TextTrouble, Talk))
			}
		}
		return r
	}
	t.err = errors.Join(t.err, fmt.Errorf("save turn: %w", ErrConflict))
	return t.seal(t.screenedOr(TextTrouble))
}

// screen is always first. It fills the verdict and lays or lifts the hold; it reads nothing but its own arguments.
func (t *turn) screen() {
	t.text = strings.ToValidUTF8(t.m.Text, "\uFFFD")
	t.l = t.bot.language(t.s, t.m)
	t.read()
}

// read hands the text to the screener and notes what it found.
func (t *turn) read() {
	seen := t.s.Signs
	if !t.s.Asking {
		seen.Pending = "" // a "yes" to something else is no answer to an older safety question
	}
	t.s.Asking = false
	if t.s.Check.Alone {
		t.checkAsked, t.s.Check.Alone = true, false
	}
	if !t.s.Rest.IsZero() {
		t.rest, t.s.Rest = t.s.Rest, Rest{}
	}
	if t.s.Clear == ClearAsked {
		t.clearAsked, t.s.Clear = true, NotCleared // a "yes" counts only right after the question
	}
	t.v = t.bot.o.Screener.Screen(seen, t.text)
	t.s.Signs = t.v.Signs
	t.raise()
	switch {
	case t.v.Ask != "":
		t.s.Waiting = t.v.Ask
	case t.v.Answered:
		t.s.Waiting, t.answer = "", true
	}
	for _, f := range t.v.Flags {
		if f.Turn >= seen.Turn {
			t.fresh = append(t.fresh, f)
		}
	}
	t.hold()
}

// step routes the message and takes the step it asks for.
func (t *turn) step(ctx context.Context) Reply {
	t.s.Updated, t.s.Lang = t.bot.o.Now(), t.l
	t.unseen(ctx)
	t.intent = t.route()
	t.personOver()
	if r, quiet := t.whileStaffWrite(ctx); quiet {
		return r
	}
	if r, done := t.safety(ctx); done {
		t.s.Greeted = true
		return r
	}
	r := t.do(ctx)
	t.s.Greeted = true
	return t.missed(ctx, t.withNotes(t.backToFlow(r)))
}

// do takes the step of an intent that safety let through.
func (t *turn) do(ctx context.Context) Reply {
	switch t.intent {
	case IntentEmpty:
		return t.say(TextEmpty, Talk)
	case IntentTooLong:
		return t.say(TextTooLong, Talk)
	case IntentGreet:
		return t.say(TextGreet, Talk, t.button(LabelBook, Action{Verb: DoBook}), t.button(LabelServices, Action{Verb: DoSay}))
	case IntentHelp:
		return t.say(TextHelp, Talk)
	case IntentThanks:
		return t.say(TextThanks, Talk)
	case IntentBye:
		return t.say(TextBye, Talk)
	case IntentWho:
		return t.say(TextWho, Talk)
	case IntentStale:
		return t.say(TextStale, Talk)
	case IntentLanguage:
		return t.setLanguage()
	case IntentPrivacy:
		return t.privacy()
	case IntentNoModel, IntentModel:
		return t.model()
	case IntentForget, IntentForgetYes, IntentForgetNo:
		return t.forgetMe(ctx)
	case IntentHuman:
		return t.human(ctx)
	case IntentCall, IntentNumber:
		return t.callMe()
	case IntentShare:
		return t.share(ctx)
	case IntentPass:
		return t.pass()
	case IntentOffer:
		return t.offer()
	case IntentResume:
		return t.resumed()
	case IntentCleared, IntentClearedYes, IntentClearedNo:
		return t.cleared()
	case IntentBook, IntentConfirm, IntentChange, IntentDrop:
		return t.book()
	case IntentCheck:
		return t.check()
	case IntentTwice:
		return t.twice(ctx)
	case IntentOld:
		return t.oldButton()
	case IntentStatus:
		return t.status(ctx)
	case IntentTalk:
		return t.talk()
	case IntentDoctor:
		return t.say(TextNotDoctor, Talk)
	case IntentSafe:
		return t.notSafe(ctx)
	case IntentFact:
		return t.fact(ctx)
	case IntentMore:
		return Reply{Text: t.rest.Text, Buttons: t.rest.Buttons, Sources: t.rest.Sources, Outcome: t.rest.Outcome}
	case IntentAnswerNo:
		return t.resume(ctx)
	case IntentAsk:
		return t.faq(ctx)
	}
	panic(fmt.Sprintf("bot: intent %d has no step", t.intent))
}

// store saves the turn, or forgets the conversation.
func (t *turn) store(ctx context.Context, r Reply) error {
	if t.forget {
		t.forgetModel()
		if err := t.withdraw(ctx); err != nil {
			return err
		}
		return t.bot.o.Store.Forget(ctx, t.m.Conversation)
	}
	t.s.Offered = t.s.Offered[:0:0]
	for _, btn := range r.Buttons {
		if !btn.Press.IsZero() {
			t.s.Offered = append(t.s.Offered, btn)
		}
	}
	for i := range t.save.Staff {
		t.save.Staff[i].Unsaid = !t.bot.o.StaffHear
	}
	t.save.Session = t.s
	t.save.Message = t.m.ID
	t.save.Reply = r
	t.save.At = t.bot.o.Now()
	if err := t.bot.o.Store.Save(ctx, t.save); err != nil {
		return err
	}
	if len(t.save.Staff) > 0 && t.bot.o.Wake != nil {
		t.bot.o.Wake()
	}
	return nil
}

// say is a reply of one of knead's own sentences.
func (t *turn) say(id TextID, o Outcome, buttons ...Button) Reply {
	return Reply{Text: t.words(id), Buttons: buttons, Outcome: o}
}

// words returns a text in the client's language, with pairs of placeholder and value filled in beside the usual ones.
func (t *turn) words(id TextID, pairs ...string) string {
	p := t.bot.practice
	pairs = append(pairs, "{practice}", p.Name, "{example}", t.example(), "{days}", fmt.Sprint(t.bot.o.KeepDays))
	return t.bot.numbers[t.l].Replace(strings.NewReplacer(pairs...).Replace(t.bot.o.Texts.Say(t.m.Conversation.Channel, t.l, id)))
}

func (t *turn) button(label TextID, a Action) Button {
	return Button{Label: t.words(label), Press: a}
}

// example is a line that would book at this practice.
func (t *turn) example() string {
	p := t.bot.practice
	line := "fri 3pm"
	if t.l == Spanish {
		line = "viernes 3pm"
	}
	if len(p.Services) > 0 {
		s := p.Services[min(1, len(p.Services)-1)]
		line = strings.ToLower(s.Name.In(t.l)) + " " + line
	}
	if len(p.Locations) > 1 {
		line += " " + strings.ToLower(p.Locations[0].Name)
	}
	return line
}

// hashed names a conversation in logs without telling whose it is.
func hashed(c Conversation) string {
	sum := sha256.Sum256([]byte(string(c.Channel) + "\x00" + string(c.Chat) + "\x00" + string(c.User)))
	return hex.EncodeToString(sum[:6])
}

// clip shortens s to at most n runes at a word's end.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := string([]rune(s)[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
