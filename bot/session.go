package bot

import "time"

// A Session is what knead remembers of a conversation between two messages. It holds no words of the client.
type Session struct {
	Conversation Conversation `json:"conversation"`
	Version      int64        `json:"-"` // the store's; 0: never saved
	Lang         Lang         `json:"lang,omitempty"`
	LangChosen   bool         `json:"lang_chosen,omitempty"` // the client said which
	Greeted      bool         `json:"greeted,omitempty"`
	Signs        Signs        `json:"signs,omitzero"`
	Waiting      QuestionID   `json:"waiting,omitempty"` // the safety question that has no answer yet; nothing books before it
	Asking       bool         `json:"asking,omitempty"`  // the last reply put that question: a "yes" now is its answer
	Hold         Hold         `json:"hold,omitzero"`
	Clear        Clear        `json:"clear,omitempty"`
	Flow         Flow         `json:"flow,omitempty"`
	Check        Check        `json:"check,omitzero"` // the check before a booking
	Draft        Request      `json:"draft,omitzero"`
	Expect       Field        `json:"expect,omitempty"`  // what the booking flow asked last
	Offered      []Button     `json:"offered,omitempty"` // the buttons of the last reply: numbers and labels choose among them
	Previous     PassageID    `json:"previous,omitempty"`
	Deferred     PassageID    `json:"deferred,omitempty"`    // found, but a safety question goes first
	LastRequest  Request      `json:"last_request,omitzero"` // for "same as last time"
	Person       Person       `json:"person,omitzero"`       // a talk handed to staff
	Missed       int          `json:"missed,omitempty"`      // messages in a row that were not understood
	Passing      Handoff      `json:"passing,omitzero"`      // in PassFlow: what is to be passed on to staff
	Offer        Handoff      `json:"offer,omitzero"`        // another time that staff offered
	News         int          `json:"news,omitempty"`        // notices for the client that may not have reached them
	NoModel      bool         `json:"no_model,omitempty"`    // the client wants no language model
	ModelTold    bool         `json:"model_told,omitempty"`  // was told that a language model words answers
	Raised       Raised       `json:"raised,omitzero"`       // what a second opinion raised
	Rest         Rest         `json:"rest,omitzero"`         // what did not fit into the last reply
	Updated      time.Time    `json:"updated,omitzero"`
}

// A Rest is what did not fit into a reply by text message; the client reads it on "more", with the next message or never.
type Rest struct {
	Text    string   `json:"text,omitempty"`
	Buttons []Button `json:"buttons,omitempty"`
	Sources []Source `json:"sources,omitempty"`
	Outcome Outcome  `json:"outcome,omitempty"`
}

// IsZero reports whether nothing is left.
func (r Rest) IsZero() bool { return r.Text == "" && len(r.Buttons) == 0 }

// A Person is how far a talk was handed to staff. The zero Person is knead's own talk.
type Person struct {
	State PersonState `json:"state,omitempty"`
	Since time.Time   `json:"since,omitzero"` // when it was handed over
	Until time.Time   `json:"until,omitzero"` // while staff write knead is silent until then
	Share Share       `json:"share,omitempty"`
}

// A PersonState is who answers in a conversation.
type PersonState string

// The states of a handed-over talk.
const (
	NoPerson      PersonState = ""
	PersonAsked   PersonState = "asked"   // staff know; knead answers what it can, and passes on what it cannot
	PersonWriting PersonState = "writing" // staff write; knead passes everything on and says nothing but what screening says
)

// A Share is whether staff may be told what was talked about.
type Share string

// The answers to that question; it is put once.
const (
	ShareUnasked Share = ""
	ShareAsked   Share = "asked"
	ShareYes     Share = "yes"
	ShareNo      Share = "no"
)

// A Hold withholds booking since a flag fired. The zero Hold withholds nothing.
type Hold struct {
	Level Level     `json:"level"`
	Flag  FlagID    `json:"flag,omitempty"`
	Since time.Time `json:"since,omitzero"`
}

// A Clear is how far a client's statement that a clinician agreed has come.
type Clear string

// The steps of a clearance.
const (
	NotCleared Clear = ""
	ClearAsked Clear = "asked" // stated once; knead asked whether a clinician examined them and agreed to a massage
	Cleared    Clear = "yes"   // confirmed
)

// A Flow is a conversation's running business.
type Flow string

// The flows.
const (
	NoFlow      Flow = ""
	BookingFlow Flow = "booking"
	ConfirmFlow Flow = "confirm" // the request was read back
	ForgetFlow  Flow = "forget"  // asked whether everything is to be deleted
	PassFlow    Flow = "pass"    // asked whether a wish is to be passed on to staff
	NumberFlow  Flow = "number"  // asked at which number staff may call
)
