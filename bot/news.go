package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// unseen looks for news that did not reach the client yet. Their buttons are not offered then: a "yes" or "1" is meant for
// what the client has read.
func (t *turn) unseen(ctx context.Context) {
	book, ok := t.bot.o.Store.(Casebook)
	if t.s.News == 0 || !ok {
		return
	}
	news, err := book.News(ctx, t.m.Conversation)
	if err != nil {
		t.err = fmt.Errorf("list news: %w", err)
		return // they stay for the next reply
	}
	t.news, t.s.News = news, len(news)
	for _, n := range t.news {
		t.s.Offered = slices.DeleteFunc(slices.Clone(t.s.Offered), func(b Button) bool { return slices.Contains(n.Buttons, b) })
	}
}

// offerUnseen reports whether the client has not read the offer that waits for an answer.
func (t *turn) offerUnseen() bool {
	return slices.ContainsFunc(t.news, func(p Parcel) bool { return p.Books() })
}

// withNews puts what staff answered meanwhile over a reply, where the client's network could not bring it, and that knead
// is back after staff have gone quiet. At Emergency nothing is put over the action.
func (t *turn) withNews(r Reply) Reply {
	if _, alarm := t.alarm(); alarm {
		return r
	}
	if t.back {
		r = over(t.words(TextBack), nil, r)
	}
	var texts []string
	var buttons []Button
	for _, n := range t.news {
		if (r.Level >= Urgent || t.s.Hold.Level >= Urgent || t.mustAsk()) && (n.Books() || t.bot.showsBooking(n.Text)) {
			continue // held like everything that books
		}
		t.s.News--
		texts = append(texts, n.Text)
		if r.Level < Urgent {
			buttons = n.Buttons
		}
		t.save.Told = append(t.save.Told, n.Key)
	}
	if len(texts) == 0 {
		return r
	}
	if t.mustAsk() {
		buttons = nil // the question's own stay alone
	}
	if r.Level >= Urgent && r.Text != "" {
		r.Text += "\n\n" + strings.Join(texts, "\n\n") // what to do comes first
		return r
	}
	return over(strings.Join(texts, "\n\n"), buttons, r)
}

// over puts words and buttons before a reply's own.
func over(text string, buttons []Button, r Reply) Reply {
	if r.Text == "" {
		r.Text, r.Outcome = text, Talk
	} else {
		r.Text = text + "\n\n" + r.Text
	}
	if len(buttons) > 0 {
		r.Buttons = append(append([]Button(nil), buttons...), r.Buttons...)
	}
	return r
}

// ShowsBooking reports whether text has a link or number by which clients of p book.
func ShowsBooking(p Practice, text string) bool {
	return (&Bot{blocked: bookingMarks(p)}).showsBooking(text)
}
