package smstest

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // Twilio's signature is made of it
	"encoding/base64"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Sign is Twilio's signature of a form delivered to address, worked out here once more and not by Twilio's library.
func Sign(token, address string, form url.Values) string {
	keys := make([]string, 0, len(form))
	for k := range form {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	b.WriteString(address)
	for _, k := range keys {
		b.WriteString(k + form.Get(k))
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(b.String()))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Form is what Twilio delivers of a message.
func (s *Server) Form(id, from, to, body string, media int) url.Values {
	return url.Values{"MessageSid": {id}, "SmsSid": {id}, "SmsMessageSid": {id}, "AccountSid": {Account}, "From": {from}, "To": {to}, "Body": {body},
		"NumMedia": {strconv.Itoa(media)}, "NumSegments": {"1"}, "FromCountry": {"US"}, "FromCity": {""}, "SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"}}
}

// An Answer is what a call of Twilio's got.
type Answer struct {
	Status   int
	Messages []string // of the TwiML
	Callback string   // of the first message
}

// Call delivers a signed form to path of the web server at base, which is the public address too, and reads the TwiML.
func (s *Server) Call(ctx context.Context, base, path string, form url.Values) (Answer, error) {
	return s.CallAs(ctx, base, base, path, form)
}

// CallAs is Call where the web server at base is publicly called public.
func (s *Server) CallAs(ctx context.Context, base, public, path string, form url.Values) (Answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return Answer{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	req.Header.Set("X-Twilio-Signature", Sign(Token, public+path, form))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Status: resp.StatusCode}
	if resp.StatusCode != http.StatusOK {
		return a, nil
	}
	var doc struct {
		XMLName  xml.Name `xml:"Response"`
		Messages []struct {
			Callback string `xml:"statusCallback,attr"`
			Body     string `xml:",chardata"`
		} `xml:"Message"`
	}
	if err := xml.Unmarshal(raw, &doc); err != nil {
		return a, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range doc.Messages {
		a.Messages = append(a.Messages, m.Body)
		a.Callback = m.Callback
		s.add(Sent{SID: s.id(), From: form.Get("To"), To: form.Get("From"), Body: m.Body, Callback: m.Callback, TwiML: true})
	}
	return a, nil
}
