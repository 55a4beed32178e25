package bottest_test

import (
	"testing"

	"knead/bot"
	"knead/bot/bottest"
)

func TestMemoryConsents(t *testing.T) {
	bottest.TestConsents(t, func(*testing.T) bot.ConsentLog { return bottest.NewConsents() })
}
