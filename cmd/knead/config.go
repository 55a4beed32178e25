package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"knead/config"
)

// configCmd is for the practice's file.
type configCmd struct {
	Init   configInitCmd   `cmd:"" help:"Write a commented example of the file to standard output."`
	Check  configCheckCmd  `cmd:"" help:"Check file, rules and articles; say what is on, off and missing."`
	Schema configSchemaCmd `cmd:"" help:"Write the file's JSON Schema, for editors."`
}

type configInitCmd struct {
	Practice string `enum:"wellness-rituals,neu-release" default:"wellness-rituals" help:"Which example: wellness-rituals (booking links) or neu-release (requests go to staff)."`
}

// Run implements the command.
func (i *configInitCmd) Run(env *environment) error {
	data := config.Example()
	if i.Practice == "neu-release" {
		data = config.NeuRelease()
	}
	_, err := env.out.Write(data)
	return err
}

type configSchemaCmd struct{}

// Run implements the command.
func (*configSchemaCmd) Run(env *environment) error {
	data, err := config.Schema()
	if err != nil {
		return err
	}
	_, err = env.out.Write(data)
	return err
}

type configCheckCmd struct{}

// Run implements the command.
func (*configCheckCmd) Run(_ context.Context, c *cli, env *environment) error {
	cfg, err := loadConfig(c.Config, env)
	if err != nil {
		return err
	}
	quiet := *env
	quiet.err = io.Discard
	d, err := newDesk(cfg, &quiet)
	if err != nil {
		return err
	}
	var b strings.Builder
	line := func(what, state string, args ...any) {
		fmt.Fprintf(&b, "%-12s %s\n", what, fmt.Sprintf(state, args...))
	}
	p := cfg.Practice
	from := c.Config
	if from == "" {
		from = "the embedded practice"
	}
	line("practice", "%s (%s), from %s", p.Name, strings.Join(p.Languages, ", "), from)
	line("time zone", "%s, country %s", p.TimeZone, p.Country)
	for _, l := range p.Locations {
		if l.BookURL == "" {
			line("location", "%s: no book_url, requests are kept for staff", l.Name)
		} else {
			line("location", "%s: books at %s", l.Name, l.BookURL)
		}
	}
	line("services", "%d", len(p.Services))
	for _, m := range missing(p) {
		line("missing", "%s", m)
	}
	n := 0
	for _, l := range d.practice.Languages {
		n += len(d.base.Passages(l))
	}
	line("articles", "%d passages", n)
	for _, f := range d.screener.Files() {
		line("rules", "%s %s by %s, %s", f.Name, f.Version, f.Author, f.Reviewed)
	}
	if cfg.Screen.Model {
		line("model", "on")
	} else {
		line("model", "off: only the rules read, which find less (screening.model)")
	}
	line("web", "on at http://%s", cfg.Listen)
	if len(cfg.Web.Sites) == 0 {
		line("widget", "off: web.sites names no page of yours that may show the chat")
	} else {
		line("widget", "on for %s", strings.Join(cfg.Web.Sites, ", "))
	}
	address, err := databaseAddress(cfg, env)
	if err != nil {
		return err
	}
	if strings.Contains(address, "://") {
		address = "PostgreSQL"
	}
	line("database", "%s, words kept %d days", address, cfg.KeepDays)
	how := "on, asks Telegram itself"
	if cfg.Telegram.WebhookURL != "" {
		how = "on, delivered to " + cfg.Telegram.WebhookURL
	}
	line("telegram", "%s", channel(cfg.Telegram.Token, "TELEGRAM_BOT_TOKEN", how))
	line("discord", "%s", channel(cfg.Discord.Token, "DISCORD_BOT_TOKEN", "on"))
	staffLines(cfg, line)
	_, texts := smsState(cfg.Twilio)
	line("sms", "%s", texts)
	for _, l := range modelLines(cfg.OpenAI) {
		line("openai", "%s", l)
	}
	if _, err := deafWays(cfg); err != nil {
		return err
	}
	_, err = io.WriteString(env.out, b.String())
	return err
}

func channel(token config.Secret, key, on string) string {
	if token == "" {
		return "off: " + key + " is not set"
	}
	return on
}

// missing are the facts that clients ask for and the file does not have.
func missing(p config.Practice) []string {
	var m []string
	var address, hours, minutes, price bool
	for _, l := range p.Locations {
		address = address || l.Address != ""
		hours = hours || len(l.Hours) > 0
	}
	for _, s := range p.Services {
		minutes = minutes || len(s.Minutes) > 0
		price = price || s.Price != ""
	}
	for _, f := range []struct {
		has  bool
		what string
	}{
		{len(p.Locations) > 0, "practice.locations: knead cannot say where you are"},
		{address, "practice.locations[].address: clients who ask are told that it is not known"},
		{hours, "practice.locations[].hours: the same; and 7 or 8 o'clock may be asked back"},
		{minutes, "practice.services[].minutes: knead does not offer lengths"},
		{price, "practice.services[].price: clients who ask are told that it is not known"},
		{p.Phone != "" || p.Email != "" || p.TextToBook != "", "practice.phone, email or text_to_book: nobody can be reached"},
	} {
		if !f.has {
			m = append(m, f.what)
		}
	}
	return m
}
