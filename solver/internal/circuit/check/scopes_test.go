package check_test

import (
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/stretchr/testify/require"
)

// Each of these circuits has one flaw and no other, and the checker names it.
func TestEachFlawIsNamed(t *testing.T) {
	lit := func(dimacs int) circuit.Node {
		if dimacs < 0 {
			return circuit.Lit(cnf.Neg(cnf.Var(-dimacs)))
		}
		return circuit.Lit(cnf.Pos(cnf.Var(dimacs)))
	}
	and := func(b *circuit.Builder, nodes ...circuit.Node) circuit.Node { return b.And(nodes) }
	equal := func(b *circuit.Builder, v, w int) circuit.Node {
		return b.Or(cnf.Var(v), and(b, lit(v), lit(w)), and(b, lit(-v), lit(-w)))
	}
	differ := func(b *circuit.Builder, v, w int) circuit.Node {
		return b.Or(cnf.Var(v), and(b, lit(v), lit(-w)), and(b, lit(-v), lit(w)))
	}
	const decides, shares, differs, missing = "do not decide variable 1", "share a variable", "have different variables", "is missing"
	for name, c := range map[string]struct {
		flaw string
		root func(b *circuit.Builder) circuit.Node
	}{
		"none": {"", func(b *circuit.Builder) circuit.Node { return and(b, equal(b, 1, 2), b.Free(3)) }},
		"the first child leaves the decision open": {decides, func(b *circuit.Builder) circuit.Node {
			return b.Or(1, and(b, b.Free(1), lit(2), lit(3)), and(b, lit(-1), lit(-2), lit(3)))
		}},
		"the first child has its negation": {decides, func(b *circuit.Builder) circuit.Node {
			return b.Or(1, and(b, lit(-1), lit(2), lit(3)), and(b, lit(-1), lit(-2), lit(3)))
		}},
		"the first child has it further down": {decides, func(b *circuit.Builder) circuit.Node {
			return b.Or(1, and(b, equal(b, 1, 2), lit(3)), and(b, lit(-1), lit(2), lit(3)))
		}},
		"the first child is another Or": {decides, func(b *circuit.Builder) circuit.Node {
			return and(b, b.Or(1, equal(b, 1, 2), and(b, lit(-1), lit(2))), lit(3))
		}},
		"the first child is an Or of it": {"do not decide variable 4", func(b *circuit.Builder) circuit.Node {
			return and(b, lit(1), lit(2), lit(3), b.Or(4, b.Or(4, lit(4), lit(-4)), lit(-4)))
		}},
		"the second child leaves the decision open": {decides, func(b *circuit.Builder) circuit.Node {
			return b.Or(1, and(b, lit(1), lit(2), lit(3)), and(b, b.Free(1), lit(-2), lit(3)))
		}},
		"the second child has the literal": {decides, func(b *circuit.Builder) circuit.Node {
			return b.Or(1, and(b, lit(1), lit(2), lit(3)), and(b, lit(1), lit(-2), lit(3)))
		}},
		"a variable twice, as a literal": {shares, func(b *circuit.Builder) circuit.Node {
			return and(b, lit(1), lit(2), lit(-2), lit(3))
		}},
		"a variable twice, once open": {shares, func(b *circuit.Builder) circuit.Node {
			return and(b, lit(1), lit(2), b.Free(2), lit(3))
		}},
		"a variable twice, once further down": {shares, func(b *circuit.Builder) circuit.Node {
			return and(b, lit(2), lit(3), equal(b, 1, 2))
		}},
		"variables twice, further down": {shares, func(b *circuit.Builder) circuit.Node {
			return and(b, equal(b, 1, 2), differ(b, 1, 2), lit(3))
		}},
		"children over others": {differs, func(b *circuit.Builder) circuit.Node {
			return b.Or(1, and(b, lit(1), lit(2), lit(3)), and(b, lit(-1), lit(2)))
		}},
		"an option short": {missing, func(b *circuit.Builder) circuit.Node { return equal(b, 1, 2) }},
	} {
		t.Run(name, func(t *testing.T) {
			b := circuit.NewBuilder(3, 4)
			if err := check.Form(b.Finish(c.root(b))); c.flaw == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.flaw)
			}
		})
	}
}
