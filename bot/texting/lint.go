package texting

import (
	"fmt"
	"regexp"
	"strings"

	"knead/bot"
)

// askedFor is an order to write one of the words that end messages: "reply CANCEL", "escriba cancelar".
var askedFor = regexp.MustCompile(`(?i)\b(?:reply|text|texting|send|write|type|say|answer|enter|respond|press|tap|responda|responde|conteste|contesta|escriba|escribe|` +
	`env[ií]e|env[ií]a|mande|manda|diga|teclee|pulse|marque)\b(?: with| the word| con| la palabra)?:? ` +
	`(?:stop|stopall|unsubscribe|cancel|end|quit|optout|opt-out|revoke|cancelar|parar|detener|terminar|salir|revocar)\b`)

// shouted is one of those words in capitals; in quotes it is found by quoted.
var shouted = regexp.MustCompile(`\b(?:STOP|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|OPTOUT|REVOKE|ALTO|PARAR|PARE|DETENER|BAJA|CANCELAR|FIN|TERMINAR|SALIR|REVOCAR)\b`)

// quoted is what stands in quotes: words that a client may take over.
var quoted = regexp.MustCompile(`["“«]([^"”»\n]{1,40})["”»]`)

// Lint returns why text may not be said to clients by text message, empty when it may: it asks for a word that ends
// messages as if it did something else. This package's own sentences, which say what those words do, are not to be given.
func Lint(text string) string {
	if m := askedFor.FindString(text); m != "" {
		return fmt.Sprintf("asks for a word that ends messages: %q", m)
	}
	if m := shouted.FindString(text); m != "" {
		return fmt.Sprintf("has a word that ends messages in capitals: %q", m)
	}
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		if Read(strings.Trim(m[1], " .,"), false) == bot.ConsentStop {
			return fmt.Sprintf("quotes words that end messages: %s", m[0])
		}
	}
	return ""
}

// LintLabel is Lint for a button's label, which clients write back.
func LintLabel(label string) string {
	if Read(label, false) != bot.ConsentNone {
		return fmt.Sprintf("is a word of the telephone network: %q", label)
	}
	return Lint(label)
}
