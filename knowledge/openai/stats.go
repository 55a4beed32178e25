package openai

import (
	"maps"
	"sync"
)

// An Outcome is what became of a request to word an answer, to pick search terms, or for a second opinion.
type Outcome string

// The outcomes. All but the first two leave the client with what knead would have said without a language model.
const (
	Used        Outcome = "used"
	FromCache   Outcome = "cache"
	Unneeded    Outcome = "unneeded" // the model had nothing to add: no category, terms no better than the question
	NotAnswered Outcome = "not-answerable"
	Refused     Outcome = "refused" // the guard left too little
	OverBudget  Outcome = "budget"
	BreakerOpen Outcome = "breaker"
	Busy        Outcome = "busy"
	TimedOut    Outcome = "timeout"
	BadStatus   Outcome = "status" // 401, 429, 500 …
	Unreachable Outcome = "network"
	CutOff      Outcome = "cut" // the stream or the answer ended before it was whole
	BadJSON     Outcome = "json"
	TooBig      Outcome = "too-big"
)

// Stats are counts since the start.
type Stats struct {
	Outcomes  map[Outcome]int
	Calls     int // that went out
	Sentences int // that the guard read
	Dropped   map[string]int
	TokensIn  int
	TokensOut int
}

type counter struct {
	mu sync.Mutex
	s  Stats
}

func newCounter() *counter {
	return &counter{s: Stats{Outcomes: map[Outcome]int{}, Dropped: map[string]int{}}}
}

func (c *counter) count(o Outcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.s.Outcomes[o]++
}

func (c *counter) call(in, out int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.s.Calls++
	c.s.TokensIn += in
	c.s.TokensOut += out
}

func (c *counter) sentence(dropped string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.s.Sentences++
	if dropped != "" {
		c.s.Dropped[dropped]++
	}
}

func (c *counter) snapshot() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.s
	s.Outcomes, s.Dropped = maps.Clone(s.Outcomes), maps.Clone(s.Dropped)
	return s
}
