package web

import (
	"net"
	"net/netip"
	"sync"
)

// maxConnections is how many connections one address may hold. A browser uses six; a clinic's waiting room is one address.
const maxConnections = 256

// Listen wraps ln so that no address can take every connection by opening them and staying slow. Addresses of proxies,
// and of this machine, stand for many clients and are not limited.
func Listen(ln net.Listener, proxies []netip.Prefix) net.Listener {
	return &listener{Listener: ln, proxies: append(ownMachine(), proxies...), held: make(map[netip.Addr]int)}
}

// ownMachine is every address by which this machine reaches itself.
func ownMachine() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

type listener struct {
	net.Listener
	proxies []netip.Prefix

	mu   sync.Mutex
	held map[netip.Addr]int
}

// Accept implements net.Listener. Connections beyond the limit are closed at once.
func (l *listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		ap, err := netip.ParseAddrPort(c.RemoteAddr().String())
		addr := ap.Addr().Unmap()
		if err != nil || trusted(addr, l.proxies) {
			return c, nil
		}
		if l.take(addr) {
			return &conn{Conn: c, release: sync.OnceFunc(func() { l.release(addr) })}, nil
		}
		_ = c.Close() // nobody was promised anything
	}
}

func (l *listener) take(a netip.Addr) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[a] >= maxConnections {
		return false
	}
	l.held[a]++
	return true
}

func (l *listener) release(a netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[a]--; l.held[a] <= 0 {
		delete(l.held, a)
	}
}

type conn struct {
	net.Conn
	release func()
}

// Close implements net.Conn.
func (c *conn) Close() error {
	c.release()
	return c.Conn.Close()
}
