// Package bottest has what tests of knead share: the conformance suite that every Store must pass,
// scripted fakes, and the runner of golden conversations.
package bottest
