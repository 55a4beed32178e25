package sms

import (
	"log/slog"
	"net/http"
	"slices"
	"strconv"

	"knead/bot"
)

// statuses are what Twilio says of a message.
func statuses() []string {
	return []string{"accepted", "scheduled", "queued", "sending", "sent", "delivered", "undelivered", "failed", "read", "canceled"}
}

// status takes what became of a sent message. The same may come twice and out of order.
func (a *Adapter) status(w http.ResponseWriter, r *http.Request) {
	form, err := a.form(w, r)
	if err != nil {
		a.c.Log.LogAttrs(r.Context(), slog.LevelWarn, "a request to the status callback was refused", slog.String("error", err.Error()))
		refuse(w, err)
		return
	}
	o := bot.TextOut{ID: form["MessageSid"], Client: form["To"], Practice: form["From"], Reply: bot.MessageID(r.URL.Query().Get("in")),
		Status: form["MessageStatus"], At: a.c.Now()}
	if o.Code, err = strconv.Atoi(form["ErrorCode"]); err != nil {
		o.Code = 0
	}
	if !messageForm.MatchString(o.ID) || !phoneForm.MatchString(o.Client) || !slices.Contains(statuses(), o.Status) ||
		o.Reply != "" && !messageForm.MatchString(string(o.Reply)) {
		http.Error(w, "no status of a message", http.StatusBadRequest)
		return
	}
	a.record(r.Context(), o)
	if o.Code != 0 {
		a.c.Log.LogAttrs(r.Context(), slog.LevelWarn, "a text message did not arrive", slog.String("status", o.Status), slog.Int("code", o.Code),
			slog.String("hint", "https://www.twilio.com/docs/api/errors/"+strconv.Itoa(o.Code)))
	}
	if o.Code == codeStopped {
		a.learn(r.Context(), o.Client, o.Practice)
	}
	w.WriteHeader(http.StatusNoContent)
}
