// Package knowledge answers clients' questions from the practice's articles, or says honestly that they do not.
//
// The way of an article: Load reads Markdown files (frontmatter.go, markdown.go), checks all of them before it gives up
// (problem.go, load.go), cuts them into passages at level-2 headings (article.go), renders pages (page.go) and puts the
// passages of each language on a shelf: a BM25 index in memory (index.go) beside what re-ranking compares (shelf.go).
//
// The way of a question, in Base.Answer (answer.go):
//
//  1. lingo.go cuts it into words, folds accents and stems; only words that never matter are dropped.
//  2. spell.go puts typing slips right, but never touches a word that is right as it stands.
//  3. query.go finds phrases of the thesaurus (thesaurus/*.yaml: what clients type, and the articles' words for it),
//     techniques, regions, and words that lie outside the articles (outside/*.yaml).
//  4. index.go fetches candidates; rank.go compares each with the question. Every feature has a name and a learnt
//     weight, so that Base.Search can say why a passage stands where it stands.
//     One of them is the voice of guess.go, a linear classifier learnt from every question whose passage is known, which
//     may also bring in a passage that shares no word with the question.
//  5. model.go decides whether the first one answers, by a logistic regression over named features and a threshold.
//     Below it the answer is bot.ErrNoAnswer.
//  6. form.go cuts a long message into story and questions; follow.go reads "and after that?" in the light of the
//     passage before and finds the questions that lead on.
//
// What is learnt comes from the golden ranking (articles/golden.txt, in blocks by author) and the articles' listed
// questions, in this order after a change of either:
//
//	go test ./knowledge -run TestGuess -update       (guess/*.bin: the classifiers; learnt at loading where they do not fit)
//	go test ./knowledge -run TestLearn -learn        (model.json: weights and threshold, each author met as a stranger)
//	go test ./knowledge -run TestGoldenRanking -update
//
// and is measured on testdata/unseen.txt, which takes no part in learning:
//
//	go test ./knowledge -run 'TestEvaluate|TestNoise' -v
package knowledge
