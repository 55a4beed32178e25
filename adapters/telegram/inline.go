package telegram

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"knead/bot"
)

// A Searcher finds the practice's articles for inline mode and deep links. Its answers are shown to whoever asks, so it
// knows nothing of clients.
type Searcher interface {
	// Search returns up to limit passages that answer query in l, best first. None found is no error.
	Search(ctx context.Context, query string, l bot.Lang, limit int) ([]Hit, error)
	// Title returns the title of the article called slug in l; false when there is none.
	Title(slug string, l bot.Lang) (string, bool)
}

// A Hit is a passage of an article: what it says, and where it stands. Text is plain.
type Hit struct {
	Text   string
	Source bot.Source
}

const (
	inlineHits  = 8
	inlineCache = 60 // seconds; results hang on the client's language
)

type (
	answerInlineQuery struct {
		Query    string          `json:"inline_query_id"`
		Results  []inlineArticle `json:"results"`
		Cache    int             `json:"cache_time"`
		Personal bool            `json:"is_personal"`
		Button   *resultsButton  `json:"button,omitempty"`
	}
	resultsButton struct {
		Text  string `json:"text"`
		Start string `json:"start_parameter"`
	}
	inlineArticle struct {
		Type        string        `json:"type"`
		ID          string        `json:"id"`
		Title       string        `json:"title"`
		Description string        `json:"description,omitempty"`
		Content     inlineContent `json:"input_message_content"`
	}
	inlineContent struct {
		Text    string  `json:"message_text"`
		Mode    string  `json:"parse_mode"`
		Preview preview `json:"link_preview_options"`
	}
)

// inline answers "@bot sciatica" written in any chat with articles to send there. The query is screened as any words
// are: from Clearance up there are no articles, only the way to the private chat. Its error is the end of ctx.
func (a *Adapter) inline(ctx context.Context, q *inlineQuery) error {
	if a.c.Searcher == nil {
		return nil
	}
	conv := bot.Conversation{Channel: bot.Telegram, Chat: bot.ChatID(userID(q.From.ID)), User: userID(q.From.ID)}
	l := a.lang(conv, q.From.Lang)
	t := a.texts(l)
	out := answerInlineQuery{Query: q.ID, Results: []inlineArticle{}, Cache: inlineCache, Personal: true,
		Button: &resultsButton{Text: label(t.InlineAsk), Start: "ask"}}
	switch level := a.screened(q.Query); {
	case level >= bot.Urgent:
		out.Button.Text, out.Cache = label(t.InlineUrgent), 0
	case level >= bot.Clearance:
		out.Cache = 0
	case strings.TrimSpace(q.Query) != "":
		hits, err := a.c.Searcher.Search(ctx, q.Query, l, inlineHits)
		if err != nil && ctx.Err() == nil {
			a.c.Log.LogAttrs(ctx, slog.LevelError, "inline search", slog.String("error", err.Error()))
		}
		for i, hit := range hits {
			if i == inlineHits {
				break
			}
			if art, ok := a.article(i, hit); ok {
				out.Results = append(out.Results, art)
			}
		}
	}
	err := a.api.callWithin(ctx, 5*time.Second, "answerInlineQuery", out, nil)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil && traitOf(err) != traitLate { // the next letter typed asks anew
		a.c.Log.LogAttrs(ctx, slog.LevelWarn, "an inline query was not answered", slog.String("error", err.Error()))
	}
	return nil
}

// screened is what an inline query shows. A panic counts as the worst.
func (a *Adapter) screened(query string) (l bot.Level) {
	defer func() {
		if recover() != nil {
			a.stats.panics.Add(1)
			l = bot.Emergency
		}
	}()
	return a.c.Screener.Screen(bot.Signs{}, query).Level
}

// article makes a result of a passage.
func (a *Adapter) article(i int, h Hit) (inlineArticle, bool) {
	out := render(bot.Reply{Text: h.Text, Sources: []bot.Source{h.Source}}, a.c.PublicURL)
	if len(out.parts) != 1 || strings.TrimSpace(h.Text) == "" {
		return inlineArticle{}, false // too long for one message: the chat with the bot answers it
	}
	title := h.Source.Section
	if title == "" {
		title = h.Source.Title
	}
	return inlineArticle{Type: "article", ID: strconv.Itoa(i), Title: label(title), Description: summary(h.Text),
		Content: inlineContent{Text: out.parts[0], Mode: htmlMode, Preview: out.preview}}, true
}

// summary is the beginning of a text, one line.
func summary(s string) string {
	const longest = 120
	s = strings.Join(strings.Fields(plain(s)), " ")
	if units(s) <= longest {
		return s
	}
	return split(s, longest)[0] + " …"
}
