package knowledge

import (
	"math/rand/v2"
	"strings"
	"testing"

	"knead/bot"
)

// TestNoise asks the unseen questions as people type them: with slips of the finger, without accents, in the middle of
// a story. It reports how much that costs.
func TestNoise(t *testing.T) {
	b := loadAll(t)
	for _, file := range []string{"testdata/unseen.txt"} {
		for _, n := range noises() {
			for _, l := range b.Languages() {
				r := rand.New(rand.NewPCG(1, 2))
				var qs []Labelled
				for _, q := range readLabelled(t, file) {
					if q.Lang == l {
						q.Text = n.make(r, q)
						qs = append(qs, q)
					}
				}
				rep, err := b.Evaluate(t.Context(), qs)
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("%-20s %s %s: right %v, refused %v", file, l, n.name, rep.Right, rep.Refused)
				if *misses {
					for _, m := range rep.Misses {
						t.Logf("  %d %q want %v got %s sure %.2f answered %v", m.Question.Line, m.Question.Text, m.Question.Want, m.Got, m.Sure, m.Answered)
					}
				}
			}
		}
	}
}

type noise struct {
	name string
	make func(*rand.Rand, Labelled) string
}

func noises() []noise {
	return []noise{
		{"one slip", func(r *rand.Rand, q Labelled) string { return slip(r, q.Text, 1) }},
		{"two slips", func(r *rand.Rand, q Labelled) string { return slip(r, q.Text, 2) }},
		{"story", story},
		{"shouting", func(_ *rand.Rand, q Labelled) string { return strings.ToUpper(q.Text) + "!!!" }},
	}
}

// slip makes n typing slips in the longer words of text.
func slip(r *rand.Rand, text string, n int) string {
	ws := strings.Fields(text)
	var long []int
	for i, w := range ws {
		if len(w) >= 5 {
			long = append(long, i)
		}
	}
	r.Shuffle(len(long), func(i, j int) { long[i], long[j] = long[j], long[i] })
	for _, i := range long[:min(n, len(long))] {
		rs := []rune(ws[i])
		at := 1 + r.IntN(len(rs)-2)
		switch r.IntN(4) {
		case 0:
			rs[at], rs[at+1] = rs[at+1], rs[at]
		case 1:
			rs = append(rs[:at], rs[at+1:]...)
		case 2:
			rs = append(rs[:at+1], rs[at:]...)
		default:
			rs[at] = rune('a' + r.IntN(26))
		}
		ws[i] = string(rs)
	}
	return strings.Join(ws, " ")
}

func story(r *rand.Rand, q Labelled) string {
	before := []string{
		"hi there, hope you are having a nice week! my sister in law told me about you guys.",
		"so I have been driving a delivery van for twelve years now and my wife keeps telling me to call somebody.",
		"good morning, first time writing here, sorry if this is a silly question.",
		"ok so this is kind of embarrassing but I was at the grocery store yesterday and bumped into a friend who swears by you.",
	}
	after := []string{"thanks so much in advance!", "let me know when you can, no rush", "sorry for the long message lol", ""}
	if q.Lang == bot.Spanish {
		before = []string{
			"hola, buenas tardes, espero que esten muy bien. mi cuñada me hablo de ustedes.",
			"mire, yo llevo doce años manejando un camion de reparto y mi esposa me dice que llame a alguien.",
			"buenos dias, es la primera vez que escribo, perdon si la pregunta es tonta.",
			"bueno, me da un poco de pena, pero ayer en el super me encontre a una amiga que los recomienda mucho.",
		}
		after = []string{"muchas gracias de antemano!", "me avisa cuando pueda, sin prisa", "perdon por el mensaje tan largo jaja", ""}
	}
	return before[r.IntN(len(before))] + " " + q.Text + "? " + after[r.IntN(len(after))]
}
