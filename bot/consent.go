package bot

import (
	"context"
	"time"
)

// A ConsentKind is what a number's owner said, or what a carrier said for them, about being written to.
type ConsentKind string

// The kinds of a Consent. ConsentNone stands for words that say nothing about it.
const (
	ConsentNone  ConsentKind = ""
	ConsentBegan ConsentKind = "began" // the number wrote to the practice first
	ConsentStop  ConsentKind = "stop"  // no message may go there any more
	ConsentStart ConsentKind = "start" // messages may go there again
	ConsentHelp  ConsentKind = "help"  // asked who writes; kept because carriers ask for proof that it was answered
)

// The sources of a Consent.
const (
	ConsentByClient  = "client"
	ConsentByCarrier = "carrier" // learnt from a refused message
)

// A Consent is one line of the consent log.
type Consent struct {
	ID       string // the message's ID, or anything that a repeat has too
	Number   string // the client's, as the channel writes it (E.164 on the telephone network)
	Practice string // the practice's number that was written to; empty where the channel has none
	Kind     ConsentKind
	Source   string // ConsentByClient or ConsentByCarrier
	At       time.Time
}

// A ConsentLog keeps who may be written to. It outlives Forget and Prune: a practice has to show when somebody stopped
// messages, and a stop must hold for good. It has numbers and times, never words.
type ConsentLog interface {
	// AddConsent adds c. fresh is false, and nothing changes, when a line of that ID is there already.
	AddConsent(ctx context.Context, c Consent) (fresh bool, err error)
	// Stopped reports whether the last stop or start of number was a stop. An unknown number is not stopped.
	Stopped(ctx context.Context, number string) (bool, error)
	// Consents returns the log of number, oldest first.
	Consents(ctx context.Context, number string) ([]Consent, error)
}
