package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/texting"
)

// The golden talks by text message: a reply is one part in the middle, two at most outside emergencies, and never asks
// for a word that ends messages. KNEAD_SMS_TRANSCRIPTS names a file for the talks with their counts.
func TestTextMessagesAreShort(t *testing.T) {
	d := testDesk(t)
	d.log = slog.New(slog.DiscardHandler)
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "testdata", "conversations", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	var out strings.Builder
	var counts, urgent []int
	for _, path := range paths {
		k, err := bottest.ReadTalk(path)
		if err != nil {
			t.Fatal(err)
		}
		st := bottest.NewStore()
		b, err := d.newBot(st, func() time.Time { return k.Now })
		if err != nil {
			t.Fatal(err)
		}
		line, err := d.newLine(st, nil)
		if err != nil {
			t.Fatal(err)
		}
		h := line.Rendered(line.Handler(b))
		fmt.Fprintf(&out, "== %s\n", k.Name)
		for i, said := range k.Says {
			words := said[2:]
			if strings.HasPrefix(words, `"`) {
				if _, err := fmt.Sscanf(words, "%q", &words); err != nil {
					t.Fatal(err)
				}
			}
			m := bot.Message{ID: bot.MessageID(fmt.Sprint("m", i)), Conversation: bot.TextConversation("+14075550100"), Text: words, Lang: k.Lang,
				At: k.Now.Add(time.Duration(i) * time.Minute)}
			r := h.Handle(t.Context(), m)
			size := texting.Measure(r.Text)
			if r.Level >= bot.Urgent {
				urgent = append(urgent, size.Segments)
			} else {
				counts = append(counts, size.Segments)
			}
			fmt.Fprintf(&out, "> %s\n%s\n(%d parts, %d units, UCS-2 %v, %s, %s)\n\n", said[2:], r.Text, size.Segments, size.Units, size.UCS2, r.Level, r.Outcome)
			if size.Segments > 2 && r.Level < bot.Urgent && !strings.Contains(r.Text, "911") { // where to call in an emergency is never cut
				t.Errorf("%s, %q: %d parts:\n%s", k.Name, said[2:], size.Segments, r.Text)
			}
			own := strings.NewReplacer("HELP: info, STOP: end.", "", "AYUDA: datos, STOP: fin.", "", "STOP ends messages.", "")
			if why := texting.Lint(own.Replace(r.Text)); why != "" {
				t.Errorf("%s, %q: %s:\n%s", k.Name, said[2:], why, r.Text)
			}
			for _, b := range r.Buttons {
				if why := texting.LintLabel(b.Label); why != "" {
					t.Errorf("%s, %q: button %s", k.Name, said[2:], why)
				}
			}
		}
	}
	if path := os.Getenv("KNEAD_SMS_TRANSCRIPTS"); path != "" {
		if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(counts)
	slices.Sort(urgent)
	median := counts[len(counts)/2]
	t.Logf("%d replies: median %d, 90 of 100 within %d, worst %d parts; %d from urgent up: median %d, worst %d", len(counts), median,
		counts[len(counts)*9/10], counts[len(counts)-1], len(urgent), urgent[len(urgent)/2], urgent[len(urgent)-1])
	if median > 1 {
		t.Errorf("the median reply is %d parts", median)
	}
}
