package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/sync/errgroup"

	"knead/bot"
)

const (
	ackAfter     = 400 * time.Millisecond // an interaction whose reply takes longer is acknowledged without it
	typingAfter  = 400 * time.Millisecond // a member whose reply takes longer sees that it is being written
	ackTimeout   = 3 * time.Second        // after which Discord takes no acknowledgement
	tokenLife    = 14*time.Minute + 30*time.Second
	drainTimeout = 10 * time.Second // for replies under way when Run ends

	maxWorkers      = 64    // conversations that are answered at once
	maxWaiting      = 50000 // messages that wait in all
	maxWaitingOfOne = 200   // messages of one member that wait
	maxInteractions = 2048  // interactions under way
	remembered      = 8192  // messages, threads and channels that are remembered, each
)

// ErrNotRunning is what Send, Post and Interactions meet before Run is called and after it has returned.
var ErrNotRunning = errors.New("discord: not running")

// An Adapter is the front desk on Discord. It implements bot.Adapter and bot.Sender and is safe for concurrent use.
type Adapter struct {
	cfg      Config
	log      *slog.Logger
	api      *api
	listed   map[string]bool
	words    map[bot.Lang]words
	pace     func(ctx context.Context, d time.Duration) error
	every    time.Duration // between two sessions that begin side by side
	deferred time.Duration // ackAfter
	ackLimit time.Duration // ackTimeout

	running  atomic.Pointer[desk]
	me       atomic.Pointer[identity]
	lanes    *lanes
	tasks    *tasks
	seen     *recent[string, struct{}]    // messages and interactions that were taken
	answered *recent[string, answer]      // what was said to which message
	threads  *recent[string, string]      // threads that were opened for an answer: whose question it was
	channels *recent[string, channelInfo] // what was asked about channels
	directs  *recent[string, string]      // the channels of members' direct messages
	posting  sync.Mutex                   // one new thread for staff at a time
	shards   atomic.Pointer[[]*shard]
}

// A desk is what runs between the beginning and the end of Run.
type desk struct {
	ctx     context.Context // outlives the event that starts a job; Run owns and ends it
	handler bot.Handler
}

// An identity is who the bot is.
type identity struct {
	user, application string
	key               ed25519.PublicKey
	staffGuild        string // the server that the staff channel is in
}

var (
	_ bot.Adapter = (*Adapter)(nil)
	_ bot.Sender  = (*Adapter)(nil)
)

// New returns an Adapter, or an error that says what is wrong in c; where a setting is to be corrected, it is a *Trouble.
// New makes no request.
func New(c Config) (*Adapter, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	api, err := newAPI(c)
	if err != nil {
		return nil, err
	}
	a := &Adapter{cfg: c, log: c.Log, api: api, listed: make(map[string]bool), words: allWords(), pace: pause, every: identifyInterval, deferred: ackAfter, ackLimit: ackTimeout,
		lanes: newLanes(c.Log, maxWorkers, maxWaitingOfOne, maxWaiting), tasks: newTasks(c.Log, maxInteractions),
		seen: newRecent[string, struct{}](remembered), answered: newRecent[string, answer](remembered),
		threads: newRecent[string, string](remembered), channels: newRecent[string, channelInfo](remembered),
		directs: newRecent[string, string](remembered)}
	for _, ch := range c.Channels {
		a.listed[ch] = true
	}
	return a, nil
}

// Run answers until ctx ends, which is no error: then replies under way still go out, for ten seconds at most. It may be
// called once. It ends by itself only when somebody has to correct a setting; the error is then a *Trouble.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) (err error) {
	if h == nil {
		return errors.New("discord: no handler")
	}
	base, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(ErrNotRunning)
	if !a.running.CompareAndSwap(nil, &desk{ctx: base, handler: h}) {
		return errors.New("discord: Run was called before")
	}
	defer a.drain(cancel)
	if err := a.introduce(ctx); err != nil {
		return ended(ctx, err)
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { a.register(gctx); return nil })
	if a.cfg.NoGateway {
		a.log.InfoContext(ctx, "discord answers interactions over HTTP only")
		<-gctx.Done()
	} else {
		shards, err := a.open(ctx)
		if err != nil {
			return errors.Join(ended(ctx, err), g.Wait())
		}
		for _, s := range shards {
			g.Go(func() error { return s.run(gctx) })
		}
	}
	return g.Wait()
}

// ended is err, or nil when it only says that ctx is over.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// drain lets what was taken be answered, but not for ever.
func (a *Adapter) drain(cancel context.CancelCauseFunc) {
	stop := time.AfterFunc(drainTimeout, func() { cancel(ErrNotRunning) })
	defer stop.Stop()
	a.lanes.close()
	a.tasks.close()
}

// introduce asks who the bot is, for as long as it takes.
func (a *Adapter) introduce(ctx context.Context) error {
	for failures := 1; ; failures++ {
		err := a.introduceOnce(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if _, ok := errors.AsType[*Trouble](err); ok {
			return err
		}
		wait := backoff(failures)
		a.log.WarnContext(ctx, "discord cannot be reached", slog.String("error", err.Error()), slog.Duration("again_in", wait))
		if err := a.pace(ctx, wait); err != nil {
			return err
		}
	}
}

func (a *Adapter) introduceOnce(ctx context.Context) error {
	app, err := a.api.application(ctx)
	if err != nil {
		if statusOf(err) == http.StatusUnauthorized {
			return &Trouble{Err: fmt.Errorf("discord: the token is refused: %w", err),
				Hint: "copy a new one with Reset Token from the Bot page at " + portal + " into DISCORD_BOT_TOKEN"}
		}
		return fmt.Errorf("discord: %w", err)
	}
	const content, contentLimited = 1 << 18, 1 << 19 // the portal's switch for verified and for other applications
	if a.cfg.MessageContent && app.Flags&(content|contentLimited) == 0 {
		return &Trouble{Err: errors.New("discord.message_content: Discord does not allow it for this bot"),
			Hint: "switch on Message Content Intent on the Bot page at " + portal + ", or set discord.message_content to false"}
	}
	me := &identity{user: app.Bot.ID, application: app.ID}
	key := a.cfg.PublicKey
	if key == "" {
		key = app.VerifyKey
	}
	if k, err := hex.DecodeString(key); err == nil && len(k) == ed25519.PublicKeySize {
		me.key = k
	}
	if a.cfg.StaffChannel != "" {
		ch, err := a.api.channel(ctx, a.cfg.StaffChannel)
		switch {
		case refused(err):
			return &Trouble{Err: fmt.Errorf("staff.discord.channel: %w", err),
				Hint: "let the bot see that channel and write in it (View Channel, Send Messages, Create Public Threads, Send Messages in Threads), or correct its ID"}
		case err != nil:
			return fmt.Errorf("discord: %w", err)
		}
		me.staffGuild = ch.GuildID
	}
	a.me.Store(me)
	return nil
}

// open makes the shards that this process runs.
func (a *Adapter) open(ctx context.Context) ([]*shard, error) {
	var g gatewayInfo
	for failures := 1; ; failures++ {
		var err error
		if g, err = a.api.gateway(ctx); err == nil {
			break
		}
		if statusOf(err) == http.StatusUnauthorized || a.pace(ctx, backoff(failures)) != nil {
			return nil, fmt.Errorf("discord: %w", err)
		}
	}
	if g.Limit.Remaining < sessionLimitWarning && g.Limit.ResetAfter > 0 {
		wait := time.Duration(g.Limit.ResetAfter) * time.Millisecond
		a.log.WarnContext(ctx, "few gateway sessions are left today: something restarts too often",
			slog.Int("left", g.Limit.Remaining), slog.Duration("reset_in", wait))
		if g.Limit.Remaining == 0 {
			if err := a.pace(ctx, wait); err != nil {
				return nil, err
			}
		}
	}
	part := a.cfg.Shards
	if part == (Shards{}) {
		n := max(g.Shards, 1)
		part = Shards{Last: n - 1, Total: n}
	}
	slots := newSlots(g.Limit.Concurrency, a.every)
	var shards []*shard
	for i := part.First; i <= part.Last; i++ {
		shards = append(shards, &shard{id: i, total: part.Total, gateway: g.URL, token: a.cfg.Token, intents: a.intents(), log: a.log,
			slots: slots, pace: a.pace, deliver: a.event})
	}
	a.shards.Store(&shards)
	return shards, nil
}

// intents are the least that messages need. No intent at all is needed for commands and presses.
func (a *Adapter) intents() discordgo.Intent {
	in := discordgo.IntentDirectMessages | discordgo.IntentGuildMessages
	if a.cfg.MessageContent {
		in |= discordgo.IntentMessageContent
	}
	return in
}

// Ready returns nil when members are heard: Run is running and every shard has a session. Otherwise it says what is not.
func (a *Adapter) Ready(context.Context) error {
	if a.running.Load() == nil || a.me.Load() == nil {
		return ErrNotRunning
	}
	if a.cfg.NoGateway {
		return nil
	}
	shards := a.shards.Load()
	if shards == nil {
		return errors.New("discord: gateway not found yet")
	}
	for _, s := range *shards {
		if !s.up.Load() {
			return fmt.Errorf("discord: shard %d of %d is not connected", s.id, s.total)
		}
	}
	return nil
}

// event takes one event of the gateway. It only sorts: everything that waits is done elsewhere.
func (a *Adapter) event(ctx context.Context, kind string, data json.RawMessage) {
	switch kind {
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		var m incoming
		if readable(json.Unmarshal(data, &m)) {
			a.onMessage(ctx, &m, kind == "MESSAGE_UPDATE")
		}
	case "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		var r removal
		if readable(json.Unmarshal(data, &r)) {
			a.onDelete(ctx, r)
		}
	case "INTERACTION_CREATE":
		in := &interaction{received: a.cfg.Now()}
		if !readable(json.Unmarshal(data, in)) {
			return
		}
		err := a.take(in, func(ctx context.Context, c callback) error { return a.api.acknowledge(ctx, in, c) })
		if err != nil {
			a.log.WarnContext(ctx, "interaction not taken", slog.String("error", err.Error()))
		}
	}
	// Reactions, members, voice and whatever else there is are neither asked for nor read.
}

// readable reports whether what could be decoded can be used. A value of an unexpected kind somewhere in an event is no
// reason to drop all of it.
func readable(err error) bool {
	_, odd := errors.AsType[*json.UnmarshalTypeError](err)
	return err == nil || odd
}

// conversation is that with a member. It is one and the same wherever on Discord they write, so that a hold laid in a
// channel holds in their direct messages too. What knead says first goes to their direct messages.
func conversation(user string) bot.Conversation {
	return bot.Conversation{Channel: bot.Discord, Chat: bot.ChatID(user), User: bot.UserID(user)}
}

// handle has m answered. A handler that panics although it must not gets the member a reply all the same.
func (a *Adapter) handle(m bot.Message) (r bot.Reply) {
	d := a.running.Load()
	r = bot.Reply{Text: a.wordsFor(m.Lang).Trouble, Outcome: bot.Screened, Level: bot.Urgent}
	guarded(a.log, func() { r = d.handler.Handle(d.ctx, m) })
	return r
}
