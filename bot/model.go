package bot

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"
)

// A Writer may put an answer in other words, by a language model. What it returns must say nothing that Answer's passages
// do not say: whoever implements it checks that in code. ok false keeps the articles' own words, and is all that any
// failure may come to. Write must end with ctx.
type Writer interface {
	Write(ctx context.Context, w Wording) (text string, ok bool)
}

// A Wording is what a Writer is given. It is never made at Urgent or above, nor for a client who does not want it.
type Wording struct {
	Conversation Conversation
	Question     string   // the client's words
	Names        []string // names that the session knows, to be masked
	Lang         Lang
	Answer       Answer // what is sent when Write does not help
	// Show takes the wording as far as it has come, each time as a whole, on Write's own goroutine. What it is given must
	// have passed every check that Write's result has to. nil: nobody looks.
	Show func(text string)
}

// A Forgetter is a Writer that remembers something of a conversation, until it is told to forget it.
type Forgetter interface {
	Forget(c Conversation)
}

// A Doubter reads a message after the screening rules have, and may suspect a category that they did not see. It cannot
// lower anything: all it returns is the name of a category, and what follows from it is decided here. ok is false for no
// suspicion and for every failure. Suspect must end with ctx.
type Doubter interface {
	Suspect(ctx context.Context, d Doubt) (category FlagID, ok bool)
}

// A Doubt is what a Doubter is given.
type Doubt struct {
	Text  string
	Names []string // to be masked
	Lang  Lang
	Flags []FlagID // the categories to choose from
}

// A Catalogue is a Screener that tells its categories. Only those can be suspected.
type Catalogue interface {
	Screener
	// Flags returns the IDs of all categories.
	Flags() []FlagID
	// Level returns the highest level of a category, None for an unknown one.
	Level(id FlagID) Level
}

// A Raised is the level to which a Doubter raised a conversation, and the category it named.
type Raised struct {
	Flag  FlagID `json:"flag,omitempty"`
	Level Level  `json:"level"`
	Turn  int    `json:"turn"`
}

// A Raise is one such raising as the practice reviews it: no word of the client is in it.
type Raise struct {
	Flag  FlagID
	Level Level // after it
	At    time.Time
}

// SecondOpinion is the reason under which a raising is recorded among the HoldChanges.
const SecondOpinion = "second-opinion"

const (
	doubtBudget = 1500 * time.Millisecond // a second opinion that takes longer has no effect
	saveTime    = 1500 * time.Millisecond // of a message's time, kept for everything after the language model
	doubtWords  = 3                       // shorter messages are left to the rules
)

// mayModel reports whether a language model may see what the client wrote: nothing at Urgent or above stands, no safety
// question is open, and neither the client nor the practice has said no.
func (t *turn) mayModel() bool {
	return t.level() < Urgent && t.v.Ask == "" && t.s.Waiting == "" && !t.s.NoModel &&
		!slices.Contains(t.bot.o.NoModel, t.m.Conversation.Channel)
}

// names are the names the session knows: what the network calls the client, and the therapists who were asked for.
func (t *turn) names() []string {
	var out []string
	if t.m.Name != "" {
		out = append(out, t.m.Name)
	}
	for _, r := range []Request{t.s.Draft, t.s.LastRequest, t.reading.Request} {
		if r.Provider != "" && !slices.Contains(out, r.Provider) {
			out = append(out, r.Provider)
		}
	}
	return out
}

// reword puts the answer in other words where that is wanted. The first such reply of a conversation says so.
func (t *turn) reword(ctx context.Context, a Answer) Answer {
	w := t.bot.o.Writer
	if w == nil || len(a.Passages) == 0 || !t.mayModel() {
		return a
	}
	text, ok := t.asked(ctx, w, a)
	if !ok || strings.TrimSpace(text) == "" {
		return a
	}
	a.Text = text
	if !t.s.ModelTold {
		t.s.ModelTold = true
		a.Text += "\n\n" + t.words(TextModelNote)
	}
	return a
}

// asked calls the Writer with what is left of the message's time. A panic of it is a failure like any other.
func (t *turn) asked(ctx context.Context, w Writer, a Answer) (text string, ok bool) {
	defer t.survive(ctx, "writer", func() { text, ok = "", false })
	if end, set := ctx.Deadline(); set {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, end.Add(-saveTime))
		defer cancel()
	}
	if ctx.Err() != nil {
		return "", false
	}
	d := Wording{Conversation: t.m.Conversation, Question: t.text, Names: t.names(), Lang: t.l, Answer: a}
	if t.shows() {
		d.Show = t.sofar
	}
	return w.Write(ctx, d)
}

func (t *turn) survive(ctx context.Context, who string, then func()) {
	if p := recover(); p != nil {
		t.bot.o.Log.LogAttrs(ctx, slog.LevelError, "language model panics", slog.String("part", who))
		then()
	}
}

// secondOpinion lets a Doubter read the message after the rules. What it names raises the level by one step, never beyond
// what the category can have, and is recorded. Nothing it returns, and nothing that goes wrong, lowers anything.
func (t *turn) secondOpinion(ctx context.Context) {
	d, cat := t.bot.o.Doubter, Catalogue(nil)
	if c, ok := t.bot.o.Screener.(Catalogue); ok {
		cat = c
	}
	if d == nil || cat == nil || !t.m.Press.IsZero() || t.v.Lifted || t.v.Answered || !t.mayModel() ||
		len(strings.Fields(t.text)) < doubtWords || len(t.text) > maxWords || saysNoModel(fold(t.text)) {
		return
	}
	id, ok := t.doubted(ctx, d, cat)
	if !ok {
		return
	}
	level := min(t.v.Level+1, cat.Level(id), Urgent)
	if level <= t.v.Level {
		return
	}
	t.s.Raised = Raised{Flag: id, Level: level, Turn: t.s.Signs.Turn}
	t.save.Holds = append(t.save.Holds, HoldChange{Flag: id, Level: level, Reason: SecondOpinion})
	t.raise()
	t.fresh = append(t.fresh, t.v.Flags[0])
	if level == Clearance {
		t.s.Clear = NotCleared
	}
	if level == Urgent {
		t.hold() // which tells staff
		return
	}
	t.save.Staff = append(t.save.Staff, t.notice(NoticeRaised, t.flagged(t.v.Flags[0])))
}

// flagged is a flag as staff read it: category and level, and whether it was not the rules that saw it.
func (t *turn) flagged(f Flag) string {
	text := string(f.ID) + " (" + f.Level.String() + ")"
	if up := t.s.Raised; up.Flag == f.ID && up.Level == f.Level && up.Turn == f.Turn {
		text += " " + t.bot.o.Texts[t.bot.practice.Languages[0]][TextStaffRaisedMark]
	}
	return text
}

func (t *turn) doubted(ctx context.Context, d Doubter, cat Catalogue) (id FlagID, ok bool) {
	defer t.survive(ctx, "doubter", func() { id, ok = "", false })
	ctx, cancel := context.WithTimeout(ctx, doubtBudget)
	defer cancel()
	id, ok = d.Suspect(ctx, Doubt{Text: t.text, Names: t.names(), Lang: t.l, Flags: cat.Flags()})
	return id, ok && ctx.Err() == nil && slices.Contains(cat.Flags(), id)
}

// raise puts what an earlier or this second opinion raised on top of the rules' verdict, where it is higher.
func (t *turn) raise() {
	up := t.s.Raised
	if t.v.Lifted {
		t.s.Raised = Raised{}
		return
	}
	if up.Level <= t.v.Level {
		return
	}
	id := TextRaisedCare
	switch up.Level {
	case Clearance:
		id = TextRaisedClear
	case Urgent, Emergency:
		id = TextRaisedUrgent
	default:
	}
	f := Flag{ID: up.Flag, Level: up.Level, Turn: up.Turn, Advice: Localized{}, Note: Localized{}}
	topic := strings.ReplaceAll(string(up.Flag), "-", " ")
	for l, texts := range t.bot.o.Texts {
		f.Advice[l] = texts[id]
		f.Note[l] = strings.ReplaceAll(texts[TextRaisedNote], "{flag}", topic)
	}
	t.v.Level = up.Level
	t.v.Flags = append([]Flag{f}, t.v.Flags...)
}

// model switches the language model off for this client, or on again.
func (t *turn) model() Reply {
	t.s.NoModel = t.intent == IntentNoModel
	if !t.s.NoModel {
		return t.say(TextModelOn, Talk)
	}
	t.forgetModel()
	return t.say(TextModelOff, Talk)
}

// forgetModel has the Writer drop what it remembers of this conversation.
func (t *turn) forgetModel() {
	if f, ok := t.bot.o.Writer.(Forgetter); ok {
		f.Forget(t.m.Conversation)
	}
}

// privacy says what is kept, and what a language model sees where one is used.
func (t *turn) privacy() Reply {
	r := t.say(TextPrivacy, Talk)
	if t.bot.o.Writer != nil || t.bot.o.Doubter != nil {
		r.Text += "\n\n" + t.words(TextPrivacyModel)
	}
	return r
}

// saysNoModel reports whether folded words want no language model. Such a message is itself shown to none.
func saysNoModel(words string) bool {
	return isAny(words, noModelWords()) || hasAny(words, noModelPhrases())
}

func noModelPhrases() []string {
	return []string{"dont use ai", "do not use ai", "dont use any ai", "dont want ai", "do not want ai", "no ai please", "without ai", "stop using ai", "turn off ai",
		"turn ai off", "switch off ai", "switch ai off", "disable ai", "not use ai", "no artificial intelligence", "dont use chatgpt", "dont use a language model",
		"no uses ia", "no use ia", "no usen ia", "no uses la ia", "no use la ia", "no usen la ia", "sin ia", "no quiero ia", "no quiero que use ia",
		"no quiero que uses ia", "no quiero que usen ia", "desactiva la ia", "desactive la ia", "apaga la ia", "sin inteligencia artificial",
		"no uses inteligencia artificial", "no use inteligencia artificial", "no quiero inteligencia artificial"}
}

func noModelWords() []string { return []string{"no ai", "ai off", "no ia"} }

func modelWords() []string {
	return []string{"use ai", "ai on", "you can use ai", "you may use ai", "use ai again", "turn on ai", "turn ai on", "usa ia", "use ia", "usa la ia", "use la ia",
		"puedes usar ia", "puede usar ia", "activa la ia", "active la ia", "usa ia otra vez", "usa inteligencia artificial"}
}
