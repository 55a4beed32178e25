package discord

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/text/unicode/norm"

	"knead/bot"
)

// completeWithin is how long a completion may take; a later one would be for letters that are typed no more.
const completeWithin = 500 * time.Millisecond

// complete offers what a member may be about to type.
func (a *Adapter) complete(ctx context.Context, x *exchange) error {
	in := x.in
	name, typed := in.focused()
	l := a.langOf(in.Locale)
	var found []Suggestion
	guarded(a.log, func() {
		switch name {
		case optQuestion:
			found = a.completeQuestion(ctx, typed, l)
		case optService:
			for _, s := range a.cfg.Practice.Services {
				if label := s.Name.In(l); fits(typed, append(s.Aliases, label, string(s.ID))) {
					found = append(found, Suggestion{Label: label, Say: label})
				}
			}
		case optLocation:
			for _, p := range a.cfg.Practice.Locations {
				if fits(typed, append(p.Aliases, p.Name, string(p.ID))) {
					found = append(found, Suggestion{Label: p.Name, Say: p.Name})
				}
			}
		case optWhen:
			found = a.completeWhen(typed, l)
		}
	})
	choices := make([]choice, 0, len(found))
	for _, s := range found {
		c := choice{Name: clip(s.Label, maxOption), Value: s.Say}
		if c.Name == "" || c.Value == "" || width(c.Value) > maxOption || slices.Contains(choices, c) {
			continue
		}
		choices = append(choices, c)
	}
	return x.ack(ctx, callback{Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: map[string]any{"choices": choices[:min(len(choices), maxOptions)]}})
}

// completeQuestion offers sections of the articles. What was typed comes first, so that Enter asks just that.
func (a *Adapter) completeQuestion(ctx context.Context, typed string, l bot.Lang) []Suggestion {
	var found []Suggestion
	if typed != "" {
		found = append(found, Suggestion{Label: typed, Say: typed})
	}
	if a.cfg.Searcher == nil {
		return found
	}
	ctx, cancel := context.WithTimeout(ctx, completeWithin)
	defer cancel()
	more, err := a.cfg.Searcher.Search(ctx, typed, l, maxOptions-1)
	if err != nil {
		a.log.DebugContext(ctx, "completion", slog.String("error", err.Error()))
	}
	return append(found, more...)
}

// completeWhen offers a day and time as it will be read back; before anything is typed, a few to choose from.
func (a *Adapter) completeWhen(typed string, l bot.Lang) []Suggestion {
	if a.cfg.Calendar == nil {
		return nil
	}
	now := a.cfg.Now().In(a.cfg.Practice.Zone)
	if typed != "" {
		return a.cfg.Calendar.When(typed, now, l)
	}
	var found []Suggestion
	for _, t := range a.wordsFor(string(l)).FirstTimes {
		found = append(found, a.cfg.Calendar.When(t, now, l)...)
	}
	return found
}

// fits reports whether one of names has a word that begins with what was typed, whatever the accents and the case.
func fits(typed string, names []string) bool {
	typed = plain(typed)
	for _, n := range names {
		n = plain(n)
		if strings.HasPrefix(n, typed) || strings.Contains(n, " "+typed) {
			return true
		}
	}
	return typed == ""
}

func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if r == '-' {
			return ' '
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.TrimSpace(s)))
}
