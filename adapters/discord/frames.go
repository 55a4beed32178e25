package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// What a frame of the gateway is for.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// A frame is one message of the gateway, in either direction.
type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s,omitempty"`
	Kind string          `json:"t,omitempty"`
}

type hello struct {
	Interval int64 `json:"heartbeat_interval"` // milliseconds
}

type ready struct {
	SessionID   string `json:"session_id"`
	ResumeURL   string `json:"resume_gateway_url"`
	User        idOnly `json:"user"`
	Application idOnly `json:"application"`
}

// identify is the frame that begins a session.
func identify(t Token, intents discordgo.Intent, id, total int) any {
	type properties struct {
		OS      string `json:"os"`
		Browser string `json:"browser"`
		Device  string `json:"device"`
	}
	type body struct {
		Token      string           `json:"token"`
		Properties properties       `json:"properties"`
		Intents    discordgo.Intent `json:"intents"`
		Shard      [2]int           `json:"shard"`
	}
	return outFrame{opIdentify, body{t.reveal(), properties{runtime.GOOS, "knead", "knead"}, intents, [2]int{id, total}}}
}

// resume is the frame that goes on with a session after its connection broke.
func resume(t Token, session string, seq int64) any {
	type body struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	return outFrame{opResume, body{t.reveal(), session, seq}}
}

type outFrame struct {
	Op   int `json:"op"`
	Data any `json:"d"`
}

// Why a connection to the gateway ended, beside what the network says.
var (
	errReconnect   = errors.New("discord asks to connect again")
	errStale       = errors.New("session is no longer valid")
	errResumable   = errors.New("session is not valid now")
	errNoHeartbeat = errors.New("heartbeats are not answered")
	errNoHello     = errors.New("connection does not begin with a hello")
)

// Close codes of the gateway that say more than "connect again".
const (
	closeUnknown        = 4000
	closeNotIdentified  = 4003
	closeBadToken       = 4004
	closeBadSequence    = 4007
	closeTimedOut       = 4009
	closeBadShard       = 4010
	closeMustShard      = 4011
	closeBadVersion     = 4012
	closeBadIntents     = 4013
	closeDeniedIntents  = 4014
	portal              = "https://discord.com/developers/applications"
	identifyInterval    = 5 * time.Second // between two sessions that begin side by side
	maxFrame            = 16 << 20        // of one frame, in bytes
	gatewayParameters   = "?v=10&encoding=json"
	connectTimeout      = 15 * time.Second
	writeTimeout        = 5 * time.Second
	maxConnectFailures  = 5  // in a row before a session is resumed where sessions begin
	maxResumeFailures   = 20 // in a row before it is given up and a new one begins
	longestPlausible    = 5 * time.Minute
	shortestPlausible   = 10 * time.Millisecond
	sessionLimitWarning = 5
)

// fatal returns why err cannot be cured by connecting again, nil if it can.
func fatal(err error) *Trouble {
	c, ok := errors.AsType[*websocket.CloseError](err)
	if !ok {
		return nil
	}
	trouble := func(what, hint string) *Trouble {
		return &Trouble{Err: fmt.Errorf("discord: gateway: %s (close code %d)", what, c.Code), Hint: hint}
	}
	switch c.Code {
	case closeBadToken:
		return trouble("the token is refused", "copy a new one with Reset Token from the Bot page at "+portal+" into DISCORD_BOT_TOKEN")
	case closeBadShard:
		return trouble("this shard does not exist", "correct discord.shards: every process must name the same total")
	case closeMustShard:
		return trouble("the bot is in too many servers for so few shards", "take discord.shards out, or raise its total")
	case closeBadVersion:
		return trouble("this version of the gateway is gone", "install a newer knead")
	case closeBadIntents:
		return trouble("the intents are refused", "install a newer knead")
	case closeDeniedIntents:
		return trouble("message content is not allowed for this bot",
			"switch on Message Content Intent on the Bot page at "+portal+", or set discord.message_content to false")
	}
	return nil
}

// endsSession reports whether a session is over with err, so that a new one must begin.
func endsSession(err error) bool {
	if errors.Is(err, errStale) {
		return true
	}
	c, ok := errors.AsType[*websocket.CloseError](err)
	if !ok {
		return false
	}
	switch c.Code {
	case websocket.CloseNormalClosure, websocket.CloseGoingAway, closeNotIdentified, closeBadSequence, closeTimedOut:
		return true
	}
	return false
}
