package analysis

import (
	"math/big"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Report is the result of an analysis. It belongs to the caller.
//
// Its JSON is that of [Report.AppendJSON], examples/schema/analysis.schema.json.
type Report struct {
	// AsOf is the point at which the rules were analysed.
	AsOf config.Point
	// Findings are in order of kind, then in that of the catalog and the rules.
	Findings []Finding
	// Effects are of all rules in force, in their order.
	Effects []Effect
	// Configurations is how many the rules allow; nil if that is not known.
	Configurations *big.Int
	// Open are the questions that the analysis did not answer: they are not fine.
	Open []OpenQuestion
}

// An Effect is what one rule does.
type Effect struct {
	Rule rules.RuleID
	// Removed is the number of configurations that the rule alone removes: those that the
	// other rules allow, and it does not. It is nil if that is not known.
	Removed *big.Int

	rule rules.Rule
}

// A Finding is something that the owner of rules should know.
type Finding struct {
	// ID is the kind and a number from 1 among the findings of that kind, such as
	// dead_option-1.
	ID   string
	Kind Kind
	// Rules are what an IdleRule, a RedundantRule, a LongRule and a Together are about, and
	// Options what a DeadOption, a CoreOption, EquivalentOptions and a Chain are about. Of a
	// Contradiction see there.
	Rules   []rules.RuleID
	Options []config.OptionID
	// Family is the one of a FalseOptional, otherwise config.NoFamily.
	Family config.FamilyID
	// Place is where the first of them is written.
	Place source.Place
	// Message says in one line what was found.
	Message string
	// Condition is, of a LongRule, the shorter condition, and of an IdleRule the one that
	// never holds. The zero Expr is none.
	Condition rules.Expr
	// Causes are the demands from which the finding follows: without one of them it would not.
	// Of EquivalentOptions they are those of all steps from one option to the next and back.
	Causes []solver.Cause
	// Smallest says that no fewer Causes would do.
	Smallest bool
	// More is how many further options of a DeadOption or a CoreOption follow from it, and how
	// many further pairs of options a Chain links: whether a rule names these was not asked.
	More int
	// Removable says of an IdleRule or a RedundantRule that it can be left out together with
	// all others that are removable. Of two rules that say the same, the first one stays.
	Removable bool
	// Spans are when and where the finding holds, of a [Timeline]: nil if that is whenever what it is
	// about is in force. [Rules] leaves them nil.
	Spans []config.Effectivity
	// Consequences are, of a Together and a Chain, what the rules force.
	Consequences []Consequence

	set *rules.Set
}

// A Consequence is what rules together force: Option requires Other, or excludes it.
//
// What follows in a step is listed of a Chain alone: if A requires B and B excludes C, then that A
// excludes C is one of the chains through B, if a rule is behind either. Of options that come only
// together the first one stands for all.
type Consequence struct {
	Option, Other config.OptionID
	// Excludes says that no configuration has both; otherwise each that has Option has Other.
	Excludes bool
	// Causes are the demands from which it follows: without one of them it would not.
	Causes []solver.Cause

	cat *config.Catalog
}

// An OpenQuestion is one that an analysis did not answer.
type OpenQuestion struct {
	// Question says what was asked, Reason what there is not, or what ran out.
	Question string `json:"question"`
	Reason   string `json:"reason"`
	// Exhausted says that something ran out before the answer; otherwise nothing was asked.
	Exhausted bool `json:"exhausted"`
}

// String returns one line.
func (q OpenQuestion) String() string {
	if q.Exhausted {
		return q.Question + ": inconclusive, since " + q.Reason
	}
	return q.Question + ": not checked, since " + q.Reason
}

// String returns the id of the rule and the number; "?" for one that is not known.
func (e Effect) String() string {
	if e.Removed == nil {
		return e.rule.ID + " ?"
	}
	return e.rule.ID + " " + e.Removed.String()
}

// String returns the id, and the message with its place.
func (f Finding) String() string { return f.ID + ": " + f.Place.Prefix() + f.Message }

// Subject names what the finding is about: "rule R-1", "option BEV", "family paint", "rules R-1,
// R-2"; "rules" of a Contradiction.
func (f Finding) Subject() string {
	switch {
	case f.Kind == 0 || f.set == nil:
		return "none"
	case f.Kind == Contradiction:
		return "rules"
	case f.Family != config.NoFamily:
		return "family " + f.set.Catalog().Family(f.Family).Code
	case len(f.Rules) > 0:
		return counted("rule", f.ruleIDs())
	}
	return counted("option", f.codes())
}

// counted returns "rule A" or "rules A, B".
func counted(what string, names []string) string {
	if len(names) > 1 {
		what += "s"
	}
	return what + " " + strings.Join(names, ", ")
}

// ruleIDs returns the ids of the rules.
func (f Finding) ruleIDs() []string { return ruleIDs(f.set, f.Rules) }

func ruleIDs(set *rules.Set, list []rules.RuleID) []string {
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = set.Rule(r).ID
	}
	return ids
}

// codes returns the codes of the options.
func (f Finding) codes() []string {
	codes := make([]string, len(f.Options))
	for i, o := range f.Options {
		codes[i] = f.set.Catalog().Code(o)
	}
	return codes
}

// String returns "A requires B" or "A excludes B"; the zero Consequence is "none".
func (c Consequence) String() string {
	if c.cat == nil {
		return "none"
	}
	return c.cat.Code(c.Option) + " " + c.verb() + " " + c.cat.Code(c.Other)
}

// verb is what the one option does to the other.
func (c Consequence) verb() string {
	if c.Excludes {
		return "excludes"
	}
	return "requires"
}
