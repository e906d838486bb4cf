package rules

import (
	"fmt"
	"iter"
	"slices"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/syntax"
)

// A Locator returns the defect of width bytes at a byte offset of an
// expression's text: it knows which file the text came from.
type Locator func(offset, width int, msg, hint string) source.Defect

// Parse reads a condition on the options of a catalog. The error is
// [source.Defects] with everything that is wrong, at lines and columns of src
// itself: the first error of syntax, or all codes and numbers that make no
// sense for the catalog. For the language see [syntax].
func Parse(cat *config.Catalog, src string) (Expr, error) { return parseNamed(cat, "", src) }

// parseNamed is Parse with a name in place of a file name.
func parseNamed(cat *config.Catalog, name, src string) (Expr, error) {
	if len(src) > syntax.MaxLength {
		_, err := syntax.Parse(src)
		return Expr{}, source.Defects{{Pos: source.Position{File: name}, Msg: err.Error()}}
	}
	f, err := source.NewFile(name, []byte(src))
	if err != nil {
		return Expr{}, err
	}
	var list source.List
	e, _ := ParseIn(cat, f, 0, string(f.Text), &list)
	return e, list.Err()
}

// ParseIn reads a condition that stands in a file: src is the text from a
// byte offset on. Defects go to list; the result is false if there were any.
func ParseIn(cat *config.Catalog, f *source.File, offset int, src string, list *source.List) (Expr, bool) {
	return ParseAt(cat, src, func(at, width int, msg, hint string) source.Defect {
		return f.Defect(offset+at, runes(src, at, width), msg, hint)
	}, list)
}

// ParseNode reads a condition that is a scalar of a YAML file, quoted, in a
// block, or plain. Defects go to list; the result is false if there were any.
func ParseNode(cat *config.Catalog, n *source.Node, list *source.List) (Expr, bool) {
	return ParseAt(cat, n.Text, func(at, width int, msg, hint string) source.Defect {
		return n.DefectAt(at, runes(n.Text, at, width), msg, hint)
	}, list)
}

// ParseCell reads a condition that is a cell of a CSV file. Defects go to list;
// the result is false if there were any.
func ParseCell(cat *config.Catalog, f *source.File, c source.Cell, list *source.List) (Expr, bool) {
	return ParseAt(cat, c.Text, func(at, width int, msg, hint string) source.Defect {
		return f.Defect(c.At(at), runes(c.Text, at, width), msg, hint)
	}, list)
}

// runes returns how many characters of src a defect underlines.
func runes(src string, at, width int) int {
	at = min(max(at, 0), len(src))
	return max(1, utf8.RuneCountInString(src[at:min(at+width, len(src))]))
}

// ParseAt reads a condition from any text; locate places its defects.
func ParseAt(cat *config.Catalog, src string, locate Locator, list *source.List) (Expr, bool) {
	n, err := syntax.Parse(src)
	if e, ok := err.(*syntax.Error); ok {
		list.Add(locate(e.Offset, e.Width, e.Msg, e.Hint))
		return Expr{}, false
	}
	return BindAt(cat, n, locate, list)
}

// Bind gives an unbound expression its meaning in a catalog. The error is
// [source.Defects] without positions; [BindAt] gives them.
func Bind(cat *config.Catalog, n *syntax.Node) (Expr, error) {
	var list source.List
	e, _ := BindAt(cat, n, func(_, _ int, msg, hint string) source.Defect {
		return source.Defect{Msg: msg, Hint: hint}
	}, &list)
	return e, list.Err()
}

// BindAt gives an unbound expression its meaning in a catalog; locate places
// its defects by the positions of the nodes. They go to list; the result is
// false if there were any. O(size of the expression and of the families,
// attributes and decision diagrams that it stands for).
func BindAt(cat *config.Catalog, n *syntax.Node, locate Locator, list *source.List) (Expr, bool) {
	b := binder{cat: cat, locate: locate, list: list}
	e := b.condition(n)
	if b.failed {
		return Expr{}, false
	}
	return e, true
}

// binder binds one expression. Its methods go on after a defect, to find all;
// what they return then means nothing.
type binder struct {
	cat    *config.Catalog
	locate Locator
	list   *source.List
	failed bool
}

// defect reports that n makes no sense.
func (b *binder) defect(n *syntax.Node, hint, format string, args ...any) {
	b.failed = true
	b.list.Add(b.locate(n.Offset, n.Width, fmt.Sprintf(format, args...), hint))
}

func (b *binder) condition(n *syntax.Node) Expr {
	switch n.Op {
	case syntax.True:
		return True(b.cat)
	case syntax.Ref:
		return b.reference(n)
	case syntax.Not:
		return Not(b.condition(n.Args[0]))
	case syntax.And:
		return And(b.conditions(n.Args)...)
	case syntax.Or:
		return Or(b.conditions(n.Args)...)
	case syntax.Implies, syntax.Requires:
		return Implies(b.condition(n.Args[0]), b.condition(n.Args[1]))
	case syntax.Excludes:
		return Not(And(b.conditions(n.Args)...))
	case syntax.Iff:
		return Iff(b.condition(n.Args[0]), b.condition(n.Args[1]))
	case syntax.In:
		return Or(b.members(n)...)
	case syntax.NotIn:
		return Not(Or(b.members(n)...))
	case syntax.Between:
		return Between(n.Lo, n.Hi, b.listed(n.Args)...)
	}
	if n.Op.Comparison() {
		return b.comparison(n)
	}
	if n.Op != syntax.False {
		b.defect(n, "", "a number where a condition is due")
	}
	return False(b.cat)
}

func (b *binder) conditions(ns []*syntax.Node) []Expr {
	es := make([]Expr, len(ns))
	for i, n := range ns {
		es[i] = b.condition(n)
	}
	return es
}

// reference binds a code where a condition is due.
func (b *binder) reference(n *syntax.Node) Expr {
	code, ok := n.Code()
	if !ok {
		b.badPath(n)
		return False(b.cat)
	}
	if o, ok := b.cat.LookupOption(code); ok {
		return Option(b.cat, o)
	}
	if f, ok := b.cat.LookupFamily(code); ok {
		first := syntax.Quote(b.cat.Code(b.cat.Family(f).Options[0]))
		family := syntax.Quote(code)
		b.defect(n, fmt.Sprintf("write %s = %s for one of its options, or at_least(1; %s) for any", family, first, family),
			"%s is a family, not an option", code)
		return False(b.cat)
	}
	b.unknown(n, "code", code, b.cat.Codes())
	return False(b.cat)
}

// badPath reports a reference with points where a condition is due.
func (b *binder) badPath(n *syntax.Node) {
	if len(n.Path) == 2 {
		if _, ok := b.cat.LookupAttribute(n.Path[1]); ok {
			b.defect(n, fmt.Sprintf("compare it: %s > 0", n), "%s is a number, not a condition", n)
			return
		}
	}
	b.defect(n, `a code with a point stands in "double quotes"`, "unknown code %s", n)
}

// unknown reports a name that is none of the known ones.
func (b *binder) unknown(n *syntax.Node, kind, name string, known iter.Seq[string]) {
	b.defect(n, source.DidYouMean(name, known), "unknown %s %s", kind, name)
}

// family returns the family that n names.
func (b *binder) family(n *syntax.Node) (config.FamilyID, bool) {
	code, ok := n.Code()
	if !ok {
		b.defect(n, `a code with a point stands in "double quotes"`, "expected a family code")
		return config.NoFamily, false
	}
	f, msg, hint := lookupFamily(b.cat, code)
	if msg != "" {
		b.defect(n, hint, "%s", msg)
	}
	return f, msg == ""
}

// member returns the option of family f that n names.
func (b *binder) member(f config.FamilyID, n *syntax.Node) (config.OptionID, bool) {
	code, ok := n.Code()
	if !ok {
		b.defect(n, "", "expected an option of family %s", b.cat.Family(f).Code)
		return 0, false
	}
	o, msg, hint := lookupMember(b.cat, f, code)
	if msg != "" {
		b.defect(n, hint, "%s", msg)
	}
	return o, msg == ""
}

// members binds the options of "family in {x, y}"; at least one condition.
func (b *binder) members(n *syntax.Node) []Expr {
	f, ok := b.family(n.Args[0])
	if !ok {
		return []Expr{False(b.cat)}
	}
	var seen []config.OptionID
	es := []Expr{}
	for _, a := range n.Args[1:] {
		o, ok := b.member(f, a)
		if !ok {
			o = b.cat.Family(f).Options[0] // whatever: the defect is reported
		} else if slices.Contains(seen, o) {
			b.defect(a, "", "%s is listed twice", b.cat.Code(o))
		}
		seen = append(seen, o)
		es = append(es, Option(b.cat, o))
	}
	return es
}

// listed binds the conditions of at_most and its kin; a family stands for all
// its options.
func (b *binder) listed(ns []*syntax.Node) []Expr {
	var es []Expr
	for _, n := range ns {
		if code, ok := n.Code(); ok {
			if f, ok := b.cat.LookupFamily(code); ok {
				for _, o := range b.cat.Family(f).Options {
					es = append(es, Option(b.cat, o))
				}
				continue
			}
		}
		es = append(es, b.condition(n))
	}
	return es
}
