package config

import (
	"fmt"
	"slices"
)

// twilio checks the telephone numbers and what may be sent when.
func (v *validator) twilio(t Twilio, places []Location) {
	const hint = "with country code and without spaces, such as +14075550100"
	if t.Number != "" {
		v.form("twilio.number", phoneForm, t.Number, hint, "telephone number")
	}
	for i, n := range t.Numbers {
		key := fmt.Sprintf("twilio.numbers[%d]", i)
		v.form(key+".number", phoneForm, n.Number, hint, "telephone number")
		if slices.ContainsFunc(t.Numbers[:i], func(o TwilioNumber) bool { return o.Number == n.Number }) {
			v.at(key+".number", "keep one of the two", "%q is there twice", n.Number)
		}
		if n.Location != "" && !slices.ContainsFunc(places, func(l Location) bool { return l.ID == n.Location }) {
			v.at(key+".location", "use the id of one of practice.locations", "%q is no location", n.Location)
		}
	}
	if q := t.Quiet; q != (QuietHours{}) {
		for key, clock := range map[string]string{"from": q.From, "to": q.To} {
			if !clockForm.MatchString(clock) {
				v.at("twilio.quiet_hours."+key, `write 24 hours in quotes, such as "21:00"`, "%q is no time of day", clock)
			}
		}
	}
	if t.PerSecond < 0 || t.PerSecond > 1000 {
		v.at("twilio.per_second", "1 for a usual number, 3 for a toll-free one", "%v is not between 0 and 1000", t.PerSecond)
	}
	if t.Keywords != "" && t.Keywords != "knead" && t.Keywords != "twilio" {
		v.at("twilio.keyword_replies", "knead is usual", "%q is neither knead nor twilio", t.Keywords)
	}
}
