package source

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// admit reports what these files may not contain, before anything recursive
// runs over the tokens. It reports whether the file may be parsed.
func (t *tree) admit(tokens token.Tokens) bool {
	before := t.list.Len()
	depth := nesting{tree: t}
	content, directive := false, false
	for i, tk := range tokens {
		switch tk.Type {
		case token.CommentType:
			continue
		case token.AnchorType:
			t.refuse(tokens[i:], "anchors", "write the value out where it is needed")
		case token.AliasType:
			t.refuse(tokens[i:], "aliases", "write the value out; quote the text if the * belongs to it")
		case token.TagType:
			t.refuse(tokens[i:], "tags", "remove it; quote the text if the ! belongs to it")
		case token.MergeKeyType:
			t.refuse(tokens[i:], "merge keys", "write the keys out")
		case token.MappingKeyType:
			t.refuse(tokens[i:], "keys introduced by ?", "write key: value")
		case token.DirectiveType:
			t.refuse(tokens[i:], "directives", "remove this line")
			directive = true
		case token.DocumentHeaderType:
			if content {
				t.defect(tk, "a second document begins here; a file holds one", "split the file")
				return false
			}
		case token.InvalidType:
			t.invalid(tk)
			return false
		default:
			content = content || tk.Type != token.DocumentEndType && !directive
		}
		if !depth.step(tokens, i) {
			t.defect(tk, fmt.Sprintf("nested deeper than %d levels", MaxDepth), "")
			return false
		}
	}
	return t.list.Len() == before
}

// refuse reports a construct that is YAML but not used here.
func (t *tree) refuse(tokens token.Tokens, construct, hint string) {
	s := t.span(tokens[0])
	if tokens[0].Type != token.TagType && len(tokens) > 1 && tokens[1].Position.Line == tokens[0].Position.Line {
		s.end = max(s.end, t.span(tokens[1]).end)
	}
	t.list.Add(t.file.Defect(s.start, t.width(s), construct+" are not used in these files", hint))
}

// nesting follows the depth of the token stream: brackets, and the columns of
// block lists and mappings.
type nesting struct {
	tree    *tree
	flow    int
	columns []int // of the open block collections, ascending
}

// step takes one token and reports whether the depth is within the limit.
func (n *nesting) step(tokens token.Tokens, i int) bool {
	tk := tokens[i]
	switch tk.Type {
	case token.MappingStartType, token.SequenceStartType:
		n.flow++
	case token.MappingEndType, token.SequenceEndType:
		n.flow = max(n.flow-1, 0)
	case token.SequenceEntryType:
		n.open(2 * n.column(tk))
	case token.MappingValueType:
		if n.flow == 0 && i > 0 {
			n.open(2*n.column(tokens[i-1]) + 1) // a key in the column of a "-" is below it
		}
	}
	return n.flow+len(n.columns) <= MaxDepth
}

// open closes the collections that a column ends and opens one there.
func (n *nesting) open(column int) {
	for len(n.columns) > 0 && n.columns[len(n.columns)-1] >= column {
		n.columns = n.columns[:len(n.columns)-1]
	}
	n.columns = append(n.columns, column)
}

func (n *nesting) column(tk *token.Token) int {
	at := n.tree.span(tk).start
	start := at
	for start > 0 && n.tree.file.Text[start-1] != '\n' {
		start--
	}
	return at - start
}

// syntax reports an error of the parser in the words of these files.
func (t *tree) syntax(err error) {
	var positioned interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &positioned) || positioned.GetToken() == nil {
		t.list.Add(t.file.Whole("not YAML: "+firstLine(err.Error()), ""))
		return
	}
	tk := positioned.GetToken()
	msg, hint := explain(positioned.GetMessage())
	start := t.span(tk).start
	first := string(t.file.Text[start:lineEnd(t.file.Text, start)])
	switch {
	case msg == secondColon && !strings.Contains(first, ": ") && !strings.HasSuffix(strings.TrimSpace(first), ":"):
		next := aligner{t.file.Text, start + len(first)} // the parser took two lines for one value
		next.skip()
		t.list.Add(t.file.Defect(next.at, 1, "this line is indented deeper than the keys above it", "align it with them"))
	case strings.HasPrefix(first, "-") && !strings.HasPrefix(first, "- "):
		t.defect(tk, msg, "write a space behind the - of a list")
	default:
		t.defect(tk, msg, hint)
	}
}

// secondColon explains the commonest mistake, which has two causes.
const secondColon = "a second \": \" in one line"

// invalid reports a token that the lexer could not read.
func (t *tree) invalid(tk *token.Token) {
	msg, hint := explain(tk.Error)
	t.defect(tk, msg, hint)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// explanations say what messages of the YAML reader mean to the owner of a
// data file. The first whose text occurs in the message is used.
var explanations = []struct{ text, msg, hint string }{
	{"mapping value is not allowed", secondColon, "quote the text if the colon belongs to it"},
	{"could not find end character of double-quoted", "the closing \" is missing", ""},
	{"could not find end character of single-quoted", "the closing ' is missing", "inside single quotes, write '' for '"},
	{"map key definition includes an implicit line break", "this key has no \": \" on its line", "write key: value, with a space after the colon"},
	{"non-map value is specified", "this is not key: value as the lines above are", "write key: value, with a space after the colon; indent the line if it continues the one above"},
	{"value is not allowed in this context", "this does not fit what stands before it", "check the indentation, and that every key has \": \" behind it; quote text that begins with a bracket or a quote"},
	{"unknown escape character", "an escape that YAML does not know", "write \\\\ for a backslash, or put the text in single quotes"},
	{"surrogate", "this escape is half of a character", "write the character itself"},
	{"unexpected key name", "this line is no key: value", "write a colon and a space behind the key"},
	{"tab character", "a tab is used where YAML needs spaces", "indent with spaces"},
	{"found character '\t'", "a tab is used where YAML needs spaces", "indent with spaces"},
	{"',' or '}' must be specified", "a comma or the closing } is missing before this", ""},
	{"',' or ']' must be specified", "a comma or the closing ] is missing before this", ""},
	{"flow mapping end token '}'", "the closing } of this is missing", ""},
	{"sequence end token ']'", "the closing ] of this is missing", ""},
	{"'[' character corresponding to ']'", "] without [ before it", "quote the text if the bracket belongs to it"},
	{"'{' character corresponding to '}'", "} without { before it", "quote the text if the brace belongs to it"},
	{"expected sequence element, but found ','", "a value is missing before the comma", ""},
	{"block sequence entries are not allowed", "a list cannot begin behind the key", "begin the first \"- \" on the next line"},
	{"is a reserved character", "a value cannot begin with this character", "quote the text"},
	{"undefined anchor name", "& begins an anchor, which these files do not use", "quote the text if the & belongs to it"},
	{"undefined alias name", "* begins an alias, which these files do not use", "quote the text if the * belongs to it"},
	{"invalid number of indent", "this line is indented less than the text it belongs to", "indent all lines of the text alike"},
	{"unexpected document separator", "a document separator within text", "close the quote before it"},
	{"invalid header option", "what follows | or > on its line is not understood", "begin the text on the next line; quote it if the | or > belongs to it"},
	{"found an invalid key", "this cannot be a key", ""},
}

// explain rewords a message of the YAML reader.
func explain(message string) (msg, hint string) {
	for _, e := range explanations {
		if strings.Contains(message, e.text) {
			return e.msg, e.hint
		}
	}
	return "not YAML: " + firstLine(message), ""
}
