package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/desk"
	"knead/bot/memory"
)

// A poster notes what it was given and fails as scripted.
type poster struct {
	fail func(p bot.Parcel, try int) error
	hold chan struct{} // a delivery waits for it

	mu     sync.Mutex
	tries  map[string]int
	posted []string // keys, in order
	texts  []string
	at     []time.Time
}

// Post implements desk.Poster.
func (x *poster) Post(_ context.Context, p bot.Parcel, r bot.Reply) (string, error) {
	if x.hold != nil {
		<-x.hold
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.tries == nil {
		x.tries = make(map[string]int)
	}
	x.tries[p.Key]++
	x.at = append(x.at, time.Now())
	if x.fail != nil {
		if err := x.fail(p, x.tries[p.Key]); err != nil {
			return "", err
		}
	}
	x.posted, x.texts = append(x.posted, p.Key), append(x.texts, r.Text)
	return "receipt of " + p.Key, nil
}

func (x *poster) keys() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return strings.Join(x.posted, " ")
}

// rig is a desk over a store in memory.
type rig struct {
	t  *testing.T
	d  *desk.Desk
	st *memory.Store
	n  map[string]int64
}

func newRig(t *testing.T, now func() time.Time, change func(*desk.Options)) *rig {
	t.Helper()
	r := &rig{t: t, st: memory.NewStore(), n: make(map[string]int64)}
	o := desk.Options{Practice: bottest.Practice(), Store: r.st, Reader: bottest.Bookings{}, Drafter: bottest.Bookings{}, Now: now}
	if change != nil {
		change(&o)
	}
	var err error
	if r.d, err = desk.New(o); err != nil {
		t.Fatal(err)
	}
	return r
}

// store stores notices of a client's turn.
func (r *rig) store(client string, at time.Time, kinds ...string) {
	r.t.Helper()
	turn := bot.Turn{Session: bot.Session{Conversation: bot.Conversation{Channel: bot.Web, Chat: bot.ChatID(client), User: bot.UserID(client)}, Version: r.n[client]}, At: at}
	for _, k := range kinds {
		turn.Staff = append(turn.Staff, bot.Notice{Key: client + "-" + k, Kind: bot.NoticeWords, Text: k})
	}
	if err := r.st.Save(r.t.Context(), turn); err != nil {
		r.t.Fatal(err)
	}
	r.n[client]++
}

type later struct{ wait time.Duration }

func (l later) Error() string             { return "later" }
func (l later) RetryAfter() time.Duration { return l.wait }

// What a way refuses holds up the client's later notices, never other clients'; what it can never deliver holds up nothing.
func TestFlush(t *testing.T) {
	start := time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC)
	for _, tc := range []struct {
		name string
		fail func(p bot.Parcel, try int) error
		want []string // what is posted by when: at once, after 2 s, after 2 min, after 2 h, after 4 days
	}{
		{"all goes well", nil, []string{"a-1 a-2 b-1", "", "", "", ""}},
		{"one fails once", func(p bot.Parcel, try int) error {
			if p.Key == "a-1" && try == 1 {
				return errors.New("no")
			}
			return nil
		}, []string{"b-1", "a-1 a-2", "", "", ""}},
		{"one panics once", func(p bot.Parcel, try int) error {
			if p.Key == "a-1" && try == 1 {
				panic("as scripted")
			}
			return nil
		}, []string{"b-1", "a-1 a-2", "", "", ""}},
		{"one asks for time", func(p bot.Parcel, try int) error {
			if p.Key == "a-1" && try == 1 {
				return fmt.Errorf("post: %w", later{time.Minute})
			}
			return nil
		}, []string{"b-1", "", "a-1 a-2", "", ""}},
		{"one can never be", func(p bot.Parcel, _ int) error {
			if p.Key == "a-1" {
				return fmt.Errorf("post: %w", bot.ErrUndeliverable)
			}
			return nil
		}, []string{"a-2 b-1", "", "", "", ""}},
		{"one fails for ever", func(p bot.Parcel, _ int) error {
			if p.Key == "a-1" {
				return errors.New("no")
			}
			return nil
		}, []string{"b-1", "", "", "", ""}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			now := start
			r := newRig(t, func() time.Time { return now }, nil)
			r.store("a", start, "1", "2")
			r.store("b", start, "1")
			x, other := &poster{fail: tc.fail}, &poster{}
			d := r.d.NewDispatcher(desk.Way{Name: "x", Poster: x}, desk.Way{Name: "other", Poster: other})
			var got []string
			seen := 0
			for _, after := range []time.Duration{0, 2 * time.Second, 2 * time.Minute, 2 * time.Hour, 96 * time.Hour} {
				now = start.Add(after)
				if err := d.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
				got = append(got, strings.Join(x.posted[seen:], " "))
				seen = len(x.posted)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("posted (-want +got):\n%s", diff)
			}
			if other.keys() != "a-1 a-2 b-1" {
				t.Errorf("the other way posted %q", other.keys())
			}
		})
	}
}

// A failing way is left alone for longer each time, up to its longest pause.
func TestPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, time.Now, nil)
		r.store("a", time.Now(), "1")
		x := &poster{fail: func(_ bot.Parcel, try int) error {
			if try <= 12 {
				return errors.New("no")
			}
			return nil
		}}
		d := r.d.NewDispatcher(desk.Way{Name: "x", Poster: x})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { d.Run(ctx); close(done) }()
		time.Sleep(time.Hour)
		synctest.Wait()
		if x.keys() != "a-1" {
			t.Errorf("posted %q within an hour", x.keys())
		}
		for i := 1; i < len(x.at); i++ {
			wait, usual := x.at[i].Sub(x.at[i-1]), min(time.Second<<(i-1), 5*time.Minute)
			if wait < usual*3/4 || wait > usual*5/4+2*time.Second {
				t.Errorf("pause %d is %v, want %v give or take a quarter", i, wait, usual)
			}
		}
		cancel()
		<-done
	})
}

// What is stored is delivered at once when somebody says so, else soon; the end waits for a delivery under way and notes it.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, time.Now, nil)
		x := &poster{}
		d := r.d.NewDispatcher(desk.Way{Name: "x", Poster: x})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { d.Run(ctx); close(done) }()
		synctest.Wait()
		r.store("a", time.Now(), "1")
		d.Wake()
		synctest.Wait()
		if x.keys() != "a-1" {
			t.Errorf("after Wake: %q", x.keys())
		}
		r.store("b", time.Now(), "1")
		time.Sleep(3 * time.Second)
		if x.keys() != "a-1 b-1" {
			t.Errorf("without Wake: %q", x.keys())
		}
		x.hold = make(chan struct{})
		r.store("c", time.Now(), "1")
		d.Wake()
		synctest.Wait()
		cancel()
		synctest.Wait()
		select {
		case <-done:
			t.Error("Run ended in the middle of a delivery")
		default:
		}
		close(x.hold)
		<-done
		if ps, err := r.st.Due(t.Context(), bot.Window{Way: "x", Now: time.Now().Add(time.Hour), Limit: 9}); err != nil || len(ps) != 0 {
			t.Errorf("still due: %v, %v", ps, err)
		}
	})
}

// A way that cannot be answered says so, and where it can.
func TestDeaf(t *testing.T) {
	for chat, want := range map[bool]string{true: "Answer it in the staff chat", false: "The client can't be answered from here"} {
		now := time.Now()
		r := newRig(t, func() time.Time { return now }, func(o *desk.Options) { o.Chat = chat })
		r.store("a", now, "hello\n#zzzz Booking request (web)")
		x := &poster{}
		if err := r.d.NewDispatcher(desk.Way{Name: "x", Poster: x, Deaf: true}).Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(x.texts) != 1 || !strings.Contains(x.texts[0], want) || strings.Contains(x.texts[0], "\n#zzzz") || !strings.Contains(x.texts[0], "\n» #zzzz") {
			t.Errorf("posted %q, want %q", x.texts, want)
		}
	}
}

func TestNew(t *testing.T) {
	ok := desk.Options{Practice: bottest.Practice(), Store: memory.NewStore(), Reader: bottest.Bookings{}, Drafter: bottest.Bookings{}}
	for name, change := range map[string]func(*desk.Options){
		"no Store":                func(o *desk.Options) { o.Store = nil },
		"no BookingReader":        func(o *desk.Options) { o.Reader = nil },
		"no BookingReader or Dra": func(o *desk.Options) { o.Drafter = nil },
		"without channel":         func(o *desk.Options) { o.Staff = []bot.Conversation{{Chat: "x"}} },
	} {
		o := ok
		change(&o)
		if _, err := desk.New(o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := desk.New(ok); err != nil {
		t.Error(err)
	}
}
