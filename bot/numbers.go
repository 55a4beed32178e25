package bot

import "strings"

// numbers are the telephone numbers and places that advice names, by the practice's country, never by the client's
// language: whoever writes in Spanish to a practice in Florida dials 911.
//
// Sources: the services' own public names for their numbers. US: 911, 988 Lifeline, Poison Help 1-800-222-1222,
// National Domestic Violence Hotline 1-800-799-7233. GB: 999, Samaritans 116 123, NHS 111, National Domestic Abuse
// Helpline 0808 2000 247. ES: 112, 024, toxicology 915 620 420, 016. MX: 911, Línea de la Vida 800 911 2000. CA: 911,
// 988, poison centre 1-844-764-7669. AU: 000, Lifeline 13 11 14, poisons 13 11 26, 1800RESPECT 1800 737 732,
// healthdirect 1800 022 222. A practice can override each in its file; no clinician has reviewed this table.
func numbers(p Practice, l Lang) *strings.Replacer {
	n := countryNumbers(p.Country, l)
	for k, v := range p.Numbers {
		if v != "" {
			n[k] = v
		}
	}
	pairs := make([]string, 0, 2*len(n))
	for k, v := range n {
		pairs = append(pairs, "{"+k+"}", v)
	}
	return strings.NewReplacer(pairs...)
}

// NumberKeys are the placeholders that advice may use and a practice may override.
func NumberKeys() []string { return []string{"emergency", "crisis", "poison", "violence", "advice"} }

func countryNumbers(country string, l Lang) map[string]string {
	es := l == Spanish
	pick := func(en, esp string) string {
		if es {
			return esp
		}
		return en
	}
	doctor := pick("a doctor or an urgent care clinic", "un médico o una clínica de urgencias")
	switch country {
	case "US":
		return map[string]string{"emergency": "911", "crisis": "988", "poison": "1-800-222-1222",
			"violence": "1-800-799-7233", "advice": doctor}
	case "CA":
		return map[string]string{"emergency": "911", "crisis": "988", "poison": "1-844-764-7669",
			"violence": "211", "advice": pick("a doctor, a walk-in clinic, or 811", "un médico, una clínica sin cita, o el 811")}
	case "GB":
		return map[string]string{"emergency": "999", "crisis": "116 123", "poison": "111",
			"violence": "0808 2000 247", "advice": pick("your GP or NHS 111", "su médico de cabecera o el NHS 111")}
	case "ES":
		return map[string]string{"emergency": "112", "crisis": "024", "poison": "915 620 420",
			"violence": "016", "advice": pick("your health centre or an emergency department", "su centro de salud o urgencias")}
	case "MX":
		return map[string]string{"emergency": "911", "crisis": "800 911 2000", "poison": "911",
			"violence": "911", "advice": doctor}
	case "AU":
		return map[string]string{"emergency": "000", "crisis": "13 11 14", "poison": "13 11 26",
			"violence": "1800 737 732", "advice": pick("a GP, an urgent care clinic, or healthdirect 1800 022 222",
				"un médico, una clínica de urgencias, o healthdirect 1800 022 222")}
	}
	emergency := pick("your local emergency number (112 in many countries)", "su número local de emergencias (112 en muchos países)")
	return map[string]string{"emergency": emergency,
		"crisis":   pick("your local crisis line", "su línea local de crisis"),
		"poison":   emergency,
		"violence": pick("your local helpline", "su línea local de ayuda"), "advice": doctor}
}

// EmergencyNumber is the number that the practice's clients call in an emergency, empty where none is known.
func EmergencyNumber(p Practice) string {
	if n := p.Numbers["emergency"]; n != "" {
		return n
	}
	if n := countryNumbers(p.Country, English)["emergency"]; len(n) <= 4 {
		return n
	}
	return ""
}
