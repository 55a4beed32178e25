package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// chosen finds the offered button that folded words name: by label, by number, by its place in the list, by some of its
// words, or misspelt.
func (t *turn) chosen(words string) (Action, bool) {
	if words == "" {
		return Action{}, false
	}
	for _, b := range t.s.Offered {
		if words == fold(b.Label) {
			return b.Press, true
		}
	}
	if n := t.numbered(words); n > 0 {
		b := t.s.Offered[n-1]
		if b.Press.Verb == DoSay || b.Press.Verb == DoAsk {
			// The label is what counts: screening has seen only the number, so let it see the label's words too.
			t.text = b.Label
			t.s.Asking = t.s.Waiting != ""
			t.read()
		}
		return b.Press, true
	}
	return t.named(words)
}

// numbered is the number of the button that words name, counted from 1; 0 for none.
func (t *turn) numbered(words string) int {
	said := slices.DeleteFunc(strings.Fields(words), func(w string) bool { return slices.Contains(choiceFillers(), w) })
	if len(said) != 1 {
		return 0
	}
	n, err := strconv.Atoi(said[0])
	if err != nil {
		if n = slices.Index(ordinals(), said[0]); n < 0 || !t.choices() {
			return 0
		}
		n = n/2 + 1
		if said[0] == "last" || said[0] == "ultima" || said[0] == "ultimo" {
			n = len(t.s.Offered)
		}
	}
	if n < 1 || n > len(t.s.Offered) {
		return 0
	}
	// A bare number is a clock, a day, a count or hours while a booking asks for one, unless it is offered as a list.
	switch t.s.Expect {
	case FieldWhen, FieldTime:
		if !t.choices() || len(t.s.Offered) < 2 || t.s.Offered[1].Press.Verb != DoChoose {
			return 0
		}
	case FieldMinutes:
		hours := string(FieldMinutes) + "=" + strconv.Itoa(n*60)
		if t.m.Conversation.Channel != SMS && slices.ContainsFunc(t.s.Offered, func(b Button) bool { return b.Press.Arg == hours }) {
			return 0
		}
	case FieldPeople:
		return 0
	case FieldNone, FieldService, FieldLocation:
	}
	return n
}

// choices reports whether the last reply offered choices of a booking.
func (t *turn) choices() bool {
	return len(t.s.Offered) > 0 && t.s.Offered[0].Press.Verb == DoChoose
}

// named finds the one choice whose label has all the words said, or whose label was misspelt.
func (t *turn) named(words string) (Action, bool) {
	said := slices.DeleteFunc(strings.Fields(words), func(w string) bool { return slices.Contains(choiceFillers(), w) })
	var some, near []Action
	for _, b := range t.s.Offered {
		label := fold(b.Label)
		if b.Press.Verb == DoChoose && len(said) > 0 && t.choices() && within(said, strings.Fields(label)) {
			some = append(some, b.Press)
		}
		switch b.Press.Verb {
		case DoChoose, DoConfirm, DoChange, DoDrop, DoBook, DoCheck:
			if len(words) >= 5 && slips(words, label) <= max(1, len(label)/7) {
				near = append(near, b.Press)
			}
		default:
		}
	}
	switch {
	case len(some) == 1:
		return some[0], true
	case len(some) == 0 && len(near) == 1:
		return near[0], true
	}
	return Action{}, false
}

// within reports whether every word said is one of a label's; "27th" is 27 there.
func within(said, label []string) bool {
	for _, w := range said {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(w, "th"), "st"), "nd"), "rd")
		if !slices.ContainsFunc(label, func(l string) bool { return l == w || l+"s" == w || len(w) >= 3 && strings.HasPrefix(l, w) }) {
			return false
		}
	}
	return true
}

// slips is the number of letters to add, drop or change between a and b (Levenshtein).
func slips(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			left, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, left+cost)
		}
	}
	return row[len(b)]
}

func choiceFillers() []string {
	return []string{"the", "one", "number", "option", "choice", "please", "pls", "no", "i", "want", "ill", "take", "that", "la", "el", "opcion", "numero",
		"por", "favor", "quiero", "de", "lo", "las", "los", "a"}
}

// ordinals are the words of a place in a list, English and Spanish of each in turn.
func ordinals() []string {
	return []string{"first", "primera", "second", "segunda", "third", "tercera", "fourth", "cuarta", "fifth", "quinta", "sixth", "sexta",
		"seventh", "septima", "eighth", "octava", "last", "ultima", "ultimo"}
}

// draftMark names a draft in the button that confirms it, so that a button of another draft does not.
func (t *turn) draftMark(d Request) string {
	d.Note = ""
	sum := sha256.Sum256([]byte(t.bot.o.Drafter.ReadBack(d, English)))
	return hex.EncodeToString(sum[:4])
}
