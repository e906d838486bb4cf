package fit

import (
	"fmt"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// A Target asks for a share: of the configurations that meet Given, those that meet Condition
// as well make up Share.
type Target struct {
	// Condition is mostly an option.
	Condition rules.Expr
	// Given is a market, a model or any other condition; zero means all configurations.
	Given rules.Expr
	// Share is from 0 to 1, and exact.
	Share config.Decimal
	// Place is where the target stands in a file; zero if it was made in code.
	Place source.Place
}

// String returns the target as it is said: "BEV 12 %", or "BEV 12 % of EU".
func (t Target) String() string {
	if t.Condition.IsZero() {
		return "no target"
	}
	return t.Condition.String() + " " + percent(t.Share) + t.among()
}

// among says of which configurations the share is one.
func (t Target) among() string {
	if t.Given.IsZero() {
		return ""
	}
	return " of " + t.Given.String()
}

// percent returns a share as a percentage.
func percent(share config.Decimal) string {
	x := share.Mul(config.NewDecimal(100))
	if x.IsFraction() {
		y, _ := share.Rat().Float64()
		return rounded(y) + " %"
	}
	return x.String() + " %"
}

// subject begins the messages about a target.
func (t Target) subject(i int) string {
	if t.Condition.IsZero() {
		return fmt.Sprintf("target %d", i+1)
	}
	return "target " + t.Condition.String() + t.among()
}

var one = config.NewDecimal(1)

// check returns the fault of a target by itself.
func (t Target) check() string {
	switch {
	case t.Condition.IsZero():
		return "has no condition"
	case t.Share.Sign() < 0:
		return fmt.Sprintf("must be 0 at least, not %v", t.Share)
	case t.Share.Cmp(one) > 0:
		return fmt.Sprintf("must be 1 (100 %%) at most, not %v (%s)", t.Share, percent(t.Share))
	}
	return ""
}
