package sms

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/bottest/front"
	"knead/bot/texting"
)

// The golden talks by text message, with everything real behind the adapter: each message is answered once, the median
// answer is one part, at most two outside emergencies, and what to do stands first and whole in one.
func TestGoldenTalks(t *testing.T) {
	c := front.New(t)
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "testdata", "conversations", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	var clock atomic.Pointer[time.Time]
	now := func() time.Time { return *clock.Load() }
	start := time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC)
	clock.Store(&start)
	r := newRig(t, setup{still: true, change: func(cfg *Config) { cfg.Now = now }})
	line, err := texting.New(texting.Options{Practice: c.Practice, Store: r.st, Consents: r.st, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	b := c.BotFor(t, r.st, now)
	var levels []bot.Level // of the answers, in order
	h := handlerFunc(func(m bot.Message) bot.Reply {
		reply := line.Handler(b).Handle(t.Context(), m)
		levels = append(levels, reply.Level)
		return reply
	})
	r.a.c.Consent, r.a.c.Renderer = line, line
	r.a.running.Store(&running{work: t.Context(), h: h})
	var usual, urgent []int
	var out strings.Builder // KNEAD_SMS_TRANSCRIPTS names a file for the talks with their counts
	for i, path := range paths {
		k, err := bottest.ReadTalk(path)
		if err != nil {
			t.Fatal(err)
		}
		client := fmt.Sprintf("+1321555%04d", i)
		for n, said := range k.Says {
			at := k.Now.Add(time.Duration(n) * time.Minute)
			clock.Store(&at)
			words := said[2:]
			if strings.HasPrefix(words, `"`) {
				if _, err := fmt.Sscanf(words, "%q", &words); err != nil {
					t.Fatal(err)
				}
			}
			levels = levels[:0]
			a, err := r.tw.Call(t.Context(), r.web.URL, Path, r.tw.Form(r.tw.NextID(), client, orlando, words, 0))
			if err != nil || len(a.Messages) != 1 || len(levels) != 1 {
				t.Fatalf("%s, %q: %+v, %v", k.Name, words, a, err)
			}
			size := texting.Measure(a.Messages[0])
			fmt.Fprintf(&out, "%s > %s\n%s\n(%d parts, %d units, UCS-2 %v, %s)\n\n", k.Name, words, a.Messages[0], size.Segments, size.Units, size.UCS2, levels[0])
			if why := texting.Lint(strings.NewReplacer("STOP to end", "", "STOP termina", "", "STOP ends messages", "").Replace(a.Messages[0])); why != "" {
				t.Errorf("%s, %q: %s", k.Name, words, why)
			}
			switch {
			case levels[0] >= bot.Urgent:
				urgent = append(urgent, size.Segments)
			default:
				usual = append(usual, size.Segments)
				if size.Segments > 2 {
					t.Errorf("%s, %q: %d parts:\n%s", k.Name, words, size.Segments, a.Messages[0])
				}
			}
			if first, _, _ := strings.Cut(a.Messages[0], "\n"); levels[0] == bot.Emergency && strings.Contains(first, "HELP") {
				t.Errorf("%s, %q: what to do is not first:\n%s", k.Name, words, a.Messages[0])
			}
		}
	}
	if file := os.Getenv("KNEAD_SMS_TRANSCRIPTS"); file != "" {
		if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(usual)
	slices.Sort(urgent)
	t.Logf("%d answers: median %d, worst %d parts; %d from urgent up: median %d, worst %d", len(usual), usual[len(usual)/2], usual[len(usual)-1],
		len(urgent), urgent[len(urgent)/2], urgent[len(urgent)-1])
	if usual[len(usual)/2] > 1 {
		t.Errorf("the median answer is %d parts", usual[len(usual)/2])
	}
}
