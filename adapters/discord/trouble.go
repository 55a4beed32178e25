package discord

import (
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// A Trouble is an error that waiting does not cure: somebody has to change a setting. Its text says what is wrong, Hint
// what to do about it.
type Trouble struct {
	Err  error
	Hint string
}

// Error says what is wrong.
func (t *Trouble) Error() string { return t.Err.Error() }

// Unwrap returns what is wrong.
func (t *Trouble) Unwrap() error { return t.Err }

// ErrUnreachable is what Send returns when a member takes no direct messages from this bot: they closed them, blocked
// it, or share no server with it. Trying again does not help.
var ErrUnreachable = errors.New("member takes no direct messages")

// An apiError is Discord's answer to a request that it did not fulfil. Unlike the library's it holds neither the request
// nor its address: both carry secrets.
type apiError struct {
	call   string // what was tried, such as "send message"
	status int    // of HTTP; 0 when there was no answer at all
	code   int    // Discord's own; 0 when it named none
	reason string
}

func (e *apiError) Error() string {
	switch {
	case e.status == 0:
		return fmt.Sprintf("%s: %s", e.call, e.reason)
	case e.code == 0:
		return fmt.Sprintf("%s: status %d", e.call, e.status)
	}
	return fmt.Sprintf("%s: status %d, code %d: %s", e.call, e.status, e.code, e.reason)
}

// codeOf is Discord's own error code of err, 0 for none.
func codeOf(err error) int {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e.code
	}
	return 0
}

// statusOf is the HTTP status of err, 0 for none.
func statusOf(err error) int {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e.status
	}
	return 0
}

// tooLate reports whether an interaction's token is of no use any more.
func tooLate(err error) bool {
	switch codeOf(err) {
	case discordgo.ErrCodeUnknownInteraction, discordgo.ErrCodeUnknownWebhook, discordgo.ErrCodeInvalidWebhookTokenProvided:
		return true
	}
	return false
}

// refused reports whether a channel or a member is closed to the bot.
func refused(err error) bool {
	switch codeOf(err) {
	case discordgo.ErrCodeCannotSendMessagesToThisUser, discordgo.ErrCodeMissingAccess, discordgo.ErrCodeMissingPermissions,
		discordgo.ErrCodeUnknownChannel, discordgo.ErrCodePerformedOperationOnArchivedThread:
		return true
	}
	return false
}
