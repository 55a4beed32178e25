package guard

import (
	"fmt"
	"slices"
	"strings"

	"knead/bot"
)

// A Reason says why a sentence was refused. The zero Reason refuses nothing.
type Reason string

// The reasons.
const (
	Fine          Reason = ""
	NotSaid       Reason = "unsupported" // words that the passage does not have
	Uncited       Reason = "uncited"     // no passage, or one that was not offered
	Diagnosis     Reason = "diagnosis"
	Dose          Reason = "dose"
	CurePromise   Reason = "cure"
	Reassurance   Reason = "reassurance" // "you are safe", "no need to see a doctor"
	BookingClaim  Reason = "booking"
	PracticeClaim Reason = "practice" // a price, an hour, a place or a policy that the passage does not have
	Orders        Reason = "orders"   // talk of the model's own instructions, or an order obeyed
	Link          Reason = "link"     // a link, number or address that the passage does not have
	Number        Reason = "number"
	Negation      Reason = "negation"
	Direction     Reason = "direction" // an effect turned round, on another thing, or stated more firmly
	Order         Reason = "order"     // before and after changed places
	Language      Reason = "language"
	TooLong       Reason = "too-long"
)

// Reasons are all reasons to refuse, for counters.
func Reasons() []Reason {
	return []Reason{NotSaid, Uncited, Diagnosis, Dose, CurePromise, Reassurance, BookingClaim, PracticeClaim, Orders, Link, Number, Negation,
		Direction, Order, Language, TooLong}
}

// maxSentence is the longest sentence that is read, in bytes.
const maxSentence = 600

// A Passage is what a sentence may rest on. Context is its article's title and heading: words of them may be used, but
// they prove nothing by themselves.
type Passage struct {
	ID      bot.PassageID
	Context string
	Text    string
}

// A Verdict is what the guard thinks of a sentence. Detail names the words that failed, for an author of rules; it may
// repeat words of the sentence and is not for logs.
type Verdict struct {
	Reason Reason
	Detail string
}

// OK reports whether the sentence may be said.
func (v Verdict) OK() bool { return v.Reason == Fine }

// A Guard checks sentences in the languages knead speaks. It holds no state and is safe for concurrent use.
type Guard struct {
	lex map[bot.Lang]*lexicon
}

// New returns a Guard. The error is a damaged word list, which only a build can bring.
func New() (*Guard, error) {
	g := &Guard{lex: map[bot.Lang]*lexicon{}}
	for _, l := range []bot.Lang{bot.English, bot.Spanish} {
		x, err := newLexicon(l)
		if err != nil {
			return nil, err
		}
		g.lex[l] = x
	}
	return g, nil
}

// Check says whether sentence, in l, says no more than the passages it cites. Passages must be in l too.
func (g *Guard) Check(l bot.Lang, sentence string, cited []Passage) Verdict {
	x, ok := g.lex[l]
	switch {
	case !ok:
		return Verdict{Language, string(l)}
	case len(cited) == 0:
		return Verdict{Uncited, ""}
	case len(sentence) > maxSentence:
		return Verdict{TooLong, fmt.Sprint(len(sentence))}
	}
	if w := assent(sentence); w != "" && !slices.ContainsFunc(cited, func(p Passage) bool { return assent(p.Text) != "" }) {
		return Verdict{NotSaid, w}
	}
	sentence = unassented(sentence)
	if v := x.refuse(sentence, cited); !v.OK() {
		return v
	}
	if v := links(sentence, cited); !v.OK() {
		return v
	}
	var us []unit
	for _, p := range cited {
		us = append(us, x.units(p)...)
	}
	said := false
	for _, c := range x.clauses(sentence) {
		if v := x.carried(c, us); !v.OK() {
			return v
		}
		said = said || slices.ContainsFunc(c, func(t token) bool { return t.content() || t.effect != noEffect })
	}
	if !said {
		return Verdict{NotSaid, sentence} // "Yes, you can.": to what, the guard cannot tell
	}
	return Verdict{}
}

// unassented is the sentence without the word with which it says yes.
func unassented(sentence string) string {
	if assent(sentence) == "" {
		return sentence
	}
	_, rest, _ := strings.Cut(strings.TrimLeft(sentence, " ¡!\"'“"), " ")
	return rest
}

// assent is the word with which a text says yes at its beginning, "" if it does not. Whether a passage says yes to a
// question is for the passage to say.
func assent(text string) string {
	first, _, _ := strings.Cut(strings.TrimLeft(text, " ¡!\"'“"), " ")
	switch w := strings.ToLower(strings.Trim(first, ".,;:!¡—-")); w {
	case "yes", "yeah", "yep", "sure", "certainly", "absolutely", "definitely", "sí", "claro", "correct", "exactly", "ok", "okay", "correcto", "exacto":
		return w
	case "si": // without its accent it is "if", unless a comma follows
		if strings.HasSuffix(first, ",") {
			return w
		}
	}
	return ""
}
