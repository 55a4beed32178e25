package discord_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"knead/adapters/discord"
	"knead/adapters/discord/discordtest"
)

func names(t *testing.T, cmds []json.RawMessage) []string {
	t.Helper()
	var out []string
	for _, raw := range cmds {
		var c struct {
			Name  string            `json:"name"`
			Names map[string]string `json:"name_localizations"`
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		if c.Names["es-ES"] == "" || c.Names["es-ES"] != c.Names["es-419"] {
			t.Errorf("%s is %v in Spanish", c.Name, c.Names)
		}
		out = append(out, c.Name)
	}
	return out
}

func clientNames() []string {
	return []string{"ask", "book", "human", "language", "privacy", "forget", "help", "Answer from the articles"}
}

func TestRegister(t *testing.T) {
	r := prepare(t, func(_ *discordtest.Server, c *discord.Config) { c.Searcher, c.Calendar = search{}, calendar{} })
	r.run(t)
	r.Wait(t, "the commands are registered", func() bool { return strings.Contains(r.log.String(), "commands registered") })
	if got := names(t, r.Commands("")); !slices.Equal(got, clientNames()) {
		t.Errorf("commands %q", got)
	}
	// The same again: nothing is overwritten.
	other, err := discord.New(discord.Config{Token: discord.Token(r.Token), APIURL: r.URL, Practice: practice(), NoGateway: true, Searcher: search{}, Calendar: calendar{}})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = other.Run(t.Context(), r.h) }()
	r.Wait(t, "the commands are read again", func() bool { return len(r.Requests("GET", "/commands")) == 2 })
	// Another practice has other languages: they are.
	p := practice()
	p.Languages = p.Languages[:1]
	third, err := discord.New(discord.Config{Token: discord.Token(r.Token), APIURL: r.URL, Practice: p, NoGateway: true, Searcher: search{}, Calendar: calendar{}})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = third.Run(t.Context(), r.h) }()
	r.Wait(t, "the commands are overwritten", func() bool { return len(r.Requests("PUT", "/commands")) == 2 })
	if n := len(r.Requests("GET", "/commands")); n != 3 {
		t.Errorf("read %d times for two overwrites", n)
	}
}

func TestRegisterInGuild(t *testing.T) {
	for _, tc := range []struct {
		name             string
		same             bool // staff are in the development server
		everybody, staff []string
	}{
		{"staff elsewhere", false, clientNames(), []string{"questions"}},
		{"staff in the same server", true, nil, append(clientNames(), "questions")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var dev, staffGuild string
			r := start(t, func(s *discordtest.Server, c *discord.Config) {
				dev = s.Guild()
				staff := s.Channel(dev)
				if !tc.same {
					staff = s.Channel(s.Guild())
				}
				staffGuild = staff.Guild
				c.Guild, c.StaffChannel, c.Gaps = dev, staff.ID, gaps{}
			})
			r.Wait(t, "the commands are registered", func() bool { return len(r.Commands(dev)) > 0 && len(r.Commands(staffGuild)) > 0 })
			if got := names(t, r.Commands(staffGuild)); !slices.Equal(got, tc.staff) {
				t.Errorf("in the staff's server %q", got)
			}
			if !tc.same {
				if got := names(t, r.Commands(dev)); !slices.Equal(got, tc.everybody) {
					t.Errorf("in the development server %q", got)
				}
			}
			if got := r.Commands(""); len(got) != 0 {
				t.Errorf("everywhere %q", names(t, got))
			}
		})
	}
}

func TestRegisterRefused(t *testing.T) {
	r := start(t, func(s *discordtest.Server, _ *discord.Config) { s.Fail("PUT", "/commands", 1, 403, 50001) })
	r.Wait(t, "the hint is told", func() bool { return strings.Contains(r.log.String(), "applications.commands") })
	ann := r.User("ann")
	ann.Write(ann.Direct(), "hello")
	r.fromBot(t, ann.Direct(), 1)
}
