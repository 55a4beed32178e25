package telegram

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"time"
)

var (
	// ErrBlocked says that the client has blocked the bot, or that the group has put it out: nothing can be sent there.
	ErrBlocked = errors.New("telegram: the client has blocked the bot")
	// ErrNotOurs says that a conversation is not of this adapter.
	ErrNotOurs = errors.New("telegram: not a conversation of this channel")
	// ErrNoStaffChat says that no staff chat is configured.
	ErrNoStaffChat = errors.New("telegram: no staff chat is configured")
)

// An apiError is a call that did not work: refused by Telegram (code), or never answered (code 0). It never holds the
// token, an address with it, or what somebody wrote.
type apiError struct {
	method  string
	code    int
	text    string        // Telegram's description
	retry   time.Duration // Telegram's wish
	migrate int64         // the chat's new ID
	unsent  bool          // no connection came about, so Telegram has not seen the request
	err     error         // the cause when there was no answer
}

// Error implements error.
func (e *apiError) Error() string {
	s := "telegram: " + e.method
	if e.code != 0 {
		s = fmt.Sprintf("%s: %d", s, e.code)
	}
	if e.text != "" {
		s += ": " + e.text
	}
	if e.err != nil {
		s += ": " + e.err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *apiError) Unwrap() error { return e.err }

// bare takes the address, which has the token in it, off a transport error.
func bare(err error) error {
	for {
		ue, ok := errors.AsType[*url.Error](err)
		if !ok {
			return err
		}
		err = ue.Err
	}
}

// redact takes the token, whole or only its secret half, out of s.
func redact(t Token, s string) string {
	if _, secret, ok := strings.Cut(string(t), ":"); ok && secret != "" {
		s = strings.ReplaceAll(s, string(t), hidden)
		if len(secret) > 8 { // shorter is a test's, and would match words
			s = strings.ReplaceAll(s, secret, hidden)
		}
	}
	return s
}

// describe makes a refusal's description fit for a log: no token, no piece of a message.
func describe(t Token, s string) string {
	if i := strings.Index(s, "can't parse entities"); i >= 0 {
		s = s[:i+len("can't parse entities")]
	}
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "…"
	}
	return redact(t, s)
}

// A trait of a refusal that decides what is done about it.
type trait int

const (
	traitOther     trait = iota // a 400 nobody foresaw: said in the log, never tried again
	traitTransient              // no answer, or a server in trouble
	traitFlood                  // 429: wait as long as it says
	traitToken                  // 401, 404: the token is wrong
	traitConflict               // 409: somebody else polls
	traitWebhook                // 409: a webhook is set
	traitGone                   // 403, or the chat is no more
	traitMoved                  // the group became a supergroup
	traitMarkup                 // the text's entities
	traitKeyboard               // a button
	traitThread                 // the topic is no more
	traitSame                   // nothing changed by the edit
	traitLate                   // the callback query is too old
	traitNoEdit                 // the message is not there, or not to be edited
	traitEnded                  // our own context
)

// traitOf sorts an error of a call.
func traitOf(err error) trait {
	e, ok := errors.AsType[*apiError](err)
	if !ok {
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return traitEnded
		}
		return traitOther
	}
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(strings.ToLower(e.text), w) {
				return true
			}
		}
		return false
	}
	switch {
	case errors.Is(e.err, context.Canceled):
		return traitEnded
	case e.retry > 0 || e.code == 429:
		return traitFlood
	case e.code == 0 || e.code >= 500 || e.code/100 == 3:
		return traitTransient
	case e.code == 401 || e.code == 404:
		return traitToken
	case e.code == 409 && has("webhook"):
		return traitWebhook
	case e.code == 409:
		return traitConflict
	case e.migrate != 0:
		return traitMoved
	case e.code == 403 || has("chat not found", "user is deactivated", "peer_id_invalid", "group is deactivated", "chat_write_forbidden"):
		return traitGone
	case has("not modified"):
		return traitSame
	case has("query is too old", "query id is invalid", "query_id_invalid"):
		return traitLate
	case has("message thread not found", "topic_closed", "topic_deleted"):
		return traitThread
	case has("can't parse entities"):
		return traitMarkup
	case has("button", "reply markup", "reply_markup"):
		return traitKeyboard
	case has("message to edit not found", "can't be edited", "message_id_invalid"):
		return traitNoEdit
	}
	return traitOther
}

// isTLS reports whether err is about certificates, which a wrong clock upsets too.
func isTLS(err error) bool {
	if _, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		return true
	}
	_, ok := errors.AsType[*tls.CertificateVerificationError](err)
	return ok
}

// panicText is what may be logged of a panic: runtime errors in full, of anything else, which may hold what somebody
// wrote, only its type.
func panicText(t Token, p any) string {
	if e, ok := p.(runtime.Error); ok {
		return redact(t, e.Error())
	}
	return fmt.Sprintf("a %T", p)
}
