package discordtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Spec is Discord's OpenAPI specification.
type Spec struct {
	schemas map[string]any
	paths   map[string]any
	routes  [][]string // paths in segments, the most literal first
}

// LoadSpec reads the specification from a file.
func LoadSpec(path string) (*Spec, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load specification: %w", err)
	}
	var doc struct {
		Paths      map[string]any `json:"paths"`
		Components struct {
			Schemas map[string]any `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("load specification: %s: %w", path, err)
	}
	s := &Spec{schemas: doc.Components.Schemas, paths: doc.Paths}
	for p := range doc.Paths {
		s.routes = append(s.routes, strings.Split(p, "/"))
	}
	slices.SortFunc(s.routes, func(a, b []string) int {
		return strings.Count(strings.Join(a, "/"), "{") - strings.Count(strings.Join(b, "/"), "{")
	})
	return s, nil
}

// operation finds what a method does at a path below /api/v10.
func (s *Spec) operation(method, path string) (map[string]any, error) {
	parts := strings.Split(path, "/")
	for _, route := range s.routes {
		if !slices.EqualFunc(route, parts, func(r, p string) bool { return r == p || strings.HasPrefix(r, "{") && p != "" }) {
			continue
		}
		item, _ := s.paths[strings.Join(route, "/")].(map[string]any)
		if op, ok := item[strings.ToLower(method)].(map[string]any); ok {
			return op, nil
		}
	}
	return nil, fmt.Errorf("%s %s: not in the specification", method, path)
}

// Request checks a request's body.
func (s *Spec) Request(method, path string, body []byte) error {
	op, err := s.operation(method, path)
	if err != nil {
		return err
	}
	schema := dig(op, "requestBody", "content", "application/json", "schema")
	if schema == nil {
		if len(body) > 0 {
			return fmt.Errorf("%s %s: takes no body", method, path)
		}
		return nil
	}
	return s.check(schema, body, method+" "+path)
}

// Response checks an answer's body.
func (s *Spec) Response(method, path string, status int, body []byte) error {
	op, err := s.operation(method, path)
	if err != nil {
		return err
	}
	answer := dig(op, "responses", fmt.Sprint(status))
	if status == 429 {
		return s.Object("RatelimitedResponse", body)
	}
	if status >= 400 {
		return s.Object("ErrorResponse", body)
	}
	if answer == nil {
		return fmt.Errorf("%s %s: no answer of status %d", method, path, status)
	}
	schema := dig(answer, "content", "application/json", "schema")
	if schema == nil {
		if len(body) > 0 {
			return fmt.Errorf("%s %s: answers nothing with status %d", method, path, status)
		}
		return nil
	}
	return s.check(schema, body, method+" "+path+" answer")
}

// Object checks a value against a schema by its name.
func (s *Spec) Object(name string, body []byte) error {
	schema, ok := s.schemas[name]
	if !ok {
		return fmt.Errorf("no schema %s", name)
	}
	return s.check(schema, body, name)
}

func (s *Spec) check(schema any, body []byte, at string) error {
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	if errs := s.validate(schema, v, at, true); len(errs) > 0 {
		return fmt.Errorf("%s", strings.Join(errs, "\n"))
	}
	return nil
}

func dig(v any, keys ...string) any {
	for _, k := range keys {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

// validate returns what is wrong with v. With strict, keys that no schema names are wrong too.
func (s *Spec) validate(schema, v any, at string, strict bool) []string {
	m, ok := schema.(map[string]any)
	if !ok {
		return nil
	}
	if ref, ok := m["$ref"].(string); ok {
		return s.validate(s.schemas[strings.TrimPrefix(ref, "#/components/schemas/")], v, at, strict)
	}
	var errs []string
	bad := func(format string, args ...any) { errs = append(errs, at+": "+fmt.Sprintf(format, args...)) }
	if t, ok := m["type"]; ok && !isType(t, v) {
		bad("%s is no %v", brief(v), t)
		return errs
	}
	if c, ok := m["const"]; ok && c != v {
		bad("%s is not %v", brief(v), c)
	}
	if e, ok := m["enum"].([]any); ok && !slices.Contains(e, v) {
		bad("%s is none of %v", brief(v), e)
	}
	for _, k := range []string{"oneOf", "anyOf"} {
		if alts, ok := m[k].([]any); ok {
			errs = append(errs, s.best(alts, v, at, strict)...)
		}
	}
	if all, ok := m["allOf"].([]any); ok {
		for _, sub := range all {
			errs = append(errs, s.validate(sub, v, at, false)...)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		errs = append(errs, s.object(m, v, at, strict)...)
	case []any:
		errs = append(errs, s.array(m, v, at)...)
	case string:
		errs = append(errs, text(m, v, at)...)
	case float64:
		if n, ok := m["minimum"].(float64); ok && v < n {
			bad("%v is under %v", v, n)
		}
		if n, ok := m["maximum"].(float64); ok && v > n {
			bad("%v is over %v", v, n)
		}
	}
	return errs
}

// best tries every alternative; if none fits it tells of the nearest.
func (s *Spec) best(alts []any, v any, at string, strict bool) []string {
	var nearest []string
	for i, a := range alts {
		errs := s.validate(a, v, at, strict)
		if len(errs) == 0 {
			return nil
		}
		if i == 0 || len(errs) < len(nearest) || strings.Contains(strings.Join(nearest, " "), "/type: ") {
			nearest = errs
		}
	}
	return nearest
}

// known are the keys that a schema names, in itself and in what it is put together from; any is true where all are.
func (s *Spec) known(schema any) (keys map[string]any, all bool) {
	m, _ := schema.(map[string]any)
	if ref, ok := m["$ref"].(string); ok {
		return s.known(s.schemas[strings.TrimPrefix(ref, "#/components/schemas/")])
	}
	keys = map[string]any{}
	if p, ok := m["properties"].(map[string]any); ok {
		maps.Copy(keys, p)
	}
	if extra, ok := m["additionalProperties"]; ok && extra != false {
		all = true
	}
	for _, k := range []string{"allOf", "oneOf", "anyOf"} {
		subs, _ := m[k].([]any)
		for _, sub := range subs {
			more, any := s.known(sub)
			maps.Copy(keys, more)
			all = all || any
		}
	}
	return keys, all
}

func (s *Spec) object(m, v map[string]any, at string, strict bool) []string {
	var errs []string
	required, _ := m["required"].([]any)
	for _, k := range required {
		if _, ok := v[k.(string)]; !ok {
			errs = append(errs, fmt.Sprintf("%s: %s is missing", at, k))
		}
	}
	props, _ := m["properties"].(map[string]any)
	extra, hasExtra := m["additionalProperties"]
	keys, all := s.known(m)
	for k, val := range v {
		if sub, ok := props[k]; ok {
			errs = append(errs, s.validate(sub, val, at+"/"+k, true)...)
			continue
		}
		if hasExtra && extra != false {
			errs = append(errs, s.validate(extra, val, at+"/"+k, true)...)
			continue
		}
		if _, ok := keys[k]; !ok && strict && !all && len(keys) > 0 {
			errs = append(errs, fmt.Sprintf("%s: unknown key %s", at, k))
		}
	}
	if n, ok := m["maxProperties"].(float64); ok && float64(len(v)) > n {
		errs = append(errs, fmt.Sprintf("%s: %d keys, at most %v", at, len(v), n))
	}
	return errs
}

func (s *Spec) array(m map[string]any, v []any, at string) []string {
	var errs []string
	if n, ok := m["minItems"].(float64); ok && float64(len(v)) < n {
		errs = append(errs, fmt.Sprintf("%s: %d items, at least %v", at, len(v), n))
	}
	if n, ok := m["maxItems"].(float64); ok && float64(len(v)) > n {
		errs = append(errs, fmt.Sprintf("%s: %d items, at most %v", at, len(v), n))
	}
	if items, ok := m["items"]; ok {
		for i, e := range v {
			errs = append(errs, s.validate(items, e, fmt.Sprintf("%s/%d", at, i), true)...)
		}
	}
	return errs
}

func text(m map[string]any, v, at string) []string {
	var errs []string
	bad := func(format string, args ...any) { errs = append(errs, at+": "+fmt.Sprintf(format, args...)) }
	n := float64(utf8.RuneCountInString(v))
	if least, ok := m["minLength"].(float64); ok && n < least {
		bad("%v characters, at least %v", n, least)
	}
	if most, ok := m["maxLength"].(float64); ok && n > most {
		bad("%v characters, at most %v", n, most)
	}
	if p, ok := m["pattern"].(string); ok {
		if re, err := regexp.Compile(p); err == nil && !re.MatchString(v) {
			bad("%q does not match %s", v, p)
		}
	}
	switch m["format"] {
	case "date-time":
		if _, err := time.Parse(time.RFC3339, v); err != nil {
			bad("%q is no date and time", v)
		}
	case "uri":
		if u, err := url.Parse(v); err != nil || u.Scheme == "" {
			bad("%q is no address", v)
		}
	}
	return errs
}

func isType(t, v any) bool {
	if ts, ok := t.([]any); ok {
		return slices.ContainsFunc(ts, func(t any) bool { return isType(t, v) })
	}
	switch v := v.(type) {
	case nil:
		return t == "null"
	case bool:
		return t == "boolean"
	case string:
		return t == "string"
	case float64:
		return t == "number" || t == "integer" && v == float64(int64(v))
	case []any:
		return t == "array"
	case map[string]any:
		return t == "object"
	}
	return false
}

func brief(v any) string {
	s := fmt.Sprint(v)
	if len(s) > 60 {
		s = s[:60] + "…"
	}
	return s
}
