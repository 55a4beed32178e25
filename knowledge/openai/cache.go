package openai

import (
	"container/list"
	"crypto/sha256"
	"encoding/json"
	"sync"
	"time"
)

const (
	cacheSize = 500
	cacheLife = 24 * time.Hour
)

type cacheKey [sha256.Size]byte

// keyOf is the key of everything that an answer depends on. The words themselves are not kept.
func keyOf(parts ...any) cacheKey {
	data, err := json.Marshal(parts)
	if err != nil {
		panic("openai: cache key: " + err.Error()) // unreachable: strings and slices of them
	}
	return sha256.Sum256(data)
}

// A cache keeps checked wordings, the least used of them shortest.
type cache struct {
	mu    sync.Mutex
	now   func() time.Time
	order *list.List // of *cached, newest first
	at    map[cacheKey]*list.Element
}

type cached struct {
	key  cacheKey
	text string
	till time.Time
}

func newCache(now func() time.Time) *cache {
	return &cache{now: now, order: list.New(), at: map[cacheKey]*list.Element{}}
}

func (c *cache) get(k cacheKey) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.at[k]
	if !ok {
		return "", false
	}
	v := e.Value.(*cached)
	if !c.now().Before(v.till) {
		c.order.Remove(e)
		delete(c.at, k)
		return "", false
	}
	c.order.MoveToFront(e)
	return v.text, true
}

func (c *cache) put(k cacheKey, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.at[k]; ok {
		c.order.Remove(e)
	}
	c.at[k] = c.order.PushFront(&cached{key: k, text: text, till: c.now().Add(cacheLife)})
	for c.order.Len() > cacheSize {
		e := c.order.Back()
		c.order.Remove(e)
		delete(c.at, e.Value.(*cached).key)
	}
}
