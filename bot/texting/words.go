package texting

import (
	"slices"

	"knead/bot"
)

// stopWords end messages when they are all that a message says, whatever its case and punctuation. The first row is
// what US carriers and Twilio act on themselves; the second what people write who mean it.
func stopWords() []string {
	return []string{
		"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke",
		"stop all", "opt out", "stop please", "please stop", "stop texting me", "stop texting", "stop messaging me", "stop messages",
		"please stop texting me", "stop sending me messages", "stop sending me texts", "unsubscribe me", "please unsubscribe me",
		"no more texts", "no more messages", "dont text me", "do not text me", "dont text me anymore", "quit texting me", "remove me",
		"take me off your list", "remove me from your list",
	}
}

// spanishStopWords are the same in Spanish.
func spanishStopWords() []string {
	return []string{"alto", "parar", "pare", "para", "detener", "detenga", "baja", "darme de baja", "deme de baja", "dar de baja",
		"cancelar", "fin", "terminar", "salir", "revocar", "no mas", "no mas mensajes", "no mas textos", "no me escriban", "no me escriba",
		"no me escriban mas", "no me escribas mas", "no me manden mensajes", "no me manden mas mensajes", "dejen de escribirme",
		"deje de escribirme", "deja de escribirme", "dejen de mandarme mensajes", "quiero darme de baja", "alto por favor"}
}

func startWords() []string { return []string{"start", "unstop"} }

// againWords start messages again only while they are stopped: otherwise they answer a question.
func againWords() []string {
	return []string{"yes", "si", "empezar", "iniciar", "comenzar", "reanudar", "alta", "resume", "subscribe", "opt in", "optin"}
}

func helpWords() []string { return []string{"help", "info"} }

func spanishHelpWords() []string { return []string{"ayuda", "informacion"} }

// longestWord is the longest message, in bytes, that can be one of the words.
const longestWord = 80

// Read says what a whole message says about being written to: ConsentStop, ConsentStart, ConsentHelp or ConsentNone.
// stopped is whether the number's messages are stopped now.
func Read(text string, stopped bool) bot.ConsentKind {
	if len(text) > longestWord {
		return bot.ConsentNone
	}
	switch w := bot.GapKey(text); {
	case w == "":
		return bot.ConsentNone
	case slices.Contains(stopWords(), w), slices.Contains(spanishStopWords(), w):
		return bot.ConsentStop
	case slices.Contains(startWords(), w), stopped && slices.Contains(againWords(), w):
		return bot.ConsentStart
	case slices.Contains(helpWords(), w), slices.Contains(spanishHelpWords(), w):
		return bot.ConsentHelp
	}
	return bot.ConsentNone
}

// langOf is the language of such a word, empty where it tells none.
func langOf(text string) bot.Lang {
	w := bot.GapKey(text)
	switch {
	case slices.Contains(spanishStopWords(), w), slices.Contains(spanishHelpWords(), w):
		return bot.Spanish
	}
	return ""
}
