package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Verb is what a pressed button asks for.
type Verb string

// The verbs.
const (
	DoNothing  Verb = ""
	DoAsk      Verb = "ask"    // Arg: a passage whose section is to be answered from
	DoSay      Verb = "say"    // as if the label had been typed; safety answers
	DoBook     Verb = "book"   // start or go on booking; Arg may be a location
	DoChoose   Verb = "choose" // Arg: field=value of the running booking
	DoConfirm  Verb = "ok"     // the read-back is right
	DoChange   Verb = "change" // the read-back is wrong; Arg: the field
	DoDrop     Verb = "drop"   // leave the booking
	DoHuman    Verb = "human"
	DoForget   Verb = "forget" // Arg: "yes" or "no" on the second press
	DoLanguage Verb = "lang"   // Arg: a language
	DoHelp     Verb = "help"
	DoPrivacy  Verb = "privacy"
	DoCleared  Verb = "cleared" // Arg: "yes" or "no" to "has a clinician agreed?"
	DoShare    Verb = "share"   // Arg: "yes" or "no" to "may staff know what we talked about?"
	DoCheck    Verb = "check"   // Arg: "yes" or "no" to the check before a booking
	DoPass     Verb = "pass"    // Arg: "yes" or "no" to "shall I ask the practice?"
	DoOffer    Verb = "offer"   // Arg: "yes:" or "no:" and the Ref of another time that staff offered
	DoResume   Verb = "resume"  // the client has knead answer again
	DoStaff    Verb = "staff"   // in a staff chat only; Arg: an answer and the Ref of the notice
	DoLabel    Verb = "label"   // a press known by its label only, which is the message's text; never offered
)

// MaxAction is the longest text form of an Action in bytes: Telegram's limit for callback data.
const MaxAction = 64

// An Action is what a button does when pressed.
type Action struct {
	Verb Verb
	Arg  string
}

// IsZero reports whether a does nothing.
func (a Action) IsZero() bool { return a.Verb == DoNothing }

// MarshalText returns a as "verb" or "verb:arg". It fails when that is longer than MaxAction or not valid UTF-8.
func (a Action) MarshalText() ([]byte, error) {
	if strings.Contains(string(a.Verb), ":") {
		return nil, fmt.Errorf("action: verb %q has a colon", a.Verb)
	}
	if a.Verb == "" && a.Arg != "" {
		return nil, fmt.Errorf("action: argument %q without a verb", a.Arg)
	}
	s := string(a.Verb)
	if a.Arg != "" {
		s += ":" + a.Arg
	}
	if len(s) > MaxAction || !utf8.ValidString(s) {
		return nil, fmt.Errorf("action: %q is over %d bytes or not UTF-8", s, MaxAction)
	}
	return []byte(s), nil
}

// UnmarshalText reads the form that MarshalText writes.
func (a *Action) UnmarshalText(b []byte) error {
	if len(b) > MaxAction || !utf8.Valid(b) {
		return fmt.Errorf("action: %d bytes or not UTF-8", len(b))
	}
	verb, arg, cut := strings.Cut(string(b), ":")
	if cut && (arg == "" || verb == "") {
		return fmt.Errorf("action: %q has an empty part", b)
	}
	*a = Action{Verb: Verb(verb), Arg: arg}
	return nil
}
