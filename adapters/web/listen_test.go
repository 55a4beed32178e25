package web

import (
	"errors"
	"io"
	"net"
	"testing"
)

// from is a connection with a made-up address.
type from struct {
	net.Conn
	addr   string
	closed *int
}

func (f from) RemoteAddr() net.Addr {
	a, _ := net.ResolveTCPAddr("tcp", f.addr)
	return a
}

func (f from) Close() error {
	*f.closed++
	return nil
}

// queue is a listener with connections waiting.
type queue []net.Conn

func (q *queue) Accept() (net.Conn, error) {
	if len(*q) == 0 {
		return nil, io.EOF
	}
	c := (*q)[0]
	*q = (*q)[1:]
	return c, nil
}
func (q *queue) Close() error   { return nil }
func (q *queue) Addr() net.Addr { return &net.TCPAddr{} }

func TestOneAddressCannotTakeEveryConnection(t *testing.T) {
	var q queue
	closed := 0
	add := func(n int, addr string) {
		for range n {
			q = append(q, from{addr: addr, closed: &closed})
		}
	}
	add(maxConnections+10, "203.0.113.9:1")
	add(1, "203.0.113.10:1")
	add(maxConnections+10, "127.0.0.1:1")
	l := Listen(&q, nil)
	var open []net.Conn
	for {
		c, err := l.Accept()
		if errors.Is(err, io.EOF) {
			break
		}
		open = append(open, c)
	}
	if want := maxConnections + 1 + maxConnections + 10; len(open) != want || closed != 10 {
		t.Fatalf("%d open and %d closed, want %d and 10", len(open), closed, want)
	}
	if err := errors.Join(open[0].Close(), open[0].Close()); err != nil { // twice counts once
		t.Fatal(err)
	}
	add(2, "203.0.113.9:1")
	if _, err := l.Accept(); err != nil {
		t.Errorf("after one was closed: %v", err)
	}
	if _, err := l.Accept(); !errors.Is(err, io.EOF) {
		t.Errorf("one too many: %v", err)
	}
}
