package query_test

import (
	"math/big"
	"testing"

	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/circuittest"
	"github.com/confspace/confspace/solver/internal/circuit/query"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/stretchr/testify/require"
)

// asked is a circuit and its models.
type asked struct {
	*circuit.Circuit
	*query.Models
}

func ask(c *circuit.Circuit) asked { return asked{c, query.New(c)} }

// compiled returns the circuit of f with all of its auxiliaries.
func compiled(t require.TestingT, f *cnf.Formula) asked { return ask(circuittest.Compiled(t, f)) }

// carLine returns the circuit of a line, its formula and count.
func carLine(tb testing.TB, name string) (asked, *cnf.Formula, *big.Int) {
	c, f, count := circuittest.CarLine(tb, name)
	return ask(c), f, count
}

// compare returns -1, 0 or +1 as m comes before n, is n, or comes after it in
// canonical order.
func compare(m, n circuit.Model) int {
	switch v, has := m.Differ(n); {
	case v == 0:
		return 0
	case has:
		return -1
	}
	return 1
}
