package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"knead/bot"
	"knead/bot/language"
	"knead/config"
	"knead/knowledge/importer"
)

type knowledgeImportCmd struct {
	Source  string        `arg:"" help:"A file (text, HTML, Markdown), a folder, a web address, a sitemap's address, or - for standard input."`
	To      string        `help:"The articles folder; without it articles.folder of the practice's file." placeholder:"FOLDER"`
	Site    bool          `help:"Read every page that the site's sitemap lists."`
	Only    string        `help:"Of a sitemap, only pages whose path begins so, such as /blog/." placeholder:"PATH"`
	Limit   int           `help:"Pages at most." default:"200"`
	Size    int64         `help:"Bytes of a page at most." default:"5242880"`
	Timeout time.Duration `help:"Time for one page." default:"20s"`
	Lang    string        `help:"Language of the pages; without it the pages tell." placeholder:"LANG"`
	Title   string        `help:"Title, for a single page."`
	Slug    string        `help:"Name in the web address, for a single page."`
	Draft   bool          `help:"Write drafts: names that begin with _, from which knead does not answer yet."`
	DryRun  bool          `help:"Tell what would be written, and write nothing."`
	Force   bool          `help:"Write over articles that were edited since they were imported."`
	Private bool          `help:"Allow addresses of this machine and the own network."`
}

// Run implements the command. It does not load the articles: they may be what is to be mended, or not be there yet.
func (i *knowledgeImportCmd) Run(ctx context.Context, c *cli, env *environment) error {
	cfg, err := loadConfig(c.Config, env)
	if err != nil {
		return err
	}
	to, err := articlesFolder(i.To, cfg)
	if err != nil {
		return err
	}
	var werr error
	o := importer.Options{
		To: to, Lang: bot.Lang(i.Lang), Title: i.Title, Slug: i.Slug, Draft: i.Draft, Force: i.Force, DryRun: i.DryRun, Site: i.Site, Only: i.Only,
		MaxBytes: i.Size, MaxPages: i.Limit, Timeout: i.Timeout, AllowPrivate: i.Private, Stdin: env.in, Detect: language.Code,
		Say: func(line string) {
			if _, err := fmt.Fprintln(env.out, oneLine(line)); err != nil {
				werr = err
			}
		},
	}
	for _, l := range cfg.Practice.Languages {
		o.Languages = append(o.Languages, bot.Lang(l))
	}
	if isTerminal(env.in) && i.Source != "-" {
		o.Ask = func(question string) bool { return yes(env, question) }
	}
	r, err := importer.Run(ctx, i.Source, o)
	if err != nil {
		return hinted{err: fmt.Errorf("import: %w", err), hint: "give a file, a folder, or an address that begins with https://"}
	}
	if _, err := fmt.Fprintln(env.out, r.Summary()); err != nil {
		return err
	}
	switch {
	case werr != nil:
		return werr
	case len(r.Failed) > 0:
		return hinted{err: fmt.Errorf("import: %d of the pages were left out", len(r.Failed)), hint: "the lines above say why; the others were imported"}
	case len(r.Written)+len(r.Unchanged)+len(r.Kept) == 0:
		return hinted{err: errors.New("import: no page was found"), hint: "give the address of a page, or --site for all of a site's sitemap"}
	}
	return nil
}

// articlesFolder is where articles are written: the flag's folder, else the practice's.
func articlesFolder(flag string, cfg config.Config) (string, error) {
	switch {
	case flag != "":
		return flag, nil
	case cfg.Articles.Folder != "":
		return cfg.Articles.Folder, nil
	}
	return "", usageError{"the practice has no articles folder of its own", "give one with --to FOLDER, and set articles.folder in the practice's file"}
}

// yes asks the owner at the terminal; anything but yes is no.
func yes(env *environment, question string) bool {
	_, _ = fmt.Fprintf(env.err, "%s [y/N] ", question)
	line, err := bufio.NewReader(env.in).ReadString('\n')
	if err != nil {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes", "s", "si", "sí":
		return true
	}
	return false
}
