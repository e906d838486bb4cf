package nnf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/confspace/confspace/config/source"
)

// MaxBytes is the size of the largest file that [Read] accepts. Those of the largest car
// lines have some tens of megabytes.
const MaxBytes = 512 << 20

// Read reads a graph in either dialect, which the first line shows; name is the file's for
// messages. vars is the number of variables of a d4 file, which does not give it: 0 means
// the largest named variable. A c2d file gives its own.
//
// The error of malformed input is [source.Defects]; that of a failing reader is its
// own. Time and memory are linear in the input. Read does not decompress, and panics
// when vars is not in 0..[MaxVars].
func Read(name string, r io.Reader, vars int) (*Graph, error) {
	if vars < 0 || vars > MaxVars {
		panic(fmt.Sprintf("nnf: Read of %d variables: want 0..%d", vars, MaxVars))
	}
	if r == nil {
		return nil, source.NoReader(name)
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s := &scanner{rest: bytes.TrimPrefix(text, []byte("\ufeff")), g: &Graph{file: name, vars: vars, starts: []uint32{0}}}
	switch {
	case len(text) > MaxBytes:
		return nil, source.Defects{{
			Place: source.Place{File: name}, Msg: fmt.Sprintf("file of more than %d MB", MaxBytes>>20), Hint: "simplify the formula before it is compiled",
		}}
	case bytes.HasPrefix(text, []byte{0x1f, 0x8b}):
		return nil, source.Defects{{
			Place: source.Place{File: name, Line: 1, Column: 1}, Msg: "the file is compressed", Hint: "decompress it first",
		}}
	}
	switch {
	case !s.next():
		s.fail(0, 0, "the file is empty", "")
	case string(s.word()) == "nnf":
		s.c2d()
	default:
		s.d4()
	}
	if err := s.list.Err(); err != nil {
		return nil, err
	}
	return s.g, nil
}

// scanner reads a file line by line. The first defect ends it: later defects mostly
// follow from it.
type scanner struct {
	rest []byte // behind the line
	text []byte // of the line
	at   int    // of the next byte in text
	line int    // from 1
	g    *Graph
	list source.List
}

// next goes to the next line that is neither blank nor a comment of c2d's, and reports
// whether there is one.
func (s *scanner) next() bool {
	for len(s.rest) > 0 && s.list.Len() == 0 {
		s.line++
		s.text, s.rest, _ = bytes.Cut(s.rest, []byte{'\n'})
		s.at = 0
		if word := s.word(); len(word) > 0 && word[0] != 'c' {
			s.at = 0
			return true
		}
	}
	return false
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' }

// word returns the next word of the line, empty at its end.
func (s *scanner) word() []byte {
	for s.at < len(s.text) && blank(s.text[s.at]) {
		s.at++
	}
	from := s.at
	for s.at < len(s.text) && !blank(s.text[s.at]) {
		s.at++
	}
	return s.text[from:s.at]
}

// number returns the next word of the line as a number from lo to hi.
func (s *scanner) number(what string, lo, hi int) int {
	if s.list.Len() > 0 {
		return 0
	}
	word := s.word()
	from := s.at - len(word)
	if len(word) == 0 {
		s.fail(0, len(s.text), "the line ends before "+what, "is the file truncated?")
		return 0
	}
	n, err := strconv.ParseInt(string(word), 10, 64)
	switch {
	case errors.Is(err, strconv.ErrSyntax) || word[0] == '+':
		s.fail(from, s.at, fmt.Sprintf("expected %s, a number", what), "")
	case err != nil || n < int64(lo) || n > int64(hi):
		s.fail(from, s.at, fmt.Sprintf("%s is %s, where %d to %d are possible", what, clip(word), lo, hi), "")
	default:
		return int(n)
	}
	return 0
}

// literal returns the next word of the line as a literal of variables up to a number.
func (s *scanner) literal(vars int) int32 {
	l := s.number("a literal", -vars, vars)
	if l == 0 && s.list.Len() == 0 {
		s.fail(s.at-1, s.at, "expected a literal", "a literal is a variable's number or its negative")
	}
	return int32(l)
}

// end fails unless the line ends.
func (s *scanner) end() {
	if word := s.word(); len(word) > 0 && s.list.Len() == 0 {
		s.fail(s.at-len(word), len(s.text), "text behind the end of the line's node", "")
	}
}

// fail reports the text of the line from one offset to another.
func (s *scanner) fail(from, to int, msg, hint string) {
	const around = 300 // bytes, as a line may be the whole file
	begin, end := max(0, from-around), min(len(s.text), to+around)
	d := source.Defect{Msg: msg, Hint: hint}
	if f, err := source.NewFile(s.g.file, printable(s.text[begin:end])); err == nil {
		d = f.Defect(from-begin, max(1, min(to, end)-from), msg, hint)
	}
	d.Place = source.Place{File: s.g.file, Line: max(1, s.line), Column: from + 1}
	s.list.Add(d)
}

// printable returns text with a question mark for each byte that is not
// ASCII.
func printable(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r >= ' ' && r < 0x7f || r == '\t' {
			return r
		}
		return '?'
	}, bytes.ToValidUTF8(text, []byte("?")))
}

// clip returns the beginning of a word for a message.
func clip(word []byte) string {
	const most = 40
	if len(word) > most {
		word = append(bytes.Clone(word[:most]), "..."...)
	}
	return string(printable(word))
}
