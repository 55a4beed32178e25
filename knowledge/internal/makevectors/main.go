// Makevectors helps to make vectors/*.txt. It turns lines of plain text into lines of stems as the index has them:
//
//	makevectors en <corpus.txt >stems.txt
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"knead/bot"
	"knead/knowledge"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: %s LANG <text >stems", os.Args[0])
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	out := bufio.NewWriter(os.Stdout)
	for in.Scan() {
		for part := range strings.SplitSeq(in.Text(), ". ") { // a question's words are read up to a bound
			if stems := knowledge.Stems(part, bot.Lang(os.Args[1])); len(stems) > 1 {
				if _, err := fmt.Fprintln(out, strings.Join(stems, " ")); err != nil {
					return err
				}
			}
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	return out.Flush()
}
