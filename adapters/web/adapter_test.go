package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"knead/adapters/adaptertest"
	"knead/bot"
)

// visitors are the clients of a server.
type visitors struct {
	t *testing.T
	s *Server
}

// Client implements adaptertest.Channel.
func (v visitors) Client(int) adaptertest.Client { return &visitor{t: v.t, s: v.s} }

// visitor is a browser on the page.
type visitor struct {
	t      *testing.T
	s      *Server
	cookie string
	n      int
	last   string
}

// Say implements adaptertest.Client.
func (v *visitor) Say(words string) string {
	v.n++
	body, err := json.Marshal(map[string]string{"say": words, "id": strconv.Itoa(v.n)})
	if err != nil {
		v.t.Fatal(err)
	}
	v.last = string(body)
	return v.Again()
}

// Again implements adaptertest.Client.
func (v *visitor) Again() string {
	a := post(v.s, v.last, "Cookie", v.cookie)
	for _, c := range a.Cookies() {
		v.cookie = c.Name + "=" + c.Value
	}
	if a.StatusCode != http.StatusOK {
		return ""
	}
	var r reply
	if err := json.Unmarshal([]byte(a.Body), &r); err != nil {
		v.t.Fatalf("%s: %v", a.Body, err)
	}
	lines := []string{r.Text}
	for _, b := range r.Buttons {
		lines = append(lines, b.Label, b.URL)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

func TestAdapter(t *testing.T) {
	adaptertest.Run(t, bot.Web, func(t *testing.T, h bot.Handler) adaptertest.Channel {
		return visitors{t, newServer(t, options(h))}
	})
}
