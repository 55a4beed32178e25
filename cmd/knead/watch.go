package main

import (
	"context"
	"log/slog"

	"knead/knowledge"
)

// articleFolders are the practice's own folders of articles and thesaurus; none when the embedded ones are used.
func articleFolders(d *desk) []string {
	var out []string
	for _, f := range []string{d.cfg.Articles.Folder, d.cfg.Articles.Thesaurus} {
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

// watch keeps the articles up to date with their folders until ctx ends. A change that cannot be loaded is told in the
// log, and the articles stay as they were.
func (d *desk) watch(ctx context.Context) error {
	folders := articleFolders(d)
	if len(folders) == 0 {
		return nil
	}
	w := &knowledge.Watcher{
		Live: d.live, Folders: folders, Since: d.since,
		Load: func() (*knowledge.Base, error) { return newBase(d.cfg, d.practice) },
		Changed: func(b *knowledge.Base) {
			n := 0
			for _, l := range b.Languages() {
				n += len(b.Passages(l))
			}
			d.log.LogAttrs(ctx, slog.LevelInfo, "articles read again", slog.Int("passages", n))
		},
		Refused: func(err error) {
			d.log.LogAttrs(ctx, slog.LevelError, "articles not read again: the old ones stay", slog.String("error", err.Error()))
		},
	}
	return w.Run(ctx)
}
