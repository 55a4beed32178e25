package bot

import "time"

// A Practice is the business knead speaks for, as its file states it. What is empty here is unknown: knead says so and
// offers to ask, it never makes it up.
type Practice struct {
	Name       string
	Zone       *time.Location
	Country    string // ISO 3166-1 alpha-2; decides emergency numbers and phone formats
	Languages  []Lang // first is the default
	Website    string
	Social     []Link
	TextToBook string // a phone number as the practice writes it
	Email      string
	Phone      string
	Locations  []Location
	Services   []Service
	Therapists []Therapist
	Facts      []Fact            // free facts: parking, prices, hours, policies
	Numbers    map[string]string // overrides of the country's numbers: emergency, crisis, poison, violence, advice
}

// A Link is a labelled web address.
type Link struct{ Label, URL string }

// A Location is a place of the practice.
type Location struct {
	ID        LocationID
	Name      string
	Aliases   []string
	BookURL   string // where a client books; empty: staff books
	Address   string
	Hours     []Hours
	Lat, Long float64
}

// Hours is one opening window on some weekdays, "HH:MM" to "HH:MM".
type Hours struct {
	Days     []time.Weekday
	From, To string
}

// A Service is a kind of massage that the practice offers.
type Service struct {
	ID      ServiceID
	Name    Localized
	Aliases []string
	Minutes []int  // the lengths it comes in; empty: unknown
	Price   string // as the practice writes it; empty: unknown
}

// A Therapist works at the practice.
type Therapist struct {
	Name    string
	Aliases []string
	About   Localized
}

// A Fact is a question of clients that the practice file answers: parking, prices, policies.
type Fact struct {
	Key    string
	Asked  []string // words and phrases by which clients ask for it
	Answer Localized
}
