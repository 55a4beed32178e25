package telegram

import (
	"sync"
	"time"

	"knead/bot"
)

// memory is what the adapter remembers of recent talk, in this process only. Losing it costs comfort, never safety: an
// edited message then gets a new reply instead of an edited one, an old keyboard stays.
type memory struct {
	mu      sync.Mutex
	last    recent[bot.Conversation, exchange]
	lang    recent[bot.Conversation, bot.Lang]
	albums  recent[string, bool]
	open    recent[bot.Conversation, time.Time] // who chose to talk of health in a group, until when
	waiting recent[string, withheld]
	blocked recent[int64, bool]
}

// An exchange is the last message of a conversation and what it got.
type exchange struct {
	said   int   // the client's message; 0: none, knead wrote first
	shown  []int // the messages that answered it
	markup *keyboard
	urgent bool
}

// withheld is a reply about health that was not shown before others, and the words it answers.
type withheld struct {
	conv  bot.Conversation
	text  string
	reply bot.Reply
	said  int
	until time.Time
}

// last is the last of a slice, the zero value of an empty one.
func last[T any](s []T) (v T) {
	if n := len(s); n > 0 {
		return s[n-1]
	}
	return v
}

// generation is how many entries of a kind are kept at least.
const generation = 5000

func newMemory() *memory { return &memory{} }

// recent is a map that forgets what was not used lately: it keeps one to two generations.
type recent[K comparable, V any] struct{ young, old map[K]V }

func (r *recent[K, V]) get(k K) (V, bool) {
	if v, ok := r.young[k]; ok {
		return v, true
	}
	v, ok := r.old[k]
	if ok {
		r.put(k, v)
	}
	return v, ok
}

func (r *recent[K, V]) put(k K, v V) {
	if r.young == nil || len(r.young) >= generation {
		r.old, r.young = r.young, make(map[K]V)
	}
	r.young[k] = v
}

func (r *recent[K, V]) drop(k K) {
	delete(r.young, k)
	delete(r.old, k)
}

// swap remembers e as c's last exchange and returns the one before it.
func (m *memory) swap(c bot.Conversation, e exchange, l bot.Lang) (before exchange) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before, _ = m.last.get(c)
	m.last.put(c, e)
	if l != "" {
		m.lang.put(c, l)
	}
	return before
}

func (m *memory) lastOf(c bot.Conversation) (exchange, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.last.get(c)
}

func (m *memory) langOf(c bot.Conversation) (bot.Lang, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.lang.get(c)
}

// firstOfAlbum reports whether key is seen for the first time.
func (m *memory) firstOfAlbum(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, seen := m.albums.get(key)
	m.albums.put(key, true)
	return !seen
}

func (m *memory) setBlocked(chat int64, on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if on {
		m.blocked.put(chat, true)
	} else {
		m.blocked.drop(chat)
	}
}

func (m *memory) isBlocked(chat int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, on := m.blocked.get(chat)
	return on
}

// withhold keeps w for as long as it says.
func (m *memory) withhold(key string, w withheld) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting.put(key, w)
}

// takeWithheld returns and forgets what was kept under key for user.
func (m *memory) takeWithheld(key string, user bot.UserID, now time.Time) (withheld, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	w, ok := m.waiting.get(key)
	if !ok || w.conv.User != user {
		return withheld{}, false
	}
	m.waiting.drop(key)
	return w, now.Before(w.until)
}

// openUp notes that a client talks of health in this group by choice.
func (m *memory) openUp(c bot.Conversation, until time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open.put(c, until)
}

func (m *memory) isOpen(c bot.Conversation, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	until, ok := m.open.get(c)
	return ok && now.Before(until)
}
