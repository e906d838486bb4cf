package source

import (
	"bytes"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// tok is a token of the YAML lexer with its place.
type tok struct {
	*token.Token
	span
	line, column int  // of the first character; tabs count as expandTabs says
	tabs         int  // by how many columns they are wider
	endLine      int  // of the last character
	excused      bool // in a line that tabs indent, which is reported
	first        bool // first on its line
	content      bool // the text of a block scalar
}

// tokens puts the tokens of the text from a line (counted from 0) on in order
// with their places, without comments.
func (f *File) tokens(lexed token.Tokens, line int, wider []widened) []tok {
	spans := align(f, lexed, line, wider)
	toks := make([]tok, 0, len(lexed))
	endLine := 0
	block := false
	for i, tk := range lexed {
		if tk.Type == token.CommentType {
			continue
		}
		p := f.Place(spans[i].start)
		t := tok{Token: tk, span: spans[i], line: p.Line, column: p.Column, first: p.Line > endLine, content: block}
		if wider != nil {
			w := wider[t.line-1]
			t.tabs, t.excused = w.by, w.tabs
			t.column += t.tabs
		}
		t.endLine = t.line + bytes.Count(f.Text[t.start:t.end], []byte("\n"))
		endLine = t.endLine
		block = tk.Type == token.LiteralType || tk.Type == token.FoldedType
		toks = append(toks, t)
	}
	return toks
}

// relexed bounds the bytes that the lexer reads in all: a multiple of the
// file, and at least so many.
const (
	relexed      = 1
	relexedLeast = 1 << 20
)

// lex returns the tokens of the file. A quote that is not closed is an invalid
// token, and the text is read on at the line below it; whole is false if they
// are so many that the rest is not read.
func (f *File) lex(list *List) (toks []tok, whole bool) {
	text := string(withoutCR(f.Text))
	lexed := lexer.Tokenize(text)
	var wider []widened
	if f.reportTabs(lexed, list) {
		text, wider = expandTabs(text)
		lexed = lexer.Tokenize(text)
	}
	budget := relexed*len(text) + relexedLeast
	for line := 0; ; lexed = lexer.Tokenize(text) {
		chunk := f.tokens(lexed, line, wider)
		keep, below := cut(chunk)
		if keep < 0 {
			return append(toks, chunk...), true
		}
		toks = append(toks, chunk[:keep]...)
		for ; line < below; line++ {
			_, rest, more := strings.Cut(text, "\n")
			if text = rest; !more {
				return toks, true
			}
		}
		if budget -= len(text); budget < 0 {
			return toks, false
		}
	}
}

// cut finds the first quote or bracket that is not closed, which made the lexer
// misread the rest. It returns the number of tokens to keep, and the line below
// which to begin again; -1 if there is none.
func cut(toks []tok) (keep, below int) {
	var open []*tok // brackets
	for i := range toks {
		t := &toks[i]
		switch {
		case unclosed(toks[i:]):
			return i + 1, t.line
		case t.is(token.SequenceStartType, token.MappingStartType):
			if len(open) == 0 && t.first { // the file is JSON
				return cutQuote(toks, i)
			}
			open = append(open, t)
		case t.is(token.SequenceEndType, token.MappingEndType):
			open = open[:max(0, len(open)-1)]
		case len(open) > 0 && t.first && t.line > open[0].line && t.column <= lineColumn(toks[:i], open[0]) && endsValue(&toks[i-1]):
			return i, t.line - 1
		}
	}
	return -1, 0
}

// cutQuote is cut for the tokens from i on, of quotes only.
func cutQuote(toks []tok, i int) (keep, below int) {
	for ; i < len(toks); i++ {
		if unclosed(toks[i:]) {
			return i + 1, toks[i].line
		}
	}
	return -1, 0
}

// lineColumn returns the column of the first key or value on the line of t.
func lineColumn(toks []tok, t *tok) int {
	column := t.column
	for i := len(toks) - 1; i >= 0 && toks[i].line >= t.line; i-- {
		if toks[i].line == t.line && !toks[i].is(token.SequenceEntryType) {
			column = toks[i].column
		}
	}
	return column
}

// endsValue reports whether a comma or bracket must follow within brackets.
func endsValue(t *tok) bool {
	return t.isScalar() || t.is(token.SequenceEndType, token.MappingEndType)
}

// unclosed reports whether the first token begins with a quote that is not
// closed, and makes it invalid. Often the opening quote of a later text ends
// it, lines below, and that text follows.
func unclosed(toks []tok) bool {
	t := &toks[0]
	if t.is(token.InvalidType) {
		return strings.HasPrefix(t.Error, unclosedQuote)
	}
	if len(toks) == 1 || t.endLine == t.line || !t.is(token.SingleQuoteType, token.DoubleQuoteType) {
		return false
	}
	next := &toks[1]
	if next.line != t.endLine || next.closes() {
		return false
	}
	kind := "single"
	if t.is(token.DoubleQuoteType) {
		kind = "double"
	}
	t.invalidate(unclosedQuote + " of " + kind + "-quoted text")
	t.end, t.endLine = t.start+1, t.line
	return true
}

// unclosedQuote begins the lexer's message.
const unclosedQuote = "could not find end character"

// invalidate makes the token one that no collection can go on with.
func (t *tok) invalidate(err string) {
	invalid := *t.Token
	invalid.Type, invalid.Error = token.InvalidType, err
	t.Token = &invalid
}

// maxTabs is how many tabs of a line's indentation are widened: deeper than
// MaxDepth nothing is read.
const maxTabs = MaxDepth

// reportTabs reports the lines that the lexer refuses because they are indented
// with tabs, and returns whether there are any.
func (f *File) reportTabs(lexed token.Tokens, list *List) bool {
	reported := 0 // the last line that was
	for _, tk := range lexed {
		if tk.Type != token.InvalidType || !strings.Contains(tk.Error, "tab character") && !strings.Contains(tk.Error, "found character '\t'") {
			continue
		}
		line := min(max(tk.Position.Line, 1), len(f.lines))
		indent := f.Text[f.lines[line-1]:]
		indent = indent[:len(indent)-len(bytes.TrimLeft(indent, " \t"))]
		if tab := bytes.IndexByte(indent, '\t'); tab >= 0 && line != reported {
			msg, hint := explain(tk.Error)
			list.AddOnce(fileCause{f, "tab"}, f.Defect(f.lines[line-1]+tab, 1, msg, hint))
			reported = line
		}
	}
	return reported > 0
}

// widened says of a line whether tabs indent it, and by how many columns it
// grew.
type widened struct {
	tabs bool
	by   int
}

// expandTabs returns the text with spaces for the tabs that lines are indented
// with, each of which is one level, and by how many columns each line grew.
func expandTabs(text string) (expanded string, wider []widened) {
	lines := strings.Split(text, "\n")
	level := strings.Repeat(" ", indentation(lines))
	wider = make([]widened, len(lines))
	for i, line := range lines {
		rest := strings.TrimLeft(line, " \t")
		indent := line[:len(line)-len(rest)]
		if n := strings.Count(indent, "\t"); n > 0 {
			wide := strings.Repeat(" ", len(indent)-n) + strings.Repeat(level, min(n, maxTabs))
			lines[i], wider[i] = wide+rest, widened{true, len(wide) - len(indent)}
		}
	}
	return strings.Join(lines, "\n"), wider
}

// indentation returns the number of spaces of a level: the least indentation
// of any line, or 2.
func indentation(lines []string) int {
	fewest := 9
	for _, line := range lines {
		if n := len(line) - len(strings.TrimLeft(line, " ")); n > 0 && n < len(line) && line[n] != '\t' {
			fewest = min(fewest, n)
		}
	}
	if fewest == 9 {
		return 2
	}
	return fewest
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

// closes reports whether the token is a closing bracket.
func (t *tok) closes() bool {
	return t.is(token.SequenceEndType, token.MappingEndType, token.CollectEntryType)
}

// isScalar reports whether the token is a value by itself.
func (t *tok) isScalar() bool {
	return t.is(token.StringType, token.SingleQuoteType, token.DoubleQuoteType, token.NullType, token.BoolType,
		token.IntegerType, token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType,
		token.FloatType, token.InfinityType, token.NanType)
}
