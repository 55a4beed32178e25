// Package sms carries talk between text messages and a [bot.Handler], by Twilio. It decides nothing about what is said.
//
// # The way of a message
//
//   - webhook.go takes what Twilio delivers: signed over the public address (form.go), small, well-formed, once.
//   - What ends, resumes or asks about messages is noted by [Consent] at once, before anything that is under way.
//   - The store keeps the message until it is answered. join.go puts the parts of a long text together that some
//     networks deliver one by one.
//   - lanes.go runs the messages of one number in order. The handler answers.
//   - reply.go hands the answer back in Twilio's own answer (TwiML) while Twilio waits, else sends it.
//
// # Writing first
//
// send.go sends what staff answer, by rest.go: never to a number that ended messages, not at night in the practice's
// zone unless the client has just written, no faster than the number may, and again only after 429 and 5xx. status.go
// notes what became of each message, and learns who ended messages at the carrier (error 21610).
//
// # One gate
//
// Every message, answer or not, staff's or knead's, leaves through [Adapter].may. The one exception is the line that
// confirms a stop, which is written into the answer to the very message that asked for it.
//
// # What is not lost
//
// Twilio calls once and does not come back. So a message is stored before it is handled and closed when its answer is
// out; what a killed process left open is answered by the next one within an hour. The handler's store returns the reply
// it gave, because the ID is the same. What is left is the moment between handing an answer over and noting it: a kill
// there repeats one message.
package sms
