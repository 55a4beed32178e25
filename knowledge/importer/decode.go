package importer

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var (
	errEmpty  = errors.New("is empty")
	errBinary = errors.New("is no text")
)

// decode returns data as UTF-8 text with "\n" line ends. contentType is what the server said, or empty. note says how a
// wrong or missing statement of the encoding was put right.
func decode(data []byte, contentType string) (text, note string, err error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return "", "", errEmpty
	}
	if what := notText(data); what != "" {
		return "", "", fmt.Errorf("%w: it looks like %s", errBinary, what)
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		text = string(data[3:])
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}), utf16Like(data) != unicode.UseBOM:
		policy := unicode.UseBOM
		order := unicode.LittleEndian
		if p := utf16Like(data); p != unicode.UseBOM {
			policy = unicode.IgnoreBOM
			if data[0] == 0 {
				order = unicode.BigEndian
			}
		}
		b, derr := unicode.UTF16(order, policy).NewDecoder().Bytes(data)
		if derr != nil {
			return "", "", fmt.Errorf("decode UTF-16: %w", derr)
		}
		text, note = string(b), "read as UTF-16"
	case utf8.Valid(data):
		text = string(data) // whatever was stated: other encodings are hardly ever valid UTF-8 by chance
	default:
		name := stated(data, contentType)
		enc, eerr := singleByte(name)
		if eerr != nil {
			return "", "", eerr
		}
		certain := name != "" && name != "utf-8" && name != "utf8"
		if !certain {
			name = "windows-1252"
		}
		b, derr := enc.NewDecoder().Bytes(data)
		if derr != nil {
			return "", "", fmt.Errorf("decode %s: %w", name, derr)
		}
		text = string(b)
		if !certain {
			note = "read as " + name + ", which is a guess"
		}
	}
	if fixed, ok := unmangle(text); ok {
		text, note = fixed, "was UTF-8 stored as Windows text; put right"
	}
	if n := strings.Count(text, "\x00"); n > 0 {
		return "", "", fmt.Errorf("%w: it has zero bytes", errBinary)
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	if strings.TrimSpace(text) == "" {
		return "", "", errEmpty
	}
	return text, note, nil
}

// notText says what data is when it is no text, empty when it may be.
func notText(data []byte) string {
	head := data[:min(len(data), 4096)]
	media, _, err := mime.ParseMediaType(http.DetectContentType(head))
	if err != nil {
		media = "application/octet-stream"
	}
	switch {
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		return "rich text (RTF): save it as plain text"
	case strings.HasPrefix(media, "text/"):
		return ""
	case media == "application/pdf":
		return "a PDF: save it as text or as a web page"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "a ZIP archive or an office document: save it as text or as a web page"
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return "an old office document: save it as text or as a web page"
	case media != "application/octet-stream":
		return media
	case utf16Like(data) != unicode.UseBOM:
		return ""
	}
	control := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			control++
		}
	}
	if control*50 > len(head) || bytes.IndexByte(head, 0) >= 0 {
		return "binary data"
	}
	return ""
}

// utf16Like returns IgnoreBOM when data is UTF-16 without a mark, as far as Western text shows it, else UseBOM.
func utf16Like(data []byte) unicode.BOMPolicy {
	head := data[:min(len(data), 2048)]
	if len(head) < 16 || bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return unicode.UseBOM
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	if zeros[0] == 0 && zeros[1]*10 > half*8 || zeros[1] == 0 && zeros[0]*10 > half*8 {
		return unicode.IgnoreBOM
	}
	return unicode.UseBOM
}

// unmangle puts text right that was UTF-8, was taken for Windows-1252 and stored as UTF-8 again: "MamÃ¡" for "Mamá".
func unmangle(text string) (string, bool) {
	marks := 0
	for _, m := range []string{"Ã¡", "Ã©", "Ã\u00ad", "Ã³", "Ãº", "Ã±", "Â¿", "Â¡", "â€™", "â€œ", "â€“", "â€”", "Â\u00a0"} {
		marks += strings.Count(text, m)
	}
	if marks < 2 {
		return "", false
	}
	b, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil || !utf8.ValidString(b) {
		return "", false
	}
	return b, true
}
