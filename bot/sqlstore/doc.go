// Package sqlstore is the bot.Store on SQLite and PostgreSQL, with one set of queries for both.
//
// Open picks the engine by the address: a path is SQLite (pure Go, no cgo), "postgres://…" is PostgreSQL. Migrations
// are embedded in migrations/ and run by goose when the store opens. Times are integers, microseconds since 1970 UTC.
//
// SQLite runs in WAL mode on one connection with immediate transactions: that is the setup in which concurrent writers
// neither fail nor wait long. A turn that carries a request, a hold or a notice to staff is synced to disk before its
// reply goes out; any other turn survives a killed process, and a power cut may lose the last of them.
//
// What is kept and what is not: sessions hold signs, never words. Words are only in questions (asked of the articles
// and not answered) and in requests. Prune deletes what is older than the retention time, Forget all of one client.
package sqlstore
