// Package reader is the second reader of the screening: a small linear model and two small nets that read a message beside
// the rules. What it finds raises a flag or makes knead ask; where it finds nothing in what the rules flagged, knead asks
// as well (package triage, doubt.go).
//
// It sees two things: the message's words (hashed n-grams of words and of letters, so that misspelt and unlisted words
// still say something) and what the rules' lexicon saw in it (concepts with their context, and signs), so that words
// which nobody wrote in a training message but which belong to a known concept count as well. Tier heads estimate how
// likely the message is at least precaution, clearance, urgent or emergency, calibrated on predictions for messages that
// were held out; flag heads name the category. Everything is deterministic, runs on the CPU and needs no network.
//
// A third part, the explainer, reads what comes after an alarm: is it a real explanation, or does it only sound like one
// (explain.go)? It is weighted words too, alone and with the flags that stand, learnt from conversations of both kinds.
//
// The model file is made by `go run ./bot/triage/train` from the labelled corpus in bot/triage/corpus and must be made
// again when rules or corpus change; a test says so.
package reader
