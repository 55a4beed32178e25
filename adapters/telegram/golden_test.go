package telegram

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"knead/adapters/telegram/telegramtest"
	"knead/bot/bottest"
	"knead/bot/bottest/front"
)

// The golden talks, held in Telegram with everything real behind it, go as they go everywhere: the same text, sources
// and buttons. Only the rendering differs: a prefilled text message is a button that copies its words.
func TestGoldenTalks(t *testing.T) {
	c := front.New(t)
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "testdata", "conversations", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			k, err := bottest.ReadTalk(path)
			if err != nil {
				t.Fatal(err)
			}
			switch k.Channel {
			case "web", "telegram":
			default:
				t.Skipf("a talk of %s", k.Channel)
			}
			var clock atomic.Pointer[time.Time]
			now := func() time.Time { return *clock.Load() }
			clock.Store(&k.Now)
			r := newRigWith(t, telegramtest.Options{Now: now}, c.BotFor(t, nil, func() time.Time { return k.Now }), func(cfg *Config) {
				cfg.Practice, cfg.PublicURL, cfg.Now = c.Practice, "", now
			}).run()
			ann := r.srv.Client(t, 42)
			ann.Lang = k.Lang
			if ann.Lang == "" {
				ann.Lang = "en"
			}
			var got strings.Builder
			tapped := map[string]string{} // what buttons carried that were pressed: a thumb may be quicker than their removal
			for i, said := range k.Says {
				at := k.Now.Add(time.Duration(i) * time.Minute)
				clock.Store(&at)
				words := said[2:]
				if strings.HasPrefix(words, `"`) {
					if _, err := fmt.Sscanf(words, "%q", &words); err != nil {
						t.Fatal(err)
					}
				}
				if i > 0 {
					got.WriteByte('\n')
				}
				got.WriteString(said + "\n")
				switch b, ok := last(r.srv.Sent(42)).Button(words); {
				case strings.HasPrefix(said, "* ") && ok && b.Data != "":
					tapped[words] = b.Data
					ann.Press(last(r.srv.Sent(42)), words)
				case strings.HasPrefix(said, "* ") && tapped[words] != "":
					ann.PressData(last(r.srv.Sent(42)), tapped[words])
				case strings.HasPrefix(said, "* "):
					ann.PressData(last(r.srv.Sent(42)), "gone")
				case unsayable(words):
					// Telegram lets nobody send nothing: a picture comes nearest, and has a line of its own.
					got.WriteString(skipped(k.Want, said))
					continue
				default:
					ann.Say(words)
				}
				got.WriteString(show(ann.Next()))
			}
			if diff := cmp.Diff(asShown(k.Want), got.String()); diff != "" {
				t.Errorf("the talk went otherwise (-want +got):\n%s", diff)
			}
		})
	}
}

// show writes a message as the talk files do.
func show(m telegramtest.Message) string {
	var b strings.Builder
	text, sources, _ := strings.Cut(m.Text, "\n\n"+sourceMark)
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(strings.TrimRight("< "+line, " ") + "\n")
	}
	if sources != "" {
		for s := range strings.SplitSeq(sources, "\n"+sourceMark) {
			b.WriteString("{ " + s + " }\n")
		}
	}
	for _, row := range m.Keyboard {
		for _, k := range row {
			switch {
			case k.CopyText != nil:
				fmt.Fprintf(&b, "[ %s copies %s ]\n", strings.TrimPrefix(k.Text, "📋 "), k.CopyText.Text)
			case k.URL != "":
				fmt.Fprintf(&b, "[ %s -> %s ]\n", k.Text, k.URL)
			default:
				fmt.Fprintf(&b, "[ %s ]\n", k.Text)
			}
		}
	}
	return b.String()
}

// asShown is a talk as Telegram shows it: levels are not seen, and text messages are copied.
func asShown(want string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(want, "\n") {
		if strings.HasPrefix(line, "= ") {
			continue
		}
		if label, link, ok := strings.Cut(line, " -> sms:"); ok {
			_, body, _ := strings.Cut(strings.TrimSuffix(link, " ]"), "body=")
			words, err := url.QueryUnescape(body)
			if err == nil {
				line = label + " copies " + words + " ]"
			}
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// unsayable reports whether words are nothing that Telegram would send.
func unsayable(words string) bool {
	return !strings.ContainsFunc(words, func(r rune) bool {
		return r > ' ' && r != '\u200b' && r != utf8.RuneError
	})
}

// skipped is what a talk answers to a line that cannot be said in Telegram.
func skipped(want, said string) string {
	_, rest, _ := strings.Cut(asShown(want), said+"\n")
	answer, _, more := strings.Cut(rest, "\n\n")
	if more {
		answer += "\n"
	}
	return answer
}
