package booking

// respell puts hours into digits that are spelt out as soldiers say them, "fifteen hundred hours", and numbers right that are
// written by ear where only an hour can stand: "a las dies y media".
func respell(toks []token) []token {
	out := toks[:0]
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.kind == wordToken {
			switch next := i + 1; { // "antes d trabajar", "p/ mi esposo"
			case t.text == "d" && t.raw == "d" && i > 0 && next < len(toks) && toks[i-1].kind == wordToken && toks[i-1].text != "vitamin" && toks[i-1].text != "vitamina" && toks[next].kind != punctToken:
				t.text = "de"
			case (t.text == "p" || t.text == "c") && i+2 < len(toks) && toks[next].text == "/" && toks[next].glued && toks[i+2].kind == wordToken && (t.text == "p" || !toks[i+2].glued):
				if t.text = "para"; t.raw == "c" || t.raw == "C" {
					t.text = "con"
				}
				i++
			}
			if i > 0 && (toks[i-1].text == "las" || toks[i-1].text == "alas") {
				t.text = hourByEar(t.text)
			}
			if v := soldiersHour(t.text); v > 0 && i+2 < len(toks) && (toks[i+2].text == "hours" || toks[i+2].text == "hrs") {
				minutes := -1
				switch toks[i+1].text {
				case "hundred":
					minutes = 0
				case "fifteen":
					minutes = 15
				case "thirty":
					minutes = 30
				}
				if minutes >= 0 {
					t.kind, t.val = numberToken, v*100+minutes
					t.text = string([]byte{byte('0' + v/10), byte('0' + v%10), byte('0' + minutes/10), byte('0' + minutes%10)})
					i++
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// hourByEar is the Spanish hour that w sounds like, "dies", "onze", "ocho" with an h before it; w itself where it sounds like none.
func hourByEar(w string) string {
	for _, hour := range [...]string{"dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"} {
		if sound(w) == sound(hour) {
			return hour
		}
	}
	return w
}

func soldiersHour(w string) int {
	for k, name := range [...]string{"ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"} {
		if w == name {
			return 10 + k
		}
	}
	return 0
}
