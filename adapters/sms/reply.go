package sms

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"knead/bot"
)

// maxBody is the longest message that Twilio takes, in characters.
const maxBody = 1600

// put has a job handled after those of the same number before it.
func (a *Adapter) put(run *running, j *job) {
	a.lanes.put(j.parts[0].Client, func() { a.handle(run, j) })
}

// handle answers a job: by the request that waits, else by REST.
func (a *Adapter) handle(run *running, j *job) {
	ctx := run.work
	in := j.parts[0]
	text, level, ok := a.text(run, j)
	if !ok {
		return // left open: the next start answers it
	}
	if text != "" && !j.stop {
		may, err := a.may(ctx, in.Client, level)
		if !may {
			a.stats.withheld.Add(1)
			text = ""
		}
		if err != nil && !may {
			a.c.Log.LogAttrs(ctx, slog.LevelError, "an answer was held back: whether the number may be written to could not be read")
		}
	}
	if text == "" {
		a.closed(ctx, j)
	}
	select {
	case j.reply <- text:
		return // the request writes it and closes the job
	case <-j.gone:
	case <-ctx.Done():
		return
	}
	if text == "" {
		return
	}
	if j.stop {
		a.closed(ctx, j) // too late to confirm: nothing is sent to who ended messages
		return
	}
	if a.late(ctx, in.Practice, in.Client, text, level, in.ID) {
		a.closed(ctx, j)
	}
}

// text is what the client is to read. ok is false when the handling was cut off.
func (a *Adapter) text(run *running, j *job) (text string, level bot.Level, ok bool) {
	defer func() {
		if p := recover(); p != nil {
			a.stats.panics.Add(1)
			a.c.Log.LogAttrs(run.work, slog.LevelError, "panic", slog.String("channel", "sms"), slog.String("panic", fmt.Sprint(p)))
			text, level, ok = "", bot.None, true
		}
	}()
	m := a.message(j.parts)
	media := 0
	for _, p := range j.parts {
		media += p.Media
	}
	if _, err := a.c.Consent.Heard(run.work, m, j.parts[0].Practice); err != nil && j.keyword {
		a.c.Log.LogAttrs(run.work, slog.LevelError, "consent log", slog.String("error", err.Error()))
	}
	var r bot.Reply
	if strings.TrimSpace(m.Text) != "" || media == 0 {
		r = run.h.Handle(run.work, m)
		if run.work.Err() != nil {
			return "", bot.None, false
		}
		if r.IsZero() {
			return "", bot.None, true
		}
	}
	if media > 0 && !j.keyword {
		r = a.c.Renderer.Picture(r, r.Lang)
	}
	if j.mute || a.flood.over(j.parts[0].Client, a.c.Now()) && r.Level < bot.Urgent && !j.stop {
		return "", r.Level, true
	}
	return a.c.Renderer.Render(r), r.Level, true
}

// await answers Twilio's request with the reply of j, or with nothing when it takes too long or a later part's request
// gets it.
func (a *Adapter) await(w http.ResponseWriter, r *http.Request, j *job, over <-chan struct{}) {
	timer := time.NewTimer(a.c.Answer)
	defer timer.Stop()
	select {
	case text := <-j.reply:
		a.hand(w, r, j, text)
		return
	case <-over:
		answer(w, nil, "")
		return
	case <-timer.C:
	case <-r.Context().Done():
	}
	select {
	case <-over: // a later part took over at the same moment
	default:
		j.leave()
	}
	answer(w, nil, "")
}

// hand writes text into Twilio's request and notes that it is out.
func (a *Adapter) hand(w http.ResponseWriter, r *http.Request, j *job, text string) {
	in := j.parts[0]
	err := answer(w, split(text), a.callback(in.ID))
	if text == "" {
		return
	}
	ctx := context.WithoutCancel(r.Context())
	if err != nil && !j.stop {
		// Twilio hung up before it had the answer.
		if run := a.running.Load(); run != nil {
			a.lanes.put(in.Client, func() {
				if a.late(run.work, in.Practice, in.Client, text, bot.None, in.ID) {
					a.closed(run.work, j)
				}
			})
		}
		return
	}
	a.stats.answered.Add(1)
	a.closed(ctx, j)
}

// twiml is the form of an answer to Twilio.
type twiml struct {
	XMLName  xml.Name  `xml:"Response"`
	Messages []message `xml:"Message"`
}

type message struct {
	Callback string `xml:"statusCallback,attr,omitempty"`
	Body     string `xml:",chardata"`
}

// answer writes texts as messages to the client; none is silence.
func answer(w http.ResponseWriter, texts []string, callback string) error {
	doc := twiml{}
	for _, t := range texts {
		doc.Messages = append(doc.Messages, message{callback, t})
	}
	out, err := xml.Marshal(doc)
	if err != nil {
		return fmt.Errorf("answer: %w", err) // unreachable: strings can be written
	}
	out = append([]byte(xml.Header), out...)
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	// With its length the answer is whole once it is flushed. Without, its end would go out only after the message is noted as
	// answered, and a kill between the two would leave the client without a reply.
	w.Header().Set("Content-Length", strconv.Itoa(len(out)))
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	if err := http.NewResponseController(w).Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("answer: %w", err)
	}
	return nil
}

// callback is where Twilio tells what became of the answer to a message; empty without a public address.
func (a *Adapter) callback(answers bot.MessageID) string {
	if a.c.PublicURL == "" {
		return ""
	}
	address := a.c.PublicURL + StatusPath
	if answers != "" {
		address += "?in=" + url.QueryEscape(string(answers))
	}
	return address
}

// split cuts a text into messages that Twilio takes: at lines, else at spaces. It also drops what XML cannot hold.
func split(text string) []string {
	text = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF' {
			return -1
		}
		return r
	}, text)
	var out []string
	rest := []rune(strings.TrimSpace(text))
	for len(rest) > maxBody {
		cut := maxBody
		for _, mark := range []rune{'\n', ' '} {
			if at := lastRune(rest[:maxBody], mark); at > maxBody/2 {
				cut = at
				break
			}
		}
		out = append(out, strings.TrimSpace(string(rest[:cut])))
		rest = []rune(strings.TrimSpace(string(rest[cut:])))
	}
	if len(rest) > 0 {
		out = append(out, string(rest))
	}
	return out
}

func lastRune(rs []rune, r rune) int {
	for i := len(rs) - 1; i >= 0; i-- {
		if rs[i] == r {
			return i
		}
	}
	return -1
}
