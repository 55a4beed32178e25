package triage

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// How far apart the parts of a pattern may stand, counted in words that carry meaning.
const (
	gapNone  = 0  // "[a] + [b]": b follows at once
	gapNext  = 2  // "[a] [b]": b follows a
	gapNear  = 6  // "[a] ~ [b]": either order
	gapAfter = 8  // "[a] .. [b]": b follows, farther off
	gapFar   = -1 // "[a] & [b]": anywhere in the message
)

// A pattern is a sequence of concepts with the room allowed between them.
type pattern struct {
	parts  []part
	absent []conceptID // none of these in the sentence
	text   string
	line   int
}

type part struct {
	any     []conceptID
	gap     int32
	ordered bool
}

// A match is the tokens that a pattern matched, hull and parts.
type match struct {
	hull  occurrence
	parts [6]occurrence
	n     int
}

// parsePattern reads the notation of guide.yaml. Words outside brackets become a concept of their own.
func (l *lexicon) parsePattern(text string, known func(string) bool) (pattern, error) {
	p := pattern{text: text}
	gap, ordered := int32(gapNext), true
	rest := strings.TrimSpace(text)
	for rest != "" {
		var item string
		switch rest[0] {
		case '[', '(':
			closing := map[byte]string{'[': "]", '(': ")"}[rest[0]]
			inner, after, ok := strings.Cut(rest[1:], closing)
			if !ok {
				return p, fmt.Errorf("%q: %s is missing", text, closing)
			}
			item, rest = rest[:1]+inner, after
		default:
			item, rest, _ = strings.Cut(rest, " ")
		}
		rest = strings.TrimSpace(rest)
		switch item {
		case "~":
			gap, ordered = gapNear, false
			continue
		case "+":
			gap, ordered = gapNone, true
			continue
		case "..":
			gap, ordered = gapAfter, true
			continue
		case "&":
			gap, ordered = gapFar, false
			continue
		}
		absent := strings.HasPrefix(item, "!")
		if absent {
			name := strings.TrimPrefix(item, "!")
			if strings.HasPrefix(name, "[") {
				name = strings.TrimPrefix(name, "[")
				if i := strings.Index(name, "]"); i >= 0 {
					name = name[:i]
				} else if inner, after, ok := strings.Cut(rest, "]"); ok {
					name, rest = name+" "+inner, strings.TrimSpace(after)
				}
			}
			for _, n := range strings.Split(name, "|") {
				if !known(n) {
					return p, fmt.Errorf("%q: unknown concept %q", text, n)
				}
				p.absent = append(p.absent, l.concept(n))
			}
			continue
		}
		var q part
		q.gap, q.ordered = gap, ordered
		switch item[0] {
		case '[':
			for _, n := range strings.Split(item[1:], "|") {
				if !known(n) {
					return p, fmt.Errorf("%q: unknown concept %q", text, n)
				}
				q.any = append(q.any, l.concept(n))
			}
		default:
			words := strings.TrimPrefix(item, "(")
			id := l.concept("=" + words)
			for _, w := range strings.Split(words, "|") {
				if err := l.add(id, strings.TrimSpace(w)); err != nil {
					return p, fmt.Errorf("%q: %w", text, err)
				}
			}
			q.any = []conceptID{id}
		}
		p.parts = append(p.parts, q)
		gap, ordered = gapNext, true
	}
	if len(p.parts) == 0 || len(p.parts) > len(match{}.parts) {
		return p, fmt.Errorf("%q: a pattern has one to six parts", text)
	}
	return p, nil
}

// each calls f with the matches of p in r until f returns false.
func (p *pattern) each(r *reading, f func(*match) bool) {
	for i := range p.parts {
		if !slices.ContainsFunc(p.parts[i].any, func(c conceptID) bool { return len(r.found[c]) > 0 }) {
			return
		}
	}
	var m match
	for _, c := range p.parts[0].any {
		for _, o := range r.found[c] {
			m.hull, m.parts[0], m.n = o, o, 1
			if !p.extend(r, &m, f) {
				return
			}
		}
	}
}

// extend finds the next part of m around what is matched; it reports whether to go on.
func (p *pattern) extend(r *reading, m *match, f func(*match) bool) bool {
	if m.n == len(p.parts) {
		if p.excluded(r, m.hull) {
			return true
		}
		return f(m)
	}
	q, hull := p.parts[m.n], m.hull
	for _, c := range q.any {
		list := r.found[c]
		from := 0
		if q.gap != gapFar && len(list) > 8 {
			low := r.pos[hull.from] - q.gap - 10
			from = sort.Search(len(list), func(i int) bool { return r.pos[list[i].from] >= low })
		}
		for _, o := range list[from:] {
			if q.gap != gapFar && r.pos[o.from] > r.pos[hull.to-1]+q.gap+1 {
				break
			}
			if !m.reaches(r, o, q) {
				continue
			}
			m.parts[m.n] = o
			m.n++
			m.hull = occurrence{min(hull.from, o.from), max(hull.to, o.to)}
			ok := p.extend(r, m, f)
			m.n--
			m.hull = hull
			if !ok {
				return false
			}
			if q.gap == gapFar {
				break
			}
		}
	}
	return true
}

// reaches reports whether o may be the next part of m, as q wants it: within the gap of what is matched, or, where the order
// is free, between parts that are ("my head hurts SO BAD all of a sudden").
func (m *match) reaches(r *reading, o occurrence, q part) bool {
	hull := m.hull
	if !q.ordered && o.from >= hull.from && o.to <= hull.to {
		return !slices.ContainsFunc(m.parts[:m.n], func(p occurrence) bool { return o.from < p.to && p.from < o.to })
	}
	switch {
	case q.gap == gapFar:
		return o.from >= hull.to || o.to <= hull.from
	case o.from >= hull.to:
		return r.pos[o.from]-r.pos[hull.to-1]-1 <= q.gap
	case o.to <= hull.from:
		return !q.ordered && r.pos[hull.from]-r.pos[o.to-1]-1 <= q.gap
	}
	return false
}

// nearby is how many words from a match an excluding concept counts: what a client says further on is another matter.
const nearby = 10

// excluded reports whether one of the concepts that p must not stand beside is near span, in its sentence.
func (p *pattern) excluded(r *reading, span occurrence) bool {
	for _, c := range p.absent {
		list := r.found[c]
		from := sort.Search(len(list), func(i int) bool { return r.pos[list[i].from] >= r.pos[span.from]-nearby })
		for _, o := range list[from:] {
			if r.pos[o.from] > r.pos[span.to-1]+nearby {
				break
			}
			if r.sentence[o.from] == r.sentence[span.from] || r.sentence[o.from] == r.sentence[span.to-1] {
				return true
			}
		}
	}
	return false
}
