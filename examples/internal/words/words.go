// Package words writes numbers of things for people.
package words

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Number returns a number of things of a kind, such as "1 family" or "2 families".
func Number(n int, thing string) string { return Of(strconv.Itoa(n), thing) }

// Of is Number of a number that is written already, such as "12,000".
func Of(n, thing string) string {
	if n == "1" {
		return n + " " + thing
	}
	if stem, ok := strings.CutSuffix(thing, "y"); ok {
		return n + " " + stem + "ies"
	}
	return n + " " + thing + "s"
}

// Grouped returns a count with commas between thousands; "?" if it is not known.
func Grouped(n *big.Int) string {
	if n == nil {
		return "?"
	}
	return Group(n.String())
}

// Group puts commas between the thousands of the number at the beginning of
// s, which may have decimals.
func Group(s string) string {
	start := len(s) - len(strings.TrimPrefix(s, "-"))
	end := start
	for end < len(s) && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	for i := end - 3; i > start; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Percent returns a share.
func Percent(n *big.Int, share float64, of string) string {
	switch {
	case n == nil || n.Sign() == 0:
		return ""
	case share < 0.0005:
		return "<0.1 %" + of
	case share > 0.9995 && share < 1:
		return ">99.9 %" + of
	}
	return fmt.Sprintf("%.1f %%%s", 100*share, of)
}
