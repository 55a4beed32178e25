package memory

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"knead/bot"
)

// A Store keeps everything in memory. It is also what knead runs on when it is told to keep nothing.
type Store struct {
	mu    sync.Mutex
	conv  map[bot.Conversation]*kept
	asked []asked
	box   []*boxed // notices, in the order in which they were stored
}

type kept struct {
	session  []byte
	version  int64
	updated  time.Time
	replies  map[bot.MessageID][]byte
	holds    []bot.HoldChange
	handoffs []bot.Handoff
}

type asked struct {
	bot.Unanswered
	by bot.Conversation
	at time.Time
}

var _ bot.Keeper = (*Store)(nil)

// NewStore returns an empty Store.
func NewStore() *Store {
	return &Store{conv: make(map[bot.Conversation]*kept)}
}

// Load implements bot.Store.
func (st *Store) Load(ctx context.Context, c bot.Conversation, id bot.MessageID) (bot.Session, *bot.Reply, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return bot.Session{}, nil, err
	}
	k, ok := st.conv[c]
	if !ok {
		return bot.Session{Conversation: c}, nil, nil
	}
	var s bot.Session
	if err := json.Unmarshal(k.session, &s); err != nil {
		return bot.Session{}, nil, fmt.Errorf("decode session: %w", err)
	}
	s.Conversation, s.Version = c, k.version
	if data, ok := k.replies[id]; ok && id != "" {
		var r bot.Reply
		if err := json.Unmarshal(data, &r); err != nil {
			return bot.Session{}, nil, fmt.Errorf("decode reply: %w", err)
		}
		return s, &r, nil
	}
	return s, nil, nil
}

// Save implements bot.Store.
func (st *Store) Save(ctx context.Context, t bot.Turn) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	c := t.Session.Conversation
	k, ok := st.conv[c]
	if !ok {
		k = &kept{replies: make(map[bot.MessageID][]byte)}
	}
	if k.version != t.Session.Version {
		return bot.ErrConflict
	}
	if !st.open(t.Answered) {
		return bot.ErrAnswered
	}
	session, err := json.Marshal(t.Session)
	if err != nil {
		return fmt.Errorf("encode session: %w", err)
	}
	reply, err := json.Marshal(t.Reply)
	if err != nil {
		return fmt.Errorf("encode reply: %w", err)
	}
	st.conv[c] = k
	k.session, k.updated = session, t.At
	k.version++
	if t.Message != "" {
		k.replies[t.Message] = reply
	}
	k.holds = append(k.holds, t.Holds...)
	if h := t.Handoff; h != nil && !slices.ContainsFunc(k.handoffs, func(o bot.Handoff) bool { return o.Key == h.Key }) {
		k.handoffs = append(k.handoffs, *h)
	}
	if t.Unanswered != nil {
		st.asked = append(st.asked, asked{Unanswered: *t.Unanswered, by: c, at: t.At})
	}
	st.post(t)
	return nil
}

// Forget implements bot.Store.
func (st *Store) Forget(_ context.Context, c bot.Conversation) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	delete(st.conv, c)
	st.asked = slices.DeleteFunc(st.asked, func(a asked) bool { return a.by == c })
	st.box = slices.DeleteFunc(st.box, func(b *boxed) bool { return b.Conversation == c })
	return nil
}

// Gaps implements bot.Keeper.
func (st *Store) Gaps(context.Context) ([]bot.Gap, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	var gaps []bot.Gap
	for _, a := range st.asked {
		key := bot.GapKey(a.Text)
		i := slices.IndexFunc(gaps, func(g bot.Gap) bool { return bot.GapKey(g.Text) == key && g.Lang == a.Lang })
		if i < 0 {
			gaps = append(gaps, bot.Gap{Text: a.Text, Lang: a.Lang, First: a.at.UTC()})
			i = len(gaps) - 1
		}
		gaps[i].Count++
		gaps[i].Last = a.at.UTC()
	}
	slices.SortStableFunc(gaps, func(a, b bot.Gap) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), b.Last.Compare(a.Last), cmp.Compare(a.Text, b.Text))
	})
	return gaps, nil
}

// Export implements bot.Keeper.
func (st *Store) Export(ctx context.Context, c bot.Conversation) (bot.Record, error) {
	s, _, err := st.Load(ctx, c, "")
	if err != nil {
		return bot.Record{}, err
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	r := bot.Record{Session: s}
	if k, ok := st.conv[c]; ok {
		r.Handoffs, r.Holds = slices.Clone(k.handoffs), slices.Clone(k.holds)
	}
	for _, b := range st.box {
		if b.Conversation == c {
			r.Notices = append(r.Notices, b.Notice)
		}
	}
	for _, a := range st.asked {
		if a.by == c {
			r.Gaps = append(r.Gaps, a.Unanswered)
		}
	}
	return r, nil
}

// Conversations implements bot.Keeper.
func (st *Store) Conversations(_ context.Context, id string) ([]bot.Conversation, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	var cs []bot.Conversation
	for c := range st.conv {
		if string(c.User) == id || string(c.Chat) == id {
			cs = append(cs, c)
		}
	}
	slices.SortFunc(cs, func(a, b bot.Conversation) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Chat, b.Chat), cmp.Compare(a.User, b.User))
	})
	return cs, nil
}

// Held implements bot.Keeper.
func (st *Store) Held(context.Context) ([]bot.Session, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	var held []bot.Session
	for c, k := range st.conv {
		var s bot.Session
		if err := json.Unmarshal(k.session, &s); err != nil {
			return nil, fmt.Errorf("decode session: %w", err)
		}
		if s.Conversation, s.Version = c, k.version; s.Hold.Level != bot.None {
			held = append(held, s)
		}
	}
	slices.SortFunc(held, func(a, b bot.Session) int { return a.Hold.Since.Compare(b.Hold.Since) })
	return held, nil
}

// Prune implements bot.Keeper.
func (st *Store) Prune(_ context.Context, before time.Time) (int, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	n := 0
	for c, k := range st.conv {
		if k.updated.Before(before) {
			delete(st.conv, c)
			n++
		}
	}
	st.box = slices.DeleteFunc(st.box, func(b *boxed) bool { return b.At.Before(before) })
	was := len(st.asked)
	st.asked = slices.DeleteFunc(st.asked, func(a asked) bool { return a.at.Before(before) })
	return n + was - len(st.asked), nil
}
