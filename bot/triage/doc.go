// Package triage is knead's screener: it reads one chat message for signs that need a doctor rather than a massage.
//
// One message goes through five stops, each a file:
//
//	normalise.go  letters: case, accents, repeats, emoji, spelling → tokens with their place in the message
//	lexicon.go    words: tokens → concepts (numb, saddle, not-can …); typo.go finds misspelt ones, number.go reads figures
//	context.go    denied, past, resolved, worse, whose, hypothetical; masks take figures of speech out first
//	pattern.go    signs: small patterns over concepts, such as "[numb] ~ [saddle]"
//	rule.go       flags: rules over the signs of this message and of those before it
//
// What is known about bodies stands in rules/*.yaml, never in Go: concepts are lists of words, signs are patterns over
// concepts, flags are rules over signs with their advice, question and note. guide.yaml, the first of them, explains the
// notation to whoever corrects them. load.go checks all of it and names file and line of what is wrong.
//
// answer.go binds short answers to the question put before; lift.go removes signs that a message explains away by words that
// the rules list, explain.go what the reader takes for an explanation of the alarm before: sure enough, the alarm is taken back;
// half sure, its question is put. Only what one message showed by itself is taken back so, never an answer "yes". A
// SecondReader (package reader) may raise what the rules left alone, or make Screen ask. It never makes Screen pass over
// what the rules saw: where it finds next to nothing in a message that alone raised a flag, the flag's question is put
// before anybody is alarmed (doubt.go says when, and what happens then).
// evaluate.go measures all of it on labelled messages.
//
// No clinician has reviewed the rules.
package triage
