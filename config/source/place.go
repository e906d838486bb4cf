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

// MarshalText returns String, and nothing for the zero Place.
func (p Place) MarshalText() ([]byte, error) {
	if p == (Place{}) {
		return nil, nil
	}
	return []byte(p.String()), nil
}

// UnmarshalText reads what MarshalText writes. If only the file is known and its
// name ends in numbers, they are read as line and column.
func (p *Place) UnmarshalText(text []byte) error {
	*p = Place{File: string(text)}
	for range 2 {
		i := strings.LastIndexByte(p.File, ':')
		n, err := strconv.Atoi(p.File[i+1:])
		if i < 0 || err != nil || n <= 0 {
			break
		}
		p.File, p.Line, p.Column = p.File[:i], n, p.Line
	}
	return nil
}

// Prefix begins a message with the place, "rules.yaml:3:5: "; it is empty for a place
// that is not valid, as are At and FirstAt.
func (p Place) Prefix() string { return p.between("", ": ") }

// At points to the place within a message: " at rules.yaml:3:5".
func (p Place) At() string { return p.between(" at ", "") }

// FirstAt points to the first of two places: ", first at rules.yaml:3:5".
func (p Place) FirstAt() string { return p.between(", first at ", "") }

func (p Place) between(before, after string) string {
	if !p.IsValid() {
		return ""
	}
	return before + p.String() + after
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
