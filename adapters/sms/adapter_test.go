package sms

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"knead/adapters/adaptertest"
	"knead/bot"
)

// texters are the clients of a rig.
type texters struct{ r *rig }

// Client implements adaptertest.Channel.
func (x texters) Client(n int) adaptertest.Client {
	number := fmt.Sprintf("+1407555%04d", 200+n)
	if _, err := x.r.st.AddConsent(x.r.t.Context(), bot.Consent{ID: "began:" + number, Number: number, Kind: bot.ConsentBegan, At: time.Now()}); err != nil {
		x.r.t.Fatal(err)
	}
	return &texter{r: x.r, number: number}
}

// texter is a telephone.
type texter struct {
	r      *rig
	number string
	last   url.Values
}

// Say implements adaptertest.Client.
func (x *texter) Say(words string) string {
	x.last = x.r.tw.Form(x.r.tw.NextID(), x.number, orlando, words, 0)
	return x.Again()
}

// Again implements adaptertest.Client.
func (x *texter) Again() string {
	a, err := x.r.tw.Call(x.r.t.Context(), x.r.web.URL, Path, x.last)
	if err != nil {
		x.r.t.Fatal(err)
	}
	return strings.Join(a.Messages, "\n")
}

func TestAdapter(t *testing.T) {
	adaptertest.Run(t, bot.SMS, func(t *testing.T, h bot.Handler) adaptertest.Channel {
		return texters{newRig(t, setup{handler: h})}
	})
}
