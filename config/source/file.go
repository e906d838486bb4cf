package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"unicode/utf8"
)

// MaxBytes is the largest file that [Read] and [ReadFS] accept. The largest
// real rule bases have some megabytes; a larger file is not a source file.
const MaxBytes = 64 << 20

// File is a source text with a name. It is immutable after it was read and
// safe for concurrent use.
type File struct {
	// Name is the file's name in places.
	Name string
	// Text is the content: valid UTF-8 without byte order mark and without NUL. A
	// carriage return that no line feed follows, which ended the lines of old
	// Macs, is a line feed here.
	// It is owned by the File; do not modify it.
	Text []byte

	lines []int // byte offset of the start of each line, ascending, lines[0] == 0
	runes []int // runes before byte 0, blockBytes, 2*blockBytes, ... up to len(Text)
}

// blockBytes is the distance of the marks in File.runes: lines may be as long
// as the file, as in JSON of one line, and are not counted from their start.
const blockBytes = 512

// NewFile returns text as a File after the checks of [Read].
func NewFile(name string, text []byte) (*File, error) {
	f := &File{Name: name, Text: bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))}
	if len(f.Text) > MaxBytes {
		return nil, Defects{{Place: Place{File: name}, Msg: fmt.Sprintf("file is larger than %d MB", MaxBytes>>20)}}
	}
	f.mendCR()
	f.index()
	return f, f.checkText()
}

// mendCR replaces lone carriage returns; offsets do not change.
func (f *File) mendCR() {
	if bytes.IndexByte(f.Text, '\r') < 0 {
		return
	}
	owned := false
	for i, c := range f.Text {
		if c != '\r' || i+1 < len(f.Text) && f.Text[i+1] == '\n' {
			continue
		}
		if !owned {
			f.Text, owned = bytes.Clone(f.Text), true
		}
		f.Text[i] = '\n'
	}
}

// index fills lines and runes.
func (f *File) index() {
	f.lines = append(f.lines, 0)
	n := 0
	for i, c := range f.Text {
		if i%blockBytes == 0 {
			f.runes = append(f.runes, n)
		}
		if c == '\n' {
			f.lines = append(f.lines, i+1)
		}
		if utf8.RuneStart(c) {
			n++
		}
	}
	if len(f.Text)%blockBytes == 0 {
		f.runes = append(f.runes, n)
	}
}

// runesBefore returns how many runes begin before an offset.
func (f *File) runesBefore(offset int) int {
	block := offset / blockBytes
	n := f.runes[block]
	for _, c := range f.Text[block*blockBytes : offset] {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

// Read reads a whole file and names it. It refuses, with [Defects], files
// larger than [MaxBytes], text that is not UTF-8, and NUL characters; a byte
// order mark is dropped. An error of r is returned wrapped.
func Read(name string, r io.Reader) (*File, error) {
	if r == nil {
		return nil, NoReader(name)
	}
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
func ReadFS(fsys fs.FS, name string) (f *File, err error) {
	err = Open(fsys, name, func(r io.Reader) error {
		f, err = Read(name, r)
		return err
	})
	return f, err
}

// NoReader is the error of reading a file from a nil reader.
func NoReader(name string) error {
	return fmt.Errorf("%s: there is nothing to read; the reader is nil", name)
}

var errNoFiles = errors.New("the file system is nil; give one, such as os.DirFS of a directory")

// Open calls read with the named file of fsys, and closes it.
func Open(fsys fs.FS, name string, read func(io.Reader) error) error {
	if fsys == nil {
		return errNoFiles
	}
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return read(f)
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

// Place returns the place of a byte offset in Text; offsets outside are
// moved to the nearer end. O(log lines).
func (f *File) Place(offset int) Place {
	offset = min(max(offset, 0), len(f.Text))
	line := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset }) - 1
	start := f.lines[line]
	var before int
	if offset-start <= blockBytes {
		before = utf8.RuneCount(f.Text[start:offset])
	} else {
		before = f.runesBefore(offset) - f.runesBefore(start)
	}
	return Place{File: f.Name, Line: line + 1, Column: before + 1}
}

// Offset returns the byte offset of a line and column (both from 1), moved to
// the nearest place that exists. O(log file).
func (f *File) Offset(line, column int) int {
	line = min(max(line, 1), len(f.lines))
	start, end := f.lines[line-1], f.lineEnd(line)
	target := f.runesBefore(start) + max(column, 1) - 1
	block := sort.Search(len(f.runes), func(i int) bool { return f.runes[i] > target }) - 1
	at := max(start, block*blockBytes)
	for n := f.runesBefore(at); at < end && (n < target || !utf8.RuneStart(f.Text[at])); at++ {
		if utf8.RuneStart(f.Text[at]) {
			n++
		}
	}
	return min(at, end)
}

// lineEnd returns the offset behind the last character of a line (from 1).
func (f *File) lineEnd(line int) int {
	end := len(f.Text)
	if line < len(f.lines) {
		end = f.lines[line] - 1
	}
	if end > f.lines[line-1] && f.Text[end-1] == '\r' {
		end--
	}
	return end
}
