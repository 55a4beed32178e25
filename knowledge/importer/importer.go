package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"knead/bot"
)

// Options says what to import and where to. The zero values of the limits stand for the defaults named with them.
type Options struct {
	To        string     // the articles folder; one folder a language is made in it
	Languages []bot.Lang // the practice's; a page in another one is refused
	Lang      bot.Lang   // of every page; empty: what the page says and its words show
	Title     string     // in place of the page's own; for a single page only
	Slug      string     // likewise
	Draft     bool       // write names that begin with "_", which knead does not answer from
	Force     bool       // write over articles that were edited
	DryRun    bool       // write nothing

	Site         bool          // the address names a site: read the pages of its sitemap
	Only         string        // of a sitemap, pages whose path begins with this
	MaxBytes     int64         // of one page or file; 5 MiB
	MaxPages     int           // of one import; 200
	Timeout      time.Duration // for one page; 20 s
	Total        time.Duration // for the whole import; 15 min
	Pause        time.Duration // between two requests; 500 ms, negative for none
	AllowPrivate bool          // addresses of the own network may be read

	Stdin  io.Reader                                  // what "-" reads
	Now    func() time.Time                           // time.Now
	Detect func(text string) (code string, sure bool) // the language of a page; may be nil
	Ask    func(question string) bool                 // whether to write over an edited article; nil: never
	Say    func(line string)                          // progress; may be nil
}

// A Report is what became of the pages of an import.
type Report struct {
	Written   []string // files, written or, on a dry run, to be written
	Unchanged []string // files that hold just that already
	Kept      []string // files that were edited since they were imported, and stay
	Failed    []Failure
}

// A Failure is a page that was not imported.
type Failure struct {
	Name string // path or address
	Err  error  // its text says what is wrong in a few words
}

// Run imports source: a file, a folder, a web address, the address of a sitemap, or "-" for standard input. What goes
// wrong with one page is in the Report, and the others are imported all the same; an error means that there was nothing
// to begin with, or that ctx ended. No file is ever left half-written.
func Run(ctx context.Context, source string, o Options) (Report, error) {
	o.defaults()
	ctx, cancel := context.WithTimeout(ctx, o.Total)
	defer cancel()
	r := &run{o: o, taken: map[string]string{}}
	err := r.gather(ctx, source)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("stopped after %s: %w", o.Total, err)
	}
	if len(r.read) > 1 && (o.Slug != "" || o.Title != "") {
		return r.report, errors.New("a title or slug can be given for a single page only")
	}
	r.shared()
	if ierr := r.inventory(); ierr != nil {
		return r.report, ierr
	}
	for i := range r.read {
		r.finish(&r.read[i])
	}
	return r.report, err
}

func (o *Options) defaults() {
	o.MaxBytes = cmp.Or(o.MaxBytes, 5<<20)
	o.MaxPages = cmp.Or(o.MaxPages, 200)
	o.Timeout = cmp.Or(o.Timeout, 20*time.Second)
	o.Total = cmp.Or(o.Total, 15*time.Minute)
	o.Pause = cmp.Or(o.Pause, 500*time.Millisecond)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Say == nil {
		o.Say = func(string) {}
	}
	if o.Stdin == nil {
		o.Stdin = strings.NewReader("")
	}
}

// A run is one import under way.
type run struct {
	o       Options
	report  Report
	read    []page
	stopped bool              // the limit was told
	taken   map[string]string // "lang/slug" → page of this import, or file
	sources map[string]string // address → slug of the article that was imported from it before
}

func (r *run) say(format string, args ...any) { r.o.Say(fmt.Sprintf(format, args...)) }

func (r *run) fail(name string, err error) {
	r.report.Failed = append(r.report.Failed, Failure{name, err})
	r.say("%s: left out: %v", name, err)
}

// full reports whether as many pages were read as may be, and says so once.
func (r *run) full() bool {
	if len(r.read) < r.o.MaxPages {
		return false
	}
	if !r.stopped {
		r.say("stopped after %d pages; see --limit", r.o.MaxPages)
		r.stopped = true
	}
	return true
}

// bytes makes a page of data, cleaned, and keeps it until all are read.
func (r *run) bytes(name, url, contentType string, data []byte) {
	if int64(len(data)) > r.o.MaxBytes {
		r.fail(name, fmt.Errorf("%w: over %d bytes", errTooBig, r.o.MaxBytes))
		return
	}
	text, note, err := decode(data, contentType)
	if err != nil {
		r.fail(name, err)
		return
	}
	p := page{name: name, url: url}
	if note != "" {
		p.notes = append(p.notes, note)
	}
	switch formOf(name, contentType, text) {
	case formHTML:
		if err := readHTML(text, &p); err != nil {
			r.fail(name, err)
			return
		}
	case formMarkdown:
		p.blocks = blocksOfMarkdown(frontMatterOf(text, &p))
	case formText:
		p.blocks = blocksOfText(text)
	}
	p.clean()
	r.read = append(r.read, p)
}

// A form is how a page is written.
type form int

const (
	formText form = iota
	formHTML
	formMarkdown
)

// formOf tells a page's form by what it holds; the name decides only between Markdown and text.
func formOf(name, contentType, text string) form {
	head := strings.ToLower(text[:min(len(text), 4096)])
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<main", "<div", "<p>", "<h1"} {
		if strings.Contains(head, tag) {
			if ext := strings.ToLower(filepath.Ext(name)); ext != ".md" && ext != ".markdown" {
				return formHTML
			}
		}
	}
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case strings.Contains(contentType, "html"), ext == ".html", ext == ".htm", ext == ".xhtml":
		return formHTML
	case strings.Contains(contentType, "markdown"), ext == ".md", ext == ".markdown":
		return formMarkdown
	}
	for line := range strings.SplitSeq(head, "\n") {
		if atxHeading.MatchString(line) {
			return formMarkdown
		}
	}
	return formText
}

// shared takes out lines that stand on most pages of an import: they belong to the site, not to its articles.
func (r *run) shared() {
	const few = 3
	if len(r.read) < few {
		return
	}
	on := map[string]int{}
	for _, p := range r.read {
		seen := map[string]bool{}
		for _, b := range p.blocks {
			if key := b.shown(); !seen[key] {
				seen[key] = true
				on[key]++
			}
		}
	}
	for i := range r.read {
		p := &r.read[i]
		p.blocks = slices.DeleteFunc(p.blocks, func(b block) bool {
			n := on[b.shown()]
			return n >= few && n*2 > len(r.read)
		})
		// A heading that lost all beneath it goes in shape.
	}
}

// finish makes an article of p and writes it.
func (r *run) finish(p *page) {
	lang, err := r.langOf(p)
	if err != nil {
		r.fail(p.name, err)
		return
	}
	if r.o.Title != "" {
		p.title = r.o.Title
	}
	a := shape(*p, overview(lang))
	if n := a.words(); n < minArticle {
		r.fail(p.name, fmt.Errorf("holds no article: %d words are left once navigation, links and the like are gone", n))
		return
	}
	a.lang = string(lang)
	a.slug = r.slugOf(&a)
	key := a.lang + "/" + a.slug
	if first, twice := r.taken[key]; twice {
		r.fail(p.name, fmt.Errorf("its slug %q is that of %s too; import it by itself with --slug", a.slug, first))
		return
	}
	if err := r.write(&a); err != nil {
		r.fail(p.name, err)
		return
	}
	r.taken[key] = p.name
	for _, n := range a.notes {
		r.say("    %s", n)
	}
}

func (r *run) slugOf(a *article) string {
	for _, s := range []string{r.o.Slug, r.sources[a.url+" "+a.lang], slug(a.title, maxSlug), slug(strings.TrimSuffix(filepath.Base(a.name), filepath.Ext(a.name)), maxSlug)} {
		if s != "" {
			return s
		}
	}
	return "article"
}

// langOf returns the language of p, one of the practice's.
func (r *run) langOf(p *page) (bot.Lang, error) {
	if r.o.Lang != "" {
		return r.o.Lang, nil
	}
	stated := p.lang
	code := stated
	if r.o.Detect != nil {
		var b strings.Builder
		for _, bl := range p.blocks {
			b.WriteString(bl.shown() + "\n")
		}
		// Templates state a language that nobody changed; a page's words cannot be wrong about it.
		if got, sure := r.o.Detect(b.String()); sure {
			code = got
			if stated != "" && stated != got {
				p.notes = append(p.notes, fmt.Sprintf("states the language %s and is written in %s", stated, got))
			}
		}
	}
	switch {
	case code == "" && len(r.o.Languages) > 0:
		return r.o.Languages[0], nil
	case len(r.o.Languages) > 0 && !slices.Contains(r.o.Languages, bot.Lang(code)):
		return "", fmt.Errorf("is written in %q, which is no language of the practice; give --lang if that is wrong", code)
	}
	return bot.Lang(code), nil
}

func overview(l bot.Lang) string {
	if l == bot.Spanish {
		return "En resumen"
	}
	return "Overview"
}

// Summary returns the figures of r on one line.
func (r Report) Summary() string {
	n := map[string]int{"written": len(r.Written), "unchanged": len(r.Unchanged), "kept as edited": len(r.Kept), "left out": len(r.Failed)}
	var parts []string
	for _, what := range slices.Backward(slices.Sorted(maps.Keys(n))) {
		if n[what] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[what], what))
		}
	}
	if len(parts) == 0 {
		return "nothing to import"
	}
	return strings.Join(parts, ", ")
}
