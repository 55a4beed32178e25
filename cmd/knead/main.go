// Command knead is the front desk of a massage practice in chat. See the README, and package bot for the tour.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"knead/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], environment{in: os.Stdin, out: os.Stdout, err: os.Stderr, lookup: os.LookupEnv})
	stop()
	os.Exit(code)
}

// environment is what a command touches of the world.
type environment struct {
	in       io.Reader
	out, err io.Writer
	lookup   config.Env
}

// Exit codes.
const (
	exitOK    = 0
	exitFail  = 1
	exitUsage = 2
)

// hinted is an error with what to do about it.
type hinted struct {
	err  error
	hint string
}

func (h hinted) Error() string { return h.err.Error() }
func (h hinted) Unwrap() error { return h.err }

// tell writes err for the operator: each problem on a line of its own, then the hints.
func (e environment) tell(err error) {
	var ps config.Problems
	var h hinted
	switch {
	case errors.As(err, &ps):
		for _, p := range ps {
			_, _ = fmt.Fprintf(e.err, "knead: %v\n", p)
		}
		for _, hint := range ps.Hints() {
			_, _ = fmt.Fprintf(e.err, "knead: hint: %s\n", hint)
		}
	default:
		_, _ = fmt.Fprintf(e.err, "knead: %v\n", err)
		if errors.As(err, &h) && h.hint != "" {
			_, _ = fmt.Fprintf(e.err, "knead: hint: %s\n", h.hint)
		}
	}
}
