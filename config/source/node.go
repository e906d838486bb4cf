package source

// Kind is the kind of a [Node].
type Kind uint8

// The kinds of nodes. A JSON object is a Mapping, an array a Sequence.
const (
	Null Kind = iota
	Scalar
	Mapping
	Sequence
)

// String returns the kind in the words of a message: "nothing", "a single
// value", "a mapping", "a list".
func (k Kind) String() string {
	switch k {
	case Scalar:
		return "a single value"
	case Mapping:
		return "a mapping"
	case Sequence:
		return "a list"
	}
	return "nothing"
}

// Node is one node of a YAML or JSON file with its place. It is immutable
// after [ParseYAML].
type Node struct {
	Kind  Kind
	Place Place
	// Offset is the byte offset of the node in the file's text, Width the
	// number of runes that a caret should underline.
	Offset, Width int
	// Text is the decoded value of a Scalar, exactly as written when it is not
	// quoted: 007, 1.50 and NO do not change.
	Text string
	// Quoted tells "12" from 12, and is true for block scalars too.
	Quoted bool
	// Items are the nodes of a Sequence, in order.
	Items []*Node
	// Fields are the entries of a Mapping, in order. Keys are scalars, or null
	// as a word, and distinct.
	Fields []Field

	file    *File
	escaped bool // Text was written in double quotes
	doubled bool // Text was written in single quotes
	lost    bool // entries of it could not be read
	below   bool // it or a node below it is lost
	tabs    int  // by how many columns the tabs before it are wider than they count
	excused bool // it begins in a line that tabs indent
	guessed bool // a key that may belong to another mapping
}

// Lost reports whether lines of the node, or of one below it, could not be read
// and were reported. Do not report something as missing from it, since it may
// have stood there.
func (n *Node) Lost() bool { return n != nil && n.below }

// lose marks a node of which a part could not be read.
func (n *Node) lose() { n.lost, n.below = true, true }

// Field is one entry of a mapping.
type Field struct{ Key, Value *Node }

// Defect returns a defect of the whole node.
func (n *Node) Defect(msg, hint string) Defect {
	return n.file.Defect(n.Offset, n.Width, msg, hint)
}

// DefectAt returns a defect of width runes from byte i of a scalar's Text.
func (n *Node) DefectAt(i, width int, msg, hint string) Defect {
	return n.file.Defect(n.At(i), width, msg, hint)
}

// Within returns a defect of width bytes from byte i of a scalar's Text.
func (n *Node) Within(i, width int, msg, hint string) Defect {
	return n.DefectAt(i, runes(n.Text, i, width), msg, hint)
}

// Lookup returns the value of a mapping's key, or nil.
func (n *Node) Lookup(key string) *Node {
	for _, f := range n.Fields {
		if f.Key.Text == key {
			return f.Value
		}
	}
	return nil
}
