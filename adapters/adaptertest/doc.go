// Package adaptertest is what every channel has to keep, whatever its network: words arrive as they were written, replies are
// shown whole, what is sent twice is one message, and one client is not taken for another. A channel's own tests run it with
// [Run]; nothing but tests imports it.
package adaptertest
