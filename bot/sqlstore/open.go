package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the "sqlite" driver

	"knead/bot"
)

//go:embed migrations/*.sql
var migrations embed.FS

// A Store is a bot.Keeper on a SQL database. It is safe for concurrent use.
type Store struct {
	db     *sql.DB
	sqlite bool
}

var _ bot.Keeper = (*Store)(nil)

// Open opens the database at address, a path or a postgres:// address, creates it if it is not there (SQLite), and
// brings its tables up to date. The caller closes the Store.
func Open(ctx context.Context, address string) (*Store, error) {
	st := &Store{sqlite: !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://")}
	dialect := goose.DialectPostgres
	var err error
	if st.sqlite {
		dialect = goose.DialectSQLite3
		if err := prepareFile(address); err != nil {
			return nil, err
		}
		st.db, err = sql.Open("sqlite", dsn(address))
	} else {
		st.db, err = sql.Open("pgx", address)
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if st.sqlite {
		st.db.SetMaxOpenConns(1)
	} else {
		st.db.SetMaxOpenConns(16)
	}
	if err := st.start(ctx, dialect); err != nil {
		_ = st.db.Close() // the first error is the one to tell
		return nil, err
	}
	return st, nil
}

func (st *Store) start(ctx context.Context, dialect goose.Dialect) error {
	if err := st.db.PingContext(ctx); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	p, err := goose.NewProvider(dialect, st.db, sub)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return nil
}

// prepareFile makes the folder and an owner-only file, so that a wrong path is told before SQLite hides the reason.
func prepareFile(path string) error {
	if dir := filepath.Dir(path); dir != "." {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("make folder of database: %w", err)
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	return nil
}

// dsn sets every pragma in the address, so that it holds for each connection that the pool ever makes.
func dsn(path string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"journal_mode(WAL)", "synchronous(NORMAL)", "busy_timeout(5000)", "foreign_keys(1)", "secure_delete(1)"},
	}.Encode()}
	return u.String()
}

// Close closes the database.
func (st *Store) Close() error {
	if err := st.db.Close(); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return nil
}

// Ping reports whether the database answers.
func (st *Store) Ping(ctx context.Context) error {
	if err := st.db.PingContext(ctx); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return nil
}
