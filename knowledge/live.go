package knowledge

import (
	"context"
	"errors"
	"sync"

	"knead/bot"
)

// A Live answers from the Base that is current, while another one may take its place. Nobody waits for that, and no
// question fails: those under way end with the Base they began with, which is closed after the last of them. Whole Bases
// are exchanged and not bleve's indexes alone (IndexAlias.Swap), because re-ranking, spelling and pages belong to them.
// Safe for concurrent use.
type Live struct {
	mu   sync.Mutex
	now  *inUse
	done bool
}

// inUse is a Base with how many questions it is answering.
type inUse struct {
	base  *Base
	users int
	old   bool // another one took its place
}

var _ bot.PassageReader = (*Live)(nil)

// NewLive returns a Live that answers from b, which belongs to it from now on.
func NewLive(b *Base) *Live { return &Live{now: &inUse{base: b}} }

// Swap puts b in the place of the current Base, which is closed once nobody uses it. After Close it closes b at once.
func (l *Live) Swap(b *Base) error {
	l.mu.Lock()
	if l.done {
		l.mu.Unlock()
		return b.Close()
	}
	was := l.now
	l.now = &inUse{base: b}
	was.old = true
	idle := was.users == 0
	l.mu.Unlock()
	if idle {
		return was.base.Close()
	}
	return nil
}

// Close closes the current Base once nobody uses it.
func (l *Live) Close() error {
	l.mu.Lock()
	first := !l.done
	l.done, l.now.old = true, true
	idle := first && l.now.users == 0
	l.mu.Unlock()
	if idle {
		return l.now.base.Close()
	}
	return nil
}

// hold returns the current Base, which stays open until release is called.
func (l *Live) hold() (b *Base, release func() error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	u := l.now
	u.users++
	return u.base, func() error {
		l.mu.Lock()
		u.users--
		last := u.old && u.users == 0
		l.mu.Unlock()
		if last {
			return u.base.Close()
		}
		return nil
	}
}

// Answer is Base.Answer.
func (l *Live) Answer(ctx context.Context, q bot.Question) (bot.Answer, error) {
	b, release := l.hold()
	a, err := b.Answer(ctx, q)
	return a, errors.Join(err, release())
}

// AnswerPassage is Base.AnswerPassage.
func (l *Live) AnswerPassage(ctx context.Context, id bot.PassageID, lang bot.Lang) (bot.Answer, error) {
	b, release := l.hold()
	a, err := b.AnswerPassage(ctx, id, lang)
	return a, errors.Join(err, release())
}

// Article is Base.Article.
func (l *Live) Article(slug string, lang bot.Lang) (Page, bool) {
	return l.pages().Article(slug, lang)
}

// Articles is Base.Articles.
func (l *Live) Articles(lang bot.Lang) []Page {
	return l.pages().Articles(lang)
}

// Search is Base.Search.
func (l *Live) Search(ctx context.Context, text string, lang bot.Lang) ([]Hit, error) {
	b, release := l.hold()
	hits, err := b.Search(ctx, text, lang)
	return hits, errors.Join(err, release())
}

// Passages is Base.Passages.
func (l *Live) Passages(lang bot.Lang) []Passage { return l.pages().Passages(lang) }

// pages returns the current Base for what needs no index: a closed Base still has it.
func (l *Live) pages() *Base {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now.base
}
