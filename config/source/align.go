package source

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// The lexer's columns are off after tabs, escapes and block scalars, so the
// places of its tokens are found again in the text: tokens come in the order
// of the text, with only space and comments between them.

// span is a range of bytes of a file.
type span struct{ start, end int }

// align returns the place of every token of the text from a line (counted from
// 0) on; wider is the number of columns by which each line was widened for the
// lexer.
func align(f *File, tokens token.Tokens, line int, wider []widened) []span {
	spans := make([]span, len(tokens))
	a := aligner{text: f.Text, at: f.lines[line]}
	block := false // the next token is the content of a block scalar
	for i, tk := range tokens {
		if tk.Type == token.CommentType {
			continue
		}
		before := a.at
		s, ok := a.token(tk, block)
		if !ok { // begin again at the lexer's place
			p := *tk.Position
			p.Line += line
			if wider != nil && p.Line <= len(wider) {
				p.Column -= wider[p.Line-1].by
			}
			at := f.Offset(p.Line, p.Column)
			if tk.Type != token.InvalidType {
				at = max(before, at)
			}
			a.at = at
			if s, ok = a.token(tk, block); !ok {
				s = span{at, at}
				a.at = max(before, at)
			}
		}
		spans[i] = s
		block = tk.Type == token.LiteralType || tk.Type == token.FoldedType
	}
	return spans
}

// aligner walks through the text.
type aligner struct {
	text []byte
	at   int
}

// token returns the place of the next token and moves behind it.
func (a *aligner) token(tk *token.Token, block bool) (span, bool) {
	switch {
	case block && strings.TrimSpace(tk.Value) == "":
		return span{a.at, a.at}, true
	case block:
		a.skipSpace()
	default:
		a.skip()
	}
	start := a.at
	end, ok := start, false
	switch {
	case block:
		end, ok = matchWords(a.text, start, tk.Value)
	case tk.Type == token.SingleQuoteType || tk.Type == token.DoubleQuoteType:
		end, ok = quotedEnd(a.text, start)
	case tk.Type == token.LiteralType || tk.Type == token.FoldedType:
		if ok = start < len(a.text) && (a.text[start] == '|' || a.text[start] == '>'); ok {
			end = start + len(bytes.TrimRight(a.text[start:lineEnd(a.text, start)], "\r"))
		}
	case tk.Type == token.InvalidType:
		return span{}, false
	default:
		end, ok = matchWords(a.text, start, tk.Value)
	}
	if ok {
		a.at = end
	}
	return span{start, end}, ok
}

// skip moves over space and comments.
func (a *aligner) skip() {
	for {
		a.skipSpace()
		if a.at >= len(a.text) || a.text[a.at] != '#' {
			return
		}
		a.at = lineEnd(a.text, a.at)
	}
}

func (a *aligner) skipSpace() {
	for a.at < len(a.text) && isSpace(a.text[a.at]) {
		a.at++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// lineEnd returns the offset of the next line feed, or of the end.
func lineEnd(text []byte, from int) int {
	if i := bytes.IndexByte(text[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(text)
}

// matchWords returns the end of value in the text from start; the two may
// differ only in spaces and line ends.
func matchWords(text []byte, start int, value string) (end int, ok bool) {
	at := start
	end = start
	for i := range len(value) {
		if isSpace(value[i]) {
			continue
		}
		for at < len(text) && isSpace(text[at]) {
			at++
		}
		if at == len(text) || text[at] != value[i] {
			return start, false
		}
		at++
		end = at
	}
	return end, true
}

// quotedEnd returns the offset behind the closing quote of the text that
// begins at start.
func quotedEnd(text []byte, start int) (end int, ok bool) {
	if start >= len(text) || text[start] != '"' && text[start] != '\'' {
		return start, false
	}
	quote := text[start]
	for i := start + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote && quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		case text[i] == quote:
			return i + 1, true
		}
	}
	return start, false
}

// At returns the byte offset in the file of byte i of a scalar's Text, through
// quotes, escapes, indentation and folded lines. It is for carets in longer
// texts such as expressions. O(length of the text).
func (n *Node) At(i int) int {
	text := n.file.Text
	at := n.Offset
	if n.escaped || n.doubled {
		at++
	}
	i = min(max(i, 0), len(n.Text))
	for j := 0; j < len(n.Text); {
		r, size := utf8.DecodeRuneInString(n.Text[j:])
		if r < utf8.RuneSelf && isSpace(byte(r)) {
			if j >= i {
				return at
			}
			j += size
			continue
		}
		var width int
		at, width = n.unit(text, at)
		if j+size > i {
			return at
		}
		j += size
		at += width
	}
	return min(at, len(text))
}

// unit returns where the next visible character of the raw text begins, and
// the number of bytes that write it.
func (n *Node) unit(text []byte, at int) (start, width int) {
	for at < len(text) {
		switch {
		case isSpace(text[at]):
			at++
		case n.escaped && text[at] == '\\' && at+1 < len(text):
			width, space := escape(text[at:])
			if !space {
				return at, width
			}
			at += width
		case n.doubled && text[at] == '\'' && at+1 < len(text) && text[at+1] == '\'':
			return at, 2
		default:
			_, width = utf8.DecodeRune(text[at:])
			return at, width
		}
	}
	return at, 0
}

// escape returns the length of the escape that text begins with, and whether it
// stands for a space or for no character. Two \u escapes of a surrogate pair are
// one.
func escape(text []byte) (width int, space bool) {
	switch text[1] {
	case 'n', 't', 'r', ' ', '\n', '\r', '\t':
		return 2, true
	case 'x':
		width = 4
	case 'u':
		width = 6
		if len(text) >= 12 && (text[2] == 'd' || text[2] == 'D') && text[6] == '\\' && text[7] == 'u' {
			width = 12
		}
	case 'U':
		width = 10
	default:
		width = 2
	}
	width = min(width, len(text))
	digits := bytes.TrimLeft(text[2:width], "0")
	if width > 2 && width < 12 && len(digits) <= 2 {
		switch string(bytes.ToLower(digits)) {
		case "9", "a", "d", "20":
			return width, true
		}
	}
	return width, false
}
