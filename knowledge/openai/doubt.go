package openai

import (
	"context"
	"errors"
	"slices"

	"knead/bot"
)

const doubtTokens = 30

// A Doubter gives a second opinion on red flags. It implements bot.Doubter: it can name a category, and nothing else.
type Doubter struct {
	client *Client
	cache  *cache
}

var _ bot.Doubter = (*Doubter)(nil)

// NewDoubter returns a Doubter.
func NewDoubter(c *Client) *Doubter { return &Doubter{client: c, cache: newCache(c.o.Now)} }

// Suspect implements bot.Doubter.
func (d *Doubter) Suspect(ctx context.Context, q bot.Doubt) (bot.FlagID, bool) {
	id, outcome := d.suspect(ctx, q)
	d.client.stats.count(outcome)
	return id, id != ""
}

func (d *Doubter) suspect(ctx context.Context, q bot.Doubt) (bot.FlagID, Outcome) {
	text := clip(Mask(q.Text, q.Names), 2*maxQuestion)
	key := keyOf("doubt", d.client.o.Model, text, q.Flags)
	if id, ok := d.cache.get(key); ok {
		return bot.FlagID(id), FromCache
	}
	var out opinion
	err := d.client.ask(ctx, request{purpose: "opinion", system: doubterOrders,
		user: map[string]any{"message": text, "categories": q.Flags}, schema: opinionSchema(q.Flags), most: doubtTokens}, &out)
	if f, ok := errors.AsType[failure](err); ok {
		return "", f.outcome
	}
	if err != nil {
		return "", CutOff
	}
	id := bot.FlagID(out.Category)
	if !slices.Contains(q.Flags, id) {
		id = ""
	}
	d.cache.put(key, string(id))
	if id == "" {
		return "", Unneeded
	}
	return id, Used
}
