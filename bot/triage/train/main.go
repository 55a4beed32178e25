// Command train makes the model of the screening's second reader from the labelled corpus: go run ./bot/triage/train.
//
// It reads bot/triage/corpus/*.tsv below the current folder, and as ordinary talk what clients write to book
// (bot/booking/corpus/*.txt), and writes bot/triage/reader/model.bin. The same corpora and rules give the same file. With -eval
// it writes nothing and prints what rules alone and rules with the model find in messages that were held out, block by block,
// from the model. With -unread a8,b2 it writes nothing and prints the same for whole authors, the files whose names begin so,
// by a model that has read all the others. With -explained b11,b13 it writes nothing and prints which explanations of these
// authors are believed by an explainer that has read all the others; -explainer teaches that part of the model file alone,
// which takes a minute. With -public ../shared/data it prints what is found in data of others.
package main

import (
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"knead/bot/triage"
	"knead/bot/triage/reader"
)

func main() {
	eval := flag.Bool("eval", false, "print figures on held-out messages instead of writing the model")
	unread := flag.String("unread", "", "authors to hold out, by the beginnings of their files' names, with commas between; print figures on them")
	again := flag.Bool("explainer", false, "teach the explainer of the model file anew and leave the reader as it is")
	told := flag.String("explained", "", "authors of conversations to hold out in turn, as for -unread; print which of their explanations are believed")
	data := flag.String("public", "", "folder of public data to print figures on")
	labels := flag.String("labels", "bot/triage/testdata/labels", "folder of its labels")
	corpus := flag.String("corpus", "bot/triage/corpus", "folder of labelled messages")
	desk := flag.String("desk", "bot/booking/corpus", "folder of lines that clients write to book")
	out := flag.String("out", "bot/triage/reader/model.bin", "file to write")
	flag.Parse()
	var err error
	switch {
	case *data != "":
		err = public(*data, *labels)
	case *told != "":
		err = explainer(*corpus, *desk, *out, strings.Split(*told, ","))
	case *again:
		err = explainer(*corpus, *desk, *out, nil)
	default:
		err = run(*corpus, *desk, *out, *unread, *eval)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "train: %v\n", err)
		os.Exit(1)
	}
}

func run(corpus, desk, out, unread string, eval bool) error {
	rules, err := triage.Default(nil)
	if err != nil {
		return err
	}
	rows, samples, err := load(corpus, desk, rules)
	if err != nil {
		return err
	}
	samples = append(samples, copies(rules, rows, samples)...)
	excuses, err := readExcuses(corpus)
	if err != nil {
		return err
	}
	if unread != "" {
		return authors(rules, rows, samples, excuses, strings.Split(unread, ","))
	}
	if eval {
		return evaluate(rules, rows, samples)
	}
	data, err := train(samples, rows, excuses, rules)
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	fmt.Printf("%s: %d bytes from %d messages\n", out, len(data), len(samples))
	return nil
}

// block is how many neighbouring rows are held out together: a Spanish row often tells the English one near it again.
const block = 40

// load reads the corpora. A sample is what is learnt of a row, with what the rules saw up to it.
func load(corpus, desk string, rules *triage.Engine) ([]triage.Row, []reader.Sample, error) {
	files, err := filepath.Glob(filepath.Join(corpus, "*.tsv"))
	if err != nil || len(files) == 0 {
		return nil, nil, fmt.Errorf("no *.tsv in %s (run from the module's root)", corpus)
	}
	var rows []triage.Row
	var samples []reader.Sample
	add := func(name string, part []triage.Row) {
		h := fnv.New32a()
		_, _ = h.Write([]byte(filepath.Base(name)))
		for i, row := range part {
			before, text := learnt(row)
			rows = append(rows, row)
			samples = append(samples, reader.Sample{Text: text, Seen: rules.Sights(seenIn(rules, before), text),
				Level: row.Level, Grey: row.Grey, Flag: row.Flag, Group: int(h.Sum32()%5) + i/block, Author: filepath.Base(name)})
		}
	}
	labelled := map[string]bool{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, nil, fmt.Errorf("open corpus: %w", err)
		}
		part, err := triage.ReadRows(f)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, row := range part {
			labelled[row.Messages[0]] = true
		}
		add(name, part)
	}
	lines, err := deskLines(desk)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range lines {
		add(l.name, slices.DeleteFunc(l.rows, func(r triage.Row) bool { return labelled[r.Messages[0]] }))
	}
	return rows, samples, nil
}

// authors prints the figures of rules alone and with the model on the files whose names begin with one of prefixes,
// by a model that has read the others.
func authors(rules *triage.Engine, rows []triage.Row, samples []reader.Sample, excuses, prefixes []string) error {
	var held, readRows []triage.Row
	var read []reader.Sample
	for i, s := range samples {
		if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s.Author, p) }) {
			if !s.Copy {
				held = append(held, rows[i])
			}
		} else {
			read = append(read, s)
			if !s.Copy {
				readRows = append(readRows, rows[i])
			}
		}
	}
	if len(held) == 0 || len(read) == 0 {
		return fmt.Errorf("no author, or every author, begins with %s", strings.Join(prefixes, ", "))
	}
	data, err := train(read, readRows, excuses, rules)
	if err != nil {
		return err
	}
	both, err := engine(data)
	if err != nil {
		return err
	}
	fmt.Println("RULES ALONE")
	if err := triage.Evaluate(rules, held).Write(os.Stdout); err != nil {
		return err
	}
	fmt.Println("RULES AND MODEL")
	return triage.Evaluate(both, held).Write(os.Stdout)
}

// evaluate prints the figures of rules alone, and of both on held-out messages.
func evaluate(rules *triage.Engine, rows []triage.Row, samples []reader.Sample) error {
	fmt.Println("RULES ALONE (tuned on these rows: in-sample)")
	if err := triage.Evaluate(rules, rows).Write(os.Stdout); err != nil {
		return err
	}
	both := triage.NewReport()
	var err error
	reader.Held(samples, func(r *reader.Reader, held []int) {
		e, lerr := triage.Default(r)
		if lerr != nil {
			err = lerr
			return
		}
		part := make([]triage.Row, len(held))
		for i, k := range held {
			part[i] = rows[k]
		}
		both.Add(e, part)
	})
	if err != nil {
		return err
	}
	fmt.Println(strings.Repeat("-", 40) + "\nRULES AND MODEL (the model has not seen these rows)")
	return both.Write(os.Stdout)
}
