package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"knead/bot"
)

// framePolicy is the policy of the page in the widget's frame: only the practice's own sites may show it.
func framePolicy(sites []string) string {
	return strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors "+strings.Join(sites, " "), 1)
}

// parseSite returns a site's origin as browsers write it. It fails for anything but scheme, host and port.
func parseSite(raw string) (string, error) {
	u, err := url.Parse(strings.TrimSuffix(raw, "/"))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.Path != "" || u.RawQuery != "" || u.User != nil ||
		strings.ContainsAny(u.Host, "*;, '\"") {
		return "", fmt.Errorf("site %q: want scheme and host, such as https://www.example.com", raw)
	}
	host := strings.ToLower(u.Host)
	if p := u.Port(); u.Scheme == "https" && p == "443" || u.Scheme == "http" && p == "80" {
		host = strings.TrimSuffix(host, ":"+p)
	}
	return u.Scheme + "://" + host, nil
}

// A loader is what widget.js must know. Colours are those of the window's edge and of the button that opens it.
type loader struct {
	Sites    []string                 `json:"sites"`
	Practice string                   `json:"practice"`
	Texts    map[bot.Lang]widgetTexts `json:"texts"`
	Default  bot.Lang                 `json:"lang"`
	Light    map[string]string        `json:"light"`
	Dark     map[string]string        `json:"dark"`
}

// widgetTexts are the words that the practice's own page shows.
type widgetTexts struct {
	Open    string `json:"open"`    // on the button
	Title   string `json:"title"`   // {practice}: names the window
	Close   string `json:"close"`   // names the closing button
	News    string `json:"news"`    // is read out when a message comes while the window is closed
	Missing string `json:"missing"` // when the frame does not load
	Own     string `json:"own"`     // the link to the chat's own page
}

// loaderScript is widget.js with what it must know.
func loaderScript(body []byte, l loader) ([]byte, error) {
	settings, err := json.Marshal(l) // escapes < and >, so it is safe in a script
	if err != nil {
		return nil, fmt.Errorf("widget: %w", err)
	}
	const place = "const settings = {};"
	if !bytes.Contains(body, []byte(place)) {
		return nil, fmt.Errorf("widget: widget.js has no line %q", place)
	}
	return bytes.Replace(body, []byte(place), append(append([]byte("const settings = "), settings...), ';'), 1), nil
}

// widgetScript answers GET /widget.js. Pages of any site may load it; on those that are not the practice's it says so in
// the console and does nothing more.
func (s *Server) widgetScript(w http.ResponseWriter, r *http.Request) {
	if len(s.o.Sites) == 0 {
		plain(w, http.StatusNotFound, "the widget is off: list the practice's own sites in web.sites")
		return
	}
	h := w.Header()
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, max-age=300")
	s.assets[widgetAsset].serve(w, r)
}

// widget answers GET /widget: the chat as the frame shows it.
func (s *Server) widget(w http.ResponseWriter, r *http.Request) {
	if !s.framed(w) {
		s.notFound(w, r)
		return
	}
	p := s.newChatPage(s.langs.page(r), true)
	p.Theme = theme(r.URL.Query().Get("theme"))
	s.show(w, r, http.StatusOK, "chat.tmpl", p)
}

// framed lets the practice's sites show what w answers. It returns false when there are none.
func (s *Server) framed(w http.ResponseWriter) bool {
	if len(s.o.Sites) == 0 {
		return false
	}
	w.Header().Set("Content-Security-Policy", framePolicy(s.o.Sites))
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	return true
}

// theme is a theme that a page may ask for; empty is the visitor's own.
func theme(s string) string {
	if s == "light" || s == "dark" {
		return s
	}
	return ""
}
