package main

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"knead/bot"
	"knead/bot/triage"
	"knead/bot/triage/reader"
)

// copies returns each sample once more as other people might have sent it: beside a harmless sentence, in the middle of
// a long harmless story, or with slips of the thumb. They are trained on and never measured on. With them the model leaves
// a red flag where it is when somebody adds "do you have parking?" to it, and does not take length for danger.
func copies(rules *triage.Engine, rows []triage.Row, samples []reader.Sample) []reader.Sample {
	rng := rand.New(rand.NewPCG(5, 6))
	var harmless []string
	for _, r := range rows {
		if n := len(strings.Fields(r.Messages[0])); r.Level == bot.None && !r.Grey && len(r.Messages) == 1 && n >= 3 && n <= 12 {
			harmless = append(harmless, r.Messages[0])
		}
	}
	out := make([]reader.Sample, len(samples))
	for i, s := range samples {
		switch kind := rng.IntN(10); {
		case kind < 4:
			s.Text = beside(s.Text, harmless[rng.IntN(len(harmless))], rng)
		case kind < 8 || s.Level != bot.None && kind < 9:
			s.Text = slips(s.Text, rng)
		default:
			for range 2 + rng.IntN(6) {
				s.Text = beside(s.Text, harmless[rng.IntN(len(harmless))], rng)
			}
		}
		before, _ := learnt(rows[i])
		s.Seen, s.Copy = rules.Sights(seenIn(rules, before), s.Text), true
		out[i] = s
	}
	return out
}

// beside puts harmless before or after text.
func beside(text, harmless string, rng *rand.Rand) string {
	joints := []string{". ", ". ", " ", ", ", "\n", "! "}
	joint := joints[rng.IntN(len(joints))]
	if rng.IntN(2) == 0 {
		return harmless + joint + text
	}
	return text + joint + harmless
}

// slips changes one letter in one or two words of five letters and more: left out, doubled, swapped or another one.
func slips(text string, rng *rand.Rand) string {
	words := strings.Split(text, " ")
	for range 1 + rng.IntN(2) {
		k := rng.IntN(len(words))
		w := []rune(words[k])
		if len(w) < 5 {
			continue
		}
		at := 1 + rng.IntN(len(w)-2)
		if !unicode.IsLetter(w[at]) || !unicode.IsLetter(w[at+1]) {
			continue
		}
		switch rng.IntN(4) {
		case 0:
			w = append(w[:at:at], w[at+1:]...)
		case 1:
			w = append(w[:at+1:at+1], w[at:]...)
		case 2:
			w[at], w[at+1] = w[at+1], w[at]
		default:
			w[at] = rune('a' + rng.IntN(26))
		}
		words[k] = string(w)
	}
	return strings.Join(words, " ")
}
