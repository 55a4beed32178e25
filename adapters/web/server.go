package web

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"knead/bot"
)

//go:embed assets templates
var files embed.FS

// minSecret is the shortest Secret in bytes: the size of the hash that signs with it.
const minSecret = 32

// maxBody is the largest request body in bytes. It is far above what a Handler reads and far below what would hurt.
const maxBody = 64 << 10

// Options are what a Server is made of. Handler, Practice and Secret are needed.
type Options struct {
	Handler   bot.Handler                                         // one that is a bot.Streamer has its answers shown while they are worded
	Practice  string                                              // the name that the pages show
	Languages []bot.Lang                                          // of the pages; the first is the default. Empty: English
	Examples  map[bot.Lang][]string                               // lines that a client could write, offered on the empty page
	Greeting  map[bot.Lang]string                                 // heads the empty chat; empty: "How can we help?"
	Color     string                                              // of the practice, such as "#1c5f5a"; made lighter or darker where it could not be read. Empty: ours
	Emergency string                                              // number to call in an emergency, such as "911"; empty: not shown
	Library   Library                                             // the articles; nil: there are none
	Ready     func(ctx context.Context) error                     // what /readyz asks; nil: always ready
	Forget    func(ctx context.Context, c bot.Conversation) error // deletes all that is kept of c; nil: what the Handler deletes is all
	Secret    []byte                                              // signs the session cookie; at least 32 random bytes, the same after a restart

	Origins      []string       // other origins that may post, such as "https://example.com"; needed only where a proxy changes the Host
	Sites        []string       // origins of the practice's own pages, which may show the widget; empty: it is off
	Proxies      []netip.Prefix // whose ClientHeader is believed; empty: this machine's own
	ClientHeader string         // in which proxies write the client's address; empty: X-Forwarded-For
	Rate         float64        // messages a second and client in the long run, five times that for an address; 0: 1, below 0: no limit
	Burst        int            // messages at once and client; 0: 20
	CookieAge    time.Duration  // how long a session lasts after its last message, give or take a half; 0: 30 days

	Log *slog.Logger     // nil: nothing is logged. Never gets words, IDs or addresses of clients
	Now func() time.Time // nil: time.Now
}

// A Server serves the pages and the API. It is an http.Handler and a bot.Sender, safe for concurrent use.
type Server struct {
	o       Options
	root    http.Handler
	pages   *template.Template
	words   wording
	langs   languages
	cookies cookies
	limit   *limiter[string]       // by session
	places  *limiter[netip.Prefix] // by address
	streams *streams
	journal *journal
	assets  map[string]asset
}

var (
	_ http.Handler = (*Server)(nil)
	_ bot.Sender   = (*Server)(nil)
)

// New returns a Server, or an error that names what is missing or wrong in o.
func New(o Options) (*Server, error) {
	switch {
	case o.Handler == nil:
		return nil, errors.New("web: no Handler")
	case o.Practice == "":
		return nil, errors.New("web: practice without a name")
	case len(o.Secret) < minSecret:
		return nil, fmt.Errorf("web: secret of %d bytes: want at least %d random ones", len(o.Secret), minSecret)
	}
	o = o.withDefaults()
	s := &Server{
		o: o, limit: newLimiter[string](o.Rate, o.Burst), places: newLimiter[netip.Prefix](o.Rate*perAddress, o.Burst*perAddress),
		streams: newStreams(), journal: newJournal(),
	}
	var err error
	for i, site := range o.Sites {
		if s.o.Sites[i], err = parseSite(site); err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
	}
	if s.langs, err = newLanguages(o.Languages); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if s.words, err = newWording(s.o); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if s.assets, err = loadAssets(files, s.o, s.words); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if s.pages, err = parsePages(); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.cookies = cookies{secret: o.Secret, age: o.CookieAge, now: o.Now}
	if s.root, err = s.guard(s.routes()); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return s, nil
}

func (o Options) withDefaults() Options {
	if len(o.Languages) == 0 {
		o.Languages = []bot.Lang{bot.English}
	}
	if o.Library == nil {
		o.Library = noLibrary{}
	}
	if o.Ready == nil {
		o.Ready = func(context.Context) error { return nil }
	}
	if len(o.Proxies) == 0 {
		o.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	}
	if o.ClientHeader == "" {
		o.ClientHeader = "X-Forwarded-For"
	}
	o.Sites = slices.Clone(o.Sites)
	if o.Rate == 0 {
		o.Rate = 1
	}
	if o.Burst == 0 {
		o.Burst = 20
	}
	if o.CookieAge == 0 {
		o.CookieAge = 30 * 24 * time.Hour
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.root.ServeHTTP(w, r) }

// Close ends every open event stream, so that a shutdown need not wait for browsers to leave. Later ones are refused
// and Send fails with ErrAway; everything else goes on working. It never fails.
func (s *Server) Close() error {
	s.streams.close()
	return nil
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.chat)
	mux.HandleFunc("POST /{$}", s.form)
	mux.HandleFunc("GET /widget", s.widget)
	mux.HandleFunc("POST /widget", s.form)
	mux.HandleFunc("GET /widget.js", s.widgetScript)
	mux.HandleFunc("GET /articles", s.articles)
	mux.HandleFunc("GET /articles/{$}", s.articles)
	mux.HandleFunc("GET /articles/{slug}", s.article)
	mux.HandleFunc("GET /assets/{name}", s.asset)
	mux.HandleFunc("POST /api/messages", s.message)
	mux.HandleFunc("POST /api/forget", s.forget)
	mux.HandleFunc("GET /api/events", s.events)
	mux.HandleFunc("/api/", s.noSuchCall)
	mux.HandleFunc("GET /healthz", s.healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("/", s.notFound)
	return mux
}

// healthy says that the process serves requests, nothing more.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") }

// ready says whether messages can be answered. Why not is for the log, not for whoever asks.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if err := s.o.Ready(r.Context()); err != nil {
		s.o.Log.WarnContext(r.Context(), "not ready", slog.String("error", err.Error()))
		plain(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	plain(w, http.StatusOK, "ready")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, text) // a client that has gone is no error of ours
}
