package dimacs

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Write writes f: the names of its variables as comments, the header, the
// projection if there is one, and a clause per line. Reading the result gives an equal formula.
//
// The errors are those of w, and a name that could not be read back because it has
// a line break or is not UTF-8; then nothing was written. Write panics if w or f is
// nil.
func Write(w io.Writer, f *Formula) error {
	if w == nil || f == nil {
		panic("dimacs: Write needs a writer and a formula; one is nil")
	}
	for v := 1; v <= f.vars; v++ {
		if name := f.Name(v); strings.Contains(name, "\n") || !utf8.ValidString(name) {
			return fmt.Errorf("%sthe name %q of variable %d has a line break or is not UTF-8", f.prefix(), name, v)
		}
	}
	b := bufio.NewWriter(w)
	var buf []byte
	for v := 1; v <= f.vars; v++ {
		if name := f.Name(v); name != "" {
			buf = append(strconv.AppendInt(append(buf[:0], "c "...), int64(v), 10), ' ')
			b.Write(append(append(buf, name...), '\n'))
		}
	}
	buf = strconv.AppendInt(append(buf[:0], "p cnf "...), int64(f.vars), 10)
	buf = strconv.AppendInt(append(buf, ' '), int64(f.NumClauses()), 10)
	b.Write(append(buf, '\n'))
	if vars, ok := f.Projection(); ok {
		buf = append(buf[:0], "c p show "...)
		for _, v := range vars {
			buf = append(strconv.AppendInt(buf, int64(v), 10), ' ')
		}
		b.Write(append(buf, "0\n"...))
	}
	for i := range f.NumClauses() {
		buf = buf[:0]
		for _, l := range f.Clause(i) {
			buf = append(strconv.AppendInt(buf, int64(l), 10), ' ')
		}
		b.Write(append(buf, "0\n"...))
	}
	return b.Flush() // a bufio.Writer keeps its first error
}
