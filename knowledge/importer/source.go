package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// ErrSource is returned for a source that is not there or cannot be read at all.
var ErrSource = errors.New("cannot be read")

// gather reads every page of the source and hands each to r.page.
func (r *run) gather(ctx context.Context, source string) error {
	switch {
	case source == "-":
		return r.stdin()
	case strings.HasPrefix(source, "http://"), strings.HasPrefix(source, "https://"):
		u, err := url.Parse(source)
		if err == nil {
			err = checkURL(u)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", source, err)
		}
		return r.web(ctx, u)
	}
	info, err := os.Stat(source)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s %w: there is no such file or folder", source, ErrSource)
	case err != nil:
		return fmt.Errorf("%s %w: %w", source, ErrSource, err)
	case info.IsDir():
		return r.folder(ctx, source)
	}
	r.file(source, source)
	return nil
}

func (r *run) stdin() error {
	data, err := io.ReadAll(io.LimitReader(r.o.Stdin, r.o.MaxBytes+1))
	if err != nil {
		return fmt.Errorf("standard input %w: %w", ErrSource, err)
	}
	r.bytes("standard input", "", "", data)
	return nil
}

// folder reads the files of a folder and of those in it. Links are not followed.
func (r *run) folder(ctx context.Context, dir string) error {
	to, err := filepath.Abs(r.o.To)
	if err != nil {
		return fmt.Errorf("articles folder: %w", err)
	}
	from, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("%s %w: %w", dir, ErrSource, err)
	}
	if from == to {
		return fmt.Errorf("%s is the articles folder itself: give the folder with your pages", dir)
	}
	others := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		hidden := strings.HasPrefix(d.Name(), ".") && path != dir
		abs := filepath.Join(from, strings.TrimPrefix(path, dir))
		switch {
		case err != nil:
			r.fail(path, err)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() && (hidden || abs == to):
			return fs.SkipDir
		case d.IsDir(), hidden:
			return nil
		case !d.Type().IsRegular():
			r.fail(path, errors.New("is no plain file"))
			return nil
		case asset(path):
			others++
			return nil
		case r.full():
			return fs.SkipAll
		}
		r.file(path, path)
		return nil
	})
	if others > 0 {
		r.say("%d pictures, styles and other files are left alone", others)
	}
	return err
}

// asset reports whether path is one of the files that lie beside saved pages.
func asset(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".css", ".js", ".mjs", ".map", ".json", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".woff", ".woff2", ".ttf", ".eot", ".otf",
		".mp3", ".mp4", ".webm", ".mov", ".wasm", ".xml", ".gz", ".zip":
		return true
	}
	return false
}

func (r *run) file(name, path string) {
	f, err := os.Open(path)
	if err != nil {
		r.fail(name, plainPath(err))
		return
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		r.fail(name, plainPath(err))
		return
	case info.Size() > r.o.MaxBytes:
		r.fail(name, fmt.Errorf("%w: %d bytes, over %d", errTooBig, info.Size(), r.o.MaxBytes))
		return
	}
	data, err := io.ReadAll(io.LimitReader(f, r.o.MaxBytes+1))
	if err != nil {
		r.fail(name, plainPath(err))
		return
	}
	r.bytes(name, "", "", data)
}

// plainPath takes the path out of err: the progress line names it already.
func plainPath(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// web reads one page, or the pages of a sitemap.
func (r *run) web(ctx context.Context, start *url.URL) error {
	f := newFetcher(&r.o, start)
	defer f.client.CloseIdleConnections()
	if r.o.Site {
		return r.site(ctx, f, start)
	}
	got, err := f.get(ctx, start)
	if err != nil {
		r.fail(start.String(), err)
		return ctx.Err()
	}
	if !isSitemap(got.data) {
		r.bytes(start.String(), canonical(got.url), got.contentType, got.data)
		return nil
	}
	m, err := parseSitemap(got.data, r.o.MaxBytes)
	if err != nil {
		r.fail(start.String(), err)
		return nil
	}
	return r.list(ctx, f, r.pages(ctx, f, m))
}

// site reads the pages of the sitemaps that robots.txt names, or else of /sitemap.xml.
func (r *run) site(ctx context.Context, f *fetcher, start *url.URL) error {
	if err := f.robots.load(ctx, start); err != nil {
		r.fail(start.String(), err)
		return ctx.Err()
	}
	maps := f.robots.maps
	if len(maps) == 0 {
		maps = []string{(&url.URL{Scheme: start.Scheme, Host: start.Host, Path: "/sitemap.xml"}).String()}
	}
	var all siteMap
	for _, m := range maps {
		all.Maps = append(all.Maps, mapEntry{m})
	}
	return r.list(ctx, f, r.pages(ctx, f, all))
}

func (r *run) list(ctx context.Context, f *fetcher, urls []*url.URL) error {
	if n := len(urls); n > r.o.MaxPages {
		r.say("the sitemap lists %d pages: the first %d are read; see --limit and --only", n, r.o.MaxPages)
		urls = urls[:r.o.MaxPages]
	}
	for i, u := range urls {
		r.say("reading %d/%d %s", i+1, len(urls), u)
		got, err := f.get(ctx, u)
		if err != nil {
			r.fail(u.String(), err)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		}
		r.bytes(u.String(), canonical(got.url), got.contentType, got.data)
	}
	return nil
}
