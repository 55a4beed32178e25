package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"knead/bot"
)

// maxWords is the longest message of staff that is passed on, in bytes.
const maxWords = 4000

// tries is how often something is redone when a client's session changed meanwhile.
const tries = 5

// A Word is what somebody of the practice wrote or pressed. The caller has seen to it that they are staff.
type Word struct {
	ID           bot.MessageID    // a redelivered one has the same; empty: never redelivered
	From         bot.Conversation // where they wrote it
	Way, Receipt string           // the notice that they answered, as its way called it; empty: none
	Client       bot.Conversation // whom it is about, where the channel knows; zero: nobody
	Quote        string           // what knead had written in the message that they answered; empty: none
	Text         string           // words, or the label of the pressed button
	Press        bot.Action       // zero unless a button was pressed
}

// Heard does what staff said, and returns what they read then. It never fails: trouble becomes a line, and what was not
// stored was not sent.
func (d *Desk) Heard(ctx context.Context, w Word) bot.Reply {
	mine, stored, err := d.o.Store.Load(ctx, w.From, w.ID)
	if err != nil {
		return d.trouble(ctx, err)
	}
	if stored != nil {
		return *stored
	}
	mine.Conversation = w.From
	r, asked, err := d.heard(ctx, w, mine.Passing.Key)
	if err != nil {
		return d.trouble(ctx, err)
	}
	mine.Passing, mine.Lang, mine.Updated = bot.Handoff{Key: asked}, d.l, d.o.Now()
	if err := d.o.Store.Save(ctx, bot.Turn{Session: mine, Message: w.ID, Reply: r, At: d.o.Now()}); err != nil && !errors.Is(err, bot.ErrConflict) {
		d.o.Log.LogAttrs(ctx, slog.LevelError, "staff session", slog.String("error", err.Error())) // a repeat is told "answered before"
	}
	return r
}

func (d *Desk) trouble(ctx context.Context, err error) bot.Reply {
	d.o.Log.LogAttrs(ctx, slog.LevelError, "staff not heard", slog.String("error", err.Error()))
	return d.staff(bot.TextStaffTrouble)
}

// heard is Heard without the staff's own session. asked is the key of the notice for which they were asked a time; the
// next one is returned.
func (d *Desk) heard(ctx context.Context, w Word, asked string) (r bot.Reply, next string, err error) {
	s := d.read(w)
	if s.verb == help {
		return d.staff(bot.TextStaffHelp), "", nil
	}
	if s.verb == speak && strings.TrimSpace(s.text) == "" && s.ref == "" {
		return bot.Reply{}, asked, nil
	}
	p, r, ok, err := d.find(ctx, w, s, asked)
	if err != nil || !ok {
		return r, asked, err
	}
	if asked != "" && p.Key == asked && s.verb == speak {
		s.verb = another
	}
	switch s.verb {
	case confirm, decline, call, another, speak:
		return d.answer(ctx, w, p, s)
	case resume:
		r, err = d.resume(ctx, w, p)
	case lift:
		r, err = d.lift(ctx, p, s.text)
	case help:
	}
	return r, "", err
}

// read is what w says: a pressed button, else words.
func (d *Desk) read(w Word) said {
	if w.Press.Verb == bot.DoStaff {
		answer, ref, _ := strings.Cut(w.Press.Arg, ":")
		s := said{ref: bot.Ref(ref)}
		switch answer {
		case pressConfirm:
			s.verb = confirm
		case pressTime:
			s.verb = another
		case pressDecline:
			s.verb = decline
		case pressCall:
			s.verb = call
		case pressResume:
			s.verb = resume
		default:
			s.verb = help
		}
		return s
	}
	text := w.Text
	if len(text) > maxWords {
		text = strings.ToValidUTF8(text[:maxWords], "") + "…"
	}
	return parse(strings.ToValidUTF8(text, "\uFFFD"))
}

// answer answers a request, or passes words on where nothing is asked for.
func (d *Desk) answer(ctx context.Context, w Word, p bot.Parcel, s said) (r bot.Reply, next string, err error) {
	req, isRequest, err := d.requestOf(ctx, p, s)
	if err != nil {
		return r, "", err
	}
	if isRequest && req.State == bot.CaseOpen && !d.lapsed(req) {
		s = d.timeIn(s, req)
	}
	switch {
	case s.verb == speak:
		r, err = d.speak(ctx, w, p, s.text)
		return r, "", err
	case !isRequest && s.verb == call:
		r, err = d.willCall(ctx, w, p, s.text)
		return r, "", err
	case !isRequest && (s.text != "" || w.Press.IsZero()) && s.verb != another:
		r, err = d.speak(ctx, w, p, strings.TrimSpace(withoutMark(w.Text, s.ref))) // "yes", "no" in a talk are words
		return r, "", err
	case !isRequest:
		return d.staff(bot.TextStaffNoRequest, "{ref}", p.Ref().String()), "", nil
	case req.State != bot.CaseOpen:
		return d.twice(req), "", nil
	case d.lapsed(req):
		return d.staff(bot.TextStaffLapsed, "{ref}", req.Ref().String()), "", nil
	}
	switch s.verb {
	case another:
		return d.offer(ctx, w, req, s.text)
	case call:
		r, err = d.willCall(ctx, w, req, s.text)
	default:
		r, err = d.settle(ctx, w, req, s)
	}
	return r, "", err
}

// timeIn reads a time in what staff said of an open request: "thu 4pm instead", and also "no, thu 4pm" and "yes, but at
// 4pm", which must never confirm the time that was asked for.
func (d *Desk) timeIn(s said, req bot.Parcel) said {
	if s.verb == another || s.verb == call || s.text == "" || !asTime(s.text) {
		return s
	}
	alt, ok := d.instead(req, s.text)
	if ok && alt != req.Handoff.Request {
		s.verb = another
	}
	return s
}

// instead is req's request at the time that text names; ok is false when text names none.
func (d *Desk) instead(req bot.Parcel, text string) (alt bot.Request, ok bool) {
	got := d.o.Reader.Read(text, d.o.Now().In(d.o.Practice.Zone), bot.FieldWhen).Request
	slot := bot.Request{Date: got.Date, DateTo: got.DateTo, Time: got.Time, After: got.After, Before: got.Before, Part: got.Part}
	if slot == (bot.Request{}) {
		return bot.Request{}, false
	}
	return d.o.Drafter.Merge(req.Handoff.Request, slot), true
}

// settle confirms or declines.
func (d *Desk) settle(ctx context.Context, w Word, req bot.Parcel, s said) (bot.Reply, error) {
	state, done, news := bot.CaseConfirmed, bot.TextStaffDidConfirm, bot.TextConfirmed
	switch {
	case s.verb == decline:
		state, done, news = bot.CaseDeclined, bot.TextStaffDidDecline, bot.TextDeclined
	case req.Kind == bot.NoticeReschedule:
		news = bot.TextConfirmedMove
	case req.Kind == bot.NoticeCancel:
		news = bot.TextConfirmedCancel
	}
	return d.tell(ctx, w, req, func(c *change) bot.Reply {
		if s.verb == confirm && req.Kind != bot.NoticeCancel && c.held() {
			return c.refuse(bot.TextStaffHeld, "{flag}", string(c.session.Hold.Flag))
		}
		c.turn.Answered = &bot.CaseAnswer{Key: req.Key, State: state}
		text := strings.TrimSpace(d.say(c.lang, news, "{request}", d.o.Drafter.ReadBack(req.Handoff.Request, c.lang)))
		if s.text != "" {
			text += "\n" + d.say(c.lang, bot.TextStaffAdds, "{words}", s.text)
		}
		if c.shows(s.text) {
			return c.refuse(bot.TextStaffHeldLink)
		}
		c.news(text)
		return d.staff(done, "{ref}", req.Ref().String())
	})
}

// offer offers the client another time, or asks staff for it.
func (d *Desk) offer(ctx context.Context, w Word, req bot.Parcel, text string) (r bot.Reply, next string, err error) {
	ref := req.Ref().String()
	if text == "" {
		return d.staff(bot.TextStaffAskTime, "{ref}", ref), req.Key, nil
	}
	alt, ok := d.instead(req, text)
	if !ok || alt.Date == "" || d.o.Drafter.Check(alt, d.o.Now().In(d.o.Practice.Zone)) != "" {
		return d.staff(bot.TextStaffBadTime, "{ref}", ref), req.Key, nil
	}
	r, err = d.tell(ctx, w, req, func(c *change) bot.Reply {
		if c.held() {
			return c.refuse(bot.TextStaffHeld, "{flag}", string(c.session.Hold.Flag))
		}
		c.turn.Answered = &bot.CaseAnswer{Key: req.Key, State: bot.CaseOffered}
		offer := bot.Handoff{Key: offerKey(req.Key), Intent: req.Handoff.Intent, Request: alt}
		c.session.Offer = offer
		mark := ":" + string(bot.RefOf(offer.Key))
		c.news(d.say(c.lang, bot.TextInstead, "{request}", d.o.Drafter.ReadBack(alt, c.lang)),
			bot.Button{Label: d.say(c.lang, bot.LabelTake), Press: bot.Action{Verb: bot.DoOffer, Arg: "yes" + mark}},
			bot.Button{Label: d.say(c.lang, bot.LabelTakeNot), Press: bot.Action{Verb: bot.DoOffer, Arg: "no" + mark}})
		return d.staff(bot.TextStaffDidOffer, "{ref}", ref, "{request}", d.o.Drafter.ReadBack(alt, d.l))
	})
	return r, "", err
}

// offerKey is the key of the offer that answers the notice of key.
func offerKey(key string) string { return "offer:" + key }

// willCall tells the client that they are called, or asks for the number.
func (d *Desk) willCall(ctx context.Context, w Word, p bot.Parcel, words string) (bot.Reply, error) {
	return d.tell(ctx, w, p, func(c *change) bot.Reply {
		known, err := d.numberKnown(ctx, p.Conversation)
		if err != nil {
			c.err = err
			return bot.Reply{}
		}
		if p.Request != "" {
			c.turn.Answered = &bot.CaseAnswer{Key: p.Key, State: bot.CaseCall}
		}
		news, done := bot.TextWillCall, bot.TextStaffDidCall
		if !known {
			news, done = bot.TextWillCallNumber, bot.TextStaffDidAskNumber
			c.session.Flow = bot.NumberFlow
		}
		text := d.say(c.lang, news)
		if words != "" && !c.shows(words) {
			text += "\n" + d.say(c.lang, bot.TextStaffAdds, "{words}", words)
		}
		c.news(text)
		return d.staff(done, "{ref}", p.Ref().String())
	})
}

// numberKnown reports whether staff have a number of the client's.
func (d *Desk) numberKnown(ctx context.Context, c bot.Conversation) (bool, error) {
	if c.Channel == bot.SMS {
		return true, nil
	}
	ps, err := d.o.Store.Cases(ctx, bot.CaseQuery{Conversation: c})
	for _, p := range ps {
		if p.Kind == bot.NoticeCall {
			return true, err
		}
	}
	return false, err
}

// speak passes words on to the client. From then on knead is silent in that talk until staff have been quiet for a while.
func (d *Desk) speak(ctx context.Context, w Word, p bot.Parcel, text string) (bot.Reply, error) {
	ref := p.Ref().String()
	if text == "" {
		return d.staff(bot.TextStaffHowTalk, "{ref}", ref), nil
	}
	return d.tell(ctx, w, p, func(c *change) bot.Reply {
		if c.shows(text) {
			return c.refuse(bot.TextStaffHeldLink)
		}
		s, now := c.session, d.o.Now()
		words := d.say(c.lang, bot.TextStaffSays, "{words}", text)
		var buttons []bot.Button
		if s.Person.State != bot.PersonWriting || !now.Before(s.Person.Until) {
			words += "\n\n" + d.say(c.lang, bot.TextStaffQuiet)
			buttons = []bot.Button{{Label: d.say(c.lang, bot.LabelAssistant), Press: bot.Action{Verb: bot.DoResume}}}
			s.Person.Since = now
		}
		s.Person.State, s.Person.Until = bot.PersonWriting, now.Add(d.o.Quiet)
		c.news(words, buttons...)
		return d.staff(bot.TextStaffDidSend, "{ref}", ref, "{minutes}", strconv.Itoa(int(d.o.Quiet/time.Minute)))
	})
}

// resume gives the talk back to knead.
func (d *Desk) resume(ctx context.Context, w Word, p bot.Parcel) (bot.Reply, error) {
	return d.tell(ctx, w, p, func(c *change) bot.Reply {
		if c.session.Person.State == bot.NoPerson {
			return c.refuse(bot.TextStaffNotWriting)
		}
		c.session.Person = bot.Person{Share: c.session.Person.Share}
		c.news(d.say(c.lang, bot.TextStaffDone))
		return d.staff(bot.TextStaffDidResume, "{ref}", p.Ref().String())
	})
}

// lift ends the hold of the client, because staff say that it was seen to.
func (d *Desk) lift(ctx context.Context, p bot.Parcel, why string) (bot.Reply, error) {
	ref := p.Ref().String()
	for range tries {
		_, err := bot.LiftHold(ctx, d.o.Store, p.Conversation, why, d.o.Now())
		switch {
		case errors.Is(err, bot.ErrConflict):
			continue
		case errors.Is(err, bot.ErrNoHold):
			return d.staff(bot.TextStaffNoHold, "{ref}", ref), nil
		case err != nil:
			return bot.Reply{}, err
		}
		return d.staff(bot.TextStaffDidLift, "{ref}", ref), nil
	}
	return bot.Reply{}, fmt.Errorf("lift hold: %w", bot.ErrConflict)
}

// twice says that a request was answered before, and how.
func (d *Desk) twice(p bot.Parcel) bot.Reply {
	state := bot.TextStateConfirmed
	switch p.State {
	case bot.CaseOffered:
		state = bot.TextStateOffered
	case bot.CaseDeclined:
		state = bot.TextStateDeclined
	case bot.CaseCall:
		state = bot.TextStateCall
	case bot.CaseConfirmed, bot.CaseOpen:
	}
	return d.staff(bot.TextStaffTwice, "{ref}", p.Ref().String(), "{when}", d.when(p.Answered), "{state}", d.say(d.l, state))
}

// withoutMark is text without the mark that was read from it.
func withoutMark(text string, ref bot.Ref) string {
	if ref == "" {
		return text
	}
	var kept []string
	for _, w := range strings.Fields(text) {
		if after, found := strings.CutPrefix(strings.Trim(w, "(:,.;!?)"), "#"); found {
			if got, ok := bot.ParseRef(after); ok && got == ref {
				continue
			}
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " ")
}
