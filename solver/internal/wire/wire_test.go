package wire_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/solver/internal/wire"
)

// What was written is read, whatever falls on the boundary of a block.
func TestWriteRead(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		item := rapid.OneOf(
			rapid.Map(rapid.OneOf(rapid.Uint64Range(0, 200), rapid.Uint64()), func(x uint64) any { return x }),
			rapid.Map(rapid.Bool(), func(x bool) any { return x }),
			rapid.Map(rapid.String(), func(x string) any { return x }),
			rapid.Map(rapid.IntRange(65_000, 140_000), func(n int) any { return strings.Repeat("x", n) }),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(x []byte) any { return x }),
			rapid.Just[any](nil),
		)
		items := rapid.SliceOf(item).Draw(t, "items")
		var b bytes.Buffer
		w := wire.NewWriter(&b, "magic", 3)
		for _, item := range items {
			switch x := item.(type) {
			case uint64:
				w.Uint(x)
			case bool:
				w.Bool(x)
			case string:
				w.Text(x)
			case []byte:
				w.Bytes(x)
			default:
				w.Flush()
			}
		}
		n, err := w.Close()
		require.NoError(t, err)
		require.Equal(t, int64(b.Len()), n)
		b.WriteString("rest")

		r := wire.NewReader(&b, "magic", 3)
		for _, item := range items {
			switch x := item.(type) {
			case uint64:
				require.Equal(t, x, r.Uint())
			case bool:
				require.Equal(t, x, r.Bool())
			case string:
				require.Equal(t, x, r.Text())
			case []byte:
				got := make([]byte, len(x))
				r.Bytes(got)
				require.Equal(t, x, got)
			}
		}
		r.End()
		require.NoError(t, r.Err())
		require.Equal(t, "rest", b.String())
	})
}

// Blocks in another order, twice, or left out are noticed, though each is whole.
func TestBlocksHaveTheirPlace(t *testing.T) {
	var b bytes.Buffer
	w := wire.NewWriter(&b, "", 1)
	for i := range 3 {
		w.Int(i)
		w.Flush()
	}
	file := b.Bytes()
	start, blocks := file[:4], [3][]byte{file[4:17], file[17:30], file[30:43]}
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {0, 0, 1}, {0, 2}, {1, 2}} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			parts := bytes.Clone(start)
			for _, i := range order {
				parts = append(parts, blocks[i]...)
			}
			r := wire.NewReader(bytes.NewReader(parts), "", 1)
			for range order {
				r.Uint()
			}
			if order[0] == 0 && order[1] == 1 {
				require.NoError(t, r.Err())
			} else {
				require.ErrorIs(t, r.Err(), wire.ErrCorrupt)
			}
		})
	}
}

func TestReaderRefuses(t *testing.T) {
	file := func(write func(w *wire.Writer)) *wire.Reader {
		var b bytes.Buffer
		w := wire.NewWriter(&b, "m", 1)
		write(w)
		_, _ = w.Close()
		return wire.NewReader(&b, "m", 1)
	}
	for name, c := range map[string]struct {
		write func(w *wire.Writer)
		read  func(r *wire.Reader)
		err   error
	}{
		"a number too large": {func(w *wire.Writer) { w.Uint(8) }, func(r *wire.Reader) { r.Int(7) }, wire.ErrCorrupt},
		"not a truth value":  {func(w *wire.Writer) { w.Uint(2) }, func(r *wire.Reader) { r.Bool() }, wire.ErrCorrupt},
		"an endless number":  {func(w *wire.Writer) { w.Bytes([]byte{0xFF, 0xFF}) }, func(r *wire.Reader) { r.Uint() }, wire.ErrCorrupt},
		"too much":           {func(w *wire.Writer) { w.Uint(2); w.Uint(3) }, func(r *wire.Reader) { r.Uint(); r.End() }, wire.ErrCorrupt},
		"too little":         {func(w *wire.Writer) { w.Uint(2) }, func(r *wire.Reader) { r.Uint(); r.Uint() }, wire.ErrTruncated},
		"text too long":      {func(w *wire.Writer) { w.Uint(math.MaxUint64); w.Uint(1) }, func(r *wire.Reader) { r.Text() }, wire.ErrTruncated},
	} {
		t.Run(name, func(t *testing.T) {
			r := file(c.write)
			require.NoError(t, r.Err())
			c.read(r)
			require.ErrorIs(t, r.Err(), c.err)
			first := r.Err()
			require.Zero(t, r.Uint())
			require.Empty(t, r.Text())
			require.Equal(t, first, r.Err())
		})
	}
	require.ErrorIs(t, wire.NewReader(strings.NewReader("mag"), "magic", 1).Err(), wire.ErrTruncated)
	require.ErrorIs(t, wire.NewReader(strings.NewReader("nag"), "magic", 1).Err(), wire.ErrMagic)
	require.ErrorIs(t, wire.NewReader(strings.NewReader("magic\x02\x00\x00\x00"), "magic", 1).Err(), wire.ErrNewer)
	require.ErrorIs(t, wire.NewReader(strings.NewReader("magic\x00\x00\x00\x00"), "magic", 1).Err(), wire.ErrCorrupt)
	for _, length := range []string{"\x00\x00\x00\x00", "\x00\x00\x00\x80", "\xff\xff\xff\xff"} { // none, and negative as an int of 32 bits
		r := wire.NewReader(strings.NewReader("\x01\x00\x00\x00"+length+"12345678"), "", 1)
		r.Uint()
		require.ErrorIs(t, r.Err(), wire.ErrCorrupt)
		require.ErrorContains(t, r.Err(), "a block of")
	}
	r, w := io.Pipe()
	_ = w.CloseWithError(io.ErrClosedPipe)
	require.ErrorIs(t, wire.NewReader(r, "magic", 1).Err(), io.ErrClosedPipe)
}

// Room is exact for what comes, and small for what does not.
func TestGrow(t *testing.T) {
	for _, n := range []int{1, 3, 1 << 10, 5000, math.MaxInt} {
		var s []int
		for i := range min(n, 100_000) {
			s = append(wire.Grow(s, 1, n), i)
			require.LessOrEqual(t, cap(s), max(2*len(s), 1<<10))
		}
		if n < 100_000 {
			require.Equal(t, n, cap(s))
		}
	}
}

func Example() {
	var file bytes.Buffer
	w := wire.NewWriter(&file, "greeting", 1)
	w.Text("hello")
	w.Int(3)
	_, _ = w.Close()

	r := wire.NewReader(&file, "greeting", 1)
	fmt.Println(r.Text(), r.Int(10), r.Err())
	// Output: hello 3 <nil>
}
