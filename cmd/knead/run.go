package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// cli is the command line. A command's fields are its flags and arguments; its Run method does the work.
type cli struct {
	Config  string           `help:"The practice's file; without it the embedded practice." env:"KNEAD_CONFIG" placeholder:"FILE"`
	Version kong.VersionFlag `help:"Print the version."`

	Serve  serveCmd  `cmd:"" default:"withargs" help:"Serve the web chat and every channel whose token is set (the default)."`
	Chat   chatCmd   `cmd:"" help:"Talk in the terminal, or with --json over JSON Lines."`
	Ask    askCmd    `cmd:"" help:"Ask one question."`
	Screen screenCmd `cmd:"" help:"Screen a client's messages for signs that need a doctor."`
	Book   bookCmd   `cmd:"" help:"Read one booking line."`

	Knowledge knowledgeCmd `cmd:"" help:"List, search, check and measure the articles."`
	Triage    triageCmd    `cmd:"" help:"Show and measure the screening."`
	Conf      configCmd    `cmd:"" name:"config" help:"Make, check and describe the practice's file."`
	Eval      evalCmd      `cmd:"" help:"Measure the check of worded answers on labelled sentences."`
	Store     storeCmd     `cmd:"" help:"The database: migrate, export, forget."`
}

// exited stops kong from ending the process: run returns the code instead.
type exited int

// run parses args, runs the command and returns the exit code.
func run(ctx context.Context, args []string, env environment) (code int) {
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(exited)
			if !ok {
				panic(p)
			}
			code = int(e)
		}
	}()
	var c cli
	parser, err := kong.New(&c,
		kong.Name("knead"),
		kong.Description("The front desk of a massage practice in chat."),
		kong.Writers(env.out, env.err),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.Vars{"version": version()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		env.tell(fmt.Errorf("command line: %w", err))
		return exitFail
	}
	// kong reads KNEAD_CONFIG itself through os.Getenv; tests hand their own environment in.
	k, err := parser.Parse(args)
	if err != nil {
		env.tell(hinted{err: err, hint: "see: knead --help"})
		return exitUsage
	}
	if err := k.Run(ctx, &c, &env); err != nil {
		var u usageError
		if errors.As(err, &u) {
			env.tell(hinted{err: err, hint: u.hint})
			return exitUsage
		}
		env.tell(err)
		return exitFail
	}
	return exitOK
}

// usageError is a wrong use of a command that kong could not see.
type usageError struct{ what, hint string }

func (u usageError) Error() string { return u.what }

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "knead (unversioned)"
	}
	return "knead " + info.Main.Version
}

// isTerminal reports whether f is a terminal.
func isTerminal(f any) bool {
	file, ok := f.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
