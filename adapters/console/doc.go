// Package console is the chat in a terminal: line editing and history, buttons as numbered choices, colour only where
// the terminal has it, and plain lines when input or output is no terminal.
package console
