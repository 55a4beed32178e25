package smstest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"regexp"
)

// A Spec is what Twilio's published description says of sending a message. A nil Spec checks nothing.
type Spec struct {
	params   map[string]schema
	required []string
	message  map[string]schema
}

type schema struct {
	Type     string `json:"type"`
	Format   string `json:"format"`
	Pattern  string `json:"pattern"`
	Nullable bool   `json:"nullable"`
	MinLen   int    `json:"minLength"`
	MaxLen   int    `json:"maxLength"`
	Ref      string `json:"$ref"`
	Enum     []any  `json:"enum"`
}

// LoadSpec reads the OpenAPI description of Twilio's API of 2010.
func LoadSpec(path string) (*Spec, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("twilio's description: %w", err)
	}
	type object struct {
		Required   []string          `json:"required"`
		Properties map[string]schema `json:"properties"`
		Enum       []any             `json:"enum"`
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Body struct {
				Content map[string]struct {
					Schema object `json:"schema"`
				} `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]object `json:"schemas"`
		} `json:"components"`
	}
	// Values of other parts have other shapes; only those of "post" are looked at.
	var loose struct {
		Paths      map[string]map[string]json.RawMessage `json:"paths"`
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(data, &loose); err != nil {
		return nil, fmt.Errorf("twilio's description: %w", err)
	}
	post, ok := loose.Paths["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]
	if !ok {
		return nil, fmt.Errorf("twilio's description: %s has no way to send a message", path)
	}
	one := fmt.Sprintf(`{"paths":{"m":{"post":%s}},"components":{"schemas":{"message":%s,"status":%s,"direction":%s}}}`, post,
		loose.Components.Schemas["api.v2010.account.message"], loose.Components.Schemas["message_enum_status"], loose.Components.Schemas["message_enum_direction"])
	if err := json.Unmarshal([]byte(one), &doc); err != nil {
		return nil, fmt.Errorf("twilio's description: %w", err)
	}
	body := doc.Paths["m"]["post"].Body.Content["application/x-www-form-urlencoded"].Schema
	s := &Spec{params: body.Properties, required: body.Required, message: doc.Components.Schemas["message"].Properties}
	for _, name := range []string{"status", "direction"} {
		s.message[name] = schema{Type: "string", Enum: doc.Components.Schemas[name].Enum}
	}
	if len(s.params) == 0 || len(s.message) == 0 {
		return nil, fmt.Errorf("twilio's description: %s says nothing of messages", path)
	}
	return s, nil
}

// checkRequest compares the parameters of a message.
func (s *Spec) checkRequest(f url.Values) error {
	if s == nil {
		return nil
	}
	for k, vs := range f {
		p, known := s.params[k]
		if !known {
			return fmt.Errorf("%s: no such parameter", k)
		}
		for _, v := range vs {
			if err := p.check(v); err != nil {
				return fmt.Errorf("%s: %w", k, err)
			}
		}
	}
	for _, k := range s.required {
		if f.Get(k) == "" {
			return fmt.Errorf("%s: missing", k)
		}
	}
	return nil
}

// checkAnswer compares the description of a message.
func (s *Spec) checkAnswer(m map[string]any) error {
	if s == nil {
		return nil
	}
	for k, v := range m {
		p, known := s.message[k]
		if !known {
			return fmt.Errorf("%s: no such property", k)
		}
		if v == nil && !p.Nullable {
			return fmt.Errorf("%s: null", k)
		}
		if text, ok := v.(string); ok {
			if err := p.check(text); err != nil {
				return fmt.Errorf("%s: %w", k, err)
			}
		}
	}
	for k := range s.message {
		if _, there := m[k]; !there {
			return fmt.Errorf("%s: missing", k)
		}
	}
	return nil
}

func (p schema) check(v string) error {
	if p.Pattern != "" {
		if re, err := regexp.Compile(p.Pattern); err == nil && !re.MatchString(v) {
			return fmt.Errorf("%q is not of the form %s", v, p.Pattern)
		}
	}
	if p.MaxLen > 0 && len(v) > p.MaxLen || len(v) < p.MinLen {
		return fmt.Errorf("has %d characters", len(v))
	}
	if p.Format == "uri" {
		if u, err := url.Parse(v); err != nil || u.Host == "" {
			return fmt.Errorf("%q is no address", v)
		}
	}
	if len(p.Enum) > 0 {
		for _, e := range p.Enum {
			if e == v {
				return nil
			}
		}
		return fmt.Errorf("%q is none of %v", v, p.Enum)
	}
	return nil
}
