package web

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"knead/bot"
)

// A Library holds the practice's articles. It is safe for concurrent use and may change while it is used.
type Library interface {
	// Articles returns what there is in l, in the order in which it is to be listed.
	Articles(l bot.Lang) []ArticleInfo
	// Article returns the article with that slug in l. ok is false when it does not exist in l.
	Article(slug string, l bot.Lang) (p Page, ok bool)
}

// An ArticleInfo is one line of the list of articles.
type ArticleInfo struct {
	Slug    string
	Title   string
	Summary string // a sentence; may be empty
}

// A Page is an article ready to be shown.
type Page struct {
	Title      string
	Lang       bot.Lang
	Slug       string
	HTML       template.HTML // safe already; headings from level 2 on, with the anchors of Contents as ids
	Contents   []Entry       // its sections in order
	Languages  []bot.Lang    // in which the article exists; may be empty when only in Lang
	Source     string        // where the facts come from, as one line; may be empty
	SourceURL  string        // of the source; may be empty
	Reviewed   string        // date of the review, YYYY-MM-DD; may be empty
	ReviewedBy string        // the clinician who reviewed it; empty: no clinician did
}

// An Entry is a section: the id of its heading, and the heading.
type Entry struct{ Anchor, Heading string }

// noLibrary is a Library without articles.
type noLibrary struct{}

func (noLibrary) Articles(bot.Lang) []ArticleInfo       { return nil }
func (noLibrary) Article(string, bot.Lang) (Page, bool) { return Page{}, false }

// articlesPage is what articles.tmpl shows.
type articlesPage struct {
	frame
	Articles []ArticleInfo
}

// articlePage is what article.tmpl shows.
type articlePage struct {
	frame
	Doc  Page
	Link template.URL // Doc.SourceURL if it is a web address
	Only string       // says that the article is not in the page's language; else empty
}

// Review says who reviewed the article, in the page's language.
func (p articlePage) Review() string {
	switch {
	case p.Doc.ReviewedBy == "":
		return p.T.NotReviewed
	case p.Doc.Reviewed == "":
		return strings.ReplaceAll(p.T.Reviewed, "{who}", p.Doc.ReviewedBy)
	}
	return strings.NewReplacer("{who}", p.Doc.ReviewedBy, "{date}", p.T.date(p.Doc.Reviewed)).Replace(p.T.ReviewedOn)
}

// articles answers GET /articles.
func (s *Server) articles(w http.ResponseWriter, r *http.Request) {
	l := s.langs.page(r)
	f := s.frame(l, "/articles", s.langs.known)
	f.Title = f.T.Articles
	f.At = "articles"
	s.show(w, r, http.StatusOK, "articles.tmpl", articlesPage{frame: f, Articles: s.o.Library.Articles(l)})
}

// article answers GET /articles/{slug}: in the language asked for if there is such a page, else in any there is.
func (s *Server) article(w http.ResponseWriter, r *http.Request) {
	want, slug := s.langs.page(r), r.PathValue("slug")
	p, ok := s.findArticle(slug, want)
	if !ok {
		s.notFound(w, r)
		return
	}
	others := slices.DeleteFunc(slices.Clone(s.langs.known), func(l bot.Lang) bool { return !slices.Contains(p.Languages, l) })
	f := s.frame(want, "/articles/"+slug, others)
	f.Title = p.Title
	page := articlePage{frame: f, Doc: p}
	if p.Lang != want {
		page.Only = f.T.OtherLanguage
	}
	if href, beside, ok := buttonURL(p.SourceURL); ok && beside {
		page.Link = href
	}
	s.show(w, r, http.StatusOK, "article.tmpl", page)
}

func (s *Server) findArticle(slug string, want bot.Lang) (Page, bool) {
	if p, ok := s.o.Library.Article(slug, want); ok {
		return p, true
	}
	for _, l := range s.langs.known {
		if p, ok := s.o.Library.Article(slug, l); ok {
			return p, true
		}
	}
	return Page{}, false
}

// notFound answers requests for pages that do not exist.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	status := http.StatusNotFound
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		status = http.StatusMethodNotAllowed
	}
	s.trouble(w, r, status, s.textsFor(r).NotFound)
}
