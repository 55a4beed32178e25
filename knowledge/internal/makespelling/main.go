// Command makespelling turns a word list, one word a line, into the stem filter that the speller embeds:
//
//	go run ./knowledge/internal/makespelling en words.txt knowledge/spelling/en.bloom
//
// knowledge/spelling/README.md names the lists and their licences.
package main

import (
	"bufio"
	"fmt"
	"os"

	"knead/bot"
	"knead/knowledge"
	"knead/knowledge/internal/bloom"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: makespelling LANG WORDS OUT")
		os.Exit(2)
	}
	if err := run(bot.Lang(os.Args[1]), os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "makespelling:", err)
		os.Exit(1)
	}
}

func run(l bot.Lang, in, out string) error {
	f, err := os.Open(in)
	if err != nil {
		return fmt.Errorf("read words: %w", err)
	}
	defer f.Close()
	stems := map[string]bool{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		for _, s := range knowledge.Stems(sc.Text(), l) {
			stems[s] = true
		}
	}
	b := bloom.New(len(stems))
	for s := range stems {
		b.Add(s)
	}
	fmt.Println(len(stems), "stems")
	if err := os.WriteFile(out, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write filter: %w", err)
	}
	return nil
}
