package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"
)

// An asset is an embedded file of the pages.
type asset struct {
	kind    string // its media type
	version string // changes with the content
	body    []byte
}

// loadAssets reads the folder assets of fsys.
func loadAssets(fsys fs.FS) (map[string]asset, error) {
	names, err := fs.Glob(fsys, "assets/*")
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	out := make(map[string]asset, len(names))
	for _, n := range names {
		body, err := fs.ReadFile(fsys, n)
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		sum := sha256.Sum256(body)
		out[path.Base(n)] = asset{kind: mediaType(n), version: hex.EncodeToString(sum[:6]), body: body}
	}
	return out, nil
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
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", `"`+a.version+`"`)
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == a.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
}
