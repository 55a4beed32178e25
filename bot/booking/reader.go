package booking

import (
	"errors"
	"fmt"
	"time"

	"knead/bot"
	"knead/bot/booking/intents"
)

var _ bot.BookingReader = (*Reader)(nil)

// ErrNoZone means that a practice has no time zone, without which no day can be told.
var ErrNoZone = errors.New("practice has no time zone")

// A Reader reads booking lines for one practice. It is safe for concurrent use: nothing in it changes after New.
type Reader struct {
	lex        *lexicon
	practice   bot.Practice
	zone       *time.Location
	country    string
	monthFirst bool
	services   []named
	locations  []named
	therapists []named
	lengths    map[int]bool // the lengths that some service comes in
	model      *intents.Model
}

// New returns a Reader for the services, locations, therapists, zone and country of p. It knows lay names and typos of the
// services with built-in IDs; every other service is found by its ID, names and aliases.
func New(p bot.Practice) (*Reader, error) {
	m, err := intents.Default()
	if err != nil {
		return nil, fmt.Errorf("booking reader: %w", err)
	}
	return NewWith(p, m)
}

// NewWith is New with another model of intents; with none the grammar decides alone.
func NewWith(p bot.Practice, m *intents.Model) (*Reader, error) {
	if p.Zone == nil {
		return nil, fmt.Errorf("booking reader: %w", ErrNoZone)
	}
	lex, err := loadLexicon(p.Country)
	if err != nil {
		return nil, fmt.Errorf("booking reader: %w", err)
	}
	r := &Reader{lex: lex, practice: p, zone: p.Zone, country: p.Country, lengths: map[int]bool{}, model: m}
	r.monthFirst = p.Country == "US" || p.Country == "" || p.Country == "PH"
	add := func(list []named, n named, text string) []named {
		for _, t := range tokenize(text, nil) {
			if t.kind != punctToken {
				n.words = append(n.words, t.text)
			}
		}
		if len(n.words) == 0 {
			return list
		}
		return append(list, n)
	}
	for _, s := range p.Services {
		n := named{service: s.ID}
		lay, err := layNames(s.ID)
		if err != nil {
			return nil, fmt.Errorf("booking reader: %w", err)
		}
		names := append([]string{string(s.ID)}, s.Aliases...)
		names = append(names, s.Name.In(bot.English), s.Name.In(bot.Spanish))
		for _, name := range append(names, lay...) {
			r.services = add(r.services, n, name)
		}
		for _, m := range s.Minutes {
			r.lengths[m] = true
		}
	}
	for _, l := range p.Locations {
		for _, name := range append([]string{string(l.ID), l.Name}, l.Aliases...) {
			r.locations = add(r.locations, named{location: l.ID}, name)
		}
		if w := tokenize(string(l.ID), nil); len(w) == 1 && len(w[0].text) >= 8 { // "long wood"
			for cut := 3; cut <= len(w[0].text)-3; cut++ {
				r.locations = append(r.locations, named{location: l.ID, words: []string{w[0].text[:cut], w[0].text[cut:]}})
			}
		}
	}
	for _, t := range p.Therapists {
		for _, name := range append([]string{t.Name}, t.Aliases...) {
			r.therapists = add(r.therapists, named{provider: t.Name}, name)
		}
		if w := tokenize(t.Name, nil); len(w) > 1 {
			r.therapists = append(r.therapists, named{provider: t.Name, words: []string{w[0].text}})
		}
	}
	return r, nil
}

// Read reads one line that a client wrote at now. See the package comment for its conventions.
func (r *Reader) Read(text string, now time.Time, expect bot.Field) bot.Reading {
	p := newParse(r, text, now, expect)
	if len(p.toks) == 0 {
		return bot.Reading{Intent: bot.NoBooking}
	}
	p.shift = p.movesAt()
	p.scan()
	cs := p.clauses()
	intent := p.judge(cs)
	if better := p.consult(cs, intent); better != intent {
		intent = better
		if intent == bot.Reschedule && !p.shift { // "from … to …" are two slots after all
			p.again(true)
			cs = p.clauses()
			_ = p.judge(cs)
		}
		p.keepFor(cs, intent)
	}
	if intent == bot.NoBooking {
		return bot.Reading{Intent: bot.NoBooking, Place: p.elsewhere(cs)}
	}
	if intent == bot.CancelVisit {
		p.keepTold(cs)
	}
	p.keepSlot(cs, func(c clause) bool { // "save me the 12th at 2, I'll be there on vacation": asked for, whatever else is told
		return c.has("book") && c.first["book"] == p.head(c.from, c.to) && !c.has("info")
	})
	p.dropClauses(cs)
	p.dropUnwanted(intent)
	p.weigh(cs, intent)
	p.regain(cs, intent)
	p.takeSides(intent)
	p.moveBy(intent)
	p.changeService(intent)
	rd := p.resolve(intent)
	rd.Intent, rd.Place = intent, p.elsewhere(cs)
	return rd
}

// movesAt reports whether the line has a verb that moves a visit, before the slots are read: then "3 to 5" are two slots.
func (p *parse) movesAt() bool {
	for i := range p.toks {
		for _, s := range p.cue[i] {
			if s.sym == "reschedule" || s.sym == "shift" && (p.expect == bot.FieldNone) {
				return true
			}
		}
	}
	return false
}
