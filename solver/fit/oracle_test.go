package fit_test

import (
	"math/big"
	"slices"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/fit"
)

// counts is what a target counts in a configuration: 1 less its share, or the negative share, or 0.
func counts(t fit.Target, v *config.Selection) *big.Rat {
	x := new(big.Rat)
	if t.Given.IsZero() || t.Given.Holds(v) {
		x.Neg(t.Share.Rat())
		if t.Condition.Holds(v) {
			x.Add(x, big.NewRat(1, 1))
		}
	}
	return x
}

// greatest returns the greatest mean of a value of configurations in mixes that meet targets, exactly; and
// false if there are none. It is the simplex method on a tableau of fractions with a column for each
// configuration, and Bland's rule, so that it ends.
func greatest(valid []*config.Selection, targets []fit.Target, value func(v *config.Selection) *big.Rat) (*big.Rat, bool) {
	rows, columns := len(targets)+1, len(valid)
	// Each row has its artificial variable behind the columns, and then the right side.
	table := make([][]*big.Rat, rows)
	basis := make([]int, rows)
	for r := range table {
		table[r] = make([]*big.Rat, columns+rows+1)
		for c := range table[r] {
			table[r][c] = new(big.Rat)
		}
		for c, v := range valid {
			if table[r][c].SetInt64(1); r < len(targets) {
				table[r][c] = counts(targets[r], v)
			}
		}
		table[r][columns+r].SetInt64(1)
		basis[r] = columns + r
	}
	table[rows-1][columns+rows].SetInt64(1)
	run := func(prices []*big.Rat, last int) *big.Rat { // maximises; columns below last may enter
		for {
			enter := -1
			for c := 0; c < last && enter < 0; c++ {
				gain := new(big.Rat).Set(prices[c])
				for r := range table {
					gain.Sub(gain, new(big.Rat).Mul(prices[basis[r]], table[r][c]))
				}
				if gain.Sign() > 0 {
					enter = c
				}
			}
			leave, least := -1, new(big.Rat)
			for r := range table {
				if enter < 0 || table[r][enter].Sign() <= 0 {
					continue
				}
				ratio := new(big.Rat).Quo(table[r][columns+rows], table[r][enter])
				if order := ratio.Cmp(least); leave < 0 || order < 0 || order == 0 && basis[r] < basis[leave] {
					leave, least = r, ratio
				}
			}
			if leave < 0 {
				break
			}
			pivot(table, leave, enter)
			basis[leave] = enter
		}
		sum := new(big.Rat)
		for r := range table {
			sum.Add(sum, new(big.Rat).Mul(prices[basis[r]], table[r][columns+rows]))
		}
		return sum
	}
	prices := make([]*big.Rat, columns+rows)
	for c := range prices {
		if prices[c] = new(big.Rat); c >= columns {
			prices[c].SetInt64(-1)
		}
	}
	if run(prices, columns).Sign() < 0 {
		return nil, false
	}
	// Artificial variables that are still basic are 0; those of rows that depend on others stay so.
	for r := range table {
		for c := 0; c < columns && basis[r] >= columns; c++ {
			if table[r][c].Sign() != 0 {
				pivot(table, r, c)
				basis[r] = c
			}
		}
	}
	for c, v := range valid {
		prices[c] = value(v)
	}
	for c := columns; c < len(prices); c++ {
		prices[c] = new(big.Rat)
	}
	return run(prices, columns), true
}

// pivot makes a column that of a unit in a row.
func pivot(table [][]*big.Rat, row, column int) {
	by := new(big.Rat).Inv(table[row][column])
	for _, x := range table[row] {
		x.Mul(x, by)
	}
	for r := range table {
		factor := new(big.Rat).Set(table[r][column])
		if r == row || factor.Sign() == 0 {
			continue
		}
		for c, x := range table[r] {
			x.Sub(x, new(big.Rat).Mul(factor, table[row][c]))
		}
	}
}

// possible reports whether some mix of configurations meets targets, and has some with the Given of
// each target for which live holds.
func possible(valid []*config.Selection, targets []fit.Target, live func(given rules.Expr) bool) bool {
	if _, ok := greatest(valid, targets, func(*config.Selection) *big.Rat { return new(big.Rat) }); !ok {
		return false
	}
	return !slices.ContainsFunc(targets, func(t fit.Target) bool {
		if t.Given.IsZero() || !live(t.Given) {
			return false
		}
		most, _ := greatest(valid, targets, func(v *config.Selection) *big.Rat { return indicator(t.Given.Holds(v)) })
		return most.Sign() == 0
	})
}

func indicator(holds bool) *big.Rat {
	if holds {
		return big.NewRat(1, 1)
	}
	return new(big.Rat)
}

// live reports of a condition whether targets of 0 and 1 of all configurations leave one with it.
func live(valid []*config.Selection, targets []fit.Target) func(given rules.Expr) bool {
	left := slices.DeleteFunc(slices.Clone(valid), func(v *config.Selection) bool {
		return slices.ContainsFunc(targets, func(t fit.Target) bool {
			return t.Given.IsZero() && (t.Share.IsZero() && t.Condition.Holds(v) || t.Share.Equal(config.NewDecimal(1)) && !t.Condition.Holds(v))
		})
	})
	return func(given rules.Expr) bool {
		return len(left) == 0 || slices.ContainsFunc(left, given.Holds)
	}
}
