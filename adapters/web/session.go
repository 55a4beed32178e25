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

// A session is one browser: an unguessable ID that stands for chat and client alike.
type session struct {
	id   string
	made time.Time // when its cookie was signed
}

func (s session) conversation() bot.Conversation {
	return bot.Conversation{Channel: bot.Web, Chat: bot.ChatID(s.id), User: bot.UserID(s.id)}
}

// cookies signs and checks sessions. A cookie is "id.seconds.mac"; nobody without the secret can make or age one.
type cookies struct {
	secret []byte
	age    time.Duration
	now    func() time.Time
}

// read returns the session of r. ok is false when there is none, it is not ours, or it is too old.
func (c cookies) read(r *http.Request) (s session, ok bool) {
	k, err := r.Cookie(cookieName)
	if err != nil {
		return session{}, false
	}
	signed, mac, cut := cutLast(k.Value)
	if !cut {
		return session{}, false
	}
	sum, err := base64.RawURLEncoding.Strict().DecodeString(mac)
	if err != nil || !hmac.Equal(sum, c.mac(signed)) {
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

// open returns the session of r, a new one if it has none, and sees to it that the browser keeps it.
func (c cookies) open(w http.ResponseWriter, r *http.Request) session {
	s, ok := c.read(r)
	if ok && c.now().Sub(s.made) < c.age/2 {
		return s
	}
	if !ok {
		s.id = rand.Text()
	}
	s.made = c.now()
	signed := s.id + "." + strconv.FormatInt(s.made.Unix(), 10)
	http.SetCookie(w, &http.Cookie{
		Name:     cookieName,
		Value:    signed + "." + base64.RawURLEncoding.EncodeToString(c.mac(signed)),
		Path:     "/",
		MaxAge:   int(c.age / time.Second),
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   secure(r),
	})
	return s
}

func (c cookies) mac(signed string) []byte {
	h := hmac.New(sha256.New, c.secret)
	h.Write([]byte("knead web session 1\x00" + signed)) // the prefix keeps other uses of the secret apart
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
