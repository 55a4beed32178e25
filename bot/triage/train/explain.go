package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"knead/bot"
	"knead/bot/triage"
	"knead/bot/triage/reader"
)

// unexplained is the style of conversations whose last message sounds like an explanation and is none.
const unexplained = "unexplained"

// learnt is what the reader learns of row: the message that the label is about, and those before it. That is the last one, save
// where it only sounds like an explanation of the first: such chatter is as harmless read by itself as it is beside the point.
func learnt(row triage.Row) (before []string, text string) {
	last := len(row.Messages) - 1
	if row.Style == unexplained {
		return nil, row.Messages[0]
	}
	return row.Messages[:last], row.Messages[last]
}

// seenIn returns the signs that e sees in messages.
func seenIn(e *triage.Engine, messages []string) bot.Signs {
	var seen bot.Signs
	for _, m := range messages {
		seen = e.Screen(seen, m).Signs
	}
	return seen
}

// train returns a model file: the reader of samples, and the explainer of the conversations among rows and of excuses.
func train(samples []reader.Sample, rows []triage.Row, excuses []string, rules *triage.Engine) ([]byte, error) {
	data, err := reader.Train(samples, rules.Fingerprint())
	if err != nil {
		return nil, err
	}
	e, err := engine(data)
	if err != nil {
		return nil, err
	}
	return reader.Explaining(data, append(explanations(e, rows), chatter(e, rows, excuses)...))
}

// engine returns the rules with the model of file data.
func engine(data []byte) (*triage.Engine, error) {
	model, err := reader.Load(data)
	if err != nil {
		return nil, err
	}
	return triage.Default(model)
}

// explanations are the conversations of rows in which something stood before the last message: does that explain it?
func explanations(e *triage.Engine, rows []triage.Row) []reader.Explained {
	var out []reader.Explained
	for _, row := range rows {
		last := len(row.Messages) - 1
		if last == 0 || row.Grey {
			continue
		}
		seen := seenIn(e, row.Messages[:last])
		out = append(out, reader.Explained{Told: told(e, seen, row.Messages[last]), Real: row.Level <= bot.Precaution})
	}
	return out
}

// told returns text as what follows seen, whether that stood as an alarm or not.
func told(e *triage.Engine, seen bot.Signs, text string) triage.Told {
	if t, ok := e.Told(seen, text); ok {
		return t
	}
	return triage.Told{Text: text, Seen: e.Sights(bot.Signs{}, text)}
}

// alarmsPerChatter is how many red flags of the corpus there are to each that is followed by ordinary talk below.
const alarmsPerChatter = 3

// excusesIn is the file of excuses in the corpus.
const excusesIn = "excuses.txt"

// readExcuses reads the excuses of a corpus, a line each.
func readExcuses(corpus string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(corpus, excusesIn))
	if err != nil {
		return nil, fmt.Errorf("read excuses: %w", err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out, nil
}

// chatter is red flags followed by what any client might write next: "book deep tissue friday" explains nothing, and by one of
// excuses. Authors of explanations write too little of either.
func chatter(e *triage.Engine, rows []triage.Row, excuses []string) []reader.Explained {
	var harmless []string
	for _, r := range rows {
		if r.Level == bot.None && !r.Grey && len(r.Messages) == 1 {
			harmless = append(harmless, r.Messages[0])
		}
	}
	rng := rand.New(rand.NewPCG(8, 9))
	var out []reader.Explained
	for i, r := range rows {
		if r.Level < bot.Clearance || r.Grey || len(r.Messages) > 1 || i%alarmsPerChatter != 0 {
			continue
		}
		seen := seenIn(e, r.Messages)
		for _, next := range [][]string{harmless, excuses} {
			out = append(out, reader.Explained{Told: told(e, seen, next[rng.IntN(len(next))])})
		}
	}
	return out
}

// explainer teaches the explainer of the model file anew and leaves its reader as it is. With prefixes it writes nothing and
// prints what explainers are worth on authors whose files begin so, each by one that has not read the author.
func explainer(corpus, desk, file string, prefixes []string) error {
	rules, err := triage.Default(nil)
	if err != nil {
		return err
	}
	rows, samples, err := load(corpus, desk, rules)
	if err != nil {
		return err
	}
	excuses, err := readExcuses(corpus)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read model: %w", err)
	}
	e, err := engine(data)
	if err != nil {
		return err
	}
	teach := func(rows []triage.Row) ([]byte, error) {
		return reader.Explaining(data, append(explanations(e, rows), chatter(e, rows, excuses)...))
	}
	if len(prefixes) == 0 {
		taught, err := teach(rows)
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, taught, 0o644); err != nil {
			return fmt.Errorf("write model: %w", err)
		}
		return nil
	}
	for _, p := range prefixes {
		var held, read []triage.Row
		for i, r := range rows {
			if strings.HasPrefix(samples[i].Author, p) {
				held = append(held, r)
			} else {
				read = append(read, r)
			}
		}
		taught, err := teach(read)
		if err != nil {
			return err
		}
		model, err := reader.Load(taught)
		if err != nil {
			return err
		}
		fmt.Println(p)
		believed(model, explanations(e, held))
	}
	return nil
}

// believed prints how many of the alarms that were explained model believes, and how many of those that were not, at
// several bounds.
func believed(model *reader.Reader, told []reader.Explained) {
	for _, bound := range []float64{0.45, 0.55, 0.65, 0.75, 0.85, 0.95} {
		var causes, others triage.Rate
		for _, x := range told {
			if len(x.Told.Flags) == 0 {
				continue
			}
			rate := &others
			if x.Real {
				rate = &causes
			}
			rate.N++
			if model.Explains(x.Told) >= bound {
				rate.K++
			}
		}
		fmt.Printf("  %.2f  explained and believed %s, not explained and believed %s\n", bound, causes, others)
	}
}
