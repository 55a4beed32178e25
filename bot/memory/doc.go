// Package memory keeps what bot keeps in a store, for as long as the process runs: talks that are to leave nothing behind
// (knead ask, knead chat --json), and tests. It keeps the promises of bot.Store as the databases do (bottest.TestStore).
package memory
