package web

import (
	"container/list"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients is how many clients' rates are remembered. Beyond it the one longest silent is forgotten.
const maxClients = 10_000

// A limiter holds back clients who send faster than people write.
type limiter struct {
	rate  rate.Limit
	burst int

	mu      sync.Mutex
	clients map[netip.Prefix]*list.Element
	recent  *list.List // of *client, the latest first
}

type client struct {
	key    netip.Prefix
	bucket *rate.Limiter
}

func newLimiter(perSecond float64, burst int) *limiter {
	l := &limiter{rate: rate.Limit(perSecond), burst: burst, clients: make(map[netip.Prefix]*list.Element), recent: list.New()}
	if perSecond < 0 {
		l.rate = rate.Inf
	}
	return l
}

// allow reports whether a client may send at now.
func (l *limiter) allow(key netip.Prefix, now time.Time) bool {
	if l.rate == rate.Inf {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.clients[key]
	if !ok {
		if len(l.clients) >= maxClients {
			delete(l.clients, l.recent.Remove(l.recent.Back()).(*client).key)
		}
		e = l.recent.PushFront(&client{key: key, bucket: rate.NewLimiter(l.rate, l.burst)})
		l.clients[key] = e
	}
	l.recent.MoveToFront(e)
	return e.Value.(*client).bucket.AllowN(now, 1)
}

// allowed applies the limit to the client of r. A program on this machine that comes by no proxy is not limited.
func (s *Server) allowed(r *http.Request) bool {
	addr, forwarded := clientAddr(r, s.o.Proxies)
	if addr.IsLoopback() && !forwarded {
		return true
	}
	bits := 32
	if addr.Is6() {
		bits = 64 // one household or server has a whole /64
	}
	key, err := addr.Prefix(bits)
	if err != nil {
		key = netip.Prefix{} // no address at all: such requests share one rate
	}
	return s.limit.allow(key, s.o.Now())
}

// clientAddr is the nearest address of r that is not a trusted proxy. forwarded reports that a proxy was in between.
func clientAddr(r *http.Request, proxies []netip.Prefix) (addr netip.Addr, forwarded bool) {
	if ap, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		addr = ap.Addr().Unmap()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && trusted(addr, proxies); i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr, forwarded = a.Unmap().WithZone(""), true
	}
	return addr, forwarded
}

func trusted(a netip.Addr, proxies []netip.Prefix) bool {
	for _, p := range proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
