package web

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
)

// wordy is a script that words answers to "why" part by part, waiting for leave before each next one.
type wordy struct {
	*script
	parts []string
	next  chan struct{} // nil: without waiting
}

// Stream implements bot.Streamer.
func (h *wordy) Stream(ctx context.Context, m bot.Message, show func(bot.Draft)) bot.Reply {
	if strings.Contains(m.Text, "why") {
		for i, p := range h.parts {
			if i > 0 && h.next != nil {
				<-h.next
			}
			show(bot.Draft{Text: p, Lang: bot.English})
		}
		if h.next != nil {
			<-h.next
		}
	}
	return h.Handle(ctx, m)
}

type sent struct{ Name, Data string }

// eventOf reads one event of a stream.
func eventOf(r *bufio.Reader) (e sent, err error) {
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return e, err
		}
		switch name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); name {
		case "event":
			e.Name = value
		case "data":
			e.Data = value
		case "":
			return e, nil
		}
	}
}

const both = "application/json, text/event-stream"

// Each part is with the browser before the next one is there; the last event is the reply that JSON would have been.
func TestDraftsAsTheyCome(t *testing.T) {
	h := &wordy{script: talk(), parts: []string{"Muscles tighten.", "Muscles tighten. They \"guard\".\n\nNews"}, next: make(chan struct{})}
	srv := httptest.NewServer(newServer(t, options(h)))
	defer srv.Close()
	req, err := http.NewRequestWithContext(t.Context(), "POST", srv.URL+"/api/messages", strings.NewReader(`{"say":"why?","id":"k1"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", both)
	res, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" || res.Header.Get("Cache-Control") != "no-store" ||
		len(res.Cookies()) != 1 || res.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	in := bufio.NewReader(res.Body)
	for i, want := range h.parts {
		e, err := eventOf(in)
		var d bot.Draft
		if err != nil || e.Name != "draft" || json.Unmarshal([]byte(e.Data), &d) != nil || d.Text != want || d.Lang != bot.English {
			t.Fatalf("part %d: %+v, %v", i, e, err)
		}
		h.next <- struct{}{} // only now the next part is worded
	}
	e, err := eventOf(in)
	if err != nil || e.Name != "reply" {
		t.Fatalf("%+v, %v", e, err)
	}
	plain := strings.TrimSuffix(post(newServer(t, options(talk())), `{"say":"why?"}`).Body, "\n")
	if diff := cmp.Diff(plain, e.Data); diff != "" {
		t.Errorf("the reply (-JSON +event):\n%s", diff)
	}
	if e, err := eventOf(in); err == nil {
		t.Errorf("after the reply: %+v", e)
	}
}

// Nothing is a stream that has no parts, that nobody asked to be one, or that the Handler does not word part by part.
func TestRepliesWithoutDraftsAreJSON(t *testing.T) {
	w := &wordy{script: talk(), parts: []string{"Muscles tighten."}}
	for _, tc := range []struct {
		name, say, accept string
		h                 bot.Handler
	}{
		{"an emergency", "numb", both, w},
		{"a booking", "fri 3pm", both, w},
		{"silence", "silence", both, w},
		{"nobody asked", "why?", "application/json", w},
		{"no word of it", "why?", "", w},
		{"a plain handler", "why?", both, talk()},
	} {
		r := post(newServer(t, options(tc.h)), `{"say":"`+tc.say+`"}`, "Accept", tc.accept)
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "application/json; charset=utf-8" || strings.Contains(r.Body, "event:") {
			t.Errorf("%s: %d %s %s", tc.name, r.StatusCode, r.Header.Get("Content-Type"), r.Body)
		}
	}
}

// brokenPipe is a browser that left after the first part.
type brokenPipe struct {
	*httptest.ResponseRecorder
	writes int
}

// Write implements http.ResponseWriter.
func (b *brokenPipe) Write(p []byte) (int, error) {
	if b.writes++; b.writes > 1 {
		return 0, errors.New("broken pipe")
	}
	return b.ResponseRecorder.Write(p)
}

// Who leaves is not written to any more; the message is answered all the same.
func TestReaderLeavesMeanwhile(t *testing.T) {
	h := &wordy{script: talk(), parts: []string{"a", "b", "c", "d"}}
	w := &brokenPipe{ResponseRecorder: httptest.NewRecorder()}
	ctx, gone := context.WithCancel(t.Context())
	gone()
	r := httptest.NewRequestWithContext(ctx, "POST", "/api/messages", strings.NewReader(`{"say":"why?"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", both)
	newServer(t, options(h)).ServeHTTP(w, r)
	if w.writes != 2 || len(h.messages()) != 1 {
		t.Errorf("%d writes, %d messages", w.writes, len(h.messages()))
	}
}

// A connection that carried a stream takes the next message too: no deadline is left behind.
func TestConnectionGoesOn(t *testing.T) {
	h := &wordy{script: talk(), parts: []string{"Muscles tighten."}}
	srv := httptest.NewUnstartedServer(newServer(t, options(h)))
	srv.Config.WriteTimeout = 30 * time.Second
	srv.Start()
	defer srv.Close()
	for range 3 {
		req, err := http.NewRequestWithContext(t.Context(), "POST", srv.URL+"/api/messages", strings.NewReader(`{"say":"why?"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", both)
		res, err := srv.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		in := bufio.NewReader(res.Body)
		for range 2 {
			if _, err := eventOf(in); err != nil {
				t.Error(err)
			}
		}
		_, _ = in.ReadByte()
		_ = res.Body.Close()
	}
}

// unflushed is a writer that cannot flush, as some middleware's cannot.
type unflushed struct{ w http.ResponseWriter }

// Header implements http.ResponseWriter.
func (u unflushed) Header() http.Header { return u.w.Header() }

// Write implements http.ResponseWriter.
func (u unflushed) Write(p []byte) (int, error) { return u.w.Write(p) }

// WriteHeader implements http.ResponseWriter.
func (u unflushed) WriteHeader(status int) { u.w.WriteHeader(status) }

// Where nothing can be flushed everything comes at the end, the reply too.
func TestDraftsWithoutFlush(t *testing.T) {
	h := &wordy{script: talk(), parts: []string{"a", "b"}}
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/messages", strings.NewReader(`{"say":"why?"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", both)
	newServer(t, options(h)).ServeHTTP(unflushed{w}, r)
	if strings.Count(w.Body.String(), "event: draft") != 2 || strings.Count(w.Body.String(), "event: reply") != 1 {
		t.Errorf("written: %s", w.Body)
	}
}
