package triage

import (
	"embed"
	"fmt"
	"io/fs"

	"knead/bot"
)

//go:embed rules/*.yaml
var embedded embed.FS

// A SecondReader reads a message on its own, without the rules, and says which flags it suspects. Read must be safe for
// concurrent use, must not keep text, and returns guesses in any order; nil for none.
type SecondReader interface {
	Read(text string) []Guess
}

// A Guess is one flag a SecondReader suspects.
type Guess struct {
	Flag  bot.FlagID
	Level bot.Level
	P     float64  // probability, 0 to 1
	Words []string // the words that weighed most, as they stand in the message
}

// An Engine screens messages by rules and, where it has one, a second reader. It implements bot.Screener, holds no state
// between calls and is safe for concurrent use.
type Engine struct {
	lex      *lexicon
	masks    []pattern
	kept     []bool // by concept: masks do not take it out (innocent- concepts)
	composed []composed
	signs    []sign
	lifts    []lift
	flags    []flag
	byFlag   map[bot.FlagID]int
	bySign   map[bot.SignID]int
	byAsk    map[bot.QuestionID]int
	groups   map[string][]int
	answer   answers
	reader   thresholds
	second   SecondReader
	files    []FileInfo
}

var _ bot.Screener = (*Engine)(nil)

// A composed is a concept that patterns put together.
type composed struct {
	concept  conceptID
	patterns []pattern
}

// FileInfo is the header of one rules file.
type FileInfo struct {
	Name     string
	Version  string
	Author   string
	Reviewed string // who reviewed it and when, or "not reviewed by a clinician"
}

// Default returns an engine with the embedded rules. A nil second means rules alone.
func Default(second SecondReader) (*Engine, error) {
	sub, err := fs.Sub(embedded, "rules")
	if err != nil {
		return nil, fmt.Errorf("triage: %w", err)
	}
	return Load(sub, second)
}

// Rules returns the embedded rules files, for a practice that wants to start from them.
func Rules() (fs.FS, error) {
	sub, err := fs.Sub(embedded, "rules")
	if err != nil {
		return nil, fmt.Errorf("triage: %w", err)
	}
	return sub, nil
}

// Files returns the headers of the rules files, in order of name.
func (e *Engine) Files() []FileInfo { return append([]FileInfo(nil), e.files...) }

// Flags returns the IDs of all flags, in the order of the files.
func (e *Engine) Flags() []bot.FlagID {
	ids := make([]bot.FlagID, len(e.flags))
	for i, f := range e.flags {
		ids[i] = f.id
	}
	return ids
}

// Level returns the highest level that a flag can have, bot.None for an unknown flag.
func (e *Engine) Level(id bot.FlagID) bot.Level {
	if i, ok := e.byFlag[id]; ok {
		return e.flags[i].top()
	}
	return bot.None
}
