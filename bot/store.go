package bot

import (
	"context"
	"errors"
	"time"
)

// ErrConflict says that a session was saved by somebody else since it was loaded. Load again and redo the step.
var ErrConflict = errors.New("session changed meanwhile")

// A Store keeps sessions and what must outlive a process.
type Store interface {
	// Load returns c's session; an unknown conversation is a Session with only Conversation set, not an error. If the
	// message id was handled before, the reply it got is returned too and nothing must be redone.
	Load(ctx context.Context, c Conversation, id MessageID) (Session, *Reply, error)
	// Save stores a whole turn in one transaction, or nothing. It returns ErrConflict if the stored version is not
	// t.Session.Version; on success the stored version is one higher.
	Save(ctx context.Context, t Turn) error
	// Forget deletes everything of c: session, replies, holds, requests, and its part in unanswered questions.
	// Forgetting an unknown conversation is no error.
	Forget(ctx context.Context, c Conversation) error
}

// A Turn is what handling one message changed.
type Turn struct {
	Session    Session
	Message    MessageID // empty: no redelivery is possible and no reply is kept
	Reply      Reply
	At         time.Time
	Holds      []HoldChange
	Handoff    *Handoff    // a request handed over in this turn
	Unanswered *Unanswered // a question that the articles do not answer
	Staff      []Notice    // messages to staff and to the client, stored with the turn and sent later
	Answered   *CaseAnswer // what staff answered to a request; see ErrAnswered
	Told       []string    // keys of news that the client read with this reply
}

// A HoldChange is recorded when a hold is laid or lifted.
type HoldChange struct {
	Flag   FlagID
	Level  Level
	Lifted bool
	Reason string // for a lift: "cleared-by-clinician", "explained", "staff" with what staff gave for it. SecondOpinion: a Doubter raised the level. Never a client's words
}

// A Handoff is a request that was read back, confirmed, and handed over.
type Handoff struct {
	Key     string // made from conversation and message: handing over twice stores once
	Request Request
	Intent  BookingIntent
}

// Unanswered is a question that was stored because the articles do not answer it.
type Unanswered struct {
	Text string
	Lang Lang
}

// A Notice is a message for staff, or for the client.
type Notice struct {
	Key     string   // repeats with the same key are harmless
	Kind    string   // NoticeBooking and so on
	Text    string   // in the language of whom it is for
	For     Audience // ForStaff, the zero value, or ForClient
	Request string   // key of the Handoff that staff are asked to answer; empty for none
	Buttons []Button // under news for the client
	Unsaid  bool     // the client was not told that staff get it: no way to them was on
}

// Gap is an unanswered question with how often it was asked.
type Gap struct {
	Text        string
	Lang        Lang
	Count       int
	First, Last time.Time
}

// Record is everything a store holds about one conversation, for export.
type Record struct {
	Session  Session
	Handoffs []Handoff
	Holds    []HoldChange
	Gaps     []Unanswered
	Notices  []Notice
	Consents []Consent `json:",omitempty"` // of a telephone number: its part of the consent log, which outlives Forget
	Texts    []TextOut `json:",omitempty"` // of a telephone number: what became of the messages to it, without words
}

// Keeper is the optional part of a Store that a practice's owner uses.
type Keeper interface {
	Store
	// Gaps returns unanswered questions, most asked first.
	Gaps(ctx context.Context) ([]Gap, error)
	// Export returns what is kept about c.
	Export(ctx context.Context, c Conversation) (Record, error)
	// Conversations returns the conversations whose user or chat is id, on any channel.
	Conversations(ctx context.Context, id string) ([]Conversation, error)
	// Held returns the sessions in which a hold stands, the oldest hold first.
	Held(ctx context.Context) ([]Session, error)
	// Prune deletes words and sessions last touched before t and returns how many rows went.
	Prune(ctx context.Context, t time.Time) (int, error)
}

// GapKey is what two askings of the same unanswered question share: their words without case, accents and punctuation.
func GapKey(text string) string { return fold(text) }
