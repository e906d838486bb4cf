package config

import (
	"fmt"
	"strconv"
	"strings"
)

// Unbounded is a [Cardinality] maximum without limit.
const Unbounded = -1

// Cardinality says how many options of a family hold when its parent holds: at
// least Min, and at most Max unless that is [Unbounded]. When the parent does
// not hold, no option of the family holds: "exactly one" of a family below an
// option means none where that option is absent.
type Cardinality struct{ Min, Max int }

// The cardinalities that have a name.
var (
	One      = Cardinality{1, 1}
	Optional = Cardinality{0, 1}
	Any      = Cardinality{0, Unbounded}
)

// String returns "one", "optional", "any", or a range such as "[1..3]" or
// "[1..*]". ParseCardinality reads it back.
func (c Cardinality) String() string {
	switch {
	case c == One:
		return "one"
	case c == Optional:
		return "optional"
	case c == Any:
		return "any"
	case c.Max == Unbounded:
		return fmt.Sprintf("[%d..*]", c.Min)
	}
	return fmt.Sprintf("[%d..%d]", c.Min, c.Max)
}

// MarshalText returns String.
func (c Cardinality) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what [ParseCardinality] reads.
func (c *Cardinality) UnmarshalText(text []byte) error {
	v, err := ParseCardinality(string(text))
	if err == nil {
		*c = v
	}
	return err
}

// ParseCardinality reads one, optional, any, or a range [2..4], [1..*], [2].
func ParseCardinality(s string) (Cardinality, error) {
	switch s {
	case "one":
		return One, nil
	case "optional":
		return Optional, nil
	case "any":
		return Any, nil
	}
	bad := fmt.Errorf("%s is not a cardinality: write one, optional, any, or a range such as \"[1..3]\" or \"[1..*]\"", clip(s))
	if len(s) < 2 || s[0] != '[' || s[len(s)-1] != ']' {
		return Cardinality{}, bad
	}
	low, high, isRange := strings.Cut(s[1:len(s)-1], "..")
	if !isRange {
		high = low
	}
	minimum, ok := parseCount(low)
	if !ok {
		return Cardinality{}, bad
	}
	c := Cardinality{minimum, Unbounded}
	if strings.TrimSpace(high) != "*" || !isRange {
		if c.Max, ok = parseCount(high); !ok {
			return Cardinality{}, bad
		}
	}
	return c, c.Validate()
}

// parseCount reads a number of options.
func parseCount(s string) (int, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 32)
	return int(n), err == nil
}

// Validate returns an error if no number of options satisfies c, or only 0.
func (c Cardinality) Validate() error {
	switch {
	case c.Min < 0 || c.Max < Unbounded:
		return fmt.Errorf("the cardinality [%d..%d] has a negative limit", c.Min, c.Max)
	case c.Max == 0:
		return fmt.Errorf("the cardinality %s allows no option", c)
	case c.Max != Unbounded && c.Max < c.Min:
		return fmt.Errorf("the cardinality %s is impossible: its maximum is below its minimum", c)
	}
	return nil
}

// Allows reports whether n options satisfy c.
func (c Cardinality) Allows(n int) bool {
	return n >= c.Min && (c.Max == Unbounded || n <= c.Max)
}

// orOne makes the zero value One.
func (c Cardinality) orOne() Cardinality {
	if c == (Cardinality{}) {
		return One
	}
	return c
}
