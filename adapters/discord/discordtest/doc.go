// Package discordtest is a Discord for tests: its gateway, its REST API, and people who write and press. It knows nothing
// of package discord; what it takes and gives is what Discord's own specification says, and with that file at hand every
// request and every answer is checked against it.
//
//   - server.go: New, what a test can set, waiting until something has happened
//   - rest.go, objects.go: the REST API and its objects
//   - gateway.go: hello, identify, resume with replay, heartbeats, and everything that can go wrong with them
//   - people.go: members who write, press, choose, type and fill forms
//   - spec.go: a reader of the OpenAPI specification, strict about keys it does not know
package discordtest
