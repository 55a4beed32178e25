package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"knead/bot"
)

// cookieName is the session cookie's. It is the only cookie, made with the first message.
const cookieName = "knead_session"

// tokenHeader carries the session of a widget. Browsers withhold cookies from a frame on another site, so the frame
// keeps its session itself and shows it with every call; noToken asks for one. No other page can make a browser send
// this header, so it needs no further proof of where a call comes from.
const (
	tokenHeader = "Knead-Session"
	noToken     = "new"
)

// What a signed session is for. One cannot be used as the other.
const (
	asCookie = "knead web session 1"
	asToken  = "knead web frame 1"
)

// A session is one browser, or one widget's tab: an unguessable ID that stands for chat and client alike.
type session struct {
	id   string
	made time.Time // when it was signed
}

func (s session) conversation() bot.Conversation {
	return bot.Conversation{Channel: bot.Web, Chat: bot.ChatID(s.id), User: bot.UserID(s.id)}
}

// cookies signs and checks sessions, written as "id.seconds.mac"; nobody without the secret can make or age one.
type cookies struct {
	secret []byte
	age    time.Duration
	now    func() time.Time
}

// read returns the session of r. ok is false when there is none, it is not ours, or it is too old.
func (c cookies) read(r *http.Request) (s session, ok bool) {
	if token := r.Header.Get(tokenHeader); token != "" {
		return c.check(asToken, token)
	}
	k, err := r.Cookie(cookieName)
	if err != nil {
		return session{}, false
	}
	return c.check(asCookie, k.Value)
}

// check returns the session that value stands for.
func (c cookies) check(use, value string) (s session, ok bool) {
	signed, mac, cut := cutLast(value)
	if !cut {
		return session{}, false
	}
	sum, err := base64.RawURLEncoding.Strict().DecodeString(mac)
	if err != nil || !hmac.Equal(sum, c.mac(use, signed)) {
		return session{}, false
	}
	id, seconds, _ := cutLast(signed)
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || id == "" {
		return session{}, false
	}
	s = session{id: id, made: time.Unix(n, 0)}
	return s, c.now().Sub(s.made) < c.age
}

// open returns the session of r, a new one if it has none, and sees to it that the browser or the widget keeps it.
func (c cookies) open(w http.ResponseWriter, r *http.Request) session {
	s, ok := c.read(r)
	if ok && c.now().Sub(s.made) < c.age/2 {
		return s
	}
	if !ok {
		s.id = rand.Text()
	}
	s.made = c.now()
	if r.Header.Get(tokenHeader) != "" {
		w.Header().Set(tokenHeader, c.sign(asToken, s))
		return s
	}
	c.set(w, r, c.sign(asCookie, s), int(c.age/time.Second))
	return s
}

// drop has the browser forget its cookie.
func (c cookies) drop(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get(tokenHeader) == "" {
		c.set(w, r, "", -1)
	}
}

func (c cookies) set(w http.ResponseWriter, r *http.Request, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name:     cookieName,
		Value:    value,
		Path:     "/",
		MaxAge:   age,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   secure(r),
	})
}

// sign writes s out for a use.
func (c cookies) sign(use string, s session) string {
	signed := s.id + "." + strconv.FormatInt(s.made.Unix(), 10)
	return signed + "." + base64.RawURLEncoding.EncodeToString(c.mac(use, signed))
}

func (c cookies) mac(use, signed string) []byte {
	h := hmac.New(sha256.New, c.secret)
	h.Write([]byte(use + "\x00" + signed)) // the use keeps other signatures of the secret apart
	return h.Sum(nil)
}

// secure reports whether the browser came by https, here or at a proxy. A client that lies about it only loses its
// own cookie.
func secure(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}
