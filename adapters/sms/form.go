package sms

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// maxForm is the longest request of Twilio's that is read, in bytes: ten pictures and 1,600 characters take less.
const maxForm = 64 << 10

// errUnsigned and the others say why a request is refused; the caller makes a status of it.
var (
	errUnsigned = errors.New("signature missing or wrong")
	errForm     = errors.New("not a form with each key once")
	errBig      = errors.New("too big")
)

// form reads a request and checks that Twilio signed it over the address that Twilio called.
func (a *Adapter) form(w http.ResponseWriter, r *http.Request) (map[string]string, error) {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/x-www-form-urlencoded" {
		return nil, errForm
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err != nil {
		if _, big := errors.AsType[*http.MaxBytesError](err); big {
			return nil, errBig
		}
		return nil, errForm
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, errForm
	}
	form := make(map[string]string, len(values))
	for k, v := range values {
		if len(v) != 1 {
			return nil, errForm // the signature covers one value a key
		}
		form[k] = v[0]
	}
	signature := r.Header.Get("X-Twilio-Signature")
	if signature == "" {
		return nil, errUnsigned
	}
	for _, address := range a.addresses(r) {
		if a.signed.Validate(address, form, signature) {
			if id := form["AccountSid"]; id != "" && id != a.c.AccountSID {
				return nil, errUnsigned
			}
			return form, nil
		}
	}
	return nil, errUnsigned
}

// addresses are those at which Twilio may have called: the public one, else what the request names. A forger gains
// nothing by naming another, since the signature needs the token.
func (a *Adapter) addresses(r *http.Request) []string {
	rest := r.URL.EscapedPath()
	if r.URL.RawQuery != "" {
		rest += "?" + r.URL.RawQuery
	}
	if a.c.PublicURL != "" {
		return []string{a.c.PublicURL + rest}
	}
	return []string{"https://" + r.Host + rest, "http://" + r.Host + rest}
}

// refuse answers a request that form refused.
func refuse(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, errUnsigned):
		http.Error(w, "who are you?", http.StatusForbidden)
	case errors.Is(err, errBig):
		http.Error(w, "too big", http.StatusRequestEntityTooLarge)
	default:
		http.Error(w, "unreadable", http.StatusBadRequest)
	}
}
