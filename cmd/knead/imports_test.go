package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// law is the import law: the packages of a row may import, of knead's own, only what the row allows. The first row that
// matches wins; "x/..." is x and everything below it. What is not listed may not be imported.
func law() []struct {
	pkgs  string
	allow []string
} {
	return []struct {
		pkgs  string
		allow []string
	}{
		{"knead/cmd/...", []string{"knead/..."}},
		{"knead/bot", nil},
		{"knead/bot/bottest/front", []string{"knead/..."}}, // tests of channels import it, nothing else
		{"knead/bot/triage/train", []string{"knead/bot", "knead/bot/triage/..."}},
		{"knead/bot/triage/...", []string{"knead/bot", "knead/bot/triage/..."}},
		{"knead/bot/booking/...", []string{"knead/bot", "knead/bot/booking/..."}},
		{"knead/bot/...", []string{"knead/bot"}},
		{"knead/knowledge/openai/...", []string{"knead/bot", "knead/knowledge", "knead/knowledge/openai/..."}},
		{"knead/knowledge/...", []string{"knead/bot", "knead/knowledge/..."}},
		{"knead/adapters/...", []string{"knead/bot", "knead/adapters/internal/..."}},
		{"knead/config", nil},
	}
}

// sdks are the libraries that one package only may know.
func sdks() map[string]string {
	return map[string]string{
		"github.com/blevesearch/":               "knead/knowledge",
		"github.com/sashabaranov/go-openai":     "knead/knowledge/openai",
		"github.com/go-telegram-bot-api/":       "knead/adapters/telegram",
		"github.com/bwmarrin/discordgo":         "knead/adapters/discord",
		"github.com/twilio/":                    "knead/adapters/sms",
		"modernc.org/sqlite":                    "knead/bot/sqlstore",
		"github.com/jackc/pgx":                  "knead/bot/sqlstore",
		"github.com/pressly/goose":              "knead/bot/sqlstore",
		"github.com/peterh/liner":               "knead/adapters/console",
		"github.com/alecthomas/kong":            "knead/cmd/knead",
		"github.com/abadojack/whatlanggo":       "knead/bot/language",
		"github.com/google/jsonschema-go":       "knead/config",
		"github.com/rogpeppe/go-internal/txtar": "knead/bot/bottest",
	}
}

func TestImportLaw(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		seen++
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		pkg := "knead/" + filepath.ToSlash(rel)
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imp := range f.Imports {
			name, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			if why := forbidden(pkg, name); why != "" {
				t.Errorf("%s imports %s: %s", path, name, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Errorf("only %d files were read: is the walk right?", seen)
	}
}

// forbidden says why pkg may not import name, empty if it may.
func forbidden(pkg, name string) string {
	if strings.HasPrefix(name, "knead/") {
		for _, row := range law() {
			if !matches(row.pkgs, pkg) {
				continue
			}
			for _, a := range row.allow {
				if matches(a, name) {
					return ""
				}
			}
			return "the law allows it only " + strings.Join(row.allow, ", ") + " of knead"
		}
		return "the law has no row for it"
	}
	for sdk, home := range sdks() {
		if strings.HasPrefix(name, sdk) && pkg != home {
			return "only " + home + " may know that library"
		}
	}
	if pkg == "knead/bot" && strings.Contains(strings.Split(name, "/")[0], ".") {
		return "bot knows the standard library only"
	}
	return ""
}

func matches(pattern, pkg string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	return pattern == pkg
}

func TestForbidden(t *testing.T) {
	for _, tc := range []struct {
		pkg, name string
		ok        bool
	}{
		{"knead/bot", "context", true},
		{"knead/bot", "golang.org/x/text/unicode/norm", false},
		{"knead/bot", "knead/config", false},
		{"knead/adapters/web", "knead/bot", true},
		{"knead/adapters/web", "knead/adapters/pipe", false},
		{"knead/adapters/web", "knead/knowledge", false},
		{"knead/bot/booking", "knead/bot/triage", false},
		{"knead/adapters/pipe", "github.com/blevesearch/bleve/v2", false},
		{"knead/cmd/knead", "knead/bot/triage/reader", true},
		{"knead/new", "knead/bot", false},
	} {
		if got := forbidden(tc.pkg, tc.name); (got == "") != tc.ok {
			t.Errorf("forbidden(%s, %s) = %q, want allowed %v", tc.pkg, tc.name, got, tc.ok)
		}
	}
}
