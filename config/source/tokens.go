package source

import (
	"bytes"
	"slices"

	"github.com/goccy/go-yaml/token"
)

// tok is a token of the YAML lexer with its place.
type tok struct {
	*token.Token
	span
	line, column int  // of the first character
	endLine      int  // of the last character
	first        bool // first on its line
	content      bool // the text of a block scalar
}

// tokens puts the tokens in order with their places, without comments.
func (f *File) tokens(lexed token.Tokens) []tok {
	spans := align(f, lexed)
	toks := make([]tok, 0, len(lexed))
	endLine := 0
	block := false
	for i, tk := range lexed {
		if tk.Type == token.CommentType {
			continue
		}
		p := f.Position(spans[i].start)
		t := tok{Token: tk, span: spans[i], line: p.Line, column: p.Column, first: p.Line > endLine, content: block}
		t.endLine = t.line + bytes.Count(f.Text[t.start:t.end], []byte("\n"))
		endLine = t.endLine
		block = tk.Type == token.LiteralType || tk.Type == token.FoldedType
		toks = append(toks, t)
	}
	return toks
}

// is reports whether the token is of one of some types.
func (t *tok) is(types ...token.Type) bool {
	if t == nil {
		return false
	}
	return slices.Contains(types, t.Type)
}

// isBlock reports whether the token begins a block scalar.
func (t *tok) isBlock() bool { return t.is(token.LiteralType, token.FoldedType) }

// isScalar reports whether the token is a value by itself.
func (t *tok) isScalar() bool {
	return t.is(token.StringType, token.SingleQuoteType, token.DoubleQuoteType, token.NullType, token.BoolType,
		token.IntegerType, token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType,
		token.FloatType, token.InfinityType, token.NanType)
}
