package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"knead/bot"
	"knead/bot/memory"
	"knead/bot/texting"
)

// toldBelowUrgent reads every advice for clearance and precaution out of the rules, and every safety question.
func toldBelowUrgent(t *testing.T) (advice []bot.Flag, questions []bot.SafetyQuestion) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "bot", "triage", "rules", "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Flags map[string]struct {
				Advice map[string]map[bot.Lang]string
				Note   map[bot.Lang]string
				Ask    struct {
					En, Es  string
					Options []map[bot.Lang]string
				}
			}
		}
		if err := yaml.Unmarshal(data, &doc); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for id, f := range doc.Flags {
			for _, l := range []bot.Level{bot.Clearance, bot.Precaution} {
				if a := f.Advice[l.String()]; a != nil {
					advice = append(advice, bot.Flag{ID: bot.FlagID(id), Level: l, Advice: a, Note: f.Note})
				}
			}
			q := bot.SafetyQuestion{ID: bot.QuestionID("ask-" + id), Text: bot.Localized{bot.English: f.Ask.En, bot.Spanish: f.Ask.Es}}
			for _, o := range f.Ask.Options {
				q.Options = append(q.Options, o)
			}
			if q.Options == nil {
				q.Options = []bot.Localized{{bot.English: "Yes", bot.Spanish: "Sí"}, {bot.English: "No", bot.Spanish: "No"}, {bot.English: "Not sure", bot.Spanish: "No sé"}}
			}
			questions = append(questions, q)
		}
	}
	if len(advice) < 30 || len(questions) < 40 {
		t.Fatalf("only %d pieces of advice and %d questions were read", len(advice), len(questions))
	}
	slices.SortFunc(advice, func(a, b bot.Flag) int {
		return strings.Compare(string(a.ID)+a.Level.String(), string(b.ID)+b.Level.String())
	})
	slices.SortFunc(questions, func(a, b bot.SafetyQuestion) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return advice, questions
}

// A oneSign screener raises its flags, or asks its question, at one message of a talk and finds nothing else.
type oneSign struct {
	bot.Questioner
	at    int
	flags []bot.Flag
	ask   *bot.SafetyQuestion
}

func (s oneSign) Screen(seen bot.Signs, _ string) bot.Verdict {
	turn := seen.Turn
	v := bot.Verdict{Signs: seen}
	v.Signs.Turn++
	if turn < s.at {
		return v
	}
	for _, f := range s.flags {
		f.Turn = s.at
		v.Flags, v.Level = append(v.Flags, f), max(v.Level, f.Level)
	}
	if s.ask != nil && turn == s.at {
		v.Ask, v.Question = s.ask.ID, s.ask
	}
	if s.ask != nil && turn == s.at+1 && seen.Pending != "" {
		v.Answered, v.Signs.Pending = true, ""
	}
	return v
}

// Every advice below urgent has its few words in both languages, short enough to stand beside a read-back, with the number
// to call wherever the whole advice has one.
func TestEveryAdviceHasItsFewWords(t *testing.T) {
	texts, err := bot.DefaultTexts()
	if err != nil {
		t.Fatal(err)
	}
	advice, _ := toldBelowUrgent(t)
	left := map[bot.TextID]bool{}
	for id := range texts[bot.English] {
		if strings.HasSuffix(string(id), "@brief") {
			left[id] = true
		}
	}
	for _, f := range advice {
		id := bot.TextID(fmt.Sprintf("%s %s@brief", f.ID, f.Level))
		delete(left, id)
		for _, l := range []bot.Lang{bot.English, bot.Spanish} {
			brief := texts[l][id]
			switch {
			case brief == "":
				t.Errorf("texts/brief.%s.txt: [%s %s] is missing", l, f.ID, f.Level)
			case len([]rune(strings.ReplaceAll(brief, "{emergency}", "911"))) > 110:
				t.Errorf("texts/brief.%s.txt: [%s %s] has more than 110 characters", l, f.ID, f.Level)
			case strings.Contains(f.Advice[l], "{emergency}") != strings.Contains(brief, "{emergency}"):
				t.Errorf("texts/brief.%s.txt: [%s %s] and the advice do not name the same number", l, f.ID, f.Level)
			}
			if why := texting.Lint(brief); why != "" {
				t.Errorf("texts/brief.%s.txt: [%s %s] %s", l, f.ID, f.Level, why)
			}
		}
	}
	for id := range left {
		t.Errorf("texts/brief.en.txt: [%s]: no rule has such an advice", strings.TrimSuffix(string(id), "@brief"))
	}
}

// The law of two parts, walked over instead of tried: every advice below urgent, every safety question and none at all, as
// the first contact and later, over every kind of talk, in both languages, at every message of it. What is long belongs
// into a shorter form, or into the next reply.
func TestNoTextMessageHasMoreThanTwoParts(t *testing.T) {
	d := testDesk(t)
	advice, questions := toldBelowUrgent(t)
	now := time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC)
	counts := map[int]int{}
	seen := map[string]bool{}
	for _, l := range []bot.Lang{bot.English, bot.Spanish} {
		for n, talk := range smsTalks(t, d, l) {
			if raced && n%9 != 0 {
				continue // the whole of it takes ten times as long under the detector, and is walked without it
			}
			walk := func(what string, s oneSign) {
				s.Questioner = d.screener
				for at := range talk {
					s.at = at
					for name, put := range map[string]func(*bot.Options){
						"alone": func(*bot.Options) {},
						"staff": func(o *bot.Options) { o.StaffHear, o.StaffWrite = true, true },
					} {
						o := d.botOptions(memory.NewStore(), func() time.Time { return now })
						o.Screener = s
						put(&o)
						b, err := bot.New(o)
						if err != nil {
							t.Fatal(err)
						}
						line, err := d.newLine(o.Store, func(bot.Conversation) bool { return false })
						if err != nil {
							t.Fatal(err)
						}
						h := line.Handler(b)
						for i, say := range talk {
							r := h.Handle(t.Context(), bot.Message{Conversation: bot.TextConversation("+13215550000"), Text: say, At: now})
							if r.Level >= bot.Urgent {
								break
							}
							text := line.Render(r)
							if i < at {
								continue
							}
							size := texting.Measure(text)
							counts[size.Segments]++
							if size.Segments > 2 && !seen[text] {
								seen[text] = true
								t.Errorf("%s, %s, %s: %q: %d parts, %d units:\n%s", what, l, name, talk[:i+1], size.Segments, size.Units, text)
							}
						}
					}
					if what == "nothing" || strings.HasPrefix(what, "ask") && at > 0 {
						break
					}
				}
			}
			walk("nothing", oneSign{})
			for _, f := range advice {
				walk(fmt.Sprintf("%s at %s", f.ID, f.Level), oneSign{flags: []bot.Flag{f}})
			}
			if len(talk) < 2 {
				for _, q := range questions {
					walk(string(q.ID), oneSign{ask: &q})
				}
			}
		}
	}
	t.Logf("replies by parts: %v", counts)
}

// smsTalks are the kinds of talk that clients hold, and every article's sections asked for.
func smsTalks(t *testing.T, d *desk, l bot.Lang) [][]string {
	t.Helper()
	talks := [][]string{
		{"deep tissue 90 fri 3pm longwood for 2", "yes", "yes"},
		{"trigger point sat between 2 and 4 longwood", "what services do you offer?", "no", "change the time"},
		{"I want a massage", "what services do you offer?", "trigger point", "friday 3am", "3pm", "orlando", "yes"},
		{"swedish fri 3pm", "tampa"},
		{"swedish tuesday november 27 3pm orlando"},
		{"swedish fri, sat or mon 3pm orlando"},
		{"swedish and cupping fri 3pm orlando"},
		{"swedish fri 3pm orlando for 400 people"},
		{"swedish yesterday 3pm orlando"},
		{"can I move my friday 3pm to monday 10am", "yes"},
		{"cancel my appointment on friday at 3", "yes"},
		{"any openings saturday?"},
		{"am I booked?"},
		{"same as last time please"},
		{"where are you?"}, {"how do I book?"}, {"how can I reach you?"}, {"are you on facebook?"}, {"what services do you offer?"},
		{"who are the therapists?"}, {"do you do cupping?"}, {"do you have a location in Tampa?"}, {"is deep tissue massage dangerous?"},
		{"hi", "help", "who are you?", "what do you store about me?"}, {"what do you store about me?"}, {"forget me", "no"},
		{"can I talk to a person?", "yes"}, {"call me please"}, {"are you a doctor?"}, {"thanks"}, {"you are useless"},
		{"do you take my insurance?", "how much is parking?", "is there a sauna with a view?", "yes"},
		{"swedish fri 3pm orlando", "do you take my insurance?", "I have one of these", "no, none of that", "yes, agreed", "yes"},
	}
	if l == bot.Spanish {
		talks = [][]string{
			{"tejido profundo 90 el viernes a las 3 en longwood para 2", "sí", "sí"},
			{"puntos gatillo el sábado entre las 2 y las 4 en longwood", "¿qué servicios ofrecen?", "no", "cambiar la hora"},
			{"quiero un masaje", "¿qué servicios ofrecen?", "puntos gatillo", "viernes a las 3 am", "a las 3 de la tarde", "orlando", "sí"},
			{"masaje sueco el viernes a las 3", "tampa"},
			{"masaje sueco el martes 27 de noviembre a las 3 en orlando"},
			{"masaje sueco el viernes, sábado o lunes a las 3 en orlando"},
			{"masaje sueco y ventosas el viernes a las 3 en orlando"},
			{"masaje sueco el viernes a las 3 en orlando para 400 personas"},
			{"masaje sueco ayer a las 3 en orlando"},
			{"¿puedo mover mi cita del viernes a las 3 al lunes a las 10?", "sí"},
			{"quiero cancelar mi cita del viernes a las 3", "sí"},
			{"¿hay algo libre el sábado?"},
			{"¿quedó confirmada mi cita?"},
			{"lo mismo que la última vez por favor"},
			{"¿dónde están?"}, {"¿cómo reservo?"}, {"¿cuál es su teléfono?"}, {"¿tienen facebook o redes sociales?"}, {"¿qué servicios ofrecen?"},
			{"¿quiénes son los terapeutas?"}, {"¿ofrecen ventosas?"}, {"¿tienen una sede en Guadalajara?"}, {"¿es peligroso el masaje de tejido profundo?"},
			{"hola", "ayuda por favor, qué puede hacer", "¿quién es usted?", "¿qué guardan de mí?"}, {"¿qué guardan de mí?"}, {"olvídame", "no"},
			{"quiero hablar con una persona", "sí"}, {"llámeme por favor"}, {"¿es usted médico?"}, {"muchas gracias a ustedes"}, {"no sirve para nada"},
			{"¿aceptan mi seguro médico?", "¿cuánto cuesta el aparcamiento?", "¿hay una sauna con vistas?", "sí"},
			{"masaje sueco el viernes a las 3 en orlando", "¿aceptan mi seguro médico?", "tengo algo de eso", "no, nada de eso", "sí, de acuerdo", "sí"},
		}
	}
	for _, p := range d.base.Passages(l) {
		talks = append(talks, []string{p.Heading})
	}
	return talks
}
