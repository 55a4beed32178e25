package telegram

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// A journal is a small file with the numbers of updates that were answered but that Telegram has not yet been told of.
// It has no words in it. With it a killed process repeats a reply only where the kill fell between Telegram's taking it
// and the one write that notes it. A nil journal notes nothing.
type journal struct {
	path string
	mu   sync.Mutex
	f    *os.File
	size int
	old  map[int64]bool
}

// shrinkAt is the size in bytes from which the file is written afresh.
const shrinkAt = 64 << 10

// openJournal opens the file at path, or returns nil when path is empty.
func openJournal(path string) (*journal, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	j := &journal{path: path, old: make(map[int64]bool)}
	lines := strings.Split(string(data), "\n")
	for _, line := range lines[:len(lines)-1] { // after the last line end there is nothing, or a write that was cut off
		if id, err := strconv.ParseInt(line, 10, 64); err == nil {
			j.old[id] = true
		}
	}
	if err := j.rewrite(j.old); err != nil {
		return nil, err
	}
	return j, nil
}

// answered is what earlier processes noted.
func (j *journal) answered() map[int64]bool {
	if j == nil {
		return make(map[int64]bool)
	}
	return j.old
}

// note writes one number, in one write. It outlives the process, not the machine: nothing is synced.
func (j *journal) note(id int64) error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	n, err := j.f.WriteString(strconv.FormatInt(id, 10) + "\n")
	j.size += n
	if err != nil {
		return fmt.Errorf("telegram: journal: %w", err)
	}
	return nil
}

// shrink writes the file afresh with ids once it has grown.
func (j *journal) shrink(ids map[int64]bool) error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.size < shrinkAt {
		return nil
	}
	if err := j.rewrite(ids); err != nil {
		return fmt.Errorf("telegram: journal: %w", err)
	}
	return nil
}

// rewrite puts a new file in the old one's place: there is a whole one at every moment.
func (j *journal) rewrite(ids map[int64]bool) error {
	var b bytes.Buffer
	for id := range ids {
		b.WriteString(strconv.FormatInt(id, 10) + "\n")
	}
	if err := os.WriteFile(j.path+".new", b.Bytes(), 0o600); err != nil {
		return err
	}
	f, err := os.OpenFile(j.path+".new", os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if err := os.Rename(j.path+".new", j.path); err != nil {
		return errors.Join(err, f.Close())
	}
	if j.f != nil {
		_ = j.f.Close() // every write was checked
	}
	j.f, j.size = f, b.Len()
	return nil
}

func (j *journal) close() {
	if j != nil {
		_ = j.f.Close() // every write was checked
	}
}
