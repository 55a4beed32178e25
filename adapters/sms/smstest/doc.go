// Package smstest is a strict stand-in for Twilio: the API that sends messages, the calls that bring them, and the
// carriers behind it, which refuse who ended messages.
//
// It refuses what Twilio refuses, with Twilio's codes: a wrong account or token (20003), a sender that is not the
// account's (21606), a receiver that is no telephone (21211), an empty or too long message (21602, 21617), a receiver
// who ended messages (21610). With the published description of the API it also refuses parameters that are not in it,
// and checks its own answers against it. Faults are queued by a test.
package smstest
