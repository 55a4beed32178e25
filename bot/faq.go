package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// faq answers from the articles, or says that they do not answer and keeps the question for the practice.
func (t *turn) faq(ctx context.Context) Reply {
	a, err := t.look(ctx)
	switch {
	case errors.Is(err, ErrNoAnswer):
		return t.unknown(TextUnknown)
	case err != nil:
		t.err = fmt.Errorf("answer: %w", err)
		return t.say(say(err), Talk)
	}
	return t.answered(t.reword(ctx, a))
}

// look finds the answer. A question in another language than the talk's is looked up in its own, and answered from the
// same passage in the talk's language where there is one.
func (t *turn) look(ctx context.Context) (Answer, error) {
	q := Question{Text: t.text, Lang: t.l, Previous: t.s.Previous, Model: t.mayModel(), Names: t.names()}
	a, err := t.bot.o.Answerer.Answer(ctx, q)
	if !errors.Is(err, ErrNoAnswer) || t.bot.o.Detector == nil {
		return a, err
	}
	l, ok := t.bot.o.Detector.Detect(t.text)
	if !ok || l == t.l || !slices.Contains(t.bot.practice.Languages, l) {
		return a, err
	}
	q.Lang = l
	found, lerr := t.bot.o.Answerer.Answer(ctx, q)
	if lerr != nil || len(found.Passages) == 0 {
		return a, err
	}
	if p, ok := t.bot.o.Answerer.(PassageReader); ok {
		if same, perr := p.AnswerPassage(ctx, found.Passages[0], t.l); perr == nil {
			return same, nil
		}
	}
	return found, nil
}

// backToFlow puts a running booking's next step under the answer to a question that came between.
func (t *turn) backToFlow(r Reply) Reply {
	switch t.intent {
	case IntentAsk, IntentFact, IntentStatus, IntentTalk, IntentDoctor, IntentSafe, IntentWho, IntentThanks:
	default:
		return r
	}
	if t.s.Flow != BookingFlow && t.s.Flow != ConfirmFlow || t.mustAsk() {
		return r
	}
	t.below = true
	next := t.next()
	r.Again = next.Text
	r.Text += "\n\n" + next.Text
	r.Buttons = next.Buttons
	return r
}

// answered is the reply of an answer: its words, its sources, what to ask next, and a way to book where it fits.
func (t *turn) answered(a Answer) Reply {
	t.passages = a.Passages
	if len(a.Passages) > 0 {
		t.s.Previous = a.Passages[0]
	}
	t.s.Deferred = ""
	r := Reply{Text: a.Text, Sources: a.Sources, Outcome: Answered}
	for _, q := range a.Next {
		r.Buttons = append(r.Buttons, Button{Label: q, Press: Action{Verb: DoSay}})
	}
	if t.level() < Clearance {
		r.Buttons = append(r.Buttons, t.button(LabelBook, Action{Verb: DoBook}))
	}
	return r
}

// unknown says that it is not in the articles, cites nothing, and keeps the question.
func (t *turn) unknown(id TextID, pairs ...string) Reply {
	if t.s.Person.State == PersonAsked {
		return t.passWords() // they were told that what knead cannot answer goes to the practice
	}
	t.save.Unanswered = &Unanswered{Text: clip(t.text, 500), Lang: t.l}
	r := t.say2(id, Unknown, pairs...)
	r.Buttons = []Button{t.button(LabelHuman, Action{Verb: DoHuman, Arg: askQuestion}), t.button(LabelBook, Action{Verb: DoBook})}
	return r
}

// resume goes on where a safety question came between: with the booking, or with the passage found then.
func (t *turn) resume(ctx context.Context) Reply {
	thanks := t.words(TextAnswerNo)
	if t.s.Flow == BookingFlow || t.s.Flow == ConfirmFlow {
		r := t.book()
		r.Text = thanks + "\n\n" + r.Text
		return r
	}
	if p, ok := t.bot.o.Answerer.(PassageReader); ok && t.s.Deferred != "" {
		a, err := p.AnswerPassage(ctx, t.s.Deferred, t.l)
		if err == nil {
			r := t.answered(a)
			r.Text = thanks + "\n\n" + r.Text
			return r
		}
	}
	return Reply{Text: thanks + " " + t.words(TextBookHint), Outcome: Talk,
		Buttons: []Button{t.button(LabelBook, Action{Verb: DoBook})}}
}
