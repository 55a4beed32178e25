package openai

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// A budget bounds what is spent a day (UTC). What a call may cost at most is set aside before it, what it did cost is
// counted after it, so that calls at once cannot overdraw it together.
type budget struct {
	mu      sync.Mutex
	o       Options
	day     string
	spent   spent
	pending int // tokens set aside for calls under way
}

// spent is a day's use, as it is kept in the file.
type spent struct {
	Day    string  `json:"day"`
	Tokens int     `json:"tokens"`
	Money  float64 `json:"money"`
	Calls  int     `json:"calls"`
}

// newBudget reads what was spent today. A missing file is a new one; a damaged one is an error.
func newBudget(o Options) (*budget, error) {
	b := &budget{o: o}
	b.roll()
	if o.BudgetFile == "" {
		return b, nil
	}
	data, err := os.ReadFile(o.BudgetFile)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, fmt.Errorf("openai: read the day's use: %w", err)
	}
	var s spent
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("openai: %s: the day's use cannot be read: %w", o.BudgetFile, err)
	}
	if s.Day == b.day {
		b.spent = s
	}
	return b, nil
}

func (b *budget) roll() {
	if day := b.o.Now().UTC().Format(time.DateOnly); day != b.day {
		b.day, b.spent = day, spent{Day: day}
	}
}

// take sets tokens aside; false when the day's budget would not bear them.
func (b *budget) take(tokens int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.roll()
	if b.o.TokensADay > 0 && b.spent.Tokens+b.pending+tokens > b.o.TokensADay {
		return false
	}
	dearest := max(b.o.PriceIn, b.o.PriceOut) / 1e6
	if b.o.MoneyADay > 0 && b.spent.Money+float64(b.pending+tokens)*dearest > b.o.MoneyADay {
		return false
	}
	b.pending += tokens
	return true
}

// settle counts what a call did use in the place of what was set aside.
func (b *budget) settle(aside, in, out int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.roll()
	b.pending = max(0, b.pending-aside)
	b.spent.Tokens += in + out
	b.spent.Money += (float64(in)*b.o.PriceIn + float64(out)*b.o.PriceOut) / 1e6
	b.spent.Calls++
	if b.o.BudgetFile == "" {
		return nil
	}
	data, err := json.Marshal(b.spent)
	if err != nil {
		return fmt.Errorf("keep the day's use: %w", err)
	}
	// Written beside and renamed: a crash leaves the old file or the new one.
	tmp := b.o.BudgetFile + ".new"
	if err := os.MkdirAll(filepath.Dir(b.o.BudgetFile), 0o700); err != nil {
		return fmt.Errorf("keep the day's use: %w", err)
	}
	if err := os.WriteFile(tmp, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("keep the day's use: %w", err)
	}
	if err := os.Rename(tmp, b.o.BudgetFile); err != nil {
		return fmt.Errorf("keep the day's use: %w", err)
	}
	return nil
}
