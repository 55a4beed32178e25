// Command train makes the model of what a booking line wants from the labelled lines: go run ./bot/booking/train.
//
// It reads bot/booking/corpus/*.txt and the tuned cases of bot/booking/testdata below the current folder and writes
// bot/booking/intents/model.bin. The same lines and cues give the same file. With -words it writes the set of ordinary words
// instead, from these lines and those of the screening, which needs no more than to be done now and then; with -names the set of first
// names of given.txt. With -eval it writes nothing and prints, for
// each file of the corpus and for blocks of lines of every file, how the grammar alone, the model alone and both do on lines
// that the model has not read.
package main

import (
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"knead/bot"
	"knead/bot/booking"
	"knead/bot/booking/intents"
)

func main() {
	eval := flag.Bool("eval", false, "print figures on held-out lines instead of writing the model")
	misses := flag.Bool("misses", false, "with -eval, print the lines that both together get wrong")
	corpus := flag.String("corpus", "bot/booking/corpus", "folder of labelled lines")
	cases := flag.String("cases", "bot/booking/testdata", "folder of the parser's cases")
	out := flag.String("out", "bot/booking/intents/model.bin", "file to write")
	words := flag.String("words", "", "write the set of ordinary words there (bot/booking/lexicon/ordinary.bin) and no model")
	names := flag.String("names", "", "write the set of first names there (bot/booking/lexicon/given.bin) and no model")
	flag.Parse()
	if *names != "" {
		if err := nameSet(*names, "bot/booking/train/given.txt"); err != nil {
			fmt.Fprintf(os.Stderr, "train: %v\n", err)
			os.Exit(1)
		}
		return
	}
	if *words != "" {
		if err := gather(*words, filepath.Join(*corpus, "*.txt"), filepath.Join(*cases, "*.txt"), "bot/triage/corpus/*.tsv", "bot/triage/corpus/*.txt"); err != nil {
			fmt.Fprintf(os.Stderr, "train: %v\n", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*corpus, *cases, *out, *eval, *misses); err != nil {
		fmt.Fprintf(os.Stderr, "train: %v\n", err)
		os.Exit(1)
	}
}

// nameSet writes the set of the first names of a list.
func nameSet(out, list string) error {
	names, err := readNames(list)
	if err != nil {
		return err
	}
	data := booking.Given(names)
	if err := os.WriteFile(out, data, 0o644); err != nil { //nolint:gosec // a file of the source tree
		return fmt.Errorf("write names: %w", err)
	}
	fmt.Printf("%s: %d bytes from %d names\n", out, len(data), len(names))
	return nil
}

// readNames reads a list of names: many to a line, and comments.
func readNames(list string) ([]string, error) {
	b, err := os.ReadFile(list)
	if err != nil {
		return nil, fmt.Errorf("read names: %w (run from the module's root)", err)
	}
	var names []string
	for line := range strings.Lines(string(b)) {
		if !strings.HasPrefix(line, "#") {
			names = append(names, strings.Fields(line)...)
		}
	}
	return names, nil
}

// gather writes the set of the words of all files that match: from then on they are no names.
func gather(out string, patterns ...string) error {
	p, err := practice()
	if err != nil {
		return err
	}
	r, err := booking.NewWith(p, nil)
	if err != nil {
		return err
	}
	var texts []string
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			return fmt.Errorf("no %s (run from the module's root)", pattern)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				return fmt.Errorf("read words: %w", err)
			}
			for line := range strings.Lines(string(b)) {
				if k := strings.LastIndex(line, " => "); k >= 0 {
					line = line[:k] // a case without its labels
				}
				texts = append(texts, line[strings.LastIndex(line, "\t")+1:])
			}
		}
	}
	data := booking.Ordinary(r, texts, time.Date(2026, 11, 18, 10, 30, 0, 0, p.Zone))
	if err := os.WriteFile(out, data, 0o644); err != nil { //nolint:gosec // a file of the source tree
		return fmt.Errorf("write words: %w", err)
	}
	fmt.Printf("%s: %d bytes from %d lines\n", out, len(data), len(texts))
	return nil
}

// A row is one labelled line.
type row struct {
	file, text string
	block      int
	now        time.Time
	judged     []uint32 // its features with what the grammar makes of it
	intents.Sample
}

// tuned reports whether the grammar was made to read the lines of a file right: what it finds in them says nothing of how far
// it can be trusted elsewhere, so the model does not see it there.
func tuned(file string) bool {
	return !strings.HasPrefix(file, "voices") && file != "questions.txt"
}

func run(corpus, cases, out string, eval, misses bool) error {
	p, err := practice()
	if err != nil {
		return err
	}
	r, err := booking.NewWith(p, nil)
	if err != nil {
		return err
	}
	rows, err := load(r, p.Zone, corpus, cases)
	if err != nil {
		return err
	}
	if eval {
		return evaluate(p, rows, misses)
	}
	data := intents.Train(samples(rows, func(row) bool { return true })).Bytes()
	if err := os.WriteFile(out, data, 0o644); err != nil { //nolint:gosec // a file of the source tree
		return fmt.Errorf("write model: %w", err)
	}
	fmt.Printf("%s: %d bytes from %d lines\n", out, len(data), len(rows))
	return nil
}

func samples(rows []row, take func(row) bool) []intents.Sample {
	var out []intents.Sample
	for _, r := range rows {
		if take(r) {
			out = append(out, r.Sample)
		}
	}
	return out
}

// block is how many neighbouring lines are held out together.
const block = 10

func load(r *booking.Reader, zone *time.Location, corpus, cases string) ([]row, error) {
	var rows []row
	moment := time.Date(2026, 11, 18, 10, 30, 0, 0, zone)
	add := func(file, text string, now time.Time, intent bot.BookingIntent, n int, weight float64) {
		h := fnv.New32a()
		_, _ = h.Write([]byte(file))
		features, judged := r.Traits(text, now)
		seen := row{file: file, text: text, now: now, block: int(h.Sum32()%5) + n/block, judged: append(slices.Clone(features), judged...)}
		if !tuned(file) {
			features = seen.judged
		}
		seen.Sample = intents.Sample{Features: features, Intent: intent, Weight: weight}
		rows = append(rows, seen)
	}
	known := intents.Classes()
	files, err := filepath.Glob(filepath.Join(corpus, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no *.txt in %s (run from the module's root)", corpus)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read corpus: %w", err)
		}
		intent := bot.BookingIntent("")
		for n, line := range strings.Split(string(b), "\n") {
			line = strings.TrimSpace(line)
			switch {
			case line == "" || strings.HasPrefix(line, "#"):
			case strings.HasPrefix(line, "["):
				intent = bot.BookingIntent(strings.Trim(line, "[]"))
				if !slices.Contains(known[:], intent) {
					return nil, fmt.Errorf("%s:%d: %q: no such intent", name, n+1, intent)
				}
			case intent == "":
				return nil, fmt.Errorf("%s:%d: a line before the first [intent]", name, n+1)
			default:
				add(filepath.Base(name), line, moment, intent, n, 1)
			}
		}
	}
	for _, kind := range []string{"lines", "kinds", "fresh", "third", "fourth"} {
		for _, lang := range []string{"en", "es"} {
			name := filepath.Join(cases, kind+"_"+lang+".txt")
			b, err := os.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("read cases: %w", err)
			}
			now := moment
			for n, line := range strings.Split(string(b), "\n") {
				at, rest, ok := strings.Cut(line, " | ")
				k := strings.LastIndex(rest, " => ")
				if !ok || k < 0 || strings.HasPrefix(line, "#") {
					continue
				}
				if at != "." {
					if now, err = time.ParseInLocation("Mon 2006-01-02 15:04", at, zone); err != nil {
						return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
					}
				}
				if strings.HasPrefix(rest, "[") {
					continue // what a bare answer is about depends on what was asked
				}
				want, _, _ := strings.Cut(rest[k+4:], " ")
				add(filepath.Base(name), rest[:k], now, bot.BookingIntent(want), n, 0.7)
			}
		}
	}
	return rows, nil
}

// practice has the built-in services: the model knows them by their kind alone.
func practice() (bot.Practice, error) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		return bot.Practice{}, err
	}
	p := bot.Practice{Name: "Practice", Zone: zone, Country: "US", Locations: []bot.Location{{ID: "orlando", Name: "Orlando"}, {ID: "longwood", Name: "Longwood"}}}
	for _, s := range []bot.ServiceID{"swedish", "deep-tissue", "trigger-point", "myofascial-release", "hot-stone", "cupping", "thai-yoga", "table-stretch"} {
		p.Services = append(p.Services, bot.Service{ID: s})
	}
	return p, nil
}

// evaluate prints the figures on lines that the model has not read: whole files of the corpus, then blocks of all files.
func evaluate(p bot.Practice, rows []row, misses bool) error {
	var files []string
	for _, r := range rows {
		if !slices.Contains(files, r.file) {
			files = append(files, r.file)
		}
	}
	fmt.Printf("%-16s %6s %8s %8s %8s\n", "held out", "lines", "grammar", "model", "both")
	const folds = 5
	tally := map[string][4]int{}
	for f := range folds {
		m := intents.Train(samples(rows, func(r row) bool { return r.block%folds != f }))
		if err := score(p, m, rows, func(r row) bool { return r.block%folds == f }, tally, misses); err != nil {
			return err
		}
	}
	for _, name := range files {
		t := tally[name]
		fmt.Printf("%-16s %6d %8d %8d %8d\n", name, t[0], t[1], t[2], t[3])
	}
	fmt.Println("whole files, each by a hand of its own:")
	for _, name := range files {
		if !strings.HasPrefix(name, "strangers") && !strings.HasPrefix(name, "voices") {
			continue
		}
		whole := map[string][4]int{}
		m := intents.Train(samples(rows, func(r row) bool { return r.file != name }))
		if err := score(p, m, rows, func(r row) bool { return r.file == name }, whole, misses); err != nil {
			return err
		}
		t := whole[name]
		fmt.Printf("%-16s %6d %8d %8d %8d\n", name, t[0], t[1], t[2], t[3])
	}
	return nil
}

// score adds to tally, by file: lines, right by the grammar, by the model, by both.
func score(p bot.Practice, m *intents.Model, rows []row, take func(row) bool, tally map[string][4]int, misses bool) error {
	plain, err := booking.NewWith(p, nil)
	if err != nil {
		return err
	}
	both, err := booking.NewWith(p, m)
	if err != nil {
		return err
	}
	list := intents.Classes()
	for _, r := range rows {
		if !take(r) {
			continue
		}
		t := tally[r.file]
		t[0]++
		if plain.Read(r.text, r.now, bot.FieldNone).Intent == r.Intent {
			t[1]++
		}
		best, s := 0, m.Scores(r.judged)
		for k := range s {
			if s[k] > s[best] {
				best = k
			}
		}
		if list[best] == r.Intent {
			t[2]++
		}
		if got := both.Read(r.text, r.now, bot.FieldNone).Intent; got == r.Intent {
			t[3]++
		} else if misses {
			fmt.Printf("  %s: want %s, got %s (grammar %s; model %s %.2f): %s\n", r.file, r.Intent, got,
				plain.Read(r.text, r.now, bot.FieldNone).Intent, list[best], s[best], r.text)
		}
		tally[r.file] = t
	}
	return nil
}
