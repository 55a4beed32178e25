package telegram

import (
	"crypto/rand"
	"encoding/hex"
	"time"

	"knead/bot"
)

const (
	// privatePayload begins the deep link to an answer that was withheld in a group.
	privatePayload = "private"
	// withheldFor is how long such an answer waits, and how long a choice to talk before others holds.
	withheldFor = 30 * time.Minute
)

// shield decides what of a reply is shown in a group. Advice from Urgent up is: it must be read now, and what it is
// about was said there. Anything else about health is taken to the private chat, unless the client chose otherwise.
func (a *Adapter) shield(in *incoming, text string, r bot.Reply) bot.Reply {
	if r.IsZero() || r.Level >= bot.Urgent || !aboutHealth(r) || a.memory.isOpen(in.conv, a.c.Now()) {
		return r
	}
	raw := make([]byte, 8)
	_, _ = rand.Read(raw) // never fails
	key := hex.EncodeToString(raw)
	a.memory.withhold(key, withheld{conv: in.conv, text: text, reply: r, said: in.to.reply, until: a.c.Now().Add(withheldFor)})
	t := a.textsIn(r.Lang, in)
	return bot.Reply{Text: t.NotHere, Outcome: bot.Talk, Lang: r.Lang, Level: r.Level, Buttons: []bot.Button{
		{Label: t.InPrivate, URL: a.Link(privatePayload + "_" + key)},
		{Label: t.Here, Press: bot.Action{Verb: doHere, Arg: key}},
	}}
}

// aboutHealth reports whether a reply says something of a person's health: what the articles answer or do not, what the
// screening said, and anything that has a level. Bookings, the practice's facts and small talk do not.
func aboutHealth(r bot.Reply) bool {
	if r.Level > bot.None {
		return true
	}
	switch r.Outcome {
	case bot.Answered, bot.Unknown, bot.Screened:
		return true
	case bot.OfPractice, bot.Booking, bot.Talk:
	}
	return false
}
