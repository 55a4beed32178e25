package desk

import (
	"strings"

	"knead/bot"
)

// The answers that a button of staff gives; the Arg of a DoStaff is one of them, ":" and the whole Ref.
const (
	pressConfirm = "ok"
	pressTime    = "time"
	pressDecline = "no"
	pressCall    = "call"
	pressResume  = "resume"
)

// heading is the text that begins a notice of a kind.
func heading(p bot.Parcel) bot.TextID {
	switch p.Kind {
	case bot.NoticeBooking:
		return bot.TextStaffBooking
	case bot.NoticeReschedule:
		return bot.TextStaffReschedule
	case bot.NoticeCancel:
		return bot.TextStaffCancel
	case bot.NoticeOffer:
		if p.Request == "" {
			return bot.TextStaffOfferNot
		}
		return bot.TextStaffOffer
	case bot.NoticeCall:
		return bot.TextStaffCalls
	case bot.NoticeContext:
		return bot.TextStaffContext
	case bot.NoticeWords:
		return bot.TextStaffWords
	case bot.NoticeWithdrawn:
		return bot.TextStaffWithdrawn
	case bot.NoticeGone:
		return bot.TextStaffGone
	case bot.NoticeLeft:
		return bot.TextStaffLeft
	case bot.NoticeAlert:
		return bot.TextStaffAlert
	case bot.NoticeUnheard:
		return bot.TextStaffUnheard
	case bot.NoticeRaised:
		return bot.TextStaffRaised
	}
	return bot.TextStaffHuman
}

// Tell words a notice: for staff with its mark, what it is about and how to answer, for the client as it was stored.
func (d *Desk) Tell(p bot.Parcel) bot.Reply {
	if p.For == bot.ForClient {
		return bot.Reply{Text: p.Text, Buttons: p.Buttons, Outcome: bot.Talk}
	}
	if over(p) {
		return bot.Reply{Text: strings.Join(d.about(p), "\n"), Outcome: bot.Talk, Lang: d.l}
	}
	ref := p.Ref().String()
	lines := d.about(p)
	r := bot.Reply{Outcome: bot.Talk, Lang: d.l}
	switch {
	case p.Request != "":
		how := bot.TextStaffHowRequest
		if p.Kind == bot.NoticeCancel {
			how = bot.TextStaffHowCancel
		}
		lines = append(lines, d.say(d.l, how, "{ref}", ref))
		r.Buttons = append(r.Buttons, d.button(bot.LabelStaffConfirm, pressConfirm, p))
		if p.Kind != bot.NoticeCancel {
			r.Buttons = append(r.Buttons, d.button(bot.LabelStaffTime, pressTime, p))
		}
		r.Buttons = append(r.Buttons, d.button(bot.LabelStaffDecline, pressDecline, p), d.button(bot.LabelStaffCall, pressCall, p))
	case p.Kind == bot.NoticeHuman:
		lines = append(lines, d.say(d.l, bot.TextStaffHowTalk, "{ref}", ref))
		r.Buttons = []bot.Button{d.button(bot.LabelStaffCall, pressCall, p), d.button(bot.LabelStaffResume, pressResume, p)}
	case p.Kind == bot.NoticeWords:
		r.Buttons = []bot.Button{d.button(bot.LabelStaffResume, pressResume, p)}
	}
	r.Text = strings.Join(lines, "\n")
	return r
}

// Inform words a notice for staff where they cannot answer it. Where they can is told, if there is such a place.
func (d *Desk) Inform(p bot.Parcel) bot.Reply {
	if over(p) {
		return d.Tell(p)
	}
	where := bot.TextStaffDeaf
	if d.o.Chat {
		where = bot.TextStaffDeafChat
	}
	lines := append(d.about(p), d.say(d.l, where, "{ref}", p.Ref().String()))
	return bot.Reply{Text: strings.Join(lines, "\n"), Outcome: bot.Talk, Lang: d.l}
}

// over reports whether p says that a request is gone with its client: nobody can be answered under it.
func over(p bot.Parcel) bool { return p.Kind == bot.NoticeWithdrawn || p.Kind == bot.NoticeGone }

// about is what a notice is and says, a line each.
func (d *Desk) about(p bot.Parcel) []string {
	if over(p) { // its text is the mark of the request that is gone
		return []string{d.say(d.l, heading(p), "{ref}", p.Text)}
	}
	lines := []string{d.say(d.l, heading(p), "{ref}", p.Ref().String(), "{from}", d.from(p.Conversation))}
	switch {
	case p.Text == "":
	case p.Kind == bot.NoticeWords, p.Kind == bot.NoticeHuman:
		// A client's own words: marked line by line, so that none can pass for another notice.
		for line := range strings.Lines(p.Text) {
			lines = append(lines, "» "+strings.TrimRight(line, "\r\n"))
		}
	default:
		lines = append(lines, p.Text)
	}
	if p.Kind == bot.NoticeBooking && p.Request != "" && d.linked(p) {
		lines = append(lines, d.say(d.l, bot.TextStaffLinked))
	}
	return lines
}

// button is a button of staff. Its label has the mark, so that channels that press by label know whom it is about.
func (d *Desk) button(label bot.TextID, answer string, p bot.Parcel) bot.Button {
	return bot.Button{Label: d.say(d.l, label, "{ref}", p.Ref().String()),
		Press: bot.Action{Verb: bot.DoStaff, Arg: answer + ":" + string(p.Ref())}}
}

// from says where a client writes: the channel, and by text message the number, by which the practice knows them.
func (d *Desk) from(c bot.Conversation) string {
	if c.Channel == bot.SMS {
		return string(c.Channel) + " " + string(c.User)
	}
	return string(c.Channel)
}

// linked reports whether the client was given a page to book on.
func (d *Desk) linked(p bot.Parcel) bool {
	if p.Handoff == nil {
		return false
	}
	for _, l := range d.o.Practice.Locations {
		if l.ID == p.Handoff.Request.Location {
			return l.BookURL != ""
		}
	}
	return false
}
