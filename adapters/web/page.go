package web

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"knead/bot"
)

// maxAbout is how many sections of an article are offered as questions.
const maxAbout = 6

// A frame is what every page has around its content.
type frame struct {
	T        texts
	Lang     bot.Lang
	Title    string // of the page
	Practice string
	At       string // the part of the site: "chat", "articles" or empty
	Others   []langLink
	Library  bool   // there are articles to read
	Theme    string // "light" or "dark"; empty: the visitor's own
	Framed   bool   // the page is the widget's
	Colored  bool   // the practice has a colour of its own
	assets   map[string]asset
}

// A langLink leads to the same page in another language.
type langLink struct {
	Lang bot.Lang
	Name string
	Href string
}

// Asset is the address of an embedded file. It changes with its content, so browsers may keep it for good.
func (f frame) Asset(name string) string { return "/assets/" + name + "?v=" + f.assets[name].version }

// To is the address of a page of this server in the frame's language.
func (f frame) To(path string) string { return path + "?lang=" + url.QueryEscape(string(f.Lang)) }

func (s *Server) frame(l bot.Lang, path string, in []bot.Lang) frame {
	f := frame{T: s.words.texts[l], Lang: l, Practice: s.o.Practice, assets: s.assets,
		Library: len(s.o.Library.Articles(l)) > 0, Colored: s.o.Color != ""}
	for _, o := range in {
		if o != l {
			f.Others = append(f.Others, langLink{Lang: o, Name: s.words.texts[o].Name, Href: path + "?lang=" + url.QueryEscape(string(o))})
		}
	}
	return f
}

func (s *Server) textsFor(r *http.Request) texts { return s.words.texts[s.langs.page(r)] }

// chatPage is what chat.tmpl shows.
type chatPage struct {
	frame
	Key       string // of the next message of the plain form
	Texts     string // for the script, as JSON: this page's words
	Titles    string // for the script, as JSON: the titles of urgent replies by language
	Telephone string // for the script: how to find telephone numbers
	Notice    []part // what to do in an emergency
	Heading   string // above the examples
	Examples  []string
	Asked     bool // the examples are about an article and are shown even in a running talk
	Draft     string
	Problem   string // why the last message was not taken
	Said      string // the last exchange of the plain form
	Answer    *bubble
	Sites     string // for the script in a frame, as JSON: whom it talks to
	Token     string // the session of the plain form in a frame
	Going     bool   // there is a session, which can be deleted
}

// chat answers GET /. With about=slug the examples are that article's sections.
func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	p := s.newChatPage(s.langs.page(r), false)
	_, p.Going = s.cookies.read(r)
	if slug := r.URL.Query().Get("about"); slug != "" {
		if a, ok := s.findArticle(slug, p.Lang); ok {
			p.Heading, p.Asked, p.Examples = p.T.AskAbout+" “"+a.Title+"”", true, nil
			for _, e := range a.Contents[:min(maxAbout, len(a.Contents))] {
				p.Examples = append(p.Examples, e.Heading)
			}
			for i := range p.Others {
				p.Others[i].Href += "&about=" + url.QueryEscape(slug)
			}
		}
	}
	s.show(w, r, http.StatusOK, "chat.tmpl", p)
}

// newChatPage is the chat in language l, or the widget's, which has no pages around it.
func (s *Server) newChatPage(l bot.Lang, framed bool) chatPage {
	f := s.frame(l, "/", s.langs.known)
	f.At, f.Framed = "chat", framed
	p := chatPage{
		frame: f, Key: rand.Text(), Texts: s.words.script[l], Titles: s.words.titles, Telephone: telephone.String(),
		Heading: f.T.Examples, Examples: s.o.Examples[l],
	}
	if framed {
		p.Sites = s.words.sites
	}
	if s.o.Emergency != "" {
		p.Notice = parts(strings.ReplaceAll(f.T.Notice, "{number}", s.o.Emergency), true)
	}
	return p
}

// troublePage is what trouble.tmpl shows.
type troublePage struct {
	frame
	Text string
}

// trouble answers a request for a page with a sentence instead.
func (s *Server) trouble(w http.ResponseWriter, r *http.Request, status int, text string) {
	f := s.frame(s.langs.page(r), "/", s.langs.known)
	f.Title = f.T.Trouble
	s.show(w, r, status, "trouble.tmpl", troublePage{frame: f, Text: text})
}

// parsePages reads the templates. It fails when one of them is broken.
func parsePages() (*template.Template, error) {
	t, err := template.ParseFS(files, "templates/*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return t, nil
}

// show writes a page. It is built whole first, so that a fault never leaves half a page behind.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var buf bytes.Buffer
	if err := s.pages.ExecuteTemplate(&buf, name, data); err != nil {
		s.o.Log.ErrorContext(r.Context(), "page", slog.String("template", name), slog.String("error", err.Error()))
		plain(w, http.StatusInternalServerError, s.textsFor(r).Broken)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Language")
	if r.Method == http.MethodPost {
		h.Set("Cache-Control", "no-store")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	body := buf.Bytes()
	if r.Method != http.MethodPost { // what a client wrote is not squeezed together with what it must not learn
		h.Add("Vary", "Accept-Encoding")
		if acceptsGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body = squeeze(body)
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone is no error of ours
}
