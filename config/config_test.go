package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEmbeddedPractices(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatalf("Default: %v", err)
	}
	if c.Practice.Name != "Wellness Rituals" || len(c.Practice.Services) != 8 || len(c.Practice.Locations) != 2 ||
		c.Practice.TextToBook != "407-535-2331" || !c.Screen.Model || c.KeepDays != 30 {
		t.Errorf("Default = %+v", c)
	}
	n, err := Parse("neu-release.yaml", NeuRelease())
	if err != nil {
		t.Fatalf("NeuRelease: %v", err)
	}
	if n.Practice.TimeZone != "America/Chicago" || n.Practice.Locations[0].BookURL != "" {
		t.Errorf("NeuRelease = %+v", n.Practice)
	}
}

// The example documents the file: it must name every key that the types have, and be valid when every remark is taken away.
func TestExampleNamesEveryKey(t *testing.T) {
	text := string(Example())
	var walk func(reflect.Type)
	walk = func(rt reflect.Type) {
		for rt.Kind() == reflect.Slice || rt.Kind() == reflect.Map {
			rt = rt.Elem()
		}
		if rt.Kind() != reflect.Struct {
			return
		}
		for name, i := range fieldsOf(rt) {
			if !regexp.MustCompile(`\b` + name + `:`).MatchString(text) {
				t.Errorf("example.yaml does not name %s", name)
			}
			walk(rt.Field(i).Type)
		}
	}
	walk(reflect.TypeFor[Config]())

	on := regexp.MustCompile(`(?m)^( *)# ([ ]*[a-z_-]+[:] *|[ ]*- )`).ReplaceAllString(text, "$1$2")
	c, err := Parse("all-on.yaml", []byte(on))
	var ps Problems
	if errors.As(err, &ps) {
		for _, p := range ps {
			t.Errorf("with every remark taken away: %v", p)
		}
	}
	if c.Practice.Facts == nil || c.Practice.Locations[0].Hours == nil || c.OpenAI.Model == "" {
		t.Errorf("taking the remarks away did not set everything: %+v", c)
	}
}

// Each file of testdata/bad is a practice's file with mistakes; beside it stands what the owner reads.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Parse(filepath.Base(f), data)
			var ps Problems
			if !errors.As(err, &ps) {
				t.Fatalf("error %v, want Problems", err)
			}
			var got strings.Builder
			for _, p := range ps {
				fmt.Fprintf(&got, "%v\n", p)
			}
			for _, h := range ps.Hints() {
				fmt.Fprintf(&got, "hint: %s\n", h)
			}
			golden := strings.TrimSuffix(f, ".yaml") + ".txt"
			if os.Getenv("KNEAD_UPDATE") != "" {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEnvironment(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "token")
	if err := os.WriteFile(file, []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	env := func(m map[string]string) Env {
		return func(k string) (string, bool) { v, ok := m[k]; return v, ok }
	}
	c := Config{Discord: Discord{TokenFile: file}, Telegram: Telegram{TokenFile: file}}
	err := Environ(&c, env(map[string]string{"KNEAD_DB": "x.db", "TELEGRAM_BOT_TOKEN": "from-env", "TWILIO_AUTH_TOKEN_FILE": file,
		"OPENAI_MODEL": "m", "KNEAD_LISTEN": ""}))
	if err != nil {
		t.Fatal(err)
	}
	if c.Telegram.Token != "from-env" || c.Discord.Token != "from-file" || c.Twilio.AuthToken != "from-file" || c.Database != "x.db" ||
		c.OpenAI.Model != "m" {
		t.Errorf("after Environ: %+v", c)
	}
	err = Environ(&Config{}, env(map[string]string{"OPENAI_API_KEY_FILE": filepath.Join(dir, "none"), "DISCORD_BOT_TOKEN_FILE": empty}))
	if err == nil || !strings.Contains(err.Error(), "no such file") || !strings.Contains(err.Error(), "is empty") {
		t.Errorf("missing and empty secret files: %v", err)
	}
}

func TestSecretIsNeverPrinted(t *testing.T) {
	s := struct{ Token Secret }{"hush-hush"}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "token", s.Token, "all", s)
	asJSON, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s", s, s, s, s.Token), string(asJSON), logged.String()} {
		if strings.Contains(out, "hush") {
			t.Errorf("secret printed: %s", out)
		}
	}
}

func TestSchemaKnowsEveryKey(t *testing.T) {
	data, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Properties           map[string]json.RawMessage `json:"properties"`
		AdditionalProperties json.RawMessage            `json:"additionalProperties"`
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	for name := range fieldsOf(reflect.TypeFor[Config]()) {
		if _, ok := s.Properties[name]; !ok {
			t.Errorf("schema has no %s", name)
		}
	}
	if len(s.AdditionalProperties) == 0 {
		t.Error("schema allows unknown keys")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Example())
	f.Add([]byte("practice: [1, {a: b}]\nlisten: {}\n"))
	f.Add([]byte("a: &x\n  <<: *x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<12 {
			return
		}
		if _, err := Parse("f.yaml", data); err != nil {
			var ps Problems
			if !errors.As(err, &ps) {
				t.Errorf("error %v is not Problems", err)
			}
		}
	})
}
