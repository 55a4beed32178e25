// Package importer turns pages that a practice already has into articles of its knowledge base: a text dump, an HTML or
// Markdown file, a folder of them, a web page, or the pages of a sitemap.
//
// The way of a page, in Run (importer.go):
//
//  1. source.go reads files, fetch.go the web: same site, robots.txt honoured (robots.go), limits on size, time and
//     number, and no address that is not public, checked when dialling so that neither DNS nor a redirect gets round it.
//     sitemap.go lists pages.
//  2. decode.go makes UTF-8 of the bytes, or says what they are instead.
//  3. html.go, markdown.go and text.go make blocks of it: headings, paragraphs, lists. What a reader would not see is
//     gone after this step, and so are links: their words stay.
//  4. clean.go takes out what is no article: bylines, dates, reading times, comments, link lists, and lines that
//     stand on most pages of a site.
//  5. shape.go makes sections that fit a chat, with anchors.
//  6. write.go writes Markdown with front matter, whole or not at all, and never over an article that somebody edited.
//
// What a page says is text, whoever it seems to address: nothing in it can set front matter, anchors, links or markup.
package importer
