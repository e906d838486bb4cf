package uvl

import (
	"cmp"

	"github.com/confspace/confspace/config/source"
)

// Unsupported is a legal construct of UVL that has no counterpart in a rule set. Read refuses a model that uses one,
// never skips it: the construct is among the defects of the error, where errors.As finds the first.
type Unsupported struct {
	Place     source.Place `json:"place,omitzero"` // where it stands
	Construct string       `json:"construct"`      // its name: "typed feature", "feature cardinality", "string constraint", …
}

// Error names the construct and where it stands.
func (u *Unsupported) Error() string {
	return u.Place.Prefix() + cmp.Or(u.Construct, "a construct of UVL") + " is not supported"
}
