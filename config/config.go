package config

import "log/slog"

// A Config is everything an owner can set. The descriptions are those of the JSON Schema.
type Config struct {
	Practice Practice `json:"practice" jsonschema:"the business that knead speaks for"`
	Articles Articles `json:"articles,omitzero" jsonschema:"where the knowledge base is"`
	Listen   string   `json:"listen,omitempty" jsonschema:"address and port of the web chat, such as 127.0.0.1:8080"`
	Database string   `json:"database,omitempty" jsonschema:"a path, or a postgres:// address; empty: knead.db in the user's state folder"`
	KeepDays int      `json:"keep_days,omitempty" jsonschema:"days after which what clients wrote is deleted, 1 to 3650"`
	Screen   Screen   `json:"screening,omitzero" jsonschema:"the screening for signs that need a doctor"`
	Web      Web      `json:"web,omitzero" jsonschema:"the web chat"`
	Telegram Telegram `json:"telegram,omitzero" jsonschema:"on when a token is set"`
	Discord  Discord  `json:"discord,omitzero" jsonschema:"on when a token is set"`
	Staff    Staff    `json:"staff,omitzero" jsonschema:"how the practice's own people hear of requests, and where they answer"`
	Twilio   Twilio   `json:"twilio,omitzero" jsonschema:"text messages; on when account, token and number are set"`
	OpenAI   OpenAI   `json:"openai,omitzero" jsonschema:"optional language model that may only reword; on when a key or an address is set"`
	Log      Log      `json:"log,omitzero" jsonschema:"what knead writes to standard error; never what clients write"`
}

// A Practice is the business: name, places, services, people. What is left out is unknown; knead never makes it up.
type Practice struct {
	Name       string            `json:"name" jsonschema:"as clients know it"`
	TimeZone   string            `json:"time_zone" jsonschema:"IANA name, such as America/New_York"`
	Country    string            `json:"country" jsonschema:"ISO 3166-1 code, such as US; decides emergency numbers and how 12/3 is read"`
	Languages  []string          `json:"languages" jsonschema:"en, es; the first is the default"`
	Website    string            `json:"website,omitempty" jsonschema:"web address"`
	Phone      string            `json:"phone,omitempty" jsonschema:"number for calls, as clients write it"`
	TextToBook string            `json:"text_to_book,omitempty" jsonschema:"number to which clients text a booking"`
	Email      string            `json:"email,omitempty" jsonschema:"address for clients"`
	Social     []Link            `json:"social,omitempty" jsonschema:"pages elsewhere"`
	Locations  []Location        `json:"locations,omitempty" jsonschema:"places of the practice"`
	Services   []Service         `json:"services,omitempty" jsonschema:"kinds of massage"`
	Therapists []Therapist       `json:"therapists,omitempty" jsonschema:"the people who give them"`
	Facts      []Fact            `json:"facts,omitempty" jsonschema:"further answers: parking, payment, policies"`
	Numbers    map[string]string `json:"numbers,omitempty" jsonschema:"overrides of the country's numbers: emergency, crisis, poison, violence, advice"`
}

// A Link is a labelled web address.
type Link struct {
	Label string `json:"label" jsonschema:"what the client reads"`
	URL   string `json:"url" jsonschema:"web address"`
}

// A Location is a place of the practice.
type Location struct {
	ID        string   `json:"id" jsonschema:"short name without spaces, such as orlando; keep it once chosen"`
	Name      string   `json:"name" jsonschema:"as clients know it"`
	Aliases   []string `json:"aliases,omitempty" jsonschema:"other words clients use for it"`
	BookURL   string   `json:"book_url,omitempty" jsonschema:"page where a client books; empty: staff get the request"`
	Address   string   `json:"address,omitempty" jsonschema:"street and town"`
	Hours     []Hours  `json:"hours,omitempty" jsonschema:"opening hours"`
	Latitude  float64  `json:"latitude,omitempty" jsonschema:"degrees north"`
	Longitude float64  `json:"longitude,omitempty" jsonschema:"degrees east"`
}

// Hours is one opening window on some weekdays.
type Hours struct {
	Days []string `json:"days" jsonschema:"mon, tue, wed, thu, fri, sat, sun"`
	From string   `json:"from" jsonschema:"HH:MM, 24 hours"`
	To   string   `json:"to" jsonschema:"HH:MM, 24 hours, after from"`
}

// A Service is a kind of massage.
type Service struct {
	ID      string            `json:"id" jsonschema:"short name without spaces, such as deep-tissue; keep it once chosen"`
	Name    map[string]string `json:"name" jsonschema:"by language"`
	Aliases []string          `json:"aliases,omitempty" jsonschema:"other words clients use for it"`
	Minutes []int             `json:"minutes,omitempty" jsonschema:"lengths it comes in; empty: unknown"`
	Price   string            `json:"price,omitempty" jsonschema:"as you would say it; empty: unknown"`
}

// A Therapist gives massages.
type Therapist struct {
	Name    string            `json:"name" jsonschema:"as clients know them"`
	Aliases []string          `json:"aliases,omitempty" jsonschema:"other names"`
	About   map[string]string `json:"about,omitempty" jsonschema:"one line, by language"`
}

// A Fact is an answer of the practice's own.
type Fact struct {
	Key    string            `json:"key" jsonschema:"short name, such as parking"`
	Asked  []string          `json:"asked" jsonschema:"words or phrases by which clients ask for it"`
	Answer map[string]string `json:"answer" jsonschema:"by language"`
}

// Articles says where the knowledge base is.
type Articles struct {
	Folder    string `json:"folder,omitempty" jsonschema:"folder with en/*.md and es/*.md; empty: the embedded articles"`
	Thesaurus string `json:"thesaurus,omitempty" jsonschema:"folder with en.yaml and es.yaml: your clients' words for the articles' words"`
}

// Screen sets the screening. It cannot be switched off.
type Screen struct {
	Model bool   `json:"model,omitempty" jsonschema:"the second reader; without it only the rules read"`
	Rules string `json:"rules,omitempty" jsonschema:"folder with your clinician's own rules; empty: the embedded ones"`
}

// Web sets the web chat.
type Web struct {
	PublicURL string `json:"public_url,omitempty" jsonschema:"address by which clients reach it, such as https://chat.example.com"`
	Secret    Secret `json:"secret,omitempty" jsonschema:"signs the session cookie; empty: made once and kept beside the database"`

	Sites    []string          `json:"sites,omitempty" jsonschema:"the practice's own pages that may show the chat, such as https://www.example.com; empty: the widget is off"`
	Color    string            `json:"color,omitempty" jsonschema:"the practice's colour, such as #1c5f5a; made darker or lighter where it could not be read"`
	Greeting map[string]string `json:"greeting,omitempty" jsonschema:"heads the empty chat, by language"`

	Proxies      []string `json:"proxies,omitempty" jsonschema:"addresses or ranges of your proxies, such as 10.0.0.0/8, that say who the client is; empty: this machine's own"`
	ClientHeader string   `json:"client_header,omitempty" jsonschema:"header in which they say it, such as CF-Connecting-IP; empty: X-Forwarded-For"`
}

// Telegram is on when Token is set.
type Telegram struct {
	Token     Secret `json:"token,omitempty" jsonschema:"better in TELEGRAM_BOT_TOKEN or token_file"`
	TokenFile string `json:"token_file,omitempty" jsonschema:"a file that holds the token"`
	APIURL    string `json:"api_url,omitempty" jsonschema:"base of the Bot API, for a local server"`

	WebhookURL    string `json:"webhook_url,omitempty" jsonschema:"public https address at which Telegram delivers, such as https://chat.example.com/telegram; empty: long polling"`
	WebhookSecret Secret `json:"webhook_secret,omitempty" jsonschema:"what Telegram sends with every delivery; empty: made at every start"`
}

// Discord is on when Token is set.
type Discord struct {
	Token     Secret `json:"token,omitempty" jsonschema:"better in DISCORD_BOT_TOKEN or token_file"`
	TokenFile string `json:"token_file,omitempty" jsonschema:"a file that holds the token"`
	APIURL    string `json:"api_url,omitempty" jsonschema:"base of the API, for a stand-in"`

	Channels       []string `json:"channels,omitempty" jsonschema:"IDs of the server channels in which knead answers a mention; empty: direct messages and commands only"`
	MessageContent bool     `json:"message_content,omitempty" jsonschema:"read threads and replies without a mention; needs the Message Content intent in the developer portal"`
	Guild          string   `json:"guild,omitempty" jsonschema:"ID of one server that gets the commands at once, for trying out"`
	Shards         string   `json:"shards,omitempty" jsonschema:"auto, a number, or the part of this process such as 0-3/8"`
	PublicKey      string   `json:"public_key,omitempty" jsonschema:"of the application; with it interactions are also taken over HTTP at /discord/interactions"`
	NoGateway      bool     `json:"no_gateway,omitempty" jsonschema:"open no connection to Discord: commands over HTTP only"`
}

// Twilio is on when AccountSID, AuthToken and Number are set.
type Twilio struct {
	AccountSID    string `json:"account_sid,omitempty" jsonschema:"begins with AC"`
	AuthToken     Secret `json:"auth_token,omitempty" jsonschema:"better in TWILIO_AUTH_TOKEN or auth_token_file"`
	AuthTokenFile string `json:"auth_token_file,omitempty" jsonschema:"a file that holds the token"`
	Number        string `json:"number,omitempty" jsonschema:"the practice's number, such as +14075550100"`
	APIURL        string `json:"api_url,omitempty" jsonschema:"base of the API, for a stand-in"`

	Numbers   []TwilioNumber `json:"numbers,omitempty" jsonschema:"which location clients mean who write to a number, and further numbers"`
	Quiet     QuietHours     `json:"quiet_hours,omitzero" jsonschema:"when nobody is written to first, in the practice's time zone; 21:00 to 08:00"`
	PerSecond float64        `json:"per_second,omitempty" jsonschema:"messages a second that a number may send; 1, as carriers allow a usual number"`
	Keywords  string         `json:"keyword_replies,omitempty" jsonschema:"who answers STOP, START and HELP: knead, or twilio where your Twilio account does"`
}

// A TwilioNumber is a telephone number of the practice.
type TwilioNumber struct {
	Number   string `json:"number" jsonschema:"such as +14075550100"`
	Location string `json:"location,omitempty" jsonschema:"the id of the location that clients mean who write to it"`
}

// QuietHours is a window of the day, over midnight where to is before from.
type QuietHours struct {
	From string `json:"from" jsonschema:"HH:MM, 24 hours"`
	To   string `json:"to" jsonschema:"HH:MM, 24 hours; the same as from: no quiet hours"`
}

// OpenAI is on when APIKey or BaseURL is set.
type OpenAI struct {
	APIKey     Secret `json:"api_key,omitempty" jsonschema:"better in OPENAI_API_KEY or api_key_file"`
	APIKeyFile string `json:"api_key_file,omitempty" jsonschema:"a file that holds the key"`
	BaseURL    string `json:"base_url,omitempty" jsonschema:"ends in /v1; a hosted service or a local server"`
	Model      string `json:"model,omitempty" jsonschema:"name of the model"`

	Off           bool     `json:"off,omitempty" jsonschema:"true: nothing is asked, whatever else is set"`
	Reword        bool     `json:"reword,omitempty" jsonschema:"word answers anew from the passages they cite, checked in code"`
	SearchTerms   bool     `json:"search_terms,omitempty" jsonschema:"pick search terms out of long questions; the question itself is searched too"`
	SecondOpinion bool     `json:"second_opinion,omitempty" jsonschema:"let the model raise, never lower, the level of a message by one step"`
	OffChannels   []string `json:"off_channels,omitempty" jsonschema:"channels of which it sees nothing: web, sms, telegram, discord, console"`

	TimeoutSeconds float64 `json:"timeout_seconds,omitempty" jsonschema:"for a whole answer; 4 if left out"`
	CallsAtOnce    int     `json:"calls_at_once,omitempty" jsonschema:"4 if left out"`
	TokensADay     int     `json:"tokens_a_day,omitempty" jsonschema:"200000 if left out; -1 for no bound"`
	MoneyADay      float64 `json:"money_a_day,omitempty" jsonschema:"in the currency of the prices; 0 for no bound"`
	PriceIn        float64 `json:"price_in,omitempty" jsonschema:"of a million tokens sent"`
	PriceOut       float64 `json:"price_out,omitempty" jsonschema:"of a million tokens received"`
}

// Log sets what goes to standard error.
type Log struct {
	Level  string `json:"level,omitempty" jsonschema:"debug, info, warn or error"`
	Format string `json:"format,omitempty" jsonschema:"text or json"`
}

// A Secret is a string that is never printed: not by fmt, not by slog, not as JSON.
type Secret string

const hidden = "(set, hidden)"

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the secret from JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Reveal returns the secret itself, for the one place that sends it.
func (s Secret) Reveal() string { return string(s) }
