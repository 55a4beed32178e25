package triage

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"knead/bot"
)

func engine(t testing.TB) *Engine {
	t.Helper()
	e, err := Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// lines returns the lines of a file of testdata, without remarks.
func lines(t testing.TB, name string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if s.Text() != "" && !strings.HasPrefix(s.Text(), "#") {
			out = append(out, s.Text())
		}
	}
	return out
}

func talk(e *Engine, messages ...string) bot.Verdict {
	var v bot.Verdict
	for _, m := range messages {
		v = e.Screen(v.Signs, m)
	}
	return v
}

func has(v bot.Verdict, id string) bool {
	return slices.ContainsFunc(v.Flags, func(f bot.Flag) bool { return string(f.ID) == id })
}

func TestMustFlag(t *testing.T) {
	e := engine(t)
	for _, l := range lines(t, "must_flag.txt") {
		f := strings.Split(l, "\t")
		if v := talk(e, f[2]); v.Level.String() != f[0] || !has(v, f[1]) {
			t.Errorf("%q = %v %v, want %s %s", f[2], v.Level, flagIDs(v), f[0], f[1])
		}
	}
}

func TestMustPass(t *testing.T) {
	e := engine(t)
	for _, l := range lines(t, "must_pass.txt") {
		if v := talk(e, l); v.Level != bot.None || v.Ask != "" {
			t.Errorf("%q = %v %v, asks %q; want nothing", l, v.Level, v.Flags, v.Ask)
		}
	}
}

func TestConversations(t *testing.T) {
	e := engine(t)
	for _, l := range lines(t, "conversations.txt") {
		f := strings.Split(l, "\t")
		v := talk(e, strings.Split(f[2], " || ")...)
		if f[0] == "ask" {
			if string(v.Ask) != f[1] || v.Question == nil {
				t.Errorf("%q asks %q, want %q", f[2], v.Ask, f[1])
			}
			continue
		}
		if v.Level.String() != f[0] || f[1] != "-" && !has(v, f[1]) {
			t.Errorf("%q = %v %v, want %s %s (signs %v)", f[2], v.Level, flagIDs(v), f[0], f[1], v.Signs.Seen)
		}
	}
}

// Capitals, missing accents and an emoji do not lower a level.
func TestSpellingsDoNotLower(t *testing.T) {
	e := engine(t)
	for _, l := range lines(t, "must_flag.txt") {
		text := strings.Split(l, "\t")[2]
		want := talk(e, text).Level
		for _, other := range []string{strings.ToUpper(text), unaccented(text), text + " 🙏", "😅 " + text, strings.ReplaceAll(text, " ", "  "),
			strings.ReplaceAll(text, "'", "’"), strings.ReplaceAll(text, "'", "")} {
			if got := talk(e, other).Level; got < want {
				t.Errorf("%q = %v, want at least %v", other, got, want)
			}
		}
	}
}

func unaccented(s string) string {
	return strings.Map(func(r rune) rune {
		if f := fold(unicode.ToLower(r)); f != "" && r > 127 {
			return rune(f[0])
		}
		return r
	}, s)
}

func TestLatchAndTurn(t *testing.T) {
	e := engine(t)
	v := talk(e, "my left calf is swollen and hot", "what are your hours?", "and parking?")
	if v.Level != bot.Urgent || v.Flags[0].Turn != 0 || v.Flags[0].Match != "" {
		t.Errorf("after two more messages: %+v", v)
	}
	b, err := json.Marshal(v.Signs)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"swollen and", "hours", "parking"} {
		if strings.Contains(string(b), word) {
			t.Errorf("signs keep the client's words: %s", b)
		}
	}
}

func TestLiftedIsSaid(t *testing.T) {
	e := engine(t)
	v := talk(e, "I can't feel my bum", "I was sitting on it on the bleachers, it's back to normal now")
	if v.Level != bot.None || !v.Lifted {
		t.Errorf("level %v, lifted %v: want none and lifted", v.Level, v.Lifted)
	}
	v = talk(e, "I can't feel my bum", "never mind, it's nothing, just book me")
	if v.Level != bot.Emergency || v.Lifted {
		t.Errorf("level %v, lifted %v: want emergency, not lifted", v.Level, v.Lifted)
	}
}

func TestNothingIsAskedTwice(t *testing.T) {
	e := engine(t)
	v := talk(e, "my back and my leg hurt")
	if v.Ask != "ask-saddle" {
		t.Fatalf("asks %q", v.Ask)
	}
	for range 3 {
		if v = e.Screen(v.Signs, "my back and my leg hurt"); v.Ask != "" {
			t.Errorf("asks %q again", v.Ask)
		}
	}
}

// fixed is a second reader that always guesses the same.
type fixed []Guess

func (f fixed) Read(string) []Guess { return f }

func TestSecondReader(t *testing.T) {
	for _, c := range []struct {
		name  string
		guess Guess
		text  string
		level bot.Level
		ask   bot.QuestionID
	}{
		{"sure", Guess{Flag: "cardiac", Level: bot.Emergency, P: 0.99, Words: []string{"odd"}}, "it feels odd", bot.Emergency, ""},
		{"unsure", Guess{Flag: "cardiac", Level: bot.Emergency, P: 0.55}, "it feels odd", bot.None, "ask-cardiac"},
		{"low", Guess{Flag: "cardiac", Level: bot.Emergency, P: 0.1}, "it feels odd", bot.None, ""},
		{"sees less than the rules", Guess{Flag: "stroke-tia", Level: bot.Urgent, P: 0.25}, "my mum's face is drooping since noon", bot.Emergency, ""},
		{"sees nothing of it", Guess{Flag: "allergy", Level: bot.Precaution, P: 1}, "my mum's face is drooping", bot.Precaution, "ask-stroke-tia"},
		{"unknown flag", Guess{Flag: "nonsense", Level: bot.Emergency, P: 1}, "it feels odd", bot.None, ""},
	} {
		e, err := Default(fixed{c.guess})
		if err != nil {
			t.Fatal(err)
		}
		v := e.Screen(bot.Signs{}, c.text)
		if v.Level != c.level || v.Ask != c.ask {
			t.Errorf("%s: level %v asks %q, want %v %q", c.name, v.Level, v.Ask, c.level, c.ask)
		}
	}
}

func flagIDs(v bot.Verdict) []string {
	var ids []string
	for _, f := range v.Flags {
		ids = append(ids, string(f.ID)+":"+f.Level.String()+"("+f.Match+")")
	}
	return ids
}
