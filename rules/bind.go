package rules

import (
	"fmt"
	"iter"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/syntax"
)

// A Locator returns the defect of width bytes at a byte offset of an
// expression's text: it knows which file the text came from.
type Locator func(offset, width int, msg, hint string) source.Defect

// Parse reads a condition on the options of a catalog. The error is
// [source.Defects] with everything that is wrong, at lines and columns of src
// itself: the first error of syntax, or all codes and numbers that make no sense
// for the catalog. For the language see [syntax]. Parse reads what [Expr.String]
// writes, whatever it lists. The files of a product may list less: see [ParseAt].
func Parse(cat *config.Catalog, src string) (Expr, error) {
	var list source.List
	e := parseNamed(cat, "", src, &list, false)
	return e, list.Err()
}

// parseNamed is Parse with a name in place of a file name, for a rule if strict.
// Defects go to list; the result is zero if there were any.
func parseNamed(cat *config.Catalog, name, src string, list *source.List, strict bool) Expr {
	if len(src) > syntax.MaxLength {
		_, err := syntax.Parse(src)
		list.Add(source.Defect{Place: source.Place{File: name}, Msg: err.Error()})
		return Expr{}
	}
	f, err := source.NewFile(name, []byte(src))
	if err != nil {
		list.AddError(source.Place{}, err)
		return Expr{}
	}
	e, _ := parseAt(cat, string(f.Text), f.Within, list, strict)
	return e
}

// ParseAt reads a condition that stands in a file. It belongs to the kit for readers of
// files, see package source, and carries no compatibility promise. Argument locate
// places its defects, such as the Within of a cell or a node. They go to
// list; the result is false if there were any. Without a catalog (its file has
// defects) only the syntax is checked, and the condition is zero. at_most and its
// kin must not list an option twice, nor have a bound above the number of
// conditions that they list. It panics if locate or list is nil.
func ParseAt(cat *config.Catalog, src string, locate Locator, list *source.List) (Expr, bool) {
	if locate == nil || list == nil {
		panic("rules: ParseAt needs a locator and a list for defects; one is nil")
	}
	return parseAt(cat, src, locate, list, true)
}

func parseAt(cat *config.Catalog, src string, locate Locator, list *source.List, strict bool) (Expr, bool) {
	n, err := syntax.Parse(src)
	if e, ok := err.(*syntax.Error); ok {
		list.Add(locate(e.Offset, e.Width, e.Msg, e.Hint))
		return Expr{}, false
	}
	if cat == nil {
		return Expr{}, true
	}
	return bindAt(cat, n, locate, list, strict)
}

// Bind gives an unbound expression its meaning in a catalog. The expression is
// as [syntax.Parse] makes it, or built alike; else it panics. The error is
// [source.Defects] without places; [BindAt] gives them.
func Bind(cat *config.Catalog, n *syntax.Node) (Expr, error) {
	var list source.List
	e, _ := bindAt(cat, n, func(_, _ int, msg, hint string) source.Defect {
		return source.Defect{Msg: msg, Hint: hint}
	}, &list, false)
	return e, list.Err()
}

// BindAt gives an unbound expression its meaning in a catalog; locate places
// its defects by the places of the nodes. They go to list; the result is
// false if there were any. O(size of the expression and of the families,
// attributes and decision diagrams that it stands for). Lists must be as for
// [ParseAt]. It panics if an argument is nil. Like ParseAt it carries no compatibility
// promise.
func BindAt(cat *config.Catalog, n *syntax.Node, locate Locator, list *source.List) (Expr, bool) {
	return bindAt(cat, n, locate, list, true)
}

func bindAt(cat *config.Catalog, n *syntax.Node, locate Locator, list *source.List, strict bool) (Expr, bool) {
	if cat == nil || n == nil || locate == nil || list == nil {
		panic("rules: BindAt and ParseAt need a catalog and a condition; one is nil")
	}
	b := binder{cat: cat, locate: locate, list: list, strict: strict}
	b.condition(n)
	if b.failed {
		return Expr{}, false
	}
	return Expr{cat, slices.Clone(b.code)}, true // append left room behind it
}

// MaxSize is the greatest number of options that the sums and families of one
// condition stand for together. Without it, "sum(mass) + sum(mass) + ..."
// over a large catalog would need any amount of memory.
const MaxSize = 1 << 17

// binder binds one expression. Its methods append the cells of what they bind
// to code; they go on after a defect, to find all, and the code then means
// nothing.
type binder struct {
	cat    *config.Catalog
	locate Locator
	list   *source.List
	code   []cell
	strict bool // lists are checked
	failed bool
	spent  int // of MaxSize
}

// defect reports that n makes no sense.
func (b *binder) defect(n *syntax.Node, hint, format string, args ...any) {
	b.failed = true
	b.list.Add(b.locate(n.Offset, n.Width, fmt.Sprintf(format, args...), hint))
}

// afford reports whether n may stand for that many options more.
func (b *binder) afford(n *syntax.Node, options int) bool {
	if b.spent <= MaxSize && b.spent+options > MaxSize {
		b.defect(n, "split the condition", "the condition stands for more than %d options", MaxSize)
	}
	b.spent += options
	return b.spent <= MaxSize
}

// operator appends an operator and the arguments that args appends.
func (b *binder) operator(op Op, v int64, args func()) {
	at := len(b.code)
	b.code = append(b.code, cell{op: op, v: v})
	args()
	b.code[at].n = uint32(len(b.code) - at)
}

// plain appends an operator without arguments.
func (b *binder) plain(op Op, v int64) { b.code = append(b.code, cell{op: op, n: 1, v: v}) }

func (b *binder) condition(n *syntax.Node) {
	args := func() { b.conditions(n.Args) }
	switch n.Op {
	case syntax.True:
		b.plain(OpTrue, 0)
	case syntax.False:
		b.plain(OpFalse, 0)
	case syntax.Ref:
		b.reference(n)
	case syntax.Not:
		b.operator(OpNot, 1, args)
	case syntax.And:
		b.operator(OpAnd, int64(len(n.Args)), args)
	case syntax.Or:
		b.operator(OpOr, int64(len(n.Args)), args)
	case syntax.Implies, syntax.Requires:
		b.operator(OpImplies, 2, args)
	case syntax.Excludes:
		b.operator(OpNot, 1, func() { b.operator(OpAnd, 2, args) })
	case syntax.Iff:
		b.operator(OpIff, 2, args)
	case syntax.In:
		b.members(n)
	case syntax.NotIn:
		b.operator(OpNot, 1, func() { b.members(n) })
	case syntax.Between:
		at := len(b.code)
		b.operator(OpBetween, packBounds(n.Lo, n.Hi), func() { b.listed(n.Args) })
		if !b.strict || b.failed {
			break
		}
		if msg, hint := (Expr{b.cat, b.code[at:]}).listFault(); msg != "" {
			b.defect(n, hint, "%s", msg)
		}
	default:
		if n.Op.Comparison() {
			b.code = append(b.code, b.comparison(n).code...)
			return
		}
		b.defect(n, "", "a condition must stand here, not a number")
	}
}

func (b *binder) conditions(ns []*syntax.Node) {
	for _, n := range ns {
		b.condition(n)
	}
}

// reference binds a code where a condition is expected.
func (b *binder) reference(n *syntax.Node) {
	code, ok := n.Code()
	if !ok {
		b.badPath(n)
		return
	}
	if o, ok := b.cat.LookupOption(code); ok {
		b.plain(OpOption, int64(o))
		return
	}
	if f, ok := b.cat.LookupFamily(code); ok {
		first := syntax.Quote(b.cat.Code(b.cat.Family(f).Options[0]))
		family := syntax.Quote(code)
		b.defect(n, fmt.Sprintf("write %s = %s for one of its options, or at_least(1; %s) for any", family, first, family),
			"%s is a family, not an option", code)
		return
	}
	b.unknown(n, "code", code, b.cat.Codes())
}

// badPath reports a reference with points where a condition is expected.
func (b *binder) badPath(n *syntax.Node) {
	if len(n.Path) == 2 {
		if _, ok := b.cat.LookupAttribute(n.Path[1]); ok {
			b.defect(n, fmt.Sprintf("compare it: %s > 0", n), "%s is a number, not a condition", n)
			return
		}
	}
	b.defect(n, `a code with a point stands in "double quotes"`, "unknown code %s", n)
}

// unknown reports a name that nothing declares. A name that stands in many
// places is one mistake.
func (b *binder) unknown(n *syntax.Node, kind, name string, known iter.Seq[string]) {
	b.once(n, fault{fmt.Sprintf("unknown %s %s", kind, name), b.list.DidYouMean(name, known), unknownName{kind, name}})
}

// once reports the fault of a name: in many places it is one mistake.
func (b *binder) once(n *syntax.Node, wrong fault) {
	b.failed = true
	b.list.AddOnce(wrong.cause, b.locate(n.Offset, n.Width, wrong.msg, wrong.hint))
}

// family returns the family that n names.
func (b *binder) family(n *syntax.Node) (config.FamilyID, bool) {
	code, ok := n.Code()
	if !ok {
		b.defect(n, `a code with a point stands in "double quotes"`, "the code of a family must stand here")
		return config.NoFamily, false
	}
	f, wrong := lookupFamily(b.cat, code, b.list, func(string) bool { return false })
	if wrong.msg != "" {
		b.once(n, wrong)
	}
	return f, wrong.msg == ""
}

// member returns the option of family f that n names.
func (b *binder) member(f config.FamilyID, n *syntax.Node) (config.OptionID, bool) {
	code, ok := n.Code()
	if !ok {
		b.defect(n, "", "an option of family %s must stand here", b.cat.Family(f).Code)
		return 0, false
	}
	o, wrong := lookupMember(b.cat, f, code, b.list)
	if wrong.msg != "" {
		b.once(n, wrong)
	}
	return o, wrong.msg == ""
}

// members binds "family in {x, y}": one of these options holds.
func (b *binder) members(n *syntax.Node) {
	f, ok := b.family(n.Args[0])
	if !ok {
		return
	}
	options := n.Args[1:]
	all := func() {
		seen := make(map[config.OptionID]bool, len(options))
		for _, a := range options {
			o, ok := b.member(f, a)
			if ok && seen[o] {
				b.defect(a, "", "%s is listed twice", b.cat.Code(o))
			}
			seen[o] = true
			b.plain(OpOption, int64(o))
		}
	}
	if len(options) == 1 {
		all()
		return
	}
	b.operator(OpOr, int64(len(options)), all)
}

// listed binds the conditions of at_most and its kin; a family stands for all
// its options.
func (b *binder) listed(ns []*syntax.Node) {
	for _, n := range ns {
		code, _ := n.Code()
		f, ok := b.cat.LookupFamily(code)
		if !ok {
			b.condition(n)
			continue
		}
		options := b.cat.Family(f).Options
		if !b.afford(n, len(options)) {
			continue
		}
		for _, o := range options {
			b.plain(OpOption, int64(o))
		}
	}
}
