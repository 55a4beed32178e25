package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"knead/adapters/console"
	"knead/adapters/pipe"
	"knead/bot"
	"knead/bot/booking"
	"knead/bot/memory"
)

// deskFor loads the configuration and puts the desk together. Logs of one-message commands are off: their output is
// for a person or a program.
func deskFor(c *cli, env *environment) (*desk, error) {
	cfg, err := loadConfig(c.Config, env)
	if err != nil {
		return nil, err
	}
	quiet := *env
	quiet.err = io.Discard
	return newDesk(cfg, &quiet)
}

// words is the one message of a command, from its arguments.
func words(args []string, json bool) (text string, lines bool, err error) {
	switch {
	case len(args) == 1 && args[0] == "-":
		if !json {
			return "", false, usageError{what: "- reads JSON Lines", hint: "add --json"}
		}
		return "", true, nil
	case len(args) == 0:
		return "", false, usageError{what: "no message", hint: `put it in quotes, such as: knead ask "does cupping hurt?"`}
	}
	return strings.Join(args, " "), false, nil
}

// decode reads one line of JSON Lines.
func decode[T any](line []byte) (in T, err error) {
	if err := json.Unmarshal(line, &in); err != nil {
		return in, fmt.Errorf("not a JSON object of this contract: %w", err)
	}
	return in, nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// screenCmd screens.
type screenCmd struct {
	JSON bool     `help:"Answer as JSON; with - read JSON Lines from standard input."`
	Text []string `arg:"" optional:"" help:"The message, or - with --json."`
}

type screenIn struct {
	ID       json.RawMessage `json:"id"`
	Messages []string        `json:"messages"`
}

type screenOut struct {
	ID       json.RawMessage `json:"id,omitempty"`
	Level    bot.Level       `json:"level"`
	Ask      bot.QuestionID  `json:"ask,omitempty"`
	Findings []finding       `json:"findings"`
}

type finding struct {
	Flag    bot.FlagID `json:"flag"`
	Level   bot.Level  `json:"level"`
	Match   string     `json:"match"`
	Message int        `json:"message"`
}

// Run implements the command.
func (s *screenCmd) Run(ctx context.Context, c *cli, env *environment) error {
	text, lines, err := words(s.Text, s.JSON)
	if err != nil {
		return err
	}
	cfg, err := loadConfig(c.Config, env)
	if err != nil {
		return err
	}
	e, err := newScreener(cfg.Screen)
	if err != nil {
		return err
	}
	if lines {
		return pipe.Lines(ctx, env.in, env.out, func(_ context.Context, line []byte) (any, error) {
			in, err := decode[screenIn](line)
			if err != nil {
				return nil, err
			}
			if in.Messages == nil {
				return nil, errors.New("messages: missing")
			}
			out := screenAll(e, in.Messages)
			out.ID = in.ID
			return out, nil
		})
	}
	out := screenAll(e, []string{text})
	if s.JSON {
		return writeJSON(env.out, out)
	}
	_, err = fmt.Fprintln(env.out, out.Level)
	for _, f := range out.Findings {
		_, err = fmt.Fprintf(env.out, "%s (%s): %s\n", f.Flag, f.Level, f.Match)
	}
	if out.Ask != "" {
		_, err = fmt.Fprintf(env.out, "would ask: %s\n", out.Ask)
	}
	return err
}

// screenAll screens a client's messages in order and returns the verdict after the last. Each flag that stands then is
// a finding of the message that completed it, with the words that showed it there.
func screenAll(s bot.Screener, messages []string) screenOut {
	var seen bot.Signs
	var v bot.Verdict
	type first struct {
		match   string
		message int
	}
	found := make(map[bot.FlagID]first)
	for i, m := range messages {
		v = s.Screen(seen, strings.ToValidUTF8(m, "\uFFFD"))
		seen = v.Signs
		for _, f := range v.Flags {
			if was, ok := found[f.ID]; !ok || was.match == "" && f.Match != "" {
				found[f.ID] = first{match: f.Match, message: i}
			}
		}
	}
	out := screenOut{Level: v.Level, Ask: v.Ask, Findings: []finding{}}
	for _, f := range v.Flags {
		out.Findings = append(out.Findings, finding{Flag: f.ID, Level: f.Level, Match: found[f.ID].match, Message: found[f.ID].message})
	}
	return out
}

// askCmd asks.
type askCmd struct {
	JSON bool     `help:"Answer as JSON; with - read JSON Lines from standard input."`
	Text []string `arg:"" optional:"" help:"The question, or - with --json."`
}

type askIn struct {
	ID json.RawMessage `json:"id"`
	Q  *string         `json:"q"`
}

type askOut struct {
	ID      json.RawMessage `json:"id,omitempty"`
	Outcome bot.Outcome     `json:"outcome"`
	Text    string          `json:"text"`
	Sources []bot.Source    `json:"sources"`
	Buttons []pipe.Button   `json:"buttons"`
	Level   bot.Level       `json:"level"`
}

// Run implements the command.
func (a *askCmd) Run(ctx context.Context, c *cli, env *environment) error {
	text, lines, err := words(a.Text, a.JSON)
	if err != nil {
		return err
	}
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	if lines {
		return pipe.Lines(ctx, env.in, env.out, func(ctx context.Context, line []byte) (any, error) {
			in, err := decode[askIn](line)
			if err != nil {
				return nil, err
			}
			if in.Q == nil {
				return nil, errors.New("q: missing")
			}
			r, err := d.askOnce(ctx, *in.Q)
			if err != nil {
				return nil, err
			}
			out := asked(r)
			out.ID = in.ID
			return out, nil
		})
	}
	r, err := d.askOnce(ctx, text)
	if err != nil {
		return err
	}
	if a.JSON {
		return writeJSON(env.out, asked(r))
	}
	show := console.Console{Plain: !isTerminal(env.out), Base: "http://" + d.cfg.Listen}
	_, err = io.WriteString(env.out, show.Render(r))
	return err
}

// askOnce is a fresh conversation's first message, through the whole handler.
func (d *desk) askOnce(ctx context.Context, q string) (bot.Reply, error) {
	b, err := d.newBot(memory.NewStore(), nil)
	if err != nil {
		return bot.Reply{}, err
	}
	return b.Handle(ctx, bot.Message{Conversation: bot.Conversation{Channel: bot.Web, Chat: "ask", User: "ask"}, Text: q}), nil
}

func asked(r bot.Reply) askOut {
	return askOut{Outcome: r.Outcome, Text: r.Text, Sources: pipe.Sources(r.Sources), Buttons: pipe.Buttons(r.Buttons), Level: r.Level}
}

// bookCmd reads booking lines.
type bookCmd struct {
	JSON bool      `help:"Answer as JSON; with - read JSON Lines from standard input."`
	Now  time.Time `help:"The moment it is said, RFC 3339; without it the present." placeholder:"TIME"`
	Text []string  `arg:"" optional:"" help:"The line, or - with --json."`
}

type bookIn struct {
	ID   json.RawMessage `json:"id"`
	Text *string         `json:"text"`
	Now  string          `json:"now"`
}

type bookOut struct {
	ID       json.RawMessage   `json:"id,omitempty"`
	Intent   bot.BookingIntent `json:"intent"`
	Service  bot.ServiceID     `json:"service,omitempty"`
	Minutes  int               `json:"minutes,omitempty"`
	Location bot.LocationID    `json:"location,omitempty"`
	Date     string            `json:"date,omitempty"`
	DateTo   string            `json:"date_to,omitempty"`
	Time     string            `json:"time,omitempty"`
	After    string            `json:"after,omitempty"`
	Before   string            `json:"before,omitempty"`
	Part     bot.DayPart       `json:"part,omitempty"`
	People   int               `json:"people,omitempty"`
	Provider string            `json:"provider,omitempty"`
	Invalid  bool              `json:"invalid,omitempty"`
}

// Run implements the command.
func (b *bookCmd) Run(ctx context.Context, c *cli, env *environment) error {
	text, lines, err := words(b.Text, b.JSON)
	if err != nil {
		return err
	}
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	if lines {
		return pipe.Lines(ctx, env.in, env.out, func(_ context.Context, line []byte) (any, error) {
			in, err := decode[bookIn](line)
			if err != nil {
				return nil, err
			}
			if in.Text == nil {
				return nil, errors.New("text: missing")
			}
			now := time.Now()
			if in.Now != "" {
				if now, err = time.Parse(time.RFC3339, in.Now); err != nil {
					return nil, fmt.Errorf("now: %q is no RFC 3339 time", in.Now)
				}
			}
			out := d.read(*in.Text, now)
			out.ID = in.ID
			return out, nil
		})
	}
	now := b.Now
	if now.IsZero() {
		now = time.Now()
	}
	out := d.read(text, now)
	if b.JSON {
		return writeJSON(env.out, out)
	}
	reading := d.reader.Read(text, now.In(d.practice.Zone), bot.FieldNone)
	_, err = fmt.Fprintf(env.out, "%s: %s\n", out.Intent, booking.ReadBack(reading.Request, d.practice, d.languageOf(text)))
	if reading.Problem != "" {
		_, err = fmt.Fprintf(env.out, "problem: %s\n", reading.Problem)
	}
	return err
}

func (d *desk) read(text string, now time.Time) bookOut {
	r := d.reader.Read(strings.ToValidUTF8(text, "\uFFFD"), now.In(d.practice.Zone), bot.FieldNone)
	q := r.Request
	return bookOut{Intent: r.Intent, Service: q.Service, Minutes: q.Minutes, Location: q.Location, Date: q.Date, DateTo: q.DateTo,
		Time: q.Time, After: q.After, Before: q.Before, Part: q.Part, People: q.People, Provider: q.Provider, Invalid: r.Invalid}
}

// chatCmd talks.
type chatCmd struct {
	JSON bool `help:"Talk over JSON Lines on standard input and output, many users at once."`
}

// Run implements the command.
func (ch *chatCmd) Run(ctx context.Context, c *cli, env *environment) error {
	d, err := deskFor(c, env)
	if err != nil {
		return err
	}
	st, closeStore, err := d.openChatStore(ctx, ch.JSON, env)
	if err != nil {
		return err
	}
	defer closeStore()
	b, err := d.newBot(st, nil)
	if err != nil {
		return err
	}
	if ch.JSON {
		line, err := d.newLine(st, nil)
		if err != nil {
			return err
		}
		return (&pipe.Pipe{In: env.in, Out: env.out}).Run(ctx, line.Rendered(line.Handler(b)))
	}
	plain := !isTerminal(env.out) || lookedUp(env, "NO_COLOR") != ""
	con := &console.Console{Out: env.out, Plain: plain, Prompt: "> ", Lang: lookedUp(env, "LANG"), Base: "http://" + d.cfg.Listen}
	if isTerminal(env.out) {
		if _, err := fmt.Fprintf(env.out, "%s. Ctrl-D ends the talk.\n", d.practice.Name); err != nil {
			return err
		}
	}
	return con.Run(ctx, b)
}

func lookedUp(env *environment, key string) string {
	v, _ := env.lookup(key)
	return v
}

// openChatStore opens the configured database. Over JSON Lines nothing is kept unless one was named: programs that try
// knead out must not find each other's users.
func (d *desk) openChatStore(ctx context.Context, lines bool, env *environment) (bot.Keeper, func(), error) {
	if d.cfg.Database == "" && (lines || !isTerminal(os.Stdin)) {
		return memory.NewStore(), func() {}, nil
	}
	st, err := openStore(ctx, d.cfg, env)
	if err != nil {
		return nil, nil, err
	}
	return st, func() { _ = st.Close() }, nil
}
