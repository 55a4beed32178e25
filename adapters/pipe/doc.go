// Package pipe speaks JSON Lines on a pair of streams: one object in, exactly one object out, flushed at once. One
// process holds many users. It is the contract for other programs, and the bench on which channels are tested without
// their networks.
//
//	in:  {"user":"ann","channel":"sms","say":"hi"}   or {"user":"ann","press":"Yes, that's right"}; optional "now", "lang"
//	out: {"user":"ann","text":"…","buttons":[{"label","url"}],"sources":[{"title","section","url"}],"level":"none"}
//
// An empty text is silence. A line that is no such object is answered {"error":"…"} and the rest goes on.
package pipe
