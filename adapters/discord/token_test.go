package discord_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
	"knead/bot"
)

const secret = "MTAx.Hush.very-secret-indeed"

func TestTokenIsNeverPrinted(t *testing.T) {
	c := discord.Config{Token: secret, Practice: practice()}
	var b strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%t", "%08b"} {
		fmt.Fprintf(&b, verb+"\n", c.Token)
		fmt.Fprintf(&b, verb+"\n", c)
		fmt.Fprintf(&b, verb+"\n", &c.Token)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		slog.New(h).Info("x", "token", c.Token, "all", struct{ T discord.Token }{c.Token})
	}
	asJSON, err := json.Marshal(map[string]any{"t": c.Token})
	if err != nil {
		t.Fatal(err)
	}
	b.Write(asJSON)
	if leaks(b.String(), secret) {
		t.Errorf("the token is in\n%s", b.String())
	}
}

// leaks reports whether s has the secret, or its bytes in hexadecimal.
func leaks(s, secret string) bool {
	return strings.Contains(s, secret) || strings.Contains(strings.ToLower(s), fmt.Sprintf("%x", secret))
}

// Every error that an operator can meet, and the whole log of it: no token, no interaction's token, no words of a client.
func TestErrorsAreClean(t *testing.T) {
	r := start(t, func(_ *discordtest.Server, c *discord.Config) { c.StaffChannel = "4711"; c.StaffChannel = "" })
	ann := r.User("ann")
	var errs []error
	conv := bot.Conversation{Channel: bot.Discord, Chat: "1", User: bot.UserID(ann.ID)}
	for _, f := range []func(){
		func() { r.Fail("", "", -1, 401, 0) },
		func() { r.Fail("", "", -1, 403, 50013) },
		func() { r.Fail("", "", -1, 400, 50035) },
		func() { r.Fail("", "", -1, 500, 0) },
		func() { r.Fail("", "", -1, 502, 0) },
		func() { r.Limit("", "", -1, time.Hour, true) },
		func() { r.Break("", "", -1) },
	} {
		f()
		errs = append(errs, r.a.Send(t.Context(), conv, bot.Reply{Text: "a client's words"}))
		before := strings.Count(r.log.String(), "interaction not answered")
		in := ann.Command(r.channel.ID, "ask", map[string]any{"question": "a client's words"})
		r.Wait(t, "the failure is told", func() bool {
			return strings.Count(r.log.String(), "interaction not answered") > before || len(in.Said()) > 0
		})
		r.Heal()
	}
	var all strings.Builder
	for _, err := range errs {
		if err == nil {
			t.Error("Send succeeded where everything fails")
		}
		fmt.Fprintf(&all, "%v\n%+v\n%#v\n%q\n", err, err, err, err)
	}
	all.WriteString(r.log.String())
	for _, bad := range []string{r.Token, "interaction-token", "a client's words", ann.ID, "Bot "} {
		if strings.Contains(all.String(), bad) {
			t.Errorf("%q is in\n%s", bad, all.String())
		}
	}
}

// The token goes to the configured server only, whoever sends us elsewhere.
func TestNoRedirect(t *testing.T) {
	r := prepare(t, func(_ *discordtest.Server, c *discord.Config) {
		c.HTTP = &http.Client{Transport: redirecting{}}
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Wait(t, "the redirect is met", func() bool { return strings.Contains(r.log.String(), "cannot be reached") })
	}()
	r.run(t)
	<-done
	if strings.Contains(r.log.String(), "elsewhere.test") {
		t.Errorf("log: %s", r.log)
	}
}

type redirecting struct{}

func (redirecting) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.URL.Host == "elsewhere.test" {
		panic("went elsewhere with " + q.Header.Get("Authorization"))
	}
	return &http.Response{StatusCode: http.StatusFound, Status: "302 Found", Header: http.Header{"Location": {"http://elsewhere.test/api/v9/x"}},
		Body: http.NoBody, Request: q}, nil
}

func TestConfigMistakes(t *testing.T) {
	good := func() discord.Config { return discord.Config{Token: secret, Practice: practice()} }
	for _, tc := range []struct {
		name   string
		change func(c *discord.Config)
		want   string
	}{
		{"no token", func(c *discord.Config) { c.Token = "" }, "discord.token: empty"},
		{"with Bot", func(c *discord.Config) { c.Token = "Bot " + secret }, "begins with"},
		{"with a line end", func(c *discord.Config) { c.Token = secret + "\n" }, "characters that no token has"},
		{"too long", func(c *discord.Config) { c.Token = discord.Token(strings.Repeat("x", 300)) }, "too long"},
		{"no practice", func(c *discord.Config) { c.Practice = bot.Practice{} }, "practice"},
		{"API without scheme", func(c *discord.Config) { c.APIURL = "discord.com" }, "discord.api_url"},
		{"channel by name", func(c *discord.Config) { c.Channels = []string{"general"} }, `"general" is no ID`},
		{"shards", func(c *discord.Config) { c.Shards = discord.Shards{First: 3, Last: 1, Total: 4} }, "discord.shards"},
		{"public key", func(c *discord.Config) { c.PublicKey = "abc" }, "discord.public_key"},
	} {
		c := good()
		tc.change(&c)
		_, err := discord.New(c)
		if err == nil || !strings.Contains(err.Error(), tc.want) || leaks(err.Error(), secret) {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	if _, err := discord.New(good()); err != nil {
		t.Errorf("the least that is needed: %v", err)
	}
}
