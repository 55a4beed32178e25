package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A talkKind is a kind of small talk.
type talkKind int

const (
	noTalk talkKind = iota
	talkGreet
	talkThanks
	talkBye
	talkSorry
	talkKindly
	talkHarsh
	talkLaugh
)

// smallTalk tells what words amount to that are nothing but small talk, several kinds of it too: "gracias, adiós" is a
// goodbye, "hi, thanks!" a thank-you.
func smallTalk(words string) talkKind {
	kinds := []struct {
		kind    talkKind
		phrases []string
	}{
		{talkHarsh, harshWords()}, {talkKindly, kindWords()}, {talkSorry, sorryWords()}, {talkBye, byeWords()}, {talkThanks, thanksWords()},
		{talkGreet, greetWords()}, {talkLaugh, laughWords()}, {noTalk, talkFillers()},
	}
	rest := strings.Fields(words)
	if len(rest) == 0 || len(rest) > 14 {
		return noTalk
	}
	found := noTalk
	for len(rest) > 0 {
		best, kind := 0, noTalk
		for _, k := range kinds {
			for _, p := range k.phrases {
				f := strings.Fields(p)
				if len(f) > best && len(f) <= len(rest) && slices.Equal(f, rest[:len(f)]) {
					best, kind = len(f), k.kind
				}
			}
		}
		if best == 0 {
			return noTalk
		}
		rest = rest[best:]
		switch {
		case kind == talkBye || found == talkBye: // whoever says goodbye goes
			found = talkBye
		case kind == talkLaugh && found != noTalk || found == talkLaugh && kind != noTalk: // a laugh beside a word goes with the word
			if found == talkLaugh {
				found = kind
			}
		default:
			found = max(found, kind)
		}
	}
	return found
}

// talk answers small talk.
func (t *turn) talk() Reply {
	switch smallTalk(fold(t.text)) {
	case talkSorry:
		return t.say(TextSorry, Talk)
	case talkKindly:
		return t.say(TextKind, Talk)
	case talkHarsh:
		return t.say(TextHarsh, Talk)
	case talkBye:
		return t.say(TextBye, Talk)
	case talkLaugh:
		return t.say(TextLaugh, Talk)
	case talkGreet, talkThanks, noTalk:
	}
	return t.say(TextThanks, Talk)
}

// safetyAsked reports whether the words ask whether a massage is dangerous, which nobody can answer from a desk.
func (t *turn) safetyAsked(words string) bool {
	if len(strings.Fields(words)) > 7 || !hasAny(words, dangerWords()) {
		return false
	}
	if hasAny(words, []string{"massage", "massages", "masaje", "masajes", "treatment", "therapy", "it", "this", "stretching"}) {
		return true
	}
	return slices.ContainsFunc(t.bot.practice.Services, func(s Service) bool {
		names := fold(strings.Join([]string{string(s.ID), s.Name[English], s.Name[Spanish], strings.Join(s.Aliases, " ")}, " "))
		return slices.ContainsFunc(strings.Fields(names), func(w string) bool { return len(w) > 3 && hasWords(words, w) })
	})
}

// notSafe says that knead cannot tell, and what the articles say about asking a doctor first.
func (t *turn) notSafe(ctx context.Context) Reply {
	q := Question{Text: "When should I ask a doctor before a massage?", Lang: t.l}
	if t.l == Spanish {
		q.Text = "¿Cuándo debo preguntar a un médico antes de un masaje?"
	}
	a, err := t.bot.o.Answerer.Answer(ctx, q)
	if err != nil {
		if !errors.Is(err, ErrNoAnswer) {
			t.err = fmt.Errorf("answer: %w", err)
		}
		return t.faq(ctx)
	}
	r := t.answered(a)
	r.Text = t.words(TextNotSafe) + "\n\n" + r.Text
	return r
}

func dangerWords() []string {
	return []string{"dangerous", "danger", "risky", "harmful", "peligroso", "peligrosa", "peligrosos", "peligrosas", "riesgoso", "riesgosa", "peligro"}
}

func sorryWords() []string {
	return []string{"sorry", "im sorry", "i am sorry", "so sorry", "my bad", "apologies", "my apologies", "oops", "whoops", "excuse me", "pardon", "forgive me",
		"wrong number", "wrong chat", "perdon", "perdona", "perdone", "disculpa", "disculpe", "disculpas", "lo siento", "lo siento mucho", "mil disculpas"}
}

func kindWords() []string {
	return []string{"i love you", "love you", "love u", "i love u", "luv u", "ily", "i like you", "you are the best", "youre the best", "ur the best", "you rock",
		"you are great", "youre great", "you are awesome", "youre awesome", "you are amazing", "youre amazing", "you are so helpful",
		"youre so helpful", "you are helpful", "so helpful", "very helpful", "good bot", "nice bot", "great bot", "good job", "great job", "well done", "marry me",
		"will you marry me", "te amo", "te quiero", "te adoro", "eres genial", "eres la mejor", "eres el mejor", "eres increible", "eres un amor",
		"que amable", "muy amable", "es usted muy amable", "buen trabajo", "me encantas", "i love this", "i love it", "love it", "me encanta"}
}

func harshWords() []string {
	return []string{"you suck", "u suck", "stupid", "stupid bot", "dumb bot", "dumb", "useless", "useless bot", "you are useless", "youre useless", "you are stupid",
		"youre stupid", "this is useless", "this is stupid", "this sucks", "idiot", "bad bot", "wtf", "fuck you", "fuck off", "shut up", "i hate you", "i hate this",
		"you dont understand", "you dont get it", "youre not helping", "you are not helping", "not helpful", "eres inutil", "inutil", "no sirves",
		"no sirves para nada", "que inutil", "tonto", "tonta", "estupido", "no me entiendes", "no entiendes", "callate", "te odio", "esto no sirve"}
}

func laughWords() []string {
	return []string{"lol", "lmao", "rofl", "haha", "hahaha", "hehe", "ha ha", "jaja", "jajaja", "jeje", "xd", "youre funny", "you are funny", "youre hilarious", "you are hilarious",
		"thats funny", "so funny", "funny", "tell me a joke", "que risa", "que gracioso", "que graciosa", "me haces reir", "cuentame un chiste"}
}

func talkFillers() []string {
	return []string{"ok", "okay", "so", "much", "very", "a", "lot", "for", "everything", "your", "help", "all", "the", "and", "then", "well", "oh", "again", "you", "guys", "everyone", "bot", "too", "just", "really", "im", "my", "friend", "dear", "is", "that", "por", "todo", "todos", "su", "tu", "ayuda",
		"y", "pues", "bueno", "muy", "vale", "great", "perfect", "cool", "nice", "awesome", "wow", "about", "got", "it", "have", "good", "day", "one", "later", "tomorrow", "now",
		"perfecto", "genial", "entonces", "amable", "eso", "es", "no", "problem", "worries", "hasta", "manana", "then"}
}
