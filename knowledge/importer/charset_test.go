package importer

import (
	"errors"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestStatedEncodings(t *testing.T) {
	const want = "Mañana le duele la espalda"
	latin, err := charmap.Windows1252.NewEncoder().String(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, contentType := range []string{"", "text/html; charset=ISO-8859-1", "text/html; charset=windows-1252", "text/html; charset=utf-8", "text/html; charset=iso-8859-15", "text/html; charset=cp1252"} {
		got, _, err := decode([]byte(latin), contentType)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v", contentType, got, err)
		}
	}
	got, note, err := decode([]byte(`<meta charset="windows-1251">`+"\xef\xf0\xe8\xe2\xe5\xf2"), "")
	if err != nil || note != "" || got != `<meta charset="windows-1251">привет` {
		t.Errorf("stated by the page: %q, %q, %v", got, note, err)
	}
	if _, _, err := decode([]byte(latin), "text/html; charset=shift_jis"); !errors.Is(err, errBinary) {
		t.Errorf("shift_jis: %v", err)
	}
}
