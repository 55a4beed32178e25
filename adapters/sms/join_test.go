package sms

import (
	"strings"
	"sync"
	"testing"
	"time"

	"knead/bot"
)

func TestUnfinished(t *testing.T) {
	for text, want := range map[string]bool{
		"hello": false, "(1/2) hello": true, "(2/2) hello": false, "1/3 hello": true, "1/2 cup of tea": true, "5/3 is a date": false,
		strings.Repeat("a", 147): false, strings.Repeat("a", 153): true, strings.Repeat("a", 160): true, strings.Repeat("a", 161): false,
		strings.Repeat("á", 67): true, strings.Repeat("a", 67): false, strings.Repeat("á", 71): false, "": false,
	} {
		if got := unfinished(text); got != want {
			t.Errorf("unfinished(%.20q, %d characters) = %v, want %v", text, len([]rune(text)), got, want)
		}
	}
}

func TestJoined(t *testing.T) {
	full := strings.Repeat("a", 153)
	for _, tc := range []struct {
		parts []string
		want  string
	}{
		{[]string{"one"}, "one"},
		{[]string{"(1/2) see you"}, "(1/2) see you"},
		{[]string{"(2/2) groin", "(1/2) numb"}, "numb groin"},
		{[]string{full, "bc"}, full + "bc"},
		{[]string{full[:152], "bc"}, full[:152] + " bc"},
	} {
		var parts []bot.TextIn
		for _, p := range tc.parts {
			parts = append(parts, bot.TextIn{Text: p})
		}
		if got := joined(parts); got != tc.want {
			t.Errorf("joined(%.30q) = %.30q, want %.30q", tc.parts, got, tc.want)
		}
	}
}

// The parts of a long text are one message, with one answer.
func TestLongText(t *testing.T) {
	h := &script{}
	r := newRig(t, setup{handler: h, change: func(c *Config) { c.Join = time.Minute }}).introduced()
	long := strings.Repeat("my back and a lot more ", 18) + "and my groin is numb"
	var wg sync.WaitGroup
	answers := make(chan int, 9)
	for i := 0; i < len(long); i += 153 {
		part := long[i:min(i+153, len(long))]
		seen := r.a.Stats()
		wg.Go(func() {
			a := r.say(part)
			answers <- len(a.Messages)
		})
		for r.a.Stats() == seen { // the next one comes after it
			time.Sleep(ms)
		}
	}
	wg.Wait()
	close(answers)
	n := 0
	for a := range answers {
		n += a
	}
	if got := h.messages(); len(got) != 1 || got[0].Text != long || n != 1 {
		t.Errorf("the handler got %d messages, the client %d answers: %+v", len(got), n, got)
	}
}

// A text that is as long as a part by chance is answered, and a stop behind it does not wait.
func TestLongByChance(t *testing.T) {
	h := &script{}
	r := newRig(t, setup{handler: h}).introduced()
	words := strings.Repeat("a", 155)
	r.want(words, "you said: "+words)
}
