package source

import (
	"fmt"
	"slices"
)

// MaxDepth is the greatest depth of nested lists and mappings. Real catalogs
// nest a dozen levels; the limit keeps a hostile file from exhausting the
// stack.
const MaxDepth = 100

// MaxYAML is the largest file that [ParseYAML] accepts. The reader needs about
// a hundred times the size of the file in memory while it works.
const MaxYAML = 16 << 20

// ParseYAML reads a YAML or JSON file as a tree of nodes with places. It reads
// on after a defect: the tree lacks the lines that could not be read, and
// [Node.Lost] marks the nodes that lack lines. So the caller can find all other
// defects in the same run. It returns nil, with defects in list, if nothing
// could be read. A file without content is a Null node. O(size of the file).
//
// It reads the YAML that data files need: mappings, lists, and scalars of
// every style. Anchors, aliases, merge keys, tags, directives, keys that are
// not text, pairs in lists without braces, and several documents in a file
// are refused by name, because the same text must mean the same to every
// reader; so are keys given twice, with both places, and nesting deeper than
// [MaxDepth].
func ParseYAML(f *File, list *List) (root *Node) {
	if len(f.Text) > MaxYAML {
		list.Add(f.Whole(fmt.Sprintf("file is larger than the %d MB that YAML and JSON files may have", MaxYAML>>20), "split it"))
		return nil
	}
	defer func() { // a defect of the lexer must not end the caller's program
		if r := recover(); r != nil {
			root = nil
			list.Add(f.Whole(fmt.Sprintf("the YAML reader failed: %v", r), "simplify the file: plain lists, mappings and quoted text"))
		}
	}()
	lexed, whole := f.lex(list)
	toks, single := admit(f, lexed, list)
	p := parser{file: f, list: list, toks: toks}
	root = p.document()
	if !whole || !single {
		root.lose()
	}
	if root.lost && !root.isCollection() {
		return nil
	}
	return root
}

// withoutCR drops carriage returns; lines and columns do not change.
func withoutCR(text []byte) []byte {
	if !slices.Contains(text, '\r') {
		return text
	}
	return slices.DeleteFunc(slices.Clone(text), func(c byte) bool { return c == '\r' })
}
