package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

var (
	colorForm  = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
	headerForm = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)
)

// chat checks what is set of the web chat.
func (v *validator) chat(w Web, languages []string) {
	v.web("web.public_url", w.PublicURL)
	if w.Secret != "" && len(w.Secret) < 16 {
		v.at("web.secret", "leave it out: knead makes a good one itself", "is shorter than 16 characters")
	}
	for i, s := range w.Sites {
		u, err := url.Parse(strings.TrimSuffix(s, "/"))
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.Path != "" || u.RawQuery != "" || u.User != nil ||
			strings.ContainsAny(s, "*;, '\"") {
			v.at(fmt.Sprintf("web.sites[%d]", i), "scheme and host as the browser's address bar has them, such as https://www.example.com; one entry a host",
				"%q is no site", s)
		}
	}
	if w.Color != "" && !colorForm.MatchString(w.Color) {
		v.at("web.color", `six digits in quotes, such as "#1c5f5a"`, "%q is no colour", w.Color)
	}
	v.localized("web.greeting", w.Greeting, languages, false)
	for i, p := range w.Proxies {
		if _, err := netip.ParsePrefix(p); err != nil {
			if _, err := netip.ParseAddr(p); err != nil {
				v.at(fmt.Sprintf("web.proxies[%d]", i), "such as 10.0.0.5 or 10.0.0.0/8", "%q is no address or range of addresses", p)
			}
		}
	}
	if w.ClientHeader != "" && !headerForm.MatchString(w.ClientHeader) {
		v.at("web.client_header", "such as X-Forwarded-For, X-Real-IP or CF-Connecting-IP", "%q is no header", w.ClientHeader)
	}
}
