package main

import (
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

// seenIn returns the signs that the rules see in messages.
func seenIn(rules *triage.Engine, messages []string) bot.Signs {
	var seen bot.Signs
	for _, m := range messages {
		seen = rules.Screen(seen, m).Signs
	}
	return seen
}

// train returns a model file: the reader of samples, and the explainer of the conversations among rows.
func train(samples []reader.Sample, rows []triage.Row, rules *triage.Engine) ([]byte, error) {
	data, err := reader.Train(samples, rules.Fingerprint())
	if err != nil {
		return nil, err
	}
	model, err := reader.Load(data)
	if err != nil {
		return nil, err
	}
	both, err := triage.Default(model)
	if err != nil {
		return nil, err
	}
	return reader.Explaining(data, explanations(both, rows))
}

// explanations are the conversations of rows in which something stood before the last message: does that explain it?
func explanations(e *triage.Engine, rows []triage.Row) []reader.Explained {
	var out []reader.Explained
	for _, row := range rows {
		last := len(row.Messages) - 1
		if last == 0 || row.Grey {
			continue
		}
		var seen bot.Signs
		for _, m := range row.Messages[:last] {
			seen = e.Screen(seen, m).Signs
		}
		told, ok := e.Told(seen, row.Messages[last])
		if !ok {
			told = triage.Told{Text: row.Messages[last], Seen: e.Sights(bot.Signs{}, row.Messages[last])}
		}
		out = append(out, reader.Explained{Told: told, Real: row.Level <= bot.Precaution})
	}
	return out
}
