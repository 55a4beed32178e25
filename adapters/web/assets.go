package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// Assets that are made when the Server is.
const (
	widgetAsset = "widget.js"
	colorAsset  = "color.css"
	iconAsset   = "icon.svg"
	ownAccent   = "#1c5f5a" // of style.css and icon.svg, where the practice has no colour
)

// An asset is a file of the pages.
type asset struct {
	kind     string // its media type
	version  string // changes with the content
	body     []byte
	squeezed []byte // body by gzip
}

// loadAssets reads the folder assets of fsys and gives it the practice's colour and words.
func loadAssets(fsys fs.FS, o Options, words wording) (map[string]asset, error) {
	names, err := fs.Glob(fsys, "assets/*")
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	accent := ownAccent
	if o.Color != "" {
		accent = o.Color
	}
	c, err := parseColour(accent)
	if err != nil {
		return nil, err
	}
	light, dark := palettes(c)
	out := make(map[string]asset, len(names)+1)
	for _, n := range names {
		body, err := fs.ReadFile(fsys, n)
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		name := path.Base(n)
		switch name {
		case iconAsset:
			body = bytes.ReplaceAll(body, []byte(ownAccent), []byte(light.accent.String()))
		case widgetAsset:
			body, err = loaderScript(body, loader{
				Sites: o.Sites, Practice: o.Practice, Texts: words.widget, Default: o.Languages[0], Light: light.forScript(), Dark: dark.forScript(),
			})
			if err != nil {
				return nil, err
			}
		}
		out[name] = newAsset(name, body)
	}
	out[colorAsset] = newAsset(colorAsset, []byte(sheet(light, dark)))
	return out, nil
}

func newAsset(name string, body []byte) asset {
	sum := sha256.Sum256(body)
	return asset{kind: mediaType(name), version: hex.EncodeToString(sum[:6]), body: body, squeezed: squeeze(body)}
}

// mediaType does not ask the system, whose tables differ from machine to machine, for what the pages need.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// asset answers GET /assets/{name}.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := s.assets[r.PathValue("name")]
	if !ok {
		s.notFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == a.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	a.serve(w, r)
}

// serve writes the asset, squeezed where the browser takes it so.
func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Vary", "Accept-Encoding")
	if !acceptsGzip(r) {
		h.Set("ETag", `"`+a.version+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
		return
	}
	h.Set("ETag", `"`+a.version+`-gz"`)
	h.Set("Content-Encoding", "gzip")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.squeezed))
}

// acceptsGzip reports whether the browser of r takes gzip. "gzip;q=0" says no.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, q, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		if !strings.EqualFold(name, "gzip") {
			continue
		}
		f, err := strconv.ParseFloat(q, 64)
		return q == "" || err == nil && f > 0
	}
	return false
}

func squeeze(body []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, _ = z.Write(body) // a buffer never fails
	_ = z.Close()
	return buf.Bytes()
}
