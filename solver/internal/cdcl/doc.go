// Package cdcl is a small conflict-driven clause-learning solver whose trail is
// open to a search that is not its own.
package cdcl
