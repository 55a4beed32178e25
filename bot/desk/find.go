package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"knead/bot"
)

// lapseAfter is how long a request without a day can be answered.
const lapseAfter = 14 * 24 * time.Hour

// find returns the notice that staff mean: by its mark, by the message they answer, by the client whose thread it is, by
// the one they were asked about last, else the only open request, or for other words the only talk that is in staff's
// hands. ok is false when r says why none. Words under a message that is no notice (one of knead's own lines) are for
// nobody unless something else tells: the only talk there is may be another client's.
func (d *Desk) find(ctx context.Context, w Word, s said, asked string) (p bot.Parcel, r bot.Reply, ok bool, err error) {
	var tries []bot.CaseQuery
	if s.ref != "" {
		tries = append(tries, bot.CaseQuery{Ref: s.ref})
	} else {
		if w.Receipt != "" {
			tries = append(tries, bot.CaseQuery{Way: w.Way, Receipt: w.Receipt})
		}
		// Posted, but not noted before the process died, or one of knead's lines about a notice: both begin with the mark.
		if ref, ok := markOf(w.Quote); ok {
			tries = append(tries, bot.CaseQuery{Ref: ref})
		}
		if w.Client != (bot.Conversation{}) {
			tries = append(tries, bot.CaseQuery{Conversation: w.Client})
		}
		if asked != "" {
			tries = append(tries, bot.CaseQuery{Key: asked})
		}
	}
	for _, q := range tries {
		found, err := d.o.Store.Cases(ctx, q)
		if err != nil {
			return p, r, false, err
		}
		if q.Ref != "" && differ(found) {
			return p, d.which(found), false, nil
		}
		if len(found) > 0 {
			return found[0], r, true, nil
		}
	}
	switch {
	case s.ref != "":
		return p, d.staff(bot.TextStaffNoRef, "{ref}", s.ref.String()), false, nil
	case w.Receipt != "" || w.Client != (bot.Conversation{}):
		return p, d.staff(bot.TextStaffUnknown), false, nil
	}
	return d.only(ctx, s)
}

// markOf is the mark that one of knead's own messages to staff begins with.
func markOf(quote string) (bot.Ref, bool) {
	first, _, _ := strings.Cut(strings.TrimSpace(quote), " ")
	first = strings.TrimPrefix(first, `\`) // where "#" begins a heading it was escaped
	mark, found := strings.CutPrefix(strings.TrimRight(first, ":"), "#")
	if !found {
		return "", false
	}
	return bot.ParseRef(mark)
}

// only is the notice that words without a mark must mean, if there is just one.
func (d *Desk) only(ctx context.Context, s said) (p bot.Parcel, r bot.Reply, ok bool, err error) {
	open, err := d.o.Store.Cases(ctx, bot.CaseQuery{Open: true})
	if err != nil {
		return p, r, false, err
	}
	open = slices.DeleteFunc(open, d.lapsed)
	talks, err := d.talks(ctx)
	if err != nil {
		return p, r, false, err
	}
	switch {
	case s.verb != speak && s.verb != resume && s.verb != lift && len(open) == 1 && (s.formal || len(talks) == 0),
		s.verb == speak && len(open) == 1 && len(talks) == 0 && asTime(s.text):
		return open[0], r, true, nil
	case s.verb != confirm && s.verb != decline && s.verb != another && len(talks) == 1 && (s.verb != speak || len(open) == 0 || !asTime(s.text)):
		return talks[0], r, true, nil
	}
	if all := append(open, talks...); len(all) > 0 {
		return p, d.which(all), false, nil
	}
	if s.verb == confirm || s.verb == decline || s.verb == another {
		// Late, or a second time: the line says so of the newest request.
		newest, err := d.o.Store.Cases(ctx, bot.CaseQuery{})
		if err != nil {
			return p, r, false, err
		}
		if i := slices.IndexFunc(newest, func(p bot.Parcel) bool { return p.Request != "" }); i >= 0 {
			return newest[i], r, true, nil
		}
	}
	return p, d.staff(bot.TextStaffNone), false, nil
}

// talks are the newest notices of the talks that are in staff's hands, one each.
func (d *Desk) talks(ctx context.Context) ([]bot.Parcel, error) {
	all, err := d.o.Store.Cases(ctx, bot.CaseQuery{})
	if err != nil {
		return nil, err
	}
	var talks []bot.Parcel
	seen := make(map[bot.Conversation]bool)
	for _, p := range all {
		if seen[p.Conversation] {
			continue
		}
		seen[p.Conversation] = true
		s, _, err := d.o.Store.Load(ctx, p.Conversation, "")
		if err != nil {
			return nil, err
		}
		if s.Person.State != bot.NoPerson {
			talks = append(talks, p)
		}
	}
	return talks, nil
}

// Client returns whom the notice is about that way delivered under receipt; ok is false for no notice.
func (d *Desk) Client(ctx context.Context, way, receipt string) (c bot.Conversation, ok bool, err error) {
	if receipt == "" {
		return c, false, nil
	}
	found, err := d.o.Store.Cases(ctx, bot.CaseQuery{Way: way, Receipt: receipt})
	if err != nil || len(found) == 0 {
		return c, false, err
	}
	return found[0].Conversation, true, nil
}

// which asks staff whom they mean.
func (d *Desk) which(ps []bot.Parcel) bot.Reply {
	var list []string
	for _, p := range ps {
		mark := p.Ref().String()
		if slices.ContainsFunc(ps, func(o bot.Parcel) bool { return o.Key != p.Key && o.Ref().String() == mark }) {
			mark = "#" + string(p.Ref()) // the short marks are the same
		}
		if p.Handoff != nil {
			mark += " (" + d.o.Drafter.ReadBack(p.Handoff.Request, d.l) + ")"
		} else {
			mark += " (" + d.from(p.Conversation) + ")"
		}
		if !slices.Contains(list, mark) {
			list = append(list, mark)
		}
	}
	return d.staff(bot.TextStaffWhich, "{list}", strings.Join(list, ", "))
}

// differ reports whether notices have different marks.
func differ(ps []bot.Parcel) bool {
	return slices.ContainsFunc(ps, func(p bot.Parcel) bool { return p.Key != ps[0].Key })
}

// lapsed reports whether a request cannot be answered any more: its moment is over, or it is old.
func (d *Desk) lapsed(p bot.Parcel) bool {
	if p.Handoff == nil || d.o.Now().Sub(p.At) > lapseAfter {
		return true
	}
	req := p.Handoff.Request
	if p.Kind == bot.NoticeCancel || req.Date == "" {
		return false
	}
	return d.o.Drafter.Check(req, d.o.Now().In(d.o.Practice.Zone)) == bot.Past
}

// requestOf returns the request that an answer to p is about: p itself, or else the only open one of its conversation,
// if the answer can be meant for nothing else. A "yes" under a client's question is no yes to their booking.
func (d *Desk) requestOf(ctx context.Context, p bot.Parcel, s said) (bot.Parcel, bool, error) {
	if p.Request != "" {
		return p, true, nil
	}
	if !s.formal {
		return p, false, nil
	}
	open, err := d.o.Store.Cases(ctx, bot.CaseQuery{Conversation: p.Conversation, Open: true})
	if err != nil || len(open) != 1 {
		return p, false, err
	}
	return open[0], true, nil
}
