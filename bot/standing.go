package bot

import (
	"context"
	"slices"
)

// standing says how far the client's last request has come with the people of the practice; empty when none is with them,
// or that is not known. state is CaseOpen for both.
func (t *turn) standing(ctx context.Context) (text string, state CaseState) {
	book, ok := t.bot.o.Store.(Casebook)
	if !ok || !t.bot.o.StaffHear {
		return "", CaseOpen
	}
	ps, err := book.Cases(ctx, CaseQuery{Conversation: t.m.Conversation})
	if err != nil {
		t.err = err
		return "", CaseOpen
	}
	i := slices.IndexFunc(ps, func(p Parcel) bool { return p.Request != "" && p.Handoff != nil })
	if i < 0 {
		return "", CaseOpen
	}
	p := ps[i]
	id := TextStandOpen
	switch p.State {
	case CaseOpen:
		if slices.ContainsFunc(t.bot.practice.Locations, func(l Location) bool { return l.ID == p.Handoff.Request.Location && l.BookURL != "" }) && p.Kind == NoticeBooking {
			return "", CaseOpen // the client may have booked it on the page
		}
	case CaseConfirmed:
		switch p.Kind {
		case NoticeReschedule:
			id = TextConfirmedMove
		case NoticeCancel:
			id = TextConfirmedCancel
		default:
			id = TextConfirmed
		}
	case CaseOffered:
		if id = TextInstead; t.s.Offer.Key == "" {
			return "", CaseOpen // it was answered; what came of that is a request of its own, or nothing
		}
		p.Handoff = &t.s.Offer
	case CaseDeclined:
		id = TextDeclined
	case CaseCall:
		id = TextWillCall
	}
	return t.words(id, "{request}", t.bot.o.Drafter.ReadBack(p.Handoff.Request, t.l)), p.State
}
