package memory

import (
	"context"
	"slices"
	"strings"
	"time"

	"knead/bot"
)

var (
	_ bot.Outbox   = (*Store)(nil)
	_ bot.Casebook = (*Store)(nil)
)

// boxed is a stored notice and how far each way of delivery has come with it.
type boxed struct {
	bot.Parcel
	sent time.Time
	ways map[string]*delivery
}

type delivery struct {
	attempts int
	next     time.Time
	over     bool // delivered or given up
	told     bool // delivered
	receipt  string
}

func (b *boxed) way(name string) delivery {
	if d := b.ways[name]; d != nil {
		return *d
	}
	return delivery{}
}

// open reports whether what an answer answers is still open.
func (st *Store) open(a *bot.CaseAnswer) bool {
	if a == nil {
		return true
	}
	b := st.find(a.Key)
	return b != nil && b.State == bot.CaseOpen
}

func (st *Store) find(key string) *boxed {
	for _, b := range st.box {
		if b.Key == key {
			return b
		}
	}
	return nil
}

// post stores a turn's notices and answer, and notes what the client read. Its caller holds the lock.
func (st *Store) post(t bot.Turn) {
	at := t.At.UTC()
	for _, n := range t.Staff {
		if st.find(n.Key) == nil {
			st.box = append(st.box, &boxed{Parcel: bot.Parcel{Notice: n, Conversation: t.Session.Conversation, At: at}, ways: make(map[string]*delivery)})
		}
	}
	slices.SortStableFunc(st.box, func(a, b *boxed) int { return a.At.Compare(b.At) })
	if a := t.Answered; a != nil {
		b := st.find(a.Key)
		b.State, b.Answered = a.State, at
	}
	for _, key := range t.Told {
		st.settle(bot.NewsWay, key, "", at)
	}
}

func (st *Store) settle(way, key, receipt string, at time.Time) {
	b := st.find(key)
	if b == nil {
		return
	}
	d := b.way(way)
	d.over, d.told, d.receipt = true, true, receipt
	b.ways[way] = &d
	if b.sent.IsZero() {
		b.sent = at
	}
}

// parcel is b with its request.
func (st *Store) parcel(b *boxed, attempts int) bot.Parcel {
	p := b.Parcel
	p.Attempts = attempts
	if k := st.conv[p.Conversation]; k != nil && p.Request != "" {
		if i := slices.IndexFunc(k.handoffs, func(h bot.Handoff) bool { return h.Key == p.Request }); i >= 0 {
			h := k.handoffs[i]
			p.Handoff = &h
		}
	}
	return p
}

// Due implements bot.Outbox.
func (st *Store) Due(ctx context.Context, w bot.Window) ([]bot.Parcel, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var due []bot.Parcel
	waits := make(map[bot.Conversation]bool) // for an earlier notice
	for _, b := range st.box {
		d := b.way(w.Way)
		if b.For != w.For || b.At.Before(w.Since) || !b.sent.IsZero() && b.At.Before(w.Fresh) || d.over || waits[b.Conversation] {
			continue
		}
		waits[b.Conversation] = true
		if d.next.After(w.Now) || len(due) == w.Limit {
			continue
		}
		p := st.parcel(b, d.attempts)
		l := st.find(bot.LateKey(b.Key))
		p.Late = l != nil && l.Text != ""
		due = append(due, p)
		d.next = w.Now.Add(w.Lease)
		b.ways[w.Way] = &d
	}
	return due, nil
}

// Done implements bot.Outbox.
func (st *Store) Done(ctx context.Context, way, key, receipt string, at time.Time) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.settle(way, key, receipt, at)
	return ctx.Err()
}

// Failed implements bot.Outbox.
func (st *Store) Failed(ctx context.Context, way, key string, next time.Time) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	if b := st.find(key); b != nil {
		d := b.way(way)
		if !d.over {
			d.attempts++
			d.next, d.over = next, next.IsZero()
			b.ways[way] = &d
		}
	}
	return ctx.Err()
}

// Cases implements bot.Casebook.
func (st *Store) Cases(ctx context.Context, q bot.CaseQuery) ([]bot.Parcel, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	var ps []bot.Parcel
	for _, b := range slices.Backward(st.box) {
		switch {
		case b.For != bot.ForStaff,
			q.Key != "" && b.Key != q.Key,
			!strings.HasPrefix(string(b.Ref()), string(q.Ref)),
			q.Receipt != "" && b.way(q.Way).receipt != q.Receipt,
			q.Conversation != bot.Conversation{} && b.Conversation != q.Conversation,
			q.Open && (b.Request == "" || b.State != bot.CaseOpen),
			len(ps) == 20:
			continue
		}
		ps = append(ps, st.parcel(b, 0))
	}
	return ps, ctx.Err()
}

// Late implements bot.Casebook.
func (st *Store) Late(ctx context.Context, t time.Time) ([]bot.Parcel, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	var ps []bot.Parcel
	for _, b := range st.box {
		if b.For == bot.ForStaff && b.Promised() && b.sent.IsZero() && b.At.Before(t) && st.find(bot.LateKey(b.Key)) == nil && len(ps) < 100 {
			ps = append(ps, st.parcel(b, 0))
		}
	}
	return ps, ctx.Err()
}

// News implements bot.Casebook.
func (st *Store) News(ctx context.Context, c bot.Conversation) ([]bot.Parcel, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	var ps []bot.Parcel
	for _, b := range st.box {
		if d := b.way(bot.NewsWay); b.For == bot.ForClient && b.Conversation == c && !d.told {
			ps = append(ps, st.parcel(b, d.attempts))
		}
	}
	return ps, ctx.Err()
}
