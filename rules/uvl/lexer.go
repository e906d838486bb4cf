package uvl

import (
	"bytes"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// lexer cuts one file into logical lines. It never fails: text that it cannot read becomes a defect
// and an illegal token.
type lexer struct {
	file  *source.File
	rep   *report
	text  []byte
	pos   int
	lines []line
	start int     // of the tokens of the current line
	flat  []token // the tokens of all lines, one array
	width int     // indentation of the current line
	open  []token // brackets not closed yet
	short bool    // a line ends at its line end, whatever is open
	lost  bool    // the rest of the file lies inside a comment that is never closed
}

// lex returns the logical lines of f. complete is false when an unclosed comment swallowed the rest
// of the file: then missing parts are not reported. Cost: one pass, two when a bracket is never
// closed.
func lex(f *source.File, rep *report) (lines []line, complete bool) {
	x := &lexer{file: f, rep: rep, text: f.Text, flat: make([]token, 0, len(f.Text)/8)}
	x.width = x.indentation()
	for x.pos < len(x.text) || len(x.open) > 0 && !x.short {
		if x.pos < len(x.text) {
			x.step()
		} else {
			x.unclosed()
		}
	}
	x.endLine()
	return x.lines, !x.lost
}

// unclosed reports a bracket that swallowed the rest of the file, and reads the rest again so that
// the bracket's line ends at its line end. From there on no line goes on below, since the bracket
// need not be the only unclosed one.
func (x *lexer) unclosed() {
	b := x.open[0]
	x.report(int(b.off), 1, "this bracket is never closed", "a line goes on until its brackets are closed")
	x.short = true
	x.pos = int(b.off)
	x.toLineEnd()
	n := len(x.flat)
	for x.flat[n-1].off >= uint32(x.pos) {
		n--
	}
	// The parser would report the end of the line again.
	x.flat = append(x.flat[:n], token{off: uint32(x.pos), kind: illegalToken})
}

// step reads one token, comment, line end or piece of white space.
func (x *lexer) step() {
	c := x.text[x.pos]
	switch {
	case c == '\n':
		x.pos++
		if len(x.open) == 0 || x.short {
			x.endLine()
			x.width = x.indentation()
		}
	case c == ' ' || c == '\t' || c == '\r' || c == '\f':
		x.pos++
	case c == '/' && x.byteAt(1) == '/':
		x.toLineEnd()
	case c == '/' && x.byteAt(1) == '*':
		x.comment()
	case c == '"':
		x.enclosed(quotedToken, '"', "name")
	case c == '\'':
		x.enclosed(stringToken, '\'', "string")
	case isDigit(c) || c == '.' && isDigit(x.byteAt(1)) && !x.touches():
		x.number()
	default:
		x.word()
	}
}

// word reads a name or a symbol.
func (x *lexer) word() {
	r, size := utf8.DecodeRune(x.text[x.pos:])
	if unicode.IsLetter(r) || r == '_' {
		end := x.pos + size + nameLength(x.text[x.pos+size:])
		x.emit(nameToken, end)
		return
	}
	if n := symbolLength(x.text[x.pos:]); n > 0 {
		x.bracket(n)
		x.emit(symbolToken, x.pos+n)
		return
	}
	from := x.pos
	for x.pos < len(x.text) && !isKnown(x.text[x.pos:]) {
		_, size = utf8.DecodeRune(x.text[x.pos:])
		x.pos += size
	}
	bad := string(x.text[from:x.pos])
	x.report(from, x.pos-from, "UVL has no "+shown(bad)+" here", "a name with special characters stands in double quotes")
	x.flat = append(x.flat, token{off: uint32(from), len: uint32(x.pos - from), kind: illegalToken})
}

// bracket keeps the stack of open brackets, inside of which a line end is white space.
func (x *lexer) bracket(n int) {
	t := token{off: uint32(x.pos), len: uint32(n), kind: symbolToken}
	switch x.text[x.pos] {
	case '(', '[', '{':
		x.open = append(x.open, t)
	case ')', ']', '}':
		if len(x.open) > 0 { // the parser reports one that closes nothing
			x.open = x.open[:len(x.open)-1]
		}
	}
}

// number reads digits with an optional fraction; letters right after it make it a name that starts with a digit.
func (x *lexer) number() {
	end := x.pos
	for end < len(x.text) && isDigit(x.text[end]) {
		end++
	}
	if end+1 < len(x.text) && x.text[end] == '.' && isDigit(x.text[end+1]) {
		for end++; end < len(x.text) && isDigit(x.text[end]); end++ {
		}
	}
	tail := nameLength(x.text[end:])
	if tail == 0 {
		x.emit(numberToken, end)
		return
	}
	if exponent(x.text[end : end+tail]) {
		x.report(x.pos, end+tail-x.pos, "a number with an exponent: "+string(x.text[x.pos:end+tail]), "write its digits out: 100, not 1e2")
		x.emit(illegalToken, end+tail)
		return
	}
	from, bad := x.pos, shown(string(x.text[x.pos:end+tail]))
	x.report(from, end+tail-from, "the name "+bad+" starts with a digit", `a name starts with a letter, or stands in double quotes: "`+bad+`"`)
	x.emit(illegalToken, end+tail)
}

// exponent reports whether an exponent follows the digits of a number.
func exponent(tail []byte) bool {
	return len(tail) > 1 && (tail[0] == 'e' || tail[0] == 'E') && len(bytes.Trim(tail[1:], "0123456789")) == 0
}

// enclosed reads a quoted name or a string, which ends on its own line.
func (x *lexer) enclosed(k kind, mark byte, what string) {
	for i := x.pos + 1; i < len(x.text) && x.text[i] != '\n'; i++ {
		if x.text[i] == mark {
			x.emit(k, i+1)
			return
		}
	}
	from := x.pos
	x.report(from, 1, "this "+what+" is not closed on its line", "it ends with "+string(mark))
	x.toLineEnd()
	x.flat = append(x.flat, token{off: uint32(from), len: uint32(x.pos - from), kind: illegalToken})
}

func (x *lexer) comment() {
	for i := x.pos + 2; i+1 < len(x.text); i++ {
		if x.text[i] == '*' && x.text[i+1] == '/' {
			x.pos = i + 2
			return
		}
	}
	x.report(x.pos, 2, "this comment is never closed", "it ends with */")
	x.lost = true
	x.pos = len(x.text)
}

func (x *lexer) toLineEnd() {
	for x.pos < len(x.text) && x.text[x.pos] != '\n' {
		x.pos++
	}
}

func (x *lexer) emit(k kind, end int) {
	x.flat = append(x.flat, token{off: uint32(x.pos), len: uint32(end - x.pos), kind: k})
	x.pos = end
}

func (x *lexer) endLine() {
	if len(x.flat) > x.start {
		x.lines = append(x.lines, line{tokens: x.flat[x.start:len(x.flat):len(x.flat)], indent: x.width})
		x.start = len(x.flat)
	}
}

// indentation measures the white space ahead without reading it.
func (x *lexer) indentation() int {
	width := 0
	for _, c := range x.text[x.pos:] {
		switch c {
		case ' ':
			width++
		case '\t':
			width += tabWidth - width%tabWidth
		default:
			return width
		}
	}
	return width
}

// touches reports whether the last token ends right here, as in A.5, where the dot belongs to a path.
func (x *lexer) touches() bool {
	if len(x.flat) == 0 {
		return false
	}
	t := x.flat[len(x.flat)-1]
	return int(t.off+t.len) == x.pos && t.kind != symbolToken
}

func (x *lexer) byteAt(n int) byte {
	if x.pos+n < len(x.text) {
		return x.text[x.pos+n]
	}
	return 0
}

func (x *lexer) report(off, width int, msg, hint string) {
	x.rep.add(x.file, token{off: uint32(off), len: uint32(width)}, msg, hint)
}

// nameLength is the number of bytes ahead that can continue a name. The odd characters are those of
// the UVL grammar.
func nameLength(b []byte) int {
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '_', r == '#', r == '§', r == '%', r == '?', r == '\\', r == ';':
			n += size
		default:
			return n
		}
	}
	return n
}

// symbolLength is the number of bytes of the symbol ahead, 0 if there is none; the longest symbol wins.
func symbolLength(b []byte) int {
	if len(b) >= 3 && string(b[:3]) == "<=>" {
		return 3
	}
	if len(b) >= 2 {
		switch string(b[:2]) {
		case "=>", "==", "!=", "<=", ">=", "..":
			return 2
		}
	}
	switch b[0] {
	case '{', '}', '(', ')', '[', ']', ',', '.', '*', '+', '-', '/', '!', '&', '|', '<', '>', '=':
		return 1
	}
	return 0
}

// isKnown reports whether a token, or white space, starts here.
func isKnown(b []byte) bool {
	r, _ := utf8.DecodeRune(b)
	switch r {
	case ' ', '\t', '\r', '\n', '\f', '"', '\'':
		return true
	}
	return unicode.IsLetter(r) || r == '_' || isDigit(b[0]) || symbolLength(b) > 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// maxShown is the greatest length of a text that a message repeats.
const maxShown = 60

// shown is s as a message shows it: not all of a long text, and quoted when it holds what a terminal would not show.
func shown(s string) string {
	if len(s) > maxShown {
		n := maxShown
		for !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n] + "…"
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return strconv.QuoteToASCII(s)
		}
	}
	return s
}
