package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"knead/bot"
	"knead/bot/triage"
)

// A deskFile is a file of the booking parser's corpus, read as ordinary talk.
type deskFile struct {
	name string
	rows []triage.Row
}

// deskLines reads the lines that the booking parser learns from: what a front desk is told all day and no red flag. Those
// that do carry one stand with their label in the screening's own corpus, which goes before.
func deskLines(folder string) ([]deskFile, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no *.txt in %s (run from the module's root)", folder)
	}
	var files []deskFile
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read booking lines: %w", err)
		}
		f := deskFile{name: name}
		for n, line := range strings.Split(string(data), "\n") {
			line, _, _ = strings.Cut(line, "\t")
			if line == "" || line[0] == '#' || line[0] == '[' {
				continue
			}
			f.rows = append(f.rows, triage.Row{Level: bot.None, Style: "booking", Messages: []string{line}, Line: n + 1})
		}
		files = append(files, f)
	}
	return files, nil
}
