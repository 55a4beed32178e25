package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// enough is the contrast that text needs (WCAG 2.2, 1.4.3), with a little to spare for rounding.
const enough = 4.6

// A colour is sRGB, 0 to 255.
type colour struct{ r, g, b uint8 }

// parseColour reads "#rrggbb".
func parseColour(s string) (colour, error) {
	digits, ok := strings.CutPrefix(s, "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	if !ok || err != nil || len(digits) != 6 {
		return colour{}, fmt.Errorf("colour %q: want six digits, such as #1c5f5a", s)
	}
	return colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, nil
}

// String writes "#rrggbb".
func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

// mix is c with a share of o from 0 to 1.
func (c colour) mix(o colour, share float64) colour {
	f := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	return colour{f(c.r, o.r), f(c.g, o.g), f(c.b, o.b)}
}

// luminance is the relative luminance of WCAG 2.2.
func (c colour) luminance() float64 {
	f := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*f(c.r) + 0.7152*f(c.g) + 0.0722*f(c.b)
}

// contrast is the contrast ratio of WCAG 2.2, 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// A palette is what the practice's colour sets: the accent, text on it, and the client's own bubbles.
type palette struct{ accent, onAccent, mine colour }

// palettes makes the practice's colour fit to be read in light and dark: it is darkened or lightened, no further than
// needed. The grounds are those of style.css.
func palettes(c colour) (light, dark palette) {
	white, black := colour{255, 255, 255}, colour{}
	light = fit(c, black, []colour{white, {0xf6, 0xf4, 0xef}}, 0.13)
	light.onAccent = white
	dark = fit(c, white, []colour{{0x1c, 0x25, 0x24}, {0x13, 0x1a, 0x19}}, 0.2)
	dark.onAccent = colour{0x0e, 0x16, 0x15}
	return light, dark
}

// fit moves c towards another colour until it can be read on each ground, and on bubbles that have a share of it.
func fit(c, towards colour, grounds []colour, share float64) palette {
	for i := range 101 {
		p := palette{accent: c.mix(towards, float64(i)/100)}
		p.mine = grounds[0].mix(p.accent, share)
		ok := true
		for _, g := range append([]colour{p.mine}, grounds...) {
			ok = ok && contrast(p.accent, g) >= enough
		}
		if ok {
			return p
		}
	}
	return palette{accent: towards, mine: grounds[0]} // unreachable: black and white can be read
}

// sheet is the style sheet of a practice's colour.
func sheet(light, dark palette) string {
	vars := func(p palette) string {
		return fmt.Sprintf("--accent:%s;--on-accent:%s;--mine:%s", p.accent, p.onAccent, p.mine)
	}
	return fmt.Sprintf(":root{%s}\n@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){%s}}\n"+
		"@media screen{:root[data-theme=dark]{%s}}\n", vars(light), vars(dark), vars(dark))
}

// forScript is the palette as widget.js reads it.
func (p palette) forScript() map[string]string {
	return map[string]string{"accent": p.accent.String(), "onAccent": p.onAccent.String()}
}
