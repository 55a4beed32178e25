package knowledge

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"knead/bot"
)

// TestFollowUps reads short questions in the light of the passage that was answered before.
func TestFollowUps(t *testing.T) {
	b := loadAll(t)
	for _, tt := range []struct {
		previous bot.PassageID
		lang     bot.Lang
		text     string
		want     []bot.PassageID // any; empty: refused
	}{
		{"your-session#during", bot.English, "and after that?", []bot.PassageID{"your-session#pressure", "your-session#after"}},
		{"your-session#pressure", bot.English, "and then?", []bot.PassageID{"your-session#after"}},
		{"massage-techniques#deep-tissue", bot.English, "does it hurt?", []bot.PassageID{"massage-techniques#deep-tissue", "your-session#pressure", "your-session#after"}},
		{"massage-techniques#deep-tissue", bot.Spanish, "y eso duele?", []bot.PassageID{"massage-techniques#deep-tissue", "your-session#pressure", "your-session#after"}},
		{"your-session#pressure", bot.Spanish, "¿y después?", []bot.PassageID{"your-session#after"}},
		{"massage-techniques#cupping", bot.English, "what about hot stones?", []bot.PassageID{"massage-techniques#hot-stone"}},
		{"massage-techniques#cupping", bot.English, "how much is that?", nil},
		{"massage-techniques#cupping", bot.Spanish, "y cuánto cuesta eso?", nil},
		{"", bot.English, "and after that?", nil},
		{"no-such#passage", bot.English, "and then?", nil},
	} {
		a, err := b.Answer(t.Context(), bot.Question{Text: tt.text, Lang: tt.lang, Previous: tt.previous})
		switch {
		case len(tt.want) == 0:
			if !errors.Is(err, bot.ErrNoAnswer) {
				t.Errorf("%q after %s: %v, %v; want no answer", tt.text, tt.previous, a.Passages, err)
			}
		case err != nil || !slices.Contains(tt.want, a.Passages[0]):
			t.Errorf("%q after %s: %v, %v; want %v", tt.text, tt.previous, a.Passages, err, tt.want)
		}
	}
}

// TestTwoPassages asks for two things at once.
func TestTwoPassages(t *testing.T) {
	b := loadAll(t)
	for _, tt := range []struct {
		lang bot.Lang
		text string
		want []bot.PassageID
	}{
		{bot.English, "deep tissue vs swedish", []bot.PassageID{"massage-techniques#deep-tissue", "massage-techniques#swedish"}},
		{bot.English, "difference between cupping and hot stones?", []bot.PassageID{"massage-techniques#cupping", "massage-techniques#hot-stone"}},
		{bot.English, "what is cupping and will I be sore after a massage?", []bot.PassageID{"massage-techniques#cupping", "your-session#after"}},
		{bot.Spanish, "¿masaje sueco o tejido profundo?", []bot.PassageID{"massage-techniques#swedish", "massage-techniques#deep-tissue"}},
		{bot.Spanish, "¿Qué son las ventosas? ¿Uso calor o frío?", []bot.PassageID{"massage-techniques#cupping", "self-care#heat-cold"}},
	} {
		a, err := b.Answer(t.Context(), bot.Question{Text: tt.text, Lang: tt.lang})
		if err != nil || !slices.Equal(a.Passages, tt.want) {
			t.Errorf("%q: %v, %v; want %v", tt.text, a.Passages, err, tt.want)
		}
		if len(a.Sources) != len(a.Passages) {
			t.Errorf("%q: %d sources for %d passages", tt.text, len(a.Sources), len(a.Passages))
		}
	}
}

// TestEveryPassage holds every answer to its form: short enough, cited, and leading on to questions that are answered.
func TestEveryPassage(t *testing.T) {
	b := loadAll(t)
	for _, l := range b.Languages() {
		for _, p := range b.Passages(l) {
			a, err := b.AnswerPassage(t.Context(), p.ID, l)
			if err != nil {
				t.Fatalf("%s %s: %v", l, p.ID, err)
			}
			if n := utf8.RuneCountInString(a.Text); n == 0 || n > maxAnswer {
				t.Errorf("%s %s: %d characters", l, p.ID, n)
			}
			if !strings.HasPrefix(a.Text, p.Blocks[0]) {
				t.Errorf("%s %s: does not begin with its first paragraph", l, p.ID)
			}
			if len(a.Next) == 0 || len(a.Next) > maxNext {
				t.Errorf("%s %s: leads on to %d questions", l, p.ID, len(a.Next))
			}
			for _, next := range a.Next {
				if _, err := b.Answer(t.Context(), bot.Question{Text: next, Lang: l}); err != nil {
					t.Errorf("%s %s: %q: %v", l, p.ID, next, err)
				}
			}
			url := a.Sources[0].URL
			if slug, anchor, _ := strings.Cut(string(p.ID), "#"); !strings.HasPrefix(url, "/articles/"+slug) || !strings.HasSuffix(url, "#"+anchor) {
				t.Errorf("%s %s: source %s", l, p.ID, url)
			}
			page, ok := b.Article(strings.Split(string(p.ID), "#")[0], l)
			if !ok || !strings.Contains(string(page.HTML), `id="`+strings.Split(string(p.ID), "#")[1]+`"`) {
				t.Errorf("%s %s: no such heading on its page", l, p.ID)
			}
		}
	}
}

func TestAnswerHostile(t *testing.T) {
	b := loadAll(t)
	for _, text := range []string{
		"", " ", "?", "🙂🙂🙂", "\x00\xff\xfe", strings.Repeat("massage ", 5000), strings.Repeat("a", 100_000), "\u202emassage\u202c",
		`"unbalanced`, "-", "~", "/[/", "*", "heading:massage", "<script>alert(1)</script>", strings.Repeat("?! ", 3000),
	} {
		a, err := b.Answer(t.Context(), bot.Question{Text: text, Lang: bot.English})
		if err != nil && !errors.Is(err, bot.ErrNoAnswer) {
			t.Errorf("%.30q: %v", text, err)
		}
		if utf8.RuneCountInString(a.Text) > maxAnswer {
			t.Errorf("%.30q: answer too long", text)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Answer(ctx, bot.Question{Text: "what is cupping", Lang: bot.English}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func FuzzAnswer(f *testing.F) {
	b := loadAll(f)
	f.Add("hot stones?", true)
	f.Add("y eso duele?", false)
	f.Fuzz(func(t *testing.T, text string, english bool) {
		l := bot.Spanish
		if english {
			l = bot.English
		}
		a, err := b.Answer(t.Context(), bot.Question{Text: text, Lang: l, Previous: "your-session#during"})
		switch {
		case errors.Is(err, bot.ErrNoAnswer):
			if len(a.Sources) > 0 || a.Text != "" {
				t.Error("a refusal cites")
			}
		case err != nil:
			t.Error(err)
		case len(a.Sources) == 0 || len(a.Sources) != len(a.Passages) || utf8.RuneCountInString(a.Text) > maxAnswer || !utf8.ValidString(a.Text):
			t.Errorf("answer %+v", a)
		}
	})
}
