package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"knead/bot"
	"knead/bot/triage"
	"knead/bot/triage/reader"
)

// public prints what knead finds in public data that others wrote. The texts stay where they lie, in dir; the labels, by
// one reader who is no clinician, are in labels, by the first 16 hexadecimal digits of the SHA-256 of a text.
func public(dir, labels string) error {
	model, err := reader.Default()
	if err != nil {
		return err
	}
	e, err := triage.Default(model)
	if err != nil {
		return err
	}
	for _, name := range []string{"real_questions", "overcaution_prompts", "counselchat", "vignettes"} {
		rows, err := labelled(filepath.Join(dir, name+".jsonl"), filepath.Join(labels, strings.TrimSuffix(name, "_prompts")+".tsv"))
		if err != nil {
			return err
		}
		fmt.Printf("%s\n%s\n", strings.Repeat("=", len(name)), name)
		if err := triage.Evaluate(e, rows).Write(os.Stdout); err != nil {
			return err
		}
	}
	return alarms(e, filepath.Join(dir, "booking_utterances.jsonl"))
}

// labelled joins a file of texts with its labels. How sure the reader was stands as the style.
func labelled(texts, labels string) ([]triage.Row, error) {
	byKey := map[string]string{}
	err := eachText(texts, func(text string) {
		sum := sha256.Sum256([]byte(text))
		byKey[hex.EncodeToString(sum[:8])] = text
	})
	if err != nil {
		return nil, err
	}
	f, err := os.Open(labels)
	if err != nil {
		return nil, fmt.Errorf("open labels: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	var rows []triage.Row
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		p := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(lines.Text(), "#") || p[0] == "key" {
			continue
		}
		if len(p) != 4 {
			return nil, fmt.Errorf("%s:%d: %d columns, want 4", labels, n, len(p))
		}
		text, ok := byKey[p[0]]
		if !ok {
			return nil, fmt.Errorf("%s:%d: no text has the key %s", labels, n, p[0])
		}
		row := triage.Row{Messages: []string{text}, Lang: string(bot.English), Style: p[3]}
		if err := row.Level.UnmarshalText([]byte(p[1])); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", labels, n, err)
		}
		if p[2] != "-" {
			row.Flag = bot.FlagID(p[2])
		}
		rows = append(rows, row)
	}
	return rows, lines.Err()
}

func eachText(name string, use func(string)) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	d := json.NewDecoder(f)
	for d.More() {
		var row struct {
			Text string `json:"text"`
		}
		if err := d.Decode(&row); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		use(row.Text)
	}
	return nil
}

// alarms counts what is said of talk that has no red flags in it.
func alarms(e *triage.Engine, name string) error {
	rows, serious, asked := 0, 0, 0
	err := eachText(name, func(text string) {
		rows++
		v := e.Screen(bot.Signs{}, text)
		if v.Level >= bot.Urgent {
			serious++
		} else if v.Ask != "" {
			asked++
		}
	})
	if err != nil {
		return err
	}
	fmt.Printf("==================\nbooking_utterances\nrows: %d, urgent or emergency: %d, asked: %d\n", rows, serious, asked)
	return nil
}
