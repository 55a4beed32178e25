package bot

// IDs of the screening rules' vocabulary; the rules file defines them.
type (
	SignID     string // numb-groin, fever, fell
	FlagID     string // cauda-equina
	QuestionID string // ask-saddle
)

// A Screener reads one message for signs that need a doctor rather than a massage. Screen is pure, local and cannot
// fail: no network, no clock, no state but its arguments. seen is what earlier messages of the conversation showed, as
// signs without their words; the Verdict's Signs are seen and what text added, to be handed in with the next message.
// A short answer ("yes", "both") in text is bound to seen.Pending, the question that the last verdict asked.
type Screener interface {
	Screen(seen Signs, text string) Verdict
}

// A Verdict is what a message, together with those before it, amounts to.
type Verdict struct {
	Level    Level           // the highest level of Flags
	Flags    []Flag          // every flag that stands now, most severe first; among equals the newest first
	Signs    Signs           // to be stored and handed in with the next message
	Ask      QuestionID      // the safety question to put now; empty for none
	Question *SafetyQuestion // its words; nil when Ask is empty
	Answered bool            // text answered seen.Pending
	Lifted   bool            // text took back, with a real explanation, what had raised the level before
}

// A Flag is a rule that fired.
type Flag struct {
	ID     FlagID
	Level  Level
	Match  string    // the words of this message that showed it; empty if earlier messages did. Never stored or logged
	Turn   int       // the message that completed it, counted from 0 in Signs.Turn
	Advice Localized // what the client reads; first line the action. {emergency}, {crisis} … stand for the country's numbers
	Remind Localized // what is said again while the flag holds and the client writes of other things; nil: the first line of Advice
	Note   Localized // one line for the therapist, travelling with a request; for precaution and clearance
}

// Signs is what a conversation has shown so far, without the words that showed it. It is stored with the session.
type Signs struct {
	Turn    int          `json:"turn"`              // messages screened
	Seen    []Sign       `json:"seen,omitempty"`    // in the order in which they were shown
	Asked   []QuestionID `json:"asked,omitempty"`   // questions put so far; none is put twice
	Pending QuestionID   `json:"pending,omitempty"` // the question that the next message may answer
}

// A Sign is one thing a message said about a body or mind, with its context.
type Sign struct {
	ID    SignID `json:"id"`
	Turn  int    `json:"turn"`            // the message that showed it, from 0
	Time  string `json:"time,omitempty"`  // "" now, "past", "worse", "resolved"
	Whose string `json:"whose,omitempty"` // "" the client, "other" somebody the client asks help for
	Value int    `json:"value,omitempty"` // a number the sign carries (age, weeks, tenths of a degree Celsius); 0 for none
}

// A SafetyQuestion is put when screening is unsure. Options are labels that Screen understands as answers.
type SafetyQuestion struct {
	ID      QuestionID
	Text    Localized
	Options []Localized // two or three
}

// A Questioner is a Screener that can put a question again. While one is pending nothing that books is handed out.
type Questioner interface {
	Screener
	// Question returns the question of an ID; ok is false for an unknown one.
	Question(id QuestionID) (q SafetyQuestion, ok bool)
}
