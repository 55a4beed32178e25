package telegramtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A Spec is the Bot API's methods and types, as https://github.com/PaulSonOfLars/telegram-bot-api-spec writes them.
type Spec struct {
	Version string              `json:"version"`
	Methods map[string]specItem `json:"methods"`
	Types   map[string]specItem `json:"types"`
}

type specItem struct {
	Fields   []specField `json:"fields"`
	Subtypes []string    `json:"subtypes"`
}

type specField struct {
	Name     string   `json:"name"`
	Types    []string `json:"types"`
	Required bool     `json:"required"`
}

// LoadSpec reads a specification.
func LoadSpec(path string) (*Spec, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load spec: %w", err)
	}
	var s Spec
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("load spec: %w", err)
	}
	if len(s.Methods) == 0 || len(s.Types) == 0 {
		return nil, errors.New("load spec: no methods or types in it")
	}
	return &s, nil
}

// Check compares the parameters of a request with the method's. The values are as they arrive in a form: JSON for
// everything but strings.
func (s *Spec) Check(method string, params map[string]string) []string {
	m, ok := s.Methods[method]
	if !ok {
		return []string{method + ": no such method"}
	}
	var problems []string
	known := make(map[string]bool)
	for _, f := range m.Fields {
		known[f.Name] = true
		v, given := params[f.Name]
		if !given {
			if f.Required {
				problems = append(problems, method+"."+f.Name+": missing")
			}
			continue
		}
		if err := s.form(v, f.Types); err != nil {
			problems = append(problems, fmt.Sprintf("%s.%s: %v", method, f.Name, err))
		}
	}
	for name := range params {
		if !known[name] {
			problems = append(problems, method+"."+name+": no such parameter")
		}
	}
	return problems
}

// form checks a form value against the types it may have.
func (s *Spec) form(v string, types []string) error {
	var errs []error
	for _, t := range types {
		if t == "String" || t == "InputFile" {
			return nil
		}
		var x any
		d := json.NewDecoder(strings.NewReader(v))
		d.UseNumber()
		if err := d.Decode(&x); err != nil {
			errs = append(errs, fmt.Errorf("%s: not JSON", t))
			continue
		}
		err := s.value(x, t)
		if err == nil {
			return nil
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// value checks a decoded JSON value against one type.
func (s *Spec) value(v any, t string) error {
	if elem, ok := strings.CutPrefix(t, "Array of "); ok {
		list, ok := v.([]any)
		if !ok {
			return fmt.Errorf("want %s", t)
		}
		for i, x := range list {
			if err := s.value(x, elem); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		return nil
	}
	switch t {
	case "String", "InputFile":
		return kind[string](v, t)
	case "Boolean", "True":
		return kind[bool](v, t)
	case "Float":
		return kind[json.Number](v, t)
	case "Integer":
		n, ok := v.(json.Number)
		if _, err := strconv.ParseInt(n.String(), 10, 64); !ok || err != nil {
			return fmt.Errorf("want an Integer, got %v", v)
		}
		return nil
	}
	item, ok := s.Types[t]
	if !ok {
		return fmt.Errorf("unknown type %s in the specification", t)
	}
	if len(item.Subtypes) > 0 {
		var errs []error
		for _, sub := range item.Subtypes {
			err := s.value(v, sub)
			if err == nil {
				return nil
			}
			errs = append(errs, err)
		}
		return fmt.Errorf("%s: fits none of its kinds: %w", t, errors.Join(errs...))
	}
	obj, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("want an object of type %s", t)
	}
	known := make(map[string]bool)
	for _, f := range item.Fields {
		known[f.Name] = true
		x, given := obj[f.Name]
		if !given {
			if f.Required {
				return fmt.Errorf("%s.%s: missing", t, f.Name)
			}
			continue
		}
		var errs []error
		fits := false
		for _, ft := range f.Types {
			if err := s.value(x, ft); err != nil {
				errs = append(errs, err)
			} else {
				fits = true
			}
		}
		if !fits {
			return fmt.Errorf("%s.%s: %w", t, f.Name, errors.Join(errs...))
		}
	}
	for name := range obj {
		if !known[name] {
			return fmt.Errorf("%s.%s: no such field", t, name)
		}
	}
	return nil
}

func kind[T any](v any, t string) error {
	if _, ok := v.(T); !ok {
		return fmt.Errorf("want a %s, got %v", t, v)
	}
	return nil
}
