// Package booking reads what a client writes to book a massage, "deep tissue 60 fri 3pm orlando", in English, in Spanish and
// in both at once, misspelt or in the shorthand of text messages. What was not said stays empty, and what has two
// honest readings is named as such.
//
// # The way of a line
//
// tokenize folds case and accents and cuts the line into words, numbers and marks; shorthand.go undoes the shorthand of text
// messages, lexicon.correct spells known words right. parse.scan then reads the line from left to right: in each place the first
// rule that fits (place, service, people, length, window, day, clock, part of the day, therapist) makes a mention.
// parse.clauses and parse.judge find what the line wants and which of its clauses are about a visit at all; consult.go puts
// that and the line to a small learnt model (package intents, trained from corpus/ by command train), which has the last word.
//
// Each mention then gets its role. Not wanted is what is taken back in words or is to stay as it is (select.go), what a clause that
// only tells says of something that another clause asks for, and what is somebody else's (weigh.go, which also holds that
// nothing said of a wanted visit is lost); of a moved visit sides.go tells the old slot from the new one and offset.go moves an
// hour by as much as is said. parse.resolve turns the mentions that are left into a Reading. The vocabulary stands in
// lexicon/*.txt, both languages under one name; the small words that only one rule looks at stand in that rule.
//
// A therapist whom the practice does not list is known by the place of the name (provider.go): behind "with", "give me", "if … is in",
// alone between two slots; there any word will do that is written as a name and that is none of the grammar's. Elsewhere it has to
// stand in a list: lexicon/names.txt, names_census.txt (public counts), names_words.txt (with a capital only), or in the set of 27,000
// more that are no words (given.bin, from train/given.txt), which may be written small: at the head of a sentence, behind titles. "This is Rob",
// "Rob here" and a name under "thanks" are the client's own. What none of these rules expects is a name where a line in small
// letters writes it with a capital within a sentence and it is no word of either language (ordinary.go, stray.go).
//
// A kind of massage may be told by what is done, "stretch me out on the table" (describe.go).
//
// # Conventions
//
//   - A bare weekday is the next such day after today. It is today only with "this" or "today", or with a clock, window or
//     part of the day that is still to come.
//   - Weeks run Monday to Sunday. "Next Friday" is the Friday of the next such week; "Friday week" a week after the coming
//     one; "Thursday after next" the Thursday of the week after next.
//   - "El viernes que viene" and "el próximo viernes" are the coming Friday; where the next week has another one, the reading
//     is Ambiguous, with the coming one in Request. "Quince días" is two weeks, "ocho días" one, Ambiguous too.
//   - A weekend is Saturday to Sunday, "next week" Monday to Sunday, "this week" from today on, a month its first to last day.
//   - A day of a month without a year is the coming one; one that is less than 60 days over is Past.
//   - 12/3 is month first in the United States, day first elsewhere; an order that cannot be is turned round.
//   - Bare hours 1 to 7 are after noon, 9 to 11 before, 12 is noon; 8 is Ambiguous, with the evening in Request. A part of the
//     day in the line decides before that, then the opening hours of the location.
//   - A part of the day stands in Part only when no clock and no window was said.
//   - A window that leaves a stretch out ("any time but lunch") has After later than Before: not between Before and After.
//   - With Ambiguous, Request holds the likelier reading where there is one; with WeekdayMismatch it holds no date.
//   - "Two 60 min" is two people for an hour each. Reading.Services names the kinds of massage where a line has several, and
//     Reading.Place a place that was asked for and that the practice does not have.
//   - A question after a visit ("am I booked?"), and a day that something else has ("my birthday is on Friday"), ask for nothing.
//   - A clock in the middle of the night is read as said; whether anybody works then is bot.Practice.Closed's to say.
//   - A moved visit keeps its day when only a new clock, length, place or kind of massage is said; "an hour later" is counted from
//     the hour that the line tells.
//   - Of two clauses the one that asks names the day: "my birthday is the 8th, can I come on the 10th". Where only a tale names
//     one, it is that: "my husband would like Saturday, what times do you have?"
//   - "Cancel Wednesday, keep Friday" is about Wednesday.
//   - A day that is told by another one takes its place: "Thanksgiving breaks me, so the Wednesday right before it". Of a visit that is
//     moved both stay.
//   - What "so" leads to goes before what stands before it: "my twins turn 5 on Saturday, so Sunday". A reason behind a slot adds none.
//   - What ends the client's own hours bounds the visit: "after I get out at 5:30", "I teach until 2:45"; an hour that is asked for goes before it.
//   - Two massages at once are two people: "two 1 hr swedish", "dos suecos de una hora".
//   - Two couples are four people; "me and Kristen", "hubby and me" are two.
package booking
