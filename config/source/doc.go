// Package source reads text files with positions, and says what is wrong with
// them.
package source
