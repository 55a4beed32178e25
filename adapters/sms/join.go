package sms

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"knead/bot"
)

// maxParts is the most parts that are put together: more is no message of a client's.
const maxParts = 10

// counted is how some networks mark the parts of a text: "(1/3) …".
var counted = regexp.MustCompile(`^\(?(\d{1,2})/(\d{1,2})\)?[: ]\s*`)

// unfinished reports whether text is likely one part of a longer one: marked so, or as long as a part can be. A text
// that is as long by chance only waits a moment longer for its answer.
func unfinished(text string) bool {
	if m := counted.FindStringSubmatch(text); m != nil {
		i, n := number(m[1]), number(m[2])
		return 0 < i && i < n && n <= maxParts
	}
	n, wide := length(text)
	if wide {
		return n >= 63 && n <= 70
	}
	return n >= 148 && n <= 160
}

// length is how many characters text has, and whether any needs the wide alphabet, in which a part holds 70.
func length(text string) (n int, wide bool) {
	for _, r := range text {
		n++
		switch {
		case strings.ContainsRune("áíóúâêîôûÁÍÓÚ", r), r > 0x17F && r != '€':
			wide = true
		}
	}
	return n, wide
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0 // unreachable: they are digits
	}
	return n
}

// joined is the text of the parts: in their marked order, else as they came. Where a part is exactly full it was cut
// between any two letters; else at a space that was lost.
func joined(parts []bot.TextIn) string {
	type piece struct {
		at   int
		text string
	}
	pieces := make([]piece, len(parts))
	for i, p := range parts {
		pieces[i] = piece{text: p.Text}
		if m := counted.FindStringSubmatch(p.Text); m != nil && len(parts) > 1 {
			pieces[i] = piece{number(m[1]), p.Text[len(m[0]):]}
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.at, b.at) })
	var b strings.Builder
	for i, p := range pieces {
		b.WriteString(p.text)
		if i == len(pieces)-1 {
			break
		}
		switch n, _ := length(p.text); {
		case strings.HasSuffix(p.text, " "), n == 153 || n == 160 || n == 67 || n == 70:
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// A job is a message on its way to the handler, with who waits for the answer.
type job struct {
	parts []bot.TextIn
	joins
	reply chan string   // taken by the request that waits
	gone  chan struct{} // closed when no request waits any more
	once  sync.Once
}

// joins says how a message is to be treated.
type joins struct {
	keyword bool // ends, resumes or asks about messages: never part of a longer text
	stop    bool
	mute    bool // Twilio has answered it
}

// newJob returns a job of parts; for waiter nil nobody waits.
func newJob(parts []bot.TextIn, waiter *joins) *job {
	j := &job{parts: parts, reply: make(chan string), gone: make(chan struct{})}
	if waiter == nil {
		j.leave()
		return j
	}
	j.joins = *waiter
	return j
}

// leave says that no request waits for the answer.
func (j *job) leave() { j.once.Do(func() { close(j.gone) }) }

// A joiner holds parts back until the next one is there, or until it is clear that none comes.
type joiner struct {
	wait time.Duration
	mu   sync.Mutex
	open map[string]*group // by the client's number
	done bool
}

type group struct {
	job   *job
	timer *time.Timer
	last  chan struct{} // closed when a later part's request takes over
	put   func()
}

func newJoiner(wait time.Duration) *joiner { return &joiner{wait: wait, open: make(map[string]*group)} }

// join puts a message, or the group that it completes, into its lane. over is closed when another part's request waits
// for the answer instead.
func (a *Adapter) join(run *running, in bot.TextIn, over chan struct{}, how joins) (*job, <-chan struct{}) {
	x := a.joiner
	x.mu.Lock()
	defer x.mu.Unlock()
	g := x.open[in.Client]
	if how.keyword || g != nil && (g.job.parts[0].Practice != in.Practice || len(g.job.parts) >= maxParts) {
		x.flush(in.Client)
		g = nil
	}
	switch {
	case g != nil:
		close(g.last)
		g.last = over
		g.job.parts = append(g.job.parts, in)
		a.stats.joined.Add(1)
		if !g.timer.Stop() || !unfinished(in.Text) {
			x.flush(in.Client)
		} else {
			g.timer.Reset(x.wait)
		}
		return g.job, over
	case how.keyword || !unfinished(in.Text) || x.done:
		j := newJob([]bot.TextIn{in}, &how)
		a.put(run, j)
		return j, over
	}
	j := newJob([]bot.TextIn{in}, &how)
	g = &group{job: j, last: over, put: func() { a.put(run, j) }}
	x.open[in.Client] = g
	g.timer = time.AfterFunc(x.wait, func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		if x.open[in.Client] == g {
			x.flush(in.Client)
		}
	})
	return j, over
}

// flush puts the group of number into its lane. Its caller holds the lock.
func (x *joiner) flush(number string) {
	if g := x.open[number]; g != nil {
		delete(x.open, number)
		g.timer.Stop()
		g.put()
	}
}

// close flushes every group, and holds nothing back any more.
func (x *joiner) close() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.done = true
	for number := range x.open {
		x.flush(number)
	}
}
