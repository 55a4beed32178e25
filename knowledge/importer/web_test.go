package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func webPage(title string) string {
	return "<!doctype html><html lang=en><head><title>" + title + "</title></head><body><nav><a href=/>Home</a></nav><article><h1>" + title + "</h1><p>" +
		strings.Repeat("This page tells what "+title+" can do for a tired back and a stiff neck. ", 4) + "</p></article></body></html>"
}

func sitemapOf(urls ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
	for _, u := range urls {
		fmt.Fprintf(&b, "<url><loc>%s</loc></url>", u)
	}
	return b.String() + "</urlset>"
}

func packed(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	chunk := bytes.Repeat([]byte("<p>more and more</p>"), 1<<10)
	for written := 0; written < n; written += len(chunk) {
		if _, err := z.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A site with every trouble at once: each page has its line, the good ones are imported.
func TestBadSite(t *testing.T) {
	bomb := packed(t, 50<<20)
	var outside atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		outside.Add(1)
		_, _ = fmt.Fprint(w, webPage("Elsewhere"))
	}))
	defer other.Close()
	var private atomic.Int64
	bad := map[string]struct {
		serve http.HandlerFunc
		want  string
	}{
		"/loop":     {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) }, "redirects more than 5 times"},
		"/pingpong": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"/x", http.StatusFound) }, "redirects more than 5 times"},
		"/away":     {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }, "leads to another site"},
		"/disk": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(302)
		}, "leads to another site"},
		"/sneak":    {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/private/a", http.StatusFound) }, "robots.txt"},
		"/private/": {func(http.ResponseWriter, *http.Request) { private.Add(1) }, "robots.txt"},
		"/slow":     {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "gave no full answer within"},
		"/drip": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := fmt.Fprint(w, "<p>drop</p>"); err != nil {
					return
				}
				_ = http.NewResponseController(w).Flush()
				select {
				case <-r.Context().Done():
				case <-time.After(10 * time.Millisecond):
				}
			}
		}, "gave no full answer within"},
		"/stated": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "52428800") }, "is too big: 52428800 bytes"},
		"/endless": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(bytes.Repeat([]byte("x "), 1<<15)); err != nil {
					return
				}
			}
		}, "is too big"},
		"/bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		}, "is too big"},
		"/cut": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5000")
			_, _ = fmt.Fprint(w, webPage("Cut"))
		}, "unexpected EOF"},
		"/gone":   {http.NotFound, "404"},
		"/broken": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "500"},
		"/empty":  {func(http.ResponseWriter, *http.Request) {}, "is empty"},
		"/nav": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprint(w, "<html><nav>"+strings.Repeat("<a href=/x>A link</a> ", 50)+"</nav></html>")
		}, "holds no article"},
		"/picture": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00"))
		}, "image/png"},
		"/twin": {func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, webPage("Mud packs")) }, "its slug"},
	}
	mux := http.NewServeMux()
	var names []string
	for path, b := range bad {
		mux.HandleFunc(path, b.serve)
		names = append(names, path)
	}
	mux.HandleFunc("/pingpong/", bad["/pingpong"].serve)
	mux.HandleFunc("/mud", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, webPage("Mud packs")) })
	mux.HandleFunc("/old", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/salt", http.StatusMovedPermanently)
	})
	mux.HandleFunc("/salt", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8") // it is not
		_, _ = w.Write(encodedPage(t, webPage("Salt café")))
	})
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "User-agent: *\nDisallow: /private/\nSitemap: http://%s/map.xml\n", r.Host)
	})
	slices.Sort(names)
	slow := []string{"/drip", "/slow"}
	listed := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(slow, n) })
	mux.HandleFunc("/map.xml", func(w http.ResponseWriter, r *http.Request) {
		site := "http://" + r.Host
		urls := []string{site + "/mud", site + "/mud#part", site + "/old", other.URL + "/x", "javascript:alert(1)", "file:///etc/passwd"}
		for _, n := range listed {
			urls = append(urls, site+n)
		}
		_, _ = fmt.Fprint(w, sitemapOf(urls...))
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	to := filepath.Join(t.TempDir(), "articles")
	r, said := imported(t, srv.URL, Options{To: to, Site: true, AllowPrivate: true, MaxBytes: 1 << 20, Timeout: time.Minute})
	// What never ends is asked for apart: no machine is too slow for the rest.
	listed = slow
	late, _ := imported(t, srv.URL, Options{To: t.TempDir(), Site: true, AllowPrivate: true, MaxBytes: 1 << 20, Timeout: 500 * time.Millisecond})
	got := map[string]string{}
	for _, f := range slices.Concat(late.Failed, r.Failed) { // of what is in both the one that had time
		u, err := url.Parse(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		got[cmpOr(u.Path, u.Opaque)] = f.Err.Error()
	}
	for path, b := range bad {
		if !strings.Contains(got[path], b.want) {
			t.Errorf("%s: %q, want %q", path, got[path], b.want)
		}
	}
	for _, path := range []string{"alert(1)", "/etc/passwd"} {
		if got[path] != "is no web address" {
			t.Errorf("%s: %q", path, got[path])
		}
	}
	if want := len(bad) - len(slow) + 2; len(r.Failed) != want {
		t.Errorf("%d left out, want %d: %v", len(r.Failed), want, got)
	}
	if outside.Load()+private.Load() > 0 {
		t.Errorf("%d requests to another site, %d to what robots.txt forbids", outside.Load(), private.Load())
	}
	if want := []string{"en/mud-packs.md", "en/salt-cafe.md"}; !slices.Equal(files(t, to), want) {
		t.Errorf("files %v, want %v\n%s", files(t, to), want, said)
	}
	src, err := os.ReadFile(filepath.Join(to, "en", "salt-cafe.md"))
	if err != nil || !strings.Contains(string(src), "url: \""+srv.URL+"/salt\"") || !strings.Contains(string(src), "imported: 2026-11-21 ") {
		t.Errorf("source and date are not kept: %v\n%s", err, src)
	}
	for _, line := range []string{"reading 1/", "1 addresses of other sites are left out", "en/mud-packs.md, "} {
		if !strings.Contains(said, line) {
			t.Errorf("progress has no %q:\n%s", line, said)
		}
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// encodedPage is Latin-1.
func encodedPage(t *testing.T, text string) []byte {
	t.Helper()
	var out []byte
	for _, r := range text {
		if r > 0xff {
			t.Fatalf("%q is not Latin-1", r)
		}
		out = append(out, byte(r))
	}
	return out
}

func TestRobots(t *testing.T) {
	for _, tc := range []struct {
		name, robots string
		status       int
		path         string
		want         string // part of the failure; empty: it is read
	}{
		{"none", "", 404, "/a", ""},
		{"all forbidden", "User-agent: *\nDisallow: /", 200, "/a", "robots.txt"},
		{"others forbidden", "User-agent: gptbot\nDisallow: /", 200, "/a", ""},
		{"we are named", "User-agent: knead\nDisallow: /a\n\nUser-agent: *\nAllow: /", 200, "/a", "robots.txt"},
		{"we are let in", "User-agent: knead\nAllow: /\n\nUser-agent: *\nDisallow: /", 200, "/a", ""},
		{"a query counts", "User-agent: *\nDisallow: /*?print", 200, "/a?print=1", "robots.txt"},
		{"the server is ill", "", 503, "/a", "the server says 503"},
		{"no robots file at all but a page", "<html>Not found</html>", 200, "/a", ""},
		{"too long", strings.Repeat("# \n", 300_000) + "User-agent: *\nDisallow: /", 200, "/a", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			mux := http.NewServeMux()
			mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tc.status)
				_, _ = fmt.Fprint(w, tc.robots)
			})
			mux.HandleFunc("/a", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, webPage("Mud packs")) })
			srv := httptest.NewServer(mux)
			defer srv.Close()
			r, said := imported(t, srv.URL+tc.path, Options{AllowPrivate: true})
			switch {
			case tc.want == "" && len(r.Written) != 1:
				t.Errorf("left out:\n%s", said)
			case tc.want != "" && (len(r.Failed) != 1 || !strings.Contains(r.Failed[0].Err.Error(), tc.want)):
				t.Errorf("%+v, want %q", r, tc.want)
			}
		})
	}
}

// Whatever leads to an address that is not public, nothing is sent to it: the address is looked at when dialling.
func TestPrivateAddresses(t *testing.T) {
	var asked atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = fmt.Fprint(w, webPage("Router"))
	}))
	defer srv.Close()
	_, port, err := net.SplitHostPort(srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::1]", "[::]", "127.8.8.8"} {
		r, _ := imported(t, "http://"+host+":"+port+"/", Options{Timeout: 5 * time.Second})
		if len(r.Failed) != 1 || !errors.Is(r.Failed[0].Err, errPrivate) || !strings.Contains(r.Failed[0].Err.Error(), "--private") {
			t.Errorf("%s: %+v", host, r)
		}
	}
	if asked.Load() > 0 {
		t.Errorf("%d requests came through", asked.Load())
	}
}

// A name that is public when it is looked up first and private when it is looked up again is refused all the same: a
// check before dialling would let the second pass. A resolver of our own plays the name's owner.
func TestRebinding(t *testing.T) {
	var asked atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = fmt.Fprint(w, webPage("Router"))
	}))
	defer srv.Close()
	u, err := url.Parse("http://rebind.example/")
	if err != nil {
		t.Fatal(err)
	}
	f := newFetcher(&Options{MaxBytes: 1 << 20, Timeout: 5 * time.Second, Pause: -1}, u)
	dialer := &net.Dialer{Control: guard(false)}
	looked := 0
	tr, ok := f.client.Transport.(*http.Transport)
	if !ok {
		t.Fatal("no transport")
	}
	tr.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		looked++
		return dialer.DialContext(ctx, network, srv.Listener.Addr().String()) // what the name means by now
	}
	if _, err := f.get(t.Context(), u); !errors.Is(err, errPrivate) || looked == 0 {
		t.Errorf("%v after %d look-ups", err, looked)
	}
	if asked.Load() > 0 {
		t.Error("the request came through")
	}
	// The same when only a redirect leads there.
	if err := guard(false)("tcp4", "93.184.215.14:80", nil); err != nil {
		t.Errorf("a public address: %v", err)
	}
	if err := guard(false)("tcp6", "[fd00::1]:80", nil); !errors.Is(err, errPrivate) {
		t.Errorf("a private one later: %v", err)
	}
}

func TestPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"93.184.215.14": true, "8.8.8.8": true, "2606:4700::6810:84e5": true, "::ffff:8.8.8.8": true, "64:ff9b::808:808": true, "2002:808:808::1": true,
		"10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "127.0.0.1": false, "127.255.0.1": false, "0.0.0.0": false, "0.1.2.3": false,
		"169.254.169.254": false, "100.64.0.1": false, "198.18.0.1": false, "192.0.0.8": false, "192.0.2.1": false, "203.0.113.9": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12:3456::1": false, "fec0::1": false, "ff02::1": false, "2001:db8::1": false, "100::1": false,
		"::ffff:127.0.0.1": false, "::ffff:169.254.169.254": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::a00:1": false, "2002:7f00:1::": false, "2002:a00:1::1": false, "2001:0:4136:e378::1": false,
	} {
		if got := public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: public %v, want %v", addr, got, want)
		}
	}
}

func TestSitemaps(t *testing.T) {
	bomb := packed(t, 50<<20)
	mux := http.NewServeMux()
	srv := httptest.NewServer(mux)
	defer srv.Close()
	page := func(path, title string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, webPage(title)) })
	}
	text := func(path, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, body) })
	}
	page("/blog/mud", "Mud packs")
	page("/blog/salt", "Salt")
	page("/shop/sand", "Sand")
	text("/index.xml", `<sitemapindex><sitemap><loc>`+srv.URL+`/one.xml</loc></sitemap><sitemap><loc>`+srv.URL+`/two.xml.gz</loc></sitemap><sitemap><loc>`+srv.URL+`/bomb.xml.gz</loc></sitemap><sitemap><loc>`+srv.URL+`/index.xml</loc></sitemap></sitemapindex>`)
	text("/one.xml", sitemapOf(srv.URL+"/blog/mud", srv.URL+"/shop/sand"))
	text("/lol.xml", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><urlset><url><loc>&c;&b;</loc></url></urlset>`)
	mux.HandleFunc("/two.xml.gz", func(w http.ResponseWriter, _ *http.Request) {
		z := gzip.NewWriter(w)
		_, _ = fmt.Fprint(z, sitemapOf(srv.URL+"/blog/salt"))
		_ = z.Close()
	})
	mux.HandleFunc("/bomb.xml.gz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bomb) })
	for _, tc := range []struct {
		name, path, only string
		limit            int
		written, failed  int
	}{
		{name: "an index, packed, with a bomb and itself", path: "/index.xml", written: 3, failed: 1},
		{name: "only the blog", path: "/index.xml", only: "/blog/", written: 2, failed: 1},
		{name: "no more than one", path: "/one.xml", limit: 1, written: 1},
		{name: "entities", path: "/lol.xml", failed: 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, said := imported(t, srv.URL+tc.path, Options{AllowPrivate: true, Only: tc.only, MaxPages: tc.limit, MaxBytes: 1 << 20})
			if len(r.Written) != tc.written || len(r.Failed) != tc.failed {
				t.Errorf("%d written, %d left out, want %d and %d:\n%s", len(r.Written), len(r.Failed), tc.written, tc.failed, said)
			}
		})
	}
}

// An import that is broken off has whole files or none.
func TestBrokenOff(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	mux := http.NewServeMux()
	srv := httptest.NewServer(mux)
	defer srv.Close()
	mux.HandleFunc("/map.xml", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, sitemapOf(srv.URL+"/mud", srv.URL+"/stop", srv.URL+"/salt"))
	})
	mux.HandleFunc("/mud", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, webPage("Mud packs")) })
	mux.HandleFunc("/stop", func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	to := t.TempDir()
	r, err := Run(ctx, srv.URL+"/map.xml", Options{To: to, AllowPrivate: true, Pause: -1})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if got := files(t, to); !slices.Equal(got, []string{"en/mud-packs.md"}) || len(r.Written) != 1 {
		t.Errorf("files %v, %+v", got, r)
	}
}
