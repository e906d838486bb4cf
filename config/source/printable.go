package source

import "unicode"

// Unprintable reports whether a character cannot stand in a code or an id, because
// nobody sees it: a control or format character, such as a zero-width space or a
// mark that reverses the text after it, a line separator, or one that Unicode does
// not assign. Spaces are printable.
func Unprintable(r rune) bool { return !unicode.IsGraphic(r) }
