package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"knead/bot"
)

// loadClient opens as many connections as there are clients.
func loadClient() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4096, MaxIdleConns: 4096}}
}

// A reader is one open page: it reads its stream, is cut off now and then, and resumes where it was.
type pageReader struct {
	url, cookie string
	client      *http.Client
	cuts        bool
	got         func(text string)
	ready       sync.Once
	started     func()
}

// run reads until ctx ends.
func (p *pageReader) run(ctx context.Context) {
	last := ""
	for ctx.Err() == nil {
		cut, cancel := context.WithCancel(ctx)
		if p.cuts {
			time.AfterFunc(time.Duration(500+rand.IntN(3000))*time.Millisecond, cancel)
		}
		last = p.follow(cut, last)
		cancel()
	}
}

// follow reads one connection to its end and returns the ID of its last event.
func (p *pageReader) follow(ctx context.Context, last string) string {
	req, err := http.NewRequestWithContext(ctx, "GET", p.url+"/api/events", nil)
	if err != nil {
		return last
	}
	req.Header.Set("Cookie", p.cookie)
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	r, err := p.client.Do(req)
	if err != nil {
		return last
	}
	defer func() { _ = r.Body.Close() }()
	b := bufio.NewReader(r.Body)
	id, data := "", ""
	for {
		l, err := b.ReadString('\n')
		if err != nil {
			return last
		}
		switch l = strings.TrimSuffix(l, "\n"); {
		case strings.HasPrefix(l, "id: "):
			id = l[4:]
		case strings.HasPrefix(l, "data: "):
			data = l[6:]
		case l == "":
			if data != "" && newer(id, last) {
				var rep reply
				if json.Unmarshal([]byte(data), &rep) == nil {
					p.got(rep.Text)
				}
			}
			if id != "" {
				last = id
			}
			id, data = "", ""
			p.ready.Do(p.started)
		}
	}
}

// newer is what the page's script asks: has this event not been seen?
func newer(id, last string) bool {
	epoch, n, _ := strings.Cut(id, "-")
	known, m, _ := strings.Cut(last, "-")
	a, _ := strconv.Atoi(n)
	b, _ := strconv.Atoi(m)
	return epoch != known || a > b
}

func percentiles(d []time.Duration) string {
	slices.Sort(d)
	at := func(p float64) time.Duration {
		return d[min(len(d)-1, int(p*float64(len(d))))].Round(10 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %v, p99 %v, worst %v", at(0.5), at(0.99), at(1))
}

// TestNewsUnderLoad sends news to many open pages that lose their connections all the time: each comes once, none is lost.
// KNEAD_WEB_LOAD=1 makes it 1,000 pages and 200 a second for half a minute, to be timed.
func TestNewsUnderLoad(t *testing.T) {
	clients, perSecond, seconds := 60, 100, 2
	if os.Getenv("KNEAD_WEB_LOAD") != "" {
		clients, perSecond, seconds = 1000, 200, 30
	}
	o := options(talk())
	o.Now = nil
	s := newServer(t, o)
	srv := httptest.NewServer(s)
	defer srv.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	client := loadClient()
	sent := make([]sync.Map, clients) // text → when
	counts := make([]sync.Map, clients)
	var mu sync.Mutex
	var took []time.Duration
	var arrived atomic.Int64
	conversations := make([]bot.Conversation, clients)
	var up, done sync.WaitGroup
	for i := range clients {
		sess := session{id: fmt.Sprintf("client%d", i), made: time.Now()}
		conversations[i] = sess.conversation()
		up.Add(1)
		p := &pageReader{url: srv.URL, cookie: cookieName + "=" + s.cookies.sign(asCookie, sess), client: client, cuts: i%10 == 0, started: up.Done,
			got: func(text string) {
				n, _ := counts[i].LoadOrStore(text, new(atomic.Int64))
				if n.(*atomic.Int64).Add(1) > 1 {
					return
				}
				arrived.Add(1)
				if at, ok := sent[i].Load(text); ok && i%10 != 0 {
					mu.Lock()
					took = append(took, time.Since(at.(time.Time)))
					mu.Unlock()
				}
			}}
		done.Go(func() { p.run(ctx) })
	}
	up.Wait()
	total := perSecond * seconds
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	var sending sync.WaitGroup
	for n := range total {
		<-tick.C
		i := rand.IntN(clients)
		text := fmt.Sprintf("news %d", n)
		sending.Go(func() {
			for ctx.Err() == nil {
				sent[i].Store(text, time.Now())
				err := s.Send(ctx, conversations[i], bot.Reply{Text: text})
				if err == nil {
					return
				}
				if !errors.Is(err, ErrAway) { // a write that failed in the middle is tried again too
					t.Logf("send: %v", err)
				}
				time.Sleep(50 * time.Millisecond) // as the outbox does
			}
		})
	}
	sending.Wait()
	for end := time.Now().Add(time.Minute); arrived.Load() < int64(total) && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	if got := arrived.Load(); got != int64(total) {
		t.Errorf("%d of %d arrived", got, total)
	}
	twice := 0
	for i := range counts {
		counts[i].Range(func(_, n any) bool {
			if n.(*atomic.Int64).Load() > 1 {
				twice++
			}
			return true
		})
	}
	mu.Lock()
	t.Logf("%d pages open, a tenth of them cut off every few seconds; %d news, %d a second: %d arrived, %d twice; %s", clients, total, perSecond,
		arrived.Load(), twice, percentiles(took))
	mu.Unlock()
	stop()
	_ = s.Close()
	done.Wait()
}

// TestLoad drives the knead at the address in KNEAD_WEB_LOAD_URL, such as http://127.0.0.1:8080: 1,000 open pages and 200
// messages a second for KNEAD_WEB_LOAD_FOR (30s), every answer looked at. The figures are in the log.
func TestLoad(t *testing.T) {
	url := os.Getenv("KNEAD_WEB_LOAD_URL")
	if url == "" {
		t.Skip("KNEAD_WEB_LOAD_URL is not set")
	}
	length, err := time.ParseDuration(os.Getenv("KNEAD_WEB_LOAD_FOR"))
	if err != nil {
		length = 30 * time.Second
	}
	const clients, perSecond = 1000, 200
	says := []struct{ say, has string }{
		{"hello", "assistant"}, {"does massage help a stiff neck?", "assage"}, {"deep tissue 60 next friday 3pm orlando", "Orlando"},
		{"what is cupping good for?", "upping"}, {"where are you?", "Orlando"},
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	client := loadClient()
	cookies := make([]string, clients)
	send := func(i int, say string) (reply, error) {
		body, _ := json.Marshal(map[string]string{"say": say, "lang": "en"})
		req, err := http.NewRequestWithContext(ctx, "POST", url+"/api/messages", bytes.NewReader(body))
		if err != nil {
			return reply{}, err
		}
		req.Header.Set("Content-Type", "application/json")
		if cookies[i] != "" {
			req.Header.Set("Cookie", cookies[i])
		}
		r, err := client.Do(req)
		if err != nil {
			return reply{}, err
		}
		defer func() { _ = r.Body.Close() }()
		if cookies[i] == "" && len(r.Cookies()) > 0 {
			cookies[i] = r.Cookies()[0].Name + "=" + r.Cookies()[0].Value
		}
		var rep reply
		if err := json.NewDecoder(r.Body).Decode(&rep); err != nil || r.StatusCode != http.StatusOK {
			return reply{}, fmt.Errorf("%d %w", r.StatusCode, err)
		}
		_, _ = io.Copy(io.Discard, r.Body)
		return rep, nil
	}
	var up, done sync.WaitGroup
	var open atomic.Int64
	for i := range clients {
		if _, err := send(i, "hello"); err != nil {
			t.Fatal(err)
		}
		up.Add(1)
		p := &pageReader{url: url, cookie: cookies[i], client: client, got: func(string) {}, started: up.Done}
		done.Go(func() {
			open.Add(1)
			p.run(ctx)
			open.Add(-1)
		})
	}
	up.Wait()
	var mu sync.Mutex
	var took []time.Duration
	var wrong []string
	var posts sync.WaitGroup
	total := int(length.Seconds()) * perSecond
	tick := time.NewTicker(time.Second / perSecond)
	defer tick.Stop()
	for n := range total {
		<-tick.C
		posts.Go(func() {
			q := says[n/clients%len(says)] // each client writes once in five seconds
			began := time.Now()
			r, err := send(n%clients, q.say)
			d := time.Since(began)
			mu.Lock()
			defer mu.Unlock()
			took = append(took, d)
			if err != nil || !strings.Contains(r.Text, q.has) {
				wrong = append(wrong, fmt.Sprintf("%s: %q %v", q.say, r.Text, err))
			}
		})
	}
	posts.Wait()
	t.Logf("%d pages open at the end, %d messages at %d a second: %s; %d wrong or lost", open.Load(), total, perSecond, percentiles(took), len(wrong))
	for _, w := range wrong[:min(len(wrong), 10)] {
		t.Error(w)
	}
	stop()
	done.Wait()
}

// TestSlowSenders opens connections to the knead at KNEAD_WEB_LOAD_URL that never finish a request: others are answered.
func TestSlowSenders(t *testing.T) {
	url := os.Getenv("KNEAD_WEB_LOAD_URL")
	if url == "" {
		t.Skip("KNEAD_WEB_LOAD_URL is not set")
	}
	const slow = 800
	began := time.Now()
	ended := make(chan time.Duration, slow)
	for i := range slow {
		c, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		head := "POST /api/messages HTTP/1.1\r\nHost: x\r\n"
		if i%2 == 0 { // half stop in the body
			head += "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
		}
		if _, err := c.Write([]byte(head)); err != nil {
			t.Fatal(err)
		}
		go func() {
			_, _ = io.Copy(io.Discard, c)
			ended <- time.Since(began)
		}()
	}
	for range 20 {
		at := time.Now()
		r, err := http.Post(url+"/api/messages", "application/json", strings.NewReader(`{"say":"hello"}`))
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if d := time.Since(at); d > time.Second || r.StatusCode != http.StatusOK {
			t.Errorf("answered %d after %v", r.StatusCode, d)
		}
	}
	var last time.Duration
	for range slow {
		select {
		case last = <-ended:
		case <-time.After(40 * time.Second):
			t.Fatal("a slow connection is still open")
		}
	}
	t.Logf("%d slow connections, others answered at once; the last was closed after %v", slow, last.Round(time.Second))
}
