package source

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// MaxDepth is how deep lists and mappings may be nested. Real catalogs nest a
// dozen levels; the limit keeps a hostile file from exhausting the stack.
const MaxDepth = 100

// MaxYAML is the largest file that [ParseYAML] accepts. The reader needs about
// a hundred times the size of the file in memory while it works.
const MaxYAML = 16 << 20

// ParseYAML reads a YAML or JSON file as a tree of nodes with places. It
// returns nil, with defects in list, for a file that is not YAML. Otherwise it
// returns the whole tree, even where it adds defects, so that what else is
// wrong can be found in the same run. A file without content is a Null node.
//
// It reads the YAML that data files need: mappings, lists, and scalars of
// every style. Anchors, aliases, merge keys, tags, directives and several
// documents in a file are refused by name, because the same text must mean the
// same to every reader; so are keys given twice, with both places, and nesting
// deeper than [MaxDepth].
func ParseYAML(f *File, list *List) *Node {
	if len(f.Text) > MaxYAML {
		list.Add(f.Whole(fmt.Sprintf("file is larger than the %d MB that YAML and JSON files may have", MaxYAML>>20), "split it"))
		return nil
	}
	return parse(f, list)
}

// parse is ParseYAML within the limit of size.
func parse(f *File, list *List) (root *Node) {
	defer func() { // a defect of the YAML reader must not end the caller's program
		if r := recover(); r != nil {
			root = nil
			list.Add(f.Whole(fmt.Sprintf("the YAML reader failed: %v", r), "simplify the file: plain lists, mappings and quoted text"))
		}
	}()
	if at := loneCR(f.Text); at >= 0 {
		list.Add(f.Defect(at, 1, "carriage return without line feed", "save the file with the line ends LF or CRLF"))
		return nil
	}
	tokens := lexer.Tokenize(string(withoutCR(f.Text)))
	t := tree{file: f, list: list, spans: align(f, tokens)}
	if !t.admit(tokens) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		t.syntax(err)
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return &Node{Pos: f.Position(0), Width: 1, file: f}
	}
	return t.node(file.Docs[0].Body)
}

// tree turns the reader's syntax tree into ours.
type tree struct {
	file  *File
	list  *List
	spans map[*token.Token]span
}

// span returns where a token stands.
func (t *tree) span(tk *token.Token) span {
	if tk == nil {
		return span{}
	}
	if s, ok := t.spans[tk]; ok {
		return s
	}
	at := t.file.Offset(tk.Position.Line, tk.Position.Column)
	return span{at, at}
}

// defect reports a defect at a token.
func (t *tree) defect(tk *token.Token, msg, hint string) {
	s := t.span(tk)
	t.list.Add(t.file.Defect(s.start, t.width(s), msg, hint))
}

// width is how many runes of a span stand on its first line.
func (t *tree) width(s span) int {
	text := t.file.Text[s.start:s.end]
	if i := slices.Index(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return utf8.RuneCount(text)
}

// at makes a node at a token.
func (t *tree) at(kind Kind, tk *token.Token) *Node {
	s := t.span(tk)
	return &Node{Kind: kind, Pos: t.file.Position(s.start), Offset: s.start, Width: max(t.width(s), 1), file: t.file}
}

// node converts a node and what is below it. Its depth is that of the tokens,
// which admit has bounded.
func (t *tree) node(n ast.Node) *Node {
	switch n := n.(type) {
	case *ast.NullNode:
		out := t.at(Null, n.Token)
		if n.Token.Type == token.NullType {
			out.Text = n.Token.Value
		}
		return out
	case *ast.MappingNode:
		return t.mapping(n)
	case *ast.MappingValueNode:
		return t.mapping(&ast.MappingNode{Values: []*ast.MappingValueNode{n}})
	case *ast.SequenceNode:
		out := t.at(Sequence, n.Start)
		for _, item := range n.Values {
			out.Items = append(out.Items, t.node(item))
		}
		return out
	case *ast.LiteralNode:
		return t.scalar(n.Value.Token, n.Value.Value, true)
	case *ast.StringNode:
		quoted := n.Token.Type == token.SingleQuoteType || n.Token.Type == token.DoubleQuoteType
		return t.scalar(n.Token, n.Value, quoted)
	case ast.ScalarNode:
		tk := n.GetToken()
		return t.scalar(tk, tk.Value, false)
	}
	t.defect(n.GetToken(), fmt.Sprintf("%s is not used in these files", n.Type().YAMLName()), "write plain lists, mappings and values")
	return t.at(Null, n.GetToken())
}

// scalar makes a scalar node.
func (t *tree) scalar(tk *token.Token, text string, quoted bool) *Node {
	n := t.at(Scalar, tk)
	n.Text, n.Quoted = text, quoted
	n.escaped = tk.Type == token.DoubleQuoteType
	n.doubled = tk.Type == token.SingleQuoteType
	if !utf8.ValidString(text) {
		t.defect(tk, "the escapes of this text do not give valid characters", "")
	}
	return n
}

// mapping converts a mapping and reports keys that occur twice.
func (t *tree) mapping(m *ast.MappingNode) *Node {
	out := &Node{Kind: Mapping, file: t.file}
	first := make(map[string]*Node, len(m.Values))
	for _, v := range m.Values {
		key := t.node(v.Key)
		if key.Kind != Scalar && key.Text == "" {
			t.list.Add(key.Defect("a key is missing before the colon", ""))
			continue
		}
		if earlier, ok := first[key.Text]; ok {
			t.list.Add(key.Defect(fmt.Sprintf("key %s is given twice, first at %s", key.Text, earlier.Pos), "keep one of the two"))
			continue
		}
		first[key.Text] = key
		out.Fields = append(out.Fields, Field{key, t.node(v.Value)})
	}
	switch {
	case len(out.Fields) > 0 && !m.IsFlowStyle:
		k := out.Fields[0].Key
		out.Pos, out.Offset, out.Width = k.Pos, k.Offset, k.Width
	default:
		at := t.at(Mapping, m.Start)
		out.Pos, out.Offset, out.Width = at.Pos, at.Offset, at.Width
	}
	return out
}

// loneCR returns the offset of a carriage return that no line feed follows, or -1.
func loneCR(text []byte) int {
	for i, c := range text {
		if c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			return i
		}
	}
	return -1
}

// withoutCR drops carriage returns; lines and columns stay what they are.
func withoutCR(text []byte) []byte {
	if !slices.Contains(text, '\r') {
		return text
	}
	return slices.DeleteFunc(slices.Clone(text), func(c byte) bool { return c == '\r' })
}
