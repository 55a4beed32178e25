package bottest_test

import (
	"testing"

	"knead/bot"
	"knead/bot/bottest"
)

func TestMemoryStore(t *testing.T) {
	bottest.TestStore(t, func(*testing.T) bot.Keeper { return bottest.NewStore() })
}

func TestMemoryOutbox(t *testing.T) {
	bottest.TestOutbox(t, func(*testing.T) bottest.Box { return bottest.NewStore() })
}
