package config_test

import (
	"strings"
	"testing"

	"knead/config"
)

// What is wrong with the telephone numbers is told by key.
func TestTwilio(t *testing.T) {
	const practice = "practice: {name: P, time_zone: UTC, country: US, languages: [en], locations: [{id: a, name: A}]}\n"
	for _, tc := range []struct{ name, twilio, want string }{
		{"fine", `{number: "+14075550100", numbers: [{number: "+14075550100", location: a}], quiet_hours: {from: "21:00", to: "08:00"}, per_second: 3, keyword_replies: twilio}`, ""},
		{"no telephone", `{number: "407-555-0100"}`, "twilio.number"},
		{"no such location", `{numbers: [{number: "+14075550100", location: b}]}`, "twilio.numbers[0].location"},
		{"twice", `{numbers: [{number: "+14075550100"}, {number: "+14075550100"}]}`, "twilio.numbers[1].number"},
		{"no time of day", `{quiet_hours: {from: "9pm", to: "08:00"}}`, "twilio.quiet_hours.from"},
		{"too fast", `{per_second: 5000}`, "twilio.per_second"},
		{"neither", `{keyword_replies: nobody}`, "twilio.keyword_replies"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := config.Parse("p.yaml", []byte(practice+"twilio: "+tc.twilio+"\n"))
			if tc.want == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v does not name %s", err, tc.want)
			}
		})
	}
}
