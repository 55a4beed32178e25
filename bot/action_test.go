package bot_test

import (
	"testing"

	"knead/bot"
)

func FuzzAction(f *testing.F) {
	for _, s := range []string{"", "book", "choose:service=deep-tissue", "a:b:c", ":", "x:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var a bot.Action
		if a.UnmarshalText([]byte(text)) != nil {
			return
		}
		back, err := a.MarshalText()
		if err != nil {
			t.Fatalf("%q was read as %+v, which has no text: %v", text, a, err)
		}
		if string(back) != text {
			t.Errorf("%q came back as %q", text, back)
		}
	})
}

func TestActionLimits(t *testing.T) {
	long := bot.Action{Verb: bot.DoChoose, Arg: string(make([]byte, bot.MaxAction))}
	if _, err := long.MarshalText(); err == nil {
		t.Error("an action over the limit has a text form")
	}
	if _, err := (bot.Action{Arg: "x"}).MarshalText(); err == nil {
		t.Error("an argument without a verb has a text form")
	}
}
