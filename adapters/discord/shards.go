package discord

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Shards says which part of the gateway's shards this process opens. The zero Shards is all of them, as many as Discord
// recommends. Every shard of a Total must be open in exactly one process.
type Shards struct {
	First, Last int
	Total       int
}

// ParseShards reads "0-3/8" (the first four of eight), "2/8" (the third of eight) or "4" (all of four). Empty and "auto"
// are the zero Shards.
func ParseShards(s string) (Shards, error) {
	s = strings.TrimSpace(s)
	if s == "" || s == "auto" {
		return Shards{}, nil
	}
	part, total, cut := strings.Cut(s, "/")
	if !cut {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return Shards{}, fmt.Errorf("shards %q: want \"auto\", a number, or a part such as \"0-3/8\"", s)
		}
		return Shards{Last: n - 1, Total: n}, nil
	}
	first, last, ranged := strings.Cut(part, "-")
	if !ranged {
		last = first
	}
	var sh Shards
	for _, n := range []struct {
		text string
		to   *int
	}{{first, &sh.First}, {last, &sh.Last}, {total, &sh.Total}} {
		v, err := strconv.Atoi(n.text)
		if err != nil {
			return Shards{}, fmt.Errorf("shards %q: %q is no number", s, n.text)
		}
		*n.to = v
	}
	err := sh.check()
	if err == nil && sh.Total < 1 {
		err = errors.New("a part of no shards")
	}
	if err != nil {
		return Shards{}, fmt.Errorf("shards %q: %w", s, err)
	}
	return sh, nil
}

func (sh Shards) check() error {
	switch {
	case sh == Shards{}:
		return nil
	case sh.First < 0 || sh.Last < sh.First:
		return errors.New("the first shard comes after the last")
	case sh.Last >= sh.Total:
		return fmt.Errorf("shard %d does not exist: they count from 0 to %d", sh.Last, sh.Total-1)
	}
	return nil
}
