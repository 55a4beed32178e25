// Package guard decides, in plain code and without a network, whether a sentence that a language model wrote says no
// more than the passages it cites. It is deterministic, knows English and Spanish, and errs towards refusing: a refused
// sentence costs a client nothing, because the article's own words are sent instead.
//
// Check goes through a sentence in this order; the first thing that fails is the Reason:
//
//  1. refuse.go: what may never be said, whatever the passage says: a diagnosis, a dose, a promise of cure, "you are
//     safe", a booking claim, a price or an hour that the passage does not have, words about the model's own orders
//  2. links, telephone numbers and e-mail addresses must stand in the passage, letter for letter
//  3. clause.go cuts the sentence into clauses; each must be carried by one sentence or list item of the passage, or by two
//     that follow each other (unit.go): content words by stem and small groups of synonyms, numbers with what they count,
//     names, words that decide a meaning ("always", "before", "severe", a technique, a place) in that very sentence
//  4. effect.go: "eases", "raises", "does not help": effect words with their direction must be bound to the same thing in
//     the passage, negated or not as there, and as softly as there
//
// The words are data: words/en.txt and words/es.txt. How well it does is measured on labelled pairs, testdata/dev.tsv,
// which it was tuned on, and testdata/heldout.tsv, which it was not (pairs.go, `knead eval`).
package guard
