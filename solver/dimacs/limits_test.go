package dimacs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/solver/dimacs"
)

func TestLimitOfVariables(t *testing.T) {
	require.Equal(t, 1<<22, dimacs.New(1<<22).NumVars())
	require.Panics(t, func() { dimacs.New(1<<22 + 1) })
	f, err := dimacs.Read("f.cnf", strings.NewReader("p cnf 4194304 1\n4194304 0\n"))
	require.NoError(t, err)
	require.Equal(t, 1<<22, f.NumVars())
	_, err = dimacs.Read("f.cnf", strings.NewReader("p cnf 4194305 0\n"))
	require.ErrorContains(t, err, "the header announces 4194305 variables, the limit is 4194304")
	_, err = dimacs.Read("f.cnf", strings.NewReader("p cnf 4194304 1\n4194305 0\n"))
	require.Error(t, err)
}

func TestLimitOfOptionsOfAFormula(t *testing.T) {
	_, err := dimacs.New(1<<20 + 1).Set()
	require.ErrorContains(t, err, "the formula has 1048577 variables, rules are on at most 1048576 options")
}
