// Package browser has no code, only tests: they drive the chat page and the widget in the Chromium that
// KNEAD_TEST_CHROMIUM names, by typing, pressing and looking, as a client would. They are a module of their own, so that
// what they need is no dependency of knead. Run them from this folder:
//
//	KNEAD_TEST_CHROMIUM=$(command -v chromium) go test ./...
//
// With KNEAD_TEST_AXE naming axe-core's axe.min.js every page is also checked for accessibility; with KNEAD_TEST_SHOTS
// naming a folder screenshots are left there to be looked at.
package browser
