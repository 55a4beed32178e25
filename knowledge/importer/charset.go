package importer

import (
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// metaCharset finds the encoding that a page states of itself, in either form of the tag.
var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]{1,40})`)

// stated returns the encoding of data as the server or the page states it: "" when neither does.
func stated(data []byte, contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		return strings.ToLower(params["charset"])
	}
	if m := metaCharset.FindSubmatch(data[:min(len(data), 1024)]); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}

// singleByte returns the encoding called name, for the scripts of Europe. Those of East Asia are left out: their tables
// are larger than the rest of the importer, and a practice's old pages are in its own language.
func singleByte(name string) (encoding.Encoding, error) {
	name = strings.NewReplacer("_", "-", "cp125", "windows-125", "x-cp125", "windows-125").Replace(name)
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "latin1", "l1":
		return charmap.Windows1252, nil // what stands under those names is nearly always this
	case "latin9":
		return charmap.ISO8859_15, nil
	case "mac":
		return charmap.Macintosh, nil
	}
	for _, e := range charmap.All {
		cm, ok := e.(*charmap.Charmap)
		if ok && strings.ReplaceAll(strings.ToLower(cm.String()), " ", "-") == name {
			return cm, nil
		}
	}
	return nil, fmt.Errorf("%w: its encoding is %s: save it as UTF-8", errBinary, name)
}

// xmlReader reads XML in the encoding called name.
func xmlReader(name string, r io.Reader) (io.Reader, error) {
	enc, err := singleByte(strings.ToLower(name))
	if err != nil {
		return nil, err
	}
	return enc.NewDecoder().Reader(r), nil
}
