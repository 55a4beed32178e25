package booking

import (
	"slices"
	"strings"
)

// joinTens takes the hyphen out of "twenty-seventh", so that it reads as two words.
func joinTens(toks []token) []token {
	out := toks[:0]
	for i, t := range toks {
		if t.text == "-" && i > 0 && i+1 < len(toks) && toks[i+1].kind == wordToken && t.glued {
			switch toks[i-1].text {
			case "twenty", "thirty", "forty", "fifty", "seventy", "half", "past", "quarter":
				if toks[i-1].text == "half" && toks[i+1].text != "past" {
					break
				}
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// unDigit reads the 4 and the 2 of text messages as "for" and "to" where a number makes no sense: "looking 4 a swedish",
// "need 2 book", "change my appt 2 fri 9am".
func unDigit(toks []token) {
	for i := 1; i+1 < len(toks); i++ {
		t, next := &toks[i], toks[i+1]
		if t.kind != numberToken || t.glued || next.glued || toks[i-1].kind != wordToken || next.kind != wordToken {
			continue
		}
		switch t.text {
		case "4":
			switch next.text {
			case "a", "an", "my", "me", "the", "us", "our", "this", "next", "nxt", "tomorrow", "tmrw", "tmr", "today", "2day", "2moro", "tonight", "2nite":
				if next.text == "a" && i+2 < len(toks) && (toks[i+2].text == "las" || toks[i+2].text == "la") {
					break // "somos 4 a las 12"
				}
				if w := toks[i-1].text; !beforeHour(w) && !isWeekdayName(w) && w != "al" && w != "el" && w != "dia" && w != "del" && w != "las" && w != "los" && (i+2 >= len(toks) || toks[i+2].kind != numberToken || toks[i+2].val > 12 || next.text != "a") {
					t.text, t.kind = "for", wordToken
				}
			}
			if isWeekdayName(next.text) && (toks[i-1].text == "up" || toks[i-1].text == "down" || toks[i-1].text == "me" || toks[i-1].text == "in") {
				t.text, t.kind = "for", wordToken // "sign me up 4 tues"
			}
		case "2":
			switch next.text {
			case "day":
				if i+2 < len(toks) && toks[i+2].text == "after" { // "change my appt 2 day after tmrw"
					t.text, t.kind = "to", wordToken
				} else if i == 0 || toks[i-1].text != "in" && toks[i-1].text != "every" && toks[i-1].text != "a" {
					t.text, t.kind = "today", wordToken
					toks[i+1].text, toks[i+1].kind = ",", punctToken // "2 day at 4"
				}
			}
			switch next.text {
			case "book", "come", "get", "cancel", "reschedule", "move", "change", "see", "make", "schedule", "do", "have", "be":
				t.text, t.kind = "to", wordToken
			}
			switch toks[i-1].text {
			case "appt", "appointment", "it", "me", "massage", "booking":
				if isWeekdayName(next.text) || next.text == "tomorrow" || next.text == "tmrw" || next.text == "next" {
					t.text, t.kind = "to", wordToken
				}
			}
		}
	}
}

// beforeHour reports whether a number behind the word w is an hour: "from 2 to 4 today", "twenty past 4 tomorrow".
func beforeHour(w string) bool {
	switch w {
	case "at", "on", "las", "de", "past", "to", "till", "til", "until", "after", "before", "from", "than", "around", "about", "@", "a", "and", "y", ":", "of", "the":
		return true
	}
	return false
}

func isWeekdayName(w string) bool {
	switch w {
	case "sun", "mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday":
		return true
	}
	return false
}

// cutIsh cuts the ish off "fiveish", so that both halves read.
func cutIsh(toks []token, lex *lexicon) []token {
	for i := 0; i < len(toks); i++ {
		w, ok := strings.CutSuffix(toks[i].text, "ish")
		if !ok || toks[i].kind != wordToken || len(w) < 3 || w == "span" {
			continue
		}
		num := []token{{text: w, raw: w, kind: wordToken}}
		for _, s := range lex.words.senses(num, 0, nil) {
			if s.sym == "number" && s.val <= 12 {
				toks[i].text = w
				toks = slices.Insert(toks, i+1, token{text: "ish", raw: "ish", kind: wordToken, glued: true})
				i++
				break
			}
		}
	}
	return toks
}
