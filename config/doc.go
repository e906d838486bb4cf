// Package config is the vocabulary of confspace.
package config
