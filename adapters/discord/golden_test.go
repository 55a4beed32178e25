package discord_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/bottest/front"
)

// The golden talks, held on Discord, go as they go everywhere: the same text, sources and choices in each reply.
func TestGoldenTalks(t *testing.T) {
	f := front.New(t)
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "testdata", "conversations", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	for _, path := range paths {
		k, err := bottest.ReadTalk(path)
		if err != nil {
			t.Fatal(err)
		}
		if k.Channel == bot.SMS {
			continue // its replies follow rules of its own
		}
		t.Run(k.Name+"/direct messages", func(t *testing.T) { golden(t, f, k, false) })
		t.Run(k.Name+"/commands", func(t *testing.T) { golden(t, f, k, true) })
	}
}

// golden holds a talk in direct messages, or in a channel by commands and forms that only the member sees.
func golden(t *testing.T, f *front.Desk, k bottest.Talk, commands bool) {
	now := newClock()
	now.set(k.Now)
	r := prepare(t, func(_ *discordtest.Server, c *discord.Config) { c.Practice, c.Now = f.Practice, now.Now })
	r.handler = f.BotFor(t, nil, func() time.Time { return k.Now })
	r.run(t)
	r.Wait(t, "ready", func() bool { return r.a.Ready(t.Context()) == nil })
	ann := r.User("ann")
	ann.Locale = k.Lang
	place := ann.Direct()
	if commands {
		place = r.channel.ID
	}
	var last discordtest.Message
	tapped := map[string]discordtest.Message{} // where buttons stood that were pressed: a thumb may be quicker than their removal
	var got []string
	for i, said := range k.Says {
		now.set(k.Now.Add(time.Duration(i) * time.Minute))
		text := said[2:]
		if strings.HasPrefix(text, `"`) {
			if _, err := fmt.Sscanf(text, "%q", &text); err != nil {
				t.Fatal(err)
			}
		}
		switch pressed := strings.HasPrefix(said, "* "); {
		case pressed && slices.Contains(last.Labels(), text):
			tapped[text] = last
			last = ann.Press(t, last, text).Says(t, 1)[0]
		case pressed && tapped[text].ID != "":
			last = ann.Press(t, tapped[text], text).Says(t, 1)[0]
		case pressed:
			last = ann.PressID(last, "of an older version").Says(t, 1)[0]
		case commands || k.Lang != "": // an app's language is known from commands only
			last = ann.Command(place, "ask", map[string]any{"question": text}).Says(t, 1)[0]
		default:
			before := len(r.FromBot(place))
			ann.Write(place, text, map[string]any{"timestamp": now.Now().UTC().Format(time.RFC3339Nano)})
			last = r.fromBot(t, place, before+1)[before]
		}
		got = append(got, said)
		got = append(got, shown(last)...)
	}
	if diff := cmp.Diff(expected(k.Want), got); diff != "" {
		t.Errorf("the talk went otherwise (-want +got):\n%s", diff)
	}
}

// shown is a message in the lines of a talk file: the text, then sources and buttons in the order of the alphabet.
func shown(m discordtest.Message) []string {
	var out, rest []string
	for line := range strings.SplitSeq(m.Plain(), "\n") {
		out = append(out, strings.TrimRight("< "+line, " "))
	}
	for _, e := range m.Embeds {
		for line := range strings.SplitSeq(e.Description, "\n") {
			rest = append(rest, "{ "+discordtest.Message{Content: line}.Plain()+" }")
		}
	}
	for _, c := range m.Flat() {
		switch {
		case c.URL != "" && strings.Contains(c.Label, " › "):
			rest = append(rest, "{ "+c.Label+" }")
		case c.URL != "":
			rest = append(rest, "[ "+c.Label+" -> "+c.URL+" ]")
		}
	}
	for _, l := range m.Labels() {
		if l != "Write" && l != "Escribir" {
			rest = append(rest, "[ "+l+" ]")
		}
	}
	slices.Sort(rest)
	return append(out, rest...)
}

// expected is a talk file in the same lines: levels are not shown, and Discord links no text messages.
func expected(want string) []string {
	var out, rest []string
	flush := func() {
		slices.Sort(rest)
		out, rest = append(out, rest...), nil
	}
	for line := range strings.SplitSeq(strings.TrimSpace(want), "\n") {
		switch {
		case line == "", strings.HasPrefix(line, "= "), strings.Contains(line, " -> sms:"):
		case strings.HasPrefix(line, "> "), strings.HasPrefix(line, "* "):
			flush()
			out = append(out, line)
		case strings.HasPrefix(line, "<"):
			out = append(out, line)
		default:
			rest = append(rest, line)
		}
	}
	flush()
	return out
}
