package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"knead/knowledge"
)

// importedLine is the line of the front matter that tells whether an article was edited: the rest of the file has the
// sum it names.
var importedLine = regexp.MustCompile(`(?m)^imported: *(\S+) ([0-9a-f]{16})\n`)

// inventory notes which slugs the articles folder has, and from where its articles were imported.
func (r *run) inventory() error {
	r.sources = map[string]string{}
	if r.o.To == "" {
		return errors.New("no articles folder is given")
	}
	err := filepath.WalkDir(r.o.To, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == r.o.To {
			return fs.SkipAll // it will be made
		}
		if err != nil {
			return err
		}
		if d.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		a, _ := knowledge.ParseArticle(path, src)
		if a.Slug == "" || a.Lang == "" {
			return nil
		}
		if a.Source.URL != "" {
			r.sources[a.Source.URL+" "+string(a.Lang)] = a.Slug
		}
		if name := strings.TrimPrefix(filepath.Base(path), "_"); name != a.Slug+".md" || filepath.Base(filepath.Dir(path)) != string(a.Lang) {
			r.taken[string(a.Lang)+"/"+a.Slug] = path
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("articles folder: %w", err)
	}
	return nil
}

// write puts a into the articles folder, if nothing is in its way.
func (r *run) write(a *article) error {
	name := a.slug + ".md"
	if r.o.Draft {
		name = "_" + name
	}
	path := filepath.Join(r.o.To, a.lang, name)
	text := a.markdown(r.o.Now())
	if _, ps := knowledge.ParseArticle(filepath.Join(a.lang, name), []byte(text)); len(ps) > 0 {
		return fmt.Errorf("cannot become an article: %w", ps[:1])
	}
	old, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case string(rest(old)) == string(rest([]byte(text))):
		r.report.Unchanged = append(r.report.Unchanged, path)
		r.say("%s: unchanged in %s", a.name, path)
		return nil
	case edited(old) && !r.o.Force && (r.o.Ask == nil || r.o.DryRun || !r.o.Ask(fmt.Sprintf("%s was edited. Write over it?", path))):
		r.report.Kept = append(r.report.Kept, path)
		r.say("%s: %s was edited and stays; --force writes over it", a.name, path)
		return nil
	}
	if !r.o.DryRun {
		if err := WriteFile(path, []byte(text)); err != nil {
			return err
		}
	}
	r.report.Written = append(r.report.Written, path)
	r.say("%s: %s, %d sections, %d words", a.name, path, len(a.sections), a.words())
	return nil
}

// rest returns an article without the line that importing keeps its books in.
func rest(src []byte) []byte { return importedLine.ReplaceAll(src, nil) }

// edited reports whether an article is not as an import left it.
func edited(src []byte) bool {
	src = []byte(strings.ReplaceAll(string(src), "\r\n", "\n"))
	m := importedLine.FindSubmatch(src)
	return m == nil || string(m[2]) != sum(rest(src))
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:8])
}

// markdown returns the article as its file.
func (a *article) markdown(now time.Time) string {
	var head, body strings.Builder
	put := func(indent, key, value string) {
		if value != "" {
			fmt.Fprintf(&head, "%s%s: %s\n", indent, key, quote(value))
		}
	}
	head.WriteString("---\n")
	put("", "title", a.title)
	put("", "slug", a.slug)
	put("", "lang", a.lang)
	head.WriteString("source:\n")
	put("  ", "page", clip(a.title, 200))
	put("  ", "site", a.site)
	put("  ", "author", a.author)
	put("  ", "date", a.date)
	put("  ", "url", a.url)
	body.WriteString("---\n")
	for _, s := range a.sections {
		fmt.Fprintf(&body, "\n## %s {#%s}\n", s.heading, s.anchor)
		for _, b := range s.blocks {
			body.WriteByte('\n')
			b.write(&body)
		}
	}
	return fmt.Sprintf("%simported: %s %s\n%s", head.String(), now.Format(time.DateOnly), sum([]byte(head.String()+body.String())), body.String())
}

func (b block) write(to *strings.Builder) {
	switch b.kind {
	case list:
		for i, it := range b.items {
			mark := "- "
			if b.ordered {
				mark = strconv.Itoa(i+1) + ". "
			}
			to.WriteString(mark + it + "\n")
		}
	default:
		to.WriteString(b.text + "\n")
	}
}

// quote returns s as a YAML value that reads as just that text.
func quote(s string) string {
	s = strings.Join(strings.Fields(tidy(s)), " ")
	var back struct{ K string }
	plainOK := !strings.ContainsAny(s, "\"'#:{}[]&*!|>%@`,\\") && yaml.Unmarshal([]byte("k: "+s+"\n"), &back) == nil && back.K == s
	if plainOK && !strings.HasPrefix(s, "-") && !strings.HasPrefix(s, "?") {
		return s
	}
	return strconv.Quote(s)
}

// WriteFile writes data to path, whole or not at all: to a file beside it, which then takes its name. Folders are made.
func WriteFile(path string, data []byte) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// frontMatterOf fills p from a Markdown file's front matter, whoever's it is, and returns the body.
func frontMatterOf(text string, p *page) string {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return text
	}
	matter, body, ok := strings.Cut(rest, "\n---\n")
	if !ok {
		return text
	}
	var m map[string]any
	if yaml.Unmarshal([]byte(matter), &m) != nil {
		return body
	}
	get := func(keys ...string) string {
		for _, k := range keys {
			switch v := m[k].(type) {
			case string:
				return clip(strings.Join(strings.Fields(tidy(v)), " "), 200)
			case time.Time:
				return v.Format(time.DateOnly)
			}
		}
		return ""
	}
	p.title, p.date, p.author = get("title"), get("date", "published", "created"), get("author")
	if l := get("lang", "language", "locale"); len(l) >= 2 {
		p.lang = strings.ToLower(l[:2])
	}
	return body
}
