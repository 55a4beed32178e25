package discord

import (
	"context"
	"log/slog"
	"net/http"
)

// register brings Discord's list of commands up to date, as often as it takes. Members are answered meanwhile; what stays
// wrong is told with a hint.
func (a *Adapter) register(ctx context.Context) {
	for guild, cmds := range a.plan() {
		for failures := 1; ; failures++ {
			err := a.registerIn(ctx, guild, cmds)
			if err == nil || ctx.Err() != nil {
				break
			}
			if s := statusOf(err); s >= 400 && s < 500 && s != http.StatusTooManyRequests {
				a.log.ErrorContext(ctx, "commands not registered", slog.String("error", err.Error()),
					slog.String("hint", "invite the bot again with the scopes bot and applications.commands; for one server, check discord.guild"))
				break
			}
			if a.pace(ctx, backoff(failures)) != nil {
				break
			}
		}
	}
}

// plan is which commands go where; the empty guild is everywhere.
func (a *Adapter) plan() map[string][]command {
	plan := map[string][]command{a.cfg.Guild: a.clientCommands()}
	if staff := a.me.Load().staffGuild; staff != "" {
		if cmds := a.moderatorCommands(); len(cmds) > 0 {
			plan[staff] = append(plan[staff], cmds...)
		}
	}
	return plan
}

// registerIn overwrites the commands of one place if they differ: Discord allows only so many changes a day, and each
// makes members' menus reload.
func (a *Adapter) registerIn(ctx context.Context, guild string, want []command) error {
	app := a.me.Load().application
	have, err := a.api.commands(ctx, app, guild)
	if err != nil {
		return err
	}
	if sameCommands(have, want) {
		return nil
	}
	if err := a.api.setCommands(ctx, app, guild, want); err != nil {
		return err
	}
	a.log.InfoContext(ctx, "commands registered", slog.Int("commands", len(want)), slog.Bool("one_server", guild != ""))
	return nil
}
