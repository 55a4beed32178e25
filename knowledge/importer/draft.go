package importer

import (
	"fmt"
	"strings"

	"knead/bot"
	"knead/knowledge"
)

// Draft returns a skeleton of an article that would answer questions, the first of which heads its section. The name of
// its file begins with "_", so that knead does not answer from it before somebody wrote it and took the "_" away.
func Draft(lang bot.Lang, questions []string) (name string, text []byte, err error) {
	var qs []string
	for _, q := range questions {
		if q = clip(strings.Join(strings.Fields(tidy(q)), " "), 200); q != "" {
			qs = append(qs, q)
		}
	}
	if len(qs) == 0 {
		return "", nil, fmt.Errorf("draft: %w", errEmpty)
	}
	title := strings.TrimRight(clause(qs[0], 10), "?¿! ")
	s := slug(title, maxSlug)
	if s == "" {
		s = "answer"
	}
	todo := "Write the answer here, in at most 60 words: the point first. Then take this sentence out, and the _ off the file's name."
	if lang == bot.Spanish {
		todo = "Escriba aquí la respuesta, en 60 palabras como máximo: primero lo principal. Luego quite esta frase y el _ del nombre del archivo."
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\nslug: %s\nlang: %s\nquestions:\n  answer:\n", quote(title), s, lang)
	for _, q := range qs {
		fmt.Fprintf(&b, "    - %s\n", quote(q))
	}
	fmt.Fprintf(&b, "---\n\n## %s {#answer}\n\n%s\n", escape(qs[0]), todo)
	name = string(lang) + "/_" + s + ".md"
	if _, ps := knowledge.ParseArticle(name, []byte(b.String())); len(ps) > 0 {
		return "", nil, fmt.Errorf("draft: %w", ps[:1])
	}
	return name, []byte(b.String()), nil
}
