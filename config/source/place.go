package source

import (
	"cmp"
	"strconv"
	"strings"
)

// A Place is a line and a column of a source file as an editor shows it. The zero value
// is an unknown place.
type Place struct {
	// File is the name the file was read under.
	File string
	// Line counts from 1; 0 means that only the file is known.
	Line int
	// Column counts characters (runes, not bytes) from 1; 0 means the whole line.
	Column int
}

// IsValid reports whether the line is known.
func (p Place) IsValid() bool { return p.Line > 0 }

// String returns "file:line:column" without the parts that are unknown, and
// "-" for the zero Place.
func (p Place) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		if b.Len() > 0 {
			b.WriteByte(':')
		}
		b.WriteString(strconv.Itoa(p.Line))
		if p.Column > 0 {
			b.WriteByte(':')
			b.WriteString(strconv.Itoa(p.Column))
		}
	}
	if b.Len() == 0 {
		return "-"
	}
	return b.String()
}

// Compare orders places by file name, line and column: -1 if p comes
// before q, +1 if after, 0 if equal.
func (p Place) Compare(q Place) int {
	return cmp.Or(
		cmp.Compare(p.File, q.File),
		cmp.Compare(p.Line, q.Line),
		cmp.Compare(p.Column, q.Column),
	)
}

// Less reports whether p comes before q.
func (p Place) Less(q Place) bool { return p.Compare(q) < 0 }
