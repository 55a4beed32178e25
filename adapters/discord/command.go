package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"knead/bot"
)

// The names of the commands, as Discord hands them back whatever the member's language.
const (
	cmdAsk       = "ask"
	cmdBook      = "book"
	cmdHuman     = "human"
	cmdLanguage  = "language"
	cmdPrivacy   = "privacy"
	cmdForget    = "forget"
	cmdHelp      = "help"
	cmdAnswer    = "Answer from the articles" // in the menu of a message
	cmdQuestions = "questions"                // for moderators

	optQuestion = "question"
	optPublic   = "public"
	optService  = "service"
	optLocation = "location"
	optWhen     = "when"
	optLanguage = "language"
)

// A command is a command as it is registered.
type command struct {
	ID           string                           `json:"id,omitempty"`
	Type         discordgo.ApplicationCommandType `json:"type"`
	Name         string                           `json:"name"`
	Names        map[string]string                `json:"name_localizations,omitempty"`
	Description  string                           `json:"description,omitempty"`
	Descriptions map[string]string                `json:"description_localizations,omitempty"`
	Options      []option                         `json:"options,omitempty"`
	Needs        *permissions                     `json:"default_member_permissions,omitempty"`
	Contexts     []int                            `json:"contexts,omitempty"`
	Installs     []int                            `json:"integration_types,omitempty"`
}

type option struct {
	Type         discordgo.ApplicationCommandOptionType `json:"type"`
	Name         string                                 `json:"name"`
	Names        map[string]string                      `json:"name_localizations,omitempty"`
	Description  string                                 `json:"description"`
	Descriptions map[string]string                      `json:"description_localizations,omitempty"`
	Required     bool                                   `json:"required,omitempty"`
	Complete     bool                                   `json:"autocomplete,omitempty"`
	MaxLength    int                                    `json:"max_length,omitempty"`
	Choices      []choice                               `json:"choices,omitempty"`
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// permissions is a set of permissions: a number when it is sent, a string of one when it is read.
type permissions int64

// UnmarshalJSON implements json.Unmarshaler.
func (p *permissions) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(b), `"`), 10, 64)
	if err != nil {
		return fmt.Errorf("permissions: %w", err)
	}
	*p = permissions(n)
	return nil
}

// inSpanish is a text for both of Discord's Spanish languages.
func inSpanish(s string) map[string]string {
	return map[string]string{string(discordgo.SpanishES): s, string(discordgo.SpanishLATAM): s}
}

// clientCommands are the commands for everybody.
func (a *Adapter) clientCommands() []command {
	slash := func(name, es, description, esDescription string, options ...option) command {
		return command{Type: discordgo.ChatApplicationCommand, Name: name, Names: inSpanish(es), Description: description,
			Descriptions: inSpanish(esDescription), Options: options, Contexts: []int{0, 1}, Installs: []int{0}}
	}
	text := func(name, es, description, esDescription string) option {
		return option{Type: discordgo.ApplicationCommandOptionString, Name: name, Names: inSpanish(es), Description: description,
			Descriptions: inSpanish(esDescription)}
	}
	question := text(optQuestion, "pregunta", "What would you like to know?", "¿Qué le gustaría saber?")
	question.Required, question.Complete, question.MaxLength = true, a.cfg.Searcher != nil, 1000
	public := text(optPublic, "público", "Show the answer to everybody in the channel", "Mostrar la respuesta a todo el canal")
	public.Type = discordgo.ApplicationCommandOptionBoolean
	service := text(optService, "servicio", "Which kind of massage", "Qué tipo de masaje")
	location := text(optLocation, "lugar", "Which of our places", "Cuál de nuestros centros")
	when := text(optWhen, "cuándo", "Day and time, such as \"friday 3pm\"", "Día y hora, por ejemplo «viernes 3pm»")
	service.Complete, location.Complete, when.Complete = true, true, a.cfg.Calendar != nil
	service.MaxLength, location.MaxLength, when.MaxLength = maxOption, maxOption, maxOption
	lang := text(optLanguage, "idioma", "The language to go on in", "El idioma en que seguimos")
	lang.Required = true
	for _, l := range a.cfg.Practice.Languages {
		lang.Choices = append(lang.Choices, choice{Name: languageName(l), Value: string(l)})
	}
	return []command{
		slash(cmdAsk, "preguntar", "Ask about pain or massage; answers come from our articles",
			"Pregunte sobre dolor o masaje; respondemos con nuestros artículos", question, public),
		slash(cmdBook, "reservar", "Find the booking page for a massage", "Encuentre la página para reservar un masaje", service, location, when),
		slash(cmdHuman, "persona", "Reach a person of the practice", "Hablar con una persona de la consulta"),
		slash(cmdLanguage, "idioma", "Choose the language", "Elegir el idioma", lang),
		slash(cmdPrivacy, "privacidad", "What is kept about you", "Qué se guarda sobre usted"),
		slash(cmdForget, "olvidar", "Delete what is kept about you", "Borrar lo que se guarda sobre usted"),
		slash(cmdHelp, "ayuda", "What you can do here", "Qué puede hacer aquí"),
		{Type: discordgo.MessageApplicationCommand, Name: cmdAnswer, Names: inSpanish("Responder con los artículos"),
			Contexts: []int{0, 1}, Installs: []int{0}},
	}
}

// moderatorCommands are the commands for those who manage the staff channel's server.
func (a *Adapter) moderatorCommands() []command {
	if a.cfg.Gaps == nil || a.cfg.StaffChannel == "" {
		return nil
	}
	manage := permissions(discordgo.PermissionManageGuild)
	return []command{{Type: discordgo.ChatApplicationCommand, Name: cmdQuestions, Names: inSpanish("pendientes"),
		Description: "Questions that the articles do not answer", Descriptions: inSpanish("Preguntas que los artículos no responden"),
		Needs: &manage}}
}

func languageName(l bot.Lang) string {
	switch l {
	case bot.English:
		return "English"
	case bot.Spanish:
		return "Español"
	}
	return string(l)
}

// command answers a command.
func (a *Adapter) command(ctx context.Context, x *exchange, by string) error {
	in := x.in
	m := bot.Message{Conversation: conversation(by)}
	switch in.Data.Name {
	case cmdAsk:
		m.Text = in.option(optQuestion)
		return a.respond(ctx, x, m, in.flag(optPublic))
	case cmdBook:
		m.Text, m.Press = a.bookingLine(in)
	case cmdHuman:
		m.Press = bot.Action{Verb: bot.DoHuman}
	case cmdLanguage:
		m.Press = bot.Action{Verb: bot.DoLanguage, Arg: in.option(optLanguage)}
	case cmdPrivacy:
		m.Press = bot.Action{Verb: bot.DoPrivacy}
	case cmdForget:
		m.Press = bot.Action{Verb: bot.DoForget}
	case cmdHelp:
		m.Press = bot.Action{Verb: bot.DoHelp}
	case cmdAnswer:
		m = a.aboutMessage(in, by)
	case cmdQuestions:
		return a.questions(ctx, x)
	default:
		m.Press = bot.Action{Verb: bot.DoHelp} // a command of another version
	}
	return a.respond(ctx, x, m, false)
}

// bookingLine is what a member would have written. Without any option it is the press of "Book".
func (a *Adapter) bookingLine(in *interaction) (string, bot.Action) {
	var parts []string
	for _, o := range []string{optService, optWhen, optLocation} {
		if s := in.option(o); s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return "", bot.Action{Verb: bot.DoBook}
	}
	return a.wordsFor(in.Locale).BookLine + " " + strings.Join(parts, " "), bot.Action{}
}

// aboutMessage is a question that stands in a message. Where somebody else wrote that message, what it says about a body
// is not its reader's: it gets a conversation of its own, so that no hold falls on the wrong person.
func (a *Adapter) aboutMessage(in *interaction, by string) bot.Message {
	m := bot.Message{Conversation: conversation(by)}
	target, ok := in.Data.Resolved.Messages[in.Data.TargetID]
	if !ok {
		return m
	}
	m.Text = target.words(a.me.Load().user)
	if target.Author == nil || target.Author.ID != by {
		m.Conversation.Chat = bot.ChatID("message/" + in.Data.TargetID)
	}
	return m
}

// sameCommands reports whether what is registered is what is wanted, in whatever order.
func sameCommands(have, want []command) bool {
	return slices.Equal(canonical(have), canonical(want))
}

func canonical(cs []command) []string {
	out := make([]string, 0, len(cs))
	for _, c := range cs {
		c.ID = ""
		c.Contexts, c.Installs = slices.Clone(c.Contexts), slices.Clone(c.Installs)
		slices.Sort(c.Contexts)
		slices.Sort(c.Installs)
		b, err := json.Marshal(c)
		if err != nil {
			return nil // cannot be: nothing in a command fails to encode
		}
		out = append(out, string(b))
	}
	slices.Sort(out)
	return out
}
