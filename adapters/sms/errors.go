package sms

import (
	"errors"
	"fmt"
	"time"

	"knead/bot"
)

// ErrNotOurs says that a conversation is none of this adapter's.
var ErrNotOurs = errors.New("sms: no conversation of a telephone number")

// Twilio's codes that decide something.
const (
	codeStopped = 21610 // the receiver ended messages
	codeToken   = 20003 // the account or its token is wrong
)

// An apiError is a refusal of Twilio's. It has neither words nor numbers nor the token.
type apiError struct {
	status int           // of HTTP
	code   int           // Twilio's; 0: none
	retry  time.Duration // what it asks to wait; 0: it does not say
}

// Error tells status and code.
func (e *apiError) Error() string {
	if e.code == 0 {
		return fmt.Sprintf("twilio: status %d", e.status)
	}
	return fmt.Sprintf("twilio: status %d, error %d (https://www.twilio.com/docs/api/errors/%d)", e.status, e.code, e.code)
}

// again reports whether the same request may go through later: 429 and 5xx only.
func (e *apiError) again() bool { return e.status == 429 || e.status >= 500 }

// Is makes every refusal that no repeat can change undeliverable.
func (e *apiError) Is(target error) bool {
	return target == bot.ErrUndeliverable && e.status >= 400 && e.status < 500 && e.status != 401 && e.status != 403 && e.status != 408 && e.status != 429
}

// RetryAfter is how long Twilio asks to wait.
func (e *apiError) RetryAfter() time.Duration { return e.retry }

// A nightError says that nobody is written to first now.
type nightError struct{ wait time.Duration }

// Error says so.
func (e *nightError) Error() string { return "sms: quiet hours" }

// RetryAfter is how long the quiet hours last.
func (e *nightError) RetryAfter() time.Duration { return e.wait }
