package telegram

import (
	"context"
	"log/slog"
	"time"

	"knead/bot"
)

type (
	setMyCommands struct {
		Commands []botCommand `json:"commands"`
		Scope    scope        `json:"scope"`
		Lang     string       `json:"language_code,omitempty"`
	}
	botCommand struct {
		Command     string `json:"command"`
		Description string `json:"description"`
	}
	scope struct {
		Type string `json:"type"`
	}
	setMyDescription struct {
		Text string `json:"description"`
		Lang string `json:"language_code,omitempty"`
	}
	setMyShortDescription struct {
		Text string `json:"short_description"`
		Lang string `json:"language_code,omitempty"`
	}
	setChatMenuButton struct {
		Button scope `json:"menu_button"`
	}
)

// Telegram's limits, in characters.
const (
	maxDescription = 512
	maxShort       = 120
)

// present tells Telegram what to show of the bot: the menu of commands, descriptions, the menu button. None of it is
// needed for talking, so what fails is said once and left.
func (a *Adapter) present(ctx context.Context) {
	type call struct {
		method string
		in     any
	}
	calls := []call{{"setChatMenuButton", setChatMenuButton{scope{"commands"}}}}
	for i, l := range a.c.Practice.Languages {
		codes := []string{string(l)}
		if i == 0 {
			codes = append(codes, "") // for clients whose language is not among the practice's
		}
		t := a.texts(l)
		for _, code := range codes {
			calls = append(calls,
				call{"setMyCommands", setMyCommands{menu(t, false), scope{"all_private_chats"}, code}},
				call{"setMyCommands", setMyCommands{menu(t, true), scope{"all_group_chats"}, code}},
				call{"setMyDescription", setMyDescription{clip(t.Description, maxDescription), code}},
				call{"setMyShortDescription", setMyShortDescription{clip(t.Short, maxShort), code}})
		}
	}
	for _, c := range calls {
		if err := a.courtesy(ctx, c.method, c.in); err != nil {
			if ctx.Err() == nil {
				a.c.Log.LogAttrs(ctx, slog.LevelWarn, "the bot's menu and description could not be set", slog.String("error", err.Error()))
			}
			return
		}
	}
}

// menu is the list of commands in one language.
func menu(t texts, group bool) []botCommand {
	var out []botCommand
	for _, c := range commands() {
		if c.inMenu() && (c.group || !group) {
			out = append(out, botCommand{Command: c.name, Description: t.Commands[c.name]})
		}
	}
	return out
}

// courtesy calls a method a few times if need be.
func (a *Adapter) courtesy(ctx context.Context, method string, in any) error {
	const tries = 3
	for try := 0; ; try++ {
		if err := a.limit.wait(ctx, 0, usual); err != nil {
			return err
		}
		err := a.api.call(ctx, method, in, nil)
		kind := traitOf(err)
		if err == nil || try+1 == tries || kind != traitFlood && kind != traitTransient || waitOf(err) > time.Minute {
			return err
		}
		if err := sleep(ctx, max(waitOf(err), backoff(a.base, try))); err != nil {
			return err
		}
	}
}

// clip shortens s to at most n units at a good border.
func clip(s string, n int) string {
	if units(s) <= n {
		return s
	}
	return split(s, n)[0]
}

// sorry answers a message on which the adapter itself stumbled. Silence would be worse: what was written was not screened.
func (a *Adapter) sorry(ctx context.Context, m *message) {
	if m == nil || m.From == nil || m.Chat.Type != private {
		return
	}
	t := a.texts(a.lang(conversation(m.Chat, 0, m.From.ID), m.From.Lang))
	_, err := a.deliver(ctx, address{chat: m.Chat.ID, thread: m.thread()}, render(bot.Reply{Text: t.Trouble}, ""), urgent)
	if err != nil {
		a.c.Log.LogAttrs(ctx, slog.LevelError, "a telegram reply could not be sent", slog.String("error", err.Error()))
	}
}
