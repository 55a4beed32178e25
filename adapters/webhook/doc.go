// Package webhook brings notices to a system of the practice's own: one signed POST of JSON a notice, as Standard Webhooks
// (https://www.standardwebhooks.com) has it, so that its libraries check the calls.
//
//	POST /hook
//	Content-Type: application/json
//	Webhook-Id: msg_5f2c…             the same for every try of one notice: act on it once
//	Webhook-Timestamp: 1795188600     seconds since 1970 when this try was made
//	Webhook-Signature: v1,K5oZ…       base64 of HMAC-SHA256 over id "." timestamp "." body, with the shared secret
//
//	{"type":"knead.booking","id":"msg_5f2c…","ref":"#m6pn","talk":"9f86…","text":"…","channel":"web",
//	 "at":"2026-11-20T15:30:00Z","request":{"intent":"book","service":"swedish","date":"2026-11-24",…}}
//
// The secret is base64, 24 to 64 bytes, with or without "whsec_" before it. A receiver compares the signature in constant
// time and refuses timestamps older than a few minutes ([Verify] does both).
//
// Any 2xx answer is "taken". 400, 410, 413, 415 and 422 are final, since the same call would be refused again. Everything
// else is tried again by the dispatcher, 429 and 503 not before their Retry-After: trouble passes, and a wrong address or
// secret can be mended. Redirects are not followed, and nothing of an answer but its status is used.
//
// # Which addresses
//
// The address comes from the practice's file and from nowhere else: no client can choose or change it, so addresses inside
// the practice's own network are as good as others. It must be https, with a certificate that the system trusts, unless it
// is this machine (localhost, 127.0.0.0/8, ::1): requests of clients are in the calls. It is never logged, and an error
// does not name it, since many services put a token into the path.
package webhook
