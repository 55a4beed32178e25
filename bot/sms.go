package bot

import (
	"context"
	"time"
)

// A TextIn is a text message from a client, kept until it is answered so that a killed process answers it when it is
// back. Its words are deleted with the answer.
type TextIn struct {
	ID       MessageID
	Client   string // E.164
	Practice string // the practice's number that it came to, E.164
	Text     string
	Media    int // pictures and the like that came with it
	At       time.Time
}

// Conversation is the client's, whichever of the practice's numbers they write to: a hold stands on all of them.
func (m TextIn) Conversation() Conversation { return TextConversation(m.Client) }

// TextConversation is the conversation of a telephone number.
func TextConversation(number string) Conversation {
	return Conversation{Channel: SMS, Chat: ChatID(number), User: UserID(number)}
}

// A TextState is how far a TextIn was known before.
type TextState string

// The states of a TextIn.
const (
	TextFresh    TextState = "fresh"    // never seen
	TextTaken    TextState = "taken"    // seen, not answered
	TextAnswered TextState = "answered" // nothing is left to do
)

// A TextInbox is the optional part of a Store that keeps text messages until they are answered.
type TextInbox interface {
	// TakeText keeps m and says how far it was known before.
	TakeText(ctx context.Context, m TextIn) (TextState, error)
	// AnsweredText notes that the messages of ids are answered, and deletes their words. Unknown IDs are no error.
	AnsweredText(ctx context.Context, ids ...MessageID) error
	// OpenTexts returns the messages since then that nobody answered, oldest first.
	OpenTexts(ctx context.Context, since time.Time) ([]TextIn, error)
}

// A TextOut is what became of a text message to a client.
type TextOut struct {
	ID       string // the carrier service's
	Client   string
	Practice string
	Reply    MessageID // the message that it answers; empty when knead wrote first
	Segments int
	Status   string // queued, sending, sent, delivered, undelivered, failed
	Code     int    // the carrier service's error; 0: none
	At       time.Time
}

// A TextRecord is the optional part of a Store that keeps what became of sent text messages. It has no words.
type TextRecord interface {
	// NoteText notes o. What is noted of the same ID already is filled up; a status never goes back.
	NoteText(ctx context.Context, o TextOut) error
	// Texts returns what is noted of messages to client, oldest first.
	Texts(ctx context.Context, client string) ([]TextOut, error)
	// LastText returns the practice's number that client wrote to last, and when; empty and zero for never.
	LastText(ctx context.Context, client string) (practice string, at time.Time, err error)
}
