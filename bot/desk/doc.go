// Package desk stands between clients and the people of the practice. It brings them what clients ask for, hears what
// they answer, and brings that back.
//
// # To staff
//
// A step of the bot stores a [bot.Notice] in one transaction with its reply. A [Dispatcher] delivers each notice by each
// [Way] (a staff chat, e-mail, a webhook) at least once: it is leased, posted, and only then noted as done, so that a
// process killed in between posts it again when the lease ends, under the same key. What fails is tried again after a
// pause that doubles, with jitter, for three days; what can never be delivered is given up. Notices of a conversation keep
// their order: one that fails holds up that client's later ones and nobody else's. tell.go words them: for a way that is
// deaf, such as e-mail, without what to answer; and a client's own words line by line behind a mark, so that none can pass
// for a notice.
//
// # From staff
//
// A message counts as staff's only if it comes from a place that the practice's file names: an adapter's staff chat, which
// calls [Desk.Heard] itself, or a conversation for which [Desk.Handler] does. Nothing else is looked at, and a client who
// presses a made-up staff button is told that it is stale.
//
// parse.go reads what they say ("#k7q2 confirm", "thu 4pm instead", "decline", "call them", /resume, /lift, or words for
// the client). find.go finds whom it is about: by the mark, the message that they answer, the mark in its words, the
// client's thread; without any of these only if there is just one it can mean, and never by guess. "Yes" under a client's
// question is passed on; only under a request, or said as "confirmed", does it confirm one. heard.go does it.
//
// A request is answered once: the database decides, so of people who press at the same moment one gets "done" and the
// others a clear line. So does who answers one that has lapsed. The same word of staff, brought twice by its network, gets
// the same line and does nothing twice.
//
// # Back to the client
//
// What staff answer is a notice too, for the client, stored in one transaction with the answer. It is delivered by the
// channel's [bot.Sender]; where that is away (a closed web page) it stays in the store and stands over the client's next
// reply. If no way has delivered a request within a few minutes the client is told that nobody knows yet, and once it is
// delivered, that they do (late.go).
//
// While staff write, knead says nothing in that talk but what screening says. It is back when staff or the client say so,
// or when staff have been quiet for a while.
//
// knead never says "booked": it says that the practice confirmed, once the practice did. While a hold stands, staff cannot
// confirm or offer a time, no link or number of theirs that books passes to the client, and an offer made before waits
// unseen, until staff lift the hold. Their other words go through at once: under a red flag those may be the ones that
// matter.
package desk
