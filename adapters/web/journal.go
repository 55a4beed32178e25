package web

import (
	"crypto/rand"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	keepEvents     = 6 * time.Hour // how long a page may be out of reach and still get what it missed
	maxPerJournal  = 50            // events of one session that are remembered
	maxInJournals  = 20_000        // events in all
	sweepJournals  = 10 * time.Minute
	lengthOfEpochs = 8
)

// An entry is an event that was written to some page.
type entry struct {
	id   string
	n    uint64
	at   time.Time
	data []byte // the reply, as JSON
}

// event is the entry as the stream has it.
func (e entry) event() []byte {
	return append(append([]byte("id: "+e.id+"\nevent: reply\ndata: "), e.data...), "\n\n"...)
}

// A journal remembers in memory, for a while, what was written to pages: a connection can be dead for minutes before
// either side knows. IDs are "epoch-number"; the epoch tells one process from the next, which remembers nothing.
type journal struct {
	epoch string

	mu    sync.Mutex
	last  uint64
	count int
	swept time.Time
	of    map[string][]entry // by session, oldest first
}

func newJournal() *journal {
	return &journal{epoch: strings.ToLower(rand.Text()[:lengthOfEpochs]), of: make(map[string][]entry)}
}

func (j *journal) id(n uint64) string { return j.epoch + "-" + strconv.FormatUint(n, 10) }

// add notes an event of a session and returns it with its ID.
func (j *journal) add(session string, data []byte, now time.Time) entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sweep(now)
	j.last++
	e := entry{id: j.id(j.last), n: j.last, at: now, data: data}
	if j.count >= maxInJournals {
		return e // it is sent, and not remembered
	}
	kept := append(j.of[session], e)
	j.count++
	if len(kept) > maxPerJournal {
		kept = append([]entry(nil), kept[1:]...)
		j.count--
	}
	j.of[session] = kept
	return e
}

// remove takes back an event that no page got.
func (j *journal) remove(session string, e entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i, o := range j.of[session] {
		if o.n == e.n {
			j.of[session] = append(j.of[session][:i:i], j.of[session][i+1:]...)
			j.count--
			break
		}
	}
	if len(j.of[session]) == 0 {
		delete(j.of, session)
	}
}

// forget drops what is remembered of a session.
func (j *journal) forget(session string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count -= len(j.of[session])
	delete(j.of, session)
}

// after returns the events of a session that came after the one with ID last, and the ID from which to resume when there
// are none. A page without an ID has missed nothing; one with an ID of an earlier process has seen nothing of this one.
func (j *journal) after(session, last string, now time.Time) (at string, missed []entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sweep(now)
	at = j.id(j.last)
	if last == "" {
		return at, nil
	}
	epoch, number, _ := strings.Cut(last, "-")
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil || epoch != j.epoch {
		n = 0
	}
	for _, e := range j.of[session] {
		if e.n > n {
			missed = append(missed, e)
		}
	}
	if len(missed) > 0 {
		at = j.id(n) // until those are written nothing after n has been seen
	}
	return at, missed
}

// sweep forgets what is too old, now and then.
func (j *journal) sweep(now time.Time) {
	if now.Sub(j.swept) < sweepJournals {
		return
	}
	j.swept = now
	for session, kept := range j.of {
		i := 0
		for i < len(kept) && now.Sub(kept[i].at) > keepEvents {
			i++
		}
		j.count -= i
		if i == len(kept) {
			delete(j.of, session)
		} else {
			j.of[session] = kept[i:]
		}
	}
}
