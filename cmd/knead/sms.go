package main

import (
	"context"
	"fmt"
	"strings"

	"knead/adapters/sms"
	"knead/bot"
	"knead/bot/memory"
	"knead/bot/sqlstore"
	"knead/bot/texting"
	"knead/config"
)

// newLine puts together what the telephone network asks: who may be written to, and how a reply is said there.
func (d *desk) newLine(st bot.Store, isStaff func(bot.Conversation) bool) (*texting.Line, error) {
	consents, ok := st.(bot.ConsentLog)
	if !ok {
		consents = memory.NewConsents() // a talk that keeps nothing
	}
	l, err := texting.New(texting.Options{Practice: d.practice, Store: st, Consents: consents, Staff: isStaff, Log: d.log})
	if err != nil {
		return nil, fmt.Errorf("text messages: %w", err)
	}
	return l, nil
}

// smsState says whether text messages are on, and what is missing where they are half set.
func smsState(t config.Twilio) (on bool, state string) {
	var missing []string
	for _, v := range []struct{ key, value string }{{"TWILIO_ACCOUNT_SID", t.AccountSID}, {"TWILIO_AUTH_TOKEN", t.AuthToken.Reveal()}, {"TWILIO_NUMBER", t.Number}} {
		if v.value == "" {
			missing = append(missing, v.key)
		}
	}
	switch len(missing) {
	case 0:
		return true, fmt.Sprintf("on, Twilio delivers to %s", sms.Path)
	case 1:
		return false, "off: " + missing[0] + " is not set"
	}
	return false, "off: " + strings.Join(missing, " and ") + " are not set"
}

// texter is the sms adapter behind what the telephone network asks.
type texter struct {
	*sms.Adapter
	line *texting.Line
}

// Run implements bot.Adapter.
func (t texter) Run(ctx context.Context, h bot.Handler) error {
	return t.Adapter.Run(ctx, t.line.Handler(h))
}

func (d *desk) newSMS(st *sqlstore.Store, s *staff) (*texter, error) {
	line, err := d.newLine(st, s.desk.IsStaff)
	if err != nil {
		return nil, err
	}
	t := d.cfg.Twilio
	numbers := []sms.Number{{Number: t.Number}}
	for _, n := range t.Numbers {
		if n.Number == t.Number {
			numbers[0].Place = bot.LocationID(n.Location)
			continue
		}
		numbers = append(numbers, sms.Number{Number: n.Number, Place: bot.LocationID(n.Location)})
	}
	a, err := sms.New(sms.Config{
		AccountSID: t.AccountSID, AuthToken: sms.Token(t.AuthToken.Reveal()), Numbers: numbers, APIURL: t.APIURL, PublicURL: d.cfg.Web.PublicURL,
		Zone: d.practice.Zone, Consent: line, Renderer: line, Store: st, Log: d.log, Mute: t.Keywords == "twilio",
		Quiet: sms.Hours{From: t.Quiet.From, To: t.Quiet.To}, PerSecond: t.PerSecond,
	})
	if err != nil {
		return nil, hinted{err: fmt.Errorf("twilio: %w", err),
			hint: "account and token are on the first page of the Twilio console, the number under Phone Numbers; set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_NUMBER"}
	}
	return &texter{a, line}, nil
}
