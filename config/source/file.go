package source

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxBytes is the largest file that [Read] and [ReadFS] accept. The largest
// real rule bases have some megabytes; what is larger is not a source file.
const MaxBytes = 64 << 20

// File is a source text with a name. It is immutable after it was read and
// safe for concurrent use.
type File struct {
	// Name is the name that positions show.
	Name string
	// Text is the content: valid UTF-8 without byte order mark and without NUL.
	// It is owned by the File; do not modify it.
	Text []byte

	lines []int // byte offset of the start of each line, ascending, lines[0] == 0
}

// NewFile returns text as a File after the checks of [Read].
func NewFile(name string, text []byte) (*File, error) {
	f := &File{Name: name, Text: bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))}
	if len(f.Text) > MaxBytes {
		return nil, Defects{{Pos: Position{File: name}, Msg: fmt.Sprintf("file is larger than %d MB", MaxBytes>>20)}}
	}
	f.lines = append(f.lines, 0)
	for i, c := range f.Text {
		if c == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f, f.checkText()
}

// Read reads a whole file and names it. It refuses, with [Defects], files
// larger than [MaxBytes], text that is not UTF-8, and NUL characters; a byte
// order mark is dropped. An error of r is returned wrapped.
func Read(name string, r io.Reader) (*File, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+4))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f, err := NewFile(name, text)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// ReadFS reads the named file of fsys like [Read].
func ReadFS(fsys fs.FS, name string) (*File, error) {
	r, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return Read(name, r)
}

// checkText reports the first byte that no text file contains.
func (f *File) checkText() error {
	if nul := bytes.IndexByte(f.Text, 0); nul >= 0 {
		return Defects{f.Defect(nul, 1, "NUL character: this is not a text file", "save it as UTF-8 text")}
	}
	if utf8.Valid(f.Text) {
		return nil
	}
	bad := 0
	for bad < len(f.Text) {
		r, size := utf8.DecodeRune(f.Text[bad:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		bad += size
	}
	return Defects{f.Defect(bad, 1, fmt.Sprintf("byte 0x%02x is not UTF-8", f.Text[bad]), "save the file with the encoding UTF-8")}
}

// NumLines returns the number of lines, at least one.
func (f *File) NumLines() int { return len(f.lines) }

// Position returns the place of a byte offset in Text; offsets outside are
// moved to the nearer end. O(log lines + length of the line).
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Text))
	line := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset }) - 1
	column := utf8.RuneCount(f.Text[f.lines[line]:offset]) + 1
	return Position{File: f.Name, Line: line + 1, Column: column}
}

// Offset returns the byte offset of a line and column (both from 1), moved to
// the nearest place that exists.
func (f *File) Offset(line, column int) int {
	line = min(max(line, 1), len(f.lines))
	start := f.lines[line-1]
	rest := f.lineAt(line)
	for column > 1 && len(rest) > 0 {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
		start += size
		column--
	}
	return start
}

// lineAt returns the text of a line (from 1) without its line end.
func (f *File) lineAt(line int) string {
	start, end := f.lines[line-1], len(f.Text)
	if line < len(f.lines) {
		end = f.lines[line] - 1
	}
	return strings.TrimSuffix(string(f.Text[start:end]), "\r")
}

// Excerpts longer than this are cut to a window around the caret.
const maxExcerpt = 100

// Defect returns a defect at a byte offset of the file. The caret underlines
// width runes from there, as far as the line goes; a long line is cut around it.
func (f *File) Defect(offset, width int, msg, hint string) Defect {
	pos := f.Position(offset)
	line := []rune(f.lineAt(pos.Line))
	for i, r := range line {
		if !unicode.IsPrint(r) { // a tab or control character would move the caret
			line[i] = ' '
		}
	}
	caret := min(pos.Column-1, len(line))
	from := 0
	for from < caret && line[from] == ' ' {
		from++
	}
	to := len(line)
	cutFront, cutBack := false, false
	if to-from > maxExcerpt {
		if caret-from > maxExcerpt/2 {
			from, cutFront = min(caret-maxExcerpt/2, to-maxExcerpt), true
		}
		if to-from > maxExcerpt {
			to, cutBack = from+maxExcerpt, true
		}
	}
	excerpt := string(line[from:to])
	caret -= from
	width = min(max(width, 1), max(to-from-caret, 1))
	if cutFront {
		excerpt = "…" + excerpt
		caret++
	}
	if cutBack {
		excerpt += "…"
	} else if trimmed := strings.TrimRight(excerpt, " "); caret < utf8.RuneCountInString(trimmed) {
		excerpt = trimmed
	}
	return Defect{Pos: pos, Msg: msg, Excerpt: excerpt, Caret: caret, Width: width, Hint: hint}
}

// Whole returns a defect of the file as a whole, without line and excerpt.
func (f *File) Whole(msg, hint string) Defect {
	return Defect{Pos: Position{File: f.Name}, Msg: msg, Hint: hint}
}

// Locate adds the excerpt and caret to a defect of this file that has only a
// position, for checks that run when the text is no longer at hand. Other
// defects it returns as they are.
func (f *File) Locate(d Defect) Defect {
	if d.Pos.File != f.Name || !d.Pos.IsValid() || d.Excerpt != "" {
		return d
	}
	return f.Defect(f.Offset(d.Pos.Line, d.Pos.Column), d.Width, d.Msg, d.Hint)
}
