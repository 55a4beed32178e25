// Package telegramtest is a Bot API server for tests, as strict as the real one: it holds long polls, keeps updates
// until they are acknowledged, refuses what Telegram refuses in Telegram's words, and checks every request against the
// Bot API's machine-readable specification where that is at hand. It runs in the process of the test.
//
// server.go has the server and its trouble-making, client.go what clients do (say, press, edit, block), updates.go the
// queue and the webhook, methods.go the methods, markup.go and html.go what a message may hold, spec.go the specification.
package telegramtest
