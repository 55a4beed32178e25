package mail

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"sync"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"knead/bot"
)

const (
	timeout    = 12 * time.Second // for one message, from the connection to the server's last word
	maxSubject = 120              // runes
)

// A Security is how the connection to the server is protected.
type Security string

// The securities. The zero value is StartTLS.
const (
	StartTLS Security = "starttls" // begins in the clear and must switch to TLS, usually port 587
	TLS      Security = "tls"      // TLS from the first byte, usually port 465
	Plain    Security = "none"     // in the clear: for a server on the same machine only
)

// A Password is never printed: not by fmt, not by slog, not as JSON.
type Password string

const hidden = "(set, hidden)"

// String hides the password.
func (Password) String() string { return hidden }

// GoString hides the password from %#v.
func (Password) GoString() string { return hidden }

// MarshalText hides the password from JSON and YAML.
func (Password) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides the password from slog.
func (Password) LogValue() slog.Value { return slog.StringValue(hidden) }

// A Config is what a Sender is made of. Host, From and To are needed.
type Config struct {
	Host     string
	Port     int // 0: 587, or 465 for TLS, or 25 for Plain
	Security Security
	User     string // empty: no login
	Password Password
	From     string      // address of the practice's front desk
	To       []string    // addresses of the practice's people
	TLS      *tls.Config // nil: the system's roots and the host's name
}

// A Sender posts notices by e-mail. It is safe for concurrent use.
type Sender struct {
	c       Config
	options []gomail.Option
	tls     *tls.Config
	domain  string // of From, for Message-IDs
}

// New returns a Sender, or an error that names what is wrong in c. It calls nobody.
func New(c Config) (*Sender, error) {
	if c.Host == "" || strings.ContainsFunc(c.Host, func(r rune) bool { return r <= ' ' || strings.ContainsRune("/:@", r) }) {
		return nil, fmt.Errorf("mail: host %q is no host name", c.Host)
	}
	if c.Port < 0 || c.Port > 65535 {
		return nil, fmt.Errorf("mail: port %d is none", c.Port)
	}
	from, err := address(c.From)
	if err != nil {
		return nil, fmt.Errorf("mail: from %q is no address", c.From)
	}
	if len(c.To) == 0 {
		return nil, errors.New("mail: nobody to send to")
	}
	for _, to := range c.To {
		if _, err := address(to); err != nil {
			return nil, fmt.Errorf("mail: to %q is no address", to)
		}
	}
	s := &Sender{c: c, domain: from.Address[strings.LastIndexByte(from.Address, '@')+1:]}
	if s.tls = c.TLS.Clone(); s.tls == nil {
		s.tls = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if s.tls.ServerName == "" {
		s.tls.ServerName = c.Host
	}
	if err := s.secure(); err != nil {
		return nil, err
	}
	if _, err := gomail.NewClient(c.Host, s.options...); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return s, nil
}

// address reads one address. What could break out of a header line is none.
func address(s string) (*netmail.Address, error) {
	if strings.ContainsFunc(s, unicode.IsControl) {
		return nil, errors.New("control character")
	}
	return netmail.ParseAddress(s)
}

// secure sets port, TLS and login.
func (s *Sender) secure() error {
	policy, port := gomail.NoTLS, 25
	switch s.c.Security {
	case "", StartTLS:
		policy, port = gomail.TLSMandatory, 587
	case TLS:
		port = 465 // the dialer speaks TLS before go-mail says anything
	case Plain:
	default:
		return fmt.Errorf("mail: security %q is none of starttls, tls, none", s.c.Security)
	}
	if s.c.Port != 0 {
		port = s.c.Port
	}
	s.options = []gomail.Option{gomail.WithTimeout(timeout), gomail.WithoutNoop(), gomail.WithTLSPolicy(policy), gomail.WithPort(port),
		gomail.WithTLSConfig(s.tls)}
	switch {
	case s.c.User == "":
	case s.c.Security == Plain:
		return errors.New("mail: a login over a connection in the clear would show the password: use starttls or tls")
	case s.c.Password == "":
		return errors.New("mail: a user without a password")
	default:
		s.options = append(s.options, gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin,
			gomail.SMTPAuthCramMD5), gomail.WithUsername(s.c.User), gomail.WithPassword(string(s.c.Password)))
	}
	return nil
}

// Post sends one notice and returns its Message-ID once the server has taken it. A repeat has the same one. A message that
// the server refuses for what is in it is bot.ErrUndeliverable; what else it refuses, a login or an address, the practice
// can mend.
func (s *Sender) Post(ctx context.Context, p bot.Parcel, r bot.Reply) (string, error) {
	m, id, err := s.message(p, r)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	line := &line{tls: s.tls, wrap: s.c.Security == TLS}
	// go-mail does not close a connection whose greeting, TLS or login fails, nor heed ctx after the connection: the line does both.
	defer line.close()
	defer context.AfterFunc(ctx, line.close)()
	// A client a message: it holds a connection, and notices are few.
	c, err := gomail.NewClient(s.c.Host, append(s.options[:len(s.options):len(s.options)], gomail.WithDialContextFunc(line.dial))...)
	if err != nil {
		return "", fmt.Errorf("mail: %w", err)
	}
	err = c.DialAndSendWithContext(ctx, m)
	if err == nil || m.IsDelivered() { // the server took it, and only then something failed
		return id, nil
	}
	if ctx.Err() != nil {
		return "", fmt.Errorf("mail: send: %w", context.Cause(ctx))
	}
	return "", explain(err)
}

// explain makes an error without the server's words, which name addresses and users.
func explain(err error) error {
	if refused, ok := errors.AsType[*gomail.SendError](err); ok {
		err := fmt.Errorf("mail: send: SMTP code %d: %v", refused.ErrorCode(), refused.Reason)
		if refused.Reason == gomail.ErrSMTPDataClose && refused.ErrorCode()/100 == 5 {
			return fmt.Errorf("%w: %w", err, bot.ErrUndeliverable)
		}
		return err
	}
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		what := "the server refuses"
		if answer.Code == 530 || answer.Code == 534 || answer.Code == 535 {
			what = "the server refuses user and password"
		}
		return fmt.Errorf("mail: send: SMTP code %d: %s", answer.Code, what)
	}
	return fmt.Errorf("mail: send: %w", err)
}

// A line is the connection of one message.
type line struct {
	tls  *tls.Config
	wrap bool // TLS from the first byte

	mu     sync.Mutex
	conn   net.Conn
	closed bool
}

// dial connects, with TLS if the line is wrapped in it.
func (l *line) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.conn = conn
	closed := l.closed
	l.mu.Unlock()
	if closed {
		_ = conn.Close()
		return nil, net.ErrClosed
	}
	if !l.wrap {
		return conn, nil
	}
	secured := tls.Client(conn, l.tls)
	if err := secured.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	return secured, nil
}

// close ends the connection, whatever state it is in.
func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.conn != nil {
		_ = l.conn.Close() // closed already where all went well
	}
}

func (s *Sender) message(p bot.Parcel, r bot.Reply) (*gomail.Msg, string, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.From(s.c.From); err != nil {
		return nil, "", fmt.Errorf("mail: from: %w", err)
	}
	if err := m.To(s.c.To...); err != nil {
		return nil, "", fmt.Errorf("mail: to: %w", err)
	}
	id := s.id("notice", p.Key)
	m.SetMessageIDWithValue(id)
	// Notices about one client stand together in programs that show threads.
	c := p.Conversation
	m.SetGenHeader("References", "<"+s.id("talk", string(c.Channel), string(c.Chat), string(c.User))+">")
	m.Subject(subject(r.Text))
	m.SetDateWithValue(p.At)
	if p.Kind == bot.NoticeAlert || p.Kind == bot.NoticeUnheard {
		m.SetImportance(gomail.ImportanceHigh)
	}
	// Automatic answers ("out of office") to a program help nobody (RFC 3834).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, strings.ToValidUTF8(r.Text, "\uFFFD")+"\n")
	return m, id, nil
}

// id is a Message-ID that says nothing but is the same for the same parts.
func (s *Sender) id(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16]) + "@" + s.domain
}

// subject is the first line of a notice up to where it speaks of the client.
func subject(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	line, _, _ = strings.Cut(line, " (")
	line = strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, line))
	if runes := []rune(line); len(runes) > maxSubject {
		line = string(runes[:maxSubject-1]) + "…"
	}
	return line
}
