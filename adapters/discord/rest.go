package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	userAgent   = "DiscordBot (knead, 1)"
	callTimeout = 30 * time.Second // for one call with its retries and rate limits
)

// An api is Discord's REST interface, as far as it is used here, on the library's requests.
type api struct {
	token Token
	wire  *transport
	http  *http.Client
}

func newAPI(c Config) (*api, error) {
	t, err := newTransport(c)
	if err != nil {
		return nil, err
	}
	return &api{token: c.Token, wire: t, http: t.client()}, nil
}

// call makes one request and reads the answer into out, which may be nil. Its errors name the call, never an address.
//
// Each call has a library session of its own, which here is no more than a bundle of settings: a shared one takes one
// request at a time for all follow-ups of all interactions, and keeps a lock for every interaction that ever was.
func (a *api) call(ctx context.Context, name, method, address string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	s := &discordgo.Session{Token: "Bot " + a.token.reveal(), Client: a.http, Ratelimiter: discordgo.NewRatelimiter(),
		UserAgent: userAgent, LogLevel: -1} // -1: not even errors, they have addresses
	data, err := s.RequestWithBucketID(method, address, in, address, discordgo.WithContext(ctx))
	if err != nil {
		return callError(name, err)
	}
	if out == nil || len(data) == 0 {
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("%s: read answer: %w", name, err)
	}
	return nil
}

// callError keeps of err what an operator may read.
func callError(name string, err error) error {
	if e, ok := errors.AsType[*discordgo.RESTError](err); ok {
		out := &apiError{call: name, status: e.Response.StatusCode}
		if e.Message != nil {
			out.code, out.reason = e.Message.Code, e.Message.Message
		}
		return out
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // without the address
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errLimited) {
		return fmt.Errorf("%s: %w", name, err)
	}
	return &apiError{call: name, reason: err.Error()}
}

// A payload is a message as it is sent. Its mentions ping nobody, whatever the text says.
type payload struct {
	Content         string                       `json:"content"`
	Embeds          []*discordgo.MessageEmbed    `json:"embeds"`
	Components      []discordgo.MessageComponent `json:"components"`
	AllowedMentions noMentions                   `json:"allowed_mentions"`
	Flags           discordgo.MessageFlags       `json:"flags,omitempty"`
	Reference       *messageReference            `json:"message_reference,omitempty"`
	Nonce           string                       `json:"nonce,omitempty"`
	EnforceNonce    bool                         `json:"enforce_nonce,omitempty"`
}

// noMentions allows no mention at all.
type noMentions struct{}

// MarshalJSON implements json.Marshaler.
func (noMentions) MarshalJSON() ([]byte, error) {
	return []byte(`{"parse":[],"replied_user":false}`), nil
}

type messageReference struct {
	MessageID       string `json:"message_id"`
	FailIfNotExists bool   `json:"fail_if_not_exists"`
}

// An application is what is asked about the bot at the start.
type application struct {
	ID        string `json:"id"`
	VerifyKey string `json:"verify_key"`
	Flags     int    `json:"flags"`
	Bot       struct {
		ID string `json:"id"`
	} `json:"bot"`
}

func (a *api) application(ctx context.Context) (app application, err error) {
	err = a.call(ctx, "read application", http.MethodGet, discordgo.EndpointApplication("@me"), nil, &app)
	if app.Bot.ID == "" {
		app.Bot.ID = app.ID
	}
	return app, err
}

// gatewayInfo says where the gateway is and how it may be opened.
type gatewayInfo struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Remaining   int   `json:"remaining"`
		ResetAfter  int64 `json:"reset_after"` // milliseconds
		Concurrency int   `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

func (a *api) gateway(ctx context.Context) (g gatewayInfo, err error) {
	err = a.call(ctx, "find gateway", http.MethodGet, discordgo.EndpointGatewayBot, nil, &g)
	return g, err
}

// A channelInfo is what is asked about a channel or thread.
type channelInfo struct {
	ID       string                `json:"id"`
	Type     discordgo.ChannelType `json:"type"`
	GuildID  string                `json:"guild_id"`
	ParentID string                `json:"parent_id"`
	OwnerID  string                `json:"owner_id"`
}

func (c channelInfo) isThread() bool {
	switch c.Type {
	case discordgo.ChannelTypeGuildNewsThread, discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread:
		return true
	default:
		return false
	}
}

func (a *api) channel(ctx context.Context, id string) (c channelInfo, err error) {
	err = a.call(ctx, "read channel", http.MethodGet, discordgo.EndpointChannel(id), nil, &c)
	return c, err
}

// direct returns the channel of a member's direct messages.
func (a *api) direct(ctx context.Context, user string) (string, error) {
	var c channelInfo
	in := struct {
		Recipient string `json:"recipient_id"`
	}{user}
	err := a.call(ctx, "open direct messages", http.MethodPost, discordgo.EndpointUserChannels("@me"), in, &c)
	return c.ID, err
}

type idOnly struct {
	ID string `json:"id"`
}

func (a *api) send(ctx context.Context, channel string, p payload) (string, error) {
	var sent idOnly
	err := a.call(ctx, "send message", http.MethodPost, discordgo.EndpointChannelMessages(channel), p, &sent)
	return sent.ID, err
}

func (a *api) deleteMessage(ctx context.Context, channel, message string) error {
	return a.call(ctx, "delete message", http.MethodDelete, discordgo.EndpointChannelMessage(channel, message), nil, nil)
}

func (a *api) typing(ctx context.Context, channel string) error {
	return a.call(ctx, "show typing", http.MethodPost, discordgo.EndpointChannelTyping(channel), nil, nil)
}

type newThread struct {
	Name        string                `json:"name"`
	AutoArchive int                   `json:"auto_archive_duration"` // minutes
	Type        discordgo.ChannelType `json:"type,omitempty"`
}

// threadFrom opens a thread under a message.
func (a *api) threadFrom(ctx context.Context, channel, message, name string) (string, error) {
	var c channelInfo
	err := a.call(ctx, "open thread", http.MethodPost, discordgo.EndpointChannelMessageThread(channel, message),
		newThread{Name: name, AutoArchive: 1440}, &c)
	return c.ID, err
}

// thread opens a thread under no message. It is as public as its channel.
func (a *api) thread(ctx context.Context, channel, name string) (string, error) {
	var c channelInfo
	err := a.call(ctx, "open thread", http.MethodPost, discordgo.EndpointChannelThreads(channel),
		newThread{Name: name, AutoArchive: 10080, Type: discordgo.ChannelTypeGuildPublicThread}, &c)
	return c.ID, err
}

// A callback is the first answer to an interaction.
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

func (a *api) acknowledge(ctx context.Context, in *interaction, c callback) error {
	return a.call(ctx, "acknowledge", http.MethodPost, discordgo.EndpointInteractionResponse(in.ID, in.Token), c, nil)
}

// editOriginal changes the first answer to an interaction.
func (a *api) editOriginal(ctx context.Context, in *interaction, p payload) error {
	p.Flags = 0 // decided by the first answer
	return a.call(ctx, "edit answer", http.MethodPatch, discordgo.EndpointInteractionResponseActions(in.ApplicationID, in.Token), p, nil)
}

// followUp adds a message to an interaction.
func (a *api) followUp(ctx context.Context, in *interaction, p payload) error {
	return a.call(ctx, "follow up", http.MethodPost, discordgo.EndpointWebhookToken(in.ApplicationID, in.Token), p, nil)
}

// commandsAddress is where the commands are: everywhere, or in one server.
func commandsAddress(app, guild string) string {
	if guild == "" {
		return discordgo.EndpointApplicationGlobalCommands(app)
	}
	return discordgo.EndpointApplicationGuildCommands(app, guild)
}

func (a *api) commands(ctx context.Context, app, guild string) (cmds []command, err error) {
	err = a.call(ctx, "read commands", http.MethodGet, commandsAddress(app, guild)+"?with_localizations=true", nil, &cmds)
	return cmds, err
}

func (a *api) setCommands(ctx context.Context, app, guild string, cmds []command) error {
	return a.call(ctx, "set commands", http.MethodPut, commandsAddress(app, guild), cmds, nil)
}
