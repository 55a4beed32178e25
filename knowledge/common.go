package knowledge

import (
	"embed"
	"io/fs"

	"knead/bot"
)

//go:embed common
var commonFiles embed.FS

// commonWords returns everyday words of l, folded: they fill a question and name no topic of an article.
func commonWords(l bot.Lang) string {
	b, err := fs.ReadFile(commonFiles, "common/"+string(l)+".txt")
	if err != nil {
		return "" // a language without a list: every unknown word counts
	}
	return string(b)
}
