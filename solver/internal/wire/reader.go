package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc64"
	"io"
	"math"
	"slices"
)

// The errors of a stream that is refused. The error that wraps them says
// more.
var (
	ErrMagic     = errors.New("not a space file")
	ErrNewer     = errors.New("the space file is of a newer format")
	ErrTruncated = errors.New("the space file is truncated")
	ErrCorrupt   = errors.New("the space file is corrupted")
)

// Reader reads a stream of a [Writer]. It keeps the first error: after it all
// numbers are zero and all text is empty. So a caller need not check [Reader.Err]
// after each call, but must before a loop over a number that it read. A Reader
// belongs to one goroutine.
type Reader struct {
	r     io.Reader
	block []byte // the payload, verified
	at    int    // in block
	sum   uint64
	err   error
	buf   []byte
}

// NewReader starts to read a stream of a given version, and
// returns a reader that may have failed already.
func NewReader(r io.Reader, magic string, version uint32) *Reader {
	z := &Reader{r: r}
	start := make([]byte, len(magic)+4)
	n, err := io.ReadFull(r, start)
	switch v := binary.LittleEndian.Uint32(start[len(magic):]); {
	case n < len(magic) && cut(err) == ErrTruncated && string(start[:n]) == magic[:n]:
		z.err = ErrTruncated
	case n < len(magic) && cut(err) == ErrTruncated, n >= len(magic) && string(start[:len(magic)]) != magic:
		z.err = ErrMagic
	case err != nil:
		z.err = cut(err)
	case v > version:
		z.err = fmt.Errorf("%w: %d; this program reads %d: use the program that wrote it, or a later one, or compile the space again", ErrNewer, v, version)
	case v < version:
		z.Fail("it is of format %d; this program reads %d: compile the space again", v, version)
	}
	z.sum = crc64.Update(0, table, start)
	return z
}

// cut returns the error of a stream that ends before it should, for an error of
// the reader below.
func cut(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return ErrTruncated
	}
	return err
}

// Err returns the first error.
func (r *Reader) Err() error { return r.err }

// Fail makes the reader fail, for contents that make no sense, unless it
// has failed already.
func (r *Reader) Fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
	}
	r.block, r.at = nil, 0
}

// next reads the next block.
func (r *Reader) next() bool {
	if r.err != nil {
		return false
	}
	r.buf = slices.Grow(r.buf[:0], lengthSize)[:lengthSize]
	length, err := r.full(r.buf)
	if err != nil {
		return false
	}
	size := binary.LittleEndian.Uint32(length)
	if size == 0 || size > maxPayload {
		r.Fail("a block of %d bytes", size)
		return false
	}
	n := int(size)
	r.buf = slices.Grow(r.buf, n+sumSize)[:lengthSize+n+sumSize]
	body, err := r.full(r.buf[lengthSize:])
	if err != nil {
		return false
	}
	r.sum = crc64.Update(r.sum, table, r.buf[:lengthSize+n])
	if binary.LittleEndian.Uint64(body[n:]) != r.sum {
		r.Fail("a checksum does not match")
		return false
	}
	r.block, r.at = body[:n], 0
	return true
}

// full fills p.
func (r *Reader) full(p []byte) ([]byte, error) {
	if _, err := io.ReadFull(r.r, p); err != nil {
		r.err = cut(err)
		r.block, r.at = nil, 0
	}
	return p, r.err
}

// Uint reads a number.
func (r *Reader) Uint() uint64 {
	if r.at < len(r.block) && r.block[r.at] < 0x80 {
		r.at++
		return uint64(r.block[r.at-1])
	}
	return r.long()
}

// long reads a number of several bytes, or in the next block.
func (r *Reader) long() uint64 {
	if r.at == len(r.block) && !r.next() {
		return 0
	}
	x, n := binary.Uvarint(r.block[r.at:])
	if n <= 0 {
		r.Fail("a number does not end")
		return 0
	}
	r.at += n
	return x
}

// Int reads a number of at most limit, which is not negative.
func (r *Reader) Int(limit int64) int {
	x := r.Uint()
	if x > uint64(limit) || x > math.MaxInt {
		r.Fail("a number is %d; it must be at most %d", x, limit)
		return 0
	}
	return int(x)
}

// Bool reads a truth value.
func (r *Reader) Bool() bool { return r.Int(1) == 1 }

// Bytes fills p.
func (r *Reader) Bytes(p []byte) {
	for len(p) > 0 && (r.at < len(r.block) || r.next()) {
		n := copy(p, r.block[r.at:])
		r.at += n
		p = p[n:]
	}
}

// Text reads text.
func (r *Reader) Text() string {
	var text []byte
	for n := r.Uint(); uint64(len(text)) < n && (r.at < len(r.block) || r.next()); {
		part := r.block[r.at:]
		part = part[:min(uint64(len(part)), n-uint64(len(text)))]
		text = append(text, part...)
		r.at += len(part)
	}
	if r.err != nil {
		return ""
	}
	return string(text)
}

// End fails the reader unless all of the block was read.
func (r *Reader) End() {
	if r.at != len(r.block) {
		r.Fail("%d bytes too many", len(r.block)-r.at)
	}
}

// Grow returns s with room for k more elements: twice its length, but not more
// than n, the number that the stream promises. So the room for promised elements
// is exact, and little is allocated for elements that never come.
func Grow[T any](s []T, k, n int) []T {
	if len(s)+k <= cap(s) {
		return s
	}
	room := max(min(max(2*len(s), 1<<10), n), len(s)+k)
	return append(make([]T, 0, room), s...)
}
