package wire

import (
	"encoding/binary"
	"hash/crc64"
	"io"
)

const (
	maxPayload = 1 << 16 // of a block: long enough for a small overhead, short enough to buffer
	lengthSize = 4
	sumSize    = 8
)

var table = crc64.MakeTable(crc64.ECMA)

// Writer writes numbers and text. It keeps the first error of the writer below,
// for [Writer.Close] to return, and writes nothing more; a short write is
// io.ErrShortWrite. It belongs to one goroutine.
type Writer struct {
	w     io.Writer
	block []byte // room for the length, and the payload so far
	sum   uint64
	n     int64
	err   error
}

// NewWriter starts a stream.
func NewWriter(w io.Writer, magic string, version uint32) *Writer {
	z := &Writer{w: w, block: make([]byte, lengthSize)}
	start := binary.LittleEndian.AppendUint32([]byte(magic), version)
	z.sum = crc64.Update(0, table, start)
	z.write(start)
	return z
}

func (w *Writer) write(p []byte) {
	if w.err != nil {
		return
	}
	n, err := w.w.Write(p)
	if err == nil && n < len(p) { // against the rules of io.Writer; it must not pass as complete
		err = io.ErrShortWrite
	}
	w.n, w.err = w.n+int64(n), err
}

// Flush ends the block unless it is empty.
func (w *Writer) Flush() {
	if len(w.block) == lengthSize {
		return
	}
	binary.LittleEndian.PutUint32(w.block, uint32(len(w.block)-lengthSize))
	w.sum = crc64.Update(w.sum, table, w.block)
	w.write(binary.LittleEndian.AppendUint64(w.block, w.sum))
	w.block = w.block[:lengthSize]
}

// Close ends the last block and returns the number of bytes written, and the
// first error.
func (w *Writer) Close() (int64, error) {
	w.Flush()
	return w.n, w.err
}

// room returns the number of bytes that fit in the block.
func (w *Writer) room() int { return lengthSize + maxPayload - len(w.block) }

// Uint writes a number.
func (w *Writer) Uint(x uint64) {
	if w.room() < binary.MaxVarintLen64 {
		w.Flush()
	}
	w.block = binary.AppendUvarint(w.block, x)
}

// Int writes a number that is not negative.
func (w *Writer) Int(x int) { w.Uint(uint64(x)) }

// Bool writes a truth value.
func (w *Writer) Bool(x bool) {
	if x {
		w.Uint(1)
	} else {
		w.Uint(0)
	}
}

// Bytes writes bytes whose number the reader knows.
func (w *Writer) Bytes(p []byte) {
	for len(p) > 0 {
		if w.room() == 0 {
			w.Flush()
		}
		n := min(len(p), w.room())
		w.block = append(w.block, p[:n]...)
		p = p[n:]
	}
}

// Text writes text, with its length.
func (w *Writer) Text(s string) {
	w.Int(len(s))
	w.Bytes([]byte(s))
}
