package knowledge

import "knead/bot"

// Stem returns the stem under which word, in lower case and without accents, meets its other forms in l. A language
// without a stemmer gives the word itself. Those who check what was written about a passage must cut words as search
// does.
func Stem(l bot.Lang, word string) string {
	switch l {
	case bot.English:
		return stemEnglish(word)
	case bot.Spanish:
		return stemSpanish(word)
	default:
		return word
	}
}
