package telegram

import (
	"slices"
	"strings"
	"unicode"

	"knead/bot"
)

// Verbs of the adapter's own buttons. The core never sees them: none of its verbs has a dot.
const (
	doCall   bot.Verb = "t.call"   // Arg: a number at which the client wants to be called
	doNoCall bot.Verb = "t.nocall" // the number is not to be passed on
	doHere   bot.Verb = "t.here"   // Arg: the key of a reply withheld in a group
)

// A command is a word with a slash before it. The core knows none: each is a press, or words.
type command struct {
	name    string
	aliases []string   // not in the menu
	press   bot.Action // zero: the words behind the command are the message
	group   bool       // shown in the menu of groups too
}

func commands() []command {
	return []command{
		{name: "book", aliases: []string{"reservar", "cita", "appointment"}, press: bot.Action{Verb: bot.DoBook}, group: true},
		{name: "ask", aliases: []string{"preguntar", "pregunta"}, group: true},
		{name: "human", aliases: []string{"person", "persona"}, press: bot.Action{Verb: bot.DoHuman}},
		{name: "language", aliases: []string{"lang", "idioma"}, press: bot.Action{Verb: bot.DoLanguage}},
		{name: "privacy", aliases: []string{"privacidad"}, press: bot.Action{Verb: bot.DoPrivacy}},
		{name: "forget", aliases: []string{"olvidar", "borrar"}, press: bot.Action{Verb: bot.DoForget}},
		{name: "help", aliases: []string{"ayuda"}, press: bot.Action{Verb: bot.DoHelp}, group: true},
		{name: "start", aliases: []string{"empezar"}},
		{name: "cancel", aliases: []string{"cancelar"}, press: bot.Action{Verb: bot.DoDrop}},
		{name: chatIDCommand},
	}
}

// chatIDCommand tells the owner the numbers of a group and topic, for the practice's file.
const chatIDCommand = "staffchat"

// inMenu reports whether a command is one of those that clients are shown.
func (c command) inMenu() bool {
	return c.name != "start" && c.name != "cancel" && c.name != chatIDCommand
}

// findCommand finds a command by its name or an alias.
func findCommand(name string) (command, bool) {
	name = strings.ToLower(name)
	cs := commands()
	i := slices.IndexFunc(cs, func(c command) bool { return c.name == name || slices.Contains(c.aliases, name) })
	if i < 0 {
		return command{}, false
	}
	return cs[i], true
}

// command reads words that begin with a slash.
func (a *Adapter) command(in *incoming, words string) reading {
	name, rest := words[1:], ""
	if i := strings.IndexFunc(name, unicode.IsSpace); i >= 0 {
		name, rest = name[:i], strings.TrimSpace(name[i:])
	}
	name, _, _ = strings.Cut(name, "@")
	t := a.textsFor(in)
	c, known := findCommand(name)
	if !known {
		// Words are words: "/numb since yesterday" is screened like any other.
		return reading{text: strings.TrimSpace(strings.ReplaceAll(name, "_", " ") + " " + rest)}
	}
	switch {
	case c.name == "start":
		return a.start(in, rest)
	case c.name == chatIDCommand:
		return reading{local: &bot.Reply{Text: chatIDs(in.m), Outcome: bot.Talk}}
	case c.press.Verb == bot.DoLanguage:
		return a.language(in, rest)
	case c.press.Verb == bot.DoBook && rest != "":
		return reading{text: t.BookWord + " " + rest}
	}
	// Whatever stands behind a command that needs nothing is still read by the screening.
	return reading{text: rest, press: c.press}
}

// language chooses a language, or offers those of the practice.
func (a *Adapter) language(in *incoming, rest string) reading {
	word := strings.ToLower(rest)
	var offers []bot.Button
	for _, l := range a.c.Practice.Languages {
		name := languageName(l)
		if word != "" && (word == string(l) || word == strings.ToLower(name) || slices.Contains(languageWords(l), word)) {
			return reading{press: bot.Action{Verb: bot.DoLanguage, Arg: string(l)}}
		}
		offers = append(offers, bot.Button{Label: name, Press: bot.Action{Verb: bot.DoLanguage, Arg: string(l)}})
	}
	switch {
	case word != "":
		return reading{text: rest, press: bot.Action{Verb: bot.DoLanguage}} // read by the screening, then the practice's first
	case len(offers) < 2:
		return reading{press: bot.Action{Verb: bot.DoLanguage}}
	}
	return reading{local: &bot.Reply{Text: a.textsFor(in).WhichLanguage, Buttons: offers, Outcome: bot.Talk}}
}

// start reads the payload of a deep link. In a group and without one it is a greeting.
func (a *Adapter) start(in *incoming, payload string) reading {
	t := a.textsFor(in)
	what, arg, _ := strings.Cut(payload, "_")
	switch what {
	case "book":
		press := bot.Action{Verb: bot.DoBook}
		for _, l := range a.c.Practice.Locations {
			if strings.EqualFold(string(l.ID), arg) {
				press.Arg = string(l.ID)
			}
		}
		return reading{press: press}
	case "article":
		if arg != "" {
			return reading{text: a.articleTitle(arg, a.lang(in.conv, in.lang))}
		}
	case privatePayload:
		if w, ok := a.memory.takeWithheld(arg, in.conv.User, a.c.Now()); ok && !in.group() {
			return reading{text: w.text, before: t.WentOn}
		}
	case "human", "help", "privacy", "ask":
		if c, ok := findCommand(what); ok {
			return reading{press: c.press}
		}
	}
	return reading{text: t.Hello}
}

// articleTitle is what a client would ask to get the article called slug: its title, else the slug's own words.
func (a *Adapter) articleTitle(slug string, l bot.Lang) string {
	if a.c.Searcher != nil {
		if title, ok := a.c.Searcher.Title(slug, l); ok {
			return title
		}
	}
	return strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(slug))
}
