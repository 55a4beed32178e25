package config

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	_ "time/tzdata" // a practice's zone must be known on machines without a zone database
)

// A validator adds a Problem for every value that cannot be.
type validator struct{ *decoder }

var (
	idForm    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	clockForm = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

// at reports a problem of the value at key, or of the nearest key above it that the file has.
func (v *validator) at(key, hint, format string, args ...any) {
	line := 0
	for k := key; k != ""; {
		if l, ok := v.lines[k]; ok {
			line = l
			break
		}
		i := strings.LastIndexAny(k, ".[")
		if i < 0 {
			break
		}
		k = k[:i]
	}
	v.problems = append(v.problems, Problem{File: v.file, Line: line, Key: key, What: fmt.Sprintf(format, args...), Hint: hint})
}

func (v *validator) config(c Config) {
	v.practice(c.Practice)
	if _, port, err := net.SplitHostPort(c.Listen); err != nil || port == "" {
		v.at("listen", "write address and port, such as 127.0.0.1:8080", "%q is no address with a port", c.Listen)
	}
	if c.KeepDays < 1 || c.KeepDays > 3650 {
		v.at("keep_days", "30 is usual", "%d is not between 1 and 3650", c.KeepDays)
	}
	v.staff(c.Staff)
	v.chat(c.Web, c.Practice.Languages)
	for key, u := range map[string]string{"telegram.api_url": c.Telegram.APIURL, "discord.api_url": c.Discord.APIURL,
		"twilio.api_url": c.Twilio.APIURL, "openai.base_url": c.OpenAI.BaseURL} {
		v.web(key, u)
	}
	v.openAI(c.OpenAI)
	v.twilio(c.Twilio, c.Practice.Locations)
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.Log.Level) {
		v.at("log.level", "info is usual", "%q is none of debug, info, warn, error", c.Log.Level)
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		v.at("log.format", "", "%q is neither text nor json", c.Log.Format)
	}
}

func (v *validator) practice(p Practice) {
	v.needed("practice.name", p.Name, "the name that clients know")
	if p.TimeZone == "" {
		v.needed("practice.time_zone", "", "such as America/New_York")
	} else if _, err := time.LoadLocation(p.TimeZone); err != nil || p.TimeZone == "Local" {
		v.at("practice.time_zone", "use an IANA name, such as America/New_York", "%q is no time zone", p.TimeZone)
	}
	if len(p.Country) != 2 || strings.ToUpper(p.Country) != p.Country {
		v.at("practice.country", "two capital letters, such as US, GB, ES, MX; it decides which emergency number clients get", "%q is no country code", p.Country)
	}
	if len(p.Languages) == 0 {
		v.needed("practice.languages", "", "[en], [es] or [en, es]")
	}
	for i, l := range p.Languages {
		if l != "en" && l != "es" {
			v.at(fmt.Sprintf("practice.languages[%d]", i), "knead speaks en and es", "%q is not a language of knead", l)
		}
	}
	v.web("practice.website", p.Website)
	for i, s := range p.Social {
		key := fmt.Sprintf("practice.social[%d]", i)
		v.needed(key+".label", s.Label, "such as Instagram")
		v.needed(key+".url", s.URL, "the page's address")
		v.web(key+".url", s.URL)
	}
	v.locations(p.Locations)
	v.services(p)
	for i, t := range p.Therapists {
		v.needed(fmt.Sprintf("practice.therapists[%d].name", i), t.Name, "")
		v.localized(fmt.Sprintf("practice.therapists[%d].about", i), t.About, p.Languages, false)
	}
	for i, f := range p.Facts {
		key := fmt.Sprintf("practice.facts[%d]", i)
		v.id(key+".key", f.Key)
		if len(f.Asked) == 0 {
			v.needed(key+".asked", "", "words by which clients ask, such as [parking, where can i park]")
		}
		v.localized(key+".answer", f.Answer, p.Languages, true)
	}
	known := []string{"emergency", "crisis", "poison", "violence", "advice"}
	for k := range p.Numbers {
		if !slices.Contains(known, k) {
			v.at("practice.numbers."+k, "the keys are "+strings.Join(known, ", "), "unknown number")
		}
	}
}

func (v *validator) locations(ls []Location) {
	ids := map[string]bool{}
	for i, l := range ls {
		key := fmt.Sprintf("practice.locations[%d]", i)
		v.id(key+".id", l.ID)
		if ids[l.ID] && l.ID != "" {
			v.at(key+".id", "give each location its own", "%q is there twice", l.ID)
		}
		ids[l.ID] = true
		v.needed(key+".name", l.Name, "such as Orlando")
		v.web(key+".book_url", l.BookURL)
		for j, h := range l.Hours {
			v.hours(fmt.Sprintf("%s.hours[%d]", key, j), h)
		}
		if l.Latitude < -90 || l.Latitude > 90 || l.Longitude < -180 || l.Longitude > 180 {
			v.at(key+".latitude", "degrees, such as 28.5 and -81.4", "is no place on earth")
		}
	}
}

func (v *validator) hours(key string, h Hours) {
	if len(h.Days) == 0 {
		v.needed(key+".days", "", "such as [mon, tue, wed]")
	}
	for i, d := range h.Days {
		if !slices.Contains(Weekdays(), d) {
			v.at(fmt.Sprintf("%s.days[%d]", key, i), "the days are "+strings.Join(Weekdays(), ", "), "%q is no day", d)
		}
	}
	fromOK, toOK := clockForm.MatchString(h.From), clockForm.MatchString(h.To)
	if !fromOK {
		v.at(key+".from", `write 24 hours in quotes, such as "09:00"`, "%q is no time of day", h.From)
	}
	if !toOK {
		v.at(key+".to", `write 24 hours in quotes, such as "18:00"`, "%q is no time of day", h.To)
	}
	if fromOK && toOK && h.To <= h.From {
		v.at(key+".to", "two windows make a day with a break", "%s is not after %s", h.To, h.From)
	}
}

// Weekdays are the days as the file writes them, Sunday first as in time.Weekday.
func Weekdays() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

func (v *validator) services(p Practice) {
	ids := map[string]bool{}
	for i, s := range p.Services {
		key := fmt.Sprintf("practice.services[%d]", i)
		v.id(key+".id", s.ID)
		if ids[s.ID] && s.ID != "" {
			v.at(key+".id", "give each service its own", "%q is there twice", s.ID)
		}
		ids[s.ID] = true
		v.localized(key+".name", s.Name, p.Languages, true)
		for j, m := range s.Minutes {
			if m < 5 || m > 600 {
				v.at(fmt.Sprintf("%s.minutes[%d]", key, j), "minutes, such as 60", "%d is no length of a massage", m)
			}
		}
	}
}

// openAI checks the language model's limits. Whether it is named is checked when it is switched on: the environment may name it.
func (v *validator) openAI(o OpenAI) {
	for i, ch := range o.OffChannels {
		if !slices.Contains([]string{"web", "sms", "telegram", "discord", "console"}, ch) {
			v.at(fmt.Sprintf("openai.off_channels[%d]", i), "the channels are web, sms, telegram, discord, console", "%q is no channel", ch)
		}
	}
	if o.TimeoutSeconds < 0 || o.TimeoutSeconds > 6 {
		v.at("openai.timeout_seconds", "4 is usual; a whole message has 8 seconds", "%v is not between 0 and 6", o.TimeoutSeconds)
	}
	if o.CallsAtOnce < 0 || o.CallsAtOnce > 100 {
		v.at("openai.calls_at_once", "4 is usual", "%d is not between 0 and 100", o.CallsAtOnce)
	}
	if o.TokensADay < -1 {
		v.at("openai.tokens_a_day", "200000 is usual; -1 for no bound", "%d is no number of tokens", o.TokensADay)
	}
	if o.MoneyADay < 0 || o.PriceIn < 0 || o.PriceOut < 0 {
		v.at("openai.money_a_day", "prices are for a million tokens", "money is below zero")
	}
	if o.MoneyADay > 0 && o.PriceIn == 0 && o.PriceOut == 0 {
		v.at("openai.money_a_day", "set price_in and price_out, for a million tokens each", "cannot be counted without prices")
	}
}

func (v *validator) needed(key, value, hint string) {
	if strings.TrimSpace(value) == "" {
		v.at(key, hint, "missing or empty")
	}
}

func (v *validator) id(key, id string) {
	if !idForm.MatchString(id) {
		v.at(key, "small letters, digits and single dashes, such as deep-tissue", "%q is no short name", id)
	}
}

func (v *validator) localized(key string, texts map[string]string, languages []string, needed bool) {
	if len(texts) == 0 && !needed {
		return
	}
	for _, l := range languages {
		if strings.TrimSpace(texts[l]) == "" {
			v.at(key, fmt.Sprintf("write it for every language of the practice: %s", strings.Join(languages, ", ")), "has no text in %q", l)
		}
	}
	for l := range texts {
		if l != "en" && l != "es" {
			v.at(key+"."+l, "knead speaks en and es", "%q is not a language of knead", l)
		}
	}
}

// web checks an address that clients may open; a bare host is taken as https.
func (v *validator) web(key, s string) {
	if s == "" {
		return
	}
	full := s
	if !strings.Contains(s, "://") {
		full = "https://" + s
	}
	u, err := url.Parse(full)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsAny(s, " \t") {
		v.at(key, "such as https://www.example.com/book", "%q is no web address", s)
	}
}
