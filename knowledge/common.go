package knowledge

import (
	"embed"
	"fmt"
	"io/fs"

	"knead/bot"
	"knead/knowledge/internal/bloom"
)

//go:embed common spelling
var commonFiles embed.FS

// commonWords returns everyday words of l, folded: they fill a question and name no topic of an article.
func commonWords(l bot.Lang) string {
	b, err := fs.ReadFile(commonFiles, "common/"+string(l)+".txt")
	if err != nil {
		return "" // a language without a list: every unknown word counts
	}
	return string(b)
}

// spelling returns the stems of l's ordinary words, nil for a language without a list.
func spelling(l bot.Lang) (*bloom.Filter, error) {
	b, err := fs.ReadFile(commonFiles, "spelling/"+string(l)+".bloom")
	if err != nil {
		return nil, nil //nolint:nilerr // without a list nothing is known to be right
	}
	f, err := bloom.Parse(b)
	if err != nil {
		return nil, fmt.Errorf("spelling of %s: %w", l, err)
	}
	return f, nil
}
