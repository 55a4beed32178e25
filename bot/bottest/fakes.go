package bottest

import (
	"context"
	"strings"
	"time"

	"knead/bot"
)

// A Screener is a scripted bot.Screener: a message that contains a key of Flags shows that flag, from then on.
type Screener struct {
	Flags map[string]bot.Flag
	Ask   map[string]bot.SafetyQuestion // a message that contains the key makes it ask
	Panic string                        // a message that contains it makes Screen panic
}

var _ bot.Questioner = (*Screener)(nil)

// Question implements bot.Questioner.
func (s *Screener) Question(id bot.QuestionID) (bot.SafetyQuestion, bool) {
	for _, q := range s.Ask {
		if q.ID == id {
			return q, true
		}
	}
	return bot.SafetyQuestion{}, false
}

// Screen implements bot.Screener.
func (s *Screener) Screen(seen bot.Signs, text string) bot.Verdict {
	if s.Panic != "" && strings.Contains(text, s.Panic) {
		panic("screening panics, as scripted")
	}
	v := bot.Verdict{Signs: seen}
	for key, f := range s.Flags {
		if strings.Contains(text, key) {
			v.Signs.Seen = append(v.Signs.Seen, bot.Sign{ID: bot.SignID(key), Turn: seen.Turn})
			_ = f
		}
	}
	for _, sign := range v.Signs.Seen {
		f := s.Flags[string(sign.ID)]
		f.Turn = sign.Turn
		if sign.Turn == seen.Turn {
			f.Match = string(sign.ID)
		}
		v.Flags = append(v.Flags, f)
		v.Level = max(v.Level, f.Level)
	}
	if t := strings.ToLower(text); t == "yes" || t == "no" {
		v.Answered = seen.Pending != "" // in this script an answer raises nothing
		v.Signs.Pending = ""
	}
	for key, q := range s.Ask {
		if strings.Contains(text, key) {
			v.Ask, v.Question = q.ID, &q
			v.Signs.Asked, v.Signs.Pending = append(v.Signs.Asked, q.ID), q.ID
		}
	}
	v.Signs.Turn++
	return v
}

// An Answerer is a scripted bot.Answerer: a question that contains a key gets its answer.
type Answerer map[string]bot.Answer

var _ bot.Answerer = Answerer(nil)

// Answer implements bot.Answerer.
func (a Answerer) Answer(_ context.Context, q bot.Question) (bot.Answer, error) {
	for key, ans := range a {
		if strings.Contains(q.Text, key) {
			return ans, nil
		}
	}
	return bot.Answer{}, bot.ErrNoAnswer
}

// Bookings is a scripted bot.BookingReader and bot.Drafter: "book" makes a whole request, "move" a reschedule.
type Bookings struct{}

var (
	_ bot.BookingReader = Bookings{}
	_ bot.Drafter       = Bookings{}
)

// Read implements bot.BookingReader.
func (Bookings) Read(text string, _ time.Time, _ bot.Field) bot.Reading {
	switch {
	case strings.Contains(text, "book"):
		return bot.Reading{Intent: bot.Book, Request: bot.Request{Service: "swedish", Location: "orlando", Date: "2026-11-27", Time: "15:00"}}
	case strings.Contains(text, "openings"):
		return bot.Reading{Intent: bot.Availability}
	case strings.Contains(text, "move"):
		return bot.Reading{Intent: bot.Reschedule}
	}
	return bot.Reading{Intent: bot.NoBooking}
}

// Merge implements bot.Drafter.
func (Bookings) Merge(draft, add bot.Request) bot.Request {
	if add.Date != "" {
		return add
	}
	return draft
}

// Check implements bot.Drafter.
func (Bookings) Check(bot.Request, time.Time) bot.Problem { return "" }

// ReadBack implements bot.Drafter.
func (Bookings) ReadBack(r bot.Request, _ bot.Lang) string {
	return string(r.Service) + " " + r.Date + " " + r.Time + " " + string(r.Location)
}

// Slot implements bot.Drafter.
func (Bookings) Slot(r bot.Request, _ bot.Lang) string {
	return strings.TrimSpace(r.Date + " " + r.Time)
}

// Practice is a small practice with everything that must be withheld.
func Practice() bot.Practice {
	return bot.Practice{Name: "Test Practice", Country: "US", Zone: time.UTC, Languages: []bot.Lang{bot.English, bot.Spanish},
		Website: "www.practice.test", TextToBook: "555-010-0199",
		Locations: []bot.Location{{ID: "orlando", Name: "Orlando", BookURL: "www.book.test/orlando"}, {ID: "longwood", Name: "Longwood", BookURL: "www.book.test/longwood"}},
		Services:  []bot.Service{{ID: "swedish", Name: bot.Localized{bot.English: "Swedish massage", bot.Spanish: "Masaje sueco"}}}}
}
