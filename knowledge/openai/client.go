package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	sdk "github.com/sashabaranov/go-openai"
)

// maxContent is the longest content that is taken from an answer, in bytes.
const maxContent = 64 << 10

// busyWait is how long a call waits for another to end before it gives up.
const busyWait = 300 * time.Millisecond

// A Client asks the endpoint, within its limits. It is safe for concurrent use.
type Client struct {
	o       Options
	sdk     *sdk.Client
	breaker *breaker
	budget  *budget
	slots   chan struct{}
	stats   *counter
}

// New returns a Client. Nothing is sent yet.
func New(o Options) (*Client, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	b, err := newBudget(o)
	if err != nil {
		return nil, err
	}
	c := &Client{o: o, budget: b, breaker: &breaker{now: o.Now}, slots: make(chan struct{}, o.MaxCalls), stats: newCounter()}
	cfg := sdk.DefaultConfig(string(o.Key))
	cfg.BaseURL = o.BaseURL
	cfg.HTTPClient = newTransport(o, c.breaker.later)
	cfg.EmptyMessagesLimit = maxBody // keep-alives are bounded by their bytes and by time, not by their number
	c.sdk = sdk.NewClientWithConfig(cfg)
	return c, nil
}

// Stats returns the counts since the start.
func (c *Client) Stats() Stats { return c.stats.snapshot() }

// A failure is an Outcome that is an error.
type failure struct {
	outcome Outcome
	status  int
}

func (f failure) Error() string {
	if f.status != 0 {
		return fmt.Sprintf("openai: %s %d", f.outcome, f.status)
	}
	return "openai: " + string(f.outcome)
}

// A request is one call.
type request struct {
	purpose string // for the log
	system  string
	user    any // sent as JSON
	schema  json.RawMessage
	most    int // tokens of the answer
	stream  bool
	sofar   func(content string) // told of a stream's content as it grows; nil: nobody looks
}

// ask makes the call within ctx and the Client's own limits and decodes the answer into to. The error is a failure.
func (c *Client) ask(ctx context.Context, r request, to any) error {
	start := c.o.Now()
	in, out, err := c.call(ctx, r, to)
	outcome, status := Used, 0
	if err != nil {
		f := classify(ctx, err)
		outcome, status, err = f.outcome, f.status, f
	}
	level := slog.LevelDebug
	if err != nil {
		level = slog.LevelWarn
	}
	c.o.Log.LogAttrs(ctx, level, "language model", slog.String("for", r.purpose), slog.String("outcome", string(outcome)),
		slog.Int("status", status), slog.Int("tokens_in", in), slog.Int("tokens_out", out), slog.Duration("took", c.o.Now().Sub(start)))
	return err
}

func (c *Client) call(ctx context.Context, r request, to any) (in, out int, err error) {
	user, err := json.Marshal(r.user)
	if err != nil {
		return 0, 0, fmt.Errorf("encode: %w", err)
	}
	if !c.breaker.allow() {
		return 0, 0, failure{outcome: BreakerOpen}
	}
	asked := false
	defer func() {
		if asked {
			c.breaker.done(err == nil)
		} else {
			c.breaker.drop() // the endpoint is not to blame
		}
	}()
	wait := time.NewTimer(busyWait)
	defer wait.Stop()
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-wait.C:
		return 0, 0, failure{outcome: Busy}
	case <-ctx.Done():
		return 0, 0, failure{outcome: TimedOut}
	}
	guess := tokens(len(r.system)+len(user)+len(r.schema)) + r.most
	if !c.budget.take(guess) {
		return 0, 0, failure{outcome: OverBudget}
	}
	asked = true
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	content, use, err := c.complete(ctx, c.chat(r, string(user)), r)
	if use.PromptTokens+use.CompletionTokens == 0 {
		// Some endpoints do not count, and a call that failed may have been charged for.
		use.PromptTokens, use.CompletionTokens = guess-r.most, tokens(len(content))
	}
	c.stats.call(use.PromptTokens, use.CompletionTokens)
	if serr := c.budget.settle(guess, use.PromptTokens, use.CompletionTokens); serr != nil {
		c.o.Log.LogAttrs(ctx, slog.LevelError, "language model", slog.String("error", "the day's use cannot be kept"))
	}
	if err != nil {
		return use.PromptTokens, use.CompletionTokens, err
	}
	if err := decode(content, to); err != nil {
		return use.PromptTokens, use.CompletionTokens, err
	}
	return use.PromptTokens, use.CompletionTokens, nil
}

// tokens is a rough count for n bytes of English or Spanish.
func tokens(n int) int { return n/3 + 1 }

func (c *Client) chat(r request, user string) sdk.ChatCompletionRequest {
	q := sdk.ChatCompletionRequest{
		Model: c.o.Model,
		Messages: []sdk.ChatCompletionMessage{
			{Role: sdk.ChatMessageRoleSystem, Content: r.system},
			{Role: sdk.ChatMessageRoleUser, Content: user},
		},
		ResponseFormat: &sdk.ChatCompletionResponseFormat{Type: sdk.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &sdk.ChatCompletionResponseFormatJSONSchema{Name: r.purpose, Schema: r.schema, Strict: true}},
	}
	if reasons(c.o.Model) {
		q.MaxCompletionTokens = 4 * r.most // what such a model thinks counts too; it takes no temperature
	} else {
		//lint:ignore SA1019 servers on one's own machine know no other
		q.MaxTokens = r.most
		q.Temperature = 0.01 // 0 would not be sent
	}
	return q
}

// reasons reports whether the model is of a kind that the endpoint takes other limits for.
func reasons(model string) bool {
	for _, p := range []string{"o1", "o3", "o4", "gpt-5"} {
		if strings.HasPrefix(model, p) {
			return true
		}
	}
	return false
}

// complete returns the whole content of the answer. An answer that was cut short is an error.
func (c *Client) complete(ctx context.Context, q sdk.ChatCompletionRequest, r request) (string, sdk.Usage, error) {
	if r.stream {
		return c.streamed(ctx, q, r.sofar)
	}
	resp, err := c.sdk.CreateChatCompletion(ctx, q)
	if err != nil {
		return "", sdk.Usage{}, err
	}
	if len(resp.Choices) == 0 {
		return "", resp.Usage, failure{outcome: CutOff}
	}
	choice := resp.Choices[0]
	if choice.FinishReason != sdk.FinishReasonStop {
		return "", resp.Usage, failure{outcome: CutOff}
	}
	if len(choice.Message.Content) > maxContent {
		return "", resp.Usage, failure{outcome: TooBig}
	}
	return choice.Message.Content, resp.Usage, nil
}

func (c *Client) streamed(ctx context.Context, q sdk.ChatCompletionRequest, sofar func(string)) (content string, use sdk.Usage, err error) {
	q.StreamOptions = &sdk.StreamOptions{IncludeUsage: true}
	st, err := c.sdk.CreateChatCompletionStream(ctx, q)
	if err != nil {
		return "", use, err
	}
	defer func() { _ = st.Close() }()
	var b strings.Builder
	finished := sdk.FinishReason("")
	for {
		part, err := st.Recv()
		if errors.Is(err, io.EOF) {
			break // also where the connection was cut: only the finish reason tells
		}
		if err != nil {
			return b.String(), use, err
		}
		if part.Usage != nil {
			use = *part.Usage
		}
		for _, ch := range part.Choices {
			b.WriteString(ch.Delta.Content)
			if ch.FinishReason != "" {
				finished = ch.FinishReason
			}
		}
		if b.Len() > maxContent {
			return b.String(), use, failure{outcome: TooBig}
		}
		if sofar != nil {
			sofar(b.String())
		}
	}
	if finished != sdk.FinishReasonStop {
		return b.String(), use, failure{outcome: CutOff}
	}
	return b.String(), use, nil
}

// decode reads content as exactly one JSON object of to's shape.
func decode(content string, to any) error {
	dec := json.NewDecoder(strings.NewReader(content))
	dec.DisallowUnknownFields()
	if err := dec.Decode(to); err != nil {
		return failure{outcome: BadJSON}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return failure{outcome: BadJSON}
	}
	return nil
}

// classify makes a failure of any error. What the endpoint wrote is not repeated: it may hold the question, or the key.
func classify(ctx context.Context, err error) failure {
	if f, ok := errors.AsType[failure](err); ok {
		return f
	}
	// A body {"error": "text"} is both kinds of error, and only RequestError has the status then.
	if e, ok := errors.AsType[*sdk.RequestError](err); ok && e.HTTPStatusCode != 0 && !errors.Is(err, errTooBig) {
		return failure{BadStatus, e.HTTPStatusCode}
	}
	if e, ok := errors.AsType[*sdk.APIError](err); ok {
		return failure{BadStatus, e.HTTPStatusCode}
	}
	switch {
	case errors.Is(err, errTooBig):
		return failure{outcome: TooBig}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), ctx.Err() != nil, isTimeout(err):
		return failure{outcome: TimedOut}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return failure{outcome: CutOff}
	}
	if _, ok := errors.AsType[errNetwork](err); ok {
		return failure{outcome: Unreachable}
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return failure{outcome: BadJSON}
	}
	return failure{outcome: CutOff}
}

func isTimeout(err error) bool {
	t, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && t.Timeout()
}
