package knowledge

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"knead/bot"
)

// BenchmarkAnswer answers the unseen questions in turn and reports the median and the 99th percentile.
func BenchmarkAnswer(b *testing.B) {
	base := loadAll(b)
	answerAll(b, base, readLabelled(b, "testdata/unseen.txt"))
}

// BenchmarkLoad loads the embedded articles in both languages, as every start does.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		base, err := Load(Embedded(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := base.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBuild loads made-up articles with so many passages in all.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000, 100_000} {
		fsys := madeUp(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				base, err := Load(fsys, Options{})
				if err != nil {
					b.Fatal(err)
				}
				if err := base.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAnswerLarge answers among so many made-up passages, and reports the memory that they take once loaded.
func BenchmarkAnswerLarge(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			fsys := madeUp(n)
			before := heap()
			start := time.Now()
			base, err := Load(fsys, Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer base.Close()
			took, size := time.Since(start), heap()-before
			r := rand.New(rand.NewPCG(3, 4))
			var qs []Labelled
			for range 200 {
				qs = append(qs, Labelled{Text: "what about " + madeUpText(r, 3+r.IntN(4)), Lang: bot.English})
			}
			answerAll(b, base, qs)
			b.ReportMetric(took.Seconds(), "build-s")
			b.ReportMetric(float64(size)/1e6, "heap-MB")
			runtime.KeepAlive(fsys)
		})
	}
}

// heap returns the bytes in use after collection.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what pools hold goes with the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func answerAll(b *testing.B, base *Base, qs []Labelled) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		q := qs[i%len(qs)]
		start := time.Now()
		_, _ = base.Answer(b.Context(), bot.Question{Text: q.Text, Lang: q.Lang}) // a refusal takes as long
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// madeUp returns articles of ten sections each, with n sections in all and words as unevenly frequent as real ones.
func madeUp(n int) fstest.MapFS {
	r := rand.New(rand.NewPCG(1, 2))
	fsys := fstest.MapFS{}
	for a := 0; a < n/10; a++ {
		var md, questions strings.Builder
		fmt.Fprintf(&md, "---\ntitle: %s\nslug: article-%d\nlang: en\nquestions:\n", madeUpText(r, 3), a)
		for s := range 10 {
			fmt.Fprintf(&md, "  s%d:\n    - what about %s\n    - how does %s help\n", s, madeUpText(r, 3), madeUpText(r, 2))
			fmt.Fprintf(&questions, "\n## %s {#s%d}\n\n%s.\n\n%s.\n", madeUpText(r, 3), s, madeUpText(r, 40), madeUpText(r, 40))
		}
		md.WriteString("---\n" + questions.String())
		fsys[fmt.Sprintf("en/article-%d.md", a)] = &fstest.MapFile{Data: []byte(md.String())}
	}
	return fsys
}

func madeUpText(r *rand.Rand, n int) string {
	z := rand.NewZipf(r, 1.1, 4, 30_000)
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("w%sx", strings.Map(func(c rune) rune { return 'a' + c - '0' }, fmt.Sprint(z.Uint64())))
	}
	return strings.Join(words, " ")
}
