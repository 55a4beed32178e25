package bot

import "context"

// A Streamer is a Handler that can show an answer while it is being worded. Channels that cannot change what they have
// written use Handle and see no difference: the Reply is the same, and the stored turn has nothing but the Reply.
type Streamer interface {
	Handler
	// Stream is Handle, and calls show with the answer as far as it has come: never on another goroutine, never after it
	// returned, each time with the whole text so far instead of the text before. What is shown was screened, checked and
	// sealed like a reply and would stand by itself; the Reply returned replaces it. Advice, safety questions and whatever
	// goes with them are never shown before their time.
	Stream(ctx context.Context, m Message, show func(Draft)) Reply
}

// A Draft is an answer as far as it has come.
type Draft struct {
	Text string `json:"text"`
	Lang Lang   `json:"lang,omitempty"`
}

var _ Streamer = (*Bot)(nil)

// Stream implements Streamer.
func (b *Bot) Stream(ctx context.Context, m Message, show func(Draft)) Reply {
	return b.handle(ctx, m, show)
}

// shows reports whether an answer may be shown before it is whole: somebody looks, and nothing in this talk asks for words
// that have to stand before the answer.
func (t *turn) shows() bool {
	return t.show != nil && len(t.fresh) == 0 && t.level() < Clearance && !t.mustAsk() && len(t.news) == 0 && !t.back
}

// sofar shows a checked part of an answer. It leaves by the same seal as a reply; what would not, is not shown.
func (t *turn) sofar(text string) {
	if !t.shows() {
		return
	}
	r := t.seal(Reply{Text: text, Outcome: Answered})
	if r.Text != text || t.linksToBooking(r) {
		return
	}
	if !t.s.ModelTold {
		r.Text += "\n\n" + t.words(TextModelNote)
	}
	t.show(Draft{Text: r.Text, Lang: t.l})
}
