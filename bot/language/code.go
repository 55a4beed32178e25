package language

import "github.com/abadojack/whatlanggo"

// Code returns the ISO 639-1 code of the language that a text of at least some sentences is written in, any language.
// ok is false when the text is too short or too mixed to tell.
func Code(text string) (code string, ok bool) {
	info := whatlanggo.Detect(text)
	code = info.Lang.Iso6391()
	return code, code != "" && info.IsReliable()
}
