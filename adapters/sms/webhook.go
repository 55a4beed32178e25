package sms

import (
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"knead/bot"
)

// messageForm is how Twilio calls messages: SM or MM and 32 digits; nothing else is made of it, so any such name does.
var messageForm = regexp.MustCompile(`^[A-Za-z0-9]{2,64}$`)

// webhook takes a message from Twilio and answers with what the client is to read, or with nothing when that is sent
// later. It refuses with 403 what is not signed, 413 over 64 KB, 400 what is no form, 503 while Run does not run.
func (a *Adapter) webhook(w http.ResponseWriter, r *http.Request) {
	form, err := a.form(w, r)
	if err != nil {
		a.c.Log.LogAttrs(r.Context(), slog.LevelWarn, "a request to the text message webhook was refused", slog.String("error", err.Error()),
			slog.String("hint", "if it was Twilio: web.public_url must be what the Twilio console calls, to the letter, and TWILIO_AUTH_TOKEN the account's"))
		refuse(w, err)
		return
	}
	run := a.running.Load()
	if run == nil {
		w.Header().Set("Retry-After", "5")
		http.Error(w, "not open yet", http.StatusServiceUnavailable)
		return
	}
	in, err := a.incoming(form)
	if err != nil {
		a.c.Log.LogAttrs(r.Context(), slog.LevelWarn, "a text message was left alone", slog.String("error", err.Error()))
		answer(w, nil, "")
		return
	}
	m := a.message([]bot.TextIn{in})
	// Before anything else: a stop counts from now on, whatever is under way.
	kind, err := a.c.Consent.Heard(r.Context(), m, in.Practice)
	if err != nil {
		a.c.Log.LogAttrs(r.Context(), slog.LevelError, "consent log", slog.String("error", err.Error()))
	}
	state, err := a.c.Store.TakeText(r.Context(), in)
	if err != nil {
		// It is answered all the same: screening needs no store.
		a.c.Log.LogAttrs(r.Context(), slog.LevelError, "keep text message", slog.String("error", err.Error()))
		state = bot.TextFresh
	}
	if state == bot.TextAnswered || !a.take(in.ID) {
		a.stats.repeated.Add(1)
		answer(w, nil, "")
		return
	}
	wait := make(chan struct{})
	j, over := a.join(run, in, wait, joins{keyword: kind != bot.ConsentNone, stop: kind == bot.ConsentStop,
		mute: form["OptOutType"] != "" || a.c.Mute && kind != bot.ConsentNone})
	a.stats.received.Add(1) // it has its place in the order by now
	a.await(w, r, j, over)
}

// incoming reads a message out of Twilio's form.
func (a *Adapter) incoming(form map[string]string) (bot.TextIn, error) {
	in := bot.TextIn{ID: bot.MessageID(form["MessageSid"]), Client: form["From"], Practice: form["To"], Text: form["Body"], At: a.c.Now()}
	if in.ID == "" {
		in.ID = bot.MessageID(form["SmsMessageSid"])
	}
	in.Media, _ = strconv.Atoi(form["NumMedia"]) // absent: 0
	switch {
	case !messageForm.MatchString(string(in.ID)):
		return in, errors.New("no message ID")
	case !phoneForm.MatchString(in.Client):
		return in, errors.New("the sender is no telephone") // a short code, a name, another app
	case !phoneForm.MatchString(in.Practice):
		return in, errors.New("the receiver is no telephone number")
	case a.ours(in.Client):
		return in, errors.New("a number of the practice writes to itself")
	}
	in.Text = strings.ToValidUTF8(strings.ReplaceAll(in.Text, "\x00", ""), "\uFFFD") // PostgreSQL keeps no NUL
	return in, nil
}

// ours reports whether number is one of the practice's.
func (a *Adapter) ours(number string) bool {
	for _, n := range a.c.Numbers {
		if n.Number == number {
			return true
		}
	}
	return false
}

// message is what the handler gets of the parts of a message.
func (a *Adapter) message(parts []bot.TextIn) bot.Message {
	first, last := parts[0], parts[len(parts)-1]
	m := bot.Message{ID: first.ID, Conversation: first.Conversation(), Text: joined(parts), At: last.At}
	for _, n := range a.c.Numbers {
		if n.Number == first.Practice {
			m.Place = n.Place
		}
	}
	return m
}
