// Package language tells whether a client writes English or Spanish: by a short list of words that only one of the two
// has, then by whatlanggo's trigrams on longer texts. A text that does not show its language keeps the conversation's.
package language
