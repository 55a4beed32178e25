package main

import (
	"fmt"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/texting"
)

// newLine puts together what the telephone network asks: who may be written to, and how a reply is said there.
func (d *desk) newLine(st bot.Store, isStaff func(bot.Conversation) bool) (*texting.Line, error) {
	consents, ok := st.(bot.ConsentLog)
	if !ok {
		consents = bottest.NewConsents() // a talk that keeps nothing
	}
	l, err := texting.New(texting.Options{Practice: d.practice, Store: st, Consents: consents, Staff: isStaff, Log: d.log})
	if err != nil {
		return nil, fmt.Errorf("text messages: %w", err)
	}
	return l, nil
}
