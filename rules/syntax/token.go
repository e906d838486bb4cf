package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is the kind of a token.
type kind uint8

const (
	eof kind = iota
	word
	quoted
	number
	symbol
)

// token is a piece of the source: text is what it stands for, without quotes.
type token struct {
	kind   kind
	text   string
	offset int
	width  int
}

// is reports whether t is the symbol or the bare word s.
func (t token) is(s string) bool {
	return (t.kind == symbol || t.kind == word) && t.text == s
}

// describe returns the token as a message shows it.
func (t token) describe() string {
	switch t.kind {
	case eof:
		return "the end"
	case quoted:
		return `"` + t.text + `"`
	}
	return t.text
}

// symbols, longest first.
var symbols = []string{
	"<=>", "<=", "=>", "==", "!=", ">=",
	"<", ">", "=", "!", "&", "|", "(", ")", "{", "}", ",", ";", "+", "-", "*", "/", ".", "%",
}

// foreign maps the operators of other languages to ours.
var foreign = []struct{ text, means string }{
	{"<->", "<=>"},
	{"&&", "&"},
	{"||", "|"},
	{"->", "=>"},
	{"=<", "<="},
	{"<>", "!="},
	{"~", "!"},
	{"¬", "!"},
	{"∧", "&"},
	{"∨", "|"},
	{"→", "=>"},
	{"⇒", "=>"},
	{"⇔", "<=>"},
	{"≤", "<="},
	{"≥", ">="},
	{"≠", "!="},
	{"×", "*"},
	{"·", "*"},
	{"“", `"`},
	{"”", `"`},
	{"„", `"`},
}

// next reads the token at offset i or after it.
func next(src string, i int) (token, *Error) {
	i, err := skip(src, i)
	if err != nil {
		return token{}, err
	}
	if i >= len(src) {
		return token{kind: eof, offset: len(src)}, nil
	}
	r, width := utf8.DecodeRuneInString(src[i:])
	switch {
	case r == utf8.RuneError && width == 1:
		return token{}, &Error{Offset: i, Width: 1, Msg: "not valid UTF-8"}
	case r == '"':
		return quotedToken(src, i)
	case r == '\'':
		return token{}, stringLiteral(src, i)
	case wordRune(r):
		return wordToken(src, i), nil
	}
	for _, f := range foreign {
		if strings.HasPrefix(src[i:], f.text) {
			return token{}, &Error{Offset: i, Width: len(f.text), Msg: "unknown operator " + f.text, Hint: "write " + f.means}
		}
	}
	for _, s := range symbols {
		if strings.HasPrefix(src[i:], s) {
			return token{kind: symbol, text: s, offset: i, width: len(s)}, nil
		}
	}
	e := &Error{Offset: i, Width: width, Msg: fmt.Sprintf("the character %q cannot stand here", r)}
	if r == '[' || r == ']' {
		e.Hint = membersHint
	} else if unicode.IsPrint(r) {
		e.Hint = `a code with such a character stands in "double quotes"`
	}
	return token{}, e
}

// skip returns the offset of the first byte at or after i that is neither
// white space nor comment.
func skip(src string, i int) (int, *Error) {
	for i < len(src) {
		r, width := utf8.DecodeRuneInString(src[i:])
		switch {
		case unicode.IsSpace(r):
			i += width
		case strings.HasPrefix(src[i:], "//"):
			end := strings.IndexAny(src[i:], "\r\n")
			if end < 0 {
				return len(src), nil
			}
			i += end
		case strings.HasPrefix(src[i:], "/*"):
			end := strings.Index(src[i+2:], "*/")
			if end < 0 {
				return i, &Error{Offset: i, Width: 2, Msg: "comment without end", Hint: "close it with */"}
			}
			i += 2 + end + 2
		default:
			return i, nil
		}
	}
	return i, nil
}

func quotedToken(src string, i int) (token, *Error) {
	end := strings.IndexAny(src[i+1:], "\"\r\n")
	if end < 0 {
		end = len(src) - i - 1
	}
	text, width := src[i+1:i+1+end], end+2
	switch {
	case i+1+end >= len(src) || src[i+1+end] != '"':
		return token{}, &Error{Offset: i, Width: end + 1, Msg: "quote without end", Hint: `a quoted code ends with " on the same line`}
	case text == "":
		return token{}, &Error{Offset: i, Width: width, Msg: "empty code"}
	case !utf8.ValidString(text):
		return token{}, &Error{Offset: i, Width: width, Msg: "not valid UTF-8"}
	}
	return token{kind: quoted, text: text, offset: i, width: width}, nil
}

func stringLiteral(src string, i int) *Error {
	width := len(src) - i
	if end := strings.IndexAny(src[i+1:], "'\r\n"); end >= 0 {
		width = end + 1
		if src[i+1+end] == '\'' {
			width++
		}
	}
	return &Error{
		Offset: i, Width: width, Msg: "string literal: conditions on strings are not supported",
		Hint: `a code with special characters stands in "double quotes"`, Construct: "string literal",
	}
}

// wordToken reads a word, or a number if it is nothing but digits.
func wordToken(src string, i int) token {
	end := wordEnd(src, i)
	kind := word
	if allDigits(src[i:end]) {
		kind = number
		if end+1 < len(src) && src[end] == '.' && digit(src[end+1]) {
			end++
			for end < len(src) && digit(src[end]) {
				end++
			}
		}
	}
	return token{kind: kind, text: src[i:end], offset: i, width: end - i}
}

func wordEnd(src string, i int) int {
	for i < len(src) {
		r, width := utf8.DecodeRuneInString(src[i:])
		if !wordRune(r) || r == utf8.RuneError && width == 1 {
			break
		}
		i += width
	}
	return i
}

func wordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func digit(b byte) bool { return b >= '0' && b <= '9' }

func allDigits(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}
