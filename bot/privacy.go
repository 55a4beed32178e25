package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// forgetMe asks once, then deletes everything of the conversation. Staff who were to answer a request are told that it is gone.
func (t *turn) forgetMe(ctx context.Context) Reply {
	switch t.intent {
	case IntentForgetYes:
		t.forget = true
		id := TextForgotten
		for _, p := range t.waiting(ctx) {
			if p.Kind == NoticeReschedule || p.Kind == NoticeCancel {
				id = TextForgottenAsked
				break
			}
			id = TextForgottenRequest
		}
		r := t.say(id, Talk)
		if c := t.bot.contacts(); id == TextForgottenAsked && c != "" && t.s.Hold.Level < Urgent {
			r.Text += "\n" + t.words(TextContact, "{list}", c)
		}
		if t.s.Hold.Level >= Urgent {
			r.Text += "\n\n" + t.action() // the hold goes with the rest; what to do does not
		}
		return r
	case IntentForgetNo:
		t.s.Flow = NoFlow
		return t.say(TextNotForgotten, Talk)
	default:
		t.s.Flow = ForgetFlow
		return t.say(TextForgetAsk, Talk, t.button(LabelForget, Action{Verb: DoForget, Arg: "yes"}),
			t.button(LabelKeep, Action{Verb: DoForget, Arg: "no"}))
	}
}

// waiting lists the client's requests that staff were asked to answer and did not.
func (t *turn) waiting(ctx context.Context) []Parcel {
	book, ok := t.bot.o.Store.(Casebook)
	if !ok || !t.bot.o.StaffHear {
		return nil
	}
	ps, err := book.Cases(ctx, CaseQuery{Conversation: t.m.Conversation, Open: true})
	if err != nil {
		t.err = fmt.Errorf("list open requests: %w", err)
		return nil
	}
	return slices.DeleteFunc(ps, func(p Parcel) bool { return p.Request == "" })
}

// withdraw tells staff that open requests are gone, before their client is forgotten: killed between the two, the client's word is
// handled again and tells nobody twice. The notice belongs to a conversation of its own, named by the request's mark alone.
func (t *turn) withdraw(ctx context.Context) error {
	for _, p := range t.waiting(ctx) {
		s, _, err := t.bot.o.Store.Load(ctx, Conversation{Channel: t.m.Conversation.Channel, Chat: ChatID("request " + p.Ref().String())}, "")
		if err != nil {
			return fmt.Errorf("withdraw request: %w", err)
		}
		if s.Version > 0 {
			continue
		}
		kind := NoticeWithdrawn
		if p.Kind == NoticeReschedule || p.Kind == NoticeCancel {
			kind = NoticeGone
		}
		err = t.bot.o.Store.Save(ctx, Turn{Session: s, At: t.bot.o.Now(),
			Staff: []Notice{{Key: kind + ":" + string(p.Ref()), Kind: kind, Text: p.Ref().String()}}})
		if err != nil && !errors.Is(err, ErrConflict) {
			return fmt.Errorf("withdraw request: %w", err)
		}
		if t.bot.o.Wake != nil {
			t.bot.o.Wake()
		}
	}
	return nil
}
