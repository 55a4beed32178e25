// Package bot is the domain of knead: what a client may say, what knead may answer, and the laws between the two. It
// imports the standard library only. Everything else (the screening rules, the articles, the date grammar, the database,
// the channels) is behind an interface that is declared here, where it is called.
//
// # The way of a message
//
// An adapter turns what its network sends into a [Message] and calls [Handler].Handle, which never fails: trouble becomes
// a [Reply]. A [Bot] takes the message through these stops:
//
//  1. the lane (lanes.go): one message of a conversation at a time, in order, with a deadline; a panic becomes the safe reply
//  2. the session (session.go, [Store]): loaded; a message that was handled before gets its stored reply again
//  3. screening (screen.go, [Screener]): always first, on the raw text, in every step of every flow, pressed buttons too
//  4. the route (route.go, words.go): a pure choice of an [Intent]: pressed button, offered choice, running flow, words
//  5. safety (screen.go): a red flag's advice, a safety question, or the reminder of a hold go before any step
//  6. the step: faq.go (articles), facts.go (the practice's file), book.go with choose.go, odd.go, opening.go, amend.go and
//     handoff.go (a booking), check.go (the check before one), small.go, privacy.go, language.go; person.go, pass.go and
//     standing.go for what goes to the practice's people; news.go for what comes back from them (package desk)
//  7. the seal (screen.go): from Urgent up nothing that books leaves, whatever a step built
//  8. the save: session, request, hold, question and notices to staff in one transaction
//  9. the log: one line, without words, names, numbers or tokens
//
// A [Streamer] shows an answer while a language model words it (stream.go): after screening, by the same seal, and never where
// advice has to stand first. What clients write who may not be answered is screened all the same (overhear.go).
//
// The adapter then escapes, splits and sends the reply, and only then acknowledges the message to its network.
//
// # Levels
//
// A [Level] says what a message amounts to. None and Precaution: answered, booking goes on, with a note for the therapist
// at Precaution. Clearance: answered with the advice to ask a clinician, and booked once the client says that one agreed.
// Urgent: be seen by a doctor today. Emergency: the emergency number or crisis line now, and nothing else. From Urgent up a
// [Hold] withholds booking. It is lifted when the client states that a clinician has cleared them and confirms it, when a
// real explanation takes the sign back, or by staff; "never mind" lifts nothing. While a safety question waits for its
// answer nothing that books is handed out either.
//
// # Laws
//
// Each is a test, most of them over every channel: here in bot_test.go against scripted fakes, in cmd/knead against
// everything real.
//
//   - Screening needs no network, no database and no language model, and nothing runs before it.
//   - From Urgent up no reply carries a link, number or button that books.
//   - Every statement about pain or the practice comes from a cited passage or the practice's file. A non-answer cites nothing.
//   - knead never diagnoses, never doses, never says that somebody is safe, never says that an appointment is booked.
//   - Dates are read back with weekday, date, time, zone and location.
//   - Emergency numbers follow the practice's country, not the client's language.
//   - The store keeps signs and flags, not the words that showed them. Words are kept only where the practice must read
//     them (a question that the articles do not answer, a note of a request) and go after the retention time or at once
//     on "forget me".
//   - The log never has a client's words.
//
// # Where to start reading
//
// message.go and level.go for the words, then bot.go and respond.go for the way, then one step. Tests are data: golden
// conversations in testdata/conversations, written so that a therapist can read and add one.
package bot
