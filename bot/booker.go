package bot

import "time"

// IDs of the practice file.
type (
	ServiceID  string
	LocationID string
)

// A BookingIntent is what a line wants of the calendar.
type BookingIntent string

// The booking intents. They are part of the JSON Lines contract.
const (
	NoBooking    BookingIntent = "none"
	Book         BookingIntent = "book"
	Availability BookingIntent = "availability"
	Reschedule   BookingIntent = "reschedule"
	CancelVisit  BookingIntent = "cancel"
)

// A DayPart is a part of a day that a client names without a clock.
type DayPart string

// The parts of a day.
const (
	Morning   DayPart = "morning"
	Afternoon DayPart = "afternoon"
	Evening   DayPart = "evening"
)

// A Request is what a client wants booked. Zero fields were not said.
type Request struct {
	Service  ServiceID  `json:"service,omitempty"`
	Minutes  int        `json:"minutes,omitempty"`
	Location LocationID `json:"location,omitempty"`
	Date     string     `json:"date,omitempty"`    // YYYY-MM-DD in the practice's zone
	DateTo   string     `json:"date_to,omitempty"` // last day of a range, such as a weekend
	Time     string     `json:"time,omitempty"`    // HH:MM, 24 h
	After    string     `json:"after,omitempty"`   // not before, HH:MM
	Before   string     `json:"before,omitempty"`  // not after, HH:MM
	Part     DayPart    `json:"part,omitempty"`
	People   int        `json:"people,omitempty"`
	Provider string     `json:"provider,omitempty"` // the therapist, by name
	Note     string     `json:"note,omitempty"`     // what the therapist is to know; never read from a line
}

// A Reading is what a BookingReader made of one line.
type Reading struct {
	Intent   BookingIntent
	Request  Request
	Invalid  bool        // the date or time cannot be, or is past
	Problem  Problem     // why Invalid, or what must be asked back; empty for none
	Place    string      // a place that was asked for and that the practice does not have, as written; empty for none
	Services []ServiceID // the kinds of massage named, where there are more than one
	Choices  []Request   // the honest readings when Problem is Ambiguous or WeekdayMismatch: each a Request with only Date/Time set
}

// A Problem is why a line's date or time cannot be taken as it stands.
type Problem string

// The problems of a date or time.
const (
	Past            Problem = "past"             // the moment is over
	Impossible      Problem = "impossible"       // 30 February, 25:00
	WeekdayMismatch Problem = "weekday-mismatch" // "Tuesday 27 November" is a Friday: asked, never guessed
	Ambiguous       Problem = "ambiguous"        // two honest readings; see Choices
)

// A Field is one thing a Request needs; it tells a BookingReader what a bare answer such as "4" or "2" is about.
type Field string

// The fields that knead asks for.
const (
	FieldNone     Field = ""
	FieldService  Field = "service"
	FieldMinutes  Field = "minutes"
	FieldLocation Field = "location"
	FieldWhen     Field = "when" // date, then time
	FieldTime     Field = "time"
	FieldPeople   Field = "people"
)

// A BookingReader reads booking lines. Read is pure: the same line, moment and expectation give the same Reading.
// now is in the practice's zone; expect is what knead has just asked, FieldNone outside a booking.
type BookingReader interface {
	Read(text string, now time.Time, expect Field) Reading
}

// A Drafter does what a booking needs beside reading lines.
type Drafter interface {
	// Merge returns draft with what add says put over it; a new day or time replaces the old one sensibly.
	Merge(draft, add Request) Request
	// Check returns why r's date or time cannot be taken, empty for none. now is in the practice's zone.
	Check(r Request, now time.Time) Problem
	// ReadBack spells r out in l: weekday, date, time, zone, location, service, minutes, people. What is missing is left out.
	ReadBack(r Request, l Lang) string
	// Slot spells out only the day and time of r.
	Slot(r Request, l Lang) string
}
