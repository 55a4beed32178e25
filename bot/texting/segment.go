package texting

import (
	"strings"
	"unicode/utf16"
)

// A Size is how a text goes over the telephone network.
type Size struct {
	UCS2     bool // the telephone alphabet (GSM-7) does not hold it
	Units    int  // septets, or 16-bit units
	Segments int  // parts that are charged; 0 for the empty text
}

// The alphabet of GSM 03.38 (3GPP TS 23.038, 6.2.1): basic takes one septet a character, extended two.
const (
	basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
		"abcdefghijklmnopqrstuvwxyzäöñüà"
	extended = "\f^{}\\[~]|€"
)

// The units of a text in one part, and of each part where there are several: the rest joins them.
const (
	oneGSM, eachGSM   = 160, 153
	oneUCS2, eachUCS2 = 70, 67
)

// Measure counts text. Neither an extended character nor a surrogate pair is split between parts.
func Measure(text string) Size {
	if text == "" {
		return Size{}
	}
	var units []int
	ucs2 := false
	for _, r := range text {
		switch {
		case strings.ContainsRune(basic, r):
			units = append(units, 1)
		case strings.ContainsRune(extended, r):
			units = append(units, 2)
		default:
			ucs2 = true
		}
		if ucs2 {
			break
		}
	}
	one, each := oneGSM, eachGSM
	if ucs2 {
		one, each = oneUCS2, eachUCS2
		units = units[:0]
		for _, r := range text {
			units = append(units, max(1, utf16.RuneLen(r)))
		}
	}
	s := Size{UCS2: ucs2}
	for _, n := range units {
		s.Units += n
	}
	if s.Segments = 1; s.Units <= one {
		return s
	}
	used := 0
	for _, n := range units {
		if used+n > each {
			s.Segments++
			used = 0
		}
		used += n
	}
	return s
}
