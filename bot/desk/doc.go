// Package desk stands between clients and the people of the practice. It brings them what clients ask for, hears what
// they answer, and brings that back.
//
// # To staff
//
// A step of the bot stores a [bot.Notice] in one transaction with its reply. A [Dispatcher] delivers each notice by each
// [Way] (a staff chat, e-mail, a webhook) at least once: it is leased, posted, and only then noted as done, so that a
// process killed in between posts it again, under the same key. What fails is tried again after a pause that doubles, with
// jitter. Notices of a conversation keep their order. tell.go words them.
//
// # From staff
//
// A message counts as staff's only if it comes from a conversation that the practice's file names: [Desk.Handler] looks at
// nothing else, and a client who presses a made-up staff button is told that it is stale. parse.go reads what they say
// ("#k7q2 confirm", "thu 4pm instead", "decline", "call them", /resume, /lift, or words for the client), find.go whom it
// is about, heard.go does it. A request is answered once: the database decides, so two people who press at the same moment
// get one "done" and one clear line. So does a request that has lapsed.
//
// # Back to the client
//
// What staff answer is a notice too, for the client, stored in one transaction with the answer. It is delivered by the
// channel's [bot.Sender]; where that is away (a closed web page) it stays in the store and stands over the client's next
// reply. If no way has delivered a request within a few minutes the client is told that nobody knows yet (late.go).
//
// knead never says "booked": it says that the practice confirmed, once the practice did. While a hold stands nothing that
// books passes from staff to client either, until staff lift it.
package desk
