// Package discord is the Discord channel: the front desk in direct messages, in the channels that a practice lists, and as
// commands. It is a bot.Adapter and a bot.Sender.
//
// # The way of an event
//
//   - gateway.go, frames.go: a shard's connection, session and heartbeats; event.go: what an event says
//   - adapter.go: New and Run; sorts events. Nothing on this way waits
//   - message.go: whether a message is meant for knead, and where it stands; lanes.go: one at a time for each member
//   - interaction.go, exchange.go: commands, presses, forms; acknowledged within a second, answered within fifteen minutes
//   - deliver.go: what is answered in place and what only its reader may see; render.go, markup.go: how it looks
//   - rest.go, transport.go, limiter.go: requests, with rate limits and repeats within the caller's context
//   - command.go, register.go, complete.go: the commands, Discord's list of them, and what completes their options
//   - staff.go: a thread for each conversation in the staff channel; http.go: interactions over HTTP
//   - texts.go: the few sentences of the adapter's own
//
// Package discordtest is the Discord that the tests talk to.
//
// # What of the library is used
//
// The types, constants, signature check and REST requests of github.com/bwmarrin/discordgo are used; its gateway session is
// not. In v0.29.0 that one stays locked for ever when Discord's first word after a resume is "reconnect", resumes at the
// wrong address, does not tell why a running session was closed, hands events on in no order, drops messages that have a
// component it does not know, and cannot be stopped while it waits. TestLibrarySession shows the first; when it fails after
// an upgrade, ask again whether gateway.go is needed. Requests have a session of the library's each: a shared one takes one
// follow-up at a time for all members.
//
// # Who reads what
//
// A member has one conversation, wherever on Discord they write, so that a hold follows them. In a channel knead answers
// only those who name it or reply to it, only where the practice listed the channel, and in place only what is nobody's
// secret: answers from articles, facts of the practice, small talk. What screening had a part in and what is about an
// appointment goes to direct messages, with a button in place for those who have them closed; a red flag's action line is
// said in place at once. Commands are answered for the member's eyes only, unless they ask for a public answer and it is
// fit for one. Nothing knead writes notifies anybody.
//
// # What else is written on Discord
//
//	other bots, webhooks, Discord itself, knead's own  not answered
//	joins, pins, boosts and the like                   not answered
//	a mention in a channel that is not listed          answered by direct message only
//	@everyone, @here, a role                           nobody's name: not answered
//	edits                                              screened and answered again if the words changed
//	a deleted question                                 takes what was said to it before others with it
//	reactions, presence, members, voice channels       not asked for
//	files, stickers, voice messages, polls alone       answered that only words are read
//	files beside words                                 the words are answered, with a note in direct messages
//	forwarded messages                                 read as what the member says
//	somebody else's button                             a message of whoever pressed it, answered to them alone
package discord
