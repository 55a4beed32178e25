package config

import (
	"embed"
	"fmt"
	"os"
	"strings"
)

//go:embed example.yaml neu-release.yaml
var files embed.FS

// Example is the commented file of the embedded practice, Wellness Rituals. It documents every key.
func Example() []byte { return embedded("example.yaml") }

// NeuRelease is the commented file of a practice without a booking link, whose requests go to staff.
func NeuRelease() []byte { return embedded("neu-release.yaml") }

func embedded(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic("config: embedded file is not there: " + err.Error()) // unreachable: the build embeds it
	}
	return data
}

// Default returns the embedded practice.
func Default() (Config, error) {
	return Parse("example.yaml", Example())
}

// Load reads the practice's file at path. On trouble the error is of type Problems and holds all of them.
func Load(path string) (Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, Problems{{File: path, What: "cannot be read: " + reason(err),
			Hint: "make one with: knead config init > " + path}}
	}
	return Parse(path, data)
}

// Parse reads a practice's file. name is how the file is called in problems.
func Parse(name string, data []byte) (Config, error) {
	c := Config{Listen: "127.0.0.1:8080", KeepDays: 30, Screen: Screen{Model: true}, OpenAI: OpenAI{Reword: true}, Log: Log{Level: "info", Format: "text"}}
	d := &decoder{file: name, lines: make(map[string]int)}
	if d.decode(data, &c) {
		v := &validator{decoder: d}
		v.config(c)
	}
	return c, d.problems.orNil()
}

// An Env is the environment: os.LookupEnv or a table in tests.
type Env func(key string) (string, bool)

// Environ puts the environment's values over c's and reads secret files. All problems are returned at once.
func Environ(c *Config, env Env) error {
	var ps Problems
	plain := []struct {
		key string
		to  *string
	}{
		{"KNEAD_LISTEN", &c.Listen}, {"KNEAD_DB", &c.Database},
		{"TELEGRAM_API_URL", &c.Telegram.APIURL}, {"DISCORD_API_URL", &c.Discord.APIURL},
		{"TWILIO_ACCOUNT_SID", &c.Twilio.AccountSID}, {"TWILIO_NUMBER", &c.Twilio.Number}, {"TWILIO_API_URL", &c.Twilio.APIURL},
		{"OPENAI_BASE_URL", &c.OpenAI.BaseURL}, {"OPENAI_MODEL", &c.OpenAI.Model},
	}
	for _, p := range plain {
		if v, ok := env(p.key); ok && v != "" {
			*p.to = v
		}
	}
	none := ""
	secrets := []struct {
		key, file string
		to        *Secret
		path      *string
	}{
		{"TELEGRAM_BOT_TOKEN", "telegram.token_file", &c.Telegram.Token, &c.Telegram.TokenFile},
		{"DISCORD_BOT_TOKEN", "discord.token_file", &c.Discord.Token, &c.Discord.TokenFile},
		{"TWILIO_AUTH_TOKEN", "twilio.auth_token_file", &c.Twilio.AuthToken, &c.Twilio.AuthTokenFile},
		{"OPENAI_API_KEY", "openai.api_key_file", &c.OpenAI.APIKey, &c.OpenAI.APIKeyFile},
		{"KNEAD_MAIL_PASSWORD", "staff.mail.password_file", &c.Staff.Mail.Password, &c.Staff.Mail.PasswordFile},
		{"KNEAD_WEBHOOK_SECRET", "staff.webhook.secret_file", &c.Staff.Webhook.Secret, &c.Staff.Webhook.SecretFile},
		{"KNEAD_WEB_SECRET", "web.secret", &c.Web.Secret, &none},
	}
	for _, s := range secrets {
		if v, ok := env(s.key); ok && v != "" {
			*s.to = Secret(v)
			continue
		}
		path, from := *s.path, s.file
		if v, ok := env(s.key + "_FILE"); ok && v != "" {
			path, from = v, s.key+"_FILE"
		}
		if path == "" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			ps = append(ps, Problem{Key: from, What: "secret file cannot be read: " + reason(err), Hint: "check the path and who may read it"})
			continue
		}
		secret := strings.TrimSpace(string(data))
		if secret == "" {
			ps = append(ps, Problem{Key: from, What: fmt.Sprintf("secret file %s is empty", path), Hint: "put the token in it, on one line"})
		}
		*s.to = Secret(secret)
	}
	return ps.orNil()
}

// reason is what went wrong with a file, without the path, which the problem already names.
func reason(err error) string {
	s := err.Error()
	if i := strings.LastIndex(s, ": "); i >= 0 {
		return s[i+2:]
	}
	return s
}
