// Package texting is what the telephone network asks of a front desk: who may be written to, and how to say it in few
// parts. It knows no carrier; adapters/sms sends, and the JSON Lines contract shows the same.
//
//   - words.go: the words by which people end, resume and ask about messages, in English and Spanish
//   - line.go: a Line hears those words before anything else does, keeps them in the consent log, says nothing to who
//     stopped messages, and tells at the first contact who writes. May is the gate that every message passes.
//   - say.go: the few sentences of this package
//   - segment.go: how many parts a text is charged as
//   - render.go, shorten.go: a reply as one text message
//   - page.go: what does not fit into two parts follows on "more"; advice, questions and their choices never wait
//   - lint.go: no text of knead's may ask for a word that ends messages
//
// # What decides
//
// A stop holds for the client's number on every number of the practice, for staff's messages too, until the client says
// START (or UNSTOP; YES only while stopped). One line confirms it, then there is silence, in an emergency too: the law knows
// no exception. What a stopped client writes is screened all the same, and a red flag of urgent or above is told to staff,
// who can call (bot.Overhearer). Forgetting and pruning leave
// the consent log alone. Help is answered with the practice's name and contact, but with nothing that books while a
// booking is withheld.
package texting
