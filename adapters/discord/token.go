package discord

import (
	"fmt"
	"io"
	"log/slog"
)

// A Token is a bot's secret. No verb of fmt, no logger and no encoder shows it; only reveal does, for the requests and
// the two gateway frames that carry it.
type Token string

const hidden = "(hidden)"

// Format implements fmt.Formatter for every verb.
func (t Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// String hides the token; it is empty where none is set.
func (t Token) String() string {
	if t == "" {
		return ""
	}
	return hidden
}

// MarshalText hides the token from JSON and the like.
func (t Token) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// LogValue hides the token from slog.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }

func (t Token) reveal() string { return string(t) }
