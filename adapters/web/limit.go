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

// perAddress is how many clients' worth of messages one address may send: a waiting room shares one.
const perAddress = 5

// A limiter holds back whoever sends faster than people write.
type limiter[K comparable] struct {
	rate  rate.Limit
	burst int

	mu      sync.Mutex
	clients map[K]*list.Element
	recent  *list.List // of *client[K], the latest first
}

type client[K comparable] struct {
	key    K
	bucket *rate.Limiter
}

func newLimiter[K comparable](perSecond float64, burst int) *limiter[K] {
	l := &limiter[K]{rate: rate.Limit(perSecond), burst: burst, clients: make(map[K]*list.Element), recent: list.New()}
	if perSecond < 0 {
		l.rate = rate.Inf
	}
	return l
}

// allow reports whether a client may send at now.
func (l *limiter[K]) allow(key K, now time.Time) bool {
	if l.rate == rate.Inf {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.clients[key]
	if !ok {
		if len(l.clients) >= maxClients {
			delete(l.clients, l.recent.Remove(l.recent.Back()).(*client[K]).key)
		}
		e = l.recent.PushFront(&client[K]{key: key, bucket: rate.NewLimiter(l.rate, l.burst)})
		l.clients[key] = e
	}
	l.recent.MoveToFront(e)
	return e.Value.(*client[K]).bucket.AllowN(now, 1)
}

// allowed applies the limits to the client of r and to its address. A program on this machine that comes by no proxy is
// not limited.
func (s *Server) allowed(r *http.Request) bool {
	key, local := s.address(r)
	if local {
		return true
	}
	if sess, ok := s.cookies.read(r); ok && !s.limit.allow(sess.id, s.o.Now()) {
		return false
	}
	return s.places.allow(key, s.o.Now())
}

// address is where r comes from: one address, or a /64 of IPv6, which one household or server has whole. local reports a
// program on this machine.
func (s *Server) address(r *http.Request) (key netip.Prefix, local bool) {
	addr, forwarded := clientAddr(r, s.o.Proxies, s.o.ClientHeader)
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	key, err := addr.Prefix(bits)
	if err != nil {
		key = netip.Prefix{} // no address at all: such requests share one rate
	}
	return key, addr.IsLoopback() && !forwarded
}

// clientAddr is the nearest address of r that is not a trusted proxy, as the header that proxies write has it. forwarded
// reports that a proxy was in between.
func clientAddr(r *http.Request, proxies []netip.Prefix, header string) (addr netip.Addr, forwarded bool) {
	if ap, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		addr = ap.Addr().Unmap()
	}
	hops := strings.Split(strings.Join(r.Header.Values(header), ","), ",")
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
