package cover

import (
	"fmt"

	"github.com/confspace/confspace/config"
)

// A StrengthError says that interactions of t options make no sense.
type StrengthError struct {
	T int `json:"t"`
	// Max is the most options of interactions that an order can have by the cardinalities of its
	// Families.
	Max      int `json:"max"`
	Families int `json:"families"`
	// Rejected says that interactions also consist of options that a vehicle lacks.
	Rejected bool `json:"rejected,omitempty"`
}

func (e *StrengthError) Error() string {
	switch {
	case e.T < 1:
		return fmt.Sprintf("t is %d; an interaction has at least 1 option", e.T)
	case e.Families == 0 && e.Max == 1:
		return fmt.Sprintf("t is %d; no options are covered, but conditions: t must be 1", e.T)
	case e.Max == 0:
		return fmt.Sprintf("t is %d; there are no options to cover", e.T)
	case e.Rejected:
		return fmt.Sprintf("t is %d; there are %d options: t must be 1 to %d", e.T, e.Max, e.Max)
	}
	return fmt.Sprintf("t is %d; an order has at most %d options of %d families: t must be 1 to %d", e.T, e.Max, e.Families, e.Max)
}

// A SizeError says that the tables of all interactions would take too much memory.
type SizeError struct {
	T       int   `json:"t"`
	Options int   `json:"options"`
	Bytes   int64 `json:"bytes"` // at least
	Max     int64 `json:"max"`
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("the interactions of %d of %d options take %d bytes, %d are allowed: choose a smaller t or fewer options", e.T, e.Options, e.Bytes, e.Max)
}

// CheckStrength returns a *StrengthError if interactions of t options make no sense, as [Build] and
// [Check] do: t must be 1 at least, and at most the number of options that an order can have by the
// cardinalities of its families. Where only conditions are covered, t must be 1. It panics if cat is nil
// or an option of c is of another catalog.
func (c Config) CheckStrength(cat *config.Catalog, t int) error {
	if cat == nil {
		panic("cover: CheckStrength needs a catalog; it is nil")
	}
	of := make(map[config.FamilyID]int)
	options := c.options(cat)
	for _, o := range options {
		of[cat.Option(o).Family]++
	}
	most := len(options)
	if !c.Rejected {
		most = 0
		for f, n := range of {
			if limit := cat.Family(f).Select.Max; limit != config.Unbounded {
				n = min(n, limit)
			}
			most += n
		}
	}
	if len(options) == 0 && len(c.Conditions) > 0 {
		most = 1
	}
	if t < 1 || t > most {
		return &StrengthError{T: t, Max: most, Families: len(of), Rejected: c.Rejected}
	}
	return nil
}

// checkSize returns an error if tables of interactions would take too much memory.
func (u *universe) checkSize(limit int64) error {
	n := len(u.items)
	row := int64((n + 63) / 64 * 8)
	bytes := tables * row
	for k := range u.t - 1 {
		// C(n, k+1) = C(n, k) (n-k) / (k+1)
		if bytes = bytes * int64(n-k) / int64(k+1); bytes > limit {
			return &SizeError{T: u.t, Options: n - u.void, Bytes: bytes, Max: limit}
		}
	}
	return nil
}

// tables is how many tables of interactions Build has at once.
const tables = 5
