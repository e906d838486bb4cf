package syntax

import "slices"

// Op is the operator of a [Node].
type Op uint8

// The operators. Operands are the node's Args unless stated otherwise.
const (
	Invalid   Op = iota
	True         // true
	False        // false
	Ref          // Path: a code, or a code and an attribute name
	Number       // Text: digits with an optional point
	Not          // !a
	And          // a & b & ..., two or more
	Or           // a | b | ..., two or more
	Implies      // a => b
	Requires     // a requires b; means the same as Implies
	Excludes     // a excludes b; means !(a & b)
	Iff          // a <=> b
	In           // family in {x, y}; Args[0] is the family
	NotIn        // family not in {x, y}
	Between      // Lo to Hi of Args hold: at_most, at_least, exactly, between
	Equal        // a == b, and family = option
	NotEqual     // a != b, and family != option
	Less         // a < b
	LessEqual    // a <= b
	Greater      // a > b
	GreaterEqual
	Add   // a + b + ..., two or more; a - b is Add of a and Neg of b
	Neg   // -a
	Mul   // a * b * ..., two or more
	Div   // a / b
	Sum   // sum(attribute) or sum(attribute, code); all Args are Ref
	Avg   // avg(attribute) or avg(attribute, code)
	Count // count(code, ...)
	Floor // floor(a)
	Ceil  // ceil(a)
)

var opNames = [...]string{
	"invalid", "true", "false", "reference", "number", "!", "&", "|", "=>", "requires", "excludes", "<=>",
	"in", "not in", "between", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "sum", "avg", "count", "floor", "ceil",
}

// String returns the operator as it is written.
func (op Op) String() string {
	if int(op) < len(opNames) {
		return opNames[op]
	}
	return opNames[Invalid]
}

// Comparison reports whether op compares two numbers.
func (op Op) Comparison() bool { return op >= Equal && op <= GreaterEqual }

// Numeric reports whether a node of op has a number as its value. A Ref is
// not Numeric, but may stand for a number.
func (op Op) Numeric() bool { return op == Number || op >= Add }

// Unbounded is the Hi of a Between node without an upper limit.
const Unbounded = -1

// A Node is one node of an unbound expression. The nodes that [Parse] returns
// are not changed afterwards, may be shared, and may be read concurrently.
// Other packages may build nodes of their own.
type Node struct {
	Op     Op
	Path   []string // Ref: the parts between the points, unquoted
	Text   string   // Number: as written
	Unit   string   // Number: the unit after it, unquoted, such as kg; may be empty
	Lo, Hi int      // Between: how many of Args must hold; Hi may be Unbounded
	Args   []*Node
	Offset int // byte offset of the node's text in the source
	Width  int // bytes of the node's text

	depth int // longest way down to a leaf, as far as Parse built it
}

// NewRef returns a reference without a place.
func NewRef(path ...string) *Node { return &Node{Op: Ref, Path: path} }

// Code returns the code that n stands for where a code is expected: that of a
// reference of one part, or a number without point and unit.
func (n *Node) Code() (string, bool) {
	switch {
	case n.Op == Ref && len(n.Path) == 1:
		return n.Path[0], true
	case n.Op == Number && n.Unit == "" && allDigits(n.Text):
		return n.Text, true
	}
	return "", false
}

// Same reports whether a and b are the same expression, whatever their
// places. It takes time linear in the smaller of the two.
func Same(a, b *Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Op == b.Op && a.Text == b.Text && a.Unit == b.Unit && a.Lo == b.Lo && a.Hi == b.Hi &&
		slices.Equal(a.Path, b.Path) && slices.EqualFunc(a.Args, b.Args, Same)
}

// Rewrite returns the tree with every node replaced by what f makes of it,
// from the leaves up. f gets a copy of its own, which it may change and
// return; a nil from f aborts, and Rewrite then returns nil.
func Rewrite(n *Node, f func(*Node) *Node) *Node {
	c := *n
	if len(n.Args) > 0 {
		c.Args = make([]*Node, len(n.Args))
		for i, a := range n.Args {
			if c.Args[i] = Rewrite(a, f); c.Args[i] == nil {
				return nil
			}
		}
	}
	return f(&c)
}
