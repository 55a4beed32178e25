// Package config reads the practice's one file.
//
// A file is YAML, read strictly: an unknown key, a wrong type, a missing or impossible value is a Problem with file,
// line, key and a hint, and all of them are reported at once. What the file leaves out keeps its default. Secrets come
// from the environment or from a file that only the owner can read; they are never printed.
//
// Default is the embedded practice, Wellness Rituals; its file, example.yaml, is also the documentation of every key.
// The package imports nothing of knead: cmd turns a Config into the domain's types.
package config
