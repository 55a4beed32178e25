package bottest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"knead/bot"
)

// A Talk is a golden conversation: a .txtar file that a therapist can read and write.
//
// The comment says in words what the talk shows; lines "now: …" (RFC 3339), "channel: …" and "lang: …" set the scene.
// The file "talk" is the talk itself:
//
//	> what the client writes        * the label of a button that the client presses
//	< what knead says               [ label ] buttons, [ label -> address ] link buttons
//	{ title › section }             sources
//	= level                         only where it is not none
//
// A client's line that stands in quotes is unquoted as in Go, for control characters and the like.
type Talk struct {
	Name    string
	Comment string
	Now     time.Time
	Channel bot.Channel
	Lang    string
	Says    []string // the client's lines with their "> " or "* "
	Want    string   // the whole talk
}

// ReadTalk reads a talk file.
func ReadTalk(path string) (Talk, error) {
	a, err := txtar.ParseFile(path)
	if err != nil {
		return Talk{}, fmt.Errorf("read talk: %w", err)
	}
	k := Talk{Name: strings.TrimSuffix(filepath.Base(path), ".txtar"), Comment: string(a.Comment), Channel: bot.Web,
		Now: time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC)} // Friday 20 November 2026, 10:30 in New York
	for line := range strings.SplitSeq(k.Comment, "\n") {
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "now":
			if k.Now, err = time.Parse(time.RFC3339, strings.TrimSpace(value)); err != nil {
				return Talk{}, fmt.Errorf("%s: now: %w", path, err)
			}
		case "channel":
			k.Channel = bot.Channel(strings.TrimSpace(value))
		case "lang":
			k.Lang = strings.TrimSpace(value)
		}
	}
	for _, f := range a.Files {
		if f.Name != "talk" {
			return Talk{}, fmt.Errorf("%s: has a file %q; a talk has only \"talk\"", path, f.Name)
		}
		k.Want = string(f.Data)
	}
	for line := range strings.SplitSeq(k.Want, "\n") {
		if strings.HasPrefix(line, "> ") || strings.HasPrefix(line, "* ") {
			k.Says = append(k.Says, line)
		}
	}
	if len(k.Says) == 0 {
		return Talk{}, fmt.Errorf("%s: nobody says anything", path)
	}
	return k, nil
}

// Run lets the client of k talk with h, each line a minute after the other, and returns the talk as it went.
func (k Talk) Run(t testing.TB, h bot.Handler, conv bot.Conversation) string {
	var b strings.Builder
	for i, said := range k.Says {
		m := bot.Message{ID: bot.MessageID(fmt.Sprint("m", i)), Conversation: conv, Text: said[2:], Lang: k.Lang,
			At: k.Now.Add(time.Duration(i) * time.Minute)}
		if strings.HasPrefix(m.Text, `"`) {
			if _, err := fmt.Sscanf(m.Text, "%q", &m.Text); err != nil {
				t.Fatalf("%s: %s: %v", k.Name, said, err)
			}
		}
		if strings.HasPrefix(said, "* ") {
			m.Press = bot.Action{Verb: bot.DoLabel}
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(said + "\n" + Show(h.Handle(t.Context(), m)))
	}
	return b.String()
}

// Show is a reply as talk files write it.
func Show(r bot.Reply) string {
	var b strings.Builder
	for line := range strings.SplitSeq(r.Text, "\n") {
		b.WriteString(strings.TrimRight("< "+line, " ") + "\n")
	}
	for _, s := range r.Sources {
		fmt.Fprintf(&b, "{ %s › %s }\n", s.Title, s.Section)
	}
	for _, btn := range r.Buttons {
		if btn.URL != "" {
			fmt.Fprintf(&b, "[ %s -> %s ]\n", btn.Label, btn.URL)
		} else {
			fmt.Fprintf(&b, "[ %s ]\n", btn.Label)
		}
	}
	if r.Level != bot.None {
		fmt.Fprintf(&b, "= %s\n", r.Level)
	}
	return b.String()
}

// Talks runs every talk of dir against the handlers that open returns, and compares. With KNEAD_UPDATE set in the
// environment it writes what was said instead, to be read before it is committed.
func Talks(t *testing.T, dir string, open func(t *testing.T, k Talk) bot.Handler) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no talks in %s: %v", dir, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			k, err := ReadTalk(path)
			if err != nil {
				t.Fatal(err)
			}
			got := k.Run(t, open(t, k), bot.Conversation{Channel: k.Channel, Chat: "talk", User: "talk"})
			if os.Getenv("KNEAD_UPDATE") != "" {
				data := txtar.Format(&txtar.Archive{Comment: []byte(k.Comment), Files: []txtar.File{{Name: "talk", Data: []byte(got)}}})
				if err := os.WriteFile(path, data, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(k.Want, got); diff != "" {
				t.Errorf("the talk went otherwise (-want +got):\n%s", diff)
			}
		})
	}
}
