// Package web is the web channel: a chat page, the pages of the practice's articles, and the small API behind them. It
// needs no build step, loads nothing from elsewhere and works behind a strict content security policy.
//
// Where to start reading:
//
//   - server.go: Options, New and the routes
//   - message.go: POST /api/messages, one message in and one Reply out as JSON
//   - stream.go: the same with the answer shown while a language model words it, for who asks for events
//   - form.go: the same as a plain HTML form, for browsers without JavaScript
//   - forget.go: POST /api/forget, "delete my chat"
//   - events.go, journal.go: GET /api/events, the stream on which a Server, being a bot.Sender, writes first, and what a
//     page gets that comes back after its connection was dead
//   - session.go, guard.go, limit.go, listen.go: the signed cookie, headers and cross-origin rules, and what one client
//     and one address may take
//   - widget.go, assets/widget.js: the chat on the practice's own site
//   - colour.go: the practice's colour, made fit to be read
//   - articles.go: the article pages, from a Library
//   - render.go: how the plain text of a Reply becomes lines and links, never markup
//   - texts.go: every word of the pages themselves, in each language
//   - assets/chat.js: the page's own behaviour
//
// The adapter holds no logic: it does not know what a button does, only its label. A session is a random ID in a signed
// cookie that is made with the first message and not before; what is known about it is the Handler's business. The words
// of a talk are kept by the browser for the life of its tab (sessionStorage), never by this package; tabs of one browser
// that are open at the same time show each other what was said (BroadcastChannel). News that were sent stay in memory for
// some hours.
//
// # The widget
//
// widget.js draws a button and a window into a shadow root of the practice's page. In the window is a frame with the chat
// page of this server, which Options.Sites alone may show (frame-ancestors). The two talk by postMessage, each looking at
// the other's origin, about nothing but opening, closing and that there is news: no word of the talk leaves the frame.
// Browsers withhold cookies from a frame on another site, so the frame has none: it keeps a signed session itself and
// shows it in a header, which no other page can make a browser send.
//
// The browser tests are a module of their own in folder browser.
package web
