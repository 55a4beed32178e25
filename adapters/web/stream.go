package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"knead/bot"
)

// draftTime is how long one part of an answer may take to be written. The rest of the talk waits meanwhile, so who reads
// slower than this gets the reply alone.
const draftTime = 2 * time.Second

// wantsDrafts reports whether who posted a message takes its answer as events too.
func wantsDrafts(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}

// drafts is the answer to one message that may be shown while it is worded: events "draft", each with the whole text so far,
// and at last "reply". An answer of which nothing was shown, which all replies of the screening are, is JSON as ever.
type drafts struct {
	w      http.ResponseWriter
	c      *http.ResponseController
	began  bool
	broken bool
}

// draft shows an answer as far as it has come.
func (d *drafts) draft(part bot.Draft) {
	if d.broken {
		return
	}
	if !d.began {
		d.began = true
		h := d.w.Header()
		h.Set("Content-Type", "text/event-stream")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Accel-Buffering", "no") // nginx would hold events back
		d.w.WriteHeader(http.StatusOK)
	}
	d.write("draft", part, draftTime)
}

// reply ends the answer.
func (d *drafts) reply(r reply) {
	if !d.began {
		writeJSON(d.w, http.StatusOK, r)
		return
	}
	d.write("reply", r, writeTime)
}

func (d *drafts) write(event string, v any, within time.Duration) {
	data, err := json.Marshal(v)
	if err != nil || d.broken {
		return // what has no JSON cannot happen; who has gone gets the stored reply with the next try
	}
	_ = d.c.SetWriteDeadline(time.Now().Add(within)) // writers that have no deadlines need none
	if _, err := d.w.Write([]byte("event: " + event + "\ndata: " + string(data) + "\n\n")); err != nil {
		d.broken = true
		return
	}
	err = d.c.Flush()
	d.broken = err != nil && !errors.Is(err, http.ErrNotSupported) // who cannot flush writes it all at the end
}
