package knowledge

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	settle    = 300 * time.Millisecond // without a change before a folder is read: editors write in several steps
	patience  = time.Second            // after which it is read although changes go on
	lookAgain = 10 * time.Second       // for changes that nobody tells of, as on network drives
	lookOften = time.Second            // the same where the system tells of none at all
)

// A Watcher keeps a Live up to date with folders.
type Watcher struct {
	Live    *Live
	Folders []string              // of articles and thesaurus; what lies in them is watched too
	Since   uint64                // Fingerprint of Folders from before Live's Base was loaded, so that no change falls between
	Load    func() (*Base, error) // builds a Base of the folders as they are now
	Changed func(b *Base)         // after a good change; may be nil
	Refused func(err error)       // after a bad one: the old articles stay, and err says why; may be nil
}

// Run watches until ctx ends, and returns nil then. A change is answered from within two seconds: it is noticed at once,
// and read as soon as the folder has been quiet for a moment. What cannot be loaded changes nothing.
func (w *Watcher) Run(ctx context.Context) error {
	every := lookAgain
	var events <-chan fsnotify.Event
	var troubles <-chan error
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		every = lookOften // no more watches to be had: looking will do
	} else {
		defer func() { _ = notify.Close() }()
		events, troubles = notify.Events, notify.Errors
		w.watch(notify)
	}
	seen := w.Since
	look := time.NewTicker(every)
	defer look.Stop()
	quiet := time.NewTimer(0) // what changed before we watched is read at once
	defer quiet.Stop()
	var since time.Time // of the first change that is not read yet
	for {
		select {
		case <-ctx.Done():
			return nil
		case ev, ok := <-events:
			if !ok {
				events = nil
				continue
			}
			if ev.Op == fsnotify.Chmod || w.foreign(ev.Name) {
				continue
			}
			if since.IsZero() {
				since = time.Now()
			}
			quiet.Reset(max(0, min(settle, time.Until(since.Add(patience)))))
			continue
		case err, ok := <-troubles:
			if !ok {
				troubles = nil
				continue
			}
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				w.refused(fmt.Errorf("watch the articles: %w", err))
			}
			quiet.Reset(settle) // whatever was missed is found by looking
			continue
		case <-quiet.C:
		case <-look.C:
			if !since.IsZero() {
				continue // about to be read anyway
			}
		}
		since = time.Time{}
		if notify != nil {
			w.watch(notify) // folders that were made or put back since
		}
		now := Fingerprint(w.Folders...)
		if now == seen {
			continue
		}
		seen = now
		w.reload()
	}
}

func (w *Watcher) reload() {
	b, err := w.Load()
	if err == nil {
		if err = w.Live.Swap(b); err == nil && w.Changed != nil {
			w.Changed(b)
		}
	}
	if err != nil {
		w.refused(err)
	}
}

func (w *Watcher) refused(err error) {
	if w.Refused != nil {
		w.Refused(err)
	}
}

// watch adds every folder that is there, and the folders around the given ones, so that one that is moved away and put
// back is noticed. Adding a folder twice does nothing; adding one that is gone fails, and it is looked for again.
func (w *Watcher) watch(n *fsnotify.Watcher) {
	for _, dir := range w.Folders {
		_ = n.Add(filepath.Dir(filepath.Clean(dir)))
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				_ = n.Add(path)
			}
			return nil
		})
	}
}

// foreign reports whether a change of path is none of the folders': of a neighbour, or of a file that is not read.
func (w *Watcher) foreign(path string) bool {
	for _, dir := range w.Folders {
		rel, err := filepath.Rel(dir, path)
		if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			base := filepath.Base(path)
			return rel != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || strings.HasSuffix(base, "~"))
		}
	}
	return true
}

// Fingerprint returns a number that changes when a file of folders does that is read: by name, size and time.
func Fingerprint(folders ...string) uint64 {
	h := fnv.New64a()
	for _, dir := range folders {
		root, err := filepath.EvalSymlinks(dir) // the folder may be a link that is put to another place
		if err != nil {
			root = dir
		}
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				_, _ = fmt.Fprintln(h, path, "!")
				return nil
			}
			base := d.Name()
			switch ext := filepath.Ext(base); {
			case path != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")):
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case d.IsDir(), ext != ".md" && ext != ".yaml" && ext != ".txt":
				return nil
			}
			info, err := os.Stat(path)
			if err != nil {
				_, _ = fmt.Fprintln(h, path, "!")
				return nil
			}
			_, _ = fmt.Fprintln(h, path, info.Size(), info.ModTime().UnixNano())
			return nil
		})
	}
	return h.Sum64()
}
