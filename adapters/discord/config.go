package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"knead/bot"
)

// A Config is what an Adapter is made of. Token and Practice are needed; everything else is off or has a default.
type Config struct {
	Token    Token
	Practice bot.Practice // name, languages, services and locations; commands offer them

	APIURL         string   // base of the REST API; empty: https://discord.com. The gateway's address is asked there
	Channels       []string // IDs of the server channels in which a mention is answered; empty: direct messages and commands only
	MessageContent bool     // ask for the privileged message content: threads and replies are then read without a mention
	Guild          string   // ID of a server that gets the commands instead of all servers: they appear at once there, for development
	Shards         Shards   // zero: as many as Discord recommends, all in this process
	NoGateway      bool     // open no gateway: Interactions is mounted instead, and only commands work
	PublicKey      string   // of the application, hex; empty: asked at the start. Checks interactions that come over HTTP

	StaffChannel string           // ID of the channel in which staff get a thread for each conversation; empty: off
	Staff        StaffDesk        // hears what staff say to knead there; nil: they are told that nobody listens
	Threads      Threads          // remembers which thread is whose; nil: for the life of the process
	Gaps         Gaps             // unanswered questions, for the moderators' command in the staff channel's server; nil: no such command
	Searcher     Searcher         // completes questions; nil: no completion
	Calendar     Calendar         // completes days and times; nil: no completion
	HTTP         *http.Client     // nil: one with timeouts
	Log          *slog.Logger     // nil: nothing is logged. Never gets words, IDs of clients, or the token
	Now          func() time.Time // nil: time.Now
}

// A Suggestion completes what a member is typing. Label is what the menu shows, Say what is sent when it is chosen, as if
// it had been typed. Both are cut to 100 characters.
type Suggestion struct{ Label, Say string }

// A Searcher finds what the articles answer. Search returns at most n suggestions for the words typed so far, best first;
// for no words, questions worth asking. It is called at every key press and has half a second: nothing found and an error
// look the same to the member.
type Searcher interface {
	Search(ctx context.Context, words string, l bot.Lang, n int) ([]Suggestion, error)
}

// A Calendar reads days and times. When spells out what words typed so far mean at a moment, as knead will read it back
// ("Fri 27 Nov, 3:00 PM"); several readings are several suggestions, none is an empty list. It is pure.
type Calendar interface {
	When(words string, now time.Time, l bot.Lang) []Suggestion
}

// Gaps are the questions that the articles do not answer. Every bot.Keeper is one.
type Gaps interface {
	Gaps(ctx context.Context) ([]bot.Gap, error)
}

const (
	defaultAPI = "https://discord.com"
	maxToken   = 200
)

func (c Config) withDefaults() Config {
	if c.APIURL == "" {
		c.APIURL = defaultAPI
	}
	c.APIURL = strings.TrimRight(c.APIURL, "/")
	if len(c.Practice.Languages) == 0 {
		c.Practice.Languages = []bot.Lang{bot.English}
	}
	if c.Practice.Zone == nil {
		c.Practice.Zone = time.UTC
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 20 * time.Second}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Threads == nil {
		c.Threads = newMemory()
	}
	c.Channels = slices.Clone(c.Channels)
	return c
}

func (c Config) check() error {
	if err := checkToken(c.Token); err != nil {
		return err
	}
	if c.Practice.Name == "" {
		return errors.New("discord: practice without a name")
	}
	u, err := url.Parse(c.APIURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return &Trouble{Err: fmt.Errorf("discord.api_url: %q is no address such as %s", c.APIURL, defaultAPI),
			Hint: "take discord.api_url out, or set it to the base address of a Discord-compatible server"}
	}
	for _, id := range append([]string{c.Guild, c.StaffChannel}, c.Channels...) {
		if id != "" && !isSnowflake(id) {
			return &Trouble{Err: fmt.Errorf("discord: %q is no ID", id),
				Hint: "an ID is a number such as 1122334455667788990: switch on Developer Mode in Discord's advanced settings, then right-click the channel or server and choose Copy ID"}
		}
	}
	if err := c.Shards.check(); err != nil {
		return &Trouble{Err: fmt.Errorf("discord.shards: %w", err), Hint: "take discord.shards out, or write a part such as 0-3/8"}
	}
	if c.PublicKey != "" {
		if k, err := hex.DecodeString(c.PublicKey); err != nil || len(k) != ed25519.PublicKeySize {
			return &Trouble{Err: errors.New("discord.public_key: not 64 hexadecimal digits"),
				Hint: "copy Public Key from the General Information page of your application at https://discord.com/developers/applications"}
		}
	}
	return nil
}

// checkToken tells the mistakes that are made with tokens, before Discord only says "no".
func checkToken(t Token) error {
	s := t.reveal()
	hint := "copy it with Reset Token from the Bot page of your application at https://discord.com/developers/applications into DISCORD_BOT_TOKEN"
	switch {
	case s == "":
		return &Trouble{Err: errors.New("discord.token: empty"), Hint: hint}
	case strings.HasPrefix(strings.ToLower(s), "bot "):
		return &Trouble{Err: errors.New("discord.token: begins with \"Bot \""), Hint: "leave that word out"}
	case strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }):
		return &Trouble{Err: errors.New("discord.token: has characters that no token has"), Hint: hint}
	case len(s) > maxToken:
		return &Trouble{Err: errors.New("discord.token: too long"), Hint: hint}
	}
	return nil
}

// isSnowflake reports whether s is an ID of Discord's: a number of up to 20 digits.
func isSnowflake(s string) bool {
	return s != "" && len(s) <= 20 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
