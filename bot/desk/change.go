package desk

import (
	"context"
	"errors"
	"fmt"

	"knead/bot"
)

// A change is one turn of a client's conversation that staff make.
type change struct {
	desk    *Desk
	parcel  bot.Parcel
	session *bot.Session
	turn    bot.Turn
	lang    bot.Lang // of the client
	id      string   // makes the keys of news: the same for a redelivered word of staff
	refused bool
	err     error
}

// held reports whether bookings are withheld from the client.
func (c *change) held() bool { return c.session.Hold.Level >= bot.Urgent }

// shows reports whether words would let a client book from whom bookings are withheld.
func (c *change) shows(words string) bool {
	return c.held() && bot.ShowsBooking(c.desk.o.Practice, words)
}

// refuse says why nothing is done.
func (c *change) refuse(id bot.TextID, pairs ...string) bot.Reply {
	c.refused = true
	return c.desk.staff(id, append(pairs, "{ref}", c.parcel.Ref().String())...)
}

// news is what the client is to read.
func (c *change) news(text string, buttons ...bot.Button) {
	c.turn.Staff = append(c.turn.Staff, bot.Notice{Key: fmt.Sprintf("news:%s:%d", c.id, len(c.turn.Staff)), Kind: bot.NoticeNews,
		For: bot.ForClient, Text: text, Buttons: buttons})
	c.session.News++
	// The client presses by label or answers "yes" on channels that know no more.
	c.session.Offered = append(append([]bot.Button(nil), buttons...), c.session.Offered...)
}

// tell makes one change to the conversation of p, in one transaction, and wakes who sends the news. do may run several
// times. A request that was answered meanwhile is told so.
func (d *Desk) tell(ctx context.Context, w Word, p bot.Parcel, do func(*change) bot.Reply) (bot.Reply, error) {
	for range tries {
		s, _, err := d.o.Store.Load(ctx, p.Conversation, "")
		if err != nil {
			return bot.Reply{}, err
		}
		if s.Version == 0 || over(p) {
			return d.staff(bot.TextStaffNoRef, "{ref}", p.Ref().String()), nil // forgotten since
		}
		c := &change{desk: d, parcel: p, session: &s, lang: d.langOf(s), id: d.keyOf(w, p)}
		r := do(c)
		if c.err != nil || c.refused {
			return r, c.err
		}
		c.turn.Session, c.turn.At = s, d.o.Now()
		err = d.o.Store.Save(ctx, c.turn)
		switch {
		case errors.Is(err, bot.ErrConflict):
			continue
		case errors.Is(err, bot.ErrAnswered):
			return d.answeredBy(ctx, p)
		case err != nil:
			return bot.Reply{}, err
		}
		d.o.Wake()
		return r, nil
	}
	return bot.Reply{}, fmt.Errorf("save answer of staff: %w", bot.ErrConflict)
}

// keyOf names a word of staff, so that its news are stored once.
func (d *Desk) keyOf(w Word, p bot.Parcel) string {
	id := string(w.ID)
	if id == "" {
		id = d.o.Now().Format("20060102150405.000000000")
	}
	return hash(string(w.From.Channel), string(w.From.Chat), string(w.From.User), id, p.Key)
}

// answeredBy says what the answer was that came first.
func (d *Desk) answeredBy(ctx context.Context, p bot.Parcel) (bot.Reply, error) {
	found, err := d.o.Store.Cases(ctx, bot.CaseQuery{Key: p.Key})
	if err != nil {
		return bot.Reply{}, err
	}
	if len(found) == 0 {
		return d.staff(bot.TextStaffNoRef, "{ref}", p.Ref().String()), nil
	}
	return d.twice(found[0]), nil
}
