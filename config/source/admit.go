package source

import (
	"strings"

	"github.com/goccy/go-yaml/token"
)

// refused are the constructs of YAML that these files do not use.
var refused = map[token.Type]struct{ construct, hint string }{
	token.AnchorType:     {"anchors", "write the value out where it is needed; quote the text if the & belongs to it"},
	token.AliasType:      {"aliases", "write the value out; quote the text if the * belongs to it"},
	token.TagType:        {"tags", "remove it; quote the text if the ! belongs to it"},
	token.MergeKeyType:   {"merge keys", "write the keys out"},
	token.MappingKeyType: {"keys introduced by ?", "write key: value"},
	token.DirectiveType:  {"directives", "remove this line"},
}

// admit returns the tokens of the document, without its markers. It reports
// constructs that these files may not contain and text that the lexer could not
// read: their tokens are invalid in the result. It reports whether the file
// holds one document only; of several, the first is returned.
func admit(f *File, toks []tok, list *List) (out []tok, single bool) {
	report := func(t *tok, msg, hint string) { list.Add(f.Defect(t.start, f.width(t.span), msg, hint)) }
	out = make([]tok, 0, len(toks))
	directive, bad := 0, 0 // the last lines with a directive, and with a defect
	ended := false
	key := 0 // the column of the last "?"
	for i := range toks {
		t := &toks[i]
		r, isRefused := refused[t.Type]
		switch {
		case t.line == directive:
		case key > 0 && t.is(token.MappingValueType) && t.first && t.column == key: // its value
			key = 0
			t.invalidate("")
			out = append(out, *t)
		case t.line == bad && (isRefused || t.is(token.InvalidType)): // the line is not read on
			t.invalidate("")
			out = append(out, *t)
		case isRefused:
			if i+1 < len(toks) && toks[i+1].line == t.line && !t.is(token.TagType) {
				t.end = max(t.end, toks[i+1].end)
			}
			hint := r.hint
			if t.is(token.TagType) {
				hint = f.quoted(t)
			}
			report(t, r.construct+" are not used in these files", hint)
			if t.is(token.DirectiveType) && t.first {
				directive = t.line
				continue
			}
			if bad = t.line; t.is(token.MappingKeyType) {
				key = t.column
			}
			t.invalidate("")
			out = append(out, *t)
		case t.is(token.InvalidType):
			bad = t.line
			msg, hint := explain(t.Error)
			report(t, msg, hint)
			out = append(out, *t)
		case ended, t.is(token.DocumentHeaderType) && len(out) > 0:
			report(t, "a second document begins here; a file holds one", "split the file")
			return out, false
		case t.is(token.DocumentEndType):
			ended = true
		case t.is(token.DocumentHeaderType):
		default:
			out = append(out, *t)
		}
	}
	return out, true
}

// quoted is the hint to write a value in quotes that begins with a mark.
func (f *File) quoted(t *tok) string {
	line := strings.TrimSpace(string(f.Text[t.start:lineEnd(f.Text, t.start)]))
	if strings.HasPrefix(line, "!!") || strings.ContainsAny(line, "'\"#{}[],") || len(line) > maxExcerpt {
		return "remove it; quote the text if the ! belongs to it"
	}
	return `write "` + line + `" in quotes if the ! belongs to it`
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// explanations reword messages of the YAML reader for the owner of a data
// file. The first whose text occurs in the message is used.
var explanations = []struct{ text, msg, hint string }{
	{"could not find end character of double-quoted", "the closing \" is missing", ""},
	{"could not find end character of single-quoted", "the closing ' is missing", "inside single quotes, write '' for '"},
	{"unknown escape character", "an escape that YAML does not know", "write \\\\ for a backslash, or put the text in single quotes"},
	{"surrogate", "this escape is half of a character", "write the character itself"},
	{"tab character", "a tab is used where YAML needs spaces", "indent with spaces"},
	{"found character '\t'", "a tab is used where YAML needs spaces", "indent with spaces"},
	{"found invalid tag character", "tags are not used in these files", "quote the text if its ! belongs to it"},
	{"is a reserved character", "a value cannot begin with this character", "quote the text"},
	{"could not find multi-line content", "no text follows the | or >", "write the text on the lines below, indented"},
	{"invalid number of indent", "this line is indented less than the text it belongs to", "indent all lines of the text alike"},
	{"unexpected document separator", "a document separator within text", "close the quote before it"},
	{"invalid header option", "the text after | or > on this line has no meaning", "begin the text on the next line; quote it if the | or > belongs to it"},
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
