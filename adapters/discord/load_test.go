package discord_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
)

// unchecked leaves the specification out where there is too much to check.
func unchecked(s *discordtest.Server, _ *discord.Config) { s.Uncheck() }

// disturb does one of everything that happens to a gateway connection.
func disturb(r *rig, i int) {
	switch i % 8 {
	case 0:
		r.DropAll()
	case 1:
		r.SendAll(7, nil)
	case 2:
		r.CloseAll(4000)
	case 3:
		r.OnResume(func(c *discordtest.Conn) { c.Send(7, nil) })
		r.DropAll()
	case 4:
		r.OnResume(func(c *discordtest.Conn) { c.Drop() })
		r.SendAll(7, nil)
	case 5:
		r.OnResume(func(c *discordtest.Conn) { c.Send(9, true) })
		r.CloseAll(4008)
	case 6:
		r.OnConnect(func(c *discordtest.Conn) { c.Drop() })
		r.DropAll()
	case 7:
		r.CloseAll(4001)
	}
}

// A hundred drops, one after the other, while members write and use commands: everything is answered once and in order,
// and nothing stays behind.
func TestStorm(t *testing.T) {
	r := start(t, unchecked)
	runtime.GC()
	before := runtime.NumGoroutine()
	var people []*discordtest.User
	for range 5 {
		people = append(people, r.User("x"))
	}
	var given []*discordtest.Interaction
	for i := range 100 {
		for _, p := range people {
			p.Write(p.Direct(), fmt.Sprint(i))
		}
		given = append(given, people[i%5].Command(r.channel.ID, "ask", map[string]any{"question": "what is cupping?"}))
		resumes := r.Resumes()
		disturb(r, i)
		r.Wait(t, "connected again", func() bool { return r.Resumes() > resumes && r.Connected() == 1 && r.a.Ready(t.Context()) == nil })
	}
	for _, in := range given {
		in.Says(t, 1)
	}
	for _, p := range people {
		for i, m := range r.fromBot(t, p.Direct(), 100) {
			if m.Content != fmt.Sprint("You said: ", i) {
				t.Fatalf("answer %d is %q", i, m.Content)
			}
		}
	}
	for _, in := range given {
		if n := len(in.Said()); n != 1 {
			t.Errorf("a command was answered %d times", n)
		}
	}
	if n := len(r.Identifies()); n != 1 {
		t.Errorf("identified %d times", n)
	}
	r.Wait(t, "goroutines are as few as before", func() bool { runtime.GC(); return runtime.NumGoroutine() <= before+8 })
}

// Five thousand messages at once, over fifty channels: each conversation is answered in its order.
func TestBurst(t *testing.T) {
	r := start(t, unchecked)
	burst(t, r, 50, 100)
}

// burst lets people write n messages each, all mixed, and checks order and number of the answers.
func burst(t testing.TB, r *rig, people, n int) []time.Duration {
	t.Helper()
	type line struct {
		who *discordtest.User
		at  []time.Time
	}
	var lines []*line
	for range people {
		lines = append(lines, &line{who: r.User("x")})
	}
	for i := range n {
		rand.Shuffle(len(lines), func(a, b int) { lines[a], lines[b] = lines[b], lines[a] })
		for _, l := range lines {
			l.at = append(l.at, time.Now())
			l.who.Write(l.who.Direct(), fmt.Sprint(i))
		}
	}
	var took []time.Duration
	for _, l := range lines {
		got := r.fromBot(t, l.who.Direct(), n)
		if len(got) != n {
			t.Fatalf("%d answers to %d messages", len(got), n)
		}
		for i, m := range got {
			if m.Content != fmt.Sprint("You said: ", i) {
				t.Fatalf("answer %d is %q", i, m.Content)
			}
			took = append(took, m.At.Sub(l.at[i]))
		}
	}
	return took
}

func report(b *testing.B, took []time.Duration, unit string, since time.Duration) {
	slices.Sort(took)
	if len(took) == 0 {
		return
	}
	b.ReportMetric(float64(len(took))/since.Seconds(), unit+"/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
}

// BenchmarkInteractions is commands from 32 members at once, gateway and REST of the test's own Discord in the same
// process: commands a second, and the time from Discord's sending one to its getting the acknowledgement.
func BenchmarkInteractions(b *testing.B) {
	r := start(b, unchecked)
	const people = 32
	var mu sync.Mutex
	var took []time.Duration
	todo := make(chan struct{})
	var done sync.WaitGroup
	for range people {
		u := r.User("x")
		done.Go(func() {
			for range todo {
				in := u.Command(r.channel.ID, "ask", map[string]any{"question": "what is cupping?"})
				in.Says(b, 1)
				mu.Lock()
				took = append(took, in.Acked.Sub(in.At))
				mu.Unlock()
			}
		})
	}
	begin := time.Now()
	for b.Loop() {
		todo <- struct{}{}
	}
	close(todo)
	done.Wait()
	report(b, took, "interactions", time.Since(begin))
}

// BenchmarkBurst is five thousand messages over fifty channels, from the first written to the last answered.
func BenchmarkBurst(b *testing.B) {
	var took []time.Duration
	var all time.Duration
	for b.Loop() {
		b.StopTimer()
		r := start(b, unchecked)
		b.StartTimer()
		begin := time.Now()
		took = append(took, burst(b, r, 50, 100)...)
		all += time.Since(begin)
		b.StopTimer()
		_ = r.end()
		b.StartTimer()
	}
	report(b, took, "messages", all)
}

// BenchmarkDrops is a connection that breaks and is resumed. The heap's and the goroutines' growth over all of them is
// reported too: both should be about nothing.
func BenchmarkDrops(b *testing.B) {
	r := start(b, unchecked)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	goroutines := runtime.NumGoroutine()
	n := 0
	for b.Loop() {
		resumes := r.Resumes()
		r.DropAll()
		r.Wait(b, "connected again", func() bool { return r.Resumes() > resumes && r.Connected() == 1 })
		n++
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/float64(n), "heap-B/op")
	b.ReportMetric(float64(runtime.NumGoroutine()-goroutines), "goroutines")
}
