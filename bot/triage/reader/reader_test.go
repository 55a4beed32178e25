package reader

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"knead/bot"
	"knead/bot/triage"
)

func load(t testing.TB) *Reader {
	t.Helper()
	r, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The embedded file may have at most 8 MB, and must come from the rules that stand beside it.
func TestEmbeddedModel(t *testing.T) {
	if len(embedded) > 8<<20 {
		t.Errorf("the model file has %d bytes", len(embedded))
	}
	rules, err := triage.Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := load(t).Made(), rules.Fingerprint(); got != want {
		t.Errorf("the model was made from rules %s, these are %s: run make train", got, want)
	}
}

func TestDamagedModel(t *testing.T) {
	half := embedded[:len(embedded)/2]
	flipped := append([]byte(nil), embedded...)
	flipped[len(flipped)-20] ^= 0xff
	for name, data := range map[string][]byte{"empty": nil, "text": []byte("hello"), "half": half, "flipped": flipped, "head only": embedded[:20]} {
		if _, err := Load(data); !errors.Is(err, ErrModel) {
			t.Errorf("%s: %v, want ErrModel", name, err)
		}
	}
}

func samples() []Sample {
	var out []Sample
	for i, s := range []Sample{
		{Text: "my groin is numb", Level: bot.Emergency, Flag: "cauda-equina"},
		{Text: "numb between the legs", Level: bot.Emergency, Flag: "cauda-equina"},
		{Text: "crushing chest pain", Level: bot.Emergency, Flag: "cardiac"},
		{Text: "tight chest and sweating", Level: bot.Emergency, Flag: "cardiac"},
		{Text: "book a massage friday", Level: bot.None},
		{Text: "do you have anything saturday", Level: bot.None},
		{Text: "my shoulders are like rocks", Level: bot.None},
		{Text: "i take blood thinners", Level: bot.Clearance, Flag: "anticoagulant-bleeding"},
		{Text: "on warfarin since may", Level: bot.Clearance, Flag: "anticoagulant-bleeding"},
		{Text: "varicose veins on one leg", Level: bot.Precaution, Flag: "varicose"},
	} {
		s.Group = i
		out = append(out, s)
	}
	return out
}

func TestTraining(t *testing.T) {
	one, err := Train(samples(), "test")
	if err != nil {
		t.Fatal(err)
	}
	two, err := Train(samples(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(one, two) {
		t.Error("the same samples made two different files")
	}
	r, err := Load(one)
	if err != nil {
		t.Fatal(err)
	}
	top := func(text string) triage.Guess {
		var best triage.Guess
		for _, g := range r.Read(text) {
			if g.P > best.P {
				best = g
			}
		}
		return best
	}
	bad, good := top("a numb groin"), top("a massage on saturday")
	if bad.Flag != "cauda-equina" || bad.P <= good.P {
		t.Errorf("a learnt flag reads %+v, plain talk %+v", bad, good)
	}
	if r.Made() != "test" {
		t.Errorf("Made = %q", r.Made())
	}
}

// A flag in the middle of a long text is not drowned by it: it keeps at least a third of its weight.
func TestLongText(t *testing.T) {
	r := load(t)
	urgent := func(text string) float64 {
		for _, g := range r.Read(text) {
			if g.Level == bot.Urgent {
				return g.P
			}
		}
		return 0
	}
	flag := "my mouth hangs on one side since breakfast and my words come out wrong"
	padding := strings.Repeat("we talked about the garden and the weather and what to cook for the children on sunday ", 40)
	if alone, buried := urgent(flag), urgent(padding+flag+". "+padding); buried < alone/3 {
		t.Errorf("alone %.2f, in the middle of a long text %.2f", alone, buried)
	}
}

func FuzzRead(f *testing.F) {
	r := load(f)
	for _, s := range []string{"", "numb", "\xff\xfe", "🙂🙂", "ñandú ¿qué?", strings.Repeat("a", 500), "''''"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, g := range r.Read(text) {
			if g.P < 0 || g.P > 1 || g.Level <= bot.None || g.Level > bot.Emergency || g.Flag == "" {
				t.Errorf("%q: guess %+v", text, g)
			}
			for _, w := range g.Words {
				if !strings.Contains(text, w) {
					t.Errorf("%q: word %q is not in it", text, w)
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	r := load(b)
	for b.Loop() {
		r.Read("my lower back has been stiff since monday and now my left foot drags a little when I walk, is massage ok?")
	}
}
