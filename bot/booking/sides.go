package booking

import (
	"knead/bot"
)

// takeSides tells old slots from new ones where a visit is moved: by the word before a slot, then by the verbs around it, then by
// what stands on the other side.
func (p *parse) takeSides(intent bot.BookingIntent) {
	if intent != bot.Reschedule {
		return
	}
	cur, end := unsided, -1
	for k := range p.ms {
		m := &p.ms[k]
		if !m.kind.when() {
			if end == m.from {
				end = m.to
			}
			continue
		}
		s := p.sideOf(m.from, m.kind)
		joined := end >= 0 && p.fillBetween(end, m.from) && !p.twice(k)
		switch {
		case s != unsided:
			cur = s
		case !joined:
			cur = unsided
			if p.cantBefore(m.from) {
				cur = oldSide
			} else if m.kind == dayMention || m.kind == clockMention {
				cur = p.told(m)
			}
		case cur == oldSide && m.kind != dayMention && p.pause(end, m.from) && p.newDayWithout(k, m.kind):
			cur = newSide // "Thursday instead of Tuesday, at 2:45"
		}
		m.side = cur
		end = m.to
	}
	p.takeRest()
	p.wasAt()
	p.takePlaces()
}

// takePlaces keeps the place that a visit is moved to and drops the one it is moved from: "from Orlando to Longwood".
func (p *parse) takePlaces() {
	places, to := 0, false
	for k := range p.ms {
		if m := &p.ms[k]; m.kind == locationMention && !m.dropped {
			places++
			to = to || p.sideOf(m.from, m.kind) == newSide
		}
	}
	if places < 2 || !to {
		return
	}
	for k := range p.ms {
		if m := &p.ms[k]; m.kind == locationMention && p.sideOf(m.from, m.kind) != newSide {
			m.dropped = true
		}
	}
}

// wasAt gives the hour told before "it was at 3" to the new slot, and its day too: the old one is told apart.
func (p *parse) wasAt() {
	for k, m := range p.ms {
		if m.kind != clockMention || m.refused || !p.near(m.from, 3, "was", "era", "is", "its", "estaba", "tenia") || k == 0 {
			continue
		}
		if p.onNewSide(clockMention) || p.onNewSide(windowMention) {
			return
		}
		for j := range k {
			if o := &p.ms[j]; !o.dropped && (o.kind == clockMention || o.kind == dayMention) {
				o.side = newSide
			}
		}
		return
	}
}

// takeRest gives a side to the slots that no word has given one.
func (p *parse) takeRest() {
	anyNew, oldDay, lastDay, days := false, false, -1, 0
	for k, m := range p.ms {
		if m.kind == dayMention && (m.side == oldSide || m.dropped && p.word(p.before(m.from), "not", "no")) {
			oldDay = true // "the 21st, not the 20th"
		}
		if m.dropped || !m.kind.when() {
			continue
		}
		anyNew = anyNew || m.side == newSide
		if m.kind == dayMention && m.side == unsided {
			if lastDay >= 0 && !p.alternatives(p.ms[lastDay].to, m.from) {
				days++
			}
			lastDay = k
		}
	}
	first := -1 // where the new side begins
	for k, m := range p.ms {
		if m.side == newSide && !m.dropped {
			first = k
			break
		}
	}
	for k := range p.ms {
		m := &p.ms[k]
		if m.side != unsided || !m.kind.when() {
			continue
		}
		switch {
		case !anyNew:
			m.side = newSide
			if p.oursBefore(m.from) && !p.word(m.to, "instead") && !(oldDay && m.kind == dayMention) || days > 0 && k < lastDay && !p.sameSlot(k, lastDay) {
				m.side = oldSide
			}
		case p.askBefore(m.from), m.kind != dayMention && k > first && !p.onNewSide(m.kind):
			m.side = newSide
		default:
			m.side = oldSide
		}
	}
	p.lastNew(dayMention)
	p.lastNew(clockMention)
}

// lastNew leaves one slot on the new side: of two that are no alternatives the later counts.
func (p *parse) lastNew(kind mentionKind) {
	last := -1
	for k, m := range p.ms {
		if m.kind != kind || m.side != newSide || m.dropped {
			continue
		}
		if last >= 0 && !p.alternatives(p.ms[last].to, m.from) {
			for j := range k {
				if p.ms[j].kind == kind {
					p.ms[j].side = oldSide
				}
			}
		}
		last = k
	}
}

// twice reports whether mention k is the second of its kind after those that it would be joined to: "my 1pm, 2pm possible?"
func (p *parse) twice(k int) bool {
	for j := k - 1; j >= 0; j-- {
		if !p.ms[j].kind.when() {
			continue
		}
		if p.ms[j].kind == p.ms[k].kind {
			return !p.alternatives(p.ms[j].to, p.ms[k].from)
		}
		if !p.fillBetween(p.ms[j].to, p.ms[j+1].from) {
			return false
		}
	}
	return false
}

// before is the token before i behind articles.
func (p *parse) before(i int) int {
	i--
	for p.word(i, "the", "el", "la", "las", "on", "at", "a") {
		i--
	}
	return i
}

// sameSlot reports whether nothing but small words stands between two mentions: they are of one slot, or one or the other.
func (p *parse) sameSlot(a, b int) bool {
	for k := a; k < b; k++ {
		if !p.fillBetween(p.ms[k].to, p.ms[k+1].from) && !p.alternatives(p.ms[k].to, p.ms[k+1].from) {
			return false
		}
	}
	return true
}

// alternatives reports whether one slot or another is said: "Friday or Monday".
func (p *parse) alternatives(from, to int) bool {
	for i := from; i < to; i++ {
		if p.word(i, "or", "o", "u", "either", "and", "y") && !p.word(i+1, "not", "no") {
			return true
		}
	}
	return false
}

// pause reports whether a comma stands between two mentions.
func (p *parse) pause(from, to int) bool {
	for i := from; i < to; i++ {
		if p.word(i, ",") {
			return true
		}
	}
	return false
}

// newDayWithout reports whether a new day was said before mention k and nothing of that kind with it.
func (p *parse) newDayWithout(k int, kind mentionKind) bool {
	day := false
	for _, m := range p.ms[:k] {
		if m.side != newSide || m.dropped {
			continue
		}
		if m.kind == kind {
			return false
		}
		day = day || m.kind == dayMention
	}
	return day
}

func (p *parse) onNewSide(kind mentionKind) bool {
	for _, m := range p.ms {
		if m.kind == kind && m.side == newSide && !m.dropped {
			return true
		}
	}
	return false
}

// told reads the verbs around a slot: what the client has or had is old, what is asked for is new; a day that does not work is
// old, one that works is new.
func (p *parse) told(m *mention) side {
	for i := m.to; i < m.to+5 && i < len(p.toks) && !p.used[i]; i++ {
		switch {
		case p.tok(i).kind == punctToken:
			i = len(p.toks)
		case p.word(i, "instead", "better", "works", "work", "suits", "easier", "free", "possible", "libre", "disponible", "available", "good", "fine", "perfect", "great", "okay", "ok") && !p.negatedNear(i):
			return newSide
		case p.word(i, "cant", "cannot", "wont", "doesnt", "isnt", "out", "anymore", "puedo", "originally", "alcanzo", "trabajo", "salgo", "viajo", "booked", "reserved", "imposible", "impossible") || p.word(i, "no") && i > m.to-1 && !p.word(i+1, "?"):
			return oldSide
		}
	}
	for i := m.from - 1; i >= 0 && i >= m.from-7 && !p.used[i]; i-- {
		switch {
		case p.word(i, ".", "?", "!", ";") && p.tok(i).kind == punctToken:
			return unsided
		case p.word(i, "not", "no") && i == m.from-1:
			return oldSide
		case p.word(i, "have") && p.word(i-1, "rather", "to", "could", "can", "would", "id", "like"):
			return newSide
		case p.word(i, "want", "need", "prefer", "rather", "could", "can", "would", "mejor", "prefiero", "quiero", "necesito", "puede", "podria", "be", "become", "ser", "sea", "sino", "try", "do", "making", "make", "hacerla", "hacerlo", "how", "what", "give", "dame", "deme", "apuntame", "ponme", "pon", "ponla", "ponlo"):
			return newSide
		case p.word(i, "had", "have", "got", "was", "were", "booked", "scheduled", "supposed", "said", "planned", "agreed", "tenia", "tengo", "tenemos", "teniamos", "era", "estaba", "estoy", "reserve", "quedamos", "quedado", "dijimos", "apuntaste", "currently", "originally", "down", "signed", "ive", "es", "is"):
			return oldSide
		}
	}
	return unsided
}

// negatedNear reports whether a word of denial stands right before token i.
func (p *parse) negatedNear(i int) bool {
	return p.word(i-1, "not", "doesnt", "dont", "no", "wont", "isnt", "longer") || p.word(i-2, "not", "doesnt", "dont", "no", "wont")
}

// laterDay reports whether another day is asked for behind the sentence of token i: "can I move my appointment on the 19th? The 20th
// would be best".
func (p *parse) laterDay(i int) bool {
	for k, m := range p.ms {
		if m.kind != dayMention || m.from <= i || m.dropped || p.ms[k].from == i {
			continue
		}
		for j := i; j < m.from; j++ {
			if p.word(j, "?", ".", "!") && p.tok(j).kind == punctToken {
				return true
			}
		}
	}
	return false
}
