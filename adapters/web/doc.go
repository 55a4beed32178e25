// Package web is the web channel: a chat page, the pages of the practice's articles, and the small API behind them. It
// needs no build step, loads nothing from elsewhere and works behind a strict content security policy.
//
// Where to start reading:
//
//   - server.go: Options, New and the routes
//   - message.go: POST /api/messages, one message in and one Reply out as JSON
//   - form.go: the same as a plain HTML form, for browsers without JavaScript
//   - events.go: GET /api/events, the stream on which a Server, being a bot.Sender, writes first
//   - session.go, guard.go, limit.go: the signed cookie, headers and cross-origin rules, the rate limit
//   - articles.go: the article pages, from a Library
//   - render.go: how the plain text of a Reply becomes lines and links, never markup
//   - texts.go: every word of the pages themselves, in each language
//   - assets/chat.js: the page's own behaviour
//
// The adapter holds no logic: it does not know what a button does, only its label. A session is a random ID in a signed
// cookie that is made with the first message and not before; what is known about it is the Handler's business. The words
// of a talk are kept by the browser for the life of its tab (sessionStorage), never by this package.
package web
