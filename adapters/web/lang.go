package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"knead/bot"
)

// maxAccept is how much of an Accept-Language header is read, in bytes.
const maxAccept = 512

// languages chooses among the languages of the pages.
type languages struct {
	known   []bot.Lang // the first is the default
	matcher language.Matcher
}

func newLanguages(known []bot.Lang) (languages, error) {
	tags := make([]language.Tag, len(known))
	for i, l := range known {
		t, err := language.Parse(string(l))
		if err != nil {
			return languages{}, fmt.Errorf("language %q: %w", l, err)
		}
		if slices.Contains(known[:i], l) {
			return languages{}, fmt.Errorf("language %q: %w", l, errors.New("listed twice"))
		}
		tags[i] = t
	}
	return languages{known: known, matcher: language.NewMatcher(tags)}, nil
}

// page is the language of the page that r asks for: what the link says, what the browser prefers, the default.
func (l languages) page(r *http.Request) bot.Lang {
	if k, ok := l.named(r.URL.Query().Get("lang")); ok {
		return k
	}
	if k, ok := l.preferred(r); ok {
		return k
	}
	return l.known[0]
}

// of is what is known of a client's language for a message: the page's, else the browser's, else nothing.
func (l languages) of(r *http.Request, page string) string {
	k, ok := l.named(page)
	if !ok {
		k, _ = l.preferred(r)
	}
	return string(k)
}

// named returns the known language of a tag such as "es" or "es-MX".
func (l languages) named(tag string) (bot.Lang, bool) {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	k := bot.Lang(base)
	return k, slices.Contains(l.known, k)
}

// preferred returns the known language that the browser likes best.
func (l languages) preferred(r *http.Request) (bot.Lang, bool) {
	accept := r.Header.Get("Accept-Language")
	if len(accept) > maxAccept {
		accept = accept[:strings.LastIndexByte(accept[:maxAccept], ',')+1]
		accept = strings.TrimSuffix(accept, ",")
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return "", false
	}
	_, i, sure := l.matcher.Match(tags...)
	if sure == language.No {
		return "", false
	}
	return l.known[i], true
}
