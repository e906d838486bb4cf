package solver

import (
	"strconv"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
)

var causeWords = source.Words[CauseKind]{What: "a kind of cause", Texts: []string{
	"none", CauseLine: "line", CauseRule: "rule", CauseRow: "row",
	CauseFamily: "family", CauseParent: "parent", CauseOption: "effectivity", CauseSpace: "space",
}}

// String returns "line", "rule", "row", "family", "parent", "effectivity" or "space"; zero is "none".
func (k CauseKind) String() string { return causeWords.String(k) }

// MarshalText returns String; a number that is not one of them is an error.
func (k CauseKind) MarshalText() ([]byte, error) { return causeWords.Append(nil, k) }

// UnmarshalText reads what MarshalText writes.
func (k *CauseKind) UnmarshalText(text []byte) error { return causeWords.Set(k, text) }

// MarshalJSON returns [Cause.AppendJSON].
func (c Cause) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil) }

// AppendJSON appends the cause as an object. The zero Cause is of kind "none".
// The error is nil.
//
//	kind             line, rule, row, family, parent or effectivity
//	option           of a line, parent and effectivity: the option's code
//	chosen, implied  of a line: whether the order has the option, and whether that is
//	                 so because the order does not name it
//	rule, reason     of a rule and a row: the rule's id, and its reason if it has one
//	row              of a row: its number in the rule's table, from 1
//	family           of a family: its code
//	place            of the demand: file:line:column
//	text             as [Cause.String]
func (c Cause) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.String(append(dst, '{'), "kind", c.Kind.String())
	if c.space != nil {
		dst = c.appendMembers(dst)
		if place := c.Place(); place.IsValid() {
			dst = jsonw.String(dst, "place", place.String())
		}
	}
	return append(jsonw.String(dst, "text", c.String()), '}'), nil
}

func (c Cause) appendMembers(dst []byte) []byte {
	set, cat := c.space.set, c.space.cat
	switch c.Kind {
	case CauseLine:
		dst = jsonw.String(dst, "option", cat.Code(c.Option))
		dst = jsonw.Bool(dst, "chosen", c.Chosen)
		dst = jsonw.OptBool(dst, "implied", c.Implied)
	case CauseRule, CauseRow:
		r := set.Rule(c.Rule)
		dst = jsonw.String(dst, "rule", r.ID)
		if c.Kind == CauseRow {
			dst = jsonw.Int(dst, "row", c.Row+1)
		}
		dst = jsonw.OptString(dst, "reason", r.Reason)
	case CauseFamily:
		dst = jsonw.String(dst, "family", cat.Family(c.Family).Code)
	case CauseParent, CauseOption:
		dst = jsonw.String(dst, "option", cat.Code(c.Option))
	}
	return dst
}

func appendCauses(dst []byte, key string, causes []Cause) []byte {
	dst = append(jsonw.Key(dst, key), '[')
	for _, c := range causes {
		dst, _ = c.AppendJSON(jsonw.Comma(dst)) // never fails
	}
	return append(dst, ']')
}

// MarshalJSON returns [Report.AppendJSON].
func (r Report) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/report.schema.json. The error is nil.
//
//	format   confspace/1
//	verdict  valid, extendable or invalid
//	void     no order can be built; absent otherwise
//	broken   the demands that the order breaks, each as [Cause.AppendJSON]
func (r Report) AppendJSON(dst []byte) ([]byte, error) {
	return append(r.AppendMembers(jsonw.Document(dst)), '}'), nil
}

// AppendMembers appends the verdict, void and broken to an object that is begun, for
// documents with more members. It panics if dst is empty.
func (r Report) AppendMembers(dst []byte) []byte {
	dst = jsonw.String(dst, "verdict", r.Verdict.String())
	dst = jsonw.OptBool(dst, "void", r.Void)
	return appendCauses(dst, "broken", r.Broken)
}

// MarshalJSON returns [Explanation.AppendJSON].
func (e Explanation) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/explanation.schema.json. The error is
// nil.
//
//	format   confspace/1
//	causes   the demands that cannot all be met, each as [Cause.AppendJSON]
//	minimal  without any one of them the others could be met
//	smallest no conflict has fewer demands; absent if that is not shown
func (e Explanation) AppendJSON(dst []byte) ([]byte, error) {
	dst = appendCauses(jsonw.Document(dst), "causes", e.Causes)
	dst = jsonw.Bool(dst, "minimal", e.Minimal)
	return append(jsonw.OptBool(dst, "smallest", e.Smallest), '}'), nil
}

// MarshalJSON returns [VoidError.AppendJSON].
func (e VoidError) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil) }

// AppendJSON appends its Explanation, a document. The error is nil.
func (e *VoidError) AppendJSON(dst []byte) ([]byte, error) { return e.Explanation.AppendJSON(dst) }

// MarshalJSON returns [Repair.AppendJSON].
func (r Repair) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/repair.schema.json. The error is that of
// [config.Selection.MarshalJSON].
//
//	format     confspace/1
//	changed    the options that are changed, each as it is then: {"choose": code} or {"reject": code}
//	cost       the sum of their weights
//	selection  the changed selection, as an order
func (r Repair) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(jsonw.Key(jsonw.Document(dst), "changed"), '[')
	if r.Selection == nil {
		return append(strconv.AppendInt(jsonw.Key(append(dst, ']'), "cost"), r.Cost, 10), '}'), nil
	}
	for _, o := range r.Changed {
		verb := "reject"
		if r.Selection.IsChosen(o) {
			verb = "choose"
		}
		dst = append(jsonw.String(append(jsonw.Comma(dst), '{'), verb, r.Selection.Catalog().Code(o)), '}')
	}
	dst = strconv.AppendInt(jsonw.Key(append(dst, ']'), "cost"), r.Cost, 10)
	selection, err := r.Selection.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return append(append(jsonw.Key(dst, "selection"), selection...), '}'), nil
}

// MarshalJSON returns [Relaxation.AppendJSON].
func (r Relaxation) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/relaxation.schema.json. The error is nil.
//
//	format  confspace/1
//	causes  the demands that are relaxed, each as [Cause.AppendJSON]
//	cost    the sum of their weights
func (r Relaxation) AppendJSON(dst []byte) ([]byte, error) {
	dst = appendCauses(jsonw.Document(dst), "causes", r.Causes)
	return append(strconv.AppendInt(jsonw.Key(dst, "cost"), r.Cost, 10), '}'), nil
}

// MarshalJSON returns [Clash.AppendJSON].
func (c Clash) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/clash.schema.json. The error is nil.
//
//	format      confspace/1
//	correction  true of a minimal correction; absent of a minimal conflict
//	causes      the demands, each as [Cause.AppendJSON]
func (c Clash) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.OptBool(jsonw.Document(dst), "correction", c.Correction)
	return append(appendCauses(dst, "causes", c.Causes), '}'), nil
}

// UnmarshalJSON returns an error: a VoidError is an answer.
func (e *VoidError) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.VoidError", "compile the space again")
}

// UnmarshalJSON returns an error: a Cause is an answer.
func (c *Cause) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.Cause", "validate the order again")
}

// UnmarshalJSON returns an error: a Report is an answer.
func (r *Report) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.Report", "validate the order again")
}

// UnmarshalJSON returns an error: an Explanation is an answer.
func (e *Explanation) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.Explanation", "explain the order again")
}

// UnmarshalJSON returns an error: a Repair is an answer.
func (r *Repair) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.Repair", "repair the selection again")
}

// UnmarshalJSON returns an error: a Relaxation is an answer.
func (r *Relaxation) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.Relaxation", "relax the rules again")
}

// UnmarshalJSON returns an error: a Clash is an answer.
func (c *Clash) UnmarshalJSON([]byte) error {
	return jsonw.Unread("solver.Clash", "look for clashes again")
}
