package memory_test

import (
	"testing"

	"knead/bot"
	"knead/bot/bottest"
	"knead/bot/memory"
)

func TestMemoryStore(t *testing.T) {
	bottest.TestStore(t, func(*testing.T) bot.Keeper { return memory.NewStore() })
}

func TestMemoryOutbox(t *testing.T) {
	bottest.TestOutbox(t, func(*testing.T) bottest.Box { return memory.NewStore() })
}

func TestMemoryConsents(t *testing.T) {
	bottest.TestConsents(t, func(*testing.T) bot.ConsentLog { return memory.NewConsents() })
}
