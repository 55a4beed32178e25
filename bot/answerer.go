package bot

import (
	"context"
	"errors"
)

// ErrNoAnswer says that nothing in the articles fits a question. It is no failure: say so and cite nothing.
var ErrNoAnswer = errors.New("not in the articles")

// A PassageID names a passage of the knowledge base: "slug#anchor".
type PassageID string

// An Answerer answers from the practice's articles. It returns ErrNoAnswer when nothing fits and never guesses.
type Answerer interface {
	Answer(ctx context.Context, q Question) (Answer, error)
}

// A Question is what a client asks of the articles.
type Question struct {
	Text     string
	Lang     Lang
	Previous PassageID // the passage last answered from, for "and after that?"; may be empty
	Model    bool      // a language model may be shown Text; false: it must not be
	Names    []string  // names that the session knows, to be masked before that
}

// An Answer rests on one or two passages and cites each.
type Answer struct {
	Text     string      // plain, at most 600 characters
	Sources  []Source    // one for each passage
	Passages []PassageID // what Sources name, in the same order
	Next     []string    // up to three follow-up questions that the articles answer, in q.Lang
}

// A PassageReader is an Answerer that can also answer from a passage that was found before.
type PassageReader interface {
	Answerer
	// AnswerPassage answers from one passage in l. It returns ErrNoAnswer for an ID that is not there any more.
	AnswerPassage(ctx context.Context, id PassageID, l Lang) (Answer, error)
}
