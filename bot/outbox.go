package bot

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"slices"
	"strings"
	"time"
)

// ErrAnswered says that a request was answered before: an answer changes it once.
var ErrAnswered = errors.New("request answered before")

// ErrUndeliverable says that a notice can never be delivered this way: it is not tried again.
var ErrUndeliverable = errors.New("cannot be delivered this way")

// The kinds of a Notice.
const (
	NoticeBooking    = "booking"    // a request that was read back and confirmed by the client
	NoticeReschedule = "reschedule" // a client wants an appointment moved
	NoticeCancel     = "cancel"     // a client wants an appointment dropped
	NoticeOffer      = "offer"      // a client takes, or does not take, another time that staff offered
	NoticeHuman      = "human"      // a client wants a person
	NoticeCall       = "call"       // a client wants to be called; Text has the number
	NoticeContext    = "context"    // what a client agreed to share about the talk
	NoticeWords      = "words"      // what a client wrote to staff
	NoticeLeft       = "left"       // a client whom staff were writing with went back to the assistant
	NoticeAlert      = "alert"      // a red flag
	NoticeUnheard    = "unheard"    // a red flag of a client who may not be written to
	NoticeRaised     = "raised"     // a second opinion raised a talk, to less than Urgent
	NoticeWithdrawn  = "withdrawn"  // a request's client had everything deleted; Text is the request's mark, nothing tells whose it was
	NoticeGone       = "gone"       // the same of a wish to move or drop an appointment, which stays as staff read it
	NoticeNews       = "news"       // for the client: what staff answered, or that nobody was told
)

// Promised reports whether the client was told that staff get n.
func (n Notice) Promised() bool {
	if n.Unsaid {
		return false
	}
	switch n.Kind {
	case NoticeContext, NoticeLeft, NoticeAlert, NoticeUnheard, NoticeRaised, NoticeNews, NoticeWithdrawn, NoticeGone:
		return false
	}
	return true
}

// Books reports whether n is news with a button that books: another time that staff offer.
func (n Notice) Books() bool {
	return slices.ContainsFunc(n.Buttons, func(b Button) bool { return b.Press.Verb == DoOffer })
}

// An Audience is whom a Notice is for.
type Audience string

// The audiences.
const (
	ForStaff  Audience = ""
	ForClient Audience = "client" // the client of the conversation that the notice is about
)

// A CaseState is how far a request that staff were asked to answer has come.
type CaseState string

// The states of a case. Only an open one can be answered.
const (
	CaseOpen      CaseState = ""
	CaseConfirmed CaseState = "confirmed"
	CaseOffered   CaseState = "offered" // another time was offered instead
	CaseDeclined  CaseState = "declined"
	CaseCall      CaseState = "call" // staff call the client
)

// A Ref names a notice among people: a few letters and digits made from its key, in which none look alike.
type Ref string

// refAlphabet has neither i, l, o nor u (Crockford's base 32, in small letters).
const refAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// shortRef is how many characters of a Ref people see and write.
const shortRef = 4

// RefOf returns the Ref of a notice's key: 8 characters, 40 bits of its SHA-256.
func RefOf(key string) Ref {
	sum := sha256.Sum256([]byte(key))
	return Ref(base32.NewEncoding(refAlphabet).WithPadding(base32.NoPadding).EncodeToString(sum[:5]))
}

// String returns the short form, such as "#k7q2".
func (r Ref) String() string { return "#" + string(r[:min(len(r), shortRef)]) }

// ParseRef reads what people write for a Ref, with or without "#" and with letters that look like digits. ok is false
// when s cannot be one. What it returns is a prefix of the Ref that is meant.
func ParseRef(s string) (prefix Ref, ok bool) {
	s = strings.NewReplacer("o", "0", "i", "1", "l", "1").Replace(strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "#")))
	if len(s) < shortRef || len(s) > 8 || strings.Trim(s, refAlphabet) != "" {
		return "", false
	}
	return Ref(s), true
}

// A CaseAnswer closes the request that the notice of Key asks about. A Turn that has one saves nothing and fails with
// ErrAnswered when the request was closed before.
type CaseAnswer struct {
	Key   string
	State CaseState
}

// A Parcel is a stored Notice on its way, with what was kept beside it.
type Parcel struct {
	Notice
	Conversation Conversation // whom it is about
	At           time.Time    // when it was stored
	Attempts     int          // how often this way failed
	Late         bool         // from Due: the client was told that it had reached nobody
	State        CaseState
	Answered     time.Time // zero while State is CaseOpen
	Handoff      *Handoff  // the request that it asks about; nil for none
}

// Ref names the parcel's notice among people.
func (p Parcel) Ref() Ref { return RefOf(p.Key) }

// A Window says which notices a way of delivery takes next.
type Window struct {
	Way   string // the way's name: each way delivers on its own
	For   Audience
	Now   time.Time
	Since time.Time     // what is older is not delivered any more
	Fresh time.Time     // what is older is delivered only if no way delivered it yet, so that a new way repeats no old ones
	Lease time.Duration // how long nobody else is given what is returned
	Limit int
}

// An Outbox is the optional part of a Store that delivers notices. Each way of delivery gets each notice at least once.
type Outbox interface {
	// Due returns notices that w.Way has to deliver at w.Now, oldest first, and keeps them from others for w.Lease: who is
	// killed before Done loses none. Of a conversation a later notice is not due before an earlier one is done or given up.
	Due(ctx context.Context, w Window) ([]Parcel, error)
	// Done records that way delivered the notice of key. receipt is how the way calls it (a message's ID), empty for nothing.
	Done(ctx context.Context, way, key, receipt string, at time.Time) error
	// Failed records a failure of way; the notice is due again at next, never when next is zero.
	Failed(ctx context.Context, way, key string, next time.Time) error
}

// A CaseQuery names notices to staff. Zero fields do not narrow it.
type CaseQuery struct {
	Key          string
	Ref          Ref    // the notice's, or the beginning of it
	Way, Receipt string // the notice that a way delivered under this receipt
	Conversation Conversation
	Open         bool // only requests that nobody answered
}

// A Casebook is the optional part of a Store by which staff answer and clients hear of it.
type Casebook interface {
	// Cases returns the staff's notices that q names, newest first, at most 20.
	Cases(ctx context.Context, q CaseQuery) ([]Parcel, error)
	// Late returns notices stored before t of which a client was told that staff get them, which no way has delivered,
	// and for which no news with the key LateKey is stored; oldest first, at most 100.
	Late(ctx context.Context, t time.Time) ([]Parcel, error)
	// News returns what is stored for the client of c and not delivered, oldest first.
	News(ctx context.Context, c Conversation) ([]Parcel, error)
}

// LateKey is the key of the news that the notice of key reached nobody yet.
func LateKey(key string) string { return "late:" + key }

// NewsWay is the way by which clients get news.
const NewsWay = "client"
