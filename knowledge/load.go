package knowledge

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"knead/bot"
)

//go:embed all:articles thesaurus outside guess/*.bin model.json
var embedded embed.FS

// Embedded returns the articles that come with knead, one folder a language.
func Embedded() fs.FS { return sub(embedded, "articles") }

func sub(fsys fs.FS, dir string) fs.FS {
	out, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // a constant path: the embed directive makes sure of it
	}
	return out
}

// Options adjusts Load. The zero Options suit the embedded articles.
type Options struct {
	Languages []bot.Lang // the practice's; an article may be in none else. Empty: those that any article has
	BaseURL   string     // before "/articles/…" in source links; empty for links relative to the server
	Thesaurus fs.FS      // the practice's own <lang>.yaml, added to the built-in ones; may be nil
}

// maxFile is how long an article may be in bytes. A chat's article is a few kilobytes; more is a mistake.
const maxFile = 1 << 20

// A Base is a loaded knowledge base. It is immutable: build a new one when an article changes. Safe for concurrent use.
type Base struct {
	opts      Options
	languages []bot.Lang
	articles  []*Article
	golden    []Labelled
	pages     map[pageKey]Page
	shelves   map[bot.Lang]*shelf
	model     *model
}

var _ bot.Answerer = (*Base)(nil)

// Load reads every *.md file of fsys (README.md and names that begin with "_" or "." excepted) and its GoldenFile, checks
// them all, and builds the index. When anything is wrong it returns Problems, all of them at once.
func Load(fsys fs.FS, opts Options) (*Base, error) {
	articles, problems := readArticles(fsys)
	languages := opts.Languages
	if len(languages) == 0 {
		languages = languagesOf(articles)
	}
	problems = append(problems, checkSet(articles, languages)...)
	golden, ps := readGolden(fsys)
	problems = append(problems, ps...)
	if len(problems) == 0 {
		problems = checkGolden(golden, articles, languages)
	}
	if len(problems) > 0 {
		return nil, problems.sorted()
	}
	outside, err := builtIn()
	if err != nil {
		return nil, err
	}
	return build(articles, golden, outside, languages, opts)
}

// build indexes checked articles. golden is their own ranking, outside what no massage article answers.
func build(articles []*Article, golden, outside []Labelled, languages []bot.Lang, opts Options) (*Base, error) {
	m, err := loadModel()
	if err != nil {
		return nil, err
	}
	b := &Base{
		opts: opts, languages: languages, articles: articles, golden: golden, model: m,
		pages: map[pageKey]Page{}, shelves: map[bot.Lang]*shelf{},
	}
	slices.SortStableFunc(b.articles, func(x, y *Article) int {
		return cmp.Or(strings.Compare(x.Title, y.Title), strings.Compare(x.Slug, y.Slug))
	})
	has := map[string][]bot.Lang{}
	for _, l := range languages {
		for _, a := range articles {
			if a.Lang == l {
				has[a.Slug] = append(has[a.Slug], l)
			}
		}
	}
	for _, a := range articles {
		p, err := render(a, has[a.Slug])
		if err != nil {
			return nil, err
		}
		b.pages[pageKey{a.Slug, a.Lang}] = p
	}
	for _, l := range languages { // one after the other: side by side, starting would take half as much memory again
		s, err := newShelf(l, articles, slices.Concat(golden, outside), opts.Thesaurus)
		if err != nil {
			return nil, fmt.Errorf("knowledge in %s: %w", l, err)
		}
		b.shelves[l] = s
	}
	return b, nil
}

// Close frees the indexes. Answers asked for afterwards fail.
func (b *Base) Close() error {
	var errs []error
	for _, s := range b.shelves {
		errs = append(errs, s.index.Close())
	}
	return errors.Join(errs...)
}

// Passages returns every passage in l, in the order of articles and sections.
func (b *Base) Passages(l bot.Lang) []Passage {
	s := b.shelves[l]
	if s == nil {
		return nil
	}
	return slices.Clone(s.passages)
}

// Languages returns the languages that b answers in, the practice's default first.
func (b *Base) Languages() []bot.Lang { return slices.Clone(b.languages) }

func readArticles(fsys fs.FS) ([]*Article, Problems) {
	var articles []*Article
	var problems Problems
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			problems = append(problems, Problem{name, 0, "", "cannot be read: " + err.Error(), "check the folder and its permissions"})
			return nil
		}
		base := path.Base(name)
		hidden := name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_"))
		switch {
		case d.IsDir() && hidden:
			return fs.SkipDir
		case d.IsDir(), hidden, path.Ext(name) != ".md", strings.EqualFold(base, "readme.md"):
			return nil
		}
		src, what := readFile(fsys, name)
		if what != "" {
			problems = append(problems, Problem{name, 0, "", what, "see the articles that come with knead for the form"})
			return nil
		}
		a, ps := parseArticle(name, src)
		if dir := path.Base(path.Dir(name)); langForm.MatchString(dir) && a.Lang != "" && string(a.Lang) != dir {
			ps = append(ps, Problem{name, 1, "lang", fmt.Sprintf("is %s in the folder %s", a.Lang, dir), "move the file or mend the key"})
		}
		problems = append(problems, ps...)
		articles = append(articles, a)
		return nil
	})
	if err != nil {
		problems = append(problems, Problem{".", 0, "", err.Error(), ""})
	}
	if len(articles) == 0 && len(problems) == 0 {
		problems = append(problems, Problem{".", 0, "", "no article found", "put *.md files there, one folder a language"})
	}
	return articles, problems
}

func readFile(fsys fs.FS, name string) (src []byte, what string) {
	info, err := fs.Stat(fsys, name)
	if err == nil && info.Size() > maxFile {
		return nil, fmt.Sprintf("has %d bytes, over %d", info.Size(), maxFile)
	}
	if err == nil {
		src, err = fs.ReadFile(fsys, name)
	}
	switch {
	case err != nil:
		return nil, "cannot be read: " + err.Error()
	case len(strings.TrimSpace(string(src))) == 0:
		return nil, "is empty"
	}
	return src, ""
}

// isText reports whether b is UTF-8 without control characters other than tab and newline.
func isText(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, r := range string(b) {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return false
		}
	}
	return true
}

// languagesOf returns the languages of articles: English first, the others by code.
func languagesOf(articles []*Article) []bot.Lang {
	var out []bot.Lang
	for _, a := range articles {
		if a.Lang != "" && !slices.Contains(out, a.Lang) {
			out = append(out, a.Lang)
		}
	}
	slices.SortFunc(out, func(x, y bot.Lang) int {
		if (x == bot.English) != (y == bot.English) {
			if x == bot.English {
				return -1
			}
			return 1
		}
		return strings.Compare(string(x), string(y))
	})
	return out
}

// checkSet finds what no single file shows and no reader can make sense of: slugs used twice, languages that the practice
// does not have. What one language has and another lacks is for Lint to tell: both answer for themselves meanwhile.
func checkSet(articles []*Article, languages []bot.Lang) Problems {
	var ps Problems
	byKey := map[pageKey]*Article{}
	for _, a := range articles {
		if a.Slug == "" || a.Lang == "" {
			continue
		}
		if !slices.Contains(languages, a.Lang) {
			ps = append(ps, Problem{a.File, 1, "lang", fmt.Sprintf("%s is no language of the practice", a.Lang), "add it to the practice's languages or take the article out"})
			continue
		}
		if first, twice := byKey[pageKey{a.Slug, a.Lang}]; twice {
			ps = append(ps, Problem{a.File, 1, "slug", fmt.Sprintf("%q is that of %s too", a.Slug, first.File), "give each article its own"})
			continue
		}
		byKey[pageKey{a.Slug, a.Lang}] = a
	}
	return ps
}
