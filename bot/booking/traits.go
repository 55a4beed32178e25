package booking

import (
	"slices"
	"time"

	"knead/bot"
)

// Traits are the features of a line that the intent model weighs: its words alone, in pairs and in threes, with each day,
// hour, service and so on as its kind; the beginnings and ends of its words, so that "elimina", "elimíname" and "eliminen" have
// something in common; and the cues of lexicon/cues.txt; each as its hash. Judged are traits too: what the grammar makes of
// the line and of its clauses. They are the same for every practice.
func (r *Reader) Traits(text string, now time.Time) (line, judged []uint32) {
	p := newParse(r, text, now, bot.FieldNone)
	if len(p.toks) == 0 {
		return nil, nil
	}
	p.shift = p.movesAt()
	p.scan()
	cs := p.clauses()
	found := p.judge(cs)
	return p.traits(), judgedTraits(cs, found)
}

// judgedTraits are what the grammar makes of the line and of its clauses.
func judgedTraits(cs []clause, found bot.BookingIntent) []uint32 {
	out := append(make([]uint32, 0, len(cs)+2), trait("g", string(found)))
	for _, c := range cs {
		if c.intent != "" {
			out = append(out, trait("gc", string(c.intent)))
		}
		if c.mine {
			out = append(out, trait("gm"))
		}
		if c.tells {
			out = append(out, trait("gt"))
		}
	}
	return out
}

// A piece of a line is a word, or a mention as its kind.
type piece struct {
	text string
	word bool
}

func (p *parse) pieces(from, to int) []piece {
	out := make([]piece, 0, to-from+2)
	out = append(out, piece{text: "^"})
	ms := p.ms // in the order of the line
	for i := from; i < to; {
		for len(ms) > 0 && (ms[0].from < i || ms[0].kind == noise) {
			ms = ms[1:]
		}
		if len(ms) > 0 && ms[0].from == i {
			out = append(out, piece{text: ms[0].kind.name()})
			i = max(ms[0].to, i+1)
			continue
		}
		switch t := p.tok(i); t.kind {
		case numberToken:
			out = append(out, piece{text: "#"})
		case punctToken:
			if p.word(i, "?", "!", ",", "$", "@") {
				out = append(out, piece{text: t.text})
			}
		default:
			out = append(out, piece{text: t.text, word: true})
		}
		i++
	}
	return append(out, piece{text: "$"})
}

func (p *parse) traits() []uint32 {
	from, to := 0, len(p.toks)
	ps := p.pieces(from, to)
	out := make([]uint32, 0, 12*len(ps)+32)
	add := func(parts ...string) { out = append(out, trait(parts...)) }
	words := 0
	for k, w := range ps {
		if w.word {
			words++
			n := len(w.text)
			if n >= 4 {
				add("b4", w.text[:4])
			}
			if n >= 6 {
				add("b5", w.text[:5])
				add("e3", w.text[n-3:])
			}
		}
		if k > 0 && k < len(ps)-1 {
			add("1", w.text)
			if k <= 2 {
				add("h", w.text)
			}
		}
		if k+1 < len(ps) {
			add("2", w.text, ps[k+1].text)
			add("s2", w.stem(), ps[k+1].stem())
		}
		if k+2 < len(ps) {
			add("3", w.text, ps[k+1].text, ps[k+2].text)
			add("g", w.stem(), ps[k+2].stem())
		}
		if k+3 < len(ps) {
			add("gg", w.stem(), ps[k+3].stem())
		}
	}
	out = p.cueTraits(out, from, to)
	var kinds [providerMention + 1]int
	for _, m := range p.ms {
		if m.from >= from && m.from < to {
			kinds[m.kind]++
		}
	}
	for k, n := range kinds {
		if n > 0 {
			add("k", mentionKind(k).name())
		}
		if n > 1 {
			add("kk", mentionKind(k).name())
		}
	}
	switch { // "fri 3pm" says all with nothing but slots
	case words == 0:
		add("w0")
	case words <= 2:
		add("w2")
	case words <= 5:
		add("w5")
	case words > 14:
		add("w15")
	}
	return out
}

// cueTraits adds the cues of a line, and which of them come together.
func (p *parse) cueTraits(out []uint32, from, to int) []uint32 {
	seen := make([]symbol, 0, 16)
	for i := from; i < to; i++ {
		for _, s := range p.cue[i] {
			if s.sym != "filler" && s.sym != "question" && !slices.Contains(seen, s.sym) {
				seen = append(seen, s.sym)
				out = append(out, trait("c", string(s.sym)))
			}
		}
	}
	for i, s := range seen {
		for _, o := range seen[i+1:] {
			out = append(out, trait("cc", string(min(s, o)), string(max(s, o))))
		}
	}
	return out
}

// stem is the beginning of a long word.
func (w piece) stem() string {
	if w.word && len(w.text) > 5 {
		return w.text[:4]
	}
	return w.text
}

// trait is the hash (FNV-1a) of a feature.
func trait(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, s := range parts {
		for k := range len(s) {
			h = (h ^ uint32(s[k])) * 16777619
		}
		h = (h ^ ' ') * 16777619
	}
	return h
}

// name is how the kind stands in a line's features.
func (k mentionKind) name() string {
	return [...]string{"<noise>", "<day>", "<clock>", "<window>", "<part>", "<length>", "<people>", "<service>", "<place>", "<name>"}[k]
}
