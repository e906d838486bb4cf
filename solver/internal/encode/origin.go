package encode

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// Kind is the kind of an [Origin].
type Kind uint8

// The kinds of [Origin].
const (
	Rule     Kind = iota // a rule, other than a table of forbidden combinations
	Row                  // a row of such a table
	Family               // a family's cardinality
	Parent               // an option requires the option that its family stands below
	Inactive             // an option is not in force
	Whole                // the circuit of an encoding, see Circuit; no set has it
)

// Origin is the source of a constraint in the user's data.
type Origin struct {
	Kind   Kind
	Rule   rules.RuleID    // of Rule and Row
	Row    int             // of Row
	Family config.FamilyID // of Family
	Option config.OptionID // of Parent and Inactive
}

// definition marks the clauses that define auxiliaries: they have no
// origin, since they do not restrict the options.
const definition = ^uint32(0)
