package discord_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"knead/adapters/discord/discordtest"
)

// TestLibrarySession shows why the library's own gateway session is not used: "reconnect" as Discord's first word after a
// resume locks it for ever. TestTroubles has the same for ours. It is no test of ours and takes some seconds, so it runs
// only when asked for, after an upgrade of the library; that it fails would be good news.
func TestLibrarySession(t *testing.T) {
	if os.Getenv("KNEAD_TEST_LIBRARY") == "" {
		t.Skip("set KNEAD_TEST_LIBRARY to see whether the library still needs gateway.go in its place")
	}
	s := discordtest.New(t, specPath())
	s.Strict, s.Lenient = false, true
	session, err := discordgo.New("Bot " + s.Token)
	if err != nil {
		t.Fatal(err)
	}
	session.Client = &http.Client{Transport: toServer(s.URL)}
	session.Identify.Intents = discordgo.IntentDirectMessages
	session.Identify.Token = s.Token
	if err := session.Open(); err != nil {
		t.Fatal(err)
	}
	s.OnResume(func(c *discordtest.Conn) { c.Send(7, nil) })
	s.SendAll(7, nil)
	s.Wait(t, "the session is resumed", func() bool { return s.Resumes() == 1 })
	closed := make(chan error, 1)
	go func() { closed <- session.Close() }() // it stays behind, and with it the session's own
	select {
	case <-closed:
		t.Error("the library survives this now: is gateway.go still needed?")
	case <-time.After(8 * time.Second):
	}
}

// toServer sends the library's requests to a test's server.
type toServer string

func (base toServer) RoundTrip(q *http.Request) (*http.Response, error) {
	u, err := url.Parse(string(base))
	if err != nil {
		return nil, err
	}
	q = q.Clone(q.Context())
	q.URL.Scheme, q.URL.Host = u.Scheme, u.Host
	q.URL.Path = strings.Replace(q.URL.Path, "/api/v9/", "/api/v10/", 1)
	return http.DefaultTransport.RoundTrip(q)
}
