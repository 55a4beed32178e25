package telegram

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Whoever sends, and how much: no window is ever overfull, and nobody waits longer than the windows ask.
func TestLimits(t *testing.T) {
	for _, tt := range []struct {
		name  string
		chats []int64
		each  int
		want  time.Duration // until the last has gone
	}{
		{"one chat, one a second", []int64{1}, 5, 4 * time.Second},
		{"many chats, thirty a second", seq(1, 90), 1, 2 * time.Second},
		{"a group, twenty a minute", []int64{-1}, 41, 2 * time.Minute},
		{"calls that are no messages", []int64{0}, 31, time.Second},
		{"a group and a chat", []int64{-1, 1}, 3, 2 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var l Limits
				l.fill()
				lim := newLimiter(l)
				begin := time.Now()
				var mu sync.Mutex
				went := make(map[int64][]time.Time)
				var wg sync.WaitGroup
				for _, chat := range tt.chats {
					for range tt.each {
						wg.Go(func() {
							if err := lim.wait(t.Context(), chat, usual); err != nil {
								t.Error(err)
							}
							mu.Lock()
							defer mu.Unlock()
							went[chat], went[0] = append(went[chat], time.Now()), append(went[0], time.Now())
						})
					}
				}
				wg.Wait()
				if d := time.Since(begin); d != tt.want {
					t.Errorf("the last went after %v, want %v", d, tt.want)
				}
				for chat, times := range went {
					if len(tt.chats) == 1 && chat == 0 && tt.chats[0] == 0 {
						times = times[:len(times)/2] // each was counted twice
					}
					check(t, chat, times, time.Second, map[bool]int{true: 30, false: 1}[chat == 0])
					if chat < 0 {
						check(t, chat, times, time.Minute, 20)
					}
				}
			})
		})
	}
}

func check(t *testing.T, chat int64, times []time.Time, span time.Duration, most int) {
	t.Helper()
	for i := most; i < len(times); i++ {
		if d := times[i].Sub(times[i-most]); d < span {
			t.Errorf("chat %d: %d messages within %v, less than %v", chat, most+1, d, span)
			return
		}
	}
}

func seq(from, n int64) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = from + int64(i)
	}
	return out
}

func TestUrgentOvertakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l Limits
		l.fill()
		lim := newLimiter(l)
		for range 21 {
			lim.reserve(time.Now(), -1, usual)
		}
		if d := lim.reserve(time.Now(), -1, urgent); d != 0 {
			t.Errorf("urgent advice waits %v for a group's small talk", d)
		}
		lim.pause(-1, time.Now().Add(7*time.Second))
		if d := lim.reserve(time.Now(), -1, urgent); d != 7*time.Second {
			t.Errorf("waits %v, want what Telegram asked for", d)
		}
		lim.pause(0, time.Now().Add(9*time.Second))
		if d := lim.reserve(time.Now(), 5, usual); d != 9*time.Second {
			t.Errorf("waits %v, want the pause of everything", d)
		}
	})
}

func TestWaitEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lim := newLimiter(Limits{ChatPerSecond: 1})
		lim.pause(1, time.Now().Add(time.Hour))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := lim.wait(ctx, 1, usual); err == nil {
			t.Error("waited to the end")
		}
	})
}

func TestLimiterForgetsQuietChats(t *testing.T) {
	lim := newLimiter(Limits{ChatPerSecond: 1})
	now := time.Now()
	for i := range int64(30_000) {
		now = now.Add(10 * time.Millisecond)
		lim.reserve(now, i+1, usual)
	}
	if n := len(lim.chats); n > 20_000 {
		t.Errorf("%d chats are remembered", n)
	}
}

func TestBackoff(t *testing.T) {
	for try := range 70 {
		for range 20 {
			d := backoff(500*time.Millisecond, try)
			most := 30 * time.Second
			if try < 6 {
				most = 500 * time.Millisecond << try
			}
			if d < most/2 || d > most {
				t.Fatalf("try %d: %v, want %v to %v", try, d, most/2, most)
			}
		}
	}
}
