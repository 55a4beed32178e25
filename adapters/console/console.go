package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/peterh/liner"

	"knead/bot"
)

// A Console is a bot.Adapter in a terminal.
type Console struct {
	Out    io.Writer
	Width  int    // columns to wrap at; 0: 80
	Plain  bool   // no colour
	Prompt string // "> "
	Lang   string // what the terminal says of the language
	Base   string // put before source addresses that begin with "/"
}

var _ bot.Adapter = (*Console)(nil)

// Run talks until the client ends the input (Ctrl-D or Ctrl-C) or ctx ends.
func (c *Console) Run(ctx context.Context, h bot.Handler) (err error) {
	line := liner.NewLiner()
	defer func() { err = errors.Join(err, line.Close()) }()
	line.SetCtrlCAborts(true)
	who := bot.Conversation{Channel: bot.Console, Chat: "console", User: "console"}
	for ctx.Err() == nil {
		said, err := line.Prompt(c.Prompt)
		if errors.Is(err, io.EOF) || errors.Is(err, liner.ErrPromptAborted) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read line: %w", err)
		}
		if strings.TrimSpace(said) == "" {
			continue
		}
		line.AppendHistory(said)
		r := h.Handle(ctx, bot.Message{Conversation: who, Text: said, Lang: c.Lang})
		if _, err := io.WriteString(c.Out, c.Render(r)); err != nil {
			return fmt.Errorf("write reply: %w", err)
		}
	}
	return nil
}

// Render is a reply as the terminal shows it: wrapped text, sources, links, then choices to press by number.
func (c *Console) Render(r bot.Reply) string {
	if r.IsZero() {
		return ""
	}
	width := c.Width
	if width == 0 {
		width = 80
	}
	var b strings.Builder
	b.WriteByte('\n')
	mark := "  "
	if r.Level >= bot.Urgent {
		mark = "! "
	}
	for line := range strings.SplitSeq(safe(r.Text), "\n") {
		for _, l := range wrap(line, width-2) {
			b.WriteString(c.paint(r.Level, mark+l) + "\n")
		}
	}
	for _, s := range r.Sources {
		url := s.URL
		if strings.HasPrefix(url, "/") {
			url = c.Base + url
		}
		b.WriteString(c.dim("  "+safe(s.Title)+" › "+safe(s.Section)) + "\n")
		b.WriteString(c.dim("  "+safe(url)) + "\n")
	}
	n := 0
	for _, btn := range r.Buttons {
		if strings.HasPrefix(btn.URL, "sms:") {
			continue // a terminal cannot send one; the text says the number and the words
		}
		if btn.URL != "" {
			b.WriteString("  → " + safe(btn.Label) + ": " + safe(btn.URL) + "\n")
			continue
		}
		n++
		fmt.Fprintf(&b, "  %d) %s\n", n, safe(btn.Label))
	}
	b.WriteByte('\n')
	return b.String()
}

func (c *Console) paint(l bot.Level, s string) string {
	if c.Plain || l < bot.Urgent {
		return s
	}
	return "\x1b[1;31m" + s + "\x1b[0m"
}

func (c *Console) dim(s string) string {
	if c.Plain {
		return s
	}
	return "\x1b[2m" + s + "\x1b[0m"
}

// safe drops control characters: a reply must not be able to steer the terminal.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, s)
}

// wrap breaks line at spaces into lines of at most width runes. A longer word stays whole.
func wrap(line string, width int) []string {
	var lines []string
	cur, n := "", 0
	for _, w := range strings.Fields(line) {
		l := utf8.RuneCountInString(w)
		if n > 0 && n+1+l > width {
			lines = append(lines, cur)
			cur, n = "", 0
		}
		if n > 0 {
			cur += " "
			n++
		}
		cur += w
		n += l
	}
	return append(lines, cur)
}
