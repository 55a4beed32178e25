package discord

import "sync"

// recent remembers the last so many values by key; older ones are forgotten. It is safe for concurrent use.
type recent[K comparable, V any] struct {
	mu   sync.Mutex
	keys []K // a ring, next is the oldest
	next int
	vals map[K]V
}

func newRecent[K comparable, V any](n int) *recent[K, V] {
	return &recent[K, V]{keys: make([]K, 0, n), vals: make(map[K]V)}
}

// put remembers v under k and reports whether k was new.
func (r *recent[K, V]) put(k K, v V) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, known := r.vals[k]
	r.vals[k] = v
	if known {
		return false
	}
	if len(r.keys) < cap(r.keys) {
		r.keys = append(r.keys, k)
		return true
	}
	delete(r.vals, r.keys[r.next])
	r.keys[r.next] = k
	r.next = (r.next + 1) % len(r.keys)
	return true
}

// get returns what is remembered under k.
func (r *recent[K, V]) get(k K) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.vals[k]
	return v, ok
}

// take returns what is remembered under k and forgets it.
func (r *recent[K, V]) take(k K) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.vals[k]
	delete(r.vals, k) // its place in the ring is used again in its turn
	return v, ok
}
