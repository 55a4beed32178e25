// Package openai lets a language model put answers in other words: any endpoint that speaks OpenAI's chat completions, hosted
// or on the practice's own machine. It is off until it is configured, and every failure of it is invisible to the client,
// who then gets the articles' own words.
//
// Three things can be switched on, each a type of its own over one Client:
//
//   - [Writer] words an answer anew (writer.go). The model gets the masked question, up to two earlier ones, and the passages
//     found, and must answer by a strict schema (schema.go): sentences, each with the passages it rests on. Package guard
//     then checks every sentence in code; what fails is dropped, and if too little is left nothing is used (checks.go). Who
//     looks is shown the answer as it comes, each part of it checked as if it were the whole (partial.go).
//   - [Helper] picks search terms out of a rambling question (query.go). The question itself is searched too, and the better
//     evidence wins.
//   - [Doubter] gives a second opinion on red flags (doubt.go): it can name a category of ours, and bot raises the level by
//     one step. It has no way to lower anything.
//
// Around every call (client.go): masking of names, numbers, addresses and handles (mask.go); a budget a day in tokens and
// money (budget.go), kept in a small file so that a restart does not refill it; a circuit breaker (breaker.go); a bound on
// calls at once; a time for the header and one for the whole; Retry-After, read where the library cannot see it
// (transport.go); a bound on what is read, whatever it is. What identical questions got is kept for a day (cache.go).
//
// Nothing of this package is asked at Urgent or above, while a safety question is open, on a channel that the practice took
// out, or for a client who wrote "don't use AI": package bot does not call it then.
//
// FIGURES.md says how well the guard does, what a call adds and why answers fall back.
package openai
