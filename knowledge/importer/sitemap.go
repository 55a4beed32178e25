package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
)

const maxMaps = 50 // sitemaps that one sitemap may lead to

// A siteMap is a sitemap or an index of sitemaps.
type siteMap struct {
	XMLName xml.Name
	Pages   []mapEntry `xml:"url"`
	Maps    []mapEntry `xml:"sitemap"`
}

type mapEntry struct {
	Loc string `xml:"loc"`
}

// isSitemap reports whether data is a sitemap, packed or not.
func isSitemap(data []byte) bool {
	data = unpack(data, 4096)
	head := data[:min(len(data), 4096)]
	return bytes.Contains(head, []byte("<urlset")) || bytes.Contains(head, []byte("<sitemapindex"))
}

// unpack returns at most limit bytes of what gzip packed, or data itself.
func unpack(data []byte, limit int64) []byte {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return data
	}
	out, err := io.ReadAll(io.LimitReader(z, limit))
	if err != nil && len(out) == 0 {
		return data
	}
	return out
}

func parseSitemap(data []byte, limit int64) (siteMap, error) {
	var m siteMap
	data = unpack(data, limit+1)
	if int64(len(data)) > limit {
		return m, fmt.Errorf("%w: over %d bytes once unpacked", errTooBig, limit)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = xmlReader
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("sitemap: %w", err)
	}
	if name := m.XMLName.Local; name != "urlset" && name != "sitemapindex" {
		return m, fmt.Errorf("sitemap: is none, but <%s>", name)
	}
	return m, nil
}

// pages returns the addresses that a sitemap lists, in its order, each once, those of other sites left out and counted.
func (r *run) pages(ctx context.Context, f *fetcher, m siteMap) (urls []*url.URL) {
	seen := map[string]bool{}
	others, maps := 0, 0
	add := func(m siteMap) {
		for _, e := range m.Pages {
			u, err := url.Parse(strings.TrimSpace(e.Loc))
			switch {
			case err != nil || checkURL(u) != nil:
				r.fail(e.Loc, errors.New("is no web address"))
			case siteOf(u) != f.site:
				others++
			case seen[canonical(u)]:
			case r.o.Only != "" && !strings.HasPrefix(u.Path, r.o.Only):
			default:
				seen[canonical(u)] = true
				urls = append(urls, u)
			}
		}
	}
	add(m)
	for _, e := range m.Maps {
		if maps == maxMaps {
			r.say("the site has more than %d sitemaps: the rest is left out", maxMaps)
			break
		}
		maps++
		u, err := url.Parse(strings.TrimSpace(e.Loc))
		if err != nil {
			r.fail(e.Loc, errors.New("is no web address"))
			continue
		}
		got, err := f.get(ctx, u)
		if err != nil {
			r.fail(e.Loc, err)
			continue
		}
		inner, err := parseSitemap(got.data, r.o.MaxBytes)
		if err != nil {
			r.fail(e.Loc, err)
			continue
		}
		add(inner) // an index within an index is not followed
	}
	if others > 0 {
		r.say("%d addresses of other sites are left out", others)
	}
	return urls
}
