package main

import (
	"fmt"
	"log/slog"
	"strings"
	"time"

	"knead/bot"
	"knead/config"
	"knead/knowledge"
	"knead/knowledge/openai"
)

// A model is what a language model does for the desk; the zero model does nothing.
type model struct {
	answerer bot.PassageReader
	writer   bot.Writer
	doubter  bot.Doubter
	off      []bot.Channel
}

// modelOn reports whether a language model is configured.
func modelOn(c config.OpenAI) bool { return !c.Off && (c.APIKey != "" || c.BaseURL != "") }

func modelOptions(c config.OpenAI) openai.Options {
	return openai.Options{Key: openai.Key(c.APIKey.Reveal()), BaseURL: c.BaseURL, Model: c.Model, MaxCalls: c.CallsAtOnce,
		Timeout:    time.Duration(c.TimeoutSeconds * float64(time.Second)),
		TokensADay: c.TokensADay, MoneyADay: c.MoneyADay, PriceIn: c.PriceIn, PriceOut: c.PriceOut}
}

// newModel builds what is switched on. Nothing is asked of the endpoint yet.
func newModel(cfg config.Config, base *knowledge.Live, log *slog.Logger, env *environment) (model, error) {
	c := cfg.OpenAI
	if !modelOn(c) {
		return model{}, nil
	}
	o := modelOptions(c)
	o.Log = log
	var err error
	if o.BudgetFile, err = besideDatabase(cfg, env, "knead-model.json"); err != nil {
		return model{}, err
	}
	client, err := openai.New(o)
	if err != nil {
		return model{}, hinted{err: err, hint: "set OPENAI_MODEL to a model of that server; or set openai.off to true"}
	}
	m := model{}
	if c.Reword {
		w, err := openai.NewWriter(client, base)
		if err != nil {
			return model{}, err
		}
		m.writer = w
	}
	if c.SearchTerms {
		m.answerer = openai.NewHelper(client, base)
	}
	if c.SecondOpinion {
		m.doubter = openai.NewDoubter(client)
	}
	for _, ch := range c.OffChannels {
		m.off = append(m.off, bot.Channel(ch))
	}
	return m, nil
}

// into puts the model's parts into the bot's options.
func (m model) into(o bot.Options) bot.Options {
	if m.answerer != nil {
		o.Answerer = m.answerer
	}
	o.Writer, o.Doubter, o.NoModel = m.writer, m.doubter, m.off
	return o
}

// modelLines say exactly what leaves for a language model, and where to.
func modelLines(c config.OpenAI) []string {
	if c.Off && (c.APIKey != "" || c.BaseURL != "") {
		return []string{"off: openai.off is set; nothing leaves"}
	}
	if !modelOn(c) {
		return []string{"off: neither OPENAI_API_KEY nor OPENAI_BASE_URL is set; nothing leaves"}
	}
	if !c.Reword && !c.SearchTerms && !c.SecondOpinion {
		return []string{"configured, but reword, search_terms and second_opinion are off; nothing leaves"}
	}
	o := modelOptions(c)
	name := c.Model
	if name == "" {
		name = openai.DefaultModel
	}
	lines := []string{"on: " + name + ", everything below goes to " + o.Host()}
	if c.Reword {
		lines = append(lines, "leaves (reword): the question and up to 2 earlier ones of the last 10 minutes, the language, and the text of the passages found")
	}
	if c.SearchTerms {
		lines = append(lines, "leaves (search_terms): questions of 12 words or more")
	}
	if c.SecondOpinion {
		lines = append(lines, "leaves (second_opinion): every message of 3 words or more, and the names of the screening's categories")
	}
	lines = append(lines,
		"masked first: e-mail addresses, links, handles, street addresses, runs of 5 digits or more, common first names, names the network or the talk knows or people give as theirs",
		"never leaves: what is urgent or an emergency or follows it, what is written while a safety question is open or after \"don't use AI\", who writes and where",
	)
	if len(c.OffChannels) > 0 {
		lines = append(lines, "never leaves: anything from "+strings.Join(c.OffChannels, ", "))
	}
	limit := "200000 tokens"
	switch {
	case c.TokensADay > 0:
		limit = fmt.Sprintf("%d tokens", c.TokensADay)
	case c.TokensADay < 0:
		limit = "no bound on tokens"
	}
	if c.MoneyADay > 0 {
		limit += fmt.Sprintf(" or %g in money", c.MoneyADay)
	}
	return append(lines, "limits: "+limit+" a day; then, as on every failure, clients get the articles' own words")
}
