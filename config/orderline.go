package config

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/confspace/confspace/config/source"
)

// MaxOrderLine is the greatest length of a line of an order, in bytes.
const MaxOrderLine = 16 << 20

// An orderLine is a line of a file of orders, and the order in it.
type orderLine struct {
	order  Order
	name   string
	number int    // from 1
	text   []byte // without the line's end; overwritten by the next line
}

// orderLines yields each line that holds an order, or its error.
func orderLines(name string, r io.Reader) iter.Seq2[orderLine, error] {
	return func(yield func(orderLine, error) bool) {
		if r == nil {
			yield(orderLine{}, source.NoReader(name))
			return
		}
		lines := lineReader{r: r}
		line := orderLine{name: name}
		begun := false // an order was read: later comments do not name the format
		for {
			text, ok := lines.next()
			if !ok {
				break
			}
			line.number, line.text, line.order = line.number+1, text, Order{}
			if line.number == 1 {
				line.text = bytes.TrimPrefix(text, byteOrderMark)
			}
			var err error
			switch {
			case lines.long:
				err = source.Defects{{
					Place: source.Place{File: name, Line: line.number},
					Msg:   fmt.Sprintf("the line is longer than %d MB", MaxOrderLine>>20), Hint: "write each order on its own line",
				}}
			case isComment(line.text):
				var known bool
				if err, known = line.checkFormat(!begun); !known {
					yield(orderLine{}, err)
					return
				}
				if err == nil {
					continue
				}
			default:
				begun = true
				err = line.read()
			}
			if !yield(line, err) {
				return
			}
		}
		if lines.err != io.EOF {
			at := source.Place{File: name, Line: line.number + 1}
			yield(orderLine{}, fmt.Errorf("%s: %w", at, lines.err))
		}
	}
}

// isComment reports whether a line holds no order: it is blank, or begins with #.
func isComment(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] == '#'
}

// read reads the order of the line: the scanner reads an order that is written the
// usual way, the reader of any layout reads the others and reports their defects.
func (l *orderLine) read() error {
	s := orderScanner{text: string(l.text), line: int32(l.number)}
	if s.order(&l.order) {
		l.order.Place = source.Place{File: l.name, Line: l.number, Column: l.order.Place.Column}
		return nil
	}
	f, err := l.file()
	if err != nil {
		return l.placed(err)
	}
	var list source.List
	l.order = readOrder(f, &list, oneLine)
	l.order.shift(l.number - 1)
	return l.placed(list.Err())
}

var byteOrderMark = []byte("\ufeff")

// file returns the line as a file. A byte order mark counts only at the start
// of the first line, where it was taken off already.
func (l *orderLine) file() (*source.File, error) {
	text := l.text
	if bytes.HasPrefix(text, byteOrderMark) {
		text = slices.Concat(byteOrderMark, text)
	}
	return source.NewFile(l.name, text)
}

// placed moves defects of the line, which was read as a file, to the place of
// the line.
func (l *orderLine) placed(err error) error {
	defects, ok := err.(source.Defects)
	if !ok {
		return err
	}
	for i := range defects {
		if p := &defects[i].Place; p.Line > 0 {
			p.Line += l.number - 1
		}
	}
	return defects
}

// defect returns a defect of some characters of the line.
func (l *orderLine) defect(at spot, width int, msg, hint string) error {
	f, err := l.file()
	if err != nil {
		return err
	}
	return l.placed(source.Defects{f.Defect(f.Offset(1, int(at.column)), width, msg, hint)})
}

// checkFormat checks a comment that may name the format. It returns the defect, and
// whether the lines after it can be read.
func (l *orderLine) checkFormat(may bool) (err error, known bool) {
	f, err := l.file()
	if !may || err != nil {
		return nil, true // a comment may hold any bytes
	}
	var list source.List
	known = f.CheckFormat(len(l.text)-len(bytes.TrimLeft(l.text, " \t")), &list)
	return l.placed(list.Err()), known
}

// A lineReader reads lines that end with LF, CRLF or CR.
type lineReader struct {
	r          io.Reader
	buf        []byte
	start, end int  // bytes that are read and not yet returned
	scanned    int  // bytes of these in which no line ends
	long       bool // the line is longer than MaxOrderLine, and was skipped
	err        error
}

// next returns the next line without its end; it is overwritten by the next call.
func (l *lineReader) next() ([]byte, bool) {
	l.long = false
	for {
		rest := l.buf[l.start+l.scanned : l.end]
		i := bytes.IndexByte(rest, '\n')
		if i >= 0 {
			rest = rest[:i]
		}
		if cr := bytes.IndexByte(rest, '\r'); cr >= 0 && (cr+1 < len(rest) || i >= 0 || l.err != nil) {
			i = cr
		}
		if i >= 0 {
			return l.cut(l.scanned + i), true
		}
		if l.err != nil {
			if l.err != io.EOF || l.start == l.end && !l.long {
				return nil, false
			}
			return l.cut(l.end - l.start), true
		}
		l.scanned = l.end - l.start
		if l.scanned > 0 && l.buf[l.end-1] == '\r' {
			l.scanned-- // it may belong to a CRLF
		}
		l.fill()
	}
}

// cut returns the next n bytes and moves behind the line's end, which follows.
func (l *lineReader) cut(n int) []byte {
	line := l.buf[l.start : l.start+n]
	l.long = l.long || n > MaxOrderLine
	l.start, l.scanned = l.start+n, 0
	if l.start < l.end {
		if l.buf[l.start] == '\r' && l.start+1 < l.end && l.buf[l.start+1] == '\n' {
			l.start++
		}
		l.start++
	}
	if l.long {
		return nil
	}
	return line
}

// maxEmptyReads is how often in a row a reader may return nothing, as in
// package bufio.
const maxEmptyReads = 100

// fill reads more bytes. Of a line that is too long it keeps only the end.
func (l *lineReader) fill() {
	if l.end-l.start > MaxOrderLine {
		l.long = true
		l.start, l.scanned = l.start+l.scanned, 0
	}
	if l.start > 0 {
		l.end = copy(l.buf, l.buf[l.start:l.end])
		l.start = 0
	}
	if l.end == len(l.buf) {
		l.buf = append(l.buf, make([]byte, max(64<<10, len(l.buf)))...)
	}
	for range maxEmptyReads {
		var n int
		n, l.err = l.r.Read(l.buf[l.end:])
		l.end += n
		if n > 0 || l.err != nil {
			return
		}
	}
	l.err = io.ErrNoProgress
}
