package rules

import (
	"encoding/binary"
	"errors"
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// MaxDecisions is how many different situations a comparison may lead to that
// is no weighted sum, while its decision diagram is built. Twenty options
// with different values make a million, sixteen just fit; with few different
// values (all prices in hundreds) many more options do. People do not write such
// comparisons over more than a handful.
const MaxDecisions = 1 << 16

// ErrDecisions is the error of a comparison whose decision diagram is too large.
var ErrDecisions = errors.New("products, quotients or rounding over too many options")

// newDiagram returns the OpArith of x compared to y as n does, or a constant.
func newDiagram(cat *config.Catalog, n *syntax.Node, x, y *number) (Expr, error) {
	text := n.String()
	if again, err := syntax.Parse(text); err != nil || !syntax.Same(n, again) {
		return Expr{}, errors.New("the expression does not print as it is: numbers and codes must be as syntax.Parse makes them")
	}
	d := diagram{x: x, y: y, op: n.Op, known: map[string]int{}, unique: map[Decision]int{}}
	if err := d.scaleLeaves(); err != nil {
		return Expr{}, err
	}
	root, err := d.build(0, make([]int64, len(d.leaves)))
	if err != nil {
		return Expr{}, err
	}
	switch root {
	case DecidedTrue:
		return True(cat), nil
	case DecidedFalse:
		return False(cat), nil
	}
	return Expr{cat, d.cells(text)}, nil
}

// diagram builds a reduced ordered decision diagram by trying both states of
// one option after the other. What matters of the options tried is the value
// of each linear form so far: equal values are the same situation.
type diagram struct {
	x, y    *number
	op      syntax.Op
	leaves  []*scaled
	options []config.OptionID
	weights [][]int64 // by option and leaf

	known  map[string]int   // situation to decision
	unique map[Decision]int // the same the other way round
	nodes  []Decision       // children before parents
}

// scaled is a leaf as whole numbers: its value is sum / factor.
type scaled struct {
	leaf   *number
	start  int64
	factor *big.Int
	sum    *big.Rat // scratch: the value of the leaf in the situation at hand
}

// scaleLeaves collects the linear forms and their options.
func (d *diagram) scaleLeaves() error {
	var err error
	var walk func(n *number)
	perLeaf := []map[config.OptionID]int64{}
	walk = func(n *number) {
		for _, a := range n.args {
			walk(a)
		}
		if n.op != syntax.Number {
			return
		}
		sum, constant, factor := n.form.integers()
		total := new(big.Int).Abs(constant)
		byOption := map[config.OptionID]int64{}
		for _, w := range sum {
			total.Add(total, new(big.Int).Abs(w.coef))
			byOption[w.option] = w.coef.Int64()
			d.options = append(d.options, w.option)
		}
		if total.Cmp(big.NewInt(MaxMagnitude)) > 0 {
			err = ErrMagnitude
		}
		d.leaves = append(d.leaves, &scaled{leaf: n, start: constant.Int64(), factor: factor, sum: new(big.Rat)})
		perLeaf = append(perLeaf, byOption)
	}
	walk(d.x)
	walk(d.y)
	slices.Sort(d.options)
	d.options = slices.Compact(d.options)
	for _, o := range d.options {
		row := make([]int64, len(d.leaves))
		for i, byOption := range perLeaf {
			row[i] = byOption[o]
		}
		d.weights = append(d.weights, row)
	}
	return err
}

// build returns the decision for the options from level on, given the sums of
// those before.
func (d *diagram) build(level int, sums []int64) (int, error) {
	if level == len(d.options) {
		if d.holds(sums) {
			return DecidedTrue, nil
		}
		return DecidedFalse, nil
	}
	key := binary.AppendUvarint(nil, uint64(level))
	for _, s := range sums {
		key = binary.AppendVarint(key, s)
	}
	if at, ok := d.known[string(key)]; ok {
		return at, nil
	}
	if len(d.known) >= MaxDecisions {
		return 0, ErrDecisions
	}
	rejected, err := d.build(level+1, sums)
	if err != nil {
		return 0, err
	}
	next := slices.Clone(sums)
	for i, w := range d.weights[level] {
		next[i] += w
	}
	chosen, err := d.build(level+1, next)
	if err != nil {
		return 0, err
	}
	at := d.decision(Decision{d.options[level], rejected, chosen})
	d.known[string(key)] = at
	return at, nil
}

// decision returns the index of n, or the way itself if both are the same.
func (d *diagram) decision(n Decision) int {
	if n.Rejected == n.Chosen {
		return n.Rejected
	}
	at, ok := d.unique[n]
	if !ok {
		at = len(d.nodes)
		d.unique[n] = at
		d.nodes = append(d.nodes, n)
	}
	return at
}

// holds evaluates the comparison when every option is decided.
func (d *diagram) holds(sums []int64) bool {
	values := make(map[*number]*big.Rat, len(d.leaves))
	for i, l := range d.leaves {
		values[l.leaf] = l.sum.SetFrac(new(big.Int).Add(big.NewInt(l.start), big.NewInt(sums[i])), l.factor)
	}
	x, ok := evaluate(d.x, values)
	if !ok {
		return false
	}
	y, ok := evaluate(d.y, values)
	return ok && compares(x.Cmp(y), d.op)
}

// compares reports whether a comparison with the result c (-1, 0, +1) holds.
func compares(c int, op syntax.Op) bool {
	switch op {
	case syntax.Equal:
		return c == 0
	case syntax.NotEqual:
		return c != 0
	case syntax.Less:
		return c < 0
	case syntax.LessEqual:
		return c <= 0
	case syntax.Greater:
		return c > 0
	}
	return c >= 0
}

// evaluate returns the value of n for given values of its leaves; false where
// it is undefined.
func evaluate(n *number, values map[*number]*big.Rat) (*big.Rat, bool) {
	if n.op == syntax.Number {
		return values[n], true
	}
	v, ok := evaluate(n.args[0], values)
	if !ok {
		return nil, false
	}
	if n.op == syntax.Floor || n.op == syntax.Ceil {
		return roundRat(n.op, v), true
	}
	for _, a := range n.args[1:] {
		w, ok := evaluate(a, values)
		if !ok || n.op == syntax.Div && w.Sign() == 0 {
			return nil, false
		}
		switch n.op {
		case syntax.Add:
			v = new(big.Rat).Add(v, w)
		case syntax.Mul:
			v = new(big.Rat).Mul(v, w)
		case syntax.Div:
			v = new(big.Rat).Quo(v, w)
		}
	}
	return v, true
}

// cells returns the diagram, parents first, and the text after it.
func (d *diagram) cells(text string) []cell {
	n := len(d.nodes)
	turned := func(way int) int {
		if way < 0 {
			return way
		}
		return n - 1 - way
	}
	size := 1 + n + (len(text)+7)/8
	code := make([]cell, 1, size)
	code[0] = cell{op: OpArith, n: uint32(size), v: int64(n)}
	for _, node := range slices.Backward(d.nodes) {
		ways := packBounds(turned(node.Rejected), turned(node.Chosen))
		code = append(code, cell{op: opDecision, n: uint32(node.Option), v: ways})
	}
	for part := range slices.Chunk([]byte(text), 8) {
		var b [8]byte
		copy(b[:], part)
		code = append(code, cell{op: opText, n: uint32(len(part)), v: int64(binary.LittleEndian.Uint64(b[:]))})
	}
	return code
}

// arithText returns the text of an OpArith.
func arithText(code []cell) string {
	var text []byte
	for _, c := range code[1+code[0].v:] {
		text = binary.LittleEndian.AppendUint64(text, uint64(c.v))
		text = text[:len(text)-8+int(c.n)]
	}
	return string(text)
}
