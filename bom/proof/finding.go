package proof

import (
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// A Finding is one thing that is wrong with a product, at all points that show it.
type Finding struct {
	// ID is the kind and a number from 1 among the findings of that kind, such as gap-1.
	ID       string
	Kind     FindingKind
	Severity Severity
	Subject  Subject
	// Message says in one line what is wrong.
	Message string
	// Condition is, of a finding that orders meet, the condition in which they do, as short
	// as the rules allow; of a Redundant one, the shorter condition; of a Dead, Undone or
	// Unused one, the condition that never holds. The zero Expr is none.
	Condition rules.Expr
	// Count is the number of configurations that meet the finding, and Share their part of
	// all; nil and 0 where no order shows the finding (Dead, Always and the like), or
	// where no circuit knows the number within its budget.
	Count *big.Int
	Share float64
	// Witness is a complete order that can be built and meets the finding, with as few
	// options as possible that the plainest order does not have; of an Overload it is the
	// order with the most work. Its ID is the finding's. It is nil where no order shows
	// the finding.
	Witness *config.Order
	// Causes are the rules and families from which the finding follows, as
	// [solver.Space.ExplainCondition] returns them: without one of them it would not be
	// there. There are none where the data alone are the reason.
	Causes []solver.Cause
	// AsOf is a point that shows the finding: the first, or of findings that orders meet the one
	// that shows most of them, so that few points are counted. Count, Witness and Causes are of
	// it.
	AsOf config.Point
	// Points is the number of points that show it, and Spans when and where these are; Spans
	// are empty for an audit of one point.
	Points int
	Spans  []config.Effectivity
	// Fault is the error of Explode or Route for the witness, a *bom.PositionError, a
	// *line.CallError or a *line.CycleError; of a Void finding it is a *solver.VoidError.
	// Otherwise it is nil.
	Fault error
}

// String returns the id, and the message with its place.
func (f Finding) String() string {
	if f.Kind == 0 {
		return f.Kind.String() // the zero Finding
	}
	return f.ID + ": " + f.Subject.Place.Prefix() + f.Message
}

// SubjectKind says what a finding is about.
type SubjectKind uint8

// The kinds of subjects; the zero SubjectKind is none of them.
const (
	OfPosition  SubjectKind = iota + 1 // Code is the path
	OfVariant                          // Code is the path, Parts are the part numbers
	OfPart                             // Code is the part number
	OfOperation                        // Code is the operation's
	OfStation                          // Code is the station's
	OfOption                           // Code is the option's
	OfPlant                            // Code is the plant; empty if there are none
	OfMate                             // Code is the id of the mate, Parts are the needed ones
	OfLimit                            // Code is the id of the limit
)

var subjectWords = source.Words[SubjectKind]{What: "a kind of subject", Texts: []string{
	"none", OfPosition: "position", OfVariant: "variant", OfPart: "part", OfOperation: "operation",
	OfStation: "station", OfOption: "option", OfPlant: "plant", OfMate: "mate", OfLimit: "limit",
}}

// String returns "position", "variant", "part", "operation", "station", "option", "plant", "mate"
// or "limit"; zero is "none".
func (k SubjectKind) String() string { return subjectWords.String(k) }

// MarshalText returns String; a number that is not one of them is an error.
func (k SubjectKind) MarshalText() ([]byte, error) { return subjectWords.Append(nil, k) }

// UnmarshalText reads what MarshalText writes.
func (k *SubjectKind) UnmarshalText(text []byte) error { return subjectWords.Set(k, text) }

// A Subject is what a finding is about.
type Subject struct {
	Kind SubjectKind `json:"kind"`
	// Code names it, as its kind says. A position that stands at several paths has the first
	// at which the finding shows.
	Code string `json:"code"`
	// Parts are the part numbers of the variants in question; Operations are the operations
	// in question, such as a cycle.
	Parts      []string `json:"parts,omitempty"`
	Operations []string `json:"operations,omitempty"`
	// Place is where it is written.
	Place source.Place `json:"place,omitzero"`
}

// String returns kind and code.
func (s Subject) String() string {
	if s.Code == "" {
		return s.Kind.String()
	}
	return s.Kind.String() + " " + s.Code
}

// A Report is the result of an audit.
//
// Its JSON is that of [Report.AppendJSON], examples/schema/audit.schema.json.
type Report struct {
	// Findings are in order of severity, errors first, then kind, then place.
	Findings []Finding
	// Open are the questions that the audit did not answer: they are not fine.
	Open []OpenQuestion
	// Positions and Parts are how many positions and part numbers the bill has.
	Positions, Parts int
	// Points are how many points were audited: one by Audit.
	Points int
	// Unsold are the spans, before the first order of a plant that can be built or after the
	// last, in which nothing can be built and nothing is checked: a product is not sold for
	// ever.
	Unsold []Unsold
}

// Worst returns the greatest severity of a finding; zero if there is none.
func (r *Report) Worst() (worst Severity) {
	if r == nil {
		return 0
	}
	for i := range r.Findings {
		worst = max(worst, r.Findings[i].Severity)
	}
	return worst
}

// An Unsold span is one in which nothing can be built, at a time without orders.
type Unsold struct {
	Span config.Effectivity `json:"span,omitzero"`
	// Void says why.
	Void *solver.VoidError `json:"void,omitempty"`
}

// Outcome says why a question is open.
type Outcome uint8

// The outcomes; the zero Outcome is none of them.
const (
	NotChecked   Outcome = iota + 1 // there is nothing to ask
	Inconclusive                    // something ran out before the answer
)

var outcomeWords = source.Words[Outcome]{What: "an outcome", Texts: []string{
	"none", NotChecked: "not_checked", Inconclusive: "inconclusive",
}}

// String returns "not_checked" or "inconclusive"; zero is "none".
func (o Outcome) String() string { return outcomeWords.String(o) }

// MarshalText returns String; a number that is not one of them is an error.
func (o Outcome) MarshalText() ([]byte, error) { return outcomeWords.Append(nil, o) }

// UnmarshalText reads what MarshalText writes.
func (o *Outcome) UnmarshalText(text []byte) error { return outcomeWords.Set(o, text) }

// An OpenQuestion is one that an audit did not answer.
type OpenQuestion struct {
	Outcome Outcome `json:"outcome"`
	// Question says what was asked, Reason what there is not, or what ran out.
	Question string `json:"question"`
	Reason   string `json:"reason"`
	// Points is the number of points at which it is open.
	Points int `json:"points"`
}

// String returns one line.
func (q OpenQuestion) String() string {
	switch q.Outcome {
	case NotChecked:
		return q.Question + ": not checked, " + q.Reason
	case Inconclusive:
		return q.Question + ": inconclusive, " + q.Reason
	}
	return q.Outcome.String()
}
