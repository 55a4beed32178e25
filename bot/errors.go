package bot

import "errors"

// errSealed is logged when a step let something that books through to a reply that must not have it: a bug.
var errSealed = errors.New("booking link sealed off from a reply at a held level")

// An Error has an inside, for the log, and an outside, for the client. The two never mix.
type Error struct {
	Say TextID // what the client reads
	Err error  // what the operator reads
}

// Error returns the inside.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the inside.
func (e *Error) Unwrap() error { return e.Err }

// say returns what a client may read of err.
func say(err error) TextID {
	if e, ok := errors.AsType[*Error](err); ok && e.Say != "" {
		return e.Say
	}
	return TextTrouble
}
