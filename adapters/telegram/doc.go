// Package telegram carries talk between Telegram and a [bot.Handler]. It decides nothing about what is said: it turns
// updates into messages, replies into messages with buttons, and sees to it that none of either is lost.
//
// # The way of an update
//
//   - poll.go asks Telegram for updates, or webhook.go is given them. updates.go knows which are under way.
//   - lanes.go runs those of one conversation in order, different ones side by side.
//   - receive.go, read.go and command.go make a message of an update: what is said to others in a group is left alone,
//     a command or a deep link becomes a press, a position becomes a place, a picture gets one friendly line.
//   - The handler answers. group.go then decides what of it others may read.
//   - html.go and keyboard.go render, send.go sends: spaced out by limit.go, again and again through trouble.
//   - Only then is the update closed, and the next poll's offset moves past it.
//
// press.go is the same way for pressed buttons, inline.go for "@bot sciatica" in any chat, staff.go for the practice's
// own people. presence.go tells Telegram what to show of the bot.
//
// # What is not lost
//
// An update is acknowledged by asking for what comes after it, so that is done only when its reply is out and every
// older one's is. A process killed before gets it again; the handler's store then returns the reply it gave, because the
// message's ID is the same, and the reply goes out (again, if the kill fell right between). The journal, a small file of
// numbers, keeps replies from being repeated that were sent while an older update was still under way. What is left is
// the moment between Telegram's taking a message and the journal's one write: a kill there repeats one reply a
// conversation. A connection that breaks before Telegram's answer is the other case, counted as Doubtful in [Stats].
//
// # What waits
//
// Telegram hands out a hundred updates and no more before it hears of an end, and takes one message a second to a chat
// and twenty a minute to a group. A conversation that brings more than that holds its own replies up, and, with a hundred
// of its updates waiting, everybody's. Clients cannot write that fast; a group that never stops asking could.
//
// # The token
//
// It is in the address of every request, and the library's errors show it. client.go makes errors of its own that have
// neither address nor body; redirects are not followed; [Token] prints as hidden. A test searches everything that was
// logged, returned or panicked for it.
//
// # The library
//
// go-telegram-bot-api ends at Bot API 5.5 and is used as transport only: requests and the envelope of answers. Updates
// are decoded into update.go's structs, and its polling, which acknowledges before anything was handled, is not used.
package telegram
