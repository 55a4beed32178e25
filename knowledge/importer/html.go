package importer

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth is how deeply elements may lie in each other; what lies deeper is dropped.
const maxDepth = 400

var (
	// Whole words of class and id that name what stands around an article.
	around = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:comments?|disqus|respond|share|sharing|social|related|recommend(?:ed|ations)?|newsletter|subscribe|signup|cookies?|consent|gdpr|banner|` +
		`breadcrumbs?|sidebar|widgets?|menu|nav|navbar|navigation|pagination|pager|popup|modal|overlay|ads?|advert|advertisement|promo|sponsored|byline|author-?(?:bio|box|info)|post-?meta|entry-?meta|meta-?data|postmeta|tags|tagcloud|toc|skip-?link|sr-only|screen-reader-text|visually-hidden|visuallyhidden|site-?footer|site-?header)(?:$|[\s_-])`)
	hiddenStyle = regexp.MustCompile(`(?i)(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0(?:\.\d+)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*0|color\s*:\s*transparent|(?:max-)?(?:height|width)\s*:\s*[01]px)`)
	siteSuffix  = regexp.MustCompile(`\s+[|–—·»-]\s+[^|–—·»]{2,60}$`)
)

// readHTML reads a web page: what it says of itself, and its article as blocks.
func readHTML(text string, p *page) error {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return fmt.Errorf("parse HTML: %w", err)
	}
	readMeta(doc, p)
	prune(doc, 0)
	main := mainOf(doc)
	if h := find(main, func(n *html.Node) bool { return n.DataAtom == atom.H1 }); h != nil {
		if t := textOf(h); t != "" && wordCount(t) <= 20 {
			p.title = t
		}
	} else if h := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.H1 }); h != nil && p.title == "" {
		p.title = textOf(h)
	}
	dropLinks(main)
	plainTables(main)
	md, err := newConverter().ConvertNode(main)
	if err != nil {
		return fmt.Errorf("make Markdown: %w", err)
	}
	p.blocks = blocksOfMarkdown(string(md))
	return nil
}

func newConverter() *converter.Converter {
	return converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(),
		commonmark.NewCommonmarkPlugin(commonmark.WithStrongDelimiter("**"), commonmark.WithHeadingStyle(commonmark.HeadingStyleATX))))
}

// readMeta reads what the page says of itself: title, language, site, author, date.
func readMeta(doc *html.Node, p *page) {
	found := map[string]string{}
	set := func(key, value string) {
		if value = strings.TrimSpace(strings.ReplaceAll(tidy(value), "\n", " ")); value != "" && found[key] == "" {
			found[key] = value
		}
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			set("lang", attr(n, "lang"))
		case atom.Title:
			if n.Parent != nil && n.Parent.DataAtom == atom.Head {
				set("title", textOf(n))
			}
		case atom.Meta:
			key := strings.ToLower(attr(n, "name") + attr(n, "property") + attr(n, "itemprop"))
			if h := attr(n, "http-equiv"); h != "" {
				key = strings.ToLower(h)
			}
			set(key, attr(n, "content"))
		case atom.Time:
			set("time", attr(n, "datetime"))
		case atom.Script:
			if strings.EqualFold(attr(n, "type"), "application/ld+json") {
				readLinked(n, set)
			}
		default:
		}
		if rel := attr(n, "rel"); n.DataAtom == atom.A && slices.Contains(strings.Fields(rel), "author") {
			set("rel-author", textOf(n))
		}
		if attr(n, "itemprop") == "author" && n.DataAtom != atom.Meta {
			set("rel-author", textOf(n))
		}
	}
	first := func(keys ...string) string {
		for _, k := range keys {
			if found[k] != "" {
				return found[k]
			}
		}
		return ""
	}
	p.title = first("og:title", "ld:headline")
	if p.title == "" {
		p.title = siteSuffix.ReplaceAllString(found["title"], "")
	}
	p.site = clip(first("og:site_name", "application-name", "ld:publisher"), 80)
	if p.site != "" {
		p.title = strings.TrimSpace(strings.TrimRight(strings.TrimSuffix(p.title, p.site), " |–—·»-"))
	}
	p.title = clip(p.title, 150)
	if who := first("author", "article:author", "ld:author", "rel-author"); personal(who) {
		p.author = who
	}
	p.date = day(first("article:published_time", "datepublished", "ld:datePublished", "date", "dc.date", "time", "article:modified_time"))
	if l := first("lang", "og:locale", "content-language", "ld:inLanguage"); len(l) >= 2 {
		p.lang = strings.ToLower(l[:2])
	}
}

// readLinked reads a page's JSON-LD, wherever in it an article stands.
func readLinked(n *html.Node, set func(key, value string)) {
	if n.FirstChild == nil {
		return
	}
	var v any
	if json.Unmarshal([]byte(n.FirstChild.Data), &v) != nil {
		return // broken data about the page is no reason to refuse the page
	}
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		if depth > 5 {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e, depth+1)
			}
		case map[string]any:
			if kind, ok := v["@type"].(string); ok && (strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "Posting") || kind == "WebPage") {
				for _, key := range []string{"headline", "datePublished", "inLanguage"} {
					if s, ok := v[key].(string); ok {
						set("ld:"+key, s)
					}
				}
				for _, key := range []string{"author", "publisher"} {
					switch who := v[key].(type) {
					case string:
						set("ld:"+key, who)
					case map[string]any:
						if s, ok := who["name"].(string); ok {
							set("ld:"+key, s)
						}
					case []any:
						if m, ok := who[0].(map[string]any); len(who) > 0 && ok {
							if s, ok := m["name"].(string); ok {
								set("ld:"+key, s)
							}
						}
					}
				}
			}
			walk(v["@graph"], depth+1)
		}
	}
	walk(v, 0)
}

// day returns the day of a time stamp as YYYY-MM-DD, or what was written when it is something else.
func day(s string) string {
	if len(s) >= 10 && s[4] == '-' && s[7] == '-' {
		return s[:10]
	}
	return clip(s, 40)
}

// prune takes out what a reader does not see or what is no article.
func prune(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.CommentNode || c.Type == html.ElementNode && (depth > maxDepth || beside(c)) {
			n.RemoveChild(c)
		} else {
			prune(c, depth+1)
		}
		c = next
	}
}

// beside reports whether n is hidden, a part of the program, or something that stands around an article.
func beside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Embed, atom.Svg, atom.Math, atom.Canvas,
		atom.Nav, atom.Footer, atom.Form, atom.Button, atom.Input, atom.Select, atom.Textarea, atom.Label, atom.Dialog, atom.Menu, atom.Aside,
		atom.Img, atom.Picture, atom.Video, atom.Audio, atom.Source, atom.Map, atom.Time, atom.Address, atom.Link, atom.Meta, atom.Hr:
		return true
	case atom.Header:
		// An article's own header holds its title; a page's holds its navigation.
		return find(n, func(c *html.Node) bool { return c.DataAtom == atom.H1 }) == nil
	case atom.Body, atom.Html, atom.Head, atom.Main, atom.Article:
		return hasAttr(n, "hidden") || hiddenStyle.MatchString(attr(n, "style"))
	default:
	}
	if hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true" || hiddenStyle.MatchString(attr(n, "style")) || attr(n, "itemprop") == "author" {
		return true
	}
	switch attr(n, "role") {
	case "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar", "tablist", "toolbar", "doc-toc":
		return true
	}
	hints := attr(n, "class") + " " + attr(n, "id")
	if hints == " " || !around.MatchString(hints) {
		return false
	}
	// A page whose body hangs in an element with such a name ("with-sidebar") is not emptied.
	return wordCount(textOf(n)) < 400 || find(n, func(c *html.Node) bool { return c.DataAtom == atom.Main || c.DataAtom == atom.Article }) == nil && linkShare(n) > 0.3
}

// mainOf returns the element that holds the article: the one so marked with most text, else the one whose own
// paragraphs have most.
func mainOf(doc *html.Node) *html.Node {
	body := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Body })
	if body == nil {
		body = doc
	}
	all := wordCount(textOf(body))
	var best *html.Node
	most := 0
	for n := range body.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main || attr(n, "role") == "main" || strings.Contains(attr(n, "itemprop"), "articleBody") {
			// The outermost that has the most; a list of teasers has several articles beside each other, and no one wins by much.
			if w := wordCount(textOf(n)); w > most {
				best, most = n, w
			}
		}
	}
	if best != nil && most*5 >= all*2 {
		return best
	}
	// Score each element by the words of the paragraphs and items right below it, links apart; half goes to its parent.
	scores := map[*html.Node]float64{}
	for n := range body.Descendants() {
		switch n.DataAtom {
		case atom.P, atom.Li, atom.Blockquote, atom.Pre:
			w := float64(wordCount(textOf(n))) * (1 - linkShare(n))
			if w < 5 || n.Parent == nil {
				continue
			}
			scores[n.Parent] += w
			if g := n.Parent.Parent; g != nil {
				scores[g] += w * 0.75
			}
		default:
		}
	}
	var top *html.Node
	for n := range body.Descendants() { // document order: the same page always gives the same element
		if s, ok := scores[n]; ok && (top == nil || s > scores[top]) {
			top = n
		}
	}
	if s, ok := scores[body]; ok && (top == nil || s >= scores[top]) {
		return body
	}
	if top == nil || float64(wordCount(textOf(top))) < 0.5*float64(all) {
		return body // no element stands out: take all and let the patterns clean it
	}
	return top
}

// dropLinks takes out lists and blocks that are nothing but links, and leaves of all other links their words.
func dropLinks(root *html.Node) {
	var gone []*html.Node
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Ul, atom.Ol, atom.P, atom.Div, atom.Section, atom.Table, atom.Dl:
			if links := countLinks(n); linkShare(n) > 0.7 && (links >= 2 || wordCount(textOf(n)) <= 8) {
				gone = append(gone, n)
			}
		default:
		}
	}
	for _, n := range gone {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	for _, n := range slices.Collect(root.Descendants()) {
		if n.DataAtom == atom.A {
			n.Data, n.DataAtom, n.Attr = "span", atom.Span, nil
		}
	}
}

// plainTables turns each table into a list: a row is an item, its cells named by the head row.
func plainTables(root *html.Node) {
	for _, t := range slices.Collect(root.Descendants()) {
		if t.DataAtom != atom.Table || t.Parent == nil {
			continue
		}
		var head []string
		ul := &html.Node{Type: html.ElementNode, Data: "ul", DataAtom: atom.Ul}
		for tr := range t.Descendants() {
			if tr.DataAtom != atom.Tr {
				continue
			}
			var cells []string
			heads := true
			for c := tr.FirstChild; c != nil; c = c.NextSibling {
				if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
					heads = heads && c.DataAtom == atom.Th
					cells = append(cells, textOf(c))
				}
			}
			if heads && len(head) == 0 && len(cells) > 1 {
				head = cells
				continue
			}
			var parts []string
			for i, c := range cells {
				if c == "" {
					continue
				}
				if i < len(head) && head[i] != "" && i > 0 {
					c = head[i] + ": " + c
				}
				parts = append(parts, c)
			}
			if len(parts) == 0 {
				continue
			}
			li := &html.Node{Type: html.ElementNode, Data: "li", DataAtom: atom.Li}
			li.AppendChild(&html.Node{Type: html.TextNode, Data: strings.Join(parts, "; ")})
			ul.AppendChild(li)
		}
		t.Parent.InsertBefore(ul, t)
		t.Parent.RemoveChild(t)
	}
}

func find(n *html.Node, ok func(*html.Node) bool) *html.Node {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && ok(c) {
			return c
		}
	}
	return nil
}

// textOf returns the words in n on one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.DataAtom == atom.Br, c.DataAtom == atom.P, c.DataAtom == atom.Div, c.DataAtom == atom.Li, c.DataAtom == atom.Td, c.DataAtom == atom.Th:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(tidy(b.String())), " ")
}

// linkShare returns how much of n's text stands in links, 0 to 1.
func linkShare(n *html.Node) float64 {
	all := len(textOf(n))
	if all == 0 {
		return 0
	}
	links := 0
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && attr(c, "href") != "" {
			links += len(textOf(c))
		}
	}
	return min(1, float64(links)/float64(all))
}

func countLinks(n *html.Node) int {
	k := 0
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && attr(c, "href") != "" {
			k++
		}
	}
	return k
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Namespace == "" && a.Key == key })
}

// clip shortens s to n characters at a word's end.
func clip(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	cut := string(rs[:n])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return cut
}

// canonical returns u without what does not name the page: fragment and tracking parameters.
func canonical(u *url.URL) string {
	c := *u
	c.Fragment, c.RawFragment, c.User = "", "", nil
	q := c.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" {
			q.Del(k)
		}
	}
	c.RawQuery = q.Encode()
	return c.String()
}
