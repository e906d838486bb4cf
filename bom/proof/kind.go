package proof

import "github.com/confspace/confspace/config/source"

// FindingKind is the kind of a finding: what is wrong. For each kind the folder testdata of
// this package has a small product with that fault, such as testdata/gap, and in report.golden
// what an audit says of it.
type FindingKind uint8

// The kinds, in the order of a Report among findings of one severity.
const (
	// Void: nothing can be built in a plant or in a time, although something can be built
	// before and after. An error.
	Void FindingKind = iota + 1
	// Gap: an order finds no variant at a position, or no operation for a part, but needs
	// one. An error.
	Gap
	// Overlap: an order finds two variants at a position, or two operations for a part, but
	// needs one. An error.
	Overlap
	// Unfitted: an order takes a part that no operation of its station fits and that does
	// not ride along. An error.
	Unfitted
	// Cycle: an order has operations each of which comes before the next, the last before
	// the first. An error.
	Cycle
	// Backward: an order has an operation that comes after another, directly or through
	// others, and the other is at a later station. An error.
	Backward
	// Unequipped: an order has an operation that needs a tool or a capability, and its station
	// does not have it. An error.
	Unequipped
	// Mating: an order takes a part and none of the parts that it needs, see package mates. An
	// error.
	Mating
	// Limit: an order takes more or less of a part, or of a sum over its bill, than a limit
	// allows, see package mates. An error.
	Limit
	// Dead: no order takes a variant, or anything at a position, that is in force. An error.
	Dead
	// Overload: the work of an order exceeds the capacity of a station. A warning.
	Overload
	// Idle: an order has an operation, with its time, and none of the parts that the
	// operation consumes, nor a Gap in their place. A warning.
	Idle
	// Empty: an order takes an assembly or a phantom, and nothing in it, without a Gap in
	// it. A warning.
	Empty
	// Changeover: rows that belong together change on different days, so that an order between
	// takes the new part at one position and the old part at the other. Two positions belong
	// together if they stand in one assembly or phantom and the days are at most 31 apart, or if
	// one side of a mate has old and new parts of the one, and the other side those of the other.
	// A warning.
	Changeover
	// Undone: no order has an operation that is in force. A warning.
	Undone
	// Barred: no order can have an option although a condition that is in force names it. A
	// warning.
	Barred
	// Unused: no order takes a part number, at any place. A warning.
	Unused
	// Always: the condition of a position, a variant or an operation always holds where the
	// orders come to it. An information.
	Always
	// Redundant: a shorter condition means the same under the rules. An information.
	Redundant
	// Indifferent: an option decides nothing: no rule, no condition and no attribute names
	// it, and it is not what is left when others are named. An information.
	Indifferent
)

var kindWords = source.Words[FindingKind]{What: "a kind of finding", Texts: []string{
	"none", Void: "void", Gap: "gap", Overlap: "overlap", Unfitted: "unfitted", Cycle: "cycle", Backward: "backward", Unequipped: "unequipped", Mating: "mating", Limit: "limit", Dead: "dead",
	Overload: "overload", Idle: "idle", Empty: "empty", Changeover: "changeover", Undone: "undone", Barred: "barred", Unused: "unused",
	Always: "always", Redundant: "redundant", Indifferent: "indifferent",
}}

// kindTexts say what each kind means.
var kindTexts = map[FindingKind]string{
	Void:        "Nothing can be built at a plant or at a time.",
	Gap:         "Some order finds no part at a position, or no operation for a part.",
	Overlap:     "Some order finds two parts at a position, or two operations for a part.",
	Unfitted:    "Some order has a part that no operation fits.",
	Cycle:       "Some order has operations that wait for each other.",
	Backward:    "Some order has an operation after one that stands at a later station.",
	Unequipped:  "Some order has an operation whose station lacks a tool or a capability.",
	Mating:      "Some order takes a part without one that it needs.",
	Limit:       "Some order exceeds a limit of a quantity or a sum.",
	Dead:        "No order takes the part.",
	Overload:    "The work of some order exceeds the capacity of a station.",
	Idle:        "Some order has an operation and none of its parts.",
	Empty:       "Some order takes an assembly with nothing in it.",
	Changeover:  "Parts that belong together change on different days.",
	Undone:      "No order has the operation.",
	Barred:      "No order can have an option that a condition names.",
	Unused:      "No order takes the part number at any place.",
	Always:      "A condition always holds.",
	Redundant:   "A shorter condition means the same.",
	Indifferent: "An option decides nothing.",
}

// FindingKinds returns all kinds, in the order of a Report. The caller owns the slice.
func FindingKinds() []FindingKind {
	var all []FindingKind
	for k := range kindWords.Texts[1:] {
		all = append(all, FindingKind(k+1))
	}
	return all
}

// String returns the name of the constant in lower case, such as "gap"; zero is "none".
func (k FindingKind) String() string { return kindWords.String(k) }

// Meaning returns a sentence that says what is wrong; it is empty for no kind.
func (k FindingKind) Meaning() string { return kindTexts[k] }

// MarshalText returns String; a number that is not one of them is an error.
func (k FindingKind) MarshalText() ([]byte, error) { return kindWords.Append(nil, k) }

// UnmarshalText reads what MarshalText writes.
func (k *FindingKind) UnmarshalText(text []byte) error { return kindWords.Set(k, text) }

// Severity returns how grave findings of the kind are.
func (k FindingKind) Severity() Severity {
	switch {
	case k == 0 || k > Indifferent:
		return 0
	case k <= Dead:
		return Error
	case k <= Unused:
		return Warning
	}
	return Info
}

// Severity says how grave a finding is.
type Severity uint8

// The severities; the zero Severity is none of them.
const (
	Info    Severity = iota + 1 // the data can be simplified
	Warning                     // an order comes to something that nobody wants
	Error                       // an order has no exact bill or routing, or data are dead
)

var severityWords = source.Words[Severity]{What: "a severity", Texts: []string{
	"none", Info: "info", Warning: "warning", Error: "error",
}}

// String returns "info", "warning" or "error"; zero is "none".
func (s Severity) String() string { return severityWords.String(s) }

// MarshalText returns String; a number that is not one of them is an error.
func (s Severity) MarshalText() ([]byte, error) { return severityWords.Append(nil, s) }

// UnmarshalText reads what MarshalText writes.
func (s *Severity) UnmarshalText(text []byte) error { return severityWords.Set(s, text) }
