package bot

import (
	"slices"
	"strings"
)

// language is the client's language for this message: what they chose, what they write, what they wrote before, what
// their network says, the practice's first.
func (b *Bot) language(s Session, m Message) Lang {
	speaks := func(l Lang) bool { return slices.Contains(b.practice.Languages, l) }
	if s.LangChosen && speaks(s.Lang) {
		return s.Lang
	}
	// Once a talk has its language, a word or two do not change it: "ok", "no", "sauna" and many names are of both.
	short := s.Lang != "" && len(strings.Fields(m.Text)) < 3
	if b.o.Detector != nil && len(m.Text) <= maxWords && !short {
		if l, ok := b.o.Detector.Detect(m.Text); ok && speaks(l) {
			return l
		}
	}
	if speaks(s.Lang) {
		return s.Lang
	}
	if len(m.Lang) >= 2 {
		if l := Lang(m.Lang[:2]); speaks(l) {
			return l
		}
	}
	return b.practice.Languages[0]
}

// languageAsked returns the language that folded words ask for, empty for none.
func (t *turn) languageAsked(words string) Lang {
	switch {
	case isAny(words, []string{"english", "in english", "english please", "en ingles", "ingles", "speak english",
		"do you speak english", "in english please", "can we speak english"}):
		return English
	case isAny(words, []string{"espanol", "spanish", "en espanol", "en espanol por favor", "habla espanol", "hablas espanol",
		"in spanish", "hablan espanol", "se habla espanol", "do you speak spanish", "spanish please", "espanol por favor"}):
		return Spanish
	}
	return ""
}

// setLanguage changes the language for good.
func (t *turn) setLanguage() Reply {
	l := Lang(t.m.Press.Arg)
	if t.m.Press.Verb != DoLanguage {
		l = t.languageAsked(fold(t.text))
	}
	if !slices.Contains(t.bot.practice.Languages, l) {
		l = t.bot.practice.Languages[0]
	}
	t.l, t.s.Lang, t.s.LangChosen = l, l, true
	return t.say(TextLanguage, Talk)
}
