package main

import (
	"io/fs"
	"slices"

	"knead/bot"
)

// embeddedIn shows the articles that come with knead without the folders of languages that the practice does not speak. A folder of
// the practice's own is read whole: what stands there and cannot be used is a mistake.
type embeddedIn struct {
	fs.FS
	languages []bot.Lang
}

var _ fs.ReadDirFS = embeddedIn{}

// ReadDir implements fs.ReadDirFS.
func (s embeddedIn) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(s.FS, name)
	if name != "." {
		return list, err
	}
	return slices.DeleteFunc(list, func(e fs.DirEntry) bool {
		return e.IsDir() && !slices.Contains(s.languages, bot.Lang(e.Name()))
	}), err
}
