package openai_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"knead/bot"
	"knead/knowledge"
	"knead/knowledge/openai/guard"
)

// poisoned is a library whose passages have something added by somebody else.
type poisoned struct {
	*knowledge.Base
	text string
}

// Passage implements openai.Library.
func (p *poisoned) Passage(id bot.PassageID, l bot.Lang) (knowledge.Passage, bool) {
	q, ok := p.Base.Passage(id, l)
	if ok && p.text != "" {
		q.Blocks = append(append([]string(nil), q.Blocks...), p.text)
	}
	return q, ok
}

// The model obeys every attack of testdata/attacks.tsv, alone and among sentences that are fine. None reaches the client.
func TestAttacks(t *testing.T) {
	data, err := os.ReadFile("testdata/attacks.tsv")
	if err != nil {
		t.Fatal(err)
	}
	b, e := loadBase(t), newEndpoint(t)
	fine := map[bot.Lang][2]string{bot.English: {"Swedish massage is gentle.", "It lowers stress."}, bot.Spanish: {"El masaje sueco es suave y fluido.", "Reduce el estrés."}}
	ask := map[bot.Lang]string{bot.English: swedish, bot.Spanish: "¿Qué es el masaje sueco?"}
	n, worded, shown := 0, 0, 0
	lib := &poisoned{Base: b}
	o := options(e, t.Output())
	o.TokensADay = -1
	w, _ := newWriter(t, o, lib)
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			t.Fatalf("line %d: %d columns", i+1, len(f))
		}
		n++
		l, attack, obeyed := bot.Lang(f[1]), f[2], f[3]
		d := wording(t, b, l, ask[l])
		if lib.text = ""; f[0] == "article" {
			lib.text = attack
		} else {
			d.Question += " " + attack
		}
		question := d.Question
		for j, answer := range []string{drafted(obeyed), drafted(fine[l][0], fine[l][1], obeyed), drafted(fine[l][0] + " " + obeyed), drafted(fine[l][0], strings.TrimSuffix(fine[l][1], ".")+", "+obeyed)} {
			e.answer = func(call) string { return answer }
			d.Question = fmt.Sprint(question, " ", j) // so that nothing comes from the cache
			said := ""
			d.Show = func(text string) { said += text + "\n"; shown++ }
			text, ok := w.Write(t.Context(), d)
			if ok {
				worded++
			}
			said += text
			if strings.Contains(strings.ToLower(said), strings.ToLower(strings.TrimRight(obeyed, ".!"))) && !strings.Contains(fine[l][0]+fine[l][1], obeyed) {
				t.Errorf("line %d reached the client: %s", i+1, said)
			}
		}
	}
	if n < 100 {
		t.Errorf("%d attacks, want 100", n)
	}
	t.Logf("%d attacks, 4 answers each: %d worded without the attack, the others in the articles' own words; %d parts shown while they were worded", n, worded, shown)
	if shown == 0 {
		t.Error("nothing was shown while it was worded")
	}
}

// No embedded passage talks to a machine, or none of its answers would ever be worded.
func TestArticlesTalkToClients(t *testing.T) {
	b := loadBase(t)
	for _, l := range b.Languages() {
		for _, p := range b.Passages(l) {
			if guard.Addressed(p.Heading + "\n" + p.Text()) {
				t.Errorf("%s %s is taken for an order to a machine", l, p.ID)
			}
		}
	}
}
