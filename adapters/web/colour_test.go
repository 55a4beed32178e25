package web

import (
	"regexp"
	"strings"
	"testing"
)

// TestEveryColourCanBeRead goes over the colour cube: whatever a practice chooses, text on it and in it keeps its contrast.
func TestEveryColourCanBeRead(t *testing.T) {
	lightGrounds, darkGrounds := []string{"#ffffff", "#f6f4ef"}, []string{"#1c2524", "#131a19"}
	lightInk, darkInk := "#1d2a29", "#e8eeec"
	must := func(s string) colour {
		c, err := parseColour(s)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for r := 0; r <= 255; r += 15 {
		for g := 0; g <= 255; g += 15 {
			for b := 0; b <= 255; b += 15 {
				c := colour{uint8(r), uint8(g), uint8(b)}
				light, dark := palettes(c)
				for _, tc := range []struct {
					p       palette
					grounds []string
					ink     string
				}{{light, lightGrounds, lightInk}, {dark, darkGrounds, darkInk}} {
					for _, ground := range append(tc.grounds, tc.p.mine.String()) {
						if got := contrast(tc.p.accent, must(ground)); got < 4.5 {
							t.Errorf("%s: accent %s on %s: %.2f", c, tc.p.accent, ground, got)
						}
					}
					if got := contrast(tc.p.accent, tc.p.onAccent); got < 4.5 {
						t.Errorf("%s: %s on accent %s: %.2f", c, tc.p.onAccent, tc.p.accent, got)
					}
					if got := contrast(must(tc.ink), tc.p.mine); got < 4.5 {
						t.Errorf("%s: ink %s on bubble %s: %.2f", c, tc.ink, tc.p.mine, got)
					}
				}
			}
		}
	}
}

func TestAColourThatCanBeReadStays(t *testing.T) {
	c, err := parseColour(ownAccent)
	if err != nil {
		t.Fatal(err)
	}
	if light, _ := palettes(c); light.accent != c {
		t.Errorf("%s became %s", c, light.accent)
	}
}

func TestParseColourRefuses(t *testing.T) {
	for _, s := range []string{"", "teal", "#fff", "1c5f5a", "#1c5f5g", "#1c5f5a00", "#-1c5f5", "#1c5f5a;}"} {
		if c, err := parseColour(s); err == nil {
			t.Errorf("%q is taken for %s", s, c)
		}
	}
}

// TestGroundsAreThoseOfTheSheet keeps palettes and style.css together.
func TestGroundsAreThoseOfTheSheet(t *testing.T) {
	css, err := files.ReadFile("assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"paper": {"#f6f4ef", "#131a19", "#131a19"}, "sheet": {"#ffffff", "#1c2524", "#1c2524"}, "ink": {"#1d2a29", "#e8eeec", "#e8eeec"},
		"accent": {ownAccent, "#8fd3c7", "#8fd3c7"},
	} {
		var got []string
		for _, m := range regexp.MustCompile(`--`+name+`: (#\w+);`).FindAllStringSubmatch(string(css), -1) {
			got = append(got, m[1])
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("--%s is %v, want %v", name, got, want)
		}
	}
}
