package rules

import (
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/syntax"
)

// RuleID numbers the rules of one [Set] from 0 without gaps, in the order of
// the document.
type RuleID uint32

// Rule is a condition that every order must satisfy while the rule is in
// force.
type Rule struct {
	// ID is the name that people know the rule by. Rules whose effectivities do
	// not overlap may share it: they are versions of one rule.
	ID string `json:"id"`
	// Reason says why the rule exists, for those whose order it refuses. It may
	// be empty.
	Reason string `json:"reason"`
	// Source is the condition as it was written, in any language; it is
	// empty for a table.
	Source string `json:"source"`
	// Expr is the condition. For a table it is what the table means, see Table.
	Expr Expr `json:"expr,omitzero"`
	// Table is the table that the rule was given as, or nil. The set owns it and
	// all its slices, and shares them with every copy of the rule: do not change
	// them.
	Table *Table `json:"table,omitempty"`
	// Effectivity says when the rule is in force. Its Plants are shared with the
	// RuleSpec it was built from: do not change them.
	Effectivity config.Effectivity `json:"effectivity,omitzero"`
	// Place is where the rule is defined; zero if it was built in code.
	Place source.Place `json:"place,omitzero"`
}

// String returns "ID: condition" in one line.
func (r Rule) String() string {
	text := r.Source
	if r.Table != nil {
		text = r.Table.describe(r.Expr.cat)
	} else if strings.ContainsAny(text, "\t\r\n") {
		text = r.Expr.String()
		if n, err := syntax.Parse(r.Source); err == nil {
			text = n.String()
		}
	}
	return r.ID + ": " + text
}

// text returns the condition in the rule language.
func (r Rule) text() string {
	if e, err := Parse(r.Expr.cat, r.Source); err == nil && e.Equal(r.Expr) {
		return r.Source
	}
	return r.Expr.String()
}
