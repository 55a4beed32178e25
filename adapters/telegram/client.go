package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	// maxAnswer bounds what is read of an answer: a hundred of the longest updates are a fraction of it.
	maxAnswer = 32 << 20
	// callFor is how long one call may take, polls aside.
	callFor = 30 * time.Second
	// maxSkew is how far this machine's clock may be from Telegram's before it is said.
	maxSkew = 2 * time.Minute
)

// A client calls methods of the Bot API. The library is its transport: it makes the requests and reads the envelope of
// the answers. It knows no contexts, retries nothing, and its errors hold the token, so all of that is done here.
type client struct {
	token    Token
	endpoint string
	http     *http.Client
	now      func() time.Time
	answered atomic.Int64                                   // when Telegram last answered anything, Unix nanoseconds
	skewed   func(ctx context.Context, ahead time.Duration) // told when the clocks differ
}

func newClient(c Config) *client {
	// The library fills token and method in with Sprintf.
	return &client{token: c.Token, endpoint: strings.ReplaceAll(c.APIURL, "%", "%%") + "/bot%s/%s", http: httpClient(c.Client), now: c.Now}
}

// call calls method once. in is a struct whose fields are the method's parameters, or nil; the result goes to out unless
// that is nil. Its errors are *apiError, or the context's.
func (c *client) call(ctx context.Context, method string, in, out any) error {
	return c.callWithin(ctx, callFor, method, in, out)
}

func (c *client) callWithin(ctx context.Context, limit time.Duration, method string, in, out any) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("telegram: %s: %w", method, context.Cause(ctx))
	}
	p, err := params(in)
	if err != nil {
		return fmt.Errorf("telegram: %s: %w", method, err)
	}
	tctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	b := &bound{ctx: tctx, c: c}
	api := &tgbotapi.BotAPI{Token: string(c.token), Client: b}
	api.SetAPIEndpoint(c.endpoint)
	resp, err := api.MakeRequest(method, p)
	if err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("telegram: %s: %w", method, context.Cause(ctx))
		}
		return c.explain(method, b.status, err)
	}
	c.answered.Store(c.now().UnixNano())
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(resp.Result, out); err != nil {
		return &apiError{method: method, code: b.status, text: "an answer of another form than expected"}
	}
	return nil
}

// explain makes an *apiError of what the library returns.
func (c *client) explain(method string, status int, err error) error {
	out := &apiError{method: method, code: status}
	if te, ok := errors.AsType[*tgbotapi.Error](err); ok {
		if te.Code != 0 {
			out.code = te.Code
		}
		out.text = describe(c.token, te.Message)
		out.retry = time.Duration(te.RetryAfter) * time.Second
		out.migrate = te.MigrateToChatID
		return out
	}
	switch cause := bare(err); {
	case status == 0:
		op, isOp := errors.AsType[*net.OpError](cause)
		out.unsent = isOp && op.Op == "dial"
		out.err = errors.New(redact(c.token, cause.Error()))
		if isTLS(cause) {
			out.err = fmt.Errorf("%w (is the clock of this machine right?)", out.err)
		}
	case status/100 == 3:
		out.text = "a redirect, which is not followed because the token is in the address: check api_url"
	default:
		out.text = "an answer that is no JSON: not the Bot API, or a proxy in between"
		if status < 500 && status != http.StatusNotFound {
			out.code = http.StatusBadGateway // whatever stood in between: try again
		}
	}
	return out
}

// A bound is the library's HTTP client for one call.
type bound struct {
	ctx    context.Context // of this one call: the library hands none on
	c      *client
	status int
}

// Do implements tgbotapi.HTTPClient. The body it returns is in memory and begins as JSON does.
func (b *bound) Do(req *http.Request) (*http.Response, error) {
	resp, err := b.c.http.Do(req.WithContext(b.ctx))
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, err // cut off midway: as if there had been no answer
	}
	b.status = resp.StatusCode
	if date, derr := http.ParseTime(resp.Header.Get("Date")); derr == nil && b.c.skewed != nil {
		if d := date.Sub(b.c.now()); d > maxSkew || d < -maxSkew {
			b.c.skewed(b.ctx, d)
		}
	}
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return nil, errNoJSON
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// errNoJSON is an answer that is not the Bot API's.
var errNoJSON = errors.New("not JSON")

// params turns a struct into form fields: strings as they are, everything else as JSON.
func params(in any) (tgbotapi.Params, error) {
	if in == nil {
		return nil, nil
	}
	data, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	p := make(tgbotapi.Params, len(fields))
	for key, raw := range fields {
		var s string
		if json.Unmarshal(raw, &s) == nil {
			p[key] = s
		} else {
			p[key] = string(raw)
		}
	}
	return p, nil
}
