package importer

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"knead/bot"
	"knead/knowledge"
)

// prose is an article of some length on a subject, as a text dump has it.
func prose(subject string) string {
	return subject + "\n\n" + strings.Repeat("This page tells what "+strings.ToLower(subject)+" can do for a tired back and a stiff neck. ", 4) + "\n"
}

// imported runs an import into a fresh folder and returns the report and what was said.
func imported(t *testing.T, source string, o Options) (r Report, said string) {
	t.Helper()
	if o.To == "" {
		o.To = filepath.Join(t.TempDir(), "articles")
	}
	if o.Languages == nil {
		o.Languages = []bot.Lang{bot.English, bot.Spanish}
	}
	o.Now = func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
	o.Pause = -1
	var lines []string
	o.Say = func(line string) { lines = append(lines, line) }
	r, err := Run(t.Context(), source, o)
	if err != nil {
		t.Fatal(err)
	}
	return r, strings.Join(lines, "\n")
}

// failures returns what is told of each page that was left out.
func failures(r Report) map[string]string {
	out := map[string]string{}
	for _, f := range r.Failed {
		out[filepath.Base(f.Name)] = f.Err.Error()
	}
	return out
}

// files lists every file under dir, temporary ones too.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, rerr := filepath.Rel(dir, path)
			out = append(out, filepath.ToSlash(rel))
			return rerr
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func put(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func encoded(t *testing.T, text string, enc interface {
	String(string) (string, error)
}) []byte {
	t.Helper()
	s, err := enc.String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(s)
}

// Every kind of bad file gets a line of its own, the good ones are imported, and nothing is half-written.
func TestBadFiles(t *testing.T) {
	dir, to := t.TempDir(), filepath.Join(t.TempDir(), "articles")
	spanish := "Ventosas\n\n" + strings.Repeat("La presión de las ventosas también ayudará a la señora que está tensa. ", 5)
	nav := "<html><body><ul>" + strings.Repeat(`<li><a href="/x">Somewhere else</a></li>`, 30) + "</ul></body></html>"
	deep := "<html><body>" + strings.Repeat("<div>", 20_000) + "x" + strings.Repeat("</div>", 20_000)
	bad := map[string]struct {
		data []byte
		want string
	}{
		"zero.txt":    {nil, "is empty"},
		"blank.txt":   {[]byte(" \n\t\n\u00a0 "), "is empty"},
		"picture.txt": {append([]byte("\x89PNG\r\n\x1a\n\x00\x00"), make([]byte, 100)...), "image/png"},
		"program":     {append([]byte("\x7fELF\x02\x01\x01"), bytes.Repeat([]byte{0, 1, 2, 200}, 200)...), "is no text"},
		"scan.txt":    {[]byte("%PDF-1.7\n%âãÏÓ\n1 0 obj"), "PDF: save it as text"},
		"office.txt":  {[]byte("PK\x03\x04\x14\x00\x06\x00"), "office document"},
		"rich.txt":    {[]byte(`{\rtf1\ansi text}`), "RTF"},
		"zeros.txt":   {[]byte(prose("Zeros") + "\x00\x00\x00" + prose("Zeros")), "is no text"},
		"nav.html":    {[]byte(nav), "holds no article"},
		"deep.html":   {[]byte(deep), "parse HTML"},
		"short.txt":   {[]byte("Coming soon\n\nCome back later."), "holds no article"},
		"german.txt":  {[]byte("Rückenschmerzen\n\n" + strings.Repeat("Die Massage hilft bei Schmerzen im Rücken und löst die verspannten Muskeln. ", 6)), `is written in "de"`},
		"z-twin.txt":  {[]byte(prose("Mud packs")), `its slug "mud-packs" is that of`},
	}
	for name, b := range bad {
		put(t, filepath.Join(dir, name), b.data)
	}
	put(t, filepath.Join(dir, "huge.txt"), nil)
	if err := os.Truncate(filepath.Join(dir, "huge.txt"), 50<<20); err != nil { // sparse: no 50 MB are written
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "a-good.txt"), []byte(prose("Mud packs")))
	put(t, filepath.Join(dir, "latin1.txt"), encoded(t, spanish, charmap.Windows1252.NewEncoder()))
	put(t, filepath.Join(dir, "utf16.txt"), encoded(t, strings.Replace(spanish, "Ventosas", "Copas", 1), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()))
	put(t, filepath.Join(dir, "mangled.txt"), encoded(t, strings.Replace(spanish, "Ventosas", "Vasos", 1), charmap.Windows1252.NewDecoder()))
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	detect := func(text string) (string, bool) {
		switch {
		case strings.Contains(text, "Massage hilft"):
			return "de", true
		case strings.Contains(text, "ventosas"):
			return "es", true
		}
		return "en", true
	}
	r, said := imported(t, dir, Options{To: to, Detect: detect})
	got := failures(r)
	for name, b := range bad {
		if !strings.Contains(got[name], b.want) {
			t.Errorf("%s: %q, want %q", name, got[name], b.want)
		}
	}
	if !strings.Contains(got["huge.txt"], "is too big: 52428800 bytes") || !strings.Contains(got["link.txt"], "is no plain file") {
		t.Errorf("huge: %q, link: %q", got["huge.txt"], got["link.txt"])
	}
	if want := len(bad) + 2; len(r.Failed) != want {
		t.Errorf("%d left out, want %d: %v", len(r.Failed), want, got)
	}
	for _, f := range r.Failed {
		if n := strings.Count(said, f.Name+": left out: "); n != 1 {
			t.Errorf("%s has %d lines of its own:\n%s", f.Name, n, said)
		}
	}
	want := []string{"en/mud-packs.md", "es/copas.md", "es/vasos.md", "es/ventosas.md"}
	if got := files(t, to); !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	for _, name := range want[1:] {
		text, err := os.ReadFile(filepath.Join(to, name))
		if err != nil || !strings.Contains(string(text), "presión de las ventosas también ayudará a la señora") {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
	b, err := knowledge.Load(os.DirFS(to), knowledge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

// What an owner changed stays, unless the owner says otherwise.
func TestEdited(t *testing.T) {
	dir, to := t.TempDir(), t.TempDir()
	page, article := filepath.Join(dir, "mud.txt"), filepath.Join(to, "en", "mud-packs.md")
	put(t, page, []byte(prose("Mud packs")))
	if r, _ := imported(t, page, Options{To: to}); len(r.Written) != 1 {
		t.Fatalf("%+v", r)
	}
	if r, said := imported(t, page, Options{To: to}); len(r.Unchanged) != 1 || !strings.Contains(said, "unchanged") {
		t.Errorf("again: %+v\n%s", r, said)
	}
	put(t, page, []byte(prose("Mud packs")+"\nAnd a new paragraph that was not there before, of some length, about warm mud.\n"))
	if r, _ := imported(t, page, Options{To: to}); len(r.Written) != 1 {
		t.Errorf("a page that changed while its article was not edited: %+v", r)
	}
	src, err := os.ReadFile(article)
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.Replace(string(src), "tired back", "weary back", 1)
	for _, tc := range []struct {
		name    string
		o       Options
		asked   int
		written bool
	}{
		{name: "nobody to ask"},
		{name: "no", o: Options{Ask: func(string) bool { return false }}, asked: 1},
		{name: "a dry run does not ask", o: Options{Ask: func(string) bool { return true }, DryRun: true}},
		{name: "yes", o: Options{Ask: func(string) bool { return true }}, asked: 1, written: true},
		{name: "force", o: Options{Force: true, Ask: func(string) bool { return false }}, written: true},
		{name: "force on a dry run", o: Options{Force: true, DryRun: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			put(t, article, []byte(mine))
			asked := 0
			if ask := tc.o.Ask; ask != nil {
				tc.o.Ask = func(q string) bool {
					asked++
					if !strings.Contains(q, article) {
						t.Errorf("asked %q, which does not name the file", q)
					}
					return ask(q)
				}
			}
			tc.o.To = to
			r, _ := imported(t, page, tc.o)
			now, err := os.ReadFile(article)
			if err != nil {
				t.Fatal(err)
			}
			if asked != tc.asked || (string(now) != mine) != tc.written {
				t.Errorf("asked %d times, want %d; written %v, want %v; %+v", asked, tc.asked, string(now) != mine, tc.written, r)
			}
		})
	}
}

// No name, title, language or link leads out of the articles folder.
func TestNowhereElse(t *testing.T) {
	for _, tc := range []struct {
		name string
		page string
		text string
		o    Options
	}{
		{name: "title", page: "a.html", text: "<html><title>../../../etc/passwd</title><body><p>" + prose("x") + "</p></body></html>"},
		{name: "file name", page: "..%2f..%2fx.txt", text: prose("..")},
		{name: "front matter", page: "a.md", text: "---\ntitle: Mud\nslug: ../../x\nlang: ../\n---\n\n" + prose("# Mud")},
		{name: "language of the page", page: "a.html", text: `<html lang="../../x"><title>Mud</title><body><p>` + prose("x") + "</p></body></html>"},
		{name: "slug given", page: "a.txt", text: prose("Mud"), o: Options{Slug: "../../x"}},
		{name: "absolute slug given", page: "a.txt", text: prose("Mud"), o: Options{Slug: "/tmp/x"}},
		{name: "language given", page: "a.txt", text: prose("Mud"), o: Options{Lang: "../x"}},
		{name: "zero byte in the slug", page: "a.txt", text: prose("Mud"), o: Options{Slug: "x\x00y"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			root := t.TempDir()
			page := filepath.Join(root, "pages", tc.page)
			put(t, page, []byte(tc.text))
			tc.o.To = filepath.Join(root, "a", "b", "articles")
			tc.o.Languages = []bot.Lang{} // nothing to hold a language against
			_, _ = imported(t, page, tc.o)
			for _, f := range files(t, root) {
				if !strings.HasPrefix(f, "pages/") && !strings.HasPrefix(f, "a/b/articles/") {
					t.Errorf("wrote %s", f)
				}
				if strings.Contains(f, ".tmp") {
					t.Errorf("left %s behind", f)
				}
			}
		})
	}
}

// A link in the articles folder is replaced, not followed; what cannot be written leaves nothing behind and stops
// nothing else.
func TestWriteInPlace(t *testing.T) {
	root := t.TempDir()
	to, secret := filepath.Join(root, "articles"), filepath.Join(root, "secret")
	put(t, secret, []byte("stays"))
	put(t, filepath.Join(root, "pages", "mud.txt"), []byte(prose("Mud packs")))
	put(t, filepath.Join(root, "pages", "salt.txt"), []byte(prose("Salt")))
	if err := os.MkdirAll(filepath.Join(to, "en", "salt.md"), 0o755); err != nil { // a folder where a file belongs
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(to, "en", "mud-packs.md")); err != nil {
		t.Fatal(err)
	}
	r, said := imported(t, filepath.Join(root, "pages"), Options{To: to, Force: true})
	if got, err := os.ReadFile(secret); err != nil || string(got) != "stays" {
		t.Errorf("wrote through the link: %q, %v", got, err)
	}
	if len(r.Written) != 1 || len(r.Failed) != 1 {
		t.Errorf("%+v\n%s", r, said)
	}
	if got := files(t, to); !slices.Equal(got, []string{"en/mud-packs.md"}) {
		t.Errorf("files %v", got)
	}
}

func TestSources(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "mud.txt"), []byte(prose("Mud packs")))
	for _, tc := range []struct {
		source, want string
	}{
		{filepath.Join(dir, "none.txt"), "there is no such file or folder"},
		{"ftp://example.com/x", "there is no such file or folder"},
		{"https://", "names no server"},
		{"https://user:secret@example.com/", "holds a name or password"},
		{"http://[::1", "missing ']'"},
	} {
		if _, err := Run(t.Context(), tc.source, Options{To: dir}); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.source, err, tc.want)
		}
	}
	if _, err := Run(t.Context(), dir, Options{To: dir}); err == nil || !strings.Contains(err.Error(), "articles folder itself") {
		t.Errorf("the articles folder as source: %v", err)
	}
	put(t, filepath.Join(dir, "salt.txt"), []byte(prose("Salt")))
	if _, err := Run(t.Context(), dir, Options{To: t.TempDir(), Slug: "one"}); err == nil {
		t.Error("one slug for two pages was taken")
	}
	r, said := imported(t, dir, Options{MaxPages: 1})
	if len(r.Written) != 1 || !strings.Contains(said, "stopped after 1 pages") {
		t.Errorf("limit: %+v\n%s", r, said)
	}
	r, _ = imported(t, "-", Options{Stdin: strings.NewReader(prose("Warm sand")), Draft: true})
	if len(r.Written) != 1 || filepath.Base(r.Written[0]) != "_warm-sand.md" {
		t.Errorf("standard input as a draft: %+v", r)
	}
}
