// Package words writes numbers of things for people.
package words

import (
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
